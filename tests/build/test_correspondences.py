"""Mappings between lists: every one a judgement with its maker, and tables that say where they are wrong."""

import re
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest

from clustergraph.build.assemble import assemble
from clustergraph.build.correspondences import FOLDER, INDEX, correspondences
from clustergraph.errors import RepositoryError, SyntaxProblem
from clustergraph.ns import CG, expand
from clustergraph.store.release import Release
from clustergraph.store.sealed import Question, SealedStore
from conftest import ROOT, clustergraph

TABLE = f"{FOLDER}/sector-nace2.csv"
PREFIXES = """PREFIX cg: <https://w3id.org/clustergraph/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xkos: <http://rdf-vocabulary.ddialliance.org/xkos#> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX schema: <https://schema.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"""
KINDS = "VALUES ?kind { skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch skos:relatedMatch }"


def rows(release: Release, query: str) -> Sequence[Sequence[str | None]]:
    """Ask the release."""
    return SealedStore(release.store).rows(Question(f"{PREFIXES} {query}"))[1]


def test_every_mapping_has_a_maker_a_confidence_evidence_and_a_note(release: Release) -> None:
    """Each pair that SKOS sees, counted with and without; there are hundreds."""
    pair = (
        f"{KINDS} ?source ?kind ?target . MINUS {{ ?axiom owl:annotatedSource ?source ; owl:annotatedTarget ?target }}"
    )
    judged = """?mapping xkos:sourceConcept ?source ; xkos:targetConcept ?target ; cg:mappingKind ?kind ;
        prov:wasAttributedTo ?maker ; cg:confidence/a cg:Confidence ; cg:evidence/a cg:MappingEvidence ;
        rdfs:comment ?note . FILTER(STRLEN(?note) > 10)"""
    count = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?source ?kind ?target"
    every = rows(release, f"{count} {{ {pair} }} }}")
    with_judgement = rows(release, f"{count} {{ {pair} {judged} }} }}")

    assert every == with_judgement
    assert int(every[0][0] or 0) > 500


LISTS = {
    "sector": "https://w3id.org/clustergraph/scheme/sector",
    "38": "https://w3id.org/clustergraph/scheme/observatory-category",
    "51": "https://w3id.org/clustergraph/scheme/traded-category",
    "10": "https://w3id.org/clustergraph/scheme/emerging-industry",
    "nace": "http://data.europa.eu/ux2/nace2/nace2",
    "eurovoc": "http://eurovoc.europa.eu/100141",
}
#: Pairs of lists without a table → the list through which one comes from one to the other, and why that must do.
THROUGH = {
    ("38", "10"): ("51", "the ten were made to group the 51; what they hold of older lists nobody has said"),
    ("38", "eurovoc"): (
        "nace",
        "EuroVoc is here for the sectors: its concepts answer to activities, not to categories",
    ),
    ("51", "eurovoc"): ("nace", "the same"),
    ("10", "eurovoc"): ("sector", "the same, and what the ten hold is not known: only the sectors lead to both"),
}


def test_each_two_lists_have_a_table_or_a_way_through_a_third(release: Release) -> None:
    """A way is one that can be gone: some code of each list is at its ends."""
    found = rows(release, "SELECT ?a ?b { ?c a xkos:Correspondence ; xkos:compares ?a , ?b . FILTER(?a != ?b) }")
    told = {(str(a), str(b)) for a, b in found}
    without = {(one, other) for one, other in combinations(LISTS, 2) if (LISTS[one], LISTS[other]) not in told}

    assert without == set(THROUGH)
    for (one, other), (third, _) in THROUGH.items():
        a, b, c = LISTS[one], LISTS[third], LISTS[other]
        any_kind = "(skos:closeMatch|skos:broadMatch|skos:narrowMatch|skos:relatedMatch)"
        way = f"{any_kind}|^{any_kind}"
        ends = f"?x skos:inScheme <{a}> ; {way} ?y . ?y skos:inScheme <{b}> ; {way} ?z . ?z skos:inScheme <{c}> ."
        assert rows(release, f"SELECT ?x ?z {{ {ends} }} LIMIT 1"), (one, other)


@pytest.mark.parametrize(
    "slug", ["observatory-category-nace2", "observatory-category-nace1-1", "traded-category-nace2"]
)
def test_every_category_has_its_activities(release: Release, slug: str) -> None:
    """None of the 38 and none of the 51 is left out."""
    scheme = LISTS["51" if slug.startswith("traded") else "38"]
    left_out = rows(
        release,
        f"""SELECT ?category {{ ?category skos:topConceptOf <{scheme}> . FILTER NOT EXISTS {{
        <https://w3id.org/clustergraph/id/correspondence/{slug}> xkos:madeOf/xkos:sourceConcept ?category }} }}""",
    )

    assert left_out == []


def test_generated_tables_say_from_what(release: Release) -> None:
    """The three that come out of the table of the 38; its terms and its digest are there."""
    found = rows(
        release,
        """SELECT ?c (COUNT(?t) AS ?n) { ?c a xkos:Correspondence ; prov:wasDerivedFrom ?t .
        ?t a cg:Table ; cg:sha256 ?digest } GROUP BY ?c ORDER BY ?c""",
    )

    assert [(str(name).rpartition("/")[2], number) for name, number in found] == [
        ("observatory-category-nace1-1", "1"),
        ("observatory-category-nace2", "1"),
        ("observatory-category-traded-category", "2"),
    ]


def test_nothing_is_called_exact_without_a_published_table(release: Release) -> None:
    """So far none is: no such table was found."""
    assert rows(release, "SELECT ?a ?b { ?a skos:exactMatch ?b }") == []


def test_nothing_leads_to_a_region_s_stars_or_cells(release: Release) -> None:
    """Serbia was not among the observatory's countries: clusters have categories, and no more of it."""
    observatory = rows(
        release,
        """SELECT DISTINCT ?p { ?s ?p ?o . FILTER(ISIRI(?o)) FILTER(?p != schema:url)
        FILTER(CONTAINS(STR(?o), "clusterobservatory") || CONTAINS(STR(?s), "clusterobservatory")) }""",
    )
    scheme = "https://w3id.org/clustergraph/scheme/observatory-category"
    links = rows(release, f"""SELECT DISTINCT ?p {{ ?s ?p ?o . ?o skos:inScheme <{scheme}> }}""")
    holders = rows(
        release, f"""SELECT DISTINCT ?class {{ ?s cg:category ?o ; a ?class . ?o skos:inScheme <{scheme}> }}"""
    )
    names = [name for name in vars(CG) if re.search("^(star|cell|rating)|Star|Cell|Rating|Quotient", name)]

    assert observatory == []
    assert {p for (p,) in links} == {
        expand(name)
        for name in (
            "cg:category", "xkos:sourceConcept", "skos:closeMatch", "skos:narrowMatch", "skos:relatedMatch",
        )
    } | {expand("xkos:targetConcept")}  # fmt: skip
    assert {c for (c,) in holders} == {CG.Categorisation}
    assert names == []


def test_every_cluster_has_a_category_or_why_there_is_none(release: Release) -> None:
    """Of the 38; recycling has none."""
    clusters = rows(
        release,
        """SELECT DISTINCT ?c { ?c a cg:Cluster . { ?c cg:categorisation/cg:category ?k .
        ?k skos:inScheme <https://w3id.org/clustergraph/scheme/observatory-category> } UNION
        { ?gap cg:about ?c ; cg:reason <https://w3id.org/clustergraph/scheme/gap-reason/no-category-fits> } }""",
    )

    assert len(clusters) == 20


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("sector:it,nace2:58,sameAs,high,names,", "no kind of mapping"),
        ("sectr:it,nace2:58,closeMatch,high,names,", "no prefix"),
        ("sector:it,nace2:58,closeMatch,High,names,", "not a code"),
        ("sector:automotive,nace2:29,relatedMatch,low,names,", "has the same two concepts"),
        ("sector:it,nace2:58", "cells"),
        ('sector:it,nace2:58,closeMatch,high,names,"two\nlines"', "cells"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_by_its_line(repository: Path, row: str, said: str) -> None:
    """Nothing is passed over."""
    table = repository / TABLE
    last = len(table.read_text().splitlines()) + 1
    table.write_text(table.read_text() + row + "\n")
    with pytest.raises((RepositoryError, SyntaxProblem)) as raised:
        list(correspondences(repository))

    assert said in str(raised.value)
    assert raised.value.place is not None
    assert (raised.value.place.source, raised.value.place.line) == (TABLE, last)


def test_columns_and_tables_must_be_there(repository: Path) -> None:
    """With what they are called."""
    table = repository / TABLE
    text = table.read_text()
    table.write_text(text.replace("source,target", "from,to", 1))
    with pytest.raises(RepositoryError, match="name the columns"):
        list(correspondences(repository))
    table.unlink()
    with pytest.raises(RepositoryError, match="not there"):
        list(correspondences(repository))


def test_a_repository_needs_none(repository: Path) -> None:
    """Without the index there are no correspondences."""
    (repository / INDEX).unlink()

    assert list(correspondences(repository)) == []


def test_a_finding_of_a_shape_has_the_row_s_line(repository: Path) -> None:
    """A code that is in no list."""
    table = repository / TABLE
    last = len(table.read_text().splitlines()) + 1
    table.write_text(table.read_text() + "sector:it,nace2:99999,closeMatch,low,names,Nowhere.\n")
    done = clustergraph("--repository", str(repository), "check")

    assert done.returncode == 1
    assert f"{TABLE}:{last}: violation The target concept is not in its list." in done.stdout


def test_towns_and_regions_follow_from_the_addresses() -> None:
    """Every address of a cluster has exactly one town: the rule compares names without their marks."""
    found = assemble(ROOT).rows(f"""{PREFIXES} PREFIX locn: <http://www.w3.org/ns/locn#>
        SELECT ?c (COUNT(DISTINCT ?t) AS ?n) {{ ?c a cg:Cluster ; locn:address/cg:seat?/cg:town ?t }} GROUP BY ?c""")

    assert [row["n"] for row in found] == ["1"] * 20
