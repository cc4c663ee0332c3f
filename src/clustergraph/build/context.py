"""Writes the JSON-LD context and frame from the ontology and the shapes: ``python -m clustergraph.build.context``.

Names are local names: ours first; two foreign ones that are alike get their prefix (``org_role``). Types are what the
shapes ask for. Texts with a language become language maps. All this is lossless: a value that does not fit the type or
the map of its short name is written under its compact name (JSON-LD 1.1, sections 4.2.3 and 4.6.2). The frame puts a
cluster on top and what belongs to it inside. A test keeps the files and their sources equal.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from typing import Any

from clustergraph import resources
from clustergraph.build.migrations import deprecated
from clustergraph.iris import BASE
from clustergraph.ns import PREFIXES, compact, expand
from clustergraph.sources.rdf import Literal, NamedNode, Quad, parse_graph
from clustergraph.store.replacing import replace_file

CONTEXT, FRAME = "ontology/context.jsonld", "ontology/frame.jsonld"
ADDRESS = f"{BASE}ontology/context.jsonld"
_SH = PREFIXES["sh"]
_TEXT, _STRING = expand("rdf:langString"), expand("xsd:string")
#: Properties that lead to clusters and to other things, so that no shape of theirs names the class.
_ALSO_TO_CLUSTERS = ("cg:about", "org:postIn")
_KEYWORDS = {"id", "type"}


def write_context(root: Path) -> list[Path]:
    """Write both files below ``root``."""
    terms = _Terms(root)
    written = []
    for name, document in ((CONTEXT, terms.context()), (FRAME, terms.frame())):
        path = root / name
        replace_file(path, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        written.append(path)
    return written


class _Terms:
    """Classes and properties with what the shapes say of them."""

    def __init__(self, root: Path) -> None:
        ontology = parse_graph((root / "ontology/cluster.ttl").read_bytes(), ADDRESS, "ontology/cluster.ttl")
        quads = [
            quad
            for path in sorted((root / "shapes").glob("*.ttl"))
            for quad in parse_graph(path.read_bytes(), ADDRESS, path.name)
        ]
        self._shapes: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            self._shapes[str(quad.subject)][quad.predicate.value].append(quad.object)
        self._classes = _ours(ontology, "owl:Class") | {
            term.value
            for predicate in ("sh:targetClass", "sh:class")
            for term in _values(quads, predicate)
            if isinstance(term, NamedNode)
        }
        paths = {term.value for term in _values(quads, "sh:path") if isinstance(term, NamedNode)}
        self._properties = paths | _ours(ontology, "owl:ObjectProperty") | _ours(ontology, "owl:DatatypeProperty")
        old = deprecated(ontology)
        self._classes = {iri for iri in self._classes if compact(iri) != iri and iri not in old}
        self._properties = {iri for iri in self._properties if compact(iri) != iri and iri not in old}
        every = self._classes | self._properties
        # prefixes of our things and codes are named like properties, and would take their place
        used = {compact(iri).partition(":")[0] for iri in every} | {"xsd"}
        self._prefixes = {name: start for name, start in sorted(PREFIXES.items()) if name in used}
        self._names = _short(every, {*_KEYWORDS, *self._prefixes})

    def context(self) -> dict[str, Any]:
        """Give the context: keywords, prefixes, classes, properties, and the ways back to a cluster."""
        terms: dict[str, Any] = {self._names[iri]: compact(iri) for iri in sorted(self._classes - self._properties)}
        terms |= {self._names[iri]: self._property(iri) for iri in sorted(self._properties)}
        terms |= {_back(self._names[iri]): {"@reverse": compact(iri)} for iri in self._to_clusters()}
        head = {"@version": 1.1, "id": "@id", "type": "@type"}
        return {"@context": head | self._prefixes | dict(sorted(terms.items()))}

    def frame(self) -> dict[str, Any]:
        """Give the frame of one cluster's record."""
        cluster = self._names[expand("cg:Cluster")]
        back: dict[str, Any] = {_back(self._names[iri]): {} for iri in self._to_clusters()}
        return {"@context": ADDRESS, "type": cluster} | dict(sorted(back.items()))

    def _property(self, iri: str) -> str | dict[str, str]:
        asked = [said for said in self._shapes.values() if iri in _names(said[f"{_SH}path"])]
        datatypes = {name for said in asked for name in _names(said[f"{_SH}datatype"])}
        spoken = any(said[f"{_SH}{name}"] for said in asked for name in ("languageIn", "uniqueLang"))
        if datatypes == {_TEXT} or (spoken and not datatypes):
            return {"@id": compact(iri), "@container": "@language"}
        several = any(said[f"{_SH}or"] or said[f"{_SH}xone"] for said in asked)
        if len(datatypes) == 1 and _STRING not in datatypes and not several:
            return {"@id": compact(iri), "@type": compact(*datatypes)}
        if any(said[f"{_SH}class"] or f"{_SH}IRI" in _names(said[f"{_SH}nodeKind"]) for said in asked):
            return {"@id": compact(iri), "@type": "@id"}
        return compact(iri)

    def _to_clusters(self) -> list[str]:
        led = {
            name
            for said in self._shapes.values()
            if expand("cg:Cluster") in _names(said[f"{_SH}class"])
            for name in _names(said[f"{_SH}path"])
        }
        return sorted(led | {expand(name) for name in _ALSO_TO_CLUSTERS})


def _names(terms: Iterable[object]) -> set[str]:
    return {term.value for term in terms if isinstance(term, NamedNode)}


def _values(quads: Iterable[Quad], predicate: str) -> list[object]:
    return [quad.object for quad in quads if quad.predicate.value == expand(predicate)]


def _ours(ontology: Iterable[Quad], kind: str) -> set[str]:
    return {
        quad.subject.value
        for quad in ontology
        if isinstance(quad.subject, NamedNode)
        and not isinstance(quad.object, Literal)
        and getattr(quad.object, "value", "") == expand(kind)
        and quad.subject.value.startswith(PREFIXES["cg"])
    }


def _short(iris: Iterable[str], taken: Set[str]) -> Mapping[str, str]:
    """Give each IRI its name; foreign ones that are alike, or like one of ours or a prefix, get their prefix."""
    alike: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(iris):
        alike[compact(iri).partition(":")[2]].append(iri)
    names = {}
    for name, group in alike.items():
        for iri in group:
            free = len(group) == 1 and name not in taken
            ours = iri.startswith(PREFIXES["cg"]) and name not in taken
            names[iri] = name if free or ours else compact(iri).replace(":", "_")
    return names


def _back(name: str) -> str:
    return f"is{name[0].upper()}{name[1:]}Of"


if __name__ == "__main__":
    write_context(resources.repository())
