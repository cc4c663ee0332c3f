"""The process that evaluates: ``python -m clustergraph.query.child <store> <memory in MiB>``.

It opens one sealed store read-only and answers one question after another until its input ends. It can be killed at
any moment. Should nobody be left to kill it, it ends with its parent (Linux), or a moment after a question's deadline.
"""

import ctypes
import json
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from clustergraph.errors import ClustergraphError, Limit, QueryRefused, ResultTooLarge
from clustergraph.query.frames import DataWriter, frame, frame_json, read_frame
from clustergraph.store.sealed import Question, SealedStore

_GRACE = 1.0
_PR_SET_PDEATHSIG = 1  # prctl(2)
_READY = frame(b"R")


def main() -> None:
    """Answer until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends its children
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    try:
        store = SealedStore(Path(sys.argv[1]))
    except ClustergraphError as error:
        sys.exit(str(error))
    _limit_memory(int(sys.argv[2]) * 1_048_576)
    answers.write(_READY)
    answers.flush()
    while (received := read_frame(questions)) is not None:
        request = json.loads(received[1])
        signal.setitimer(signal.ITIMER_REAL, request["deadline"] + _GRACE)
        answers.write(_answer(store, request, answers))
        answers.flush()
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit_memory(most: int) -> None:
    """Let queries take ``most`` bytes beyond what the open store holds.

    Only now: opening starts threads, as many as the machine has cores, and each reserves address space.
    """
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + most, held + most))


def _answer(store: SealedStore, request: dict[str, Any], pipe: IO[bytes]) -> bytes:
    """Evaluate, sending data on the way; gives the last frame."""
    writer = DataWriter(pipe, request["most"])

    def choose(kind: str) -> str:
        name = request["formats"].get(kind)
        if name is None:
            raise _NoFormat(kind)
        pipe.write(frame_json(b"F", {"kind": kind, "format": name}))
        writer.begin(name)
        return cast("str", name)

    try:
        store.evaluate(Question(**request["question"]), choose, cast("IO[bytes]", writer))
        writer.finish()
    except _NoFormat as error:
        return frame_json(b"X", {"code": "not-acceptable", "message": error.kind})
    except OverflowError:
        most = request["most"]
        return _error(
            ResultTooLarge(
                f"The answer is longer than {most} bytes.",
                limit=Limit("result_max_bytes", most, "bytes"),
                remedy="Ask for fewer columns or rows: LIMIT and OFFSET with an ORDER BY give it in pages.",
            )
        )
    except ClustergraphError as error:
        return _error(error)
    except (RuntimeError, ValueError, OSError) as error:
        return _error(QueryRefused(f"The query cannot be evaluated: {error}."))
    return frame(b"E")


def _error(error: ClustergraphError) -> bytes:
    return frame_json(b"X", error.problem())


class _NoFormat(Exception):
    """The client takes no format for this kind of result."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


if __name__ == "__main__":
    main()
