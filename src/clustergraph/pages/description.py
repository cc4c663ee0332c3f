"""What the graph says of anything with a name: statements, the parts shown inside, who leads here, who answers for it.

The parts of a thing are the other things of its record, or, where it has none, what only it leads to. They are shown
in place, each with the lines that state it and whose word it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from clustergraph.errors import NotFound
from clustergraph.ns import CG
from clustergraph.pages.addresses import about
from clustergraph.pages.asking import query
from clustergraph.pages.terms import Row, Term
from clustergraph.pages.values import Reader, Value

MOST = 2000  # statements on one page
_SUBJECTS = 10  # of those who lead here, for each property
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_DERIVED = "http://www.w3.org/ns/prov#wasDerivedFrom"
_DEPRECATED = "http://www.w3.org/2002/07/owl#deprecated"
_REPLACED = "http://purl.org/dc/terms/isReplacedBy"
_BASIS = CG.basis
#: Properties that come first, in this order; the others follow by name.
_ORDER = (
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://purl.org/dc/terms/title",
    "http://www.w3.org/2004/02/skos/core#altLabel",
    "http://www.w3.org/2004/02/skos/core#definition",
    "http://purl.org/dc/terms/description",
)


@dataclass(frozen=True)
class Statement:
    """One value of a property: what it is, the part shown inside, the numbers of the records that state it."""

    value: Value
    inside: "Node | None"
    records: tuple[int, ...]


@dataclass(frozen=True)
class Property:
    """A property with its values."""

    name: Value
    statements: list[Statement]


@dataclass(frozen=True)
class Node:
    """A thing with what is said of it; its kinds, whose word it is, and the passages that state it stand apart."""

    iri: str
    kinds: list[Value] = field(default_factory=list)
    basis: list[Value] = field(default_factory=list)
    passages: list[Value] = field(default_factory=list)
    properties: list[Property] = field(default_factory=list)


@dataclass(frozen=True)
class Incoming:
    """Those who lead here by one property: how many, the first of them, and where all are."""

    name: Value
    count: int
    subjects: list[Value]
    href: str


@dataclass(frozen=True)
class Record:
    """A named graph in which statements of the page stand: who answers for it, and since when."""

    number: int
    graph: Value
    agents: list[Value]
    date: str
    restated: list[Value]


@dataclass(frozen=True)
class Description:
    """Everything a page says of one IRI; ``cut`` says that there are more statements than it shows."""

    name: Value
    node: Node
    incoming: list[Incoming]
    records: list[Record]
    uses: int = 0
    cut: bool = False
    deprecated: bool = False
    replaced_by: list[Value] = field(default_factory=list)


def describe(iri: str, reader: Reader, graphs: Mapping[str, int]) -> Description:
    """Describe an IRI; ``graphs`` are the named graphs there are. Raises :class:`NotFound` where nothing has it."""
    own = reader.ask(query("statements", iri=iri, most=MOST)).rows
    parts = reader.ask(query("record", iri=iri, most=MOST)).rows if own else []
    parts = parts or (reader.ask(query("parts-of-one", iri=iri, most=MOST)).rows if own else [])
    leading = reader.ask(query("incoming", iri=iri)).rows
    uses = _number(reader.ask(query("used-as-property", iri=iri)).rows[0]["count"])
    if not (own or leading or uses or iri in graphs):
        raise NotFound(f"Nothing in this graph is called {iri}.")
    return _Builder(iri, reader, own, parts).description(leading, uses)


class _Builder:
    def __init__(self, iri: str, reader: Reader, own: list[Row], parts: list[Row]) -> None:
        self._iri = iri
        self._reader = reader
        self._cut = len(own) >= MOST or len(parts) >= MOST
        self._said: dict[str, list[Row]] = {iri: own}
        for row in parts:
            self._said.setdefault(row["node"].value, []).append(row)
        self._graphs = list(dict.fromkeys(row["graph"].value for rows in self._said.values() for row in rows))
        self._placed = {iri}

    def description(self, leading: list[Row], uses: int) -> Description:
        """Put the page together."""
        subjects = {row["property"].value: self._subjects(row["property"].value) for row in leading}
        said = self._reader.ask(query("records", iris=self._graphs)).rows if self._graphs else []
        self._shown = self._reader.show(self._terms(leading, subjects, said))
        own = self._said[self._iri]
        return Description(
            self._shown[Term(self._iri, is_iri=True)],
            self._node(self._iri),
            [self._incoming(row, subjects) for row in leading],
            self._records(said),
            uses,
            self._cut,
            any(row["property"].value == _DEPRECATED and row["value"].value == "true" for row in own),
            self._values(own, _REPLACED),
        )

    def _subjects(self, name: str) -> list[Term]:
        text = query("subjects", iri=self._iri, property=name, offset=0, most=_SUBJECTS)
        return [row["subject"] for row in self._reader.ask(text).rows]

    def _terms(self, leading: list[Row], subjects: Mapping[str, list[Term]], said: list[Row]) -> Iterable[Term]:
        yield Term(self._iri, is_iri=True)
        yield from (Term(graph, is_iri=True) for graph in self._graphs)
        for rows in (*self._said.values(), leading, said):
            for row in rows:
                yield from row.values()
        for terms in subjects.values():
            yield from terms

    def _node(self, iri: str) -> Node:
        rows = self._said[iri]
        apart = {_TYPE, _BASIS, _DERIVED}
        by_property: dict[Term, list[Row]] = {}
        for row in rows:
            if row["property"].value not in apart:
                by_property.setdefault(row["property"], []).append(row)
        ordered = sorted(by_property, key=lambda name: (_place(name.value), self._shown[name].text.casefold()))
        return Node(
            iri,
            self._values(rows, _TYPE),
            self._values(rows, _BASIS),
            self._values(rows, _DERIVED),
            [Property(self._shown[name], self._statements(by_property[name])) for name in ordered],
        )

    def _statements(self, rows: list[Row]) -> list[Statement]:
        stated: dict[Term, list[int]] = {}
        for row in rows:
            stated.setdefault(row["value"], []).append(self._graphs.index(row["graph"].value) + 1)
        return [Statement(self._shown[term], self._inside(term), tuple(records)) for term, records in stated.items()]

    def _inside(self, term: Term) -> Node | None:
        """Show a part in place, at the first place that leads to it."""
        if not term.is_iri or term.value in self._placed or term.value not in self._said:
            return None
        self._placed.add(term.value)
        return self._node(term.value)

    def _values(self, rows: list[Row], name: str) -> list[Value]:
        return [self._shown[term] for term in dict.fromkeys(r["value"] for r in rows if r["property"].value == name)]

    def _incoming(self, row: Row, subjects: Mapping[str, list[Term]]) -> Incoming:
        name = row["property"].value
        shown = [self._shown[term] for term in subjects[name]]
        return Incoming(self._shown[row["property"]], _number(row["count"]), shown, about(self._iri, via=name))

    def _records(self, said: list[Row]) -> list[Record]:
        records = []
        for number, graph in enumerate(self._graphs, start=1):
            rows = [row for row in said if row["graph"].value == graph]
            agents = dict.fromkeys(row["agent"] for row in rows)
            restated = dict.fromkeys(row["restated"] for row in rows if "restated" in row)
            date = next((row["date"].value for row in rows if "date" in row), "")
            shown = self._shown[Term(graph, is_iri=True)]
            records.append(
                Record(number, shown, [self._shown[a] for a in agents], date, [self._shown[p] for p in restated])
            )
        return records


def _number(term: Term) -> int:
    return int(term.value)


def _place(iri: str) -> int:
    return _ORDER.index(iri) if iri in _ORDER else len(_ORDER)
