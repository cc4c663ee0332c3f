"""Code lists and categories of others: generated from their tables, and nothing else."""

import csv
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

from clustergraph.build.slices.nace import REVISIONS, Position, positions
from clustergraph.build.slices.outlines import write_outlines
from clustergraph.build.slices.schemes import SCHEMES, Scheme, write_schemes
from clustergraph.build.slices.scopes import Judgement, cover, judged_cover, judgements
from clustergraph.build.slices.tables import NATURAL_EARTH, TOWNS
from clustergraph.build.slices.writers import write_slices
from clustergraph.ns import CG, compact, expand
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


def scope_rows(name: str) -> dict[str, list[tuple[set[str], str]]]:
    """Give each category the rows of its scope: the classes at or below the position, and the note."""
    number = {"nace1-1": "1.1", "nace2": "2"}[name]
    every = positions(number, needs(REFERENCE))
    codes = {compact(REVISIONS[number].address(position.code)): position.code for position in every}
    last = max(position.level for position in every)
    above = {position.code: position.above for position in every}
    found: dict[str, list[tuple[set[str], str]]] = {}
    with (ROOT / f"data/correspondences/observatory-category-{name}.csv").open(newline="") as table:
        for row in csv.DictReader(table):
            held = {codes[row["target"]]}
            for position in every:
                if above[position.code] in held:
                    held.add(position.code)
            classes = {position.code for position in every if position.level == last and position.code in held}
            found.setdefault(row["source"].partition(":")[2], []).append((classes, row["note"]))
    return found


@pytest.mark.parametrize(
    ("category", "name", "codes"),
    [
        ("metal-manufacturing", "nace2", "24.46 25.40"),
        ("heavy-construction-services", "nace2", "41.20"),
        ("hospitality-tourism", "nace2", "93.11 93.12 93.13 93.19"),
        ("hospitality-tourism", "nace1-1", "62.20 92.61 92.62"),
        ("agricultural-products", "nace2", "01.70"),
        ("agricultural-products", "nace1-1", "01.50"),
        ("analytical-instruments", "nace2", "26.52"),
        ("business-services", "nace1-1", "71.40"),
        ("construction-materials", "nace2", "23.13 23.19 23.91"),
        ("construction-materials", "nace1-1", "26.13 26.15 26.81"),
        ("entertainment", "nace1-1", "22.33"),
        ("information-technology", "nace1-1", "30.01"),
        ("processed-food", "nace1-1", "15.92"),
        ("production-technology", "nace2", "28.23"),
    ],
)
def test_a_scope_holds_no_class_that_its_name_keeps_away(category: str, name: str, codes: str) -> None:
    """Each row of the category says so: which were taken out, and why."""
    rows = scope_rows(name)[category]

    assert set.union(*(classes for classes, _ in rows)).isdisjoint(codes.split())
    assert all("Taken out: " in note for _, note in rows)


@pytest.mark.parametrize(("number", "name"), [("1.1", "nace1-1"), ("2", "nace2")])
def test_a_class_that_surprises_says_why_it_is_kept(number: str, name: str) -> None:
    """At each position of which it is a part, and at no other."""
    every = positions(number, needs(REFERENCE))
    rows = scope_rows(name)
    kept = [one for one in judgements(number) if one.verdict == "kept"]

    assert len(kept) > 15
    for one in kept:
        said = [classes for classes, note in rows[one.category] if one.reason in note]
        assert said
        for classes in said:
            assert any(position.code in classes and position.code.startswith(code)
                       for position in every for code in one.codes)  # fmt: skip


def test_every_judgement_is_taken_out_or_kept() -> None:
    """With its reason, of a category that there is."""
    every = [one for number in ("1.1", "2") for one in judgements(number)]

    assert {one.verdict for one in every} == {"out", "kept"}
    assert {one.category for one in every} <= set(scope_rows("nace2"))
    assert all(one.reason for one in every)


@pytest.mark.parametrize("verdict", ["out", "kept"])
def test_a_judgement_on_what_a_scope_does_not_hold_is_refused(verdict: str) -> None:
    """The table has changed, and nobody has looked."""
    with pytest.raises(ValueError, match=r"the scope of x does not hold 01\.20"):
        judged_cover(["01.1"], [Judgement("x", ["01.20"], verdict, "why")], TREE)


def test_a_judgement_takes_out_what_a_scope_holds() -> None:
    """And leaves what is kept."""
    judged = [Judgement("x", ["01.12"], "out", "why"), Judgement("x", ["01.2"], "kept", "why")]

    assert judged_cover(["01"], judged, TREE) == ["01.11", "01.2"]


def test_a_table_with_a_name_that_is_no_code_is_refused(tmp_path: Path) -> None:
    """Nothing is repaired silently."""
    table = tmp_path / SCHEMES[0].table.file
    table.parent.mkdir(parents=True)
    table.write_text("n,local_slug,name_porter_style,name_evidence\n1,Not a slug,Name,C1\n")
    (tmp_path / "ontology/schemes").mkdir(parents=True)

    with pytest.raises(ValueError, match="Not a slug"):
        write_schemes(tmp_path, tmp_path)
