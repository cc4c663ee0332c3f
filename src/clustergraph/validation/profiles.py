"""The rows of ``shapes/profiles.toml``: which shapes a profile has, what background it knows, what blocks."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clustergraph.errors import BadSetting, Place, RepositoryError
from clustergraph.report import Severity


@dataclass(frozen=True)
class Profile:
    """One profile; the files are real paths. ``known`` are its shapes with persons and without."""

    name: str
    title: str
    blocking: Severity
    shapes: tuple[Path, ...]
    background: tuple[Path, ...]
    known: tuple[Path, ...]


@dataclass(frozen=True)
class Usage:
    """Which shapes a profile asks for: path in the repository → ``always``, ``with_persons`` or ``without_persons``."""

    name: str
    title: str
    description: str
    blocking: str
    files: Mapping[str, str]


def profile_usage(root: Path) -> list[Usage]:
    """Read all rows of the table; raises :class:`RepositoryError` for one that cannot be used."""
    table = root / "shapes/profiles.toml"
    usages = []
    for name, row in _rows(table).items():
        try:
            files = {
                path.relative_to(root).as_posix(): when
                for key, when in (("files", "always"), *((key, key) for key in ("with_persons", "without_persons")))
                for path in _paths(root, row.get(key, []))
            }
            usages.append(Usage(name, row["title"], row["description"], row.get("blocking", "Violation"), files))
        except KeyError as error:
            raise RepositoryError(f"Profile {name} lacks or misnames {error}.", place=Place(str(table))) from error
    return usages


def read_profile(root: Path, name: str, *, persons: bool = False) -> Profile:
    """Read one row of the table; ``persons`` says whether the graph may hold persons.

    Raises :class:`BadSetting` for a name without a row, :class:`RepositoryError` for a row that cannot be used.
    """
    table = root / "shapes/profiles.toml"
    rows = _rows(table)
    if name not in rows:
        raise BadSetting(
            f"There is no validation profile “{name}”.",
            place=Place("setting profile"),
            remedy=f"Choose one of {', '.join(sorted(rows))}.",
        )
    row = rows[name]
    try:
        blocking = Severity[row.get("blocking", "Violation").upper()]
        chosen = row.get("with_persons" if persons else "without_persons", [])
        shapes, background = _paths(root, [*row["files"], *chosen]), _paths(root, row.get("background", []))
        known = _paths(root, [*row["files"], *row.get("without_persons", []), *row.get("with_persons", [])])
        return Profile(name, row["title"], blocking, shapes, background, known)
    except KeyError as error:
        raise RepositoryError(f"Profile {name} lacks or misnames {error}.", place=Place(str(table))) from error


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
            raise RepositoryError(f"No file matches “{pattern}”.", place=Place(str(root / "shapes/profiles.toml")))
        found.extend(matches)
    return tuple(found)
