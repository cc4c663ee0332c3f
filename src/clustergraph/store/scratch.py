"""A store in memory for questions over triples that are kept nowhere, beside a background that stays."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pyoxigraph import NamedNode, QuerySolutions, QueryTriples, RdfFormat, Store, parse, serialize

from clustergraph.errors import QueryRefused

_PASSING = NamedNode("urn:x-clustergraph:passing")
_STAYING = NamedNode("urn:x-clustergraph:staying")


class Scratch:
    """Triples that can be asked; blank nodes of what passes keep their labels, those of the background get others."""

    def __init__(self, background: bytes = b"") -> None:
        self._store = Store()
        if background:
            self._store.load(background, RdfFormat.N_TRIPLES, to_graph=_STAYING)

    @contextmanager
    def holding(self, triples: bytes) -> Iterator["Scratch"]:
        """Hold triples for a while."""
        self._store.extend(parse(triples.replace(b" .\n", b" %s .\n" % str(_PASSING).encode()), RdfFormat.N_QUADS))
        try:
            yield self
        finally:
            self._store.remove_graph(_PASSING)

    def select(self, query: str, names: Sequence[str]) -> Iterator[tuple[str | None, ...]]:
        """Answer a SELECT with N-Triples terms, ``None`` where a variable is not bound.

        Raises :class:`QueryRefused` for another form of query.
        """
        answer = self._store.query(query, use_default_graph_as_union=True)
        if not isinstance(answer, QuerySolutions):
            raise QueryRefused("A SELECT is expected here.")
        bound = {variable.value for variable in answer.variables}
        for row in answer:
            yield tuple(str(row[name]) if name in bound and row[name] is not None else None for name in names)

    def construct(self, query: str) -> str:
        """Answer a CONSTRUCT or DESCRIBE as N-Triples; raises :class:`QueryRefused` for another form of query."""
        answer = self._store.query(query, use_default_graph_as_union=True)
        if not isinstance(answer, QueryTriples):
            raise QueryRefused("A CONSTRUCT is expected here.")
        return (serialize(answer, format=RdfFormat.N_TRIPLES) or b"").decode()
