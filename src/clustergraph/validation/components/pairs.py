"""Components that compare the value nodes with those of another property of the focus node (SHACL, section 4.5)."""

from collections.abc import Iterable, Iterator, Sequence

from clustergraph.validation.components.constraint import Constraint, Maker, Offence, Run, component
from clustergraph.validation.datatypes import less
from clustergraph.validation.ordering import Ordered
from clustergraph.validation.shapes import Shape, ill_formed
from clustergraph.validation.terms import is_iri, sh

_FEW = 64  # pairs that are compared one by one


def _equals(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
    _predicate(shape, value, "equals")

    def check(focus: str, values: Sequence[str]) -> Iterable[Offence]:
        others = run.data.objects(focus, value)
        here, there = set(values), set(others)
        return [
            *(Offence(one) for one in values if one not in there),
            *(Offence(one) for one in others if one not in here),
        ]

    yield Constraint(component("Equals"), check)


def _disjoint(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
    _predicate(shape, value, "disjoint")

    def check(focus: str, values: Sequence[str]) -> Iterable[Offence]:
        others = set(run.data.objects(focus, value)) if values else ()
        return [Offence(one) for one in values if one in others]

    yield Constraint(component("Disjoint"), check)


def _less_than(name: str, *, or_equal: bool) -> Maker:
    def make(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
        _predicate(shape, value, name)
        if shape.path is None:
            raise ill_formed(shape.node, f"Only a property shape can have sh:{name}")

        def check(focus: str, values: Sequence[str]) -> Iterable[Offence]:
            others = run.data.objects(focus, value) if values else ()
            if len(values) * len(others) <= _FEW:
                return [Offence(one) for one in values for other in others if not less(one, other, or_equal=or_equal)]
            beyond = Ordered(others)
            # one for each pair; they are made as they are taken, for there may be millions
            return (Offence(one) for one in values for _ in range(beyond.not_above(one, or_equal=or_equal)))

        yield Constraint(component(name[0].upper() + name[1:]), check)

    return make


def _predicate(shape: Shape, value: str, name: str) -> None:
    if not is_iri(value):
        raise ill_formed(shape.node, f"sh:{name} must be an IRI")


#: Parameter → maker.
PAIRS: dict[str, Maker] = {
    sh("equals"): _equals,
    sh("disjoint"): _disjoint,
    sh("lessThan"): _less_than("lessThan", or_equal=False),
    sh("lessThanOrEquals"): _less_than("lessThanOrEquals", or_equal=True),
}
