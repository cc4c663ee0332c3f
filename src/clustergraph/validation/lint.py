"""What a shapes graph asks for beyond SHACL Core, and what of it nobody here can check: nothing is passed over.

The terms are those of the SHACL vocabulary (SHACL and SHACL Advanced Features). A property in its namespace that it
does not have is most likely misspelt, and the constraint that was meant would silently not be asked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from clustergraph.validation.index import TripleIndex
from clustergraph.validation.sparql_parts import LISTING, REFERRING, members
from clustergraph.validation.terms import SH, TYPE, is_iri, is_literal, literal, sh, text

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
_KNOWN = frozenset(_CORE + _SPARQL + _NOT_HERE)
#: Of a query what has other words in it: IRIs, texts, comments.
_UNSAID = re.compile(r"""<[^<>\s]*>|"[^"\n]*"|'[^'\n]*'|#[^\n]*""")
_PROJECTION = re.compile(r"\bSELECT\b(.*?)(?:\bWHERE\b|\bFROM\b|\{)", re.IGNORECASE | re.DOTALL)
_THIS, _VALUE = re.compile(r"[?$]this\b|\*"), re.compile(r"[?$]value\b")
_IMPORTS = "<http://www.w3.org/2002/07/owl#imports>"
#: Vocabularies, which say nothing of anybody's data: not to have them leaves out no constraint.
_VOCABULARIES = ("http://datashapes.org/dash", SH.rstrip("#"), SH)


@dataclass(frozen=True)
class Asked:
    """What shapes ask for: what cannot be checked, in sentences, and the queries that they have."""

    unchecked: tuple[str, ...]
    queries: tuple[str, ...]


def lint(shapes: TripleIndex) -> Asked:
    """Look a shapes graph through."""
    return Asked(
        unchecked=tuple(
            dict.fromkeys([*_beyond(shapes), *_absent(shapes), *_idle(shapes), *_queries(shapes), *_imports(shapes)])
        ),
        queries=tuple(
            literal(query)[0]
            for name in ("select", "ask", "construct", "update")
            for query in shapes.values_of(sh(name))
            if query[0] == '"'
        ),
    )


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
    for name in REFERRING + LISTING:
        for value in shapes.values_of(sh(name)):
            for shape in members(shapes, value) if name in LISTING else [value]:
                if is_iri(shape) and shape not in shapes:
                    yield f"The shape {text(shape)} is not there; {_where(shapes, sh(name))} refers to it by sh:{name}."


def _idle(shapes: TripleIndex) -> Iterator[str]:
    """Tell constraints that would find nothing whatever the data is."""
    for name in ("qualifiedMinCount", "qualifiedMaxCount"):
        for node in shapes.subjects_with(sh(name)):
            if not shapes.objects(node, sh("qualifiedValueShape")):
                yield f"sh:{name} asks nothing without sh:qualifiedValueShape; {text(shapes.owner(node))} has it so."


def _queries(shapes: TripleIndex) -> Iterator[str]:
    """Tell queries that find nothing, and those that the engine takes for another."""
    validators = set(shapes.values_of(sh("nodeValidator")))
    for node in shapes.subjects_with(sh("select")):
        whole = text(shapes.owner(node))
        for query in filter(is_literal, shapes.objects(node, sh("select"))):
            words = _UNSAID.sub(" ", literal(query)[0])
            projected = _PROJECTION.search(words)
            if projected and not _THIS.search(projected[1]):
                yield f"A query of {whole} does not select $this (SHACL, section 5.3.1), so it would find nothing."
            if node in validators and _VALUE.search(words):
                yield (
                    f"A node validator of {whole} has ?value, which the engine takes for the focus node; give the "
                    "variable another name."
                )


def _where(shapes: TripleIndex, predicate: str) -> str:
    return text(shapes.owner(min(shapes.subjects_with(predicate))))


def _imports(shapes: TripleIndex) -> Iterator[str]:
    own = {*shapes.subjects(TYPE, "<http://www.w3.org/2002/07/owl#Ontology>"), *shapes.subjects_with(sh("declare"))}
    for value in sorted(shapes.values_of(_IMPORTS)):
        if value not in own and text(value) not in _VOCABULARIES:
            yield f"The shapes import {text(value)}, which is not fetched; send its content along with them."
