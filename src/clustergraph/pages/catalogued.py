"""What the catalogue says of the names that stand in it: data sets, distributions, the service, the contact, itself.

Harvesters keep these names, so each leads to a document. They are in no graph of the release: the catalogue is made of
it, and is told here as the graph in which the statements stand.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clustergraph.iris import BASE, RELEASE
from clustergraph.mapping.catalogue import CATALOGUE
from clustergraph.ns import expand
from clustergraph.pages.terms import Row, Term
from clustergraph.sources.rdf import Literal, parse_graph

_NAMES = {expand(name) for name in ("dct:title", "foaf:name", "vcard:fn", "rdfs:label")}
_EXPLAINS = expand("dct:description")
_STRING = expand("xsd:string")
_HERE = Term(CATALOGUE, is_iri=True)


@dataclass(frozen=True)
class Catalogued:
    """Statements by what they are about, without its fragment: as lines of N-Triples, and as rows of a page.

    The catalogue's own lines are all of them, so that who follows its name has it whole. ``names`` and ``explanations``
    are what it calls things, and how it explains them; ``mentioned`` is whatever it says these things with.
    """

    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    names: Mapping[str, Sequence[Term]] = field(default_factory=dict)
    explanations: Mapping[str, Sequence[Term]] = field(default_factory=dict)
    mentioned: frozenset[str] = frozenset()

    @classmethod
    def of(cls, statements: str) -> "Catalogued":
        """Take the catalogue apart, which is N-Triples; what has a document of another kind is left out."""
        lines: dict[str, list[str]] = defaultdict(list)
        rows: dict[str, list[Row]] = defaultdict(list)
        names: dict[str, list[Term]] = defaultdict(list)
        explanations: dict[str, list[Term]] = defaultdict(list)
        for line in statements.split("\n")[:-1]:  # in texts stand other characters that end lines to Python
            subject = line[1 : line.index(">")]
            if subject.startswith(BASE) and subject != BASE and not subject.startswith(RELEASE):
                lines[subject.partition("#")[0]].append(f"{line}\n")
        for quad in parse_graph("".join(map("".join, lines.values())).encode(), CATALOGUE, "catalogue"):
            row = {"node": _term(quad.subject), "property": _term(quad.predicate), "value": _term(quad.object)}
            about, name = row["node"].value, row["property"].value
            rows[about.partition("#")[0]].append({**row, "graph": _HERE})
            if name in _NAMES:
                names[about].append(row["value"])
            elif name == _EXPLAINS:
                explanations[about].append(row["value"])
        said = (row for several in rows.values() for row in several)
        mentioned = frozenset(term.value for row in said for term in row.values() if term.is_iri)
        lines[CATALOGUE] = [f"{line}\n" for line in statements.split("\n")[:-1]]
        return cls(lines, rows, names, explanations, mentioned)

    def __contains__(self, iri: str) -> bool:
        """Whether the catalogue describes it."""
        return iri in self.lines


def _term(term: Any) -> Term:
    if isinstance(term, Literal):
        datatype = "" if term.datatype.value == _STRING or term.language else term.datatype.value
        return Term(term.value, language=term.language or "", datatype=datatype)
    return Term(term.value, is_iri=True)
