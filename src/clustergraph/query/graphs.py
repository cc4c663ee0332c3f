"""GRAPH with a variable around what names no graph by itself: sub-SELECTs, VALUES, another GRAPH (SPARQL 1.1, 18.6).

The pattern inside is evaluated in each named graph, and each solution then gets the graph's name. Oxigraph 0.5.13 gives
the variable to the statements inside as a fourth part instead: a sub-SELECT hides it, makes its groups of all graphs
together, and the name is lost; where there is no statement, there is no name at all. So the graphs are listed first,
``GRAPH ?g {}``, and each sub-SELECT inside gives ?g too and groups by it.
"""

import re
from collections.abc import Iterator

from clustergraph.errors import QueryRefused
from clustergraph.query.calls import place
from clustergraph.query.levels import Edit, Known, Level, closing, edited, ends, fresh, levels, likely

_MAYBE = re.compile(r"GRAPH(?:[ \t\r\n]|#[^\n\r]*)*[?$]\w+(?:[ \t\r\n]|#[^\n\r]*)*\{", re.IGNORECASE)
_NO_NAME = {"SELECT", "VALUES", "GRAPH"}
_DEEPEST = 10  # scopes of one name inside of each other


def with_named_graphs(text: str) -> str:
    """Write each such GRAPH so that its variable has the name of the graph.

    Raises :class:`QueryRefused` for a sub-SELECT that computes a value under the very name of the graph.
    """
    if _MAYBE.search(text) is None or (known := likely(text)) is None:
        return text
    if not any(True for at, last in _graphs(known) if _lacks_a_name(known, at, last)):
        return text
    for _ in range(_DEEPEST):
        renamed = _apart(text, known)
        if renamed == text:
            break
        text, known = renamed, likely(renamed) or ()
    return _Graphs(text, known).written(0, len(known), None)


def _graphs(known: Known) -> Iterator[tuple[int, int]]:
    """Give each ``GRAPH ?name { … }``: its place, and that of its last bracket."""
    for at in range(len(known) - 2):
        if known[at].word == "GRAPH" and known[at + 1].kind == "variable" and known[at + 2].text == "{":
            last = closing(known, at + 2)
            if last < len(known):
                yield at, last


def _lacks_a_name(known: Known, at: int, last: int) -> bool:
    return any(one.word in _NO_NAME for one in known[at + 3 : last])


def _apart(text: str, known: Known) -> str:
    """Give a variable that a sub-SELECT hides, and that has the name of the graph around it, another name in there."""
    found = levels(known)
    for at, last in _graphs(known):
        name = known[at + 1].text[1:]
        for level in found:
            if not at < level.at < last or name in {item.name for item in level.items} or _has_star(level):
                continue
            spots = [one for one in known[level.at : level.end] if one.kind == "variable" and one.text[1:] == name]
            if spots:
                other = fresh(text, f"?other_{name}")
                return edited(text, ((one.start, ends(one), other) for one in spots))
    return text


def _has_star(level: Level) -> bool:
    return any(not item.name for item in level.items)


class _Graphs:
    """One pass over a query, from the outside in."""

    def __init__(self, text: str, known: Known) -> None:
        self._text = text
        self._known = known
        self._levels = {level.at: level for level in levels(known)}

    def written(self, first: int, end: int, graph: str | None) -> str:
        """Write a range of lexemes with what stands before and between them; its sub-SELECTs lie in a graph."""
        begin = ends(self._known[first - 1]) if first else 0
        finish = ends(self._known[end - 1]) if end < len(self._known) else len(self._text)
        edits: list[Edit] = []
        at = first
        while at < end:
            start, last, new = self._known[at].start, at, None
            if self._known[at].word == "GRAPH" and at + 2 < end and self._known[at + 2].text == "{":
                last = closing(self._known, at + 2)
                new = self._graph(at, last)
            elif graph is not None and (level := self._levels.get(at)) is not None:
                last = level.end - 1
                new = self._select(level, graph)
            if new is not None:
                edits.append((start - begin, ends(self._known[last]) - begin, new))
                at = last
            at += 1
        return edited(self._text[begin:finish], edits)

    def _graph(self, at: int, last: int) -> str:
        """Write ``GRAPH … { … }``; only a variable changes what is inside."""
        name = self._known[at + 1]
        head = self._text[self._known[at].start : ends(self._known[at + 2])]
        if name.kind != "variable" or not _lacks_a_name(self._known, at, last):
            return head + self.written(at + 3, last + 1, None)
        return f"GRAPH {name.text} {{}} {head}{self.written(at + 3, last + 1, name.text[1:])}"

    def _select(self, level: Level, graph: str) -> str:
        """Write a sub-SELECT that is evaluated in each graph, so that it gives the name of the graph as well."""
        known = self._known
        for item in level.items:
            if item.computed and item.name == graph:
                words = f"?{graph} is the name of the graph, and the sub-SELECT inside computes a value of that name."
                where = place(self._text, known[item.first].start)
                raise QueryRefused(words, place=where, remedy="Give what is computed another name.")
        given = any(item.name == graph for item in level.items)
        head = known[level.at].text + self.written(level.at + 1, level.items[0].first, graph)
        items = self.written(level.items[0].first, level.opened, graph)
        every = head + items if given or _has_star(level) else f"{head} ?{graph}{items}"
        group = f" {{ GRAPH ?{graph} {{}}{self.written(level.opened + 1, level.closed + 1, graph)} "
        clauses = {word: self.written(first, end, graph) for word, (first, end) in level.clauses.items()}
        grouped = level.is_grouped(known)
        by = clauses.pop("GROUP", " GROUP BY") + ("" if given else f" ?{graph}") if grouped else ""
        rest = "".join(clauses.values())
        new = f"{{ {every}{group}{by}{rest} }}"
        if "LIMIT" in clauses or "OFFSET" in clauses:
            new = f"{{ GRAPH ?{graph} {{}} LATERAL {new} }}"  # as many of each graph (SEP-0006)
        if not grouped or "GROUP" in level.clauses:
            return new
        # one group of all: where a graph has no solution, the group is empty, and is there
        none = f"{head}{items} {{ FILTER(false) }}{rest}"
        return f"{new} UNION {{ GRAPH ?{graph} {{}} FILTER NOT EXISTS{group} {{ {none} }} }}"
