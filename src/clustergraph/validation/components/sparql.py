"""Constraints in SPARQL, and components of the shapes' own (SHACL, sections 5 and 6): each by itself, and by its name.

One that cannot be evaluated takes nothing from the others; it is told as not checked where it would be asked.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.graph.ntriples import literal
from clustergraph.graph.wording import Gap, Said
from clustergraph.ns import compact
from clustergraph.validation.components.constraint import (
    UNKNOWN,
    Check,
    Constraint,
    Maker,
    NotEvaluated,
    Offence,
    Run,
    component,
    not_checked,
)
from clustergraph.validation.property_paths import query_path
from clustergraph.validation.shapes import Component, Shape, ill_formed
from clustergraph.validation.terms import is_blank, is_iri, is_literal, sh, text, truth
from clustergraph.validation.terms import literal as parts
from clustergraph.validation.wording import gap, said

if TYPE_CHECKING:
    from clustergraph.validation.queries import Row, ShapeQuery

_IMPORTS = "<http://www.w3.org/2002/07/owl#imports>"
_USUAL = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
}
_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")
_LONG = 60  # characters of a query by which it is named


class _Called(NamedTuple):
    """How a query is called in a sentence, and its name or that of the shape or component whose it is."""

    words: Said
    name: str


@dataclass(frozen=True)
class _Asked:
    """One query as it is asked: of which shape, with what bound before, what it says, and how it is called."""

    shape: Shape
    node: str
    words: str
    values: Mapping[str, str]
    messages: tuple[str, ...]
    severity: str | None
    called: "_Called"


def _constraint(run: Run, shape: Shape, node: str) -> Iterator[Constraint]:
    """Make a constraint that has its query itself (section 5.1)."""
    graph, iri = run.shapes.graph, component("SPARQL")
    if any(map(truth, graph.objects(node, sh("deactivated")))):
        return
    queries = [one for one in graph.objects(node, sh("select")) if is_literal(one)]
    if len(queries) != 1:
        yield not_checked(run, iri, _gap("no-text", _called(run, shape, node)))
        return
    words = text(queries[0])
    severity = next(iter(graph.objects(node, sh("severity"))), None)
    messages = tuple(sorted(graph.objects(node, sh("message")))) or shape.messages
    called = _called(run, shape, node, words)
    asked = _Asked(shape, node, words, {"currentShape": shape.node}, messages, severity, called)
    yield _made(run, iri, asked, _select)


def of_components(run: Run, shape: Shape) -> Iterator[Constraint]:
    """Make the constraints of the components that the shapes graph defines (section 6)."""
    for one in run.shapes.components:
        given = {name: shape.parameters[path] for name, path, _ in one.parameters if path in shape.parameters}
        if any(name not in given and not optional for name, _, optional in one.parameters) or not given:
            continue
        if len(one.parameters) > 1 and any(len(values) > 1 for values in given.values()):
            raise ill_formed(shape.node, f"It has several values for a parameter of {text(one.node)}")
        for values in product(*given.values()):
            yield _of_component(run, shape, one, dict(zip(given, values, strict=True)))


def _of_component(run: Run, shape: Shape, one: Component, given: dict[str, str]) -> Constraint:
    graph = run.shapes.graph
    kind = "nodeValidator" if shape.path is None else "propertyValidator"
    name = compact(text(one.node))
    called = _Called(said("query.component", component=name, shape=run.shapes.whole(shape.node)), name)
    for validator in graph.objects(one.node, sh(kind)) or graph.objects(one.node, sh("validator")):
        messages = graph.objects(validator, sh("message")) or graph.objects(one.node, sh("message"))
        for name, make in (("ask", _ask), ("select", _select)):
            for query in filter(is_literal, graph.objects(validator, sh(name))):
                values = {"currentShape": shape.node, **given}
                own = shape.messages or tuple(sorted(messages))
                return _made(run, one.node, _Asked(shape, validator, text(query), values, own, None, called), make)
    return not_checked(run, one.node, _gap("no-validator", called))


def _made(run: Run, iri: str, asked: _Asked, make: Callable[[Run, _Asked], Check]) -> Constraint:
    try:
        return Constraint(iri, _safe(run, asked, make(run, asked)))
    except NotEvaluated as problem:
        return not_checked(run, iri, _gap("failed", asked.called, why=problem.why))


def _safe(run: Run, asked: _Asked, found: Check) -> Check:
    def check(focus: str, values: Sequence[str]) -> Iterable[Offence]:
        try:
            return list(found(focus, values))
        except NotEvaluated as problem:
            run.tell(_gap("failed", asked.called, why=problem.why))
            return (UNKNOWN,)

    return check


def _select(run: Run, asked: _Asked) -> Check:
    """Make the check of a SELECT, whose solutions are offences (sections 5.3.2 and 6.3)."""
    query = _query(run, asked, "this")
    if "this" not in query.selected:
        raise NotEvaluated(said("failure.no-this"))
    itself = asked.shape.path is None

    def found(focus: str, _: Sequence[str]) -> Iterable[Offence]:
        bound = {**asked.values, "this": focus}
        for row in query.rows(run.queried, bound):
            if truth(row.get("failure", "")):
                raise NotEvaluated(said("failure.reported", node=text(focus)))
            path, message = row.get("path", ""), row.get("message", "")
            yield Offence(
                value=row.get("value", focus if itself else None),
                path=path if path.startswith("<") else None,
                focus=row.get("this"),
                severity=asked.severity,
                messages=(message,) if message.startswith('"') else _filled(asked, {**bound, **row}),
            )

    return found


def _ask(run: Run, asked: _Asked) -> Check:
    """Make the check of an ASK, which says of each value node whether it is well (section 6.3)."""
    query = _query(run, asked, "this", "value")

    def found(focus: str, nodes: Sequence[str]) -> Iterable[Offence]:
        for value in nodes:
            bound = {**asked.values, "this": focus, "value": value}
            if not query.answer(run.queried, bound):
                yield Offence(value=value, severity=asked.severity, messages=_filled(asked, bound))

    return found


def _query(run: Run, asked: _Asked, *bound: str) -> "ShapeQuery":
    from clustergraph.validation.queries import ShapeQuery  # rdflib takes long to import, and few have a use for it

    path = None if asked.shape.path is None else query_path(asked.shape.path)
    return ShapeQuery(asked.words, _prefixes(run, asked.node), {*asked.values, *bound}, path)


def _prefixes(run: Run, node: str) -> dict[str, str]:
    """Give the prefixes that a query has: those of what ``sh:prefixes`` names and of what that imports (5.2.1)."""
    graph = run.shapes.graph
    seen: dict[str, None] = {}
    waiting = list(graph.objects(node, sh("prefixes")))
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen[one] = None
            waiting += graph.objects(one, _IMPORTS)
    found = dict(_USUAL)
    for owner in seen:
        for declared in graph.objects(owner, sh("declare")):
            names, spaces = graph.objects(declared, sh("prefix")), graph.objects(declared, sh("namespace"))
            found.update({text(name): text(space) for name in names for space in spaces})
    return found


def _gap(kind: str, called: _Called, **words: str) -> Gap:
    return gap(kind, called.name, called=called.words, **words)


def _called(run: Run, shape: Shape, node: str, query: str = "") -> _Called:
    """Name a constraint: by its IRI, or by its shape and the beginning of its query."""
    whole = run.shapes.whole(shape.node)
    if is_iri(node):
        name = compact(text(node))
        return _Called(said("query.named", query=name, shape=whole), name)
    start = " ".join(query.split())[:_LONG]
    return _Called(
        said("query.beginning", shape=whole, query=start) if start else said("query.one", shape=whole), whole
    )


def _filled(asked: _Asked, row: "Row") -> tuple[str, ...]:
    """Put values into the places that messages have for them (section 5.2.1)."""
    return tuple(_with_values(asked.shape, message, row) for message in asked.messages)


def _with_values(shape: Shape, message: str, row: "Row") -> str:
    def value(found: "re.Match[str]") -> str:
        if found[1] == "PATH" and shape.path is not None:
            return query_path(shape.path)
        return _said(row[found[1]]) if found[1] in row else found[0]

    words, datatype, tag = parts(message)
    if "{" not in words:
        return message
    return literal(_PLACEHOLDER.sub(value, words), language=tag or None, datatype=None if tag else datatype)


def _said(term: str) -> str:
    return term if is_blank(term) else compact(text(term)) if is_iri(term) else text(term)


#: Parameter → maker.
SPARQL: dict[str, Maker] = {sh("sparql"): _constraint}
