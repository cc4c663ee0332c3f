"""What a home has served: one line of ``history.jsonl`` for each release, with what changed since the one before.

A line is written before the pointer moves, so that every release that was ever served has one.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from heapq import merge
from itertools import groupby
from pathlib import Path

from clustergraph.errors import Place, ReleaseError
from clustergraph.store.release import Release
from clustergraph.store.replacing import replace_file

Changes = Mapping[str, tuple[int, int]]
_NQUADS = "clustergraph.nq"


@dataclass(frozen=True)
class Entry:
    """One release: the name of its folder, its digest, when it was built, its size, and what it came after.

    ``changes`` says for each named graph how many statements came and went; it is ``None`` where that is not known:
    for the first release, and where the files of the one before could not be read.
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
        """Give the entries, the oldest first; raises :class:`ReleaseError` for a line that cannot be read."""
        return [self._entry(number, line) for number, line in enumerate(self._lines(), start=1)]

    def add(self, release: Release, before: Release | None) -> None:
        """Write an entry, unless the last one is the same."""
        entry = describe(release, before)
        lines = self._lines()
        if lines and self._entry(len(lines), lines[-1]).name == entry.name:
            return
        text = "".join(f"{line}\n" for line in [*lines, json.dumps(asdict(entry), sort_keys=True)])
        replace_file(self._path, text)

    def _lines(self) -> list[str]:
        try:
            return self._path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise ReleaseError(f"The history cannot be read: {error}.", place=Place(str(self._path))) from error

    def _entry(self, number: int, line: str) -> Entry:
        try:
            row = json.loads(line)
            changes = row.pop("changes")
            pairs = changes and {name: (int(came), int(went)) for name, (came, went) in changes.items()}
            return Entry(**row, changes=pairs)
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            raise ReleaseError(
                f"A line of the history cannot be read: {error}.",
                place=Place(str(self._path), number),
                remedy="Take the line out; the releases themselves need it not.",
            ) from error


def describe(release: Release, before: Release | None = None) -> Entry:
    """Give the entry of a release; ``before`` is the one that was served until then."""
    told = release.manifest
    changes: Changes | None = None
    if before is not None:
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
    )


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
