"""JSON text into values, and back to the line and column at which one of them stands."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

#: The way to a value: names of members and numbers of array items, from the outside in.
Path = tuple[str | int, ...]
_OPENING, _CLOSING = ("{", "["), ("}", "]")
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\]:,]|[^\s{}\[\]:,"]++')


class Number(NamedTuple):
    """A number as it is written: a long one would take long to read."""

    written: str


class Spot(NamedTuple):
    """Where a member or item stands: the characters at which its name and its value begin (of an item one place)."""

    path: Path
    name: int
    value: int


def values(text: str) -> tuple[Any, bool]:
    """Read JSON; the second tells whether an object has a member twice. Raises :class:`ValueError`."""
    twice = False

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal twice
        found = dict(pairs)
        twice = twice or len(found) != len(pairs)
        return found

    read = json.loads(text, object_pairs_hook=members, parse_int=Number, parse_float=Number, parse_constant=_refuse)
    return read, twice


def lines_of(wanted: set[Path], text: str, *, at_value: bool = False) -> dict[Path, int]:
    """Give the lines of some members and items: of a member's name, or of its value."""
    lines: dict[Path, int] = {}
    line, counted = 1, 0
    for spot in spots(text) if wanted else ():
        if spot.path in wanted:
            place = spot.value if at_value else spot.name
            line += text.count("\n", counted, place)
            counted = place
            lines[spot.path] = line
            if len(lines) == len(wanted):
                break
    return lines


def spots(text: str) -> Iterator[Spot]:
    """Give the spot of every member and item of JSON that has been read, in the order of the text."""
    path: list[str | int] = []
    kinds: list[str] = []  # of the objects and arrays around
    name: int | None = None  # where the name of the member at hand begins
    for token in _TOKEN.finditer(text):
        word, at = token[0], token.start()
        inside = kinds[-1] if kinds else ""
        if word in _CLOSING:
            kinds.pop()
            path.pop()
        elif word == ",":
            path[-1] = path[-1] + 1 if isinstance(path[-1], int) else ""
        elif word != ":" and inside == "{" and name is None:
            path[-1], name = json.loads(word), at
        elif word != ":":
            if inside:
                yield Spot(tuple(path), at if name is None else name, at)
            name = None
            if word in _OPENING:
                kinds.append(word)
                path.append("" if word == "{" else 0)


def place(text: str, at: int) -> tuple[int, int]:
    """Give the line and column of a character, both counted from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no value of it")
