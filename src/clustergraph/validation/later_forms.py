"""Forms of values that only the drafts of SHACL 1.2 have: a list, an expression or a path for a name or a number.

To the recommendation such a shape is ill-formed. What it asks is well-defined, though not here: it is told as not
checked, and the rest is judged. What is ill-formed in either version stays refused.
"""

from clustergraph.graph.wording import Gap, Said
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.property_paths import read_path
from clustergraph.validation.terms import RDF, is_blank, is_iri, sh, text
from clustergraph.validation.vocabulary import named
from clustergraph.validation.wording import gap, said

_FIRST = f"<{RDF}first>"
_TRIPLE_TERM = sh("TripleTerm")
_NODE_KINDS = frozenset(map(sh, ("IRI", "BlankNode", "Literal", "TripleTerm")))
#: Parameter → values that it has in SHACL 1.2 alone.
_TERMS = {sh("closed"): sh("ByTypes"), sh("nodeKind"): _TRIPLE_TERM}
_LISTS = tuple(map(sh, ("class", "datatype", "nodeKind")))
_PATHS = tuple(map(sh, ("equals", "disjoint", "lessThan", "lessThanOrEquals")))
_EXPRESSIONS = tuple(
    map(
        sh,
        (
            "class", "closed", "datatype", "deactivated", "disjoint", "equals", "flags", "ignoredProperties", "in",
            "languageIn", "lessThan", "lessThanOrEquals", "maxCount", "maxExclusive", "maxInclusive", "maxLength",
            "minCount", "minExclusive", "minInclusive", "minLength", "nodeKind", "pattern", "qualifiedMaxCount",
            "qualifiedMinCount", "qualifiedValueShapesDisjoint", "uniqueLang",
        ),
    )
)  # fmt: skip
#: Parameter → others that its component reads beside it.
_BESIDE = {
    sh("pattern"): (sh("flags"),),
    sh("closed"): (sh("ignoredProperties"),),
    sh("qualifiedValueShape"): tuple(
        map(sh, ("qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint"))
    ),
}


def later_forms(graph: TripleIndex, node: str, parameter: str) -> list[Gap]:
    """Tell the forms of SHACL 1.2 that the values of a shape's parameter have, and those that are read beside it."""
    return [
        gap("later-form", named(text(one)), form=form, shape=text(graph.owner(node)))
        for one in (parameter, *_BESIDE.get(parameter, ()))
        for value in graph.objects(node, one)
        if (form := _form(graph, one, value)) is not None
    ]


def is_expression(graph: TripleIndex, value: str) -> bool:
    """Whether a value may be an expression: a node without a name of which something is said, and no list."""
    return is_blank(value) and value in graph and not graph.objects(value, _FIRST)


def _form(graph: TripleIndex, parameter: str, value: str) -> Said | None:
    if value == _TERMS.get(parameter):
        return said("form.term", term=named(text(value)))
    if parameter in _LISTS and _is_list(graph, parameter, value):
        return said("form.list")
    if parameter in _PATHS and is_blank(value) and _is_path(graph, value):
        return said("form.path")
    return said("form.expression") if parameter in _EXPRESSIONS and is_expression(graph, value) else None


def _is_list(graph: TripleIndex, parameter: str, value: str) -> bool:
    try:
        members = graph.items(value)
    except ValueError:
        return False
    kinds = parameter == sh("nodeKind")
    return bool(members) and all(one in _NODE_KINDS if kinds else is_iri(one) for one in members)


def _is_path(graph: TripleIndex, value: str) -> bool:
    try:
        read_path(graph, value)
    except ValueError:
        return False
    return True
