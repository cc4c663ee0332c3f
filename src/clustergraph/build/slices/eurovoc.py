"""EuroVoc, the thesaurus of the Publications Office: the 37 concepts that touch clusters and their sectors."""

from collections.abc import Iterator
from pathlib import Path

from clustergraph.build.slices.tables import CC_BY, EUROVOC, described
from clustergraph.build.slices.writing import node, scheme, write
from clustergraph.graph.ntriples import iri, literal
from clustergraph.ns import expand

_SCHEME = "http://eurovoc.europa.eu/100141"
_PUBL = "http://publications.europa.eu/resource/authority/corporate-body/PUBL"


def write_eurovoc(reference: Path, root: Path) -> list[Path]:
    """Write data/reference/eurovoc.ttl."""
    return [write(root / "data/reference/eurovoc.ttl", _statements(reference))]


def _statements(reference: Path) -> Iterator[str]:
    yield from described("eurovoc", "EuroVoc: concepts of clusters and of their sectors", reference, [EUROVOC])
    description = "The multilingual thesaurus of the European Union, of which only a few concepts are here."
    yield from scheme(_SCHEME, "EuroVoc", description, _PUBL, CC_BY)
    for row in EUROVOC.rows(reference):
        others = [name.strip() for name in row["altLabels_en"].split(";") if name.strip()]
        yield from node(iri(row["iri"]), [
            ("rdf:type", iri(expand("skos:Concept"))),
            ("skos:inScheme", iri(_SCHEME)),
            ("skos:notation", literal(row["iri"].rpartition("/")[2])),
            ("skos:prefLabel", literal(row["prefLabel_en"], language="en")),
            ("skos:prefLabel", literal(row["prefLabel_fr"], language="fr")),
            *(("skos:altLabel", literal(name, language="en")) for name in others),
        ])  # fmt: skip
