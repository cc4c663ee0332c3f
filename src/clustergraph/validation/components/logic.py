"""Components that ask whether value nodes conform to other shapes (SHACL, sections 4.6 and 4.7)."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from clustergraph.validation.components.constraint import (
    NOTHING,
    Check,
    Constraint,
    Maker,
    Offence,
    Run,
    boolean,
    component,
    count,
    each,
    only,
    told,
)
from clustergraph.validation.shapes import Shape, ill_formed
from clustergraph.validation.terms import is_literal, sh

_LEAST, _MOST = sh("qualifiedMinCount"), sh("qualifiedMaxCount")
_QUALIFIED = sh("qualifiedValueShape")


def _not(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
    inner = _named(shape, value, "not")
    yield Constraint(component("Not"), each(lambda node: run.conforms(inner, node)))


def _and(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
    members = _members(run, shape, value, "and")
    yield Constraint(component("And"), each(lambda node: not all(run.conforms(inner, node) for inner in members)))


def _or(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
    members = _members(run, shape, value, "or")
    yield Constraint(component("Or"), each(lambda node: not any(run.conforms(inner, node) for inner in members)))


def _xone(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
    members = _members(run, shape, value, "xone")
    yield Constraint(component("Xone"), each(lambda node: sum(run.conforms(inner, node) for inner in members) != 1))


def _node(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
    inner = _named(shape, value, "node")
    yield Constraint(component("Node"), each(lambda node: not run.conforms(inner, node)))


def _qualified(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
    if shape.path is None:
        raise ill_formed(shape.node, "Only a property shape can have sh:qualifiedValueShape")
    inner, parameters = _named(shape, value, "qualifiedValueShape"), shape.parameters
    siblings = _siblings(run, shape, inner) if boolean(shape, "qualifiedValueShapesDisjoint") else ()

    def number(values: Sequence[str]) -> int:
        return sum(
            run.conforms(inner, node) and not any(run.conforms(other, node) for other in siblings) for node in values
        )

    if not parameters.get(_LEAST) and not parameters.get(_MOST):
        raise ill_formed(shape.node, "sh:qualifiedValueShape needs sh:qualifiedMinCount or sh:qualifiedMaxCount")
    for bound in parameters.get(_LEAST, ()):
        least = count(shape, bound, "qualifiedMinCount")
        yield Constraint(component("QualifiedMinCount"), _counted(number, least, None))
    for bound in parameters.get(_MOST, ()):
        most = count(shape, bound, "qualifiedMaxCount")
        yield Constraint(component("QualifiedMaxCount"), _counted(number, 0, most))


def _counted(number: Callable[[Sequence[str]], int], least: int, most: int | None) -> Check:
    def check(_: str, values: Sequence[str]) -> Iterable[Offence]:
        found = number(values)
        return (Offence(),) if found < least or (most is not None and found > most) else NOTHING

    return check


def _siblings(run: Run, shape: Shape, own: str) -> tuple[str, ...]:
    """Give the shapes that values must not conform to as well (SHACL, section 4.7.3)."""
    graph = run.shapes.graph
    found = {
        other
        for parent in graph.subjects(sh("property"), shape.node)
        for held in graph.objects(parent, sh("property"))
        for other in graph.objects(held, _QUALIFIED)
    }
    return tuple(sorted(found - {own}))


def _members(run: Run, shape: Shape, value: str, name: str) -> list[str]:
    return [_named(shape, one, name) for one in run.shapes.items(shape.node, value, f"sh:{name}")]


def _named(shape: Shape, value: str, name: str) -> str:
    if name == "qualifiedValueShape":
        only(shape, name)
    if is_literal(value):
        raise ill_formed(shape.node, f"sh:{name} refers to {told(value)}, which is no shape")
    return value


#: Parameter → maker.
LOGIC: dict[str, Maker] = {
    sh("not"): _not,
    sh("and"): _and,
    sh("or"): _or,
    sh("xone"): _xone,
    sh("node"): _node,
    _QUALIFIED: _qualified,
}
