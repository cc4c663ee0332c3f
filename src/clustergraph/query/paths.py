"""Property paths as trees (SPARQL 1.1, 9.1), read from lexemes and written again."""

from collections.abc import Sequence
from typing import NamedTuple

from clustergraph.query.levels import closing
from clustergraph.query.lexemes import Lexeme

Known = Sequence[Lexeme]
_REPEATED = {"*", "+", "?"}
#: A property that no statement has: ``path|<…>`` gives each end once, because Oxigraph's alternatives are sets.
NOWHERE = "<urn:uuid:6d8b1c0e-5f0a-4a39-9d0e-6b8f3c1f2a57>"


class Unreadable(Exception):
    """What stands there is not as this reader knows it."""


class Path(NamedTuple):
    """A path: a ``link`` by its characters, ``!`` likewise, or ``^ / | * + ?`` of parts."""

    kind: str
    parts: tuple["Path", ...] = ()
    text: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it is a property by its name."""
        return self.kind == "link"

    def written(self) -> str:
        """Write it, with brackets around all parts that are more than a name."""
        if self.kind in {"link", "!"}:
            return self.text
        parts = [part.text if part.is_plain else f"({part.written()})" for part in self.parts]
        if self.kind == "^":
            return f"^{parts[0]}"
        return f"{parts[0]}{self.kind}" if self.kind in _REPEATED else self.kind.join(parts)

    def of_no_steps(self) -> int:
        """Count the ways in which it leads from a term to itself without a step (SPARQL 1.1, 18.4)."""
        counts = [part.of_no_steps() for part in self.parts]
        if self.kind == "|":
            return sum(counts)
        if self.kind == "/":
            return all(counts) and max(counts)
        if self.kind == "+":
            return min(1, counts[0])
        return counts[0] if self.kind == "^" else int(self.kind in {"*", "?"})


def read_path(known: Known, place: int, end: int) -> tuple[Path, int]:
    """Read a path that begins at a place; gives it and the place behind it. Raises :class:`Unreadable`."""
    return _Reading(known, end).alternatives(place)


class _Reading:
    """One path up to ``end``; a method for each rule of the grammar (SPARQL 1.1, 19.8, rules 88 to 96)."""

    def __init__(self, known: Known, end: int) -> None:
        self._known = known
        self._end = end

    def _text(self, place: int) -> str:
        return self._known[place].text if place < self._end else ""

    def alternatives(self, place: int) -> tuple[Path, int]:
        return self._several("|", place)

    def _several(self, sign: str, place: int) -> tuple[Path, int]:
        inner = self._inverse if sign == "/" else lambda at: self._several("/", at)
        part, place = inner(place)
        parts = [part]
        while self._text(place) == sign:
            part, place = inner(place + 1)
            parts.append(part)
        flat = [one for part in parts for one in (part.parts if part.kind == sign else (part,))]
        return (Path(sign, tuple(flat)) if len(flat) > 1 else flat[0]), place

    def _inverse(self, place: int) -> tuple[Path, int]:
        if self._text(place) == "^":
            part, place = self._element(place + 1)
            return Path("^", (part,)), place
        return self._element(place)

    def _element(self, place: int) -> tuple[Path, int]:
        part, place = self._primary(place)
        sign = self._text(place)
        return (Path(sign, (part,)), place + 1) if sign in _REPEATED else (part, place)

    def _primary(self, place: int) -> tuple[Path, int]:
        if place >= self._end:
            raise Unreadable
        one = self._known[place]
        if one.kind in {"iri", "prefixed"} or one.text == "a":
            return Path("link", text=one.text), place + 1
        if one.text == "(":
            part, after = self.alternatives(place + 1)
            if self._text(after) != ")":
                raise Unreadable
            return part, after + 1
        if one.text == "!":
            after = place + 2 + (self._text(place + 1) == "^")
            if self._text(place + 1) == "(":
                after = closing(self._known, place + 1) + 1
            return Path("!", text="".join(one.text for one in self._known[place:after])), after
        raise Unreadable
