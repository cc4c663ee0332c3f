"""A sealed store, opened read-only: the evaluation that children run, and reading for checks.

:meth:`SealedStore.evaluate` never returns rows to Python: Oxigraph serialises into a file object.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
)

from clustergraph.errors import Place, QueryRefused, SyntaxProblem
from clustergraph.store.answers import Result, refusal, said_by_oxigraph, write_answer
from clustergraph.store.cells import TooManyCells, write_rows
from clustergraph.store.datatypes import Datatypes
from clustergraph.store.distinct import distinct, may_repeat
from clustergraph.store.merged import merged
from clustergraph.store.opening import open_store
from clustergraph.store.sorting import SORT_KEY, Term, sort_key
from clustergraph.store.text import to_text

#: What a text that is evaluated may call beside SPARQL's own functions.
_FUNCTIONS: dict[NamedNode, Callable[..., Term | None]] = {NamedNode(SORT_KEY): sort_key}


@dataclass(frozen=True)
class Question:
    """A query with its dataset; ``default_graphs`` and ``named_graphs`` are IRIs, ``None`` means the store's own.

    ``base`` is the IRI against which relative ones are resolved (SPARQL 1.1, 4.1.1.2); without it they are errors.
    ``evaluated`` has texts that mean the same; the first that parses is evaluated in the place of what was asked.
    ``as_written`` says whether what was asked may be evaluated itself, where none of them parses: not where it means
    something else to the engine.
    """

    text: str
    default_graphs: Sequence[str] | None = None
    named_graphs: Sequence[str] | None = None
    base: str | None = None
    evaluated: Sequence[str] = ()
    as_written: bool = True


class SealedStore:
    """A release's store. Opening it many times, in many processes, is safe: nobody writes it."""

    def __init__(self, folder: Path) -> None:
        self._store = open_store(folder)
        self._datatypes = Datatypes.beside(folder)

    def evaluate(
        self,
        question: Question,
        choose: Callable[[str], str],
        output: IO[bytes],
        *,
        blank_nodes: bool = True,
        warnings: Sequence[str] = (),
    ) -> None:
        """Evaluate and serialise into ``output``; a graph has each statement once, with the datatype as written.

        A page has the ``warnings`` too.

        ``choose`` is told the kind of the result (``"solutions"`` or ``"graph"``) before anything is written and
        gives the name of a format. ``blank_nodes`` says whether there may be any in the store. Raises
        :class:`SyntaxProblem` with line and column for text that does not parse, and :class:`FormatCannotHold` for a
        term that the format has no way to write.
        """
        result = self._query(question)
        name = choose("graph" if isinstance(result, QueryTriples) else "solutions")
        told: Result = result
        if isinstance(result, QueryTriples):
            told = distinct(result) if may_repeat(question.text, blank_nodes=blank_nodes) else result
            told = self._datatypes.statements(cast("Iterator[Triple]", told)) if self._datatypes else told
        try:
            write_answer(told, name, question.text, output, warnings)
        except TooManyCells as found:
            write_rows(cast("QuerySolutions", self._query(question)), found.passed, output)
        except OSError as error:
            if not said_by_oxigraph(error, name):
                raise
            raise refusal(cast("QueryTriples", self._query(question)), name) from error

    def rows(self, question: Question) -> tuple[list[str], list[list[str | None]]]:
        """Answer a SELECT of ours with column names and rows in lexical form, IRIs plain, unbound as ``None``."""
        result = cast("QuerySolutions", self._query(question))
        names = [variable.value for variable in result.variables]
        return names, [[None if term is None else getattr(term, "value", str(term)) for term in row] for row in result]

    def check(self, question: Question) -> None:
        """Raise :class:`SyntaxProblem` for text that does not parse."""
        self._query(question)

    def has_graph(self, name: str) -> bool:
        """Whether there is a named graph of this name."""
        return self._store.contains_named_graph(NamedNode(name))

    def resolve(self, names: Sequence[str], prologue: str, base: str | None) -> list[str] | None:
        """Give the IRIs of names, as a query with this prologue writes them; ``None`` where they do not parse."""
        rows = " ".join(f"({place} {name})" for place, name in enumerate(names))
        try:
            found = self._store.query(f"{prologue}\nSELECT * {{ VALUES (?place ?name) {{ {rows} }} }}", base_iri=base)
        except SyntaxError:
            return None
        solutions = cast("QuerySolutions", found)
        return [name for _, name in sorted((int(row["place"].value), row["name"].value) for row in solutions)]

    def lacking(self, question: Question, prologue: str, terms: Sequence[str]) -> set[str]:
        """Give those of some terms, as a query with this prologue writes them, that the default graph does not have."""
        rows = " ".join(f"({place} {term})" for place, term in enumerate(terms))
        there = "{ ?term ?p ?o } UNION { ?s ?p ?term }"
        text = f"{prologue}\nSELECT ?place {{ VALUES (?place ?term) {{ {rows} }} FILTER NOT EXISTS {{ {there} }} }}"
        try:
            found = self._query(replace(question, text=text, evaluated=()))
        except SyntaxProblem:
            return set()
        return {terms[int(row["place"].value)] for row in cast("QuerySolutions", found)}

    def payload(self) -> Iterator[bytes]:
        """Walk the named graphs as canonical N-Quads lines, in no order: what the digest covers."""
        for graph in self._store.named_graphs():
            quads: Iterator[Quad] = self._store.quads_for_pattern(None, None, None, graph)
            yield from self._datatypes.lines(to_text(quads, RdfFormat.N_QUADS).splitlines())

    def _query(self, question: Question) -> QuerySolutions | QueryBoolean | QueryTriples:
        store, default, named = self._store, _nodes(question.default_graphs), _nodes(question.named_graphs)
        if default is not None and len(held := [one for one in default if store.contains_named_graph(one)]) > 1:
            store, default = merged(store, held, named or ()), [DefaultGraph()]
        ask = partial(
            store.query,
            base_iri=question.base,
            default_graph=default,
            named_graphs=named,
            custom_functions=_FUNCTIONS,
        )
        for text in question.evaluated:
            with suppress(SyntaxError):  # its places would not be those of the text as it was written
                return ask(text)
        try:
            result = ask(question.text)
        except SyntaxError as error:
            raise _syntax_problem(error.msg or str(error), question.text) from error
        if not question.as_written:
            raise QueryRefused(_MEANS_ELSE, remedy=_SIMPLER)
        return result


def _nodes(names: Sequence[str] | None) -> list[Any] | None:
    return None if names is None else [NamedNode(name) for name in dict.fromkeys(names)]


_MEANS_ELSE = "The engine would answer something else to this query, and it could not be written as it needs it."
_SIMPLER = "Write it in another way: with a sub-SELECT, or in two queries. Please report it."
_ERROR = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): expected (?:one of )?(?P<expected>.*)", re.DOTALL)
_REMEDY = "Look at what stands just before this place; SPARQL 1.1, section 19.8, has the grammar."
# what could stand elsewhere, and a sentence that the parser has ready wherever a GROUP BY could begin
_OFFERED_ELSEWHERE = {"LATERAL", "SERVICE", "[_]", "SELECT * is not authorized with GROUP BY", "<unreported>"}


def _syntax_problem(words: str, text: str) -> SyntaxProblem:
    """Turn the parser's words into a short message with its place.

    Its list of what could have followed mixes tokens, character classes and sentences; a sentence says most.
    """
    match = _ERROR.fullmatch(words)
    if match is None:
        return SyntaxProblem(f"The query does not parse: {words}.", place=Place("query"))
    line, column = int(match["line"]), int(match["column"])
    # character classes come in brackets and may hold commas; what is left are tokens and sentences
    expected = [part.strip() for part in re.sub(r"\[[^\]]*\]", "", match["expected"]).split(",")]
    wanted = sorted({part for part in expected if part} - _OFFERED_ELSEWHERE)
    sentence = next((part for part in wanted if " " in part and not part.startswith(("'", "|"))), None)
    if sentence:
        message = f"The query does not parse: {sentence[0].lower()}{sentence[1:]}."
    else:
        could = f"; one of {', '.join(wanted[:8])} could" if wanted else ""
        message = f"The query does not parse: {_standing(text, line, column)}{could}."
    return SyntaxProblem(message, place=Place("query", line, column), remedy=_REMEDY)


def _standing(text: str, line: int, column: int) -> str:
    """Say what is at a place."""
    rest = "\n".join(text.split("\n")[line - 1 :])[column - 1 :].split()
    return f"“{rest[0][:30]}” cannot stand here" if rest else "something before its end is not as SPARQL has it"
