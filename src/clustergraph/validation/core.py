"""SHACL over an index, in memory: for each target its focus nodes, for each focus node the shape's constraints.

A shape is compiled once for a run: a path becomes the function that follows it, each constraint a function over value
nodes. Whether a node conforms to a shape that others refer to is remembered; what cannot be found out is told, and
takes nothing from what can.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

from clustergraph.graph.wording import Gap
from clustergraph.validation.components import LOGIC, MAKERS, Constraint, Offence, of_components
from clustergraph.validation.components.constraint import not_checked
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.later_forms import later_forms
from clustergraph.validation.property_paths import Follow, follow
from clustergraph.validation.results import Result
from clustergraph.validation.shapes import TARGETS, Shape, Shapes, ill_formed
from clustergraph.validation.terms import is_blank, is_iri, sh, text
from clustergraph.validation.vocabulary import named, not_evaluated
from clustergraph.validation.wording import gap, said

if TYPE_CHECKING:
    from clustergraph.validation.queries import QueryData

ENGINE = "clustergraph SHACL Core"
_CLASS, _NODE, _SUBJECTS, _OBJECTS = TARGETS
_PROPERTY, _VALUES, _SHAPE = sh("property"), sh("values"), sh("shape")
_REMEMBERED = 200_000  # answers to whether a node conforms
_OPEN, _ROUND = "open", "round"  # is being found out; depends on itself


_ALL, _PLAIN, _REFERRING = range(3)  # constraints: those that look at values alone, those that refer to shapes


@dataclass(eq=False, slots=True)
class _Compiled:
    """A shape as functions: its constraints by kind (``_ALL`` …), and the property shapes that it holds.

    ``refers`` says whether it or what it holds refers to shapes; nothing where nobody has asked.
    """

    shape: Shape
    follow: Follow | None
    constraints: tuple[tuple[Constraint, ...], ...]
    held: tuple[str, ...]
    refers: bool | None = None


class CoreRun:
    """One run over data; a focus node is one of which the data itself speaks, not only its background.

    ``unchecked`` are sentences on what could not be checked, ``circular`` the focus nodes of shapes whose answer
    depends on itself.
    """

    def __init__(self, data: TripleIndex, shapes: Shapes) -> None:
        self.data = data
        self.shapes = shapes
        self.unchecked: dict[Gap, None] = {}
        self.circular: dict[tuple[str, str], None] = {}
        self._compiled: dict[str, _Compiled] = {}
        self._known: dict[tuple[str, str], bool | str | None] = {}
        self._went_round = False

    @cached_property
    def queried(self) -> "QueryData":
        """The data as queries see it."""
        from clustergraph.validation.queries import QueryData  # rdflib takes long to import; few have a use for it

        return QueryData(self.data)

    def focus_nodes(self) -> dict[str, list[str]]:
        """Give shape → focus nodes, each once; raises :class:`ShapesProblem` for ill-formed shapes."""
        found: dict[str, dict[str, None]] = {}
        for shape, kind, value in self.shapes.targets:
            if not shape.deactivated:
                self._compile(shape.node)
                found.setdefault(shape.node, {}).update(dict.fromkeys(self._of_target(kind, value)))
        for node in self.data.subjects_with(_SHAPE):
            for value in self.data.objects(node, _SHAPE):
                if value in self.shapes.graph:
                    self._compile(value)
                    found.setdefault(value, {})[node] = None
                else:
                    self.tell(gap("absent-for-node", text(value), node=text(node)))
        return {shape: list(nodes) for shape, nodes in found.items()}

    def results(self, shape: str, nodes: Iterable[str]) -> Iterator[Result]:
        """Validate focus nodes against a shape."""
        compiled = self._compile(shape)
        for node in nodes:
            self._went_round = open_ = False
            try:
                for one in self._found(compiled, node):
                    if one is None:
                        open_ = True
                    else:
                        yield one
            except RecursionError:
                self._known = {key: answer for key, answer in self._known.items() if answer != _OPEN}
                self.tell(gap("too-deep", text(shape)))
            if open_ and self._went_round:
                self.circular[shape, node] = None

    def conforms(self, shape: str, node: str) -> bool | None:
        """Whether validating a node against a shape gives no result, ``None`` where it cannot be found out.

        It cannot where the answer depends on itself, which SHACL leaves undefined, and where what is not evaluated
        here would decide.
        """
        key = (shape, node)
        if key in self._known:
            known = self._known[key]
            if isinstance(known, str):
                self._went_round = True
                return None
            return known
        if len(self._known) > _REMEMBERED:
            self._known = {one: answer for one, answer in self._known.items() if answer == _OPEN}
        self._known[key] = _OPEN
        before, self._went_round = self._went_round, False
        answer = self._answer(self._compile(shape), node)
        self._known[key] = _ROUND if answer is None and self._went_round else answer
        self._went_round = before or (answer is None and self._went_round)
        return answer

    def tell(self, words: Gap) -> None:
        """Say what could not be checked."""
        self.unchecked[words] = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Forget the functions, which refer to the run as it does to them: so the data is freed at once."""
        self._compiled.clear()

    def _answer(self, compiled: _Compiled, node: str) -> bool | None:
        """Look at values first: what they decide depends on no other shape, and cannot go round in a circle."""
        answer: bool | None = True
        for kind in (_PLAIN, _REFERRING) if self._refers(compiled) else (_ALL,):
            for one in self._found(compiled, node, kind):
                if one is not None:
                    return False
                answer = None
        return answer

    def _refers(self, compiled: _Compiled) -> bool:
        if compiled.refers is None:
            compiled.refers = True  # of a shape that holds itself, too
            compiled.refers = bool(compiled.constraints[_REFERRING]) or any(
                self._refers(self._compile(held)) for held in compiled.held
            )
        return compiled.refers

    def _of_target(self, kind: str, value: str) -> Iterable[str]:
        data = self.data
        if kind == _CLASS:
            return (node for node in data.instances(value) if data.base is None or node in data)
        if kind == _SUBJECTS:
            return data.subjects_with(value)
        if kind == _NODE and is_blank(value):
            return ()  # an expression of SHACL 1.2, which is told
        return data.values_of(value) if kind == _OBJECTS else (value,)

    def _compile(self, node: str) -> _Compiled:
        compiled = self._compiled.get(node)
        if compiled is None:
            shape = self.shapes.shape(node)
            plain, referring = self._constraints(shape)
            path = None if shape.path is None else follow(self.data, shape.path)
            held = () if shape.open or _VALUES in shape.parameters else shape.parameters.get(_PROPERTY, ())
            for one in held:
                if self.shapes.shape(one).path is None and (one in self.shapes.graph or not is_iri(one)):
                    raise ill_formed(one if is_iri(one) else node, "A value of sh:property must have a path")
            kinds = (*plain, *referring), tuple(plain), tuple(referring)
            compiled = self._compiled[node] = _Compiled(shape, path, kinds, held)
        return compiled

    def _constraints(self, shape: Shape) -> tuple[list[Constraint], list[Constraint]]:
        """Give the constraints of a shape that look at values, and those that refer to shapes."""
        plain: list[Constraint] = []
        referring: list[Constraint] = []
        if shape.deactivated:
            return plain, referring
        if (why := shape.open or self.shapes.absent(shape.node)) is not None:
            return [not_checked(self, "", why)], referring
        for parameter, values in shape.parameters.items():
            if not_evaluated(text(parameter)):
                words = gap("not-evaluated", named(text(parameter)), shape=self.shapes.whole(shape.node))
                plain.append(not_checked(self, "", words))
            if (maker := MAKERS.get(parameter)) is None:
                continue
            if later := later_forms(self.shapes.graph, shape.node, parameter):
                plain.extend(not_checked(self, "", words) for words in later)
            else:
                made = [constraint for value in values for constraint in maker(self, shape, value)]
                (referring if parameter in LOGIC else plain).extend(made)
        plain += of_components(self, shape)
        if _VALUES in shape.parameters:  # what the value nodes are is then not known
            return [one for one in plain if not one.component], []
        return plain, referring

    def _found(self, compiled: _Compiled, node: str, kind: int = _ALL) -> Iterator[Result | None]:
        """Give the results for a node, ``None`` for each thing that could not be found out."""
        shape = compiled.shape
        if shape.deactivated:
            return
        values = (node,) if compiled.follow is None else compiled.follow(node)
        for component, check in compiled.constraints[kind]:
            for offence in check(node, values):
                yield _result(shape, node, component, offence) if offence.known else None
        for held in compiled.held:
            inner = self._compile(held)
            if kind != _REFERRING or self._refers(inner):
                for value in values:
                    yield from self._found(inner, value, kind)


def _result(shape: Shape, node: str, component: str, offence: Offence) -> Result:
    return Result(
        focus=offence.focus or node,
        path=offence.path or shape.path,
        value=offence.value,
        component=component,
        shape=shape.node,
        severity=offence.severity or shape.severity,
        messages=shape.messages if offence.messages is None else offence.messages,
    )


def told_circles(circular: Iterable[tuple[str, str]]) -> list[Gap]:
    """Say of which focus nodes the answer depends on itself, in a sentence for each shape."""
    by_shape: dict[str, list[str]] = defaultdict(list)
    for shape, node in circular:
        by_shape[shape].append(node)
    return [
        gap(
            "circle",
            text(shape),
            node=text(min(nodes)),
            more=said("circle.more", number=str(len(nodes) - 1)) if len(nodes) > 1 else "",
        )
        for shape, nodes in sorted(by_shape.items())
    ]
