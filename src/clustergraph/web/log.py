"""The access log: one line of JSON for each request, written aside, without what was asked or by whom.

Lines go through a bounded queue to a thread. Where it cannot write (a full disk, a blocked terminal), lines are lost
and counted, and answers go on.
"""

import json
import os
import queue
import secrets
import sys
import threading
from collections.abc import MutableMapping
from contextlib import suppress
from datetime import UTC, date, datetime
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from clustergraph.errors import BadSetting, Place
from clustergraph.settings import Settings
from clustergraph.web.exchange import Exchange

#: What is noted of a request: the members of its line, and its query or query string, where it may be found.
_Noted = tuple[dict[str, Any], str | bytes]
#: Where the door notes the text of a query for the log, in the scope of a request.
QUERY = "clustergraph.query"
_WAITING = 10_000  # lines
_LONGEST = 1000  # characters of a path
_LAST = 2.0  # seconds to write what is left at the end
_OFF, _STDERR = "off", "stderr"


def check_log(settings: Settings) -> None:
    """Raise :class:`BadSetting` where the log cannot be opened for writing."""
    if settings.access_log in (_OFF, _STDERR):
        return
    try:
        os.close(_opened(settings.access_log))
    except OSError as error:
        raise BadSetting(
            f"The access log {settings.access_log} cannot be written: {error.strerror}.",
            place=Place("setting access_log"),
            remedy="Give off, stderr, or a path in a folder that exists.",
        ) from error


class Pseudonyms:
    """Names for clients that hold for a day: a hash under a key that is kept nowhere and replaced at midnight UTC."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._key = b""

    def of(self, client: str, today: date) -> str:
        """Give the name of a client on a day."""
        if today != self._day:
            self._day, self._key = today, secrets.token_bytes(32)
        return blake2b(client.encode(), key=self._key, digest_size=8).hexdigest()


class AccessLog:
    """Writes the lines; ``lost`` counts those that could not be written."""

    def __init__(self, settings: Settings) -> None:
        self._where = settings.access_log
        self._with_clients, self._with_queries = settings.access_log_clients, settings.access_log_queries
        self._pseudonyms = Pseudonyms()
        self._queue: queue.Queue[_Noted | None] = queue.Queue(_WAITING)
        self._thread: threading.Thread | None = None
        self._torn = False
        self.lost = 0

    def start(self) -> None:
        """Start writing."""
        if self._where != _OFF:
            self._thread = threading.Thread(target=self._work, name="access log", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Write what is left, for a moment."""
        if self._thread is not None:
            with suppress(queue.Full):
                self._queue.put_nowait(None)
            self._thread.join(_LAST)

    def write(self, exchange: Exchange) -> None:
        """Note a request that has ended; never waits."""
        if self._thread is None:
            return
        try:
            self._queue.put_nowait((self._entry(exchange), _asked(exchange.scope)))
        except queue.Full:
            self.lost += 1

    def _entry(self, exchange: Exchange) -> dict[str, Any]:
        now, scope = datetime.now(UTC), exchange.scope
        client = scope["client"][0]
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in exchange.headers.items()}
        return {
            "time": now.isoformat(timespec="milliseconds"),
            "client": client if self._with_clients else self._pseudonyms.of(client, now.date()),
            "method": scope["method"],
            "path": scope["path"][:_LONGEST],
            "status": exchange.status,
            "complete": exchange.ended,
            "bytes": exchange.bytes,
            "seconds": round(exchange.seconds, 4),
            "error": exchange.error,
            "format": headers.get("content-type"),
            "encoding": headers.get("content-encoding"),
            "release": headers.get("clustergraph-release"),
        }

    def _line(self, entry: dict[str, Any], asked: str | bytes) -> str:
        """Write a line; what was asked may be long, and is read here, where nobody waits."""
        text = asked if isinstance(asked, str) else _query(asked)
        if text is not None:
            # the same length of a digest as of a client, so that two like queries are seen to be alike
            entry["query"] = text if self._with_queries else sha256(text.encode(errors="replace")).hexdigest()[:16]
        return json.dumps(entry, ensure_ascii=True)

    def _work(self) -> None:
        while True:
            noted = [self._queue.get()]
            with suppress(queue.Empty):
                while len(noted) < _WAITING:
                    noted.append(self._queue.get_nowait())
            self._put([self._line(*one) for one in noted if one is not None])
            if None in noted:
                return

    def _put(self, lines: list[str]) -> None:
        text = ("\n" if self._torn else "") + "".join(f"{line}\n" for line in lines)
        try:
            self._append(text.encode())
            self._torn = False
        except OSError:
            self.lost += len(lines)
            self._torn = True  # a line may stand there in part

    def _append(self, content: bytes) -> None:
        """Append to the file, which is opened each time, so that it may be moved away at any moment."""
        file = sys.stderr.fileno() if self._where == _STDERR else _opened(self._where)
        try:
            while content:
                content = content[os.write(file, content) :]
        finally:
            if self._where != _STDERR:
                os.close(file)


def _opened(where: str) -> int:
    return os.open(Path(where), os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)


def _asked(scope: MutableMapping[str, Any]) -> str | bytes:
    """Give the text of the query where the door noted it, else the query string."""
    return str(scope[QUERY]) if QUERY in scope else bytes(scope["query_string"])


def _query(query_string: bytes) -> str | None:
    """Give the text of the query out of a query string."""
    return next(iter(parse_qs(query_string.decode("latin-1")).get("query", [])), None)
