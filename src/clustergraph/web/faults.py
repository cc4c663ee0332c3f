"""What goes wrong in the middle of an answer: operators are told in one line, what was asked, what happened and where.

A transfer is broken off by an exception that reaches the HTTP server, which would write a trace of it each time, as
Flask and asyncio do. A line says as much; the rest is known to whoever has the program.
"""

import asyncio
import logging
from pathlib import Path
from traceback import walk_tb
from typing import Any
from urllib.parse import quote

from clustergraph.errors import ClustergraphError

_LOG = logging.getLogger("clustergraph")
_SERVER = "_granian"
_HERE = Path(__file__).parent.parent
_LONGEST = 300  # characters of what is told of an error, and of a path


class BrokenOff(Exception):
    """Lets the HTTP server break a transfer off, so that a cut answer does not look whole."""


def tell(what: str, error: BaseException) -> None:
    """Write one line: what was done, what went wrong and, where it is none of our errors, where."""
    _LOG.error("%s: %s", what, said_of(error))


def unforeseen() -> ClustergraphError:
    """Make the error that a client is told of what nobody foresaw; operators are told more."""
    return ClustergraphError(
        "The answer ended in an unforeseen way.",
        remedy="It is written in the log of this server. Ask its operators, and tell them what you asked and when.",
    )


def asked(method: str, path: str) -> str:
    """Write what was asked, in one line whatever was sent; parameters are nobody's business."""
    return f"{quote(method[:_LONGEST])} {quote(path[:_LONGEST], safe='/:@!$&()*+,;=~')}"


def said_of(error: BaseException) -> str:
    """Say in one line what went wrong."""
    words = " ".join(str(error).split())[:_LONGEST]
    if isinstance(error, ClustergraphError):
        return f"{error.code}: {words}"
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
