"""NACE, the statistical classification of economic activities, in three revisions.

Revisions 2 and 2.1 have IRIs of the Publications Office; for revision 1.1 none is known, so its codes lie under ours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clustergraph.build.slices import tables
from clustergraph.build.slices.tables import EU_REUSE, Table, described
from clustergraph.build.slices.writing import english, node, scheme, write
from clustergraph.graph.ntriples import integer, iri, literal
from clustergraph.iris import BASE
from clustergraph.ns import expand

COMMISSION = "http://publications.europa.eu/resource/authority/corporate-body/COM"


@dataclass(frozen=True)
class Position:
    """One position: its code as printed, its level from 1, its name, and the code above it."""

    code: str
    level: int
    name: str
    above: str | None


@dataclass(frozen=True)
class Revision:
    """One revision: the file it goes to, the IRIs of its scheme and positions, and its tables."""

    name: str
    title: str
    description: str
    whole: str
    begins: str
    tables: Sequence[Table]

    def address(self, code: str) -> str:
        """Give the IRI of a position: the Union's have no dot, ours have a hyphen."""
        local = code.lower().replace(".", "-") if self.begins.startswith(BASE) else code.replace(".", "")
        return self.begins + local


REVISIONS = {
    "1.1": Revision(
        "nace1-1",
        "NACE Rev. 1.1",
        "Activities by the classification of 2002, in which European clusters were first counted. Codes are "
        "Eurostat's; no IRIs of the Union are known for them, so these are ours.",
        f"{BASE}scheme/nace1-1",
        f"{BASE}scheme/nace1-1/",
        [tables.NACE_1_1],
    ),
    "2": Revision(
        "nace2",
        "NACE Rev. 2",
        "Activities by the classification of 2006, in force when the brochure was printed.",
        "http://data.europa.eu/ux2/nace2/nace2",
        "http://data.europa.eu/ux2/nace2/",
        [tables.NACE_2, tables.NACE_2_ORDER],
    ),
    "2.1": Revision(
        "nace2-1",
        "NACE Rev. 2.1",
        "Activities by the classification of 2023, for what is reported from 2025 on.",
        "http://data.europa.eu/ux2/nace2.1/nace2.1",
        "http://data.europa.eu/ux2/nace2.1/",
        [tables.NACE_2_1],
    ),
}


def write_nace(reference: Path, root: Path) -> list[Path]:
    """Write the three revisions below data/reference."""
    return [
        write(root / f"data/reference/{revision.name}.ttl", _statements(revision, number, reference))
        for number, revision in REVISIONS.items()
    ]


def positions(number: str, reference: Path) -> list[Position]:
    """Read the positions of a revision (``1.1``, ``2`` or ``2.1``) in their order.

    Raises :class:`ValueError` where two tables do not have the same codes.
    """
    if number == "1.1":
        levels = ["section", "subsection", "division", "group", "class"]
        rows = [(row["code"], levels.index(row["level"]), row["label_en"]) for row in tables.NACE_1_1.rows(reference)]
        return _nested(rows)
    table = tables.NACE_2_ORDER if number == "2" else tables.NACE_2_1
    columns = ["Section", "Division", "Group", "Class"]
    ordered = [
        (row[column], level, row["Activity"])
        for row in table.rows(reference)
        for level, column in enumerate(columns)
        if row[column]
    ]
    if number == "2":
        names = {row["NACE Rev. 2"]: row["Name"] for row in tables.NACE_2.rows(reference)}
        if set(names) != {code for code, _, _ in ordered}:
            raise ValueError("the two tables of NACE Rev. 2 do not have the same codes")
        ordered = [(code, level, names[code]) for code, level, _ in ordered]
    return _nested(ordered)


def _nested(rows: Sequence[tuple[str, int, str]]) -> list[Position]:
    """Put each row under the last one of the level above."""
    last: dict[int, str] = {}
    found = []
    for code, level, name in rows:
        last[level] = code
        found.append(Position(code, level + 1, name, last[level - 1] if level else None))
    return found


def _statements(revision: Revision, number: str, reference: Path) -> Iterator[str]:
    yield from described(revision.name, f"{revision.title}, all positions", reference, revision.tables)
    yield from scheme(revision.whole, revision.title, revision.description, COMMISSION, EU_REUSE)
    for position in positions(number, reference):
        whole = iri(revision.whole)
        above = position.above and iri(revision.address(position.above))
        yield from node(iri(revision.address(position.code)), [
            ("rdf:type", iri(expand("skos:Concept"))),
            ("skos:inScheme", whole),
            ("skos:notation", literal(position.code)),
            ("skos:prefLabel", english(position.name)),
            ("cg:level", integer(position.level)),
            ("skos:broader", above) if above else ("skos:topConceptOf", whole),
        ])  # fmt: skip
