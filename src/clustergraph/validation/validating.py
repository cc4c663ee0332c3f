"""Data and shapes → a verdict: SHACL Core by our own engine, what needs SPARQL by pySHACL, and what neither can do.

Both give the same results where both can (``tests/validation/test_equal.py``); ours is the faster by an order of
magnitude.
"""

import re
import time

from clustergraph.errors import ShapesProblem
from clustergraph.validation import core
from clustergraph.validation.batches import Progress, check_number, run_batches
from clustergraph.validation.core import CoreRun
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.results import SEVERITIES, Verdict, ordered
from clustergraph.validation.shapes import Shapes
from clustergraph.validation.terms import text

MOST_RESULTS = 1_000_000
_BLANK = re.compile(r"_:\w+")


def validate(
    data: TripleIndex,
    shapes: Shapes,
    *,
    disallows: tuple[str, ...] = SEVERITIES,
    most_results: int = MOST_RESULTS,
    processes: int = 0,
    progress: Progress | None = None,
) -> Verdict:
    """Validate a graph; ``disallows`` are the severities with which it does not conform.

    Raises :class:`ShapesProblem` for ill-formed shapes, :class:`ValidationRecursion`, and :class:`TooManyFindings`.
    """
    began = time.monotonic()
    unchecked = list(shapes.asked.unchecked)
    try:
        with CoreRun(data, shapes.core) as run:
            focus = run.focus_nodes()
            found = run_batches(run, focus, most_results=most_results, processes=processes, progress=progress)
    except ShapesProblem as error:
        words = _BLANK.sub(lambda label: _named(shapes.graph, label[0]), error.message)
        raise ShapesProblem(words, place=error.place, limit=error.limit, remedy=error.remedy) from error
    engine = core.ENGINE
    if shapes.sparql.shapes:
        # pySHACL is half of all that a validation would import, and few have a use for it
        from clustergraph.validation import reference

        engine = f"{engine}, {reference.ENGINE}"
        try:
            found += reference.sparql_results(data, shapes, focus)
        except reference.NotEvaluated as error:
            unchecked.append(f"The shapes with SPARQL could not be evaluated: {error}.")
        check_number(found, most_results)
    return Verdict(
        results=ordered(found),
        disallows=disallows,
        unchecked=tuple(unchecked),
        engine=engine,
        seconds=time.monotonic() - began,
        focus_nodes=sum(map(len, focus.values())),
    )


def _named(shapes: TripleIndex, label: str) -> str:
    """Name a part of a shape by the shape."""
    whole = shapes.owner(label)
    return label if whole == label else f"without a name in {text(whole)}"
