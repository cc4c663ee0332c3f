"""Components that look at each value node by itself: kind, range, text and ``sh:in`` (SHACL, 4.1, 4.3, 4.4)."""

from collections.abc import Callable, Iterator

from clustergraph.validation.components.constraint import Constraint, LastingMaker, component, count, each, only, told
from clustergraph.validation.datatypes import less, well_formed
from clustergraph.validation.patterns import compiled
from clustergraph.validation.shapes import Shape, Shapes, ill_formed
from clustergraph.validation.terms import is_blank, is_iri, is_literal, language, literal, sh, text

_NODE_KINDS = {
    sh("IRI"): "<",
    sh("BlankNode"): "_",
    sh("Literal"): '"',
    sh("BlankNodeOrIRI"): "_<",
    sh("BlankNodeOrLiteral"): '_"',
    sh("IRIOrLiteral"): '<"',
}


def _datatype(_: Shapes, shape: Shape, value: str) -> Iterator[Constraint]:
    only(shape, "datatype")
    if not is_iri(value):
        raise ill_formed(shape.node, f"sh:datatype must be an IRI, not {told(value)}")
    datatype = text(value)

    def offends(node: str) -> bool:
        return node[0] != '"' or literal(node)[1] != datatype or not well_formed(node)

    yield Constraint(component("Datatype"), each(offends))


def _node_kind(_: Shapes, shape: Shape, value: str) -> Iterator[Constraint]:
    only(shape, "nodeKind")
    kinds = _NODE_KINDS.get(value)
    if kinds is None:
        raise ill_formed(shape.node, f"There is no node kind {told(value)}; there are sh:IRI, sh:Literal and so on")
    yield Constraint(component("NodeKind"), each(lambda node: node[0] not in kinds))


def _range(name: str, *, above: bool, or_equal: bool) -> LastingMaker:
    def make(_: Shapes, shape: Shape, value: str) -> Iterator[Constraint]:
        only(shape, name)
        if not is_literal(value):
            raise ill_formed(shape.node, f"sh:{name} must be a literal")

        def offends(node: str) -> bool:
            return not (less(value, node, or_equal=or_equal) if above else less(node, value, or_equal=or_equal))

        yield Constraint(component(name[0].upper() + name[1:]), each(offends))

    return make


def _length(name: str, beyond: Callable[[int, int], bool]) -> LastingMaker:
    def make(_: Shapes, shape: Shape, value: str) -> Iterator[Constraint]:
        only(shape, name)
        bound = count(shape, value, name)
        yield Constraint(
            component(name[0].upper() + name[1:]),
            each(lambda node: is_blank(node) or beyond(len(text(node)), bound)),
        )

    return make


def _pattern(_: Shapes, shape: Shape, value: str) -> Iterator[Constraint]:
    flags = shape.parameters.get(sh("flags"), ())
    if not all(map(is_literal, (value, *flags))):
        raise ill_formed(shape.node, "sh:pattern and sh:flags must be texts")
    pattern = literal(value)[0]
    try:
        expression = compiled(pattern, literal(flags[0])[0] if flags else "")
    except ValueError as error:
        raise ill_formed(shape.node, f"The pattern “{pattern}” cannot be read: {error}") from error
    yield Constraint(component("Pattern"), each(lambda node: is_blank(node) or expression.search(text(node)) is None))


def _language_in(shapes: Shapes, shape: Shape, value: str) -> Iterator[Constraint]:
    only(shape, "languageIn")
    items = shapes.items(shape.node, value, "sh:languageIn")
    if not all(map(is_literal, items)):
        raise ill_formed(shape.node, "sh:languageIn must list texts")
    ranges = tuple(literal(item)[0].lower() for item in items)

    def offends(node: str) -> bool:
        tag = language(node)
        return not tag or not any(tag == one or tag.startswith(f"{one}-") or one == "*" for one in ranges)

    yield Constraint(component("LanguageIn"), each(offends))


def _in(shapes: Shapes, shape: Shape, value: str) -> Iterator[Constraint]:
    only(shape, "in")
    members = frozenset(shapes.items(shape.node, value, "sh:in"))
    yield Constraint(component("In"), each(lambda node: node not in members))


#: Parameter → maker.
VALUES: dict[str, LastingMaker] = {
    sh("datatype"): _datatype,
    sh("nodeKind"): _node_kind,
    sh("minExclusive"): _range("minExclusive", above=True, or_equal=False),
    sh("minInclusive"): _range("minInclusive", above=True, or_equal=True),
    sh("maxExclusive"): _range("maxExclusive", above=False, or_equal=False),
    sh("maxInclusive"): _range("maxInclusive", above=False, or_equal=True),
    sh("minLength"): _length("minLength", lambda length, bound: length < bound),
    sh("maxLength"): _length("maxLength", lambda length, bound: length > bound),
    sh("pattern"): _pattern,
    sh("languageIn"): _language_in,
    sh("in"): _in,
}
