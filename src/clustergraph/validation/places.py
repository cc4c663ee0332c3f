"""Where in a document a finding stands: the line of the statement that offends, else of what speaks of its node first."""

from collections.abc import Iterable, Sequence

from clustergraph.validation.results import Result


def lines_of(results: Iterable[Result], triples: bytes, lines: Sequence[int]) -> list[int]:
    """Give the line of each result, 0 where none is known; ``lines`` has one for each statement of ``triples``."""
    wanted = list(results)
    exact = {(one.focus, one.path, one.value): 0 for one in wanted if isinstance(one.path, str) and one.value}
    partly = {(one.focus, one.path): 0 for one in wanted if isinstance(one.path, str)}
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
        exact.get((one.focus, one.path, one.value), 0)  # type: ignore[arg-type] - other paths are in no table
        or partly.get((one.focus, one.path), 0)  # type: ignore[arg-type]
        or nodes[one.focus]
        for one in wanted
    ]
