"""Serbia's statistical regions by the NUTS code list of 2024: today's coding of what was there in 2009."""

from collections.abc import Iterator
from pathlib import Path

from clustergraph.build.slices.nace import COMMISSION
from clustergraph.build.slices.tables import EU_REUSE, NUTS_2024, described
from clustergraph.build.slices.writing import node, scheme, write
from clustergraph.graph.ntriples import integer, iri, literal
from clustergraph.graph.script import latin
from clustergraph.iris import thing
from clustergraph.ns import expand

NUTS = "http://data.europa.eu/nuts/code/"
_SCHEME = "http://data.europa.eu/nuts/scheme/2024"
_ENGLISH = {"Serbia", "City of Belgrade", "Autonomous Province of Vojvodina"}


def write_nuts(reference: Path, root: Path) -> list[Path]:
    """Write data/reference/nuts-rs.ttl."""
    return [write(root / "data/reference/nuts-rs.ttl", _statements(reference))]


def _statements(reference: Path) -> Iterator[str]:
    yield from described("nuts-rs", "NUTS 2024: the regions of Serbia", reference, [NUTS_2024])
    description = "Statistical regions, of which only Serbia's are here. Their codes are younger than 2009."
    yield from scheme(_SCHEME, "NUTS 2024", description, COMMISSION, EU_REUSE)
    for row in NUTS_2024.rows(reference):
        above = row["parent"]
        yield from node(iri(row["iri"]), [
            ("rdf:type", iri(expand("skos:Concept"))),
            ("skos:inScheme", iri(_SCHEME)),
            ("skos:notation", literal(row["code"])),
            ("cg:level", integer(int(row["level"]))),
            ("skos:broader", iri(NUTS + above)) if above else ("skos:topConceptOf", iri(_SCHEME)),
            *([("gsp:hasGeometry", iri(thing("geometry", row["code"].lower())))] if row["level"] == "3" else []),
            *_names(row["name_latn"], row["name_cyrl"]),
        ])  # fmt: skip


def _names(latin_letters: str, cyrillic: str) -> Iterator[tuple[str, str]]:
    """Give the names; the column in Latin letters is partly English, partly Serbian and partly both."""
    yield "skos:prefLabel", literal(cyrillic, language="sr-Cyrl")
    if latin_letters in _ENGLISH:
        yield "skos:prefLabel", literal(latin_letters, language="en")
    elif latin_letters != latin(cyrillic):
        yield "skos:altLabel", literal(latin_letters, language="mul")
