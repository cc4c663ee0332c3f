"""Reads the graph patterns of a query that parses.

It follows SPARQL 1.1, 19.8 as far as a query that parses needs it, over the lexemes. What it does not know (SPARQL 1.2
beyond triple terms, what is another engine's) ends it with nothing: then nothing is rewritten.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from clustergraph.query.levels import closing, likely
from clustergraph.query.lexemes import Lexeme
from clustergraph.query.paths import Path, Unreadable, read_path
from clustergraph.query.patterns import Patterns, Slot, Statement, Variable, Where

_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_WITH_GROUP = {"OPTIONAL", "MINUS", "UNION", "LATERAL", "WHERE"}
_ELSE = {*_WITH_GROUP, "FILTER", "BIND", "VALUES", "GRAPH", "SERVICE", "SELECT"}
_STATEMENT_ENDS = {".", "}", "]", "|}", ")", "{"}
_NODES = {"iri", "prefixed", "number", "variable"}


@lru_cache(4)
def read_patterns(text: str) -> Patterns | None:
    """Read a query; gives nothing where that fails."""
    known = likely(text)
    if not known:
        return None
    reader = _Reader(known)
    try:
        reader.query()
    except (Unreadable, IndexError, RecursionError):
        return None
    return reader.found


class _Reader:
    """A method for each kind of clause; each is told where it begins and gives the place behind it."""

    def __init__(self, known: Sequence[Lexeme]) -> None:
        self.known = known
        self.found = Patterns(known)
        self._at = self.found.at

    def query(self) -> None:
        start = next((n for n, one in enumerate(self.known) if one.word in _FORMS), None)
        if start is None:
            raise Unreadable
        word, place = self.known[start].word, start + 1
        if word == "SELECT":
            self._select(start, Where())
            return
        late = Where(late=True)
        if word == "CONSTRUCT" and self._at(place).text == "{":
            last = closing(self.known, place)
            self._seen(place, last, late, binds=False)
            place = last + 1
        while self._at(place).text not in {"{", ""}:
            self._seen(place, place + 1, late, binds=False)
            place += 1
        if self._at(place).text == "{":
            alone = self._at(closing(self.known, place) + 1).word in {"", "VALUES"}  # OFFSET counts solutions
            place = self._group(place, Where(test=start if word == "ASK" and alone else None))
        self._modifiers(place, len(self.known), late)

    def _select(self, at: int, where: Where) -> int:
        depth, place = self.known[at].depth, at + 1
        # what SELECT * gives is what its pattern has
        star = self._at(place + (self._at(place).word in {"DISTINCT", "REDUCED"})).text == "*"
        own = where.level if star and where.level >= 0 else at
        inside = replace(where, level=own, optional=where.optional and star, test=None, late=False)
        late = replace(inside, late=True)
        end = next((n for n in range(place, len(self.known)) if self.known[n].depth < depth), len(self.known))
        while self._at(place).text != "{" and place < end:
            if self._at(place).text == "(":
                last = closing(self.known, place)
                self._expression(place, last, late)
                self._given(last - 1, where)
                place = last
            elif self._at(place).kind == "variable":
                self._seen(place, place + 1, late, binds=False)
                self._given(place, where)
            place += 1
        if place >= end:
            raise Unreadable
        self._modifiers(self._group(place, inside), end, late)
        return end

    def _given(self, place: int, where: Where) -> None:
        """Note what a sub-SELECT gives to the pattern in which it stands."""
        if where.level >= 0 and self._at(place).kind == "variable":
            self._binds(place, place + 1, where)

    def _modifiers(self, place: int, end: int, where: Where) -> None:
        while place < end:
            if self._at(place).word == "VALUES":
                place = self._values(place, where)
            else:
                last = next((n for n in range(place + 1, end) if self.known[n].word == "VALUES"), end)
                self._expression(place, last, where)
                place = last

    def _expression(self, first: int, end: int, where: Where) -> None:
        """Look through an expression: its variables, and the groups of its EXISTS."""
        calls: list[str] = []
        place = first
        while place < min(end, len(self.known)):
            one, before = self.known[place], self.known[place - 1]
            if one.word == "EXISTS" and self._at(place + 1).text == "{":
                place = self._group(place + 1, replace(where, test=place, late=False))
                continue
            if one.kind == "open":
                calls.append(before.word or ("?" if before.kind in {"iri", "prefixed"} else ""))
            elif one.kind == "close" and calls:
                calls.pop()
            elif one.kind == "variable":
                around = tuple(call for call in calls if call)
                self.found.variables.append(Variable(place, one.text[1:], before.word == "AS", where, around))
            place += 1

    def _seen(self, first: int, end: int, where: Where, *, binds: bool) -> None:
        for place in range(first, end):
            if self.known[place].kind == "variable":
                self.found.variables.append(Variable(place, self.known[place].text[1:], binds, where))

    def _binds(self, first: int, end: int, where: Where) -> None:
        self._seen(first, end, where, binds=True)

    def _group(self, opened: int, where: Where) -> int:
        if self._at(opened).text != "{":
            raise Unreadable
        last, place = closing(self.known, opened), opened + 1
        block: int | None = None
        while place < last:
            one = self.known[place]
            if one.text == ".":
                place += 1
            elif one.text == "{" or one.word in _ELSE:
                block = block if one.word == "FILTER" else None
                place = self._group(place, where) if one.text == "{" else self._clause(place, where)
            else:
                block = place if block is None else block
                subject = self._term(place, last, where)
                slots, after = self._properties(subject, last, where)
                self.found.statements.append(Statement((place, subject), slots, where, block, place, after))
                place = after
        return last + 1

    def _clause(self, place: int, where: Where) -> int:
        word, after = self.known[place].word, place + 1
        if word == "SELECT":
            return self._select(place, where)
        if word in _WITH_GROUP:
            optional = where.optional or word == "OPTIONAL"
            return self._group(after, replace(where, optional=optional, test=place if word == "MINUS" else where.test))
        if word in {"GRAPH", "SERVICE"}:
            after += self._at(after).word == "SILENT"
            self._binds(after, after + 1, where)
            named = self.known[after].text if word == "GRAPH" else where.graph
            return self._group(after + 1, replace(where, graph=named))
        return self._values(place, where) if word == "VALUES" else self._filter(after, where)

    def _filter(self, place: int, where: Where) -> int:
        """Read the condition of a FILTER or what BIND computes: EXISTS, a bracket, or a call."""
        place += self._at(place).word == "NOT"
        if self._at(place).word == "EXISTS":
            return self._group(place + 1, replace(where, test=place))
        opened = place if self._at(place).text == "(" else place + 1
        if self._at(opened).text != "(":
            raise Unreadable
        last = closing(self.known, opened)
        self._expression(opened, last + 1, where)
        return last + 1

    def _values(self, place: int, where: Where) -> int:
        opened = place + 1
        while self._at(opened).text != "{":
            if opened >= len(self.known):
                raise Unreadable
            opened += 1
        self._binds(place, opened, where)
        return closing(self.known, opened) + 1

    def _properties(self, place: int, end: int, where: Where) -> tuple[tuple[Slot, ...], int]:
        """Read verbs and objects; gives them and the place behind them."""
        slots = []
        while place < end and self._at(place).text not in _STATEMENT_ENDS and self._at(place).word not in _ELSE:
            if self._at(place).text == ";":
                place += 1
                continue
            verb = place
            if self._at(place).kind == "variable":
                self._binds(place, place + 1, where)
                path, place = Path("link"), place + 1
            else:
                path, place = read_path(self.known, place, end)
            behind, objects = place, [(place, place := self._term(place, end, where))]
            while self._at(place).text == ",":
                objects.append((place + 1, place := self._term(place + 1, end, where)))
            slots.append(Slot((verb, behind), path, tuple(objects)))
        return tuple(slots), place

    def _term(self, place: int, end: int, where: Where) -> int:
        """Read a term with what is said of it there: a reifier, an annotation."""
        place = self._bare_term(place, end, where)
        while self._at(place).text in {"~", "{|"} and place < end:
            if self._at(place).text == "~":
                self._binds(place, place + 2, where)
                place += 1 + (self._at(place + 1).kind in _NODES)
            else:
                last = closing(self.known, place)
                self._said(place, last, where)
                place = last + 1
        return place

    def _bare_term(self, place: int, end: int, where: Where) -> int:
        one = self._at(place)
        if place >= end:
            raise Unreadable
        if one.kind in _NODES or one.word in {"TRUE", "FALSE"}:
            self._binds(place, place + 1, where)
            place += 1
        elif one.text in {"+", "-"} and self._at(place + 1).kind == "number":
            place += 2
        elif one.kind == "string":
            place += 1 + (self._at(place + 1).kind == "tag") + 2 * (self._at(place + 1).text == "^^")
        elif one.text in {"(", "["}:
            place = self._nested(place, where)
        elif one.text in {"<<", "<<("}:
            last = closing(self.known, place)
            self._binds(place, last, where)
            place = last + 1
        else:
            raise Unreadable
        return place

    def _nested(self, opened: int, where: Where) -> int:
        last, place = closing(self.known, opened), opened + 1
        if self.known[opened].text == "[":
            self._said(opened, last, where)
            return last + 1
        while place < last:
            place = self._term(place, last, where)
        return last + 1

    def _said(self, opened: int, last: int, where: Where) -> None:
        """Read what is said in brackets of something without a name there."""
        slots, _ = self._properties(opened + 1, last, where)
        self.found.statements.append(Statement((opened, opened), slots, where, opened, opened, last))
