"""The digest of a release: an incremental multiset hash over canonical N-Quads lines.

LtHash (Bellare and Micciancio 1997; 1,024 lanes of 16 bits as in Lewi et al., "Securing update propagation with
homomorphic hashing", 2019): every line is spread to 2,048 bytes by SHAKE128 and the lanes are added modulo 2^16.
Adding and removing lines costs what changes, the order of lines never matters, and what is shown and compared is the
SHA-256 of the 2,048 bytes. Anybody can compute it again from the N-Quads dump.
"""

import hashlib
from collections.abc import Iterable

_BYTES = 2048
# every second lane of 16 bits, each with 16 free bits above it, so that one addition of big integers adds 512 lanes
_EVEN = int.from_bytes(b"\xff\xff\x00\x00" * (_BYTES // 4), "little")
_BORROW = int.from_bytes(b"\x00\x00\x01\x00" * (_BYTES // 4), "little")


class LineDigest:
    """The running state; lines are ``bytes`` without the line end."""

    def __init__(self, state: bytes = bytes(_BYTES)) -> None:
        if len(state) != _BYTES:
            raise ValueError(f"a state has {_BYTES} bytes, not {len(state)}")
        number = int.from_bytes(state, "little")
        self._even, self._odd = number & _EVEN, (number >> 16) & _EVEN

    def add(self, lines: Iterable[bytes]) -> None:
        """Add lines to the multiset."""
        for line in lines:
            number = _spread(line)
            self._even = (self._even + (number & _EVEN)) & _EVEN
            self._odd = (self._odd + (number >> 16 & _EVEN)) & _EVEN

    def remove(self, lines: Iterable[bytes]) -> None:
        """Take lines out of the multiset; the caller knows that they are in it."""
        for line in lines:
            number = _spread(line)
            self._even = ((self._even | _BORROW) - (number & _EVEN)) & _EVEN
            self._odd = ((self._odd | _BORROW) - (number >> 16 & _EVEN)) & _EVEN

    def state(self) -> bytes:
        """Give the 2,048 bytes from which a later commit can go on."""
        return (self._even | self._odd << 16).to_bytes(_BYTES, "little")

    def hexdigest(self) -> str:
        """Give the digest as 64 hexadecimal digits."""
        return hashlib.sha256(self.state()).hexdigest()


def _spread(line: bytes) -> int:
    return int.from_bytes(hashlib.shake_128(line).digest(_BYTES), "little")
