"""What is written otherwise so that Oxigraph answers as SPARQL has it, in its order, and what its asker is warned of.

Names with dots and groups of ASK come before it (:mod:`clustergraph.query.mending`), and keys for sorting behind
(:mod:`clustergraph.query.sorting`), for they are needed by what this has made. Each rewriting has a module and a line
in docs/endpoint.md (*Rewritten before evaluation*). One leaves a text alone that means the right thing already; what
comes out of one is read by the next.
"""

from dataclasses import replace

from clustergraph.errors import QueryTooComplex, QueryTooDeep
from clustergraph.query.aggregates import as_sparql_has_them, check_nesting
from clustergraph.query.aliases import without_aliases
from clustergraph.query.alternatives import part_alternatives
from clustergraph.query.counting import with_visible_solutions
from clustergraph.query.durations import write_sums
from clustergraph.query.graphs import with_named_graphs
from clustergraph.query.guard import guard
from clustergraph.query.likeness import Alike
from clustergraph.query.matching import write_patterns
from clustergraph.query.steps import Absent, with_paths_of_no_steps
from clustergraph.query.traps import traps
from clustergraph.query.warnings import Warned, told
from clustergraph.query.ways import with_each_place_once
from clustergraph.settings import Settings

_LONGEST = 16_384  # characters of a text that is looked through for traps, or kept for those that are alike
_ANY_LENGTH = 10**9
_PLAIN, _WITHOUT_TRAPS = Alike(), Alike()


def rewritten(text: str, absent: Absent, settings: Settings) -> tuple[str, tuple[Warned, ...]]:
    """Give what is to be evaluated in the place of a text, and warnings of the rewriting.

    Raises :class:`QueryRefused` and :class:`SyntaxProblem` for what has no plain meaning, and what :func:`guard` raises
    for what became too deep.
    """
    text = write_sums(write_patterns(text))  # by what stands in its texts, in which those that are alike differ
    if text in _PLAIN:
        return text, ()
    warnings: list[Warned] = []
    new, by_names = with_paths_of_no_steps(_by_the_text(text, warnings), absent)
    if new != text:
        _check(new, settings)
    elif not by_names and len(text) <= _LONGEST:
        _PLAIN.add(text)
    return new, tuple(warnings)


def traps_in(text: str) -> tuple[Warned, ...]:
    """Give warnings of what is answered as it is written."""
    if len(text) > _LONGEST or text in _WITHOUT_TRAPS:
        return ()
    found = told(traps(text))
    if not found:
        _WITHOUT_TRAPS.add(text)
    return found


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
