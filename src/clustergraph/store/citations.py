"""Answers that were cited, in one home: found, kept within limits, listed and taken away.

A release that a citation names is not taken away. All changes are made with the lock of citations held, file first,
index second: whoever finds the folder changed since the index was written looks which names came and went.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from clustergraph.disk import disk_error
from clustergraph.errors import NotFound, ReleaseError
from clustergraph.settings import Settings
from clustergraph.store.citation_entries import NEVER, Choice, Entry
from clustergraph.store.citation_files import Citation, CitationFiles, name_of
from clustergraph.store.citation_index import CitationIndex, IndexDamaged, Rows
from clustergraph.store.citation_room import Room
from clustergraph.store.home import Home
from clustergraph.store.pseudonyms import Pseudonyms
from clustergraph.store.sealed import Question

T = TypeVar("T")


@dataclass(frozen=True)
class Kept:
    """A citation that is kept, and the name of the one that had to go for it, mostly none."""

    citation: Citation
    dropped: str | None = None


class Citations:
    """The citations of a home."""

    def __init__(self, home: Home, settings: Settings) -> None:
        self._home = home
        self._room = Room.of(settings)
        self._files = CitationFiles(home.folder / "citations")
        self._index = CitationIndex(home.folder / "citations.sqlite")
        self._pseudonyms = Pseudonyms(home.folder / "citations.key")

    def find(self, name: str) -> Citation:
        """Read one; raises :class:`NotFound` where there is none, :class:`ReleaseError` where it is damaged."""
        return self._files.read(name)

    def same(self, release: str, question: Question, forms: Iterable[str]) -> Citation | None:
        """Find the one that was made of a question to a release in one of the formats."""
        names = (name_of(release, question, form) for form in forms)
        return next((found for name in names if (found := self._files.kept(name)) is not None), None)

    def check(self, client: str, release: str) -> None:
        """Raise what :meth:`add` would raise now, before an answer is evaluated for it."""
        now = _now()
        self._ask(lambda rows: self._room.take(rows, self._pseudonyms.known(client, _day(now)), release, now))

    def add(self, citation: Citation, client: str) -> Kept:
        """Keep one for a client; gives the first where the same was cited before.

        Raises :class:`CitationsFull` where there is no place, :class:`TooManyRequests` where the client has used its
        share, :class:`NotFound` where the release went meanwhile.
        """

        def put(rows: Rows) -> Kept:
            if (kept := self._files.kept(citation.name)) is not None:
                return Kept(kept)
            if self._home.find(citation.release) is None:
                raise NotFound(f"The release {citation.release} is not kept any more.")
            now = _now()
            mark = self._pseudonyms.of(client, _day(now))
            dropped = self._room.take(rows, mark, citation.release, now)
            self._files.write(citation)  # before another goes: the disk may not take it
            if dropped is not None:
                self._remove(rows, [dropped])
            rows.put(_entry(citation, mark, NEVER))
            rows.charge(mark, _day(now))
            rows.changed = self._files.changed()
            return Kept(citation, dropped)

        return self._alone(put)

    def settled(self, name: str) -> bool:
        """Tell whether nobody but an operator takes a citation away; raises :class:`ReleaseError` without an index."""

        def ask(rows: Rows) -> bool:
            entry = rows.one(name)
            return entry is None or self._room.settled(rows, entry, _now())

        return self._ask(ask)

    def fetched(self, fetches: Iterable[tuple[str, str]]) -> None:
        """Note citations that were fetched today, with the client of each; that of who cited it today is no matter."""
        day = _day(_now())
        pairs = [(name, self._pseudonyms.known(client, day)) for name, client in fetches]

        def note(rows: Rows) -> None:
            for name, client in pairs:
                rows.fetch(name, client, day)

        self._ask(note)

    def pinned(self) -> set[str]:
        """Give the digests of the releases that are cited, as far as the files can be read."""
        return self._ask(Rows.releases) if self._begun else set()

    def needed(self) -> set[str]:
        """Give them for sure; call with the lock of citations held. Raises :class:`ReleaseError` for a damaged file."""

        def look(rows: Rows) -> set[str]:
            self._follow(rows)
            for name in sorted(rows.unreadable()):
                self._files.read(name)
            return rows.releases()

        return self._mended(look)

    def chosen(self, choice: Choice) -> list[Entry]:
        """List those that are meant, the newest first."""
        return self._ask(lambda rows: rows.chosen(choice)) if self._begun else []

    def drop(self, choice: Choice) -> list[Entry]:
        """Take away those that are meant now; gives them. What only they pinned goes with the next build."""

        def remove(rows: Rows) -> list[Entry]:
            found = rows.chosen(choice)
            self._remove(rows, [entry.name for entry in found])
            rows.changed = self._files.changed()
            return found

        return self._alone(remove)

    def rebuild(self) -> int:
        """Read all files again; gives how many there are. What stands in the index alone stays for those it is of."""
        read = [self._read(name) for name in sorted(self._files.names())]  # nobody has to wait while this lasts

        def again(rows: Rows) -> int:
            self._follow(rows)
            for entry in read:
                if before := rows.one(entry.name):
                    rows.put(replace(entry, client=before.client, fetched=before.fetched))
            return rows.count()

        return self._alone(again)

    def differences(self) -> dict[str, str]:
        """Compare the index with all files: name → what is wrong. Nothing is made or mended."""
        if not self._index.exists:
            return {}
        found = self._differences()
        if found:  # perhaps one was cited in the middle
            with self._home.lock("citations", wait=True):
                found = self._differences()
        return found

    @property
    def _begun(self) -> bool:
        """Whether anything was ever cited here; where nothing was, nothing is made to say so."""
        return self._index.exists or self._files.changed() > 0

    def _differences(self) -> dict[str, str]:
        try:
            with self._index.open() as rows:
                follows = rows.changed == self._files.changed()  # or it will, with the next question
                held = {entry.name: entry for entry in rows.chosen(Choice())}
        except IndexDamaged:
            return {"citations.sqlite": "is damaged"}
        found = dict.fromkeys(held.keys() - self._files.names(), "has no file") if follows else {}
        for name in sorted(self._files.names()):
            read, known = self._read(name), held.get(name)
            if read.release is None:
                found[name] = "cannot be read"
            elif known is None:
                found |= {name: "is not in the index"} if follows else {}
            elif read != Entry(known.name, known.release, known.asked, known.format, known.bytes):
                found[name] = "is another in the index"
        return found

    def _alone(self, change: Callable[[Rows], T]) -> T:
        """Change something with the lock held, in one transaction of the index."""
        with self._home.lock("citations", wait=True):
            return self._mended(lambda rows: change(self._followed(rows)))

    def _ask(self, question: Callable[[Rows], T]) -> T:
        """Ask the index, once it is as the files are; nothing is locked where it is."""
        with suppress(IndexDamaged), self._index.open() as rows:
            if rows.changed == self._files.changed():
                return question(rows)
        return self._alone(question)

    def _mended(self, ask: Callable[[Rows], T]) -> T:
        """Ask the index, and once more where it is damaged and had to be made again; the lock is held."""
        try:
            with self._index.open() as rows:
                return ask(rows)
        except IndexDamaged:
            self._index.remove()
        with self._index.open() as rows:
            return ask(rows)

    def _followed(self, rows: Rows) -> Rows:
        if rows.changed != self._files.changed():
            self._follow(rows)
        return rows

    def _follow(self, rows: Rows) -> None:
        """Bring the index to the names of the files; read are only those that it does not know, or could not read."""
        changed, there, known = self._files.changed(), self._files.names(), rows.names()
        rows.remove(known - there)
        for name in sorted((there - known) | (there & rows.unreadable())):
            rows.put(self._read(name))
        rows.changed = changed  # as it was before the names were listed: others may have come meanwhile

    def _read(self, name: str) -> Entry:
        """Read what the index has of a file; of one that cannot be read the name alone."""
        try:
            return _entry(self._files.read(name), name=name)
        except (ReleaseError, NotFound):
            return Entry(name)

    def _remove(self, rows: Rows, names: list[str]) -> None:
        try:
            for name in names:
                self._files.remove(name)
        except OSError as error:
            raise disk_error(error, "A citation could not be taken away") from error
        rows.remove(names)


def _entry(citation: Citation, client: str | None = None, fetched: str | None = None, *, name: str = "") -> Entry:
    told = (citation.release, citation.asked, citation.format, citation.bytes)
    return Entry(name or citation.name, *told, client, fetched)


def _now() -> datetime:
    return datetime.now(UTC)


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
