"""The constraint components of DASH that are defined by queries (``dash.ttl``), as functions.

What a query there does not find is no offence, so what it cannot compare is none either. A component whose query is for
property shapes alone asks nothing of a node shape that could be said; it is told as not checked.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import quote

from clustergraph.validation.components.constraint import (
    NOTHING,
    Check,
    Constraint,
    Maker,
    Offence,
    Run,
    each,
    not_checked,
    told,
)
from clustergraph.validation.property_paths import Follow, follow
from clustergraph.validation.shapes import Shape, ill_formed
from clustergraph.validation.terms import TYPE, XSD, is_blank, is_iri, is_literal, literal, sh, text, truth
from clustergraph.validation.vocabulary import DASH as NAMESPACE
from clustergraph.validation.wording import gap

_ONE = (Offence(),)
_BOOLEAN = f"{XSD}boolean"
#: What makes the check out of the run, the function that follows the shape's path, the shape, and the parameter.
_Make = Callable[[Run, Follow, Shape, str], Check]


def _on(name: str) -> str:
    return f"<{NAMESPACE}{name}>"


def _component(name: str) -> str:
    return _on(f"{name[0].upper()}{name[1:]}ConstraintComponent")


def _of_property(name: str, make: _Make, component: str = "") -> Maker:
    def maker(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
        iri = component or _component(name)
        if shape.path is None:
            whole = run.shapes.whole(shape.node)
            yield not_checked(run, iri, gap("property-shapes-alone", f"dash:{name}", shape=whole))
        else:
            yield Constraint(iri, make(run, follow(run.data, shape.path), shape, value))

    return maker


def _of_values(name: str, make: Callable[[Run, Shape, str], Callable[[str], bool]]) -> Maker:
    def maker(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
        yield Constraint(_component(name), each(make(run, shape, value)))

    return maker


def _is_on(shape: Shape, value: str, name: str) -> bool:
    if not is_literal(value) or literal(value)[1] != _BOOLEAN:
        raise ill_formed(shape.node, f"dash:{name} must be true or false, not {told(value)}")
    return truth(value)


def _co_exists_with(run: Run, _: Follow, __: Shape, other: str) -> Check:
    return lambda focus, values: _ONE if bool(values) != bool(run.data.objects(focus, other)) else NOTHING


def _has_value_in(run: Run, _: Follow, shape: Shape, head: str) -> Check:
    members = frozenset(run.shapes.items(shape.node, head, "dash:hasValueIn"))
    return lambda _, values: _ONE if members.isdisjoint(values) else NOTHING


def _has_value_with_class(run: Run, _: Follow, __: Shape, class_: str) -> Check:
    data = run.data
    return lambda _, values: NOTHING if any(data.is_instance(one, class_) for one in values) else _ONE


def _non_recursive(_: Run, __: Follow, shape: Shape, value: str) -> Check:
    wanted = _is_on(shape, value, "nonRecursive")
    return lambda focus, values: (Offence(focus),) if wanted and focus in values else NOTHING


def _sub_set_of(run: Run, _: Follow, __: Shape, other: str) -> Check:
    def check(focus: str, values: Sequence[str]) -> Iterable[Offence]:
        others = set(run.data.objects(focus, other))
        return [Offence(one) for one in values if one not in others]

    return check


def _symmetric(_: Run, way: Follow, shape: Shape, value: str) -> Check:
    wanted = _is_on(shape, value, "symmetric")

    def check(focus: str, values: Sequence[str]) -> Iterable[Offence]:
        return [Offence(one) for one in values if wanted and (is_literal(one) or focus not in way(one))]

    return check


def _unique_value_for_class(run: Run, _: Follow, shape: Shape, class_: str) -> Check:
    back, data = follow(run.data, ("inverse", shape.path)), run.data

    def check(focus: str, values: Sequence[str]) -> Iterable[Offence]:
        return [
            Offence(value)
            for value in values
            for other in back(value)
            if other != focus and data.is_instance(other, class_)
        ]

    return check


def _uri_start(_: Run, __: Follow, ___: Shape, start: str) -> Check:
    def check(focus: str, values: Sequence[str]) -> Iterable[Offence]:
        if len(values) != 1 or is_blank(focus) or is_blank(values[0]):
            return _ONE
        return NOTHING if text(focus) == text(start) + quote(text(values[0]), safe="-_.~") else _ONE

    return check


def _root_class(run: Run, _: Shape, class_: str) -> Callable[[str], bool]:
    return lambda node: node not in run.data.classes_below(class_)


def _single_line(_: Run, shape: Shape, value: str) -> Callable[[str], bool]:
    wanted = _is_on(shape, value, "singleLine")
    return lambda node: wanted and is_literal(node) and ("\n" in text(node) or "\r" in text(node))


def _stem(_: Run, __: Shape, value: str) -> Callable[[str], bool]:
    start = text(value)
    return lambda node: not is_iri(node) or not text(node).startswith(start)


def _closed_by_types(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
    iri = _component("closedByTypes")
    if shape.path is not None:
        whole = run.shapes.whole(shape.node)
        yield not_checked(run, iri, gap("node-shapes-alone", "dash:closedByTypes", shape=whole))
        return
    wanted, data, graph = _is_on(shape, value, "closedByTypes"), run.data, run.shapes.graph
    allowed: dict[str, set[str]] = {}

    def of_class(class_: str) -> set[str]:
        if class_ not in allowed:
            held = graph.objects(class_, sh("property"))
            allowed[class_] = {path for one in held for path in graph.objects(one, sh("path"))}
        return allowed[class_]

    def check(focus: str, _: Sequence[str]) -> Iterable[Offence]:
        known = {path for class_ in data.classes_of(focus) for path in of_class(class_)} if wanted else set()
        return [
            Offence(one, predicate)
            for predicate in (data.predicates(focus) if wanted else ())
            if predicate != TYPE and predicate not in known
            for one in data.objects(focus, predicate)
        ]

    yield Constraint(iri, check)


#: Parameter → maker.
DASH: dict[str, Maker] = {
    _on("closedByTypes"): _closed_by_types,
    _on("rootClass"): _of_values("rootClass", _root_class),
    _on("singleLine"): _of_values("singleLine", _single_line),
    _on("stem"): _of_values("stem", _stem),
    _on("uriStart"): _of_property("uriStart", _uri_start, _on("PrimaryKeyConstraintComponent")),
    **{
        _on(name): _of_property(name, make)
        for name, make in (
            ("coExistsWith", _co_exists_with),
            ("hasValueIn", _has_value_in),
            ("hasValueWithClass", _has_value_with_class),
            ("nonRecursive", _non_recursive),
            ("subSetOf", _sub_set_of),
            ("symmetric", _symmetric),
            ("uniqueValueForClass", _unique_value_for_class),
        )
    },
}
