"""Finds the statements of a query's patterns (SPARQL 1.1, section 19.8, rules 54 and 75 to 104), by lexemes.

Each is given as the texts that hold it together: one where no path in it has an alternative, else one for each
way. Expressions, templates, values and clauses are passed over, but for the groups of EXISTS in them. Where it makes no
difference how often a solution is found, below SELECT DISTINCT, ASK, EXISTS and groups that count what is different,
statements are not given.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from clustergraph.query.levels import is_aggregate
from clustergraph.query.lexemes import NONE, Lexeme
from clustergraph.query.paths import Unreadable
from clustergraph.query.pathways import combined, read_ways

_BEFORE_A_GROUP = {"OPTIONAL", "MINUS", "UNION", "LATERAL", "WHERE"}
_NAMES_A_GRAPH = {"GRAPH", "SERVICE"}
_BLIND = {"MIN", "MAX", "SAMPLE"}  # aggregates to which it is one how often they meet a value
_DRAWN = {"RAND", "UUID", "STRUUID", "BNODE"}  # they tell two equal solutions apart
_PLAIN = {"iri", "prefixed", "variable", "number"}


class Statement(NamedTuple):
    """One subject with its properties: the lexemes from ``first`` up to ``end``, and the parts that make it up.

    The parts are joined; each is a list of statements of which every solution counts, one where there is nothing to
    choose.
    """

    first: int
    end: int
    parts: list[list[str]]


class StatementReader:
    """Walks through a query once; ``templates`` has the lexemes of CONSTRUCT's template, from and up to."""

    def __init__(self, text: str, known: Sequence[Lexeme]) -> None:
        self._text = text
        self._known = known
        self._ends = _brackets(known)
        self._counts = any(one.word in _DRAWN for one in known)
        self.templates: list[tuple[int, int]] = []

    def read(self) -> Iterator[Statement]:
        """Give the statements in their order; raises :class:`Unreadable` or :class:`TooManyWays`."""
        yield from self._form(0, len(self._known))

    def _one(self, at: int) -> Lexeme:
        return self._known[at] if at < len(self._known) else NONE

    def _closed(self, at: int) -> int:
        """Find the end of the bracket that a lexeme opens."""
        if at not in self._ends:
            raise Unreadable
        return self._ends[at]

    def _form(self, at: int, end: int) -> Iterator[Statement]:
        """Read a query, or a sub-SELECT."""
        form = next((n for n in range(at, end) if self._known[n].word in {"SELECT", "ASK"}), None)
        counts = form is None or (self._known[form].word == "SELECT" and self._one(form + 1).word != "DISTINCT")
        level, outside = 0, []
        for number in range(at, end):
            level += (self._known[number].text == "{") - (self._known[number].text == "}")
            if level == 0:
                outside.append(number)
        aggregates = [number for number in outside if is_aggregate(self._known, number)]
        if aggregates or any(self._known[number].word == "GROUP" for number in outside):
            counts = not all(map(self._is_blind, aggregates))
        yield from self._outside(at, end, counts=counts)

    def _is_blind(self, at: int) -> bool:
        """Whether an aggregate gives the same however often a solution is found."""
        return self._one(at).word in _BLIND or self._one(at + 2).word == "DISTINCT"

    def _outside(self, at: int, end: int, *, counts: bool) -> Iterator[Statement]:
        """Pass over clauses and expressions; what is in braces there is a group, a template or values."""
        while at < end:
            one = self._known[at]
            if one.word == "CONSTRUCT" and self._one(at + 1).text == "{":
                closed = self._closed(at + 1)
                self.templates.append((at + 1, closed))
                at = closed
            elif one.word == "VALUES":
                at = self._values(at)
            elif one.text == "{":
                closed = self._closed(at)
                yield from self._group(at + 1, closed, counts=counts)
                at = closed
            at += 1

    def _values(self, at: int) -> int:
        """Pass over values, up to their closing brace."""
        at += 1
        if self._one(at).text == "(":
            at = self._closed(at)
        if self._one(at + 1).text != "{":
            raise Unreadable
        return self._closed(at + 1)

    def _group(self, at: int, end: int, *, counts: bool) -> Iterator[Statement]:
        if self._one(at).word == "SELECT":
            yield from self._form(at, end)
            return
        while at < end:
            one = self._known[at]
            if one.text == "{":
                closed = self._closed(at)
                yield from self._group(at + 1, closed, counts=counts)
                at = closed + 1
            elif one.word in {"FILTER", "BIND"}:
                closed = self._constraint(at)
                yield from self._outside(at + 1, closed, counts=False)
                at = closed
            elif (behind := self._passed(at)) > at:
                at = behind
            else:
                found = self._statement(at)
                if counts or self._counts:
                    yield found
                at = found.end

    def _passed(self, at: int) -> int:
        """Pass over values, and over what stands between statements and groups; gives the place where it is none."""
        one = self._known[at]
        if one.word == "VALUES":
            return self._values(at) + 1
        if one.word in _NAMES_A_GRAPH:
            return at + 2 + (self._one(at + 1).word == "SILENT")
        return at + (one.text == "." or one.word in _BEFORE_A_GROUP)

    def _constraint(self, at: int) -> int:
        """Find the end of what FILTER or BIND has: brackets, a call, or EXISTS and a group."""
        for opened in range(at + 1, len(self._known)):
            if self._known[opened].text in {"(", "{"}:
                return self._closed(opened) + 1
        raise Unreadable

    def _statement(self, at: int) -> Statement:
        simple = self._known[at].text not in {"[", "("}
        end, subjects = self._node(at)
        end, properties = self._properties(end)
        if not properties and simple and not self._known[at].text.startswith("<<"):
            raise Unreadable
        start = self._known[at].start
        if simple:
            pairs = [(verbs, objects) for verbs, each in properties for objects in each]
            return Statement(at, end, [combined([subjects, *pair], " ", start) for pair in pairs])
        each = [combined([verbs, self._listed(objects, start)], " ", start) for verbs, objects in properties]
        behind = [combined(each, " ; ", start)] if each else []
        return Statement(at, end, [combined([subjects, *behind], " ", start)])

    def _listed(self, objects: list[list[str]], start: int) -> list[str]:
        return combined(objects, " , ", start)

    def _properties(self, at: int) -> tuple[int, list[tuple[list[str], list[list[str]]]]]:
        """Read a list of properties; gives for each the ways of its verb and of each object."""
        found: list[tuple[list[str], list[list[str]]]] = []
        while True:
            one = self._one(at)
            if one.text == ";" and found:
                at += 1
                continue
            if found and self._known[at - 1].text != ";":
                return at, found
            if one.kind == "variable":
                at, verbs = at + 1, [one.text]
            elif one.kind in {"iri", "prefixed"} or one.text in {"a", "^", "!", "("}:
                at, verbs = read_ways(self._known, at)
            else:
                return at, found
            begins = at
            at, objects = self._objects(at)
            if len(verbs) > 1 and any(one.text in {"~", "{|"} for one in self._known[begins:at]):
                raise Unreadable  # what a path leads to has no annotation
            found.append((verbs, objects))

    def _objects(self, at: int) -> tuple[int, list[list[str]]]:
        at, first = self._object(at)
        objects = [first]
        while self._one(at).text == ",":
            at, more = self._object(at + 1)
            objects.append(more)
        return at, objects

    def _object(self, at: int) -> tuple[int, list[str]]:
        """Read an object, with what annotates it (SPARQL 1.2)."""
        start = self._one(at).start
        end, ways = self._node(at)
        behind = end
        while self._one(behind).text in {"~", "{|"}:
            if self._known[behind].text == "{|":
                behind = self._closed(behind) + 1
            else:
                behind += 1 + (self._one(behind + 1).kind in _PLAIN)
        notes = [self._written(end, behind)] if behind > end else []
        return behind, combined([ways, *([notes] if notes else [])], " ", start)

    def _node(self, at: int) -> tuple[int, list[str]]:
        """Read a term, a blank node with its properties or a list; gives the place behind it and its ways."""
        one = self._one(at)
        if one.kind in _PLAIN or one.word in {"TRUE", "FALSE"}:
            return at + 1, [one.text]
        if one.text == "[":
            return self._blank(at)
        if one.text == "(":
            return self._list(at)
        return self._composed(at)

    def _composed(self, at: int) -> tuple[int, list[str]]:
        """Read a term of several lexemes: a text, a number with its sign, a triple term."""
        one = self._one(at)
        if one.kind == "string":
            end = at + 1
            if self._one(end).kind == "tag":
                end += 1
            elif self._one(end).text == "^^":
                end += 2
            return end, [self._written(at, end)]
        if one.text in {"+", "-"} and self._one(at + 1).kind == "number":
            return at + 2, [self._written(at, at + 2)]
        if one.text.startswith("<<"):
            end = self._closed(at) + 1
            return end, [self._written(at, end)]
        raise Unreadable

    def _blank(self, at: int) -> tuple[int, list[str]]:
        start = self._known[at].start
        end, properties = self._properties(at + 1)
        if self._one(end).text != "]":
            raise Unreadable
        each = [combined([verbs, self._listed(objects, start)], " ", start) for verbs, objects in properties]
        return end + 1, [f"[ {inside} ]" for inside in combined(each, " ; ", start)]

    def _list(self, at: int) -> tuple[int, list[str]]:
        start, end, items = self._known[at].start, at + 1, []
        while self._one(end).text != ")":
            end, item = self._node(end)
            items.append(item)
        return end + 1, [f"( {inside} )" for inside in combined(items, " ", start)]

    def _written(self, at: int, end: int) -> str:
        """Give what stands from one lexeme up to another as it is written."""
        last = self._known[end - 1]
        return self._text[self._known[at].start : last.start + len(last.text)]


def _brackets(known: Sequence[Lexeme]) -> dict[int, int]:
    """Give for each bracket that is opened the one that closes it."""
    ends, waiting = {}, []
    for at, one in enumerate(known):
        if one.kind == "open":
            waiting.append(at)
        elif one.kind == "close" and waiting:
            ends[waiting.pop()] = at
    return ends
