"""Where long texts are read: in a thread, so that nobody waits in the event loop for what one client sent."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
#: Characters, or bytes, that are read at once: below a thousandth of a second, whatever they are.
SHORT = 2048


async def aside(size: int, work: Callable[..., T], *given: object) -> T:
    """Do some work on what was sent: at once where its ``size`` is small, else in a thread; raises what it raises."""
    return work(*given) if size <= SHORT else await asyncio.to_thread(work, *given)
