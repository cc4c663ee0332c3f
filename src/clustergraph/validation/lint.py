"""What a shapes graph asks for that nobody here can check, whatever the data is: nothing is passed over.

What a single shape asks is told where a node is looked at (``validation.core``). Here are terms that are misspelt, so
that what was meant would silently not be asked, and what would add to the nodes that are looked at, or to the data.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from clustergraph.graph.wording import Gap, Said
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.later_forms import is_expression
from clustergraph.validation.terms import SH, TYPE, is_blank, is_iri, literal, sh, text, truth
from clustergraph.validation.vocabulary import (
    BEYOND,
    CLASSES,
    DASH,
    KNOWN,
    RSX,
    SHNEX,
    VOCABULARIES,
    named,
)
from clustergraph.validation.wording import gap, note, said

REFERRING = ("node", "property", "not", "qualifiedValueShape")
LISTING = ("and", "or", "xone")
_IMPORTS = "<http://www.w3.org/2002/07/owl#imports>"
#: Vocabularies, which say nothing of anybody's data: not to have them leaves out no constraint.
_NOT_MISSED = tuple(one.rstrip("#") for one in VOCABULARIES)
_ENDINGS = ("ConstraintComponent",)


@dataclass(frozen=True)
class Asked:
    """What shapes ask for: what cannot be checked and what changes no verdict, in sentences, and their queries."""

    unchecked: tuple[Gap, ...]
    notes: tuple[Said, ...]
    queries: tuple[str, ...]


def lint(shapes: TripleIndex) -> Asked:
    """Look a shapes graph through."""
    return Asked(
        unchecked=tuple(dict.fromkeys([*_beyond(shapes), *_classes(shapes), *_idle(shapes), *_imports(shapes)])),
        notes=tuple(_notes(shapes)),
        queries=tuple(dict.fromkeys(_queries(shapes))),
    )


def members(shapes: TripleIndex, head: str) -> list[str]:
    """Give the members of a list, none where it is ill-formed: that is told where it is read."""
    try:
        return shapes.items(head)
    except ValueError:
        return []


def _beyond(shapes: TripleIndex) -> Iterator[Gap]:
    for subject, predicate, value in sorted(shapes.triples()):
        iri = text(predicate)
        if not iri.startswith((SH, DASH, RSX, SHNEX)):
            if predicate == TYPE and text(value).startswith(RSX) and not _is_definition(shapes, subject):
                yield gap("class-not-evaluated", named(text(value)), shape=_whole(shapes, subject))
        elif predicate == sh("targetNode") and is_blank(value) and _counts(shapes, subject):
            yield gap("target-expression", "sh:targetNode", shape=_whole(shapes, subject))
        elif iri in BEYOND or iri.startswith((RSX, SHNEX)):
            if _counts(shapes, subject):
                yield gap("not-evaluated", named(iri), shape=_whole(shapes, subject))
        elif iri not in KNOWN and _counts(shapes, subject):
            told = {"language": _language(iri), "shape": _whole(shapes, subject), "meant": _meant(iri, KNOWN)}
            yield gap("no-term", named(iri), **told)


def _classes(shapes: TripleIndex) -> Iterator[Gap]:
    """Tell classes of SHACL that it does not have: a shape whose class is misspelt may be the target of nothing."""
    for value in sorted(shapes.values_of(TYPE)):
        iri = text(value)
        if iri.startswith(SH) and iri not in CLASSES and not iri.endswith(_ENDINGS):
            for subject in shapes.subjects(TYPE, value):
                if not _is_definition(shapes, subject):
                    whole = _whole(shapes, subject)
                    yield gap("no-class", named(iri), shape=whole, meant=_meant(iri, CLASSES))


def _meant(iri: str, known: frozenset[str]) -> Said:
    near = get_close_matches(iri, [one for one in known if _language(one) == _language(iri)], n=1)
    return said("meant.one", near=named(near[0])) if near else said("meant.none")


def _language(iri: str) -> str:
    return "DASH" if iri.startswith(DASH) else "SHACL"


def _idle(shapes: TripleIndex) -> Iterator[Gap]:
    """Tell constraints that would find nothing whatever the data is."""
    for name in ("qualifiedMinCount", "qualifiedMaxCount"):
        for node in shapes.subjects_with(sh(name)):
            if not shapes.objects(node, sh("qualifiedValueShape")) and _counts(shapes, node):
                yield gap("idle", f"sh:{name}", shape=_whole(shapes, node))


def _queries(shapes: TripleIndex) -> Iterator[str]:
    """Give the queries that are evaluated: those of constraints, and of the validators of components."""
    for holding in ("sparql", "validator", "nodeValidator", "propertyValidator"):
        for subject in shapes.subjects_with(sh(holding)):
            for node in () if _is_definition(shapes, subject) else shapes.objects(subject, sh(holding)):
                for name in ("select", "ask"):
                    yield from (literal(one)[0] for one in shapes.objects(node, sh(name)) if one[0] == '"')


def _notes(shapes: TripleIndex) -> Iterator[Said]:
    """Say what results lack though no verdict depends on it."""
    annotated = [one for one in shapes.subjects_with(sh("resultAnnotation")) if _counts(shapes, one)]
    computed = [
        one
        for one in shapes.subjects_with(sh("message"))
        if _counts(shapes, one) and any(is_expression(shapes, value) for value in shapes.objects(one, sh("message")))
    ]
    for kind, nodes in (("annotations", annotated), ("computed-messages", computed)):
        if nodes:
            yield note(kind, shapes=", ".join(sorted({_whole(shapes, one) for one in nodes})))


def _counts(shapes: TripleIndex, subject: str) -> bool:
    """Whether what is said of a node is asked of data: not in a definition, nor in a shape that is switched off."""
    return not _is_definition(shapes, subject) and not any(map(truth, shapes.objects(subject, sh("deactivated"))))


def _is_definition(shapes: TripleIndex, subject: str) -> bool:
    """Whether a node, or what it is a part of, is a term of a vocabulary that was sent along."""
    return text(shapes.owner(subject)).startswith(VOCABULARIES)


def _whole(shapes: TripleIndex, subject: str) -> str:
    return text(shapes.owner(subject))


def _imports(shapes: TripleIndex) -> Iterator[Gap]:
    own = {*shapes.subjects(TYPE, "<http://www.w3.org/2002/07/owl#Ontology>"), *shapes.subjects_with(sh("declare"))}
    for value in sorted(shapes.values_of(_IMPORTS)):
        if value not in own and is_iri(value) and text(value).rstrip("#") not in _NOT_MISSED:
            yield gap("shapes-import", text(value))
