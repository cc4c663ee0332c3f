"""Which constraints of a shapes graph need SPARQL: those in it, and those of Core that refer to a shape which needs it.

All others are evaluated by our own engine, so that a constraint in SPARQL changes the verdict of no other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clustergraph.validation.index import TripleIndex
from clustergraph.validation.terms import SH, sh, text, truth

REFERRING = ("node", "property", "not", "qualifiedValueShape")
LISTING = ("and", "or", "xone")
_QUALIFIED = ("qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint")
#: Component of Core that refers to shapes → its parameter.
_COMPONENTS = {
    "NodeConstraintComponent": "node",
    "NotConstraintComponent": "not",
    "AndConstraintComponent": "and",
    "OrConstraintComponent": "or",
    "XoneConstraintComponent": "xone",
    "QualifiedMinCountConstraintComponent": "qualifiedValueShape",
    "QualifiedMaxCountConstraintComponent": "qualifiedValueShape",
}


@dataclass(frozen=True)
class SparqlParts:
    """The shapes that reach SPARQL, and the statements (shape, parameter) that are for the engine which knows it."""

    shapes: frozenset[str]
    statements: frozenset[tuple[str, str]]

    def has(self, shape: str, component: str) -> bool:
        """Whether a result of a component is for the engine that knows SPARQL to give."""
        name = text(component).removeprefix(SH)
        if name in _COMPONENTS:
            return (shape, sh(_COMPONENTS[name])) in self.statements
        return name == "SPARQLConstraintComponent" or not text(component).startswith(SH)


def sparql_parts(shapes: TripleIndex) -> SparqlParts:
    """Part a shapes graph."""
    referring = _references(shapes)
    found = {*_with_constraints(shapes), *_with_components(shapes)}
    waiting = list(found)
    while waiting:
        more = {shape for shape, _ in referring.get(waiting.pop(), ())} - found
        found |= more
        waiting += more
    statements = {(shape, sh(name)) for one in found for shape, name in referring.get(one, ()) if name != "property"}
    if any(name == sh("qualifiedValueShape") for _, name in statements):  # siblings may be disjoint from one another
        statements |= {(shape, sh(name)) for name in _QUALIFIED for shape in shapes.subjects_with(sh(name))}
    return SparqlParts(frozenset(found), frozenset(statements))


def members(shapes: TripleIndex, head: str) -> list[str]:
    """Give the members of a list, none where it is ill-formed: that is told where it is read."""
    try:
        return shapes.items(head)
    except ValueError:
        return []


def _references(shapes: TripleIndex) -> Mapping[str, list[tuple[str, str]]]:
    """Give shape → the shapes that refer to it, each with the parameter."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in REFERRING + LISTING:
        for shape in shapes.subjects_with(sh(name)):
            for value in shapes.objects(shape, sh(name)):
                for inner in members(shapes, value) if name in LISTING else [value]:
                    found.setdefault(inner, []).append((shape, name))
    return found


def _with_constraints(shapes: TripleIndex) -> Iterator[str]:
    for node in shapes.subjects_with(sh("sparql")):
        constraints = shapes.objects(node, sh("sparql"))
        if not all(any(map(truth, shapes.objects(one, sh("deactivated")))) for one in constraints):
            yield node


def _with_components(shapes: TripleIndex) -> Iterator[str]:
    """Give the shapes that have all parameters which a component of the graph's own needs (SHACL, section 6.2.3)."""
    for component in shapes.instances(sh("ConstraintComponent")):
        needed = [
            path
            for parameter in shapes.objects(component, sh("parameter"))
            if not any(map(truth, shapes.objects(parameter, sh("optional"))))
            for path in shapes.objects(parameter, sh("path"))
        ]
        if needed and not text(component).startswith(SH):
            having = shapes.subjects_with(needed[0])
            yield from (node for node in having if all(shapes.objects(node, path) for path in needed[1:]))
