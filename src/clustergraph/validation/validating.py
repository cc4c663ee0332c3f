"""Data and shapes → a verdict, with what of the shapes could not be checked.

It is that of pySHACL where both give one and neither errs (``tests/validation/test_equal.py``), and faster by an order
of magnitude.
"""

import re
import time

from clustergraph.errors import ShapesProblem
from clustergraph.validation import core
from clustergraph.validation.batches import Progress, run_batches
from clustergraph.validation.core import CoreRun, told_circles
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

    Raises :class:`ShapesProblem` for ill-formed shapes, and :class:`TooManyFindings`.
    """
    began = time.monotonic()
    try:
        with CoreRun(data, shapes) as run:
            focus = run.focus_nodes()
            found = run_batches(run, focus, most_results=most_results, processes=processes, progress=progress)
    except ShapesProblem as error:
        words = _BLANK.sub(lambda label: _named(shapes.graph, label[0]), error.message)
        raise ShapesProblem(words, place=error.place, limit=error.limit, remedy=error.remedy) from error
    engine = core.ENGINE
    if shapes.has_queries:
        # few have a use for what evaluates queries, and it takes long to import
        from clustergraph.validation import queries

        engine = f"{engine}, {queries.ENGINE}"
    return Verdict(
        results=ordered(found),
        disallows=disallows,
        unchecked=tuple(dict.fromkeys([*shapes.asked.unchecked, *sorted(run.unchecked), *told_circles(run.circular)])),
        engine=engine,
        seconds=time.monotonic() - began,
        focus_nodes=sum(map(len, focus.values())),
    )


def _named(shapes: TripleIndex, label: str) -> str:
    """Name a part of a shape by the shape."""
    whole = shapes.owner(label)
    return label if whole == label else f"without a name in {text(whole)}"
