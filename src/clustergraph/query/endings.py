"""Why a process ended, by what it wrote last: without memory, too late, by a fault of its own, or from outside.

A signal does not say it: glibc, Rust and C++ all abort, whether memory was refused or a comparison was no order.
"""

import re
import signal
from enum import Enum

_NO_MEMORY = re.compile(r"memory allocation of \d+ bytes failed|MemoryError|std::bad_alloc|[Cc]annot allocate memory")
# thread '<unnamed>' (17) panicked at …/smallsort.rs:854:5:, and on the next line why
_PANIC = re.compile(r"^thread .* panicked at [^\n]*\n(?P<words>[^\n]*)", re.MULTILINE)
_STACK = re.compile(r"^thread .* has overflowed its stack", re.MULTILINE)

_FROM_OUTSIDE = {None, *(-number for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP))}
_SIGNALS = {int(number) for number in signal.Signals}


class Ending(Enum):
    """What ended a process."""

    MEMORY = "memory"
    FAULT = "fault"
    DEADLINE = "deadline"
    OTHER = "other"


def ending(written: str, code: int | None) -> tuple[Ending, str]:
    """Tell what ended a process that wrote this and had this exit code, and in which words.

    Only what came from outside (``OTHER``) may be worth to be tried again as it is.
    """
    if _NO_MEMORY.search(written):
        return Ending.MEMORY, "it was refused memory"
    if panics := _PANIC.findall(written):
        return Ending.FAULT, panics[-1].strip().rstrip(".")
    if _STACK.search(written):
        return Ending.FAULT, "its calls were nested too deeply"
    if code == -signal.SIGALRM:
        return Ending.DEADLINE, "its deadline had passed"
    lines = written.strip().splitlines()
    words = lines[-1].strip().rstrip(".") if lines else f"it ended with {_named(code)}"
    # what came from outside need not come again; a fault of the process would
    return Ending.OTHER if code in _FROM_OUTSIDE else Ending.FAULT, words


def _named(code: int | None) -> str:
    """Name the signal that an exit code tells of, or give the code."""
    return signal.Signals(-code).name if code is not None and -code in _SIGNALS else f"code {code}"
