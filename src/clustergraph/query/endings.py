"""Why a process ended, by what it wrote last: without memory, by a fault of the engine, or otherwise.

A signal does not say it: glibc, Rust and C++ all abort, whether memory was refused or a comparison was no order.
"""

import re
import signal
from enum import Enum

_NO_MEMORY = re.compile(r"memory allocation of \d+ bytes failed|MemoryError|std::bad_alloc|[Cc]annot allocate memory")
# thread '<unnamed>' (17) panicked at …/smallsort.rs:854:5:, and on the next line why
_PANIC = re.compile(r"^thread .* panicked at [^\n]*\n(?P<words>[^\n]*)", re.MULTILINE)
_STACK = re.compile(r"^thread .* has overflowed its stack", re.MULTILINE)


class Ending(Enum):
    """What ended a process."""

    MEMORY = "memory"
    FAULT = "fault"
    OTHER = "other"


def ending(written: str, code: int | None) -> tuple[Ending, str]:
    """Tell what ended a process that wrote this and had this exit code, and in which words."""
    if _NO_MEMORY.search(written):
        return Ending.MEMORY, "it was refused memory"
    if panics := _PANIC.findall(written):
        return Ending.FAULT, panics[-1].strip().rstrip(".")
    if _STACK.search(written):
        return Ending.FAULT, "its calls were nested too deeply"
    if code == -signal.SIGALRM:
        return Ending.OTHER, "its deadline had passed"
    lines = written.strip().splitlines()
    return Ending.OTHER, lines[-1].strip().rstrip(".") if lines else f"it ended with code {code}"
