"""A shapes graph → shapes that can be evaluated (SHACL, section 2): targets, path, severity, messages, constraints.

Shapes are looked at as they are read: what is ill-formed (SHACL, appendix A) is told with the shape's name, never
passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from clustergraph.errors import Place, ShapesProblem
from clustergraph.graph.wording import Gap, joined
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.later_forms import is_expression, later_forms
from clustergraph.validation.lint import LISTING, REFERRING, Asked, lint, members
from clustergraph.validation.property_paths import DEEPEST, Path, read_path
from clustergraph.validation.terms import RDFS, SUBCLASS_OF, TYPE, XSD, is_iri, is_literal, sh, text, truth
from clustergraph.validation.vocabulary import DASH, VOCABULARIES
from clustergraph.validation.wording import gap, said

if TYPE_CHECKING:
    from clustergraph.validation.prepared import Prepared

TARGETS = tuple(sh(name) for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"))
_OWL_CLASS = "<http://www.w3.org/2002/07/owl#Class>"
_CLASS = f"<{RDFS}Class>"
_BOOLEAN = f"^^<{XSD}boolean>"
_SHAPE_CLASSES = (sh("ShapeClass"), f"<{DASH}ShapeClass>")  # a class and a node shape in one
KINDS = (sh("NodeShape"), sh("PropertyShape"), sh("Shape"), *_SHAPE_CLASSES)
_MOST_REFERRING = 3  # shapes that are named for one that they refer to


@dataclass(frozen=True, slots=True)
class Component:
    """A constraint component that the shapes define; a parameter is a name, a property, and whether it is optional."""

    node: str
    parameters: tuple[tuple[str, str, bool], ...]


@dataclass(eq=False, slots=True)
class Shape:
    """One shape; ``parameters`` are its statements in the vocabulary of SHACL, by predicate.

    ``open`` says why it cannot be known whether it is switched off.
    """

    node: str
    path: Path | None
    severity: str
    messages: tuple[str, ...]
    deactivated: bool
    parameters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    open: Gap | None = None


class Shapes:
    """The shapes of a graph, read when they are asked for; ``prepared`` keeps what is the same for all data."""

    def __init__(self, graph: TripleIndex) -> None:
        self.graph = graph
        self.prepared: dict[str, Prepared] = {}
        self._shapes: dict[str, Shape] = {}

    @cached_property
    def asked(self) -> Asked:
        """What they ask for beyond SHACL Core, and what of it cannot be checked."""
        return lint(self.graph)

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """The constraint components that the graph defines (SHACL, section 6.2), without those of the vocabularies."""
        return tuple(
            Component(node, parameters)
            for node in sorted(self.graph.instances(sh("ConstraintComponent")))
            if not text(node).startswith(VOCABULARIES) and (parameters := tuple(self._parameters(node)))
        )

    @cached_property
    def has_queries(self) -> bool:
        """Whether any constraint may be in SPARQL."""
        return bool(self.components) or any(True for _ in self.graph.subjects_with(sh("sparql")))

    def absent(self, node: str) -> Gap | None:
        """Say that a shape is not there and which refer to it, nothing where it is."""
        if not is_iri(node) or node in self.graph:
            return None
        referring = sorted({(self.whole(shape), name) for shape, name in self._referring(node)})
        told = joined(
            ", ", [said("absent.referring", shape=shape, name=name) for shape, name in referring[:_MOST_REFERRING]]
        )
        if len(referring) > _MOST_REFERRING:
            told = joined("", [told, said("absent.more", number=str(len(referring) - _MOST_REFERRING))])
        return gap("absent", text(node), referring=told)

    def whole(self, node: str) -> str:
        """Name what has a name and has a shape without one as its part."""
        return text(self.graph.owner(node))

    def _referring(self, node: str) -> Iterator[tuple[str, str]]:
        for name in REFERRING + LISTING:
            for shape in self.graph.subjects_with(sh(name)):
                for value in self.graph.objects(shape, sh(name)):
                    if node in (members(self.graph, value) if name in LISTING else [value]):
                        yield shape, f"sh:{name}"

    def _parameters(self, component: str) -> Iterator[tuple[str, str, bool]]:
        for parameter in self.graph.objects(component, sh("parameter")):
            optional = any(map(truth, self.graph.objects(parameter, sh("optional"))))
            for path in filter(is_iri, self.graph.objects(parameter, sh("path"))):
                yield text(path)[max(text(path).rfind("#"), text(path).rfind("/")) + 1 :], path, optional

    def shape(self, node: str) -> Shape:
        """Read one shape; raises :class:`ShapesProblem` where it is ill-formed."""
        if node not in self._shapes:
            self._shapes[node] = self._read(node)
        return self._shapes[node]

    def items(self, node: str, head: str, parameter: str) -> list[str]:
        """Read a list that a parameter has; raises :class:`ShapesProblem` where it is none."""
        try:
            return self.graph.items(head)
        except ValueError as error:
            raise ill_formed(node, f"The value of {parameter} is not a well-formed list") from error

    @cached_property
    def targets(self) -> list[tuple[Shape, str, str]]:
        """Each target: the shape, the kind of target and its value; classes that are shapes are their own.

        Raises :class:`ShapesProblem` where one is ill-formed.
        """
        return list(self._targets())

    def _targets(self) -> Iterator[tuple[Shape, str, str]]:
        for kind in TARGETS:
            for node in sorted(self.graph.subjects_with(kind)):
                for value in self.graph.objects(node, kind):
                    if kind != TARGETS[1] and not is_iri(value):
                        raise ill_formed(node, f"{text(kind).rpartition('#')[2]} must be an IRI")
                    yield self.shape(node), kind, value
        for node in sorted({node for kind in KINDS for node in self.graph.instances(kind)}):
            if is_iri(node) and self._is_class(node):
                yield self.shape(node), TARGETS[0], node

    def _is_class(self, node: str) -> bool:
        """Whether it is a class; those of OWL are, as OWL has it, even if the graph does not say so (pySHACL too)."""
        return (
            not {*_SHAPE_CLASSES}.isdisjoint(self.graph.objects(node, TYPE))
            or _OWL_CLASS in self.graph.objects(node, TYPE)
            or self.graph.is_instance(node, _CLASS)
            or any(_CLASS in self.graph.objects(kind, SUBCLASS_OF) for kind in self.graph.objects(node, TYPE))
        )

    def _read(self, node: str) -> Shape:
        graph = self.graph
        severities, deactivated = graph.objects(node, sh("severity")), graph.objects(node, sh("deactivated"))
        for name, values in (("severity", severities), ("deactivated", deactivated)):
            if len(values) > 1:
                raise ill_formed(node, f"It has more than one sh:{name}")
        if severities and not is_iri(severities[0]):
            raise ill_formed(node, "sh:severity must be an IRI")
        later = next(iter(later_forms(graph, node, sh("deactivated"))), None)
        if deactivated and later is None and not deactivated[0].endswith(_BOOLEAN):
            raise ill_formed(node, "sh:deactivated must be true or false, of xsd:boolean")
        messages = [one for one in graph.objects(node, sh("message")) if not is_expression(graph, one)]
        if not all(is_literal(message) for message in messages):
            raise ill_formed(node, "A message must be a text")
        return Shape(
            node=node,
            path=self._path(node),
            severity=severities[0] if severities else sh("Violation"),
            messages=tuple(sorted(messages)),
            deactivated=bool(deactivated) and truth(deactivated[0]),
            open=later,
            parameters={name: tuple(graph.objects(node, name)) for name in graph.predicates(node)},
        )

    def _path(self, node: str) -> Path | None:
        paths = self.graph.objects(node, sh("path"))
        if not paths:
            if sh("PropertyShape") in self.graph.objects(node, TYPE):
                raise ill_formed(node, "A property shape must have a path")
            return None
        if len(paths) > 1 or sh("NodeShape") in self.graph.objects(node, TYPE):
            raise ill_formed(node, "A property shape must have one path, and a node shape none")
        try:
            return read_path(self.graph, paths[0])
        except ValueError as error:
            raise ill_formed(node, f"Its path is not well-formed, or deeper than {DEEPEST} levels") from error


def ill_formed(node: str, why: str) -> ShapesProblem:
    """Make the error for a shape that is ill-formed."""
    return ShapesProblem(
        f"The shape {text(node)} is ill-formed. {why}.",
        place=Place("shapes"),
        remedy="Mend it as appendix A of the SHACL recommendation has it; the data has not been looked at.",
    )
