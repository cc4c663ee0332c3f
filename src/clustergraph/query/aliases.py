"""Names that SELECT gives to what it computes, used further on in a grouped query: each becomes what it stands for.

``SELECT (COUNT(*) AS ?n) (?n * 2 AS ?twice)`` is SPARQL 1.2 (11.4), and Oxigraph 0.5.13 refuses it. ``HAVING (?n > 1)``
is read by it as SPARQL 1.1 and 1.2 have it (18.2.4.2): HAVING comes before the names are given, so that ?n has no value
and no group remains. Nobody who writes it means that, and other engines take the name: so do we, and warn of it.
"""

import re
from collections.abc import Iterator

from clustergraph.errors import QueryRefused
from clustergraph.query.calls import place
from clustergraph.query.levels import (
    Edit,
    Item,
    Known,
    Level,
    closing,
    edited,
    ends,
    is_aggregate,
    levels,
    likely,
    outside_braces,
    written,
)
from clustergraph.query.warnings import Warned

_BLANK = r"(?:[ \t\r\n]++|\#[^\n\r]*+)*+"
_MAYBE = re.compile(rf"HAVING|AS{_BLANK}[?$].*AS{_BLANK}[?$]", re.IGNORECASE | re.DOTALL)
_BY_LOT = {"RAND", "UUID", "STRUUID", "BNODE"}
_MOST = 20_000  # characters that names may become
_INSIDE = "Compute it in a sub-SELECT: SELECT (SUM(?n) AS ?all) { { SELECT ?g (COUNT(*) AS ?n) { … } GROUP BY ?g } }."
_AROUND = "Give it in a sub-SELECT and use it outside: SELECT ?a (?a + 1 AS ?b) { { SELECT (… AS ?a) { … } } }."


def without_aliases(text: str, warnings: list[Warned]) -> str:
    """Write what names stand for in their place; ``warnings`` gets one for each name in HAVING.

    Raises :class:`QueryRefused` where a name cannot stand where it does.
    """
    if _MAYBE.search(text) is None or (known := likely(text)) is None:
        return text
    edits = [edit for level in levels(known) for edit in _Names(text, known, level).edits(warnings)]
    return edited(text, edits)


class _Names:
    """The names of one level, with what they stand for."""

    def __init__(self, text: str, known: Known, level: Level) -> None:
        self._text = text
        self._known = known
        self._level = level
        self._meant: dict[str, str] = {}
        self._length = 0

    def edits(self, warnings: list[Warned]) -> Iterator[Edit]:
        """Give what is to be replaced."""
        grouped = self._level.is_grouped(self._known)
        for item in self._level.items:
            if item.computed:
                edits = list(self._replaced(item.first + 1, item.end - 3)) if grouped else []
                yield from edits
                self._meant[item.name] = self._expression(item, edits)
        if "HAVING" in self._level.clauses:
            first, end = self._level.clauses["HAVING"]
            self._warn(first, end, warnings)
            yield from self._replaced(first, end)

    def _expression(self, item: Item, edits: list[Edit]) -> str:
        start = self._known[item.first + 1].start
        own = written(self._text, self._known, item.first + 1, item.end - 3)
        expression = edited(own, [(first - start, end - start, new) for first, end, new in edits])
        return expression if re.fullmatch(r"[?$]\w+|\w+\([^()]*\)", expression) else f"({expression})"

    def _replaced(self, first: int, end: int) -> Iterator[Edit]:
        """Replace the names in a range; ``BOUND(?name)`` asks whether there is a value, which an expression can too."""
        aggregated = 0
        for at in outside_braces(self._known, first, end):
            one = self._known[at]
            if is_aggregate(self._known, at):
                aggregated = max(aggregated, closing(self._known, at + 1))
            if one.kind != "variable" or one.text[1:] not in self._meant:
                continue
            if at < aggregated:
                words = f"{one.text} is computed for each group of this SELECT: no aggregate can look into it there."
                raise QueryRefused(words, place=place(self._text, one.start), remedy=_INSIDE)
            new = self._new(at)
            if self._known[at - 2].word == "BOUND":
                yield self._known[at - 2].start, ends(self._known[at + 1]), f"COALESCE(SAMETERM({new}, {new}), false)"
            else:
                yield one.start, ends(one), new

    def _new(self, at: int) -> str:
        one = self._known[at]
        new = self._meant[one.text[1:]]
        self._length += len(new)
        if any(word.upper() in _BY_LOT for word in re.findall(r"\w+(?=\s*\()", new)):
            words = f"{one.text} is drawn by lot and used again; it would be another one each time."
            raise QueryRefused(words, place=place(self._text, one.start), remedy=_AROUND)
        if self._length > _MOST:
            words = f"{one.text} stands for too much to be written in its place."
            raise QueryRefused(words, place=place(self._text, one.start), remedy=_AROUND)
        return new

    def _warn(self, first: int, end: int, warnings: list[Warned]) -> None:
        told: set[str] = set()
        for at in outside_braces(self._known, first, end):
            one = self._known[at]
            name = one.text[1:]
            if one.kind == "variable" and name in self._meant and name not in told:
                told.add(name)
                values = {"name": name, "meant": " ".join(self._meant[name].split())}
                warnings.append(Warned.at(self._text, one.start, "alias-in-having", values))
