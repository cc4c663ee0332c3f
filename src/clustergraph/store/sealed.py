"""A sealed store, opened read-only: the evaluation that children run, and reading for checks.

:meth:`SealedStore.evaluate` never returns rows to Python: Oxigraph serialises into a file object.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
)

from clustergraph.errors import Place, ReleaseError, SyntaxProblem
from clustergraph.store.text import to_text

#: Names of result formats → what Oxigraph calls them.
SOLUTION_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES}


@dataclass(frozen=True)
class Question:
    """A query with its dataset; ``default_graphs`` and ``named_graphs`` are IRIs, ``None`` means the store's own."""

    text: str
    default_graphs: Sequence[str] | None = None
    named_graphs: Sequence[str] | None = None


class SealedStore:
    """A release's store. Opening it many times, in many processes, is safe: nobody writes it."""

    def __init__(self, folder: Path) -> None:
        try:
            self._store = Store.read_only(str(folder))
        except OSError as error:
            raise ReleaseError(
                f"The sealed store cannot be opened: {error}.",
                place=Place(str(folder)),
                remedy="Run `clustergraph doctor`, then `clustergraph build`.",
            ) from error

    def evaluate(self, question: Question, choose: Callable[[str], str], output: IO[bytes]) -> None:
        """Evaluate and serialise into ``output``.

        ``choose`` is told the kind of the result (``"solutions"`` or ``"graph"``) before anything is written and
        gives the name of a format. Raises :class:`SyntaxProblem` with line and column for text that does not parse.
        """
        result = self._query(question)
        if isinstance(result, QueryTriples):
            result.serialize(output, format=GRAPH_FORMATS[choose("graph")])
        else:
            result.serialize(output, format=SOLUTION_FORMATS[choose("solutions")])

    def rows(self, question: Question) -> tuple[list[str], list[list[str | None]]]:
        """Answer a SELECT of ours with column names and rows in lexical form, IRIs plain, unbound as ``None``."""
        result = cast("QuerySolutions", self._query(question))
        names = [variable.value for variable in result.variables]
        return names, [[None if term is None else getattr(term, "value", str(term)) for term in row] for row in result]

    def payload(self) -> Iterator[bytes]:
        """Walk the named graphs as canonical N-Quads lines, in no order: what the digest covers."""
        for graph in self._store.named_graphs():
            quads: Iterator[Quad] = self._store.quads_for_pattern(None, None, None, graph)
            yield from to_text(quads, RdfFormat.N_QUADS).splitlines()

    def _query(self, question: Question) -> QuerySolutions | QueryBoolean | QueryTriples:
        try:
            return self._store.query(
                question.text,
                default_graph=_nodes(question.default_graphs),
                named_graphs=_nodes(question.named_graphs),
            )
        except SyntaxError as error:
            raise _syntax_problem(error.msg or str(error)) from error


def _nodes(names: Sequence[str] | None) -> list[Any] | None:
    return None if names is None else [NamedNode(name) for name in dict.fromkeys(names)]


_ERROR = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): expected (?:one of )?(?P<expected>.*)", re.DOTALL)
_OFFERED_ELSEWHERE = {"LATERAL", "SERVICE", "[_]"}


def _syntax_problem(words: str) -> SyntaxProblem:
    """Turn the parser's words into a short message with its place.

    Its list of what could have followed mixes tokens, character classes and sentences; the sentences say most.
    """
    match = _ERROR.fullmatch(words)
    if match is None:
        return SyntaxProblem(f"The query does not parse: {words}.", place=Place("query"))
    # character classes come in brackets and may hold commas; what is left are tokens and sentences
    expected = [part.strip() for part in re.sub(r"\[[^\]]*\]", "", match["expected"]).split(",")]
    wanted = [part for part in expected if part and part not in _OFFERED_ELSEWHERE]
    sentences = [part for part in wanted if " " in part and not part.startswith(("'", "|"))]
    if sentences:
        message = f"The query does not parse: {sentences[0][0].lower()}{sentences[0][1:]}."
    elif wanted:
        message = f"The query does not parse here; one of {', '.join(sorted(wanted)[:8])} could stand in this place."
    else:
        message = "The query does not parse here."
    place = Place("query", int(match["line"]), int(match["column"]))
    return SyntaxProblem(message, place=place, remedy="See SPARQL 1.1, section 19.8, for the grammar.")
