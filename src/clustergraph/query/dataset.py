"""The dataset that a query names: its FROM and FROM NAMED clauses (SPARQL 1.1, 13.2), gathered while it is read.

They are read because Oxigraph by itself counts a triple as often as the graphs that hold it are named, and takes a
graph that is not there for an empty one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from clustergraph.errors import Place, QueryRefused, UnknownGraph
from clustergraph.query.calls import place
from clustergraph.query.mending import escape_dots
from clustergraph.store.sealed import Question, SealedStore

_DECLARED = re.compile(r"PREFIX(?:\s++|#[^\n\r]*+[\n\r])++([^\s:<>]*+):", re.IGNORECASE)
_REMEDY = "Write a blank before and behind FROM and NAMED."


@dataclass(frozen=True)
class Clause:
    """One clause: whether it is FROM NAMED, and the name as it is written, an IRI or a prefixed name."""

    named: bool
    name: str


class ClauseReader:
    """Gathers the clauses while the tokens of a query are read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._named: bool | None = None  # nothing where no name of a graph may follow
        self._prefixes: set[str] | None = None  # those that are declared, once anybody asks
        self.clauses: list[Clause] = []

    def keyword(self, word: str) -> None:
        """Take a keyword."""
        if word == "FROM":
            self._named = False
        else:
            self._named = True if word == "NAMED" and self._named is not None else None

    def iri(self, name: str) -> None:
        """Take an IRI or a prefixed name; it may be anything's."""
        if self._named is not None:
            self.clauses.append(Clause(self._named, name))
            self._named = None

    def prefixed(self, name: str, start: int) -> None:
        """Take a prefixed name; raises :class:`QueryRefused` where the keyword may be a part of it: ``FROMx:a``."""
        prefix = name.partition(":")[0]
        if "from" in prefix.lower() and not self._declared(prefix):
            words = f"“{name[:80]}” can be read in two ways."
            raise QueryRefused(words, place=place(self._text, start), remedy=_REMEDY)
        self.iri(name)

    def _declared(self, prefix: str) -> bool:
        if self._prefixes is None:
            self._prefixes = set(_DECLARED.findall(self._text))
        return prefix in self._prefixes


def with_dataset(question: Question, prologue_end: int, clauses: Sequence[Clause], store: SealedStore) -> Question:
    """Give a question whose graphs are what its clauses say, where it has clauses.

    The protocol's graphs come before the query's (SPARQL 1.1 Protocol, 2.1.4). Raises :class:`SyntaxProblem` or
    :class:`QueryRefused` where the names cannot be told, :class:`UnknownGraph` where the store does not have one.
    """
    if not clauses or question.default_graphs is not None or question.named_graphs is not None:
        return question
    names = store.resolve([escape_dots(clause.name) for clause in clauses], question.text[:prologue_end], question.base)
    if names is None:
        store.check(question)
        raise QueryRefused("The graphs of FROM cannot be told.", remedy=_REMEDY)
    for name in names:
        _check(name, store)
    pairs = list(zip(clauses, names, strict=True))
    default = [name for clause, name in pairs if not clause.named]
    return replace(question, default_graphs=default, named_graphs=[name for clause, name in pairs if clause.named])


def _check(name: str, store: SealedStore) -> None:
    if not store.has_graph(name):
        raise UnknownGraph(
            f"The release has no graph <{name}>, and graphs are not fetched from elsewhere.",
            place=Place("query"),
            remedy="SELECT DISTINCT ?g { GRAPH ?g { } } lists the graphs there are.",
        )
