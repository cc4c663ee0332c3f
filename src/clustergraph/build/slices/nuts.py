"""Serbia's statistical regions by the NUTS code list of 2024: today's coding of what was there in 2009.

The code list has Serbian names in Cyrillic; its names in Latin letters are English for four regions alone. Districts
have their English names from Natural Earth. What no table names in English ``ontology/labels.ttl`` does, in our words.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from clustergraph.build.slices.nace import COMMISSION
from clustergraph.build.slices.tables import EU_REUSE, NATURAL_EARTH, NUTS_2024, described
from clustergraph.build.slices.writing import english, node, scheme, write
from clustergraph.graph.ntriples import integer, iri, literal
from clustergraph.graph.script import latin
from clustergraph.iris import thing
from clustergraph.ns import expand

NUTS = "http://data.europa.eu/nuts/code/"
_SCHEME = "http://data.europa.eu/nuts/scheme/2024"
#: Names in Latin letters that are English → whose name each is. “City of Belgrade” stands at a region as well, RS11,
#: of which the city is the one district; two that share a name could not be told apart.
_ENGLISH = {
    "Serbia": "RS",
    "City of Belgrade": "RS110",
    "Autonomous Province of Vojvodina": "RS12",
}
#: Features whose names are written otherwise than the code list writes them: joined by us.
JUDGED = {"SRB-836": "RS110", "SRB-1061": "RS126"}
_DESCRIPTION = (
    "Statistical regions, of which only Serbia's are here. Their codes are younger than 2009. "
    "English names of districts are Natural Earth's, the first where it has two; some lack the marks on their letters. "
    "Those of Serbia, of Vojvodina and of the City of Belgrade are the code list's, which calls the region around the "
    "city by that name, too. The others are ours, and stand in the graph of labels."
)


def write_nuts(reference: Path, root: Path) -> list[Path]:
    """Write data/reference/nuts-rs.ttl; raises :class:`ValueError` where districts and features do not fit together."""
    return [write(root / "data/reference/nuts-rs.ttl", _statements(reference))]


def features(reference: Path) -> dict[str, Mapping[str, Any]]:
    """Give each district's code its feature of Natural Earth, in the order of that table.

    They are joined by the stem of their names: “Južno-bački” and “Južnobačka oblast” have one. Raises
    :class:`ValueError` where they do not match one to one.
    """
    stems = {_stem(row["name_latn"]): row["code"] for row in NUTS_2024.rows(reference) if row["level"] == "3"}
    told = json.loads((reference / NATURAL_EARTH.file).read_text(encoding="utf-8"))["features"]
    codes = [JUDGED.get(f["properties"]["adm1_code"]) or stems.get(_stem(f["properties"]["NAME_2"]), "") for f in told]
    if sorted(codes) != sorted(stems.values()):
        names = [feature["properties"]["NAME_2"] for feature in told]
        raise ValueError(f"features and districts do not match one to one: {dict(zip(names, codes, strict=True))}")
    return dict(zip(codes, told, strict=True))


def _stem(name: str) -> str:
    return name.split()[0].replace("-", "").casefold()[:-1]


def _statements(reference: Path) -> Iterator[str]:
    title = "NUTS 2024: the regions of Serbia"
    yield from described("nuts-rs", title, reference, [NUTS_2024], known=[NATURAL_EARTH])
    yield from scheme(_SCHEME, "NUTS 2024", _DESCRIPTION, COMMISSION, EU_REUSE)
    named = _english(features(reference))
    for row in NUTS_2024.rows(reference):
        above = row["parent"]
        yield from node(iri(row["iri"]), [
            ("rdf:type", iri(expand("skos:Concept"))),
            ("skos:inScheme", iri(_SCHEME)),
            ("skos:notation", literal(row["code"])),
            ("cg:level", integer(int(row["level"]))),
            ("skos:broader", iri(NUTS + above)) if above else ("skos:topConceptOf", iri(_SCHEME)),
            *([("gsp:hasGeometry", iri(thing("geometry", row["code"].lower())))] if row["level"] == "3" else []),
            *_names(row["name_latn"], row["name_cyrl"], named.get(row["code"])),
        ])  # fmt: skip


def _names(latin_letters: str, cyrillic: str, name: str | None) -> Iterator[tuple[str, str]]:
    """Give the names; the column in Latin letters is partly English, partly Serbian and partly both."""
    yield "skos:prefLabel", literal(cyrillic, language="sr-Cyrl")
    if name:
        yield "skos:prefLabel", english(name)
    if latin_letters not in (name, latin(cyrillic), *_ENGLISH):
        yield "skos:altLabel", literal(latin_letters, language="mul")


def _english(found: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Give codes the English names that tables have for them."""
    told = {code: feature["properties"] for code, feature in found.items()}
    districts = {code: f"{_first(said['name_alt'])} {said['type_en']}" for code, said in told.items()}
    return districts | {code: name for name, code in _ENGLISH.items()}


def _first(names: str) -> str:
    """Give the first of the names in a cell; its letters are Windows-1252 that was read as Latin-1 (``Ni\\x9aava``)."""
    return names.partition("|")[0].encode("latin-1").decode("cp1252")
