"""Components that look at all value nodes together (SHACL, 4.2, 4.4.5, 4.8.2)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from clustergraph.validation.components.constraint import (
    NOTHING,
    Constraint,
    LastingMaker,
    Offence,
    boolean,
    component,
    count,
    only,
)
from clustergraph.validation.shapes import Shape, Shapes, ill_formed
from clustergraph.validation.terms import language, sh

_ONE = (Offence(),)


def _min_count(_: Shapes, shape: Shape, value: str) -> Iterator[Constraint]:
    _of_property(shape, "minCount")
    least = count(shape, value, "minCount")
    yield Constraint(component("MinCount"), lambda _, values: _ONE if len(values) < least else NOTHING)


def _max_count(_: Shapes, shape: Shape, value: str) -> Iterator[Constraint]:
    _of_property(shape, "maxCount")
    most = count(shape, value, "maxCount")
    yield Constraint(component("MaxCount"), lambda _, values: _ONE if len(values) > most else NOTHING)


def _unique_lang(_: Shapes, shape: Shape, __: str) -> Iterator[Constraint]:
    _of_property(shape, "uniqueLang")
    if not boolean(shape, "uniqueLang"):
        return

    def check(_: str, values: Sequence[str]) -> Iterable[Offence]:
        if len(values) < 2:
            return NOTHING
        tags = Counter(tag for node in values if (tag := language(node)))
        return [Offence() for number in tags.values() if number > 1]

    yield Constraint(component("UniqueLang"), check)


def _has_value(_: Shapes, __: Shape, value: str) -> Iterator[Constraint]:
    yield Constraint(component("HasValue"), lambda _, values: NOTHING if value in values else _ONE)


def _of_property(shape: Shape, name: str) -> None:
    only(shape, name)
    if shape.path is None:
        raise ill_formed(shape.node, f"Only a property shape can have sh:{name}")


#: Parameter → maker.
SETS: dict[str, LastingMaker] = {
    sh("minCount"): _min_count,
    sh("maxCount"): _max_count,
    sh("uniqueLang"): _unique_lang,
    sh("hasValue"): _has_value,
}
