"""What goes wrong in the middle of an answer: operators are told in one line, what was asked, what happened and where.

A transfer is broken off by an exception that reaches the HTTP server, which would write a trace of it each time, as
Flask and asyncio do. A line says as much; the rest is known to whoever has the program.
"""

import asyncio
import logging
import secrets
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from traceback import walk_tb
from typing import Any
from urllib.parse import quote

from clustergraph.disk import foreseen, without_folders
from clustergraph.errors import ClustergraphError, Place

_LOG = logging.getLogger("clustergraph")
_SERVER = "_granian"
_HERE = Path(__file__).parent.parent
_LONGEST = 300  # characters of what is told of an error, and of a path
_NUMBER = 4  # bytes
#: What is being asked, as :func:`asked` writes it.
ASKED: ContextVar[str] = ContextVar("asked", default="a request")


class BrokenOff(Exception):
    """Lets the HTTP server break a transfer off, so that a cut answer does not look whole."""


def tell(what: str, error: BaseException) -> None:
    """Write one line: what was done, what went wrong and, where it is none of our errors, where."""
    _LOG.error("%s: %s", what, said_of(error))


def told_of(error: BaseException, what: str | None = None) -> ClustergraphError:
    """Give what a client is told of an exception.

    What tells of the server's own files, and what nobody foresaw, gets a number: operators find the line under it, with
    the place on this machine, which the client is not told. ``what`` was asked is known within a request.
    """
    known = foreseen(error, "The request could not be answered")
    told = known or ClustergraphError("The answer ended in an unforeseen way.")
    if (told.inside or told.code == ClustergraphError.code) and told.number is None:
        told.number = secrets.token_hex(_NUMBER)
        _LOG.error("%s: %s [%s]", what or ASKED.get(), said_of(error, told.place), told.number)
        told.message = without_folders(told.message)
        if told.remedy is None:
            told.remedy = (
                f"It is written in the log of this server under {told.number}. Ask its operators, and tell them that "
                "number."
            )
    if told.place is not None and told.place.source is not None and (told.inside or told.place.source.startswith("/")):
        told.place = replace(told.place, source=Path(told.place.source).name)
    return told


def asked(method: str, path: str) -> str:
    """Write what was asked, in one line whatever was sent; parameters are nobody's business."""
    return f"{quote(method[:_LONGEST])} {quote(path[:_LONGEST], safe='/:@!$&()*+,;=~')}"


def said_of(error: BaseException, place: Place | None = None) -> str:
    """Say in one line what went wrong, and at which place on this machine."""
    words = " ".join(str(error).split())[:_LONGEST]
    if isinstance(error, ClustergraphError):
        return f"{error.code}: {words}{f' ({place})' if place and str(place) else ''}"
    return ": ".join(filter(None, (type(error).__name__, words))) + _where(error)


def keep_to_lines(loop: asyncio.AbstractEventLoop) -> None:
    """Let the HTTP server and the event loop of this process write lines instead of traces."""
    for handler in logging.getLogger(_SERVER).handlers:
        handler.addFilter(_shorten)
    loop.set_exception_handler(_tell_of_loop)


def _shorten(record: logging.LogRecord) -> bool:
    """Make a line of a record with a trace in its text; drop it where the line has been written."""
    lines = record.getMessage().strip().splitlines()
    if len(lines) > 1:
        if lines[-1].partition(":")[0].endswith(BrokenOff.__name__):
            return False
        record.msg, record.args = f"{lines[0]}: {lines[-1]}", ()
    record.exc_info = None
    return True


def _tell_of_loop(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    words = " ".join(str(context.get("message", "")).split())[:_LONGEST]
    if error is None:
        _LOG.error("%s", words)
    else:
        tell(words, error)


def _where(error: BaseException) -> str:
    """Give the place in this program at which it was last, if it was there at all."""
    frames = [(frame.f_code.co_filename, number) for frame, number in walk_tb(error.__traceback__)]
    ours = [(Path(name), number) for name, number in frames if Path(name).is_relative_to(_HERE)]
    return f" ({ours[-1][0].relative_to(_HERE.parent)}:{ours[-1][1]})" if ours else ""
