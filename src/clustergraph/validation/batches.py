"""Focus nodes in bounded batches, on all cores: processes that share the data by fork and send back results.

For a few thousand statements a process takes longer to make than the work: these are looked at where they are. The
processes end with the one that made them. They hold nothing of their own but results, so memory stays bounded.
"""

import ctypes
import gc
import os
import pickle
import select
import signal
import struct
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from itertools import islice

from clustergraph.errors import (
    ClustergraphError,
    Limit,
    TooManyFindings,
    ValidationCrashed,
    ValidationTooLarge,
    from_problem,
)
from clustergraph.validation.core import CoreRun
from clustergraph.validation.results import Result

#: Told how many focus nodes of how many have been looked at.
Progress = Callable[[int, int], None]
Batch = tuple[str, Sequence[str]]  # a shape and focus nodes
_SIZE = 500  # focus nodes
_WORTH = 4000  # focus nodes for which another process is worth its making
_PR_SET_PDEATHSIG = 1  # prctl(2)
_HEADER = struct.Struct(">cI")
_PIECE = 1_048_576


def run_batches(
    run: CoreRun,
    focus: Mapping[str, Sequence[str]],
    *,
    most_results: int,
    processes: int = 0,
    progress: Progress | None = None,
) -> list[Result]:
    """Validate focus nodes, by their shapes; ``processes`` is how many, 0 as many as there are cores.

    Raises :class:`TooManyFindings` where there are more results than ``most_results``, and what the run raises.
    """
    batches = [
        (shape, nodes[start : start + _SIZE]) for shape, nodes in focus.items() for start in range(0, len(nodes), _SIZE)
    ]
    total = sum(len(nodes) for _, nodes in batches)
    most = max(1, min(processes or len(os.sched_getaffinity(0)), total // _WORTH))
    parts = _here(run, batches, most_results) if most == 1 else _forked(run, batches, most, most_results)
    found: list[Result] = []
    done = 0
    with closing(parts):  # whatever ends this ends the processes
        for looked, results in parts:
            found += results
            done += looked
            check_number(len(found), most_results)
            if progress is not None:
                progress(done, total)
    return found


def check_number(found: int, most: int) -> None:
    """Raise :class:`TooManyFindings` where there are more results than may be."""
    if found > most:
        raise TooManyFindings(
            f"There are more than {most} findings; what is left has not been looked at.",
            limit=Limit("validate_findings", most, "findings"),
            remedy="Mend what is found again and again in a part of the data first.",
        )


def _here(run: CoreRun, batches: Sequence[Batch], most_results: int) -> Generator[tuple[int, list[Result]], None, None]:
    """Look at batches; of one no more results are made than there may be of all, and one that is too many."""
    for shape, nodes in batches:
        yield len(nodes), list(islice(run.results(shape, nodes), most_results + 1))


def _forked(
    run: CoreRun, batches: Sequence[Batch], number: int, most_results: int
) -> Generator[tuple[int, list[Result]], None, None]:
    gc.collect()
    gc.freeze()  # or each process would copy what it only looks through
    pipes: dict[int, int] = {}  # reading end → process
    try:
        for part in range(number):
            process, pipe = _fork(run, batches[part::number], most_results)
            pipes[pipe] = process
        yield from _gathered(run, dict(pipes))
    finally:
        gc.unfreeze()
        for pipe, process in pipes.items():
            os.close(pipe)
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


def _fork(run: CoreRun, batches: Sequence[Batch], most_results: int) -> tuple[int, int]:
    reading, writing = os.pipe()
    parent = os.getpid()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    try:  # from here on in the child, which never returns
        signal.setitimer(signal.ITIMER_REAL, 0)
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == parent:
            _work(run, batches, writing, most_results)
    finally:
        os._exit(0)


def _work(run: CoreRun, batches: Sequence[Batch], pipe: int, most_results: int) -> None:
    with os.fdopen(pipe, "wb") as answers:

        def say(kind: bytes, content: object) -> None:
            packed = pickle.dumps(content)
            answers.write(_HEADER.pack(kind, len(packed)) + packed)

        try:
            for looked, results in _here(run, batches, most_results):
                say(b"R", (looked, results))
            say(b"E", (list(run.unchecked), list(run.circular)))
        except ClustergraphError as error:
            say(b"X", error.problem())
        except MemoryError:
            say(b"M", None)


def _gathered(run: CoreRun, pipes: dict[int, int]) -> Iterator[tuple[int, list[Result]]]:
    """Take results as they come, and at the end what could not be checked; raises what a process ended with."""
    held = {pipe: bytearray() for pipe in pipes}
    while held:
        for pipe in select.select(list(held), [], [])[0]:
            content = os.read(pipe, _PIECE)
            if not content:
                raise ValidationCrashed("A process that looked at a part of the data ended early.")
            held[pipe] += content
            while (taken := _taken(held[pipe])) is not None:
                kind, packed = taken
                said = pickle.loads(packed)  # noqa: S301 - our own process wrote it
                if kind == b"M":
                    raise ValidationTooLarge("The validation used up its memory.", remedy="Send the content in parts.")
                if kind == b"X":
                    raise from_problem(said)
                if kind == b"R":
                    yield said
                else:
                    run.unchecked.update(dict.fromkeys(said[0]))
                    run.circular.update(dict.fromkeys(said[1]))
                    del held[pipe]
                    break


def _taken(content: bytearray) -> tuple[bytes, bytes] | None:
    """Take one frame away from the front, where it is whole."""
    if len(content) < _HEADER.size:
        return None
    kind, length = _HEADER.unpack_from(content)
    end = _HEADER.size + length
    if len(content) < end:
        return None
    packed = bytes(content[_HEADER.size : end])
    del content[:end]
    return kind, packed
