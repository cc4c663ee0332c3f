"""Paths of no steps from a term that is not in the graph: ``<x> <p>* <x>`` holds all the same (SPARQL 1.1, 18.4).

``*`` and ``?`` lead from each term to itself. Oxigraph 0.5.13 finds that only for what is a subject or an object in the
graph. Where a term of the query is at an end of such a path and the graph does not have it, the term itself is the
answer, and it is written beside the pattern: ``{ <x> <p>* ?y } UNION { VALUES ?y { <x> } }``. A variable, however it
gets its value, stands for terms of the graph, as the recommendation has it.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from clustergraph.query.levels import Edit, Known, edited, ends, fresh, written
from clustergraph.query.pattern_reader import read_patterns
from clustergraph.query.patterns import Range, Slot, Statement

_MAYBE = re.compile(r"[\w>)][ \t\r\n]*[*?](?!\w)")
_BRANCHES = 8  # ways of no steps that are counted
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
#: A prologue, and terms as a query writes them → those that the default graph does not have.
Absent = Callable[[str, Sequence[str]], set[str]]


def with_paths_of_no_steps(text: str, absent: Absent) -> tuple[str, bool]:
    """Write beside each such pattern what its path of no steps gives, where a term is absent or a graph is named.

    Gives the text, and whether that was for its names to decide.
    """
    if _MAYBE.search(text) is None or (found := read_patterns(text)) is None:
        return text, False
    known = found.known
    names = _namespaces(known)
    at_ends = [row for statement in found.statements for row in _rows(known, statement, names)]
    rows = [row for row in at_ends if row.term]
    asked = sorted({row.term for row in rows if not row.statement.where.graph})
    prologue = text[: next(one.start for one in known if one.word in _FORMS)]
    lacking = absent(prologue, asked) if asked else set()
    rows = [row for row in rows if row.statement.where.graph or row.term in lacking]
    return (edited(text, _Beside(text, known, rows).edits()) if rows else text), bool(at_ends)


class _Row:
    """One triple pattern to which a path of no steps adds a solution: its term, and the variable at the other end.

    Without a term it adds none: there are two terms, and they differ.
    """

    def __init__(self, statement: Statement, slot: Slot, other: Range, term: str, variable: str) -> None:
        self.statement, self.slot, self.object = statement, slot, other
        self.term, self.variable = term, variable


def _rows(known: Known, statement: Statement, names: dict[str, str]) -> Iterator[_Row]:
    if statement.subject[0] == statement.subject[1]:
        return
    for slot in statement.slots:
        if slot.path.of_no_steps():
            rows = (_row(known, statement, slot, one, names) for one in slot.objects)
            yield from (row for row in rows if row is not None)


def _row(known: Known, statement: Statement, slot: Slot, one: Range, names: dict[str, str]) -> _Row | None:
    subject, value = _term(known, statement.subject), _term(known, one)
    if subject and value:
        same = _whole(subject, names) == _whole(value, names)
        return _Row(statement, slot, one, subject if same else "", "")
    free = _variable(known, one if subject else statement.subject)
    # of a blank node in the place of the subject nothing else must be said: it would be another one
    alone = subject or free or len(statement.slots) == len(slot.objects) == 1
    term = (subject or value) if alone and free is not None else ""
    return _Row(statement, slot, one, term, free or "") if term else None


class _Beside:
    """The changes of a text: patterns go out of their statements, to where these begin."""

    def __init__(self, text: str, known: Known, rows: list[_Row]) -> None:
        self._text = text
        self._known = known
        self._rows = rows
        self._names = [fresh(text, f"?{name}_in_the_graph") for name in ("subject", "property", "object")]

    def edits(self) -> Iterator[Edit]:
        by_statement: dict[int, list[_Row]] = {}
        for row in self._rows:
            by_statement.setdefault(row.statement.start, []).append(row)
        for rows in by_statement.values():
            yield from self._edits(rows[0].statement, rows)

    def _edits(self, statement: Statement, rows: list[_Row]) -> Iterator[Edit]:
        begin = self._known[statement.block].start
        yield begin, begin, "".join(self._beside(row) for row in rows)
        gone = {row.object for row in rows}
        kept = []
        for slot in statement.slots:
            objects = [self._written(one) for one in slot.objects if one not in gone]
            if objects:
                kept.append(f"{self._written(slot.verb)} {', '.join(objects)}")
        rest = f"{self._written(statement.subject)} {' ; '.join(kept)}" if kept else ""
        # where nothing is left of a statement, the dot behind it goes too
        dot = not kept and statement.end < len(self._known) and self._known[statement.end].text == "."
        yield self._known[statement.start].start, ends(self._known[statement.end - (not dot)]), rest

    def _beside(self, row: _Row) -> str:
        where, times = row.statement.where, min(row.slot.path.of_no_steps(), _BRANCHES)
        parts = (row.statement.subject, row.slot.verb, row.object)
        graph = f"GRAPH {where.graph} {{}} " if where.graph else ""
        values = f"VALUES {row.variable} {{ {row.term} }} " if row.variable else ""
        other = f"UNION {{ {graph}{values}FILTER NOT EXISTS {{ {self._in_the_graph(row.term)} }} }} "
        return f"{{ {' '.join(map(self._written, parts))} }} {other * times}"

    def _in_the_graph(self, term: str) -> str:
        subject, name, value = self._names
        found = f"{subject} {name} {term}"
        return found if term[0] in "\"'+-." or term[0].isdigit() else f"{{ {found} }} UNION {{ {term} {name} {value} }}"

    def _written(self, range_: Range) -> str:
        return written(self._text, self._known, *range_)


def _term(known: Known, range_: Range) -> str:
    """Give a term that is written out, with no blank in it; empty for all else."""
    first, end = range_
    one = known[first]
    if one.kind == "string" or (one.kind == "number" or known[end - 1].kind == "number"):
        return "".join(part.text for part in known[first:end])
    is_name = one.kind in {"iri", "prefixed"} and not one.text.startswith("_:")
    return one.text if end == first + 1 and (is_name or one.word in {"TRUE", "FALSE"}) else ""


def _variable(known: Known, range_: Range) -> str | None:
    """Give a variable, which is empty for ``[]``; nothing for all else."""
    first, end = range_
    if end == first + 1 and known[first].kind == "variable":
        return known[first].text
    return "" if [one.text for one in known[first:end]] == ["[", "]"] else None


def _namespaces(known: Known) -> dict[str, str]:
    return {known[n + 1].text[:-1]: known[n + 2].text[1:-1] for n in range(len(known) - 2) if known[n].word == "PREFIX"}


def _whole(term: str, names: dict[str, str]) -> str:
    prefix, colon, local = term.partition(":")
    return f"<{names[prefix]}{local}>" if colon and prefix in names else term
