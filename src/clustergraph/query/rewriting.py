"""What is written otherwise so that Oxigraph answers as SPARQL has it, in its order, and what its asker is warned of.

Names with dots and groups of ASK come before it (:mod:`clustergraph.query.mending`), and keys for sorting behind
(:mod:`clustergraph.query.sorting`): :mod:`clustergraph.query.preparation` does one after the other. Each rewriting has
a module and a line in docs/endpoint.md (*Rewritten before evaluation*). One leaves a text alone that means the right
thing already; what comes out of one is read by the next.
"""

from dataclasses import replace
from typing import NamedTuple

from clustergraph.errors import QueryTooComplex, QueryTooDeep
from clustergraph.query.aggregates import as_sparql_has_them, check_nesting
from clustergraph.query.aliases import without_aliases
from clustergraph.query.alternatives import part_alternatives
from clustergraph.query.counting import with_visible_solutions
from clustergraph.query.durations import write_sums
from clustergraph.query.graphs import with_named_graphs
from clustergraph.query.guard import guard
from clustergraph.query.matching import write_patterns
from clustergraph.query.steps import Absent, with_paths_of_no_steps
from clustergraph.query.warnings import Warned
from clustergraph.query.ways import with_each_place_once
from clustergraph.settings import Settings

_ANY_LENGTH = 10**9


class Rewritten(NamedTuple):
    """What is to be evaluated in the place of a text, warnings, and whether the names in it had a part in that."""

    text: str
    warnings: tuple[Warned, ...]
    by_names: bool


def rewritten(text: str, absent: Absent, settings: Settings) -> Rewritten:
    """Rewrite a text that the guard has let through.

    Raises :class:`QueryRefused` and :class:`SyntaxProblem` for what has no plain meaning, and what :func:`guard` raises
    for what became too deep.
    """
    warnings: list[Warned] = []
    new, by_names = with_paths_of_no_steps(_by_the_text(by_contents(text), warnings), absent)
    if new != text:
        _check(new, settings)
    return Rewritten(new, tuple(warnings), by_names)


def by_contents(text: str) -> str:
    """Rewrite what its strings and datatypes decide; raises :class:`QueryRefused` for patterns that cannot be told."""
    return write_sums(write_patterns(text))


def _by_the_text(text: str, warnings: list[Warned]) -> str:
    """Rewrite as far as the text alone decides."""
    check_nesting(text)
    text = without_aliases(text, warnings)
    for rewrite in (
        part_alternatives,
        with_named_graphs,
        with_visible_solutions,
        as_sparql_has_them,
        with_each_place_once,
    ):
        text = rewrite(text)
    return text


def _check(text: str, settings: Settings) -> None:
    """Let the guard look at what came out, where brackets and calls may lie deeper; its places are not the asker's."""
    try:
        guard(text, replace(settings, query_max_bytes=_ANY_LENGTH))
    except (QueryTooDeep, QueryTooComplex) as error:
        error.place = None
        raise
