"""Where in a document a finding stands: the line of the statement that offends, else the first about its node."""

from collections.abc import Iterable, Sequence

from clustergraph.validation.results import Result


def lines_of(results: Iterable[Result], triples: bytes, lines: Sequence[int]) -> list[int]:
    """Give the line of each result, 0 where none is known; ``lines`` has one for each statement of ``triples``."""
    wanted = list(results)
    exact = {(one.focus, _predicate(one), one.value or ""): 0 for one in wanted}
    partly = {(one.focus, _predicate(one)): 0 for one in wanted}
    nodes = dict.fromkeys((one.focus for one in wanted), 0)
    for statement, line in zip(triples.decode().split("\n"), lines, strict=False):
        subject, predicate, rest = statement.split(" ", 2)
        if subject not in nodes:
            continue
        nodes[subject] = nodes[subject] or line
        if (subject, predicate) in partly:
            partly[subject, predicate] = partly[subject, predicate] or line
            key = (subject, predicate, rest[:-2])
            if key in exact:
                exact[key] = exact[key] or line
    return [
        exact[one.focus, _predicate(one), one.value or ""] or partly[one.focus, _predicate(one)] or nodes[one.focus]
        for one in wanted
    ]


def _predicate(result: Result) -> str:
    """Give the predicate, nothing for another kind of path."""
    return result.path if isinstance(result.path, str) else ""
