"""What the graph says of anything with a name: statements, the parts shown inside, who leads here, who answers for it.

The parts of a thing are the other things of its record, or, where it has none, what only it leads to. They are shown
in place, each with the lines that state it and whose word it is.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from clustergraph.errors import NotFound
from clustergraph.mapping.catalogue import CATALOGUE
from clustergraph.ns import CG
from clustergraph.pages.addresses import about, askable
from clustergraph.pages.asking import query
from clustergraph.pages.derivations import Derivations, Rule, beside_by_graph
from clustergraph.pages.nodes import Description, Incoming, Node, Note, Property, Record, Statement
from clustergraph.pages.terms import Row, Term
from clustergraph.pages.values import Reader, Value

MOST = 2000  # statements on one page
_SUBJECTS = 10  # of those who lead here, for each property
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_DERIVED = "http://www.w3.org/ns/prov#wasDerivedFrom"
_DEPRECATED = "http://www.w3.org/2002/07/owl#deprecated"
_REPLACED = "http://purl.org/dc/terms/isReplacedBy"
_BASIS = CG.basis
_NOTES = "http://www.w3.org/ns/dqv#hasQualityAnnotation"
_NOTE = "http://www.w3.org/ns/dqv#QualityAnnotation"
_REMARK = "http://www.w3.org/2000/01/rdf-schema#comment"
_TARGET = "http://www.w3.org/ns/oa#hasTarget"
_MOTIVE = "http://www.w3.org/ns/oa#motivatedBy"  # that a note is a note
_APART = frozenset((_TYPE, _BASIS, _DERIVED))
_SHOWN = 12  # values of a property that are shown at once, where more than a few others follow
_FEW = 4
#: Properties that come first, in this order; the others follow by name.
_ORDER = (
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://purl.org/dc/terms/title",
    "http://www.w3.org/2004/02/skos/core#altLabel",
    "http://www.w3.org/2004/02/skos/core#definition",
    "http://purl.org/dc/terms/description",
)


NO_RULES = Derivations(())


def describe(
    iri: str,
    reader: Reader,
    graphs: Mapping[str, int],
    derivations: Derivations = NO_RULES,
    catalogued: Sequence[Row] = (),
) -> Description:
    """Describe an IRI; ``graphs`` are the named graphs there are, ``derivations`` the rules that ran.

    ``catalogued`` is what the catalogue says of it and of its fragments, and no graph does. Raises :class:`NotFound`
    where nothing has the IRI.
    """
    own = [*reader.ask(query("statements", iri=iri, most=MOST)).rows, *_about(iri, catalogued)]
    parts = reader.ask(query("record", iri=iri, most=MOST)).rows if own else []
    parts = parts or (reader.ask(query("parts-of-one", iri=iri, most=MOST)).rows if own else [])
    parts = [*parts, *(row for row in catalogued if row["node"].value != iri)]
    leading = reader.ask(query("incoming", iri=iri)).rows
    uses = _number(reader.ask(query("used-as-property", iri=iri)).rows[0]["count"])
    if not (own or leading or uses or iri in graphs):
        raise NotFound(f"Nothing in this graph is called {iri}.")
    return _Builder(iri, reader, own, parts, derivations).description(leading, uses)


class _Builder:
    def __init__(self, iri: str, reader: Reader, own: list[Row], parts: list[Row], derivations: Derivations) -> None:
        self._iri = iri
        self._derivations = derivations
        self._reader = reader
        self._cut = len(own) >= MOST or len(parts) >= MOST
        self._said: dict[str, list[Row]] = {iri: own}
        for row in parts:
            self._said.setdefault(row["node"].value, []).append(row)
        catalogued = {row["node"].value for row in parts if row["graph"].value == CATALOGUE}
        self._fragments = {name for name in catalogued if name.startswith(f"{iri}#")}
        self._graphs = list(dict.fromkeys(row["graph"].value for rows in self._said.values() for row in rows))
        self._placed = {iri}
        self._doubts: list[Note] = []
        self._rules: dict[str, Rule] = {}
        self._open: list[str] = []  # doubts in which what is being put together stands
        self._about = self._targets()

    def description(self, leading: list[Row], uses: int) -> Description:
        """Put the page together."""
        subjects = {row["property"].value: self._subjects(row["property"].value) for row in leading}
        graphs = [graph for graph in self._graphs if askable(graph)]
        said = self._reader.ask(query("records", iris=graphs)).rows if graphs else []
        self._shown = self._reader.show(self._terms(leading, subjects, said))
        own = self._said[self._iri]
        return Description(
            self._shown[Term(self._iri, is_iri=True)],
            self._whole(),
            [self._incoming(row, subjects) for row in leading],
            self._records(said),
            uses,
            self._cut,
            any(row["property"].value == _DEPRECATED and row["value"].value == "true" for row in own),
            self._values(own, _REPLACED),
            self._doubts,
            list(self._rules.values()),
        )

    def _targets(self) -> dict[str, list[str]]:
        """Tell which doubts are about what; those about a record as a whole are about what the page is about."""
        found: dict[str, list[str]] = {}
        for node, rows in self._said.items():
            if any(row["property"].value == _TYPE and row["value"].value == _NOTE for row in rows):
                for row in rows:
                    if row["property"].value == _TARGET:
                        target = row["value"].value
                        found.setdefault(self._iri if target in self._graphs else target, []).append(node)
        return found

    def _subjects(self, name: str) -> list[Term]:
        if not askable(name):
            return []
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

    def _whole(self) -> Node:
        node = self._node(self._iri)
        # doubts about what the record has beside, and the page does not show
        elsewhere = [
            self._note(iri, self._iri) for iris in self._about.values() for iri in iris if iri not in self._placed
        ]
        return replace(node, notes=[*node.notes, *elsewhere])

    def _node(self, iri: str, apart: Container[str] = _APART) -> Node:
        rows = self._said[iri]
        notes = self._notes(iri, [row["value"].value for row in rows if row["property"].value == _NOTES])
        noted = {*self._open, *(note.node.iri for note in notes)}
        by_property: dict[Term, list[Row]] = {}
        for row in rows:
            if row["property"].value not in apart and row["value"].value not in noted:
                by_property.setdefault(row["property"], []).append(row)
        ordered = sorted(by_property, key=lambda name: (_place(name.value), self._shown[name].text.casefold()))
        return Node(
            iri,
            self._values(rows, _TYPE),
            self._values(rows, _BASIS),
            self._values(rows, _DERIVED),
            [self._property(iri, name, by_property[name]) for name in ordered],
            notes,
            iri.removeprefix(f"{self._iri}#") if iri in self._fragments else "",
        )

    def _notes(self, target: str, named: Iterable[str]) -> list[Note]:
        """Give the doubts about a thing that have not been shown yet."""
        noted = dict.fromkeys((*named, *self._about.get(target, ())))
        return [self._note(iri, target) for iri in noted if iri in self._said and iri not in self._placed]

    def _note(self, iri: str, target: str) -> Note:
        self._placed.add(iri)
        rows = self._said[iri]
        # where it stands says what it is about
        apart = {*_APART, CG.flag, _REMARK, _MOTIVE, *([_TARGET] if self._only_about(rows, target) else ())}
        self._open.append(iri)
        node = self._node(iri, apart)
        self._open.pop()
        note = Note(len(self._doubts) + 1, self._values(rows, CG.flag), self._values(rows, _REMARK), node)
        self._doubts.append(note)
        return note

    def _only_about(self, rows: list[Row], target: str) -> bool:
        return all(row["value"].value in (target, *self._graphs) for row in rows if row["property"].value == _TARGET)

    def _property(self, iri: str, name: Term, rows: list[Row]) -> Property:
        statements = self._statements(iri, name.value, rows)
        language = self._reader.language
        statements.sort(key=lambda statement: language.place(statement.value.term))
        foreign = sum(language.place(statement.value.term) > len(language.wanted) for statement in statements)
        shown = len(statements) - foreign or 1 if foreign > _FEW else len(statements)
        return Property(self._shown[name], statements, _SHOWN if shown > _SHOWN + _FEW else shown)

    def _statements(self, iri: str, name: str, rows: list[Row]) -> list[Statement]:
        stated: dict[Term, list[int]] = {}
        for row in rows:
            stated.setdefault(row["value"], []).append(self._graphs.index(row["graph"].value) + 1)
        beside = beside_by_graph(self._said[iri])
        rules = {
            term: self._derivations.rule_of(iri, name, term, [beside[self._graphs[number - 1]] for number in records])
            for term, records in stated.items()
            if CATALOGUE not in {self._graphs[number - 1] for number in records}
        }
        self._rules |= {rule.name: rule for rule in rules.values() if rule}
        return [
            Statement(self._shown[term], self._inside(term), tuple(records), rules.get(term))
            for term, records in stated.items()
        ]

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
        href = about(self._iri, via=name) if askable(name) else None
        return Incoming(self._shown[row["property"]], _number(row["count"]), shown, href)

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


def _about(iri: str, rows: Iterable[Row]) -> Iterable[Row]:
    return (row for row in rows if row["node"].value == iri)


def _place(iri: str) -> int:
    return _ORDER.index(iri) if iri in _ORDER else len(_ORDER)
