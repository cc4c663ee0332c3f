"""Whether work grows as its input does: processor time over two sizes, as a ratio, never as seconds."""

import gc
import time
from collections.abc import Callable
from contextlib import suppress

from clustergraph.errors import ClustergraphError

#: How many times as large the second input is, and how many times as long it may take: quadratic work takes 64 times.
TIMES, MOST = 8, 24
_ENOUGH = 0.004  # seconds that the smaller input takes at least, so that a clock can tell
_LARGEST = 1 << 22  # bytes of the smaller input
_TURNS = 3
_TICK = 0.0005  # seconds; less says nothing

#: Makes an input of about so many bytes, and gives what reads it.
Make = Callable[[int], Callable[[], object]]


def ratio(make: Make, size: int = 2048) -> float:
    """Give how many times as long an input takes that is :data:`TIMES` times as large; refusals are answers too.

    Where the clock could not tell, the smaller one grows; what is ``short`` by its nature is read again and again.
    """
    small = _least(make(size))
    while small < _ENOUGH and size < (0 if getattr(make, "short", False) else _LARGEST):
        size *= 2
        small = _least(make(size))
    return _least(make(TIMES * size)) / max(small, _TICK)


def _least(read: Callable[[], object]) -> float:
    found = []
    gc.disable()
    try:
        for _ in range(_TURNS):
            began = time.process_time()
            with suppress(ClustergraphError):
                read()
            found.append(time.process_time() - began)
    finally:
        gc.enable()
    return min(found)
