"""Memory of a validation: what it held is freed when it ends, without a search for garbage."""

import gc
import weakref

import pytest

from clustergraph.validation.garbage import put_off
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.shapes import Shapes
from clustergraph.validation.validating import validate

SH, E = "http://www.w3.org/ns/shacl#", "http://e.example/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
SHAPES = (
    f"<{E}S> {TYPE} <{SH}NodeShape> .\n<{E}S> <{SH}targetClass> <{E}C> .\n<{E}S> <{SH}property> <{E}P> .\n"
    f"<{E}P> <{SH}path> <{E}p> .\n<{E}P> <{SH}node> <{E}S> .\n<{E}P> <{SH}class> <{E}C> .\n"
)


class Index(TripleIndex):
    """One that can be watched."""


def test_the_data_is_freed_when_the_verdict_is_there() -> None:
    """Nothing that refers to itself in a circle holds it."""
    data = Index(f"<{E}a> {TYPE} <{E}C> .\n<{E}a> <{E}p> <{E}b> .\n")
    watched = weakref.ref(data)
    with put_off():
        verdict = validate(data, Shapes(TripleIndex(SHAPES)))
        del data

        assert watched() is None
    assert len(verdict.results) == 1


def fail_while_put_off(circle: TripleIndex) -> None:
    """Leave a block with garbage in it by an error."""
    with put_off():
        assert not gc.isenabled()
        circle.base = circle
        raise InterruptedError("the work ended early")


@pytest.mark.parametrize("was_on", [True, False])
def test_garbage_is_put_off_and_looked_for_at_the_end(was_on: bool) -> None:
    """Whatever ends the block; what was set before is set after it."""
    before = gc.isenabled()
    circle = TripleIndex()
    watched = weakref.ref(circle)
    try:
        (gc.enable if was_on else gc.disable)()
        with pytest.raises(InterruptedError, match="ended early") as caught:
            fail_while_put_off(circle)
        assert gc.isenabled() is was_on
        del circle, caught
        with put_off():
            assert watched() is not None
        assert watched() is None
    finally:
        (gc.enable if before else gc.disable)()
