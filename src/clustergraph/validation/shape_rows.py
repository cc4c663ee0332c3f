"""Shapes files → plain rows: what each shape asks of what, in which words, for pages and for docs/.

A node shape's row has its targets, its own constraints and the IRIs of its property shapes; each property shape stands
once, however many node shapes hold it. A shape inside a constraint (``sh:or``, ``sh:not`` …) stands in its place.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import BNode, Literal, Node

from clustergraph.ns import compact, expand
from clustergraph.validation.paths import path_text

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
#: The components of SHACL Core in the order of its section 4, by how their values are written.
_PLAIN = (
    "class", "datatype", "nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive", "maxExclusive",
    "maxInclusive", "minLength", "maxLength", "pattern", "flags", "uniqueLang", "equals", "disjoint", "lessThan",
    "lessThanOrEquals", "closed", "hasValue",
)  # fmt: skip
_LISTS = ("languageIn", "ignoredProperties", "in")
_SHAPE_LISTS = ("and", "or", "xone")
_SHAPES = ("not", "node", "property", "qualifiedValueShape")
_QUALIFIED = ("qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint")
Row = dict[str, Any]


def shape_rows(files: Mapping[str, bytes]) -> Row:
    """Read Turtle by its name; gives ``shapes`` and ``properties``, rows by IRI, in the order of their IRIs.

    Raises :class:`ValueError` for a path or a target of a kind that no shape of ours uses.
    """
    whole, origin = Graph(bind_namespaces="none"), {}
    for name, content in files.items():
        graph = Graph(bind_namespaces="none").parse(data=content, format="turtle")
        origin.update(dict.fromkeys(graph.subjects(RDF.type), name))
        whole += graph
    named = sorted(shape for shape in set(whole.subjects(RDF.type, SH.NodeShape)) if isinstance(shape, URIRef))
    held = sorted(shape for shape in set(whole.subjects(RDF.type, SH.PropertyShape)) if isinstance(shape, URIRef))
    return {
        "shapes": {str(shape): _node_shape(whole, shape) | {"file": origin[shape]} for shape in named},
        "properties": {str(shape): _property_shape(whole, shape) | {"file": origin[shape]} for shape in held},
    }


def _node_shape(graph: Graph, shape: URIRef) -> Row:
    return {
        "label": _texts(graph, shape, RDFS.label),
        "description": _texts(graph, shape, RDFS.comment),
        "targets": [
            {"kind": _local(kind), "iri": str(target)}
            for kind in _TARGETS
            for target in sorted(graph.objects(shape, kind), key=str)
        ],
        "properties": sorted(str(held) for held in graph.objects(shape, SH.property) if isinstance(held, URIRef)),
        **_asked(graph, shape),
    }


def _property_shape(graph: Graph, shape: URIRef) -> Row:
    return {"label": _texts(graph, shape, SH.name), **_path(graph, shape), **_asked(graph, shape)}


def _path(graph: Graph, shape: Node) -> Row:
    """Give the path in words, and the property where it is one alone."""
    path = graph.value(shape, SH.path)
    if path is None:
        return {"path": "", "predicate": None}
    return {"path": compact(path_text(graph, path)), "predicate": str(path) if isinstance(path, URIRef) else None}


def _asked(graph: Graph, shape: Node) -> Row:
    status = graph.value(shape, URIRef(expand("cg:reviewStatus")))
    return {
        "severity": _local(graph.value(shape, SH.severity) or SH.Violation),
        "messages": _texts(graph, shape, SH.message),
        "reviewStatus": None if status is None else str(status),
        "constraints": list(_constraints(graph, shape)),
    }


def _constraints(graph: Graph, shape: Node) -> Iterator[Row]:
    for name in _PLAIN:
        for value in sorted(graph.objects(shape, SH[name]), key=str):
            yield {"kind": name, "values": [_value(value)]}
    for name in _LISTS:
        for list_ in graph.objects(shape, SH[name]):
            yield {"kind": name, "values": [_value(value) for value in Collection(graph, list_)]}
    for name in _SHAPE_LISTS:
        lists = [
            [_inner(graph, inner) for inner in Collection(graph, list_)] for list_ in graph.objects(shape, SH[name])
        ]
        yield from ({"kind": name, "shapes": inner} for inner in sorted(lists, key=repr))
    for name in _SHAPES:
        nodes = [node for node in graph.objects(shape, SH[name]) if name != "property" or isinstance(node, BNode)]
        for inner in sorted((_inner(graph, node) for node in nodes), key=repr):
            yield {"kind": name, "shapes": [inner], **_qualified(graph, shape, name)}


def _qualified(graph: Graph, shape: Node, name: str) -> Row:
    if name != "qualifiedValueShape":
        return {}
    counts = ((count, graph.value(shape, SH[count])) for count in _QUALIFIED)
    return {"counts": {count: str(value) for count, value in counts if value is not None}}


def _inner(graph: Graph, shape: Node) -> Row:
    """A shape without a name in full, one with a name by it."""
    if isinstance(shape, URIRef):
        return {"iri": str(shape), "path": "", "predicate": None, "constraints": []}
    return {"iri": None, **_path(graph, shape), "constraints": list(_constraints(graph, shape))}


def _value(value: Node) -> Row:
    return {"iri": str(value)} if isinstance(value, URIRef) else {"text": str(value)}


def _texts(graph: Graph, shape: Node, part: URIRef) -> dict[str, str]:
    texts = (text for text in graph.objects(shape, part) if isinstance(text, Literal))
    return dict(sorted((text.language or "en", str(text)) for text in texts))


def _local(term: Node) -> str:
    return str(term).rpartition("#")[2]
