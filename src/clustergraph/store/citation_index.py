"""The index of citations: what is asked of all of them at once, so that no view reads their files. The door to SQLite.

It follows the files (:mod:`clustergraph.store.citation_files`), and is made again from them where it is absent or
damaged. Beside what the files say it holds what nobody else does: the day on which one was last fetched by somebody
other than who cited it, the pseudonym under which it was cited, and how many each pseudonym has cited on a day. What
was found in the files alone has neither pseudonym nor day: nobody knows whether it was fetched, so it counts as if.
"""

import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, fields
from pathlib import Path

from clustergraph.disk import disk_error, words_of
from clustergraph.errors import ClustergraphError, ReleaseError
from clustergraph.store.citation_entries import NEVER, Choice, Entry

_VERSION = 1
_UNUSABLE = "The index of citations cannot be used"
_OF_DISK = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
}
_PATIENCE = 10.0  # seconds for another process to end its transaction
_SCHEMA = (
    """CREATE TABLE citations (
    name TEXT PRIMARY KEY, release TEXT, asked TEXT, format TEXT, bytes INTEGER, client TEXT, fetched TEXT
    ) WITHOUT ROWID""",
    "CREATE INDEX by_release ON citations (release)",
    f"CREATE INDEX unfetched ON citations (asked, client) WHERE fetched = '{NEVER}'",
    "CREATE TABLE shares (day TEXT, client TEXT, cited INTEGER, PRIMARY KEY (day, client)) WITHOUT ROWID",
    "CREATE TABLE folder (changed INTEGER, citations INTEGER)",
    "INSERT INTO folder VALUES (-1, 0)",
    # SQLite counts rows by looking at all of them
    "CREATE TRIGGER came AFTER INSERT ON citations BEGIN UPDATE folder SET citations = citations + 1; END",
    "CREATE TRIGGER went AFTER DELETE ON citations BEGIN UPDATE folder SET citations = citations - 1; END",
    f"PRAGMA user_version = {_VERSION}",
)
# the next in the index each time, instead of a look at all: there are far fewer releases than citations
_RELEASES = """
WITH RECURSIVE found (release) AS (
    SELECT MIN(release) FROM citations
    UNION ALL
    SELECT (SELECT MIN(release) FROM citations AS next WHERE next.release > found.release) FROM found
    WHERE found.release IS NOT NULL
)
SELECT release FROM found WHERE release IS NOT NULL
"""


_NAMES = tuple(field.name for field in fields(Entry))
_COLUMNS = ", ".join(_NAMES)
_PUT = (
    f"INSERT INTO citations ({_COLUMNS}) VALUES ({', '.join('?' * len(_NAMES))}) ON CONFLICT (name) DO UPDATE SET "  # noqa: S608
    + ", ".join(f"{name} = excluded.{name}" for name in _NAMES)
)


class IndexDamaged(Exception):
    """The file is no index of ours, or not whole: it has to be made again."""


class Rows:
    """The index while it is open; all of it is one transaction."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    @property
    def changed(self) -> int:
        """When the folder had changed last as this was written; -1 where the files were never looked at."""
        return self._number("SELECT changed FROM folder")

    @changed.setter
    def changed(self, moment: int) -> None:
        self._database.execute("UPDATE folder SET changed = ?", (moment,))

    def put(self, entry: Entry) -> None:
        """Add or replace one."""
        self._database.execute(_PUT, astuple(entry))

    def remove(self, names: Iterable[str]) -> None:
        """Take some out."""
        self._database.executemany("DELETE FROM citations WHERE name = ?", [(name,) for name in names])

    def chosen(self, choice: Choice) -> list[Entry]:
        """List those that are meant, the newest first; those that cannot be read come last."""
        condition, values = choice.sql()
        asked = f"SELECT {_COLUMNS} FROM citations WHERE {condition} ORDER BY asked DESC, name"  # noqa: S608
        return [Entry(*row) for row in self._database.execute(asked, values)]

    def one(self, name: str) -> Entry | None:
        """Give one."""
        return next(iter(self.chosen(Choice(names=[name]))), None)

    def names(self) -> set[str]:
        """Give the names of all."""
        return {name for (name,) in self._database.execute("SELECT name FROM citations")}

    def unreadable(self) -> set[str]:
        """Give the names of those whose files cannot be read."""
        return {name for (name,) in self._database.execute("SELECT name FROM citations WHERE release IS NULL")}

    def count(self) -> int:
        """Tell how many there are."""
        return self._number("SELECT citations FROM folder")

    def releases(self) -> set[str]:
        """Give the digests of the releases that are cited."""
        return {release for (release,) in self._database.execute(_RELEASES)}

    def fetch(self, name: str, client: str | None, day: str) -> None:
        """Note that one was fetched on a day by somebody who did not cite it."""
        told = (
            "UPDATE citations SET fetched = ? WHERE name = ? AND (fetched IS NULL OR fetched < ?) "
            "AND (client IS NULL OR client IS NOT ?)"
        )
        self._database.execute(told, (day, name, day, client))

    def cited(self, client: str, day: str) -> int:
        """Tell how many a client has cited on a day."""
        return self._number("SELECT SUM(cited) FROM shares WHERE client = ? AND day = ?", client, day)

    def charge(self, client: str, day: str) -> None:
        """Count one more for a client, and forget what was counted before that day."""
        self._database.execute("DELETE FROM shares WHERE day < ?", (day,))
        told = "INSERT INTO shares VALUES (?, ?, 1) ON CONFLICT (day, client) DO UPDATE SET cited = cited + 1"
        self._database.execute(told, (day, client))

    def unfetched(self, client: str, since: str) -> int:
        """Tell how many a client has cited since then that nobody else has fetched."""
        told = f"SELECT COUNT(*) FROM citations WHERE fetched = '{NEVER}' AND asked >= ? AND client = ?"  # noqa: S608
        return self._number(told, since, client)

    def greediest(self, since: str) -> tuple[str, int] | None:
        """Give the client that has most of these, and how many they are."""
        asked = (
            f"SELECT client, COUNT(*) AS many FROM citations WHERE fetched = '{NEVER}' AND asked >= ? "  # noqa: S608
            "AND client IS NOT NULL GROUP BY client ORDER BY many DESC, client LIMIT 1"
        )
        return next(((str(row[0]), int(row[1])) for row in self._database.execute(asked, (since,))), None)

    def newest_unfetched(self, client: str, since: str) -> str:
        """Give the name of the newest of these."""
        asked = (
            f"SELECT name FROM citations WHERE fetched = '{NEVER}' AND asked >= ? AND client = ? "  # noqa: S608
            "ORDER BY asked DESC, name LIMIT 1"
        )
        return str(self._database.execute(asked, (since, client)).fetchone()[0])

    def _number(self, asked: str, *values: str) -> int:
        return int(self._database.execute(asked, values).fetchone()[0] or 0)


class CitationIndex:
    """The file of the index."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def exists(self) -> bool:
        """Whether it has been made."""
        return self._path.is_file()

    @contextmanager
    def open(self) -> Iterator[Rows]:
        """Open it, or make an empty one; what is changed is written at the end, or not at all after an error.

        Raises :class:`IndexDamaged`, :class:`StorageFailed` where the disk does not take it, and :class:`ReleaseError`
        where it cannot be read or written now for another reason.
        """
        try:
            self._make()
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as database, database:
                _prepare(database)
                yield Rows(database)
        except OSError as error:
            raise disk_error(error, _UNUSABLE) from error
        except sqlite3.OperationalError as error:
            raise _unusable(error) from error
        except sqlite3.DatabaseError as error:
            if type(error) is not sqlite3.DatabaseError:
                raise
            raise IndexDamaged from error

    def _make(self) -> None:
        if not self.exists:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_CREAT | os.O_CLOEXEC, 0o600))

    def remove(self) -> None:
        """Take it away; call with the lock of citations held."""
        for suffix in ("", "-journal"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)


def _prepare(database: sqlite3.Connection) -> None:
    """Make the tables where there are none; raises :class:`IndexDamaged` where there are others."""
    if _version(database) == _VERSION:
        return
    database.execute("BEGIN IMMEDIATE")  # another process may be making them
    if _version(database) == _VERSION:
        return
    if database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
        raise IndexDamaged
    for statement in _SCHEMA:
        database.execute(statement)
    database.commit()


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _unusable(error: sqlite3.OperationalError) -> ClustergraphError:
    """Say what SQLite said; its code is that of the disk where this is at fault."""
    number = _OF_DISK.get(error.sqlite_errorcode & 0xFF)
    if number is not None:
        return disk_error(OSError(number, os.strerror(number)), _UNUSABLE)
    return ReleaseError(f"{_UNUSABLE}: {words_of(error)}.", remedy="`clustergraph doctor` says more.")
