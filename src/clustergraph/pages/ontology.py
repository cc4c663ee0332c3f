"""The ontology as a document: its header, its classes as a tree, its properties, in the reader's language.

What a term means the ontology says; where a property is used, the shapes say, because domains and ranges are their
business; how often, the statistics of the release say; how it relates to the terms of others, the alignments say.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from clustergraph.errors import NotFound
from clustergraph.ns import compact, expand
from clustergraph.pages.asking import query
from clustergraph.pages.class_tree import Branch, class_tree
from clustergraph.pages.shapes import PropertyShape, Shapes
from clustergraph.pages.terms import Row, Term
from clustergraph.pages.values import Reader, Value

NS = "https://w3id.org/clustergraph/ns"
_TYPE, _CLASS, _ABOVE = expand("rdf:type"), expand("owl:Class"), expand("rdfs:subClassOf")
_KINDS = {expand("owl:ObjectProperty"), expand("owl:DatatypeProperty")}
#: What the header says, in this order; the rest stands on its page like that of any thing.
_FACTS = [expand(name) for name in (
    "owl:versionInfo", "owl:versionIRI", "dct:created", "dct:issued", "dct:modified", "dct:creator", "dct:publisher",
    "dct:license", "bibo:status", "owl:priorVersion", "owl:backwardCompatibleWith", "dct:source", "dct:language",
    "vann:preferredNamespacePrefix", "vann:preferredNamespaceUri", "dct:bibliographicCitation",
)]  # fmt: skip
Said = Mapping[str, Sequence[Term]]


@dataclass(frozen=True)
class Fact:
    """One property of the header with its values."""

    name: Value
    values: Sequence[Value]


@dataclass(frozen=True)
class Version:
    """A published version."""

    version: Value
    number: str
    issued: str


@dataclass(frozen=True)
class Link:
    """A link to a term of another vocabulary: of which kind, how sure, for which reason; the judgement has an IRI."""

    kind: Value
    target: Value
    axiom: Value
    confidence: Value | None
    reason: str


@dataclass(frozen=True)
class Asked:
    """What the shapes ask of a property on a class.

    ``least`` counts where fewer keep data out, ``most`` is ``None`` where any number may stand; ``expects`` holds the
    classes and datatypes of the values, ``shapes`` the IRIs of the property shapes.
    """

    name: Value
    least: int
    most: int | None
    expects: Sequence[Value]
    shapes: Sequence[str]


@dataclass(frozen=True)
class OntologyTerm:
    """A class or property of ours; ``uses`` counts entities of the class, or statements with the property."""

    value: Value
    definition: Value | None
    above: Sequence[Value]
    links: Sequence[Link]
    uses: int
    deprecated: bool
    replaced_by: Sequence[Value]
    note: Value | None

    @property
    def local(self) -> str:
        """The local name, which is its fragment on a page."""
        return self.value.term.value.rpartition("#")[2]


@dataclass(frozen=True)
class OntologyClass(OntologyTerm):
    """A class, with what the shapes ask of things of it."""

    asked: Sequence[Asked]


@dataclass(frozen=True)
class OntologyProperty(OntologyTerm):
    """A property, with the kinds of property it is and the classes on which shapes ask for it."""

    kinds: Sequence[Value]
    on: Sequence[Value]


@dataclass(frozen=True)
class Ontology:
    """The whole document; the tree has the classes of others too that ours are kinds of."""

    name: Value
    abstract: Value | None
    facts: Sequence[Fact]
    versions: Sequence[Version]
    tree: Sequence[Branch]
    classes: Sequence[OntologyClass]
    properties: Sequence[OntologyProperty]


def ontology_of(reader: Reader, shapes: Shapes, statistics: Mapping[str, Any], iri: str = NS) -> Ontology:
    """Describe an ontology; ``statistics`` are those of the release. Raises :class:`NotFound` where there is none."""
    writer = _Writer(iri, reader, shapes, statistics)
    if not writer.terms:
        raise NotFound(f"No ontology in this graph is called {iri}.")
    return writer.ontology()


class _Writer:
    def __init__(self, iri: str, reader: Reader, shapes: Shapes, statistics: Mapping[str, Any]) -> None:
        self._iri, self._reader, self._shapes, self._statistics = iri, reader, shapes, statistics
        self._header = reader.ask(query("statements", iri=iri, most=200)).rows
        self._versions = reader.ask(query("versions", iri=iri)).rows
        self._links = reader.ask(query("alignments", iri=iri)).rows
        self.terms = _grouped(reader.ask(query("ontology", iri=iri)).rows)
        self._asked = {iri: shapes.asked_of(iri) for iri in shapes.by_target}

    def ontology(self) -> Ontology:
        """Put the document together."""
        above = {iri: [t.value for t in said.get(_ABOVE, ())] for iri, said in self.terms.items() if _is_class(said)}
        return Ontology(
            self._value(self._iri),
            self._text(_said(self._header).get(expand("dct:abstract"), ())),
            list(self._facts()),
            sorted((self._version(row) for row in self._versions), key=_by_number, reverse=True),
            class_tree(above, self._value),
            sorted((self._class(iri, said) for iri, said in self.terms.items() if _is_class(said)), key=_by_name),
            sorted(
                (self._property(iri, said) for iri, said in self.terms.items() if not _is_class(said)), key=_by_name
            ),
        )

    @cached_property
    def _shown(self) -> Mapping[Term, Value]:
        rows = [*self._header, *self._versions, *self._links]
        terms = {Term(self._iri, is_iri=True), *(term for row in rows for term in row.values())}
        for said in self.terms.values():
            terms.update(term for values in said.values() for term in values)
        iris = {*self.terms, *self._asked, *(name for asked in self._asked.values() for name in asked)}
        iris.update(term.value for term in self._expected(self._shapes.properties.values()))
        return self._reader.show({*terms, *(Term(iri, is_iri=True) for iri in iris)})

    def _value(self, iri: str) -> Value:
        return self._shown[Term(iri, is_iri=True)]

    def _values(self, terms: Iterable[Term]) -> list[Value]:
        return [self._shown[term] for term in dict.fromkeys(terms)]

    def _text(self, terms: Sequence[Term]) -> Value | None:
        """Show the text of several that the reader gets."""
        best = self._reader.language.best(terms)
        return None if best is None else self._shown[best]

    def _facts(self) -> Iterable[Fact]:
        said = _said(self._header)
        for name in _FACTS:
            if name in said:
                yield Fact(self._value(name), self._values(said[name]))

    def _version(self, row: Row) -> Version:
        return Version(self._shown[row["version"]], row["number"].value, row["issued"].value if "issued" in row else "")

    def _term(self, iri: str, said: Said, partition: str, count: str) -> dict[str, Any]:
        return {
            "value": self._value(iri),
            "definition": self._text(said.get(expand("skos:definition"), ())),
            "above": self._values([*said.get(_ABOVE, ()), *said.get(expand("rdfs:subPropertyOf"), ())]),
            "links": [self._link(row) for row in self._links if row["term"].value == iri],
            "uses": self._statistics[partition].get(iri, {}).get(count, 0),
            "deprecated": any(term.value == "true" for term in said.get(expand("owl:deprecated"), ())),
            "replaced_by": self._values(said.get(expand("dct:isReplacedBy"), ())),
            "note": self._text(said.get(expand("skos:changeNote"), ())),
        }

    def _class(self, iri: str, said: Said) -> OntologyClass:
        asked = [self._ask(name, shapes) for name, shapes in self._asked.get(iri, {}).items()]
        alike = self._term(iri, said, "classPartitions", "entities")
        return OntologyClass(**alike, asked=sorted(asked, key=lambda one: compact(one.name.term.value)))

    def _property(self, iri: str, said: Said) -> OntologyProperty:
        kinds = self._values(term for term in said[_TYPE] if term.value in _KINDS)
        on = [self._value(name) for name, asked in self._asked.items() if iri in asked]
        alike = self._term(iri, said, "propertyPartitions", "triples")
        return OntologyProperty(**alike, kinds=kinds, on=sorted(on, key=lambda value: compact(value.term.value)))

    def _ask(self, name: str, shapes: Sequence[PropertyShape]) -> Asked:
        most = [shape.most for shape in shapes if shape.most is not None]
        least = max((shape.least for shape in shapes if shape.severity == "Violation"), default=0)
        expects = self._values(self._expected(shapes))
        return Asked(self._value(name), least, min(most, default=None), expects, [shape.iri for shape in shapes])

    def _expected(self, shapes: Iterable[PropertyShape]) -> Iterable[Term]:
        for shape in shapes:
            for constraint in shape.constraints:
                if constraint.kind in ("class", "datatype"):
                    yield from constraint.values

    def _link(self, row: Row) -> Link:
        kind, target, axiom = (self._shown[row[name]] for name in ("kind", "target", "axiom"))
        confidence = self._shown[row["confidence"]] if "confidence" in row else None
        return Link(kind, target, axiom, confidence, row["reason"].value if "reason" in row else "")


def _by_number(version: Version) -> list[tuple[int, str]]:
    parts = version.number.split(".")
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


def _by_name(term: OntologyTerm) -> tuple[str, str]:
    return term.value.text.casefold(), term.local


def _grouped(rows: Iterable[Row]) -> dict[str, Said]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["term"].value].append(row)
    return {iri: _said(found) for iri, found in grouped.items()}


def _said(rows: Iterable[Row]) -> Said:
    said: dict[str, list[Term]] = defaultdict(list)
    for row in rows:
        said[row["property"].value].append(row["value"])
    return dict(said)


def _is_class(said: Said) -> bool:
    return any(term.value == _CLASS for term in said.get(_TYPE, ()))
