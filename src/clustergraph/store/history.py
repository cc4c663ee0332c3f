"""What a home has served: one line of ``history.jsonl`` for each release, with what changed since the one before.

A line is written before the pointer moves, so that every release that was ever served has one. A line that cannot be
read is passed over where the others are told, and stays in the file as it is: somebody may be able to mend it.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from heapq import merge
from itertools import groupby
from pathlib import Path

from clustergraph.disk import words_of
from clustergraph.errors import Place, ReleaseError
from clustergraph.store.release import Release
from clustergraph.store.replacing import replace_file
from clustergraph.store.wholeness import sha256_of

Changes = Mapping[str, tuple[int, int]]
_NQUADS = "clustergraph.nq"


@dataclass(frozen=True)
class Entry:
    """One release: the name of its folder, its digest, when it was built, its size, and what it came after.

    ``changes`` says for each named graph how many statements came and went; it is ``None`` where that is not known:
    for the first release, and where the files of the one before could not be read. ``loaded`` says whether it was made
    of files that are not in the repository, which no build gives again.
    """

    name: str
    digest: str
    built: str
    version: str
    triples: int
    quads: int
    graphs: int
    previous: str | None = None
    changes: Changes | None = None
    loaded: bool = False

    @property
    def added(self) -> int:
        """How many statements came."""
        return sum(came for came, _ in (self.changes or {}).values())

    @property
    def removed(self) -> int:
        """How many statements went."""
        return sum(went for _, went in (self.changes or {}).values())


class History:
    """The file of one home; it is read whole, for it has one short line for each release."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> list[Entry]:
        """Give the entries that can be read, the oldest first; raises :class:`ReleaseError` where the file cannot."""
        return [entry for line in self._lines() if (entry := _entry(line)) is not None]

    def broken(self) -> list[int]:
        """Give the numbers of the lines that cannot be read, from 1; raises :class:`ReleaseError` likewise."""
        return [number for number, line in enumerate(self._lines(), start=1) if _entry(line) is None]

    def add(self, release: Release, before: Release | None) -> None:
        """Write an entry, unless the last one is the same; raises :class:`OSError` where the disk does not allow it."""
        entry, lines = describe(release, before), self._lines()
        last = _entry(lines[-1]) if lines else None
        if last is None or last.name != entry.name:
            text = json.dumps(asdict(entry), sort_keys=True).encode()
            replace_file(self._path, b"".join(line + b"\n" for line in [*lines, text]))

    def _lines(self) -> list[bytes]:
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise ReleaseError(
                f"The history cannot be read: {words_of(error)}.", place=Place(str(self._path))
            ) from error
        return content.removesuffix(b"\n").split(b"\n") if content else []


def _entry(line: bytes) -> Entry | None:
    """Read a line; nothing for one that says something else, or the wrong kind of thing."""
    try:
        row = json.loads(line)
        changes = row.pop("changes")
        pairs = changes and {str(name): (int(came), int(went)) for name, (came, went) in changes.items()}
        entry = Entry(**row, changes=pairs)
    except (ValueError, TypeError, AttributeError, KeyError):
        return None
    texts, numbers = (entry.name, entry.digest, entry.built, entry.version), (entry.triples, entry.quads, entry.graphs)
    typed = all(isinstance(text, str) for text in texts) and all(isinstance(number, int) for number in numbers)
    return entry if typed and isinstance(entry.previous, str | None) else None


def describe(release: Release, before: Release | None = None) -> Entry:
    """Give the entry of a release; ``before`` is the one that was served until then."""
    told = release.manifest
    changes: Changes | None = None
    if before is not None and _has_lines(before):
        with suppress(OSError):
            changes = _changes(before.dumps / _NQUADS, release.dumps / _NQUADS)
    return Entry(
        name=release.folder.name,
        digest=told.digest,
        built=told.built,
        version=told.version,
        triples=told.triples,
        quads=told.quads,
        graphs=len(told.graphs),
        previous=before.manifest.digest if before else None,
        changes=changes,
        loaded=told.loaded,
    )


def _has_lines(release: Release) -> bool:
    """Whether the lines of a release are those that it was made of: what came and went is counted in no others."""
    said = release.manifest.files.get(f"{release.dumps.name}/{_NQUADS}")
    return said is not None and sha256_of(release.dumps / _NQUADS) == said["sha256"]


def _changes(before: Path, after: Path) -> Changes:
    """Compare two dumps, whose lines are sorted, without holding them: both are read once."""
    counts: dict[str, list[int]] = {}
    with before.open("rb") as old, after.open("rb") as new:
        tagged = merge(_tagged(old, "-"), _tagged(new, "+"))
        for line, sides in groupby(tagged, key=lambda pair: pair[0]):
            signs = {sign for _, sign in sides}
            if len(signs) == 1:
                count = counts.setdefault(_graph(line), [0, 0])
                count["+" not in signs] += 1
    return {name: (came, went) for name, (came, went) in sorted(counts.items())}


def _tagged(lines: Iterator[bytes], sign: str) -> Iterator[tuple[bytes, str]]:
    return ((line, sign) for line in lines)


def _graph(line: bytes) -> str:
    """Give the name of the graph of a canonical N-Quads line, its last term, which has no blanks in it."""
    name = line.rsplit(b" ", 2)[-2]
    return name[1:-1].decode() if name.startswith(b"<") else ""
