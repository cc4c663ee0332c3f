"""Components that look at all value nodes together, or at all of a node's properties (SHACL, 4.2, 4.4.5, 4.8)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from clustergraph.validation.components.constraint import (
    NOTHING,
    Constraint,
    Maker,
    Offence,
    Run,
    boolean,
    component,
    count,
    only,
)
from clustergraph.validation.shapes import Shape, ill_formed
from clustergraph.validation.terms import is_iri, language, sh

_ONE = (Offence(),)


def _min_count(_: Run, shape: Shape, value: str) -> Iterator[Constraint]:
    _of_property(shape, "minCount")
    least = count(shape, value, "minCount")
    yield Constraint(component("MinCount"), lambda _, values: _ONE if len(values) < least else NOTHING)


def _max_count(_: Run, shape: Shape, value: str) -> Iterator[Constraint]:
    _of_property(shape, "maxCount")
    most = count(shape, value, "maxCount")
    yield Constraint(component("MaxCount"), lambda _, values: _ONE if len(values) > most else NOTHING)


def _unique_lang(_: Run, shape: Shape, __: str) -> Iterator[Constraint]:
    _of_property(shape, "uniqueLang")
    if not boolean(shape, "uniqueLang"):
        return

    def check(_: str, values: Sequence[str]) -> Iterable[Offence]:
        if len(values) < 2:
            return NOTHING
        tags = Counter(tag for node in values if (tag := language(node)))
        return [Offence() for number in tags.values() if number > 1]

    yield Constraint(component("UniqueLang"), check)


def _has_value(_: Run, __: Shape, value: str) -> Iterator[Constraint]:
    yield Constraint(component("HasValue"), lambda _, values: NOTHING if value in values else _ONE)


def _closed(run: Run, shape: Shape, _: str) -> Iterator[Constraint]:
    if not boolean(shape, "closed"):
        return
    ignored = shape.parameters.get(sh("ignoredProperties"), ())
    only(shape, "ignoredProperties")
    allowed = set(run.shapes.items(shape.node, ignored[0], "sh:ignoredProperties")) if ignored else set()
    for held in shape.parameters.get(sh("property"), ()):
        allowed.update(path for path in run.shapes.graph.objects(held, sh("path")) if is_iri(path))
    data = run.data

    def check(_: str, values: Sequence[str]) -> Iterable[Offence]:
        found: list[Offence] = []
        for node in values:
            for predicate in data.predicates(node):
                if predicate not in allowed:
                    found += [Offence(one, predicate) for one in data.objects(node, predicate)]
        return found

    yield Constraint(component("Closed"), check)


def _of_property(shape: Shape, name: str) -> None:
    only(shape, name)
    if shape.path is None:
        raise ill_formed(shape.node, f"Only a property shape can have sh:{name}")


#: Parameter → maker.
SETS: dict[str, Maker] = {
    sh("minCount"): _min_count,
    sh("maxCount"): _max_count,
    sh("uniqueLang"): _unique_lang,
    sh("hasValue"): _has_value,
    sh("closed"): _closed,
}
