"""The ten towns in which the clusters of 2009 had their seats: codes, places, and the same town at others."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from clustergraph.build.slices.nuts import NUTS
from clustergraph.build.slices.tables import TOWNS, described
from clustergraph.build.slices.writing import node, write
from clustergraph.graph.ntriples import XSD, iri, literal
from clustergraph.iris import thing
from clustergraph.ns import expand

_LETTERS = str.maketrans({"đ": "dj", "š": "s", "č": "c", "ć": "c", "ž": "z", " ": "-"})


def write_towns(reference: Path, root: Path) -> list[Path]:
    """Write data/reference/towns.ttl."""
    return [write(root / "data/reference/towns.ttl", _statements(reference))]


def _statements(reference: Path) -> Iterator[str]:
    yield from described("towns", "Towns of the clusters' seats", reference, [TOWNS])
    for row in TOWNS.rows(reference):
        slug = row["name"].lower().translate(_LETTERS)
        yield from node(iri(thing("town", slug)), [
            ("rdf:type", iri(expand("cg:Town"))),
            ("rdfs:label", literal(row["name"], language="en")),
            ("rdfs:label", literal(row["name_sr_latn"], language="sr-Latn")),
            ("cg:nuts", iri(NUTS + row["nuts3"])),
            ("geo:lat", literal(row["latitude"], datatype=XSD + "decimal")),
            ("geo:long", literal(row["longitude"], datatype=XSD + "decimal")),
            *_same(row),
        ])  # fmt: skip


def _same(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return (("schema:sameAs", iri(row[column])) for column in ("geonames_iri", "wikidata") if row[column])
