"""Answers that were given lately, whole, by their names: what is asked again costs no evaluation.

Bounded in bytes; what was not asked for longest goes first. A release is sealed, so nothing in here ever becomes wrong.
"""

from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from clustergraph.query.warnings import Warned

_SHARE = 32  # an answer may fill this part of the cache, so that a few large ones leave room for many small
_OVERHEAD = 512  # bytes that an entry takes beside its answer, about


@dataclass(frozen=True)
class Kept:
    """An answer: the name of its format, its encoding, its bytes, with how many rows and bytes it was evaluated to.

    ``warnings`` go with it each time.
    """

    format: str
    encoding: str
    content: bytes
    rows: int | None
    bytes: int
    warnings: Sequence[Warned] = ()


class ResultCache:
    """Answers by name, ``most`` bytes of them; none where that is 0."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._answers: OrderedDict[str, Kept] = OrderedDict()

    def find(self, name: str) -> Kept | None:
        """Give an answer, which was asked for last now."""
        kept = self._answers.get(name)
        if kept is not None:
            self._answers.move_to_end(name)
        return kept

    def put(self, name: str, kept: Kept) -> None:
        """Keep an answer, if it is small enough."""
        if len(kept.content) > self._most // _SHARE or name in self._answers:
            return
        self._answers[name] = kept
        self._held += len(kept.content) + _OVERHEAD
        while self._held > self._most:
            _, oldest = self._answers.popitem(last=False)
            self._held -= len(oldest.content) + _OVERHEAD

    @property
    def largest(self) -> int:
        """The bytes of the largest answer that is kept."""
        return self._most // _SHARE


class Tee:
    """Passes the pieces of an answer on and gathers them while they are few."""

    def __init__(self, pieces: AsyncIterator[bytes], most: int) -> None:
        self._pieces = pieces
        self._most = most
        self._gathered: bytearray | None = bytearray()
        self._ended = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the pieces; an error in their middle leaves nothing gathered."""
        async for piece in self._pieces:
            if self._gathered is not None:
                self._gathered += piece
                if len(self._gathered) > self._most:
                    self._gathered = None
            yield piece
        self._ended = True

    def whole(self) -> bytes | None:
        """Give all bytes, where the answer came to its end and was small enough."""
        return bytes(self._gathered) if self._ended and self._gathered is not None else None
