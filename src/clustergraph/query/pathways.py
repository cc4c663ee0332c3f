"""The ways that the alternatives of a property path open (SPARQL 1.1, 18.4).

A path with alternatives has the solutions of each way, together: of ``(a|b)/c`` those of ``a/c`` and those of ``b/c``,
because an alternative is a union, which keeps what is found twice. Inside of ``*``, ``+`` and ``?``, which find each
end once, an alternative opens no ways. A negated set with properties in both directions is such an alternative too.
"""

from collections.abc import Sequence
from itertools import product

from clustergraph.query import paths
from clustergraph.query.lexemes import Lexeme
from clustergraph.query.paths import Path

#: More ways than these, or more characters, are not written out.
MOST_WAYS = 1000
MOST_CHARACTERS = 1_048_576


class TooManyWays(Exception):
    """A text has more alternatives than are written out; ``start`` is the place of one."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.start = start


def read_ways(known: Sequence[Lexeme], at: int) -> tuple[int, list[str]]:
    """Read a path that begins at a lexeme; gives the place behind it and its ways, of which each is a path.

    Raises :class:`clustergraph.query.paths.Unreadable` and :class:`TooManyWays`.
    """
    path, behind = paths.read_path(known, at, len(known))
    return behind, _ways(path, known[at].start)


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


def _ways(path: Path, start: int) -> list[str]:
    if path.kind == "!":
        return _by_direction(path.text)
    if path.kind not in {"|", "/", "^"}:
        return [path.written()]
    if path.kind == "/":
        return combined([_ways(part, start) for part in path.parts], "/", start)
    ways: list[str] = []
    for part in path.parts:
        ways += _ways(part, start)
        if len(ways) > MOST_WAYS:
            raise TooManyWays(start)
    return [f"^({way})" for way in ways] if path.kind == "^" else ways


def _by_direction(negated: str) -> list[str]:
    """Part a negated set by direction; no name in it holds a vertical bar."""
    names = negated.lstrip("!").removeprefix("(").removesuffix(")").split("|")
    sides = ([name for name in names if name.startswith("^") == back] for back in (False, True))
    return [f"!({'|'.join(side)})" for side in sides if side]
