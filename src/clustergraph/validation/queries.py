"""Queries of shapes, evaluated by rdflib with variables that are bound before (SHACL, section 5.3 and appendix A).

What a query may not have where variables are bound before is told, and so is a function that the engine does not know.
SPARQL has it that an error in a filter drops the solution: such a query would find nothing, whatever the data is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import rdflib
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.operators import _CUSTOM_FUNCTIONS
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Variable

from clustergraph.validation.components.constraint import NotEvaluated
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.rdf_graph import as_they_are, graph_of, node_of, term_of
from clustergraph.validation.wording import said

ENGINE = f"rdflib {rdflib.__version__}"
Row = Mapping[str, str]
_FORBIDDEN = {
    "MinusGraphPattern": "MINUS",
    "ServiceGraphPattern": "SERVICE",
    "InlineData": "VALUES",
    "ValuesClause": "VALUES",
    "DatasetClause": "FROM",
}
_OPTIONAL = frozenset({"currentShape", "shapesGraph"})
#: Texts, IRIs and comments, in which nothing is a variable; and the variable for the path of a shape.
_PATH = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r"|<[^<>\s]*>|#[^\n]*|(?P<path>[$?]PATH\b)",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)")
_PLACE = re.compile(r"\s*\(at char \d+\)(?:, \(line:\d+, col:\d+\))?")  # in a text that nobody sent
#: Properties that engines compute instead of looking them up; here they would be looked up in vain.
_COMPUTED = (
    "http://jena.apache.org/",
    "http://jena.hpl.hp.com/",
    "http://spinrdf.org/",
    "http://www.bigdata.com/",
    "http://www.ontotext.com/",
    "http://www.openlinksw.com/",
    "tag:stardog:",
)


class QueryData:
    """The data that queries are about, made into a graph of rdflib's where the first one asks."""

    def __init__(self, data: TripleIndex) -> None:
        self._data = data

    @cached_property
    def graph(self) -> rdflib.Graph:
        """The statements, those of the background too."""
        with as_they_are():
            return graph_of(self._data)


class ShapeQuery:
    """One query, ready to be asked again and again; ``bound`` are the variables that have values before."""

    def __init__(self, words: str, prefixes: Mapping[str, str], bound: Iterable[str], path: str | None) -> None:
        """Read it; raises :class:`NotEvaluated`."""
        self._bound = frozenset(bound)
        with as_they_are():
            try:
                parsed = parseQuery(_with_path(words, path))
                _check(parsed, self._bound)
                self._query = translateQuery(parsed, initNs=dict(prefixes))
            except (MemoryError, KeyboardInterrupt, NotEvaluated):
                raise
            except Exception as error:  # a parser raises whatever it meets; none of it is a verdict
                raise NotEvaluated(_first_line(error)) from error
        unknown = sorted(set(_unknown(self._query.algebra)))
        if unknown:
            raise NotEvaluated(said("failure.function", names=", ".join(unknown)))
        self.selected = frozenset(str(one) for one in self._query.algebra.PV or ())

    def rows(self, data: QueryData, values: Row) -> list[Row]:
        """Give the solutions, each once; raises :class:`NotEvaluated`."""
        found = self._asked(data, values)
        rows = [{str(name): term_of(value) for name, value in one.items()} for one in found]
        return [dict(one) for one in dict.fromkeys(tuple(row.items()) for row in rows)]

    def answer(self, data: QueryData, values: Row) -> bool:
        """Give the answer of an ASK; raises :class:`NotEvaluated`."""
        return bool(self._asked(data, values))

    def _asked(self, data: QueryData, values: Row) -> Any:
        graph = data.graph
        with as_they_are():
            try:
                found = graph.query(self._query, initBindings={name: node_of(value) for name, value in values.items()})
                answer = found.askAnswer if found.type == "ASK" else found.bindings  # a loop would leave rows out
            except (MemoryError, KeyboardInterrupt, RecursionError):
                raise
            except Exception as error:  # an evaluator raises whatever it meets; none of it is a verdict
                raise NotEvaluated(_first_line(error)) from error
        return answer


def _with_path(words: str, path: str | None) -> str:
    def put(found: "re.Match[str]") -> str:
        if found["path"] is None:
            return found[0]
        if path is None:
            raise NotEvaluated(said("failure.no-path"))
        return path

    return _PATH.sub(put, words)


def _parts(tree: object) -> Iterator[CompValue]:
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, CompValue):
            yield one
            waiting.extend([*one.values(), *vars(one).values()])  # translated parts of EXISTS stand in attributes
        elif isinstance(one, Sequence | set) and not isinstance(one, str):  # what a parser gives is a mapping as well
            waiting.extend(one)
        elif isinstance(one, Mapping):
            waiting.extend(one.values())


def _check(parsed: object, bound: frozenset[str]) -> None:
    """Raise :class:`NotEvaluated` for what SHACL's appendix A does not allow."""
    for part in _parts(parsed):
        if part.name == "pname" and part.localname:  # rdflib leaves the backslashes in (SPARQL 1.1, section 4.1.1)
            part["localname"] = _ESCAPED.sub(r"\1", part.localname)
        if part.name in _FORBIDDEN:
            raise NotEvaluated(said("failure.forbidden", word=_FORBIDDEN[part.name]))
        if part.name == "SubSelect":
            selected = {str(one.var) for one in part.projection or () if one.var}
            if missing := sorted(bound - selected - _OPTIONAL):
                raise NotEvaluated(said("failure.sub-select", name=missing[0]))
        given = part.evar if part.name == "vars" else part.var if part.name in ("Bind", "GroupAs") else None
        if given is not None and str(given) in bound:
            raise NotEvaluated(said("failure.given-again", name=str(given)))
        if part.name != "vars" and "shapesGraph" in map(str, _variables(part)):
            raise NotEvaluated(said("failure.shapes-graph"))


def _variables(part: CompValue) -> Iterator[Variable]:
    waiting: list[object] = list(part.values())
    while waiting:
        one = waiting.pop()
        if isinstance(one, Variable):
            yield one
        elif isinstance(one, Sequence) and not isinstance(one, str | CompValue):
            waiting.extend(one)


def _unknown(algebra: object) -> Iterator[str]:
    for part in _parts(algebra):
        if part.name == "Function" and part.iri not in _CUSTOM_FUNCTIONS:
            yield str(part.iri)
        for triple in (part.triples or ()) if part.name in ("BGP", "TriplesBlock") else ():
            for term in triple:
                if isinstance(term, rdflib.URIRef) and str(term).startswith(_COMPUTED):
                    yield str(term)


def _first_line(error: object) -> str:
    lines = str(error).strip().splitlines()
    return _PLACE.sub("", lines[0] if lines else type(error).__name__)[:300].rstrip(".")
