"""SHACL Core over an index, in memory: for each target its focus nodes, for each focus node the shape's constraints.

A shape is compiled once for a run: a path becomes the function that follows it, each constraint a function over value
nodes. Whether a node conforms to a shape that others refer to is remembered.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from clustergraph.errors import NotChecked, Place, ValidationRecursion
from clustergraph.validation.components import MAKERS, Constraint
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.property_paths import Follow, follow
from clustergraph.validation.results import Result
from clustergraph.validation.shapes import TARGETS, Shape, Shapes, ill_formed
from clustergraph.validation.terms import is_iri, sh, text

ENGINE = "clustergraph SHACL Core"
_CLASS, _NODE, _SUBJECTS, _OBJECTS = TARGETS
_PROPERTY = sh("property")
_REMEMBERED = 200_000  # answers to whether a node conforms


@dataclass(eq=False, slots=True)
class _Compiled:
    """A shape as functions; ``held`` are the nodes of its property shapes."""

    shape: Shape
    follow: Follow | None
    constraints: tuple[Constraint, ...]
    held: tuple[str, ...]


class CoreRun:
    """One run over data; a focus node is one of which the data itself speaks, not only its background."""

    def __init__(self, data: TripleIndex, shapes: Shapes) -> None:
        self.data = data
        self.shapes = shapes
        self._compiled: dict[str, _Compiled] = {}
        self._known: dict[tuple[str, str], bool | None] = {}

    def focus_nodes(self) -> dict[str, list[str]]:
        """Give shape → focus nodes, each once; raises :class:`ShapesProblem` for ill-formed shapes."""
        found: dict[str, dict[str, None]] = {}
        for shape, kind, value in self.shapes.targets:
            if not shape.deactivated:
                self._compile(shape.node)
                found.setdefault(shape.node, {}).update(dict.fromkeys(self._of_target(kind, value)))
        return {shape: list(nodes) for shape, nodes in found.items()}

    def results(self, shape: str, nodes: Iterable[str]) -> Iterator[Result]:
        """Validate focus nodes against a shape; raises :class:`NotChecked` where too much is nested."""
        try:
            compiled = self._compile(shape)
            for node in nodes:
                yield from self._results(compiled, node)
        except RecursionError as error:
            raise NotChecked(
                f"Below the shape {text(shape)} shapes refer to shapes more deeply than is followed.",
                place=Place("shapes"),
                remedy="Use fewer shapes within shapes; for one that refers to itself, take a path such as ex:part+.",
            ) from error

    def conforms(self, shape: str, node: str) -> bool:
        """Whether validating a node against a shape gives no result.

        Raises :class:`ValidationRecursion` where the answer depends on itself, which SHACL leaves undefined.
        """
        key = (shape, node)
        if key in self._known:
            known = self._known[key]
            if known is None:
                raise ValidationRecursion(
                    f"Whether {text(node)} conforms to {text(shape)} depends on itself.",
                    remedy="Shapes that refer to each other in a circle have no meaning in SHACL where data does too.",
                )
            return known
        if len(self._known) > _REMEMBERED:
            self._known = {open_: None for open_, answer in self._known.items() if answer is None}
        self._known[key] = None
        answer = next(self._results(self._compile(shape), node), None) is None
        self._known[key] = answer
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Forget the functions, which refer to the run as it does to them: so the data is freed at once."""
        self._compiled.clear()

    def _of_target(self, kind: str, value: str) -> Iterable[str]:
        data = self.data
        if kind == _CLASS:
            return (node for node in data.instances(value) if data.base is None or node in data)
        if kind == _SUBJECTS:
            return data.subjects_with(value)
        return data.values_of(value) if kind == _OBJECTS else (value,)

    def _compile(self, node: str) -> _Compiled:
        compiled = self._compiled.get(node)
        if compiled is None:
            shape = self.shapes.shape(node)
            constraints = [
                constraint
                for parameter, values in shape.parameters.items()
                if (maker := MAKERS.get(parameter)) is not None
                for value in values
                for constraint in maker(self, shape, value)
            ]
            path = None if shape.path is None else follow(self.data, shape.path)
            held = shape.parameters.get(_PROPERTY, ())
            for one in held:
                if self.shapes.shape(one).path is None and (one in self.shapes.graph or not is_iri(one)):
                    raise ill_formed(one if is_iri(one) else node, "A value of sh:property must have a path")
            compiled = self._compiled[node] = _Compiled(shape, path, tuple(constraints), held)
        return compiled

    def _results(self, compiled: _Compiled, node: str) -> Iterator[Result]:
        shape = compiled.shape
        if shape.deactivated:
            return
        values = (node,) if compiled.follow is None else compiled.follow(node)
        for component, check in compiled.constraints:
            for value, path in check(node, values):
                yield Result(node, path or shape.path, value, component, shape.node, shape.severity, shape.messages)
        for held in compiled.held:
            inner = self._compile(held)
            for value in values:
                yield from self._results(inner, value)
