"""Where in a document a finding stands: at the statement that offends, else where the first about its node begins."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from clustergraph.validation.property_paths import predicates
from clustergraph.validation.results import Result
from clustergraph.validation.terms import is_iri


def lines_of(
    results: Sequence[Result], triples: bytes, lines: Sequence[int], begins: Callable[[], list[int]] = list
) -> list[int]:
    """Give the line of each result, 0 where none is known.

    ``lines`` has one for each statement of ``triples``, and ``begins`` gives those at which statements begin.
    """
    if not results:
        return []
    exact = {(one.focus, _predicate(one), one.value or ""): 0 for one in results}
    partly = {(one.focus, _predicate(one)): 0 for one in results}
    nodes = dict.fromkeys((one.focus for one in results), 0)
    for subject, predicate, value, line in _statements(triples, lines):
        if subject not in nodes:
            continue
        nodes[subject] = nodes[subject] or line
        if (subject, predicate) in partly:
            partly[subject, predicate] = partly[subject, predicate] or line
            key = (subject, predicate, value)
            if key in exact:
                exact[key] = exact[key] or line
    found = [
        exact[one.focus, _predicate(one), one.value or ""] or partly[one.focus, _predicate(one)] for one in results
    ]
    if not all(found):
        reached = _reached([one for one, line in zip(results, found, strict=True) if not line], triples, lines)
        nodes = _from_the_subject(nodes, begins)
        found = [
            line or reached.get(_way(one)) or nodes[one.focus] or 0 for one, line in zip(results, found, strict=True)
        ]
        found = [line or reached.get((one.focus, "")) or 0 for one, line in zip(results, found, strict=True)]
    return found


def _from_the_subject(nodes: dict[str, int], begins: Callable[[], list[int]]) -> dict[str, int]:
    """Take for nodes with a name the line at which the statement about them begins: nothing else begins with a name."""
    starts = begins() if any(line and is_iri(node) for node, line in nodes.items()) else []
    return {
        node: starts[bisect_right(starts, line) - 1] if line and is_iri(node) and starts and starts[0] <= line else line
        for node, line in nodes.items()
    }


def _reached(results: Sequence[Result], triples: bytes, lines: Sequence[int]) -> dict[tuple[str, str], int]:
    """Give lines of values at the end of longer paths, and of focus nodes that are nothing but values."""
    ways: dict[str, set[str]] = {}
    for one in results:
        if one.value is not None and one.path is not None:
            ways.setdefault(one.value, set()).update(predicates(one.path))
    nodes = {one.focus for one in results}
    found: dict[tuple[str, str], int] = {}
    for _, predicate, value, line in _statements(triples, lines):
        if value in nodes:
            found.setdefault((value, ""), line)
        if predicate in ways.get(value, ()):
            found.setdefault(("", value), line)
    return found


def _way(result: Result) -> tuple[str, str]:
    return ("", result.value or "") if result.path is not None and not isinstance(result.path, str) else ("", "")


def _statements(triples: bytes, lines: Sequence[int]) -> Iterator[tuple[str, str, str, int]]:
    for statement, line in zip(triples.decode().split("\n"), lines, strict=False):
        subject, predicate, rest = statement.split(" ", 2)
        yield subject, predicate, rest[:-2], line


def _predicate(result: Result) -> str:
    """Give the predicate, nothing for another kind of path."""
    return result.path if isinstance(result.path, str) else ""
