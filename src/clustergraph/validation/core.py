"""SHACL over an index, in memory: for each target its focus nodes, for each focus node the shape's constraints.

A shape is prepared once for all data (``validation.prepared``) and compiled once for a run: a path becomes the function
that follows it, each constraint a function over value nodes. Whether a node conforms to a shape that others refer to is
remembered; what cannot be found out is told, and takes nothing from what can.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

from clustergraph.graph.wording import Gap
from clustergraph.validation.components import Constraint, Offence, of_components
from clustergraph.validation.components.constraint import not_checked
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.prepared import Prepared, prepared
from clustergraph.validation.property_paths import Follow, follow
from clustergraph.validation.results import Result
from clustergraph.validation.shapes import TARGETS, Shape, Shapes
from clustergraph.validation.terms import is_blank, sh, text
from clustergraph.validation.wording import gap, said

if TYPE_CHECKING:
    from clustergraph.validation.queries import QueryData

ENGINE = "clustergraph SHACL Core"
_CLASS, _NODE, _SUBJECTS, _OBJECTS = TARGETS
_SHAPE = sh("shape")
_REMEMBERED = 200_000  # answers to whether a node conforms
_OPEN, _ROUND = "open", "round"  # is being found out; depends on itself


_ALL, _PLAIN, _REFERRING = range(3)  # constraints: those that look at values alone, those that refer to shapes


@dataclass(eq=False, slots=True)
class _Compiled:
    """A shape as functions over the data of a run: its path, and its constraints by kind (``_ALL`` …)."""

    ready: Prepared
    follow: Follow | None
    constraints: tuple[tuple[Constraint, ...], ...]


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
                self._check(shape.node)
                found.setdefault(shape.node, {}).update(dict.fromkeys(self._of_target(kind, value)))
        for node in self.data.subjects_with(_SHAPE):
            for value in self.data.objects(node, _SHAPE):
                if value in self.shapes.graph:
                    self._check(value)
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
        for kind in (_PLAIN, _REFERRING) if self._refers(compiled.ready) else (_ALL,):
            for one in self._found(compiled, node, kind):
                if one is not None:
                    return False
                answer = None
        return answer

    def _refers(self, ready: Prepared) -> bool:
        if ready.refers is None:
            ready.refers = True  # of a shape that holds itself, too
            ready.refers = bool(ready.referring) or any(
                self._refers(prepared(self.shapes, held)) for held in ready.held
            )
        return ready.refers

    def _of_target(self, kind: str, value: str) -> Iterable[str]:
        data = self.data
        if kind == _CLASS:
            return data.own_instances(value)
        if kind == _SUBJECTS:
            return data.subjects_with(value)
        if kind == _NODE and is_blank(value):
            return ()  # an expression of SHACL 1.2, which is told
        return data.values_of(value) if kind == _OBJECTS else (value,)

    def _check(self, node: str) -> None:
        """Raise :class:`ShapesProblem` where a shape is ill-formed, whether or not anything is looked at by it."""
        if not prepared(self.shapes, node).is_well:
            self._compile(node)

    def _compile(self, node: str) -> _Compiled:
        compiled = self._compiled.get(node)
        if compiled is None:
            ready = prepared(self.shapes, node)
            path = None if ready.shape.path is None else follow(self.data, ready.shape.path)
            plain, referring = self._constraints(ready)
            compiled = self._compiled[node] = _Compiled(ready, path, ((*plain, *referring), plain, referring))
            ready.is_well = True
        return compiled

    def _constraints(self, ready: Prepared) -> tuple[tuple[Constraint, ...], tuple[Constraint, ...]]:
        """Give the constraints of a shape that look at values, and those that refer to shapes."""
        shape = ready.shape
        if shape.deactivated:
            return (), ()
        plain = [not_checked(self, "", words) for words in ready.unchecked]
        plain += [made for maker, value in ready.plain for made in maker(self, shape, value)]
        plain += of_components(self, shape)
        referring = [made for maker, value in ready.referring for made in maker(self, shape, value)]
        if ready.computed:
            return tuple(one for one in plain if not one.component), ()
        return (*ready.lasting, *plain), tuple(referring)

    def _found(self, compiled: _Compiled, node: str, kind: int = _ALL) -> Iterator[Result | None]:
        """Give the results for a node, ``None`` for each thing that could not be found out."""
        ready = compiled.ready
        shape = ready.shape
        if shape.deactivated:
            return
        values = (node,) if compiled.follow is None else compiled.follow(node)
        for component, check in compiled.constraints[kind]:
            for offence in check(node, values):
                yield _result(shape, node, component, offence) if offence.known else None
        for held in ready.held:
            inner = self._compile(held)
            if kind != _REFERRING or self._refers(inner.ready):
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
