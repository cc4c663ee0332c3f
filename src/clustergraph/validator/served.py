"""What a release that was loaded describes, as far as those who send data must know it: out of its store.

Of a release that was built the records lie in the repository; of one that was loaded nothing lies there.
"""

from collections.abc import Set
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from clustergraph.store.sealed import Question, SealedStore
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.terms import TYPE, sh

_CLASS = sh("class")


def served_records(store: Path, asked: Set[str]) -> bytes:
    """Give the statements as N-Triples; of classes those that are ``asked`` for (terms).

    Raises :class:`ReleaseError` where the store cannot be opened.
    """
    output = BytesIO()
    # nothing holds the store when data is checked, in processes that may be forked
    SealedStore(store).evaluate(Question(_query()), lambda _: "ntriples", output)
    kept = (line for line in output.getvalue().decode().splitlines(keepends=True) if _is_known(line, asked))
    return "".join(kept).encode()


def classes_asked(shapes: TripleIndex, background: TripleIndex | None) -> frozenset[str]:
    """Give the classes for which shapes ask, with those below them."""
    asked = shapes.values_of(_CLASS)
    below = (background or TripleIndex()).classes_below
    return frozenset(one for class_ in asked for one in below(class_))


def _is_known(line: str, asked: Set[str]) -> bool:
    _, predicate, value = line.split(" ", 2)
    return predicate != TYPE or value.removesuffix(" .\n") in asked


@cache
def _query() -> str:
    return files("clustergraph.validator").joinpath("served.rq").read_text("utf-8")
