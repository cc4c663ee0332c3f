"""The SELECTs of a query in their parts: what each gives, its pattern, its modifiers (SPARQL 1.1, 18.2.4).

SPARQL calls a SELECT with what belongs to it a level of the query. A level's own expressions are those of its SELECT
line and of its modifiers; what stands in braces among them (``EXISTS { … }``) belongs to other levels.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from clustergraph.query.lexemes import NONE, Lexeme, lexemes
from clustergraph.query.slips_of_clauses import AGGREGATES
from clustergraph.query.tokens import is_doubtful

Known = Sequence[Lexeme]
Edit = tuple[int, int, str]  # from an offset to an offset: what stands there now

_CLOSED_BY = {"(": ")", "{": "}", "[": "]", "<<": (">>", ")>>"), "<<(": ")>>", "{|": "|}"}
_MODIFIERS = {"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"}


class Item(NamedTuple):
    """What a SELECT gives: lexemes from ``first`` up to ``end``; the name of a variable or behind AS; none for ``*``.

    The expression lies from ``first + 1`` up to ``end - 3``, where there is one.
    """

    first: int
    end: int
    name: str
    computed: bool


@dataclass(frozen=True)
class Level:
    """A SELECT: the places of its lexemes; ``clauses`` has its modifiers by their first words."""

    at: int
    items: tuple[Item, ...]
    opened: int
    closed: int
    end: int
    clauses: dict[str, tuple[int, int]]

    def own(self, known: Known) -> Iterator[int]:
        """Give the places of its own expressions: of its SELECT line, and of its modifiers."""
        for item in self.items:
            yield from outside_braces(known, item.first, item.end)
        for name, (first, end) in self.clauses.items():
            if name != "VALUES":
                yield from outside_braces(known, first, end)

    def is_grouped(self, known: Known) -> bool:
        """Whether it makes groups: by GROUP BY, or all in one by an aggregate (SPARQL 1.1, 11.2)."""
        return "GROUP" in self.clauses or any(is_aggregate(known, place) for place in self.own(known))


def levels(known: Known) -> list[Level]:
    """Find the levels of a query; what is not written as SPARQL has it is left out."""
    found = (_level(known, at) for at, one in enumerate(known) if one.word == "SELECT")
    return [level for level in found if level is not None]


def is_aggregate(known: Known, place: int) -> bool:
    """Whether an aggregate is called at a place."""
    return known[place].word in AGGREGATES and place + 1 < len(known) and known[place + 1].text == "("


def closing(known: Known, opened: int) -> int:
    """Find the bracket that closes the one at a place; the end where there is none."""
    depth = known[opened].depth
    places = range(opened + 1, len(known))
    return next((n for n in places if known[n].kind == "close" and known[n].depth == depth), len(known))


def outside_braces(known: Known, first: int, end: int) -> Iterator[int]:
    """Give the places of a range but those in braces."""
    place = first
    while place < end:
        if known[place].text != "{":
            yield place
        else:
            place = closing(known, place)
        place += 1


def written(text: str, known: Known, first: int, end: int) -> str:
    """Give the characters of a range of lexemes."""
    return text[known[first].start : ends(known[end - 1])] if first < end else ""


def ends(one: Lexeme) -> int:
    """Say where a lexeme ends."""
    return one.start + len(one.text)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Give a text with parts of it replaced, none of which lies in another."""
    parts, done = [], 0
    for start, end, new in sorted(edits):
        parts += [text[done:start], new]
        done = end
    return "".join([*parts, text[done:]])


def fresh(text: str, name: str) -> str:
    """Give the name of a variable that does not stand in a text, like the given one."""
    number = 0
    while f"{name}{number or ''}" in text:
        number += 1
    return f"{name}{number or ''}"


@lru_cache(4)
def likely(text: str) -> tuple[Lexeme, ...] | None:
    """Read a text for rewriting it; one rewriting after the other asks for the same.

    Gives nothing where brackets do not fit, and where an IRI may be a comparison: ``(?a<'b'&&?c>'d')``.
    """
    known = lexemes(text)
    brackets: list[str] = []
    for before, one in zip((NONE, *known), known, strict=False):
        if one.kind == "open":
            brackets.append(one.text)
        elif one.kind == "close" and (not brackets or one.text not in _CLOSED_BY[brackets.pop()]):
            return None
        operand = before.kind in {"variable", "number", "string", "tag"} or before.text == ")"
        if operand and brackets[-1:] == ["("] and one.kind == "iri" and is_doubtful(one.text):
            return None
    return None if brackets else tuple(known)


def _level(known: Known, at: int) -> Level | None:
    depth = known[at].depth
    end = next((n for n in range(at + 1, len(known)) if known[n].depth < depth), len(known))
    place = at + 1
    if place < end and known[place].word in {"DISTINCT", "REDUCED"}:
        place += 1
    items = []
    while place < end and (item := _item(known, place)) is not None:
        items.append(item)
        place = item.end
    opened = next((n for n in range(place, end) if known[n].text == "{"), None)
    if opened is None or not items:
        return None
    closed = closing(known, opened)
    if closed >= end:
        return None
    return Level(at, tuple(items), opened, closed, end, _clauses(known, closed + 1, end, depth))


def _item(known: Known, place: int) -> Item | None:
    one = known[place]
    if one.kind == "variable":
        return Item(place, place + 1, one.text[1:], computed=False)
    if one.text == "*":
        return Item(place, place + 1, "", computed=False)
    if one.text != "(":
        return None
    last = closing(known, place)
    if last == len(known) or last < place + 4 or known[last - 1].kind != "variable" or known[last - 2].word != "AS":
        return None
    return Item(place, last + 1, known[last - 1].text[1:], computed=True)


def _clauses(known: Known, first: int, end: int, depth: int) -> dict[str, tuple[int, int]]:
    starts = [n for n in range(first, end) if known[n].depth == depth and known[n].word in _MODIFIERS]
    return {known[n].word: (n, after) for n, after in pairwise([*starts, end])}
