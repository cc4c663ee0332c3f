"""What a shapes graph asks for beyond SHACL Core, and what of it nobody here can check: nothing is passed over.

The terms are those of the SHACL vocabulary (SHACL and SHACL Advanced Features). A property in its namespace that it
does not have is most likely misspelt, and the constraint that was meant would silently not be asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from clustergraph.validation.index import TripleIndex
from clustergraph.validation.terms import SH, TYPE, is_iri, literal, sh, text, truth

_CORE = [
    "alternativePath", "and", "class", "closed", "conforms", "datatype", "deactivated", "defaultValue", "description",
    "detail", "disjoint", "equals", "flags", "focusNode", "group", "hasValue", "ignoredProperties", "in",
    "inversePath", "languageIn", "lessThan", "lessThanOrEquals", "maxCount", "maxExclusive", "maxInclusive",
    "maxLength", "message", "minCount", "minExclusive", "minInclusive", "minLength", "name", "node", "nodeKind",
    "not", "oneOrMorePath", "or", "order", "path", "pattern", "property", "qualifiedMaxCount", "qualifiedMinCount",
    "qualifiedValueShape", "qualifiedValueShapesDisjoint", "result", "resultMessage", "resultPath", "resultSeverity",
    "severity", "shapesGraph", "shapesGraphWellFormed", "sourceConstraint", "sourceConstraintComponent",
    "sourceShape", "suggestedShapesGraph", "targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf",
    "uniqueLang", "value", "xone", "zeroOrMorePath", "zeroOrOnePath",
]  # fmt: skip
_SPARQL = [
    "annotationProperty", "annotationValue", "annotationVarName", "ask", "construct", "declare", "labelTemplate",
    "namespace", "nodeValidator", "optional", "parameter", "prefix", "prefixes", "propertyValidator",
    "resultAnnotation", "returnType", "select", "sparql", "update", "validator",
]  # fmt: skip
_NOT_HERE = [
    "condition", "entailment", "expression", "filterShape", "intersection", "js", "jsFunctionName", "jsLibrary",
    "jsLibraryURL", "nodes", "object", "predicate", "rule", "script", "subject", "target", "this", "union", "values",
]  # fmt: skip
#: Those whose mere presence on a shape asks for something to be done.
_ASKING = ("entailment", "expression", "js", "rule", "target", "values")
_REFERRING = ("node", "property", "not", "qualifiedValueShape")
_LISTING = ("and", "or", "xone")
_KNOWN = frozenset(_CORE + _SPARQL + _NOT_HERE)
_IMPORTS = "<http://www.w3.org/2002/07/owl#imports>"
#: Vocabularies, which say nothing of anybody's data: not to have them leaves out no constraint.
_VOCABULARIES = ("http://datashapes.org/dash", SH.rstrip("#"), SH)


@dataclass(frozen=True)
class Asked:
    """What shapes ask for: whether SPARQL's engine is needed, and what cannot be checked, in sentences."""

    sparql: bool
    unchecked: tuple[str, ...]
    queries: tuple[str, ...]


def lint(shapes: TripleIndex) -> Asked:
    """Look a shapes graph through."""
    return Asked(
        sparql=_asks_sparql(shapes),
        unchecked=tuple(dict.fromkeys([*_beyond(shapes), *_absent(shapes), *_imports(shapes)])),
        queries=tuple(
            literal(query)[0]
            for name in ("select", "ask", "construct", "update")
            for query in shapes.values_of(sh(name))
            if query[0] == '"'
        ),
    )


def _asks_sparql(shapes: TripleIndex) -> bool:
    for node in shapes.subjects_with(sh("sparql")):
        constraints = shapes.objects(node, sh("sparql"))
        if not all(any(map(truth, shapes.objects(one, sh("deactivated")))) for one in constraints):
            return True
    return any(_is_used(shapes, component) for component in shapes.instances(sh("ConstraintComponent")))


def _is_used(shapes: TripleIndex, component: str) -> bool:
    """Whether a shape has all parameters that a component of the shapes' own needs (SHACL, section 6.2.3)."""
    needed = [
        path
        for parameter in shapes.objects(component, sh("parameter"))
        if not any(map(truth, shapes.objects(parameter, sh("optional"))))
        for path in shapes.objects(parameter, sh("path"))
    ]
    if not needed or text(component).startswith(SH):
        return False
    return any(all(shapes.objects(node, path) for path in needed[1:]) for node in shapes.subjects_with(needed[0]))


def _beyond(shapes: TripleIndex) -> Iterator[str]:
    for predicate in sorted({predicate for _, predicate, _ in shapes.triples()}):
        if not predicate.startswith(f"<{SH}"):
            continue
        name = predicate[len(SH) + 1 : -1]
        if name in _ASKING:
            yield f"sh:{name} is not evaluated here; {_where(shapes, predicate)} asks for it."
        elif name not in _KNOWN:
            near = get_close_matches(name, _KNOWN, n=1)
            hint = f" Is sh:{near[0]} meant?" if near else ""
            yield f"sh:{name} is no term of SHACL; {_where(shapes, predicate)} has it.{hint}"


def _absent(shapes: TripleIndex) -> Iterator[str]:
    """Tell shapes that are referred to and not there: whatever was meant, everything would conform to them."""
    for name in _REFERRING + _LISTING:
        for value in shapes.values_of(sh(name)):
            for shape in _members(shapes, value) if name in _LISTING else [value]:
                if is_iri(shape) and shape not in shapes:
                    yield f"The shape {text(shape)} is not there; {_where(shapes, sh(name))} refers to it by sh:{name}."


def _members(shapes: TripleIndex, head: str) -> list[str]:
    try:
        return shapes.items(head)
    except ValueError:
        return []  # what is no list is told where it is read


def _where(shapes: TripleIndex, predicate: str) -> str:
    return text(shapes.owner(min(shapes.subjects_with(predicate))))


def _imports(shapes: TripleIndex) -> Iterator[str]:
    own = {*shapes.subjects(TYPE, "<http://www.w3.org/2002/07/owl#Ontology>"), *shapes.subjects_with(sh("declare"))}
    for value in sorted(shapes.values_of(_IMPORTS)):
        if value not in own and text(value) not in _VOCABULARIES:
            yield f"The shapes import {text(value)}, which is not fetched; send its content along with them."
