"""Categories made by others → schemes of ours: the observatory's 38, the 51 of 2014, the ten emerging industries.

Each scheme is one table, and one row of :data:`SCHEMES` says how it is read. A better table dropped in replaces the
scheme whole; ``clustergraph categories diff`` says before what that would change.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from clustergraph.build.slices.tables import (
    CATEGORIES_38,
    CATEGORIES_51,
    CC_BY,
    INDUSTRIES_10,
    Table,
    table_statements,
)
from clustergraph.build.slices.writing import node, write
from clustergraph.graph.ntriples import integer, iri, literal
from clustergraph.iris import BASE, SLUG
from clustergraph.ns import expand

Row = Mapping[str, str]


@dataclass(frozen=True)
class Scheme:
    """How one table becomes a concept scheme; ``code``, ``label`` and ``more`` are read from a row.

    ``sources`` are addresses of what was read for the table.
    """

    name: str
    table: Table
    title: str
    description: str
    note: str
    code: Callable[[Row], str]
    label: Callable[[Row], str]
    definition: str
    more: Callable[[Row], Iterator[tuple[str, str]]]
    sources: tuple[str, ...] = ()


def slug(text: str) -> str:
    """Make a code of a name: small letters and digits, other characters as one hyphen."""
    words = "".join(letter if letter.isalnum() else " " for letter in text.lower().replace("'", "")).split()
    return "-".join(words)


def _reconstructed(row: Row) -> Iterator[tuple[str, str]]:
    yield "cg:position", integer(int(row["n"]))
    yield (
        "cg:evidence",
        iri(f"{BASE}scheme/name-evidence/{'verbatim' if row['name_evidence'] == 'C1' else 'successor'}"),
    )


def _numbered(row: Row) -> Iterator[tuple[str, str]]:
    yield "cg:position", integer(int(row["code"]))
    yield "cg:evidence", iri(f"{BASE}scheme/name-evidence/published")
    if row["variant"]:
        yield "skos:altLabel", literal(row["variant"].partition(" (")[0], language="en")


def _published(row: Row) -> Iterator[tuple[str, str]]:
    yield "cg:evidence", iri(f"{BASE}scheme/name-evidence/published")
    yield "dct:source", iri(row["source"])


SCHEMES = (
    Scheme(
        "observatory-category",
        CATEGORIES_38,
        "Cluster categories of the European Cluster Observatory (38), reconstructed",
        "The 38 categories by which the European Cluster Observatory compared clusters from 2007 to 2013.",
        "A reconstruction. That there were 38 is certain; their names are put together from the categories of the "
        "model they come from: 19 stand word for word in texts on it, 19 live on in the list of 2014. No codes of the "
        "observatory are known, and its site is gone: the codes are ours.",
        lambda row: row["local_slug"],
        lambda row: row["name_porter_style"],
        "One of the 38 categories of the European Cluster Observatory; its name is reconstructed, its scope unknown.",
        _reconstructed,
        (
            "https://docplayer.se/amp/2013427-Svenska-klusterkartor.html",
            "https://docslib.org/doc/1795144",
            "https://www.scribd.com/document/6657723",
            "https://neptis.org/",
            "https://scanbalt.org/",
        ),
    ),
    Scheme(
        "traded-category",
        CATEGORIES_51,
        "Traded cluster categories of 2014 (51)",
        "The 51 traded categories of the definitions of 2014, which the European observatory took over.",
        "The names are those of the published list; the numbers are those of the data set for the United States, not "
        "of the European Commission. Definitions belong to their authors and are not repeated here.",
        lambda row: slug(row["name"]),
        lambda row: row["name"],
        "One of the 51 traded categories of 2014; for its definition see the published list.",
        _numbered,
        ("https://clustermapping.in/cluster-definitions", "https://github.com/ACR1/industry-clusters"),
    ),
    Scheme(
        "emerging-industry",
        INDUSTRIES_10,
        "Emerging industries (10)",
        "The ten emerging industries by which the European observatory grouped categories across branches.",
        "The names are those of a page of the European Cluster Collaboration Platform; the codes are ours.",
        lambda row: row["local_slug"],
        lambda row: row["name"],
        "One of the ten emerging industries, which cut across the traded categories.",
        _published,
    ),
)


#: Where the table of a scheme lies that somebody dropped in; it then goes before the one in the reference folder.
ADOPTED = "data/categories/{}.csv"


def adopted(scheme: Scheme) -> Scheme:
    """Say how a table that was dropped in becomes the scheme: columns code, name and source."""
    return replace(
        scheme,
        title=scheme.title.removesuffix(", reconstructed"),
        note=f"Names and codes are those of the table {ADOPTED.format(scheme.name)}.",
        code=lambda row: row["code"],
        label=lambda row: row["name"],
        definition="A category of the list; for its scope see the list.",
        more=_dropped_in,
        sources=(),
    )


def _dropped_in(row: Row) -> Iterator[tuple[str, str]]:
    yield "cg:evidence", iri(f"{BASE}scheme/name-evidence/published")
    if row.get("source"):
        yield "dct:source", iri(row["source"])


def write_schemes(reference: Path, root: Path) -> list[Path]:
    """Write every scheme below ``root``/ontology/schemes and give the paths.

    A scheme whose table was dropped in is left as it is. Raises :class:`OSError` for a table that is not there,
    :class:`ValueError` for a code that is none.
    """
    return [_write(scheme, reference, root) for scheme in SCHEMES if not (root / ADOPTED.format(scheme.name)).exists()]


def _write(scheme: Scheme, reference: Path, root: Path) -> Path:
    rows = [row for row in scheme.table.rows(reference) if row.get("kind", "traded") == "traded"]
    derived = node(iri(f"{BASE}scheme/{scheme.name}"), [("prov:wasDerivedFrom", iri(scheme.table.address))])
    told = [*statements(scheme, rows), *derived, *table_statements(scheme.table, reference)]
    return write(root / f"ontology/schemes/{scheme.name}.ttl", told)


def statements(scheme: Scheme, rows: Iterable[Row]) -> Iterator[str]:
    """Describe the scheme and each of its categories; raises :class:`ValueError` for a code that is none."""
    whole = iri(f"{BASE}scheme/{scheme.name}")
    yield from node(whole, [
        ("rdf:type", iri(expand("skos:ConceptScheme"))),
        ("skos:prefLabel", literal(scheme.title, language="en")),
        ("dct:title", literal(scheme.title, language="en")),
        ("dct:description", literal(scheme.description, language="en")),
        ("skos:editorialNote", literal(scheme.note, language="en")),
        ("dct:creator", iri(f"{BASE}id/agent/clustergraph")),
        ("dct:license", iri(CC_BY)),
        *(("dct:source", iri(source)) for source in scheme.sources),
    ])  # fmt: skip
    for row in rows:
        code = scheme.code(row)
        if not SLUG.fullmatch(code):
            raise ValueError(f"“{code}” is not a code")
        yield from node(iri(f"{BASE}scheme/{scheme.name}/{code}"), [
            ("rdf:type", iri(expand("skos:Concept"))),
            ("rdf:type", iri(expand("cg:ClusterCategory"))),
            ("skos:inScheme", whole),
            ("skos:topConceptOf", whole),
            ("skos:notation", literal(code)),
            ("skos:prefLabel", literal(scheme.label(row), language="en")),
            ("skos:definition", literal(scheme.definition, language="en")),
            *scheme.more(row),
        ])  # fmt: skip
