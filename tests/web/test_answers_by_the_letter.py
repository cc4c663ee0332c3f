"""What Oxigraph by itself answers otherwise than SPARQL says, with the status 200, is right at the endpoint."""

from collections.abc import Callable

import httpx
import pytest

from conftest import values

Ask = Callable[..., httpx.Response]
PREFIXES = """PREFIX cg: <https://w3id.org/clustergraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX skosxl: <http://www.w3.org/2008/05/skos-xl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
KIND = "<https://w3id.org/clustergraph/scheme/sector>"
IN = "skos:inScheme skos:topConceptOf"


@pytest.mark.parametrize(
    ("alternative", "union"),
    [
        (f"?s skos:inScheme|skos:topConceptOf {KIND}",
         f"{{ ?s skos:inScheme {KIND} }} UNION {{ ?s skos:topConceptOf {KIND} }}"),
        (f"{KIND} (^skos:inScheme|^skos:topConceptOf)/(skos:prefLabel|rdfs:label) ?x",
         f"VALUES ?w {{ skos:prefLabel rdfs:label }} VALUES ?v {{ {IN} }} ?s ?v {KIND} ; ?w ?x"),
        ("[] a skos:Concept ; skos:broader|^skos:narrower [ skos:prefLabel ?x ]",
         "?s a skos:Concept . { ?s skos:broader ?o } UNION { ?o skos:narrower ?s } ?o skos:prefLabel ?x"),
    ],
)  # fmt: skip
def test_an_alternative_counts_each_way(ask: Ask, alternative: str, union: str) -> None:
    """SPARQL 1.1, 18.4; as the same written with a union does."""
    found, wanted = (
        values(ask(f"{PREFIXES}SELECT (COUNT(*) AS ?n) {{ {pattern} }}")) for pattern in (alternative, union)
    )

    assert found == wanted != [["0"]]


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ('REPLACE("Wood & Co", "[&&A-Z-[W]]", "·")', "Wood · ·o"),
        ('REPLACE("Дрво1", "\\\\P{IsCyrillic}", "")', "Дрво"),
        ('REPLACE("2009-10", "([0-9]+)-([0-9]+)", "$2.$1. \\\\$")', "10.2009. $"),
        ('REPLACE("a b", " a | b ", "-", "x")', "- -"),
    ],
)
def test_a_pattern_is_xpaths(ask: Ask, call: str, wanted: str) -> None:
    """XPath Functions 3.1, 5.6: classes, blocks, groups and flags."""
    assert values(ask(f"SELECT ({call} AS ?x) {{}}")) == [[wanted]]


def test_a_pattern_that_cannot_be_told_is_refused(ask: Ask) -> None:
    """With its place, where it would find nothing."""
    answer = ask('SELECT * {\n ?s ?p ?name FILTER(REGEX(?name, "([a-z])\\\\1")) }')

    assert (answer.status_code, answer.json()["code"]) == (400, "query-refused")
    assert answer.json()["place"] == {"source": "query", "line": 2, "column": 34}
    assert "back" in answer.json()["detail"]
    assert answer.json()["remedy"]


@pytest.mark.parametrize(
    ("total", "wanted"),
    [
        ("?days + ?day", "2009-03-02"),
        ('"P1Y"^^xsd:yearMonthDuration + ?day', "2010-02-28"),
        ("?day + xsd:dayTimeDuration(STR(?days))", "2009-03-02"),
    ],
)
def test_a_date_and_a_duration_have_a_sum(ask: Ask, total: str, wanted: str) -> None:
    """XPath Functions 3.1, section 9: in either order, constants, variables and casts."""
    rows = '{ ("2009-02-28"^^xsd:date "P2D"^^xsd:dayTimeDuration) }'
    query = f"PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\nSELECT ({total} AS ?x) {{ VALUES (?day ?days) {rows} }}"

    assert values(ask(query)) == [[wanted]]
