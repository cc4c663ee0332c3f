"""Code lists and categories of others: generated from their tables, and nothing else."""

import hashlib
import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
import shapely
from rdflib import DCTERMS, PROV, RDF, SKOS, Graph, Literal, URIRef
from shapely.geometry import shape

from clustergraph.build.slices.nace import Position, positions
from clustergraph.build.slices.outlines import write_outlines
from clustergraph.build.slices.schemes import SCHEMES, Scheme, write_schemes
from clustergraph.build.slices.scopes import cover
from clustergraph.build.slices.tables import NATURAL_EARTH, TOWNS
from clustergraph.build.slices.writers import write_slices
from clustergraph.ns import CG, expand
from conftest import ROOT, SHARED, needs

REFERENCE = SHARED / "reference"
SIZES = {"observatory-category": 38, "traded-category": 51, "emerging-industry": 10}
SLICES = {
    "nace1-1": {1: 17, 2: 31, 3: 62, 4: 224, 5: 514},
    "nace2": {1: 21, 2: 88, 3: 272, 4: 615},
    "nace2-1": {1: 22, 2: 87, 3: 287, 4: 651},
    "nuts-rs": {0: 1, 1: 2, 2: 4, 3: 25},
}


def test_generating_again_gives_the_committed_files(tmp_path: Path) -> None:
    """Byte by byte; nothing else lies in the folder of slices."""
    written = {path.relative_to(tmp_path) for path in write_slices(needs(REFERENCE), tmp_path)}

    for path in written:
        assert (tmp_path / path).read_bytes() == (ROOT / path).read_bytes(), path
    assert {path.relative_to(ROOT) for path in (ROOT / "data/reference").iterdir()} <= written


@pytest.mark.parametrize("scheme", SIZES)
def test_every_category_has_its_evidence(scheme: str) -> None:
    """None has an IRI of an observatory that never published one."""
    graph = Graph(bind_namespaces="none").parse(ROOT / f"ontology/schemes/{scheme}.ttl")
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))

    assert len(concepts) == SIZES[scheme]
    assert all(graph.value(concept, URIRef(CG.evidence)) is not None for concept in concepts)
    assert all(concept.startswith("https://w3id.org/clustergraph/scheme/") for concept in concepts)
    assert not any("clusterobservatory.eu" in str(term) for triple in graph for term in triple)


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_a_list_of_categories_says_from_which_table_it_is(scheme: Scheme) -> None:
    """With its terms of reuse, and the digest of the file itself."""
    graph = Graph(bind_namespaces="none").parse(ROOT / f"ontology/schemes/{scheme.name}.ttl")
    whole = URIRef(f"https://w3id.org/clustergraph/scheme/{scheme.name}")
    table = graph.value(whole, PROV.wasDerivedFrom)

    assert (table, RDF.type, URIRef(CG.Table)) in graph
    assert graph.value(table, DCTERMS.license) is not None
    assert graph.value(table, DCTERMS.rights) is not None
    content = needs(REFERENCE / scheme.table.file).read_bytes()
    assert str(graph.value(table, URIRef(CG.sha256))) == hashlib.sha256(content).hexdigest()


def test_the_reconstruction_counts_its_evidence() -> None:
    """As its note says: 19 names word for word, 19 in the list that came after; and what was read is named."""
    graph = Graph(bind_namespaces="none").parse(ROOT / "ontology/schemes/observatory-category.ttl")
    whole = URIRef("https://w3id.org/clustergraph/scheme/observatory-category")
    found = Counter(str(evidence).rpartition("/")[2] for evidence in graph.objects(None, URIRef(CG.evidence)))

    assert found == {"verbatim": 19, "successor": 19}
    assert str(graph.value(whole, SKOS.editorialNote)).count("19 ") == 2
    assert len(set(graph.objects(whole, DCTERMS.source))) == 5


@pytest.mark.parametrize("slice_", SLICES)
def test_a_classification_has_all_its_positions(slice_: str) -> None:
    """As many on each level as the regulation has, each under one of the level above, the first at the top."""
    graph = Graph(bind_namespaces="none").parse(ROOT / f"data/reference/{slice_}.ttl")
    level = {concept: int(number) for concept, number in graph.subject_objects(URIRef(CG.level))}
    first = min(level.values())

    assert {n: list(level.values()).count(n) for n in set(level.values())} == SLICES[slice_]
    assert set(level) == set(graph.subjects(RDF.type, SKOS.Concept))
    for concept, number in level.items():
        above = list(graph.objects(concept, SKOS.broader))
        assert [level[other] for other in above] == ([] if number == first else [number - 1])
        assert bool(list(graph.objects(concept, SKOS.topConceptOf))) == (number == first)


def test_codes_keep_the_iris_of_the_union() -> None:
    """Where it has published them; our own are only those of the oldest revision."""
    begins = {
        "nace2": "http://data.europa.eu/ux2/nace2/", "nace2-1": "http://data.europa.eu/ux2/nace2.1/",
        "nuts-rs": "http://data.europa.eu/nuts/code/RS", "eurovoc": "http://eurovoc.europa.eu/",
        "nace1-1": "https://w3id.org/clustergraph/scheme/nace1-1/",
    }  # fmt: skip
    for name, start in begins.items():
        graph = Graph(bind_namespaces="none").parse(ROOT / f"data/reference/{name}.ttl")
        for concept in graph.subjects(RDF.type, SKOS.Concept):
            assert str(concept).startswith(start)
            notation = re.sub(r"[.-]", "", str(graph.value(concept, SKOS.notation)).lower())
            assert str(concept).lower().removeprefix(start.lower().removesuffix("rs")).replace("-", "") == notation


def test_districts_have_their_english_names_from_their_features() -> None:
    """By the join that outlines have; letters that the table has in another encoding are read, and none is added."""
    graph = Graph(bind_namespaces="none").parse(ROOT / "data/reference/nuts-rs.ttl")
    names = {
        str(region).rpartition("/")[2]: str(name)
        for region, name in graph.subject_objects(SKOS.prefLabel)
        if isinstance(name, Literal) and name.language == "en"
    }

    assert [names[code] for code in ("RS110", "RS121", "RS214", "RS225", "RS227")] == [
        "City of Belgrade", "West Backa District", "Moravica District", "Nišava District", "Podunavlje District",
    ]  # fmt: skip
    assert all(name.isprintable() for name in names.values())


def test_the_oldest_revision_agrees_with_the_british_list() -> None:
    """An independent table has the same groups and classes, but for three classes of its own."""
    table = needs(REFERENCE / "sic-uk/industrial-classification-2003.tsv").read_text().splitlines()[1:]
    british = {row.split("\t")[0] for row in table}
    ours = {position.code for position in positions("1.1", needs(REFERENCE)) if position.level == 5}

    assert {code for code in british if re.fullmatch(r"\d\d\.\d\d", code)} - ours <= {"27.35", "74.83", "74.84"}


def test_outlines_are_those_of_their_districts() -> None:
    """Coarse outlines of another house, which carry the codes, lie where ours do; they are compared and not used."""
    features = json.loads(needs(REFERENCE / "geo/serbia_nuts2024_60M.geojson").read_text())["features"]
    theirs = {f["properties"]["NUTS_ID"]: shape(f["geometry"]) for f in features if f["properties"]["LEVL_CODE"] == 3}
    ours = outlines()

    assert set(ours) == set(theirs)
    for code, outline in ours.items():
        common = {other: outline.intersection(their).area / outline.area for other, their in theirs.items()}
        assert max(common, key=common.__getitem__) == code
        assert common[code] > 0.75, code  # theirs have 6 to 47 points


def test_outlines_share_their_borders() -> None:
    """Neither gaps nor overlaps; a hundred metres are what their numbers can say."""
    together = list(outlines().values())

    assert shapely.coverage_is_valid(together)
    assert shapely.coverage_union_all(together).geom_type == "Polygon"
    assert all(
        round(number, 3) == number for outline in together for point in outline.exterior.coords for number in point
    )


def test_every_outline_says_on_what_it_rests() -> None:
    """By name or by judgement; nine of the districts are those of towns, and the towns lie in them."""
    said = [str(text) for text in outlines_graph().objects(None, URIRef(expand("dct:description")))]

    assert len(said) == 25
    assert sum("in our judgement" in text for text in said) == 2
    assert sum("in the table of towns, within" in text for text in said) == 9


def test_an_outline_without_a_code_is_refused(tmp_path: Path) -> None:
    """Natural Earth gives a district another name: nothing is guessed."""
    reference = shutil.copytree(needs(REFERENCE), tmp_path / "reference")
    table = reference / NATURAL_EARTH.file
    table.chmod(0o644)
    table.write_text(table.read_text(encoding="utf-8").replace("Sremski", "Nowhere"), encoding="utf-8")

    with pytest.raises(ValueError, match="one to one"):
        write_outlines(reference, tmp_path)


def test_a_town_outside_its_district_is_refused(tmp_path: Path) -> None:
    """Either the code or the outline would be another's."""
    reference = shutil.copytree(needs(REFERENCE), tmp_path / "reference")
    table = reference / TOWNS.file
    table.chmod(0o644)
    table.write_text(table.read_text(encoding="utf-8").replace("45.00806", "42.80806"), encoding="utf-8")

    with pytest.raises(ValueError, match="Ruma has the code RS127"):
        write_outlines(reference, tmp_path)


def outlines_graph() -> Graph:
    """Give the committed outlines."""
    return Graph(bind_namespaces="none").parse(ROOT / "data/reference/outlines.ttl")


def outlines() -> dict[str, shapely.Geometry]:
    """Give each code its outline, as it was committed."""
    texts = outlines_graph().subject_objects(URIRef(expand("gsp:asWKT")))
    return {str(node).rpartition("/")[2].upper(): shapely.from_wkt(str(text)) for node, text in texts}


TREE = [Position(*row) for row in (
    ("A", 1, "a", None), ("01", 2, "b", "A"), ("01.1", 3, "c", "01"), ("01.11", 4, "d", "01.1"),
    ("01.12", 4, "e", "01.1"), ("01.2", 3, "f", "01"), ("01.20", 4, "g", "01.2"),
)]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "held"),
    [
        (["01"], ["01"]),
        (["01", "-01.12"], ["01.11", "01.2"]),
        (["01.1", "01.20"], ["01.1", "01.20"]),
        (["01", "-01"], []),
    ],
)
def test_a_scope_is_held_by_the_fewest_positions(words: list[str], held: list[str]) -> None:
    """What is taken out splits only what holds it."""
    assert cover(words, TREE) == held


def test_a_scope_with_an_unknown_code_is_refused() -> None:
    """It would hold nothing without a word."""
    with pytest.raises(ValueError, match="99"):
        cover(["99"], TREE)


def test_a_table_with_a_name_that_is_no_code_is_refused(tmp_path: Path) -> None:
    """Nothing is repaired silently."""
    table = tmp_path / SCHEMES[0].table.file
    table.parent.mkdir(parents=True)
    table.write_text("n,local_slug,name_porter_style,name_evidence\n1,Not a slug,Name,C1\n")
    (tmp_path / "ontology/schemes").mkdir(parents=True)

    with pytest.raises(ValueError, match="Not a slug"):
        write_schemes(tmp_path, tmp_path)
