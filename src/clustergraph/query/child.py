"""The process that evaluates: ``python -m clustergraph.query.child <store>``, with its settings in the environment.

It opens one sealed store read-only and answers one question after another until its input ends. It can be killed at
any moment. Should nobody be left to kill it, it ends with its parent (Linux), or a moment after a question's deadline.
The guard stands here: reading a long text takes a while, which is nobody's but the asker's.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

from clustergraph.disk import words_of
from clustergraph.errors import ClustergraphError, QueryRefused, SyntaxProblem, from_problem
from clustergraph.query.causes import explain
from clustergraph.query.dataset import with_dataset
from clustergraph.query.federation import federate
from clustergraph.query.foreign import check_names, unknown_function
from clustergraph.query.frames import frame, frame_json, read_frame, read_received
from clustergraph.query.mending import escape_dots, group_inside
from clustergraph.query.preparation import Preparation, Prepared
from clustergraph.query.sandbox import forbid_network
from clustergraph.query.warnings import Warned
from clustergraph.query.writer import AnswerWriter
from clustergraph.settings import Settings, read_settings
from clustergraph.store.opening import unreadable
from clustergraph.store.release import read_release
from clustergraph.store.remote import Received
from clustergraph.store.sealed import Question, SealedStore
from clustergraph.store.wholeness import Watched, check_whole

_GRACE = 1.0
_PR_SET_PDEATHSIG = 1  # prctl(2)
_READY = frame(b"R")
Pipes = tuple[IO[bytes], IO[bytes]]  # questions come, answers go


def main() -> None:
    """Answer until the input ends."""
    for number in (signal.SIGINT, signal.SIGTERM):  # they are for the server, which ends its children
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    forbid_network()
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    try:
        settings = read_settings(environ=os.environ)
        stores = _Stores(Path(sys.argv[1]), settings.check_max_bytes)
    except ClustergraphError as error:
        sys.exit(str(error))
    _limit_memory(settings.query_memory * 1_048_576)
    answers.write(_READY)
    answers.flush()
    preparation = Preparation(settings)
    while (received := read_frame(questions)) is not None:
        request = json.loads(received[1])
        signal.setitimer(signal.ITIMER_REAL, request["deadline"] + _GRACE)
        answers.write(_answer(stores, preparation, settings, request, (questions, answers)))
        answers.flush()
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit_memory(most: int) -> None:
    """Let queries take ``most`` bytes beyond what the open store holds.

    Only now: opening starts threads, as many as the machine has cores, and each reserves address space.
    """
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + most, held + most))


class _Stores:
    """The store that is served, and that of the last release that was asked for by name.

    A release is opened where it is whole, as far as ``most`` bytes tell; what is open is asked while it is unchanged.
    """

    def __init__(self, own: Path, most: int) -> None:
        self._own = _Open(own)
        self._most = most
        self._other: _Open | None = None

    def open(self, folder: str | None) -> SealedStore:
        """Give the store in a folder, nothing being our own; raises :class:`ReleaseError` where it cannot be asked."""
        if folder is None:
            return self._own.unchanged()
        if self._other is None or self._other.folder != Path(folder):
            self._other = None  # closed before the next is opened
            check_whole(read_release(Path(folder).parent), self._most)
            self._other = _Open(Path(folder))
        return self._other.unchanged()


class _Open:
    """A store that is open, with the files that it was opened from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._watched = Watched(folder)
        self._store = SealedStore(folder)

    def unchanged(self) -> SealedStore:
        """Give it; raises :class:`ReleaseError` where its files have changed."""
        self._watched.check()
        return self._store


def _answer(
    stores: _Stores, preparation: Preparation, settings: Settings, request: dict[str, Any], pipes: Pipes
) -> bytes:
    """Evaluate, sending data on the way; gives the last frame."""
    writer = AnswerWriter(pipes[1], settings, request["bytes_limit"], compress=request["compress"])
    question = Question(**request["question"])
    asked = question.text

    def choose(kind: str) -> str:
        name = request["formats"].get(kind)
        if name is None:
            raise _NoFormat(kind)
        writer.begin(name)
        return cast("str", name)

    try:
        store = stores.open(request["store"])
        passed = preparation.passed(asked)
        if passed.calls:
            text = federate(question, passed.prologue_end, passed.calls, settings, lambda *call: _ask(pipes, *call))
            question = replace(question, text=text)
        question = with_dataset(question, passed.prologue_end, passed.dataset, store)
        check_names(asked, passed.calls)
        evaluate = _into(writer, store, choose, blank_nodes=request["blank_nodes"])
        prepare = partial(preparation.prepared, store, question, asked, passed)
        _evaluate(question, prepare, evaluate)
        writer.finish()
    except _NoFormat as error:
        return frame_json(b"X", {"code": "not-acceptable", "message": error.kind})
    except SyntaxProblem as error:
        return _error(explain(asked, error))
    except ClustergraphError as error:
        return _error(error)
    except (RuntimeError, ValueError, OSError) as error:
        folder = Path(request["store"] or sys.argv[1])
        said = words_of(error) if isinstance(error, OSError) else error
        refusal = unknown_function(asked, str(error)) or unreadable(error, folder)
        return _error(refusal or QueryRefused(f"The query cannot be evaluated: {said}."))
    return frame_json(b"E", {"rows": writer.rows, "bytes": writer.bytes})


def _evaluate(question: Question, prepare: Callable[..., Prepared], evaluate: Callable[..., None]) -> None:
    """Evaluate a text as the engine needs it; one that is refused and can be mended, mended."""
    try:
        evaluate(*prepare())
    except SyntaxProblem:
        mended = group_inside(escape_dots(question.text))
        if mended is None:
            raise
        evaluate(*prepare(mended))


def _into(
    writer: AnswerWriter, store: SealedStore, choose: Callable[[str], str], *, blank_nodes: bool
) -> Callable[[Question, Sequence[Warned]], None]:
    """Give what evaluates a question into a writer, with the warnings that its asker gets."""

    def evaluate(question: Question, warnings: Sequence[Warned]) -> None:
        writer.warn(warnings)
        sentences, output = [one.sentence for one in warnings], cast("IO[bytes]", writer)
        store.evaluate(question, choose, output, blank_nodes=blank_nodes, warnings=sentences)

    return evaluate


def _ask(pipes: Pipes, endpoint: str, query: str) -> Received:
    """Let the server ask another endpoint."""
    questions, answers = pipes
    answers.write(frame_json(b"S", {"endpoint": endpoint, "query": query}))
    answers.flush()
    received = read_frame(questions)
    if received is None:
        sys.exit()
    if received[0] == b"X":
        raise from_problem(json.loads(received[1]))
    return read_received(received[1])


def _error(error: ClustergraphError) -> bytes:
    return frame_json(b"X", error.problem())


class _NoFormat(Exception):
    """The client takes no format for this kind of result."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


if __name__ == "__main__":
    main()
