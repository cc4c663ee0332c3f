"""The store in memory on which a build works before anything is sealed."""

from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple

from clustergraph.errors import Place, SyntaxProblem
from clustergraph.graph.script import latin
from clustergraph.iris import BASE
from clustergraph.store.datatypes import Datatypes, gather
from clustergraph.store.text import to_text

Term = NamedNode | BlankNode | Literal | Triple


def _latin(*arguments: Term) -> Term:
    return Literal(latin(getattr(arguments[0], "value", "")), language="sr-Latn")


#: What rules may call beside SPARQL's own functions: ``function:latin`` gives a text in Serbian Latin script.
_FUNCTIONS: dict[NamedNode, Callable[..., Term | None]] = {NamedNode(BASE + "function/latin"): _latin}


class Staging:
    """Quads in named graphs, on which rules can run and questions be asked."""

    def __init__(self) -> None:
        self._store = Store()
        self._narrow: dict[bytes, int] = {}

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads."""
        told = list(quads)
        self._store.extend(told)
        gather(told, self._narrow)

    def apply(self, rule: str, name: str) -> None:
        """Run one SPARQL Update of ours; raises :class:`SyntaxProblem` naming the rule's file."""
        try:
            self._store.update(rule, custom_functions=_FUNCTIONS)
        except SyntaxError as error:
            raise SyntaxProblem(f"{error.msg}.", place=Place(name)) from error

    def fill_default_graph(self) -> None:
        """Put every triple of the named graphs into the default graph, which holds each of them once."""
        self._store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")

    def named_quads(self) -> Iterator[Quad]:
        """Walk the quads of all named graphs."""
        for graph in self._store.named_graphs():
            yield from self._store.quads_for_pattern(None, None, None, graph)

    def payload(self) -> list[bytes]:
        """Give the named graphs as sorted canonical N-Quads lines without line ends: what the digest covers.

        Words are those that the store holds, datatypes those that were written.
        """
        text = to_text(self.named_quads(), RdfFormat.N_QUADS)
        return sorted(Datatypes.of(self._narrow).lines(text.splitlines()))

    def triples(self) -> bytes:
        """Give the triples of the default graph as sorted N-Triples, as :meth:`payload` has them."""
        quads = self._store.quads_for_pattern(None, None, None, None)
        triples = {quad.triple for quad in quads}
        lines = to_text(triples, RdfFormat.N_TRIPLES).splitlines()
        return b"\n".join(sorted(Datatypes.of(self._narrow).lines(lines)))

    def rows(self, query: str) -> list[dict[str, str | None]]:
        """Answer a SELECT of ours: one dictionary a row, values in their lexical form, unbound as ``None``."""
        solutions = self._store.query(query)
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("not a SELECT query")
        names = [variable.value for variable in solutions.variables]
        return [
            {name: None if row[name] is None else getattr(row[name], "value", str(row[name])) for name in names}
            for row in solutions
        ]
