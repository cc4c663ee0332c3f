"""Reads a property path (SPARQL 1.1, section 19.8, rules 88 to 96) and gives the ways that its alternatives open.

A path with alternatives has the solutions of each way, together: of ``(a|b)/c`` those of ``a/c`` and those of ``b/c``
(18.4: an alternative is a union, which keeps what is found twice). Inside of ``*``, ``+`` and ``?``, which find each
end once, an alternative opens no ways. A negated set with properties in both directions is such an alternative too.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from clustergraph.query.lexemes import NONE, Lexeme

#: More ways than these, or more characters, are not written out.
MOST_WAYS = 1000
MOST_CHARACTERS = 1_048_576
_COUNTS_ONCE = {"*", "+", "?"}
_PROPERTY = {"iri", "prefixed"}


class Unread(Exception):
    """Something stands where none of SPARQL's patterns has it; the parser will say what."""


class TooManyWays(Exception):
    """A text has more alternatives than are written out; ``start`` is the place of one."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.start = start


def read_path(known: Sequence[Lexeme], at: int) -> tuple[int, list[str]]:
    """Read a path that begins at a lexeme; gives the place behind it and its ways, of which each is a path."""
    reader = _Path(known, at)
    ways = reader.alternative()
    return reader.at, ways


def combined(parts: Sequence[Sequence[str]], between: str, start: int) -> list[str]:
    """Join one of each part in every way; raises :class:`TooManyWays`."""
    number = 1
    for part in parts:
        number *= len(part)
        if number > MOST_WAYS:
            raise TooManyWays(start)
    if number > 1 and number * sum(max(map(len, part)) for part in parts) > MOST_CHARACTERS:
        raise TooManyWays(start)
    return [between.join(one) for one in product(*parts)]


class _Path:
    """A recursive descent, a method for each rule."""

    def __init__(self, known: Sequence[Lexeme], at: int) -> None:
        self._known = known
        self.at = at

    def _next(self) -> Lexeme:
        return self._known[self.at] if self.at < len(self._known) else NONE

    def _takes(self, sign: str) -> bool:
        found = self._next().text == sign
        self.at += found
        return found

    def alternative(self) -> list[str]:
        start, ways = self._next().start, self._sequence()
        while self._takes("|"):
            ways = [*ways, *self._sequence()]
            if len(ways) > MOST_WAYS:
                raise TooManyWays(start)
        return ways

    def _sequence(self) -> list[str]:
        start, steps = self._next().start, [self._step()]
        while self._takes("/"):
            steps.append(self._step())
        return combined(steps, "/", start)

    def _step(self) -> list[str]:
        inverse = self._takes("^")
        ways = self._element()
        return [f"^{way}" for way in ways] if inverse else ways

    def _element(self) -> list[str]:
        start = self.at
        ways = self._primary()
        if self._next().text in _COUNTS_ONCE:
            self.at += 1
            return ["".join(one.text for one in self._known[start : self.at])]
        return ways

    def _primary(self) -> list[str]:
        one = self._next()
        self.at += 1
        if one.kind in _PROPERTY or one.text == "a":
            return [one.text]
        if one.text == "!":
            return list(self._negated())
        if one.text == "(":
            ways = self.alternative()
            if not self._takes(")"):
                raise Unread
            return [f"({way})" for way in ways]
        raise Unread

    def _negated(self) -> Iterator[str]:
        """Give a negated set, parted by direction."""
        inside = self._takes("(")
        there: list[str] = []
        back: list[str] = []
        while True:
            side = back if self._takes("^") else there
            one = self._next()
            if one.kind not in _PROPERTY and one.text != "a":
                raise Unread
            side.append(one.text)
            self.at += 1
            if not inside or self._takes(")"):
                break
            if not self._takes("|"):
                raise Unread
        if there:
            yield f"!({'|'.join(there)})"
        if back:
            yield f"!({'|'.join(f'^{one}' for one in back)})"
