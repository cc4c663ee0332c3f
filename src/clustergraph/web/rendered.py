"""Documents as they were made lately, in memory: a release is sealed, so what is asked again need not be made again.

Bounded in bytes; what was not asked for longest goes first. Who asks for what is just being made waits for it.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable

_SHARE = 8  # a document may fill this part, so that a large one leaves room for others
_OVERHEAD = 512  # bytes that one takes beside its content, about


class Rendered:
    """Documents by name, ``most`` bytes of them; none where that is 0. Any thread may ask."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._making: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    def give(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Give the document of a name, which is made where it is not there; raises what ``make`` raises."""
        with self._lock:
            if (kept := self._find(name)) is not None:
                return kept
            begun = self._making.get(name)
            if begun is None:
                self._making[name] = threading.Event()
        if begun is not None:
            begun.wait()
            with self._lock:
                kept = self._find(name)
            return make() if kept is None else kept  # it could not be made, or was too large to be kept
        try:
            content = make()
            with self._lock:
                self._put(name, content)
            return content
        finally:
            with self._lock:
                self._making.pop(name).set()

    def _find(self, name: str) -> bytes | None:
        if name in self._kept:
            self._kept.move_to_end(name)
        return self._kept.get(name)

    def _put(self, name: str, content: bytes) -> None:
        size = len(content) + _OVERHEAD
        if size > self._most // _SHARE:
            return
        self._kept[name] = content
        self._held += size
        while self._held > self._most:
            _, oldest = self._kept.popitem(last=False)
            self._held -= len(oldest) + _OVERHEAD
