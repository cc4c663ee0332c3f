"""Answers that were cited: the question, the release it was asked of, and the digest of the bytes that came.

One file for each, ``<home>/citations/<name>.json``, written once. A release that a citation names is not taken away.
The name follows from release, question and format, so that the same answer cited twice has one address.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from clustergraph.errors import CitationsFull, Limit, NotFound, Place, ReleaseError
from clustergraph.store.home import Home
from clustergraph.store.replacing import replace_file
from clustergraph.store.sealed import Question

_NAME = re.compile(r"[0-9a-f]{20}")


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
        """The last part of its address: 20 hexadecimal digits."""
        parts = [self.release, asdict(self.question), self.format]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:20]

    @property
    def question(self) -> Question:
        """The question as the store takes it."""
        return Question(self.text, self.default_graphs, self.named_graphs, self.base)


class Citations:
    """The citations of a home, ``most`` of them."""

    def __init__(self, home: Home, most: int) -> None:
        self._home = home
        self._most = most
        self._folder = home.folder / "citations"

    def find(self, name: str) -> Citation:
        """Read one; raises :class:`NotFound` where there is none, :class:`ReleaseError` where it is damaged."""
        path = self._folder / f"{name}.json"
        if not _NAME.fullmatch(name) or not path.is_file():
            raise NotFound(f"There is no citation “{name[:40]}”.", remedy="Cite an answer at /cite.")
        return _read(path)

    def add(self, citation: Citation) -> Citation:
        """Keep one; gives the first where the same was cited before.

        Raises :class:`CitationsFull` where there is no room, :class:`NotFound` where the release went meanwhile.
        """
        path = self._folder / f"{citation.name}.json"
        with self._home.lock("citations", wait=True):
            if path.is_file():
                return _read(path)
            if self._home.find(citation.release) is None:
                raise NotFound(f"The release {citation.release} is not kept any more.")
            self._folder.mkdir(exist_ok=True)
            if sum(1 for _ in self._folder.glob("*.json")) >= self._most:
                raise CitationsFull(
                    f"{self._most} answers have been cited already.",
                    limit=Limit("citations_max", self._most, "citations"),
                    remedy="Name release, query and format in your text instead; /releases/ has dumps of what is kept.",
                )
            replace_file(path, json.dumps(asdict(citation), ensure_ascii=False, indent=2, sort_keys=True))
        return citation

    def pinned(self) -> set[str]:
        """Give the digests of the releases that are cited; a file that cannot be read raises :class:`ReleaseError`."""
        return {_read(path).release for path in self._folder.glob("*.json")}


def _read(path: Path) -> Citation:
    try:
        return Citation(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ReleaseError(
            f"A citation cannot be read: {error}.", place=Place(str(path)), remedy="Restore it from a copy."
        ) from error
