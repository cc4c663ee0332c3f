"""The facts of the release against the source: complete, as printed, without persons, in our own words."""

import json
import re
from itertools import product

import pytest

from clustergraph.ns import expand
from clustergraph.store.release import Release
from clustergraph.store.sealed import Question, SealedStore
from conftest import ROOT, SOURCE, needs

PREFIXES = """
PREFIX basis: <https://w3id.org/clustergraph/scheme/basis/>
PREFIX cg: <https://w3id.org/clustergraph/ns#>
PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX locn: <http://www.w3.org/ns/locn#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skosxl: <http://www.w3.org/2008/05/skos-xl#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX org: <http://www.w3.org/ns/org#>
"""
CORE = ("companies", "institutions", "employees", "turnover")


def rows(release: Release, query: str) -> list[list[str]]:
    return [[value or "" for value in row] for row in SealedStore(release.store).rows(Question(PREFIXES + query))[1]]


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """The lines of the source; a form feed or the like is no line end."""
    return needs(SOURCE).read_text(encoding="utf-8").split("\n")


def test_there_are_twenty_clusters(release: Release) -> None:
    """Numbered 1 to 20, each with a name, a sector, an address and a contact point."""
    query = """SELECT ?n { ?c a cg:Cluster ; cg:brochureNumber ?n ; skosxl:prefLabel ?l ; cg:sector ?s ;
      locn:address ?a ; cv:contactPoint ?p . ?l skosxl:literalForm ?name FILTER(LANGMATCHES(LANG(?name), "en")) }
      ORDER BY ?n"""

    assert [str(number) for number in range(1, 21)] == [row[0] for row in rows(release, query)]


def test_the_programme_supported_each_cluster_of_the_map(release: Release) -> None:
    """The map by sectors (l761 and the list below it) names the supported: the twenty."""
    query = """SELECT DISTINCT ?n { ?programme a cg:SupportProgramme ; cg:beneficiary/cg:brochureNumber ?n ;
      prov:wasDerivedFrom <https://w3id.org/clustergraph/id/passage/serbian-clusters-2009-l761> } ORDER BY ?n"""

    assert [str(number) for number in range(1, 21)] == [row[0] for row in rows(release, query)]


def test_the_warnings_are_the_approved_ones(release: Release) -> None:
    """shapes/approved-warnings.txt lists what the publication profile warns of and a curator has let pass."""
    report = json.loads((release.folder / "report.json").read_text())
    approved = (ROOT / "shapes/approved-warnings.txt").read_text().splitlines()
    found = {" ".join(str(row[part]) for part in ("severity", "source", "focus", "path")) for row in report["findings"]}

    assert found == {line for line in approved if not line.startswith("#")}


def test_every_core_figure_is_stated_or_missing_with_a_reason(release: Release) -> None:
    """Never both, never neither, never zero."""
    stated = rows(
        release, "SELECT ?c ?i ?v { ?o a qb:Observation ; cg:cluster ?c ; cg:indicator ?i ; sdmx-measure:obsValue ?v }"
    )
    gaps = rows(release, "SELECT ?c ?i { ?g a cg:Gap ; cg:cluster ?c ; cg:indicator ?i ; cg:reason ?r }")
    clusters = [row[0] for row in rows(release, "SELECT ?c { ?c a cg:Cluster }")]
    places = sorted((row[0], row[1]) for row in [*stated, *gaps] if not row[1].endswith("households"))

    assert sorted(product(clusters, (expand(f"indicator:{name}") for name in CORE))) == places
    assert all(float(row[2]) > 0 for row in stated)


def test_the_printed_four_is_findable_and_in_no_total(release: Release) -> None:
    """It is kept as printed, flagged, and no number anywhere."""
    query = """SELECT ?f ?flag { ?f a cg:SuspectFigure ; cg:asPrinted "4" ;
      <http://www.w3.org/ns/dqv#hasQualityAnnotation>/cg:flag ?flag }"""
    found = rows(release, query)

    assert {row[0] for row in found} == {expand("figure:medical-tourism-turnover")}
    assert rows(release, f"SELECT ?p {{ <{found[0][0]}> ?p ?v FILTER(isNumeric(?v)) }}") == []


def test_no_person_is_named(release: Release, lines: list[str]) -> None:
    """No name that follows “Contact person:” in the source, no minister, stands in any file of the release."""
    content = b"\n".join(path.read_bytes() for path in release.folder.rglob("*") if path.is_file()).decode(
        "utf-8", "replace"
    )
    people = _people(lines)

    assert len(people) >= 25
    assert {name.split()[-1] for name in people} & set(re.findall(r"\w+", content)) == set()


def _people(lines: list[str]) -> list[str]:
    """The names are the two capitalised words before the comma of a function."""
    found = {"Mladjan Dinkic"}
    for number, line in enumerate(lines):
        if line.startswith("Contact person"):
            for following in lines[number + 1 : number + 3]:
                match = re.match(r"\s*(?:Mr\. |Dr\. )?(\w+ \w+),", following)
                if match:
                    found.add(match[1])
    return sorted(found)


def test_no_mobile_number_and_no_name_shaped_mailbox(release: Release) -> None:
    """They are gaps with the reason that they may point to a person."""
    content = (release.dumps / "clustergraph.nq").read_text()

    assert not re.search(r"\+\s?381\s?6\d|(?<!\.)\b06\d\s", content)  # an outline has 20.065 and the like
    assert "@magelan.rs" not in content
    assert "@embedded.rs" not in content
    withheld = rows(release, f"SELECT ?g {{ ?g cg:reason <{expand('gap-reason:withheld-personal')}> }}")
    assert len(withheld) == 7


def test_the_words_are_ours(release: Release, lines: list[str]) -> None:
    """No description or comment shares six words in a row with the source."""
    printed = _runs(" ".join(lines), 6)
    query = """SELECT DISTINCT ?text { VALUES ?p { dct:description <http://www.w3.org/2000/01/rdf-schema#comment>
      cg:likelyReading cg:treatment <http://www.w3.org/2004/02/skos/core#definition> } ?s ?p ?text }"""
    texts = [row[0] for row in rows(release, query)]

    assert len(texts) > 40
    assert [text for text in texts if _runs(text, 6) & printed] == []


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def test_every_node_says_where_it_comes_from(release: Release) -> None:
    """Each thing of a record has a passage, a record and whose word it is."""
    query = """SELECT DISTINCT ?node { VALUES ?class { cg:Telephone cg:WebSite cg:Gap cg:SuspectFigure org:Post
      skosxl:Label cg:Establishment cg:Launch locn:Address cv:ContactPoint cg:ClusterOrganisation
      <http://purl.org/linked-data/cube#Observation> <http://www.w3.org/ns/dqv#QualityAnnotation> }
      ?node a ?class FILTER NOT EXISTS { ?node prov:wasDerivedFrom/cg:section ?section } }"""

    assert rows(release, query) == []


def test_twenty_five_posts_have_no_holder(release: Release) -> None:
    """Functions of 2009 by role, 24 in clusters and the minister's, nobody in them."""
    assert rows(release, "SELECT (COUNT(?p) AS ?n) { ?p a org:Post ; org:postIn ?c ; org:role ?r }") == [["25"]]
    assert rows(release, "SELECT ?p { ?p org:heldBy|^org:holds ?x }") == []
