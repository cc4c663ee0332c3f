"""Components that ask whether value nodes conform to other shapes (SHACL, sections 4.6 and 4.7).

Whether a node conforms may be unknown, because a part of the shape is not evaluated here. What follows from the parts
that are known is said all the same (the three values of Kleene's strong logic), and nothing else.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from clustergraph.validation.components.constraint import (
    NOTHING,
    UNKNOWN,
    Check,
    Constraint,
    Maker,
    Offence,
    Run,
    boolean,
    component,
    count,
    judged,
    only,
    told,
)
from clustergraph.validation.shapes import Shape, ill_formed
from clustergraph.validation.terms import is_literal, sh

_LEAST, _MOST = sh("qualifiedMinCount"), sh("qualifiedMaxCount")
_QUALIFIED = sh("qualifiedValueShape")


def _not(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
    inner = _named(shape, value, "not")
    yield Constraint(component("Not"), judged(lambda node: run.conforms(inner, node)))


def _and(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
    members = _members(run, shape, value, "and")

    def offends(node: str) -> bool | None:
        answer: bool | None = False
        for inner in members:
            conforms = run.conforms(inner, node)
            if conforms is False:
                return True
            answer = None if conforms is None else answer
        return answer

    yield Constraint(component("And"), judged(offends))


def _or(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
    members = _members(run, shape, value, "or")

    def offends(node: str) -> bool | None:
        answer: bool | None = True
        for inner in members:
            conforms = run.conforms(inner, node)
            if conforms:
                return False
            answer = None if conforms is None else answer
        return answer

    yield Constraint(component("Or"), judged(offends))


def _xone(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
    members = _members(run, shape, value, "xone")

    def offends(node: str) -> bool | None:
        answers = [run.conforms(inner, node) for inner in members]
        certain, possible = answers.count(True), len(answers) - answers.count(False)
        if certain > 1 or possible < 1:
            return True
        return False if certain == possible else None

    yield Constraint(component("Xone"), judged(offends))


def _node(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
    inner = _named(shape, value, "node")

    def offends(node: str) -> bool | None:
        conforms = run.conforms(inner, node)
        return None if conforms is None else not conforms

    yield Constraint(component("Node"), judged(offends))


def _qualified(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
    if shape.path is None:
        raise ill_formed(shape.node, "Only a property shape can have sh:qualifiedValueShape")
    inner, parameters = _named(shape, value, "qualifiedValueShape"), shape.parameters
    siblings = _siblings(run, shape, inner) if boolean(shape, "qualifiedValueShapesDisjoint") else ()
    number = _number(run, inner, siblings)
    if not parameters.get(_LEAST) and not parameters.get(_MOST):
        raise ill_formed(shape.node, "sh:qualifiedValueShape needs sh:qualifiedMinCount or sh:qualifiedMaxCount")
    for bound in parameters.get(_LEAST, ()):
        least = count(shape, bound, "qualifiedMinCount")
        yield Constraint(component("QualifiedMinCount"), _counted(number, least, None))
    for bound in parameters.get(_MOST, ()):
        most = count(shape, bound, "qualifiedMaxCount")
        yield Constraint(component("QualifiedMaxCount"), _counted(number, 0, most))


def _number(run: Run, inner: str, siblings: Sequence[str]) -> Callable[[Sequence[str]], tuple[int, int]]:
    """Make what counts the nodes that conform to a shape and to none of its siblings: for certain, and at most."""

    def counts(node: str) -> bool | None:
        answer = run.conforms(inner, node)
        for other in siblings if answer is not False else ():
            conforms = run.conforms(other, node)
            if conforms:
                return False
            answer = None if conforms is None else answer
        return answer

    def number(values: Sequence[str]) -> tuple[int, int]:
        answers = [counts(node) for node in values]
        return answers.count(True), len(answers) - answers.count(False)

    return number


def _counted(number: Callable[[Sequence[str]], tuple[int, int]], least: int, most: int | None) -> Check:
    def check(_: str, values: Sequence[str]) -> Iterable[Offence]:
        certain, possible = number(values)
        if possible < least or (most is not None and certain > most):
            return (Offence(),)
        known = certain >= least and (most is None or possible <= most)
        return NOTHING if known else (UNKNOWN,)

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
