"""The files of citations: one for each, ``<home>/citations/<name>.json``, written once; they are what holds.

The name follows from release, question and format, so that the same answer cited twice has one address.
"""

import hashlib
import json
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from clustergraph.disk import disk_error, words_of
from clustergraph.errors import NotFound, Place, ReleaseError
from clustergraph.store.replacing import replace_file
from clustergraph.store.sealed import Question

_NAME = re.compile(r"[0-9a-f]{20}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SUFFIX, _ASIDE = ".json", ".damaged"


def name_of(release: str, question: Question, form: str) -> str:
    """Give the name of a citation: 20 hexadecimal digits; ``form`` is the name of the format."""
    parts = [release, asdict(question), form]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Citation:
    """One answer: what was asked of which release, in which format, and the SHA-256 and size of what was given.

    ``asked`` is the time at which it was cited, in ISO 8601, ``version`` that of the program that answered. ``differs``
    says that the endpoint gave something else to the same question without a release, because it then tells of itself
    as well.
    """

    release: str
    text: str
    default_graphs: Sequence[str] | None
    named_graphs: Sequence[str] | None
    base: str | None
    format: str
    sha256: str
    bytes: int
    asked: str
    version: str
    differs: bool = False

    @property
    def name(self) -> str:
        """The last part of its address."""
        return name_of(self.release, self.question, self.format)

    @property
    def question(self) -> Question:
        """The question as the store takes it."""
        return Question(self.text, self.default_graphs, self.named_graphs, self.base)


class CitationFiles:
    """The folder of citations; whoever writes holds the lock of citations."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, name: str) -> bool:
        """Whether there is a citation of this name; anything may be asked for."""
        return bool(_NAME.fullmatch(name)) and self._path(name).is_file()

    def read(self, name: str) -> Citation:
        """Read one; raises :class:`NotFound` where there is none, :class:`ReleaseError` where it is damaged."""
        if not self.has(name):
            raise NotFound(f"There is no citation “{name[:40]}”.", remedy="Cite an answer at /cite.")
        path = self._path(name)
        try:
            found = Citation(**json.loads(path.read_text(encoding="utf-8")))
            _check(found, name)
        except (OSError, ValueError, TypeError, RecursionError) as error:
            raise ReleaseError(
                f"A citation cannot be read: {words_of(error)}.",  # without its path: clients are told this, too
                place=Place(f"{path.parent.name}/{path.name} in the home"),
                remedy="Restore it from a copy.",
            ) from error
        return found

    def kept(self, name: str) -> Citation | None:
        """Give one, nothing where there is none that can be read."""
        with suppress(NotFound, ReleaseError):
            return self.read(name)
        return None

    def write(self, citation: Citation) -> None:
        """Write one in one step; raises :class:`StorageFailed` where the disk does not take it, and nothing is left."""
        path = self._path(citation.name)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if path.is_file():  # and damaged: somebody may be able to read what is left of it
                path.rename(path.with_suffix(_ASIDE))
            replace_file(path, json.dumps(asdict(citation), ensure_ascii=False, indent=2, sort_keys=True))
        except OSError as error:
            raise disk_error(
                error, "The citation cannot be kept", Place(f"{path.parent.name}/{path.name} in the home")
            ) from error

    def remove(self, name: str) -> None:
        """Take one away."""
        self._path(name).unlink(missing_ok=True)

    def names(self) -> set[str]:
        """List the names without reading anything."""
        try:
            with os.scandir(self._folder) as found:
                stems = (entry.name.removesuffix(_SUFFIX) for entry in found if entry.name.endswith(_SUFFIX))
                return {stem for stem in stems if _NAME.fullmatch(stem)}
        except FileNotFoundError:
            return set()

    def changed(self) -> int:
        """Tell when a name in the folder came or went last, in nanoseconds; 0 where there is no folder."""
        try:
            return self._folder.stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{_SUFFIX}"


def _check(citation: Citation, name: str) -> None:
    """Raise :class:`ValueError` where a part is of another kind than all that rely on it take it for."""
    texts = (citation.release, citation.text, citation.format, citation.sha256, citation.asked, citation.version)
    if not all(isinstance(text, str) for text in texts) or not isinstance(citation.bytes, int):
        raise ValueError("a part has another kind of value")
    if not (_DIGEST.fullmatch(citation.release) and _DIGEST.fullmatch(citation.sha256)):
        raise ValueError("a digest is none")
    if citation.name != name:
        raise ValueError("it is not what its name says")
