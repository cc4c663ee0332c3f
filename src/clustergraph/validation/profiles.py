"""The rows of ``shapes/profiles.toml``: which shapes a profile has, what background it knows, what blocks."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from clustergraph.errors import BadSetting, Place, RepositoryError
from clustergraph.graph.merging import merged
from clustergraph.report import Severity
from clustergraph.validation.rules import Rule

TABLE = "shapes/profiles.toml"
#: Whether a client may bring shapes along, as the EU's validator words it.
_EXTERNAL = ("none", "optional", "required")


@dataclass(frozen=True)
class Profile:
    """One profile; the files are real paths. ``known`` are its shapes with persons and without.

    ``described`` are records of which it knows what they describe (:mod:`clustergraph.validation.described`).

    ``version`` is that of what it asks; ``outsiders`` says whether those who send data in may choose it, and
    ``external_shapes`` whether they may bring shapes along: ``none``, ``optional`` or ``required``.
    """

    name: str
    title: str
    blocking: Severity
    shapes: tuple[Path, ...]
    background: tuple[Path, ...]
    known: tuple[Path, ...]
    described: tuple[Path, ...] = ()
    description: str = ""
    rule_files: tuple[Path, ...] = ()
    version: str | None = None
    outsiders: bool = False
    external_shapes: str = "none"

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """What it asks of the whole graph; raises :class:`RepositoryError` for a file that cannot be used."""
        return tuple(Rule.read(path) for path in self.rule_files)

    @cached_property
    def document(self) -> bytes:
        """All that it asks as one Turtle document: its shapes, with persons and without, and its rules."""
        texts = [path.read_text(encoding="utf-8") for path in self.known]
        return merged([*texts, *(rule.turtle() for rule in self.rules)]).encode()

    @property
    def digest(self) -> str:
        """The SHA-256 of the document, hexadecimal: it changes when the profile asks anything else."""
        return hashlib.sha256(self.document).hexdigest()

    @cached_property
    def background_digest(self) -> str:
        """The SHA-256 of the background's files in their order: verdicts depend on lists and on what there is, too."""
        state = hashlib.sha256()
        for path in (*self.background, *self.described):
            state.update(path.read_bytes())
        return state.hexdigest()


@dataclass(frozen=True)
class Usage:
    """Which shapes a profile asks for: path in the repository → ``always``, ``with_persons`` or ``without_persons``."""

    name: str
    title: str
    description: str
    blocking: str
    files: Mapping[str, str]
    version: str | None = None


def profile_usage(root: Path) -> list[Usage]:
    """Read all rows of the table; raises :class:`RepositoryError` for one that cannot be used."""
    table = root / TABLE
    usages = []
    for name, row in _rows(table).items():
        try:
            files = {
                path.relative_to(root).as_posix(): when
                for key, when in (("files", "always"), *((key, key) for key in ("with_persons", "without_persons")))
                for path in _paths(root, row.get(key, []))
            }
            title, description = row["title"], row["description"]
            blocking = row.get("blocking", "Violation")
            usages.append(Usage(name, title, description, blocking, files, row.get("version")))
        except KeyError as error:
            raise RepositoryError(f"Profile {name} lacks or misnames {error}.", place=Place(str(table))) from error
    return usages


def read_profile(root: Path, name: str, *, persons: bool = False) -> Profile:
    """Read one row of the table; ``persons`` says whether the graph may hold persons.

    Raises :class:`BadSetting` for a name without a row, :class:`RepositoryError` for a row that cannot be used.
    """
    table = root / TABLE
    rows = _rows(table)
    if name not in rows:
        raise BadSetting(
            f"There is no validation profile “{name}”.",
            place=Place("setting profile"),
            remedy=f"Choose one of {', '.join(sorted(rows))}.",
        )
    return _profile(root, name, rows[name], persons=persons)


def offered_profiles(root: Path) -> list[Profile]:
    """Read the rows that outsiders may choose, in the order of the table.

    Raises :class:`RepositoryError` for a row that cannot be used.
    """
    rows = _rows(root / TABLE)
    return [_profile(root, name, row, persons=False) for name, row in rows.items() if row.get("outsiders")]


def _profile(root: Path, name: str, row: Mapping[str, Any], *, persons: bool) -> Profile:
    try:
        chosen = row.get("with_persons" if persons else "without_persons", [])
        profile = Profile(
            name=name,
            title=row["title"],
            blocking=Severity[row.get("blocking", "Violation").upper()],
            shapes=_paths(root, [*row["files"], *chosen]),
            background=_paths(root, row.get("background", [])),
            known=_paths(root, [*row["files"], *row.get("without_persons", []), *row.get("with_persons", [])]),
            described=_paths(root, row.get("described", [])),
            description=row.get("description", ""),
            rule_files=_paths(root, row.get("rules", [])),
            version=row.get("version"),
            outsiders=bool(row.get("outsiders", False)),
            external_shapes={kind: kind for kind in _EXTERNAL}[row.get("external_shapes", "none")],
        )
    except KeyError as error:
        raise RepositoryError(f"Profile {name} lacks or misnames {error}.", place=Place(str(root / TABLE))) from error
    if profile.outsiders and profile.version is None:
        raise RepositoryError(f"Profile {name} is offered and has no version.", place=Place(str(root / TABLE)))
    return profile


def _rows(table: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(table.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RepositoryError(f"The table of profiles cannot be read: {error}.", place=Place(str(table))) from error


def _paths(root: Path, patterns: Sequence[str]) -> tuple[Path, ...]:
    found = []
    for pattern in patterns:
        matches = sorted(root.glob(pattern))
        if not matches:
            raise RepositoryError(f"No file matches “{pattern}”.", place=Place(str(root / TABLE)))
        found.extend(matches)
    return tuple(found)
