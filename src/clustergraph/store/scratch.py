"""A store in memory for questions over triples that are kept nowhere, beside a background that stays.

The default graph is all of it; what passes, what is told of that, the background, and what is told of a graph that is
served have names.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
    serialize,
)

from clustergraph.errors import QueryRefused

_PASSING = NamedNode("urn:x-clustergraph:judged")
_SHARED = NamedNode("urn:x-clustergraph:shared")
_STAYING = NamedNode("urn:x-clustergraph:background")
_DESCRIBED = NamedNode("urn:x-clustergraph:described")
_Term = NamedNode | BlankNode | Literal | Triple


class Scratch:
    """Triples that can be asked; blank nodes of what passes keep their labels, those of the background get others.

    ``described`` is what is told of a graph that is served, and ``functions`` are those that a query may call beside
    SPARQL's own, by their IRIs: each takes texts and gives one, or nothing.
    """

    def __init__(
        self,
        background: bytes = b"",
        described: bytes = b"",
        functions: Mapping[str, Callable[..., str | None]] | None = None,
    ) -> None:
        self._store = Store()
        self._functions = {NamedNode(name): _over_terms(one) for name, one in (functions or {}).items()}
        for graph, triples in ((_STAYING, background), (_DESCRIBED, described)):
            if triples:
                self._store.load(triples, RdfFormat.N_TRIPLES, to_graph=graph)

    @contextmanager
    def holding(self, triples: bytes, shared: bytes = b"") -> Iterator["Scratch"]:
        """Hold triples for a while, and what their parties share (``validation.sharing``)."""
        try:
            self._hold(triples, _PASSING)
            self._hold(shared, _SHARED)
            yield self
        finally:
            self._store.remove_graph(_PASSING)
            self._store.remove_graph(_SHARED)

    def _hold(self, triples: bytes, graph: NamedNode) -> None:
        if b"_:" in triples:  # to load would give other labels to blank nodes
            named = triples.replace(b" .\n", b" %s .\n" % str(graph).encode())
            self._store.extend(parse(named, RdfFormat.N_QUADS))
        elif triples:
            self._store.load(triples, RdfFormat.N_TRIPLES, to_graph=graph)

    def select(self, query: str) -> Iterator[dict[str, str]]:
        """Answer a SELECT with N-Triples terms, by the names of the variables that are bound.

        Raises :class:`QueryRefused` for another form of query.
        """
        answer = self._store.query(query, use_default_graph_as_union=True, custom_functions=self._functions)
        if not isinstance(answer, QuerySolutions):
            raise QueryRefused("A SELECT is expected here.")
        names = [variable.value for variable in answer.variables]
        for row in answer:
            yield {name: str(term) for name in names if (term := row[name]) is not None}

    def construct(self, query: str) -> str:
        """Answer a CONSTRUCT or DESCRIBE as N-Triples; raises :class:`QueryRefused` for another form of query."""
        answer = self._store.query(query, use_default_graph_as_union=True)
        if not isinstance(answer, QueryTriples):
            raise QueryRefused("A CONSTRUCT is expected here.")
        return (serialize(answer, format=RdfFormat.N_TRIPLES) or b"").decode()


def _over_terms(function: Callable[..., str | None]) -> Callable[..., _Term | None]:
    def asked(*terms: _Term) -> _Term | None:
        found = function(*(getattr(term, "value", "") for term in terms))
        return None if found is None else Literal(found)

    return asked
