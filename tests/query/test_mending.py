"""What SPARQL 1.1 has and the engine does not take is answered; what only other engines know is refused by name."""

from collections.abc import Callable

import httpx
import pytest

from clustergraph.query.mending import escape_dots
from conftest import values

Ask = Callable[..., httpx.Response]
EX = "PREFIX ex: <http://example.org/>\n"
GEO = "PREFIX geo: <http://www.opengis.net/ont/geosparql#> PREFIX f: <http://www.opengis.net/def/function/geosparql/>\n"
ROWS = "VALUES (?s ?n) { (ex:a 1) (ex:a 2) (ex:b 3) }"


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("SELECT ?x { VALUES ?x { ex:25.1.1 } }", "http://example.org/25.1.1"),
        ("SELECT ?x { VALUES ?x { ex:v1.0.2.a } FILTER(?x = ex:v1.0.2.a) }", "http://example.org/v1.0.2.a"),
        ("SELECT ?x { BIND(ex:1.2 AS ?x) . }", "http://example.org/1.2"),
        ("SELECT ?x { VALUES ?x { ex:a.b.c } } ORDER BY ?x", "http://example.org/a.b.c"),
        ("SELECT ?x { VALUES ?x { ex:25.1.1 } FILTER(?x IN (ex:25.1.1)) } ORDER BY ?x", "http://example.org/25.1.1"),
    ],
)
def test_names_have_dots(ask: Ask, query: str, wanted: str) -> None:
    """As many as they like inside (SPARQL 1.1, section 19.8, rule 169); one at the end is a dot."""
    assert values(ask(EX + query)) == [[wanted]]


def test_a_graph_with_dots_in_its_name_is_looked_for(ask: Ask) -> None:
    """By that name, as the refusal says."""
    answer = ask(EX + "SELECT * FROM ex:v1.2.3 { ?s ?p ?o }")

    assert (answer.status_code, answer.json()["code"]) == (400, "unknown-graph")
    assert "<http://example.org/v1.2.3>" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (f"ASK {{ {ROWS} }} GROUP BY ?s HAVING (COUNT(*) > 1)", True),
        (f"ASK WHERE {{ {ROWS} }} GROUP BY ?s HAVING (COUNT(*) > 2) # end", False),
        (f"ASK {{ {ROWS} }} HAVING (SUM(?n) = 6)", True),
    ],
)
def test_ask_can_group(ask: Ask, query: str, wanted: object) -> None:
    """SPARQL 1.1, section 19.8, rule 18: every form has its modifiers."""
    answer = ask(EX + query)

    assert answer.status_code == 200, answer.text
    assert answer.json()["boolean"] is wanted


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (f"CONSTRUCT {{ ?s a ex:Big }} WHERE {{ {ROWS} }} GROUP BY ?s HAVING (COUNT(*) > 1)", ["a> "]),
        (f"CONSTRUCT {{ ?s a ex:Big }} {{ {ROWS} }} GROUP BY ?s ORDER BY DESC(SUM(?n)) ?s LIMIT 1", ["a> "]),
        (f"CONSTRUCT {{ ex:x ex:is ?t }} {{ {ROWS} }} GROUP BY (?n * 2 AS ?t)", ['"2"', '"4"', '"6"']),
    ],
)
def test_construct_can_group(ask: Ask, query: str, wanted: list[str]) -> None:
    """Where the template uses what is grouped by."""
    answer = ask(EX + query, accept="application/n-triples")

    assert answer.status_code == 200, answer.text
    lines = sorted(answer.text.splitlines())
    assert len(lines) == len(wanted)
    assert all(part in line for part, line in zip(wanted, lines, strict=True))


def test_describe_can_group(ask: Ask) -> None:
    """It describes what is grouped by: the one sector that most clusters have."""
    query = (
        "PREFIX cg: <https://w3id.org/clustergraph/ns#>\n"
        "DESCRIBE ?sector { ?cluster cg:sector ?sector } GROUP BY ?sector ORDER BY DESC(COUNT(*)) ?sector LIMIT 1"
    )
    answer = ask(query, accept="application/n-triples")

    assert answer.status_code == 200, answer.text
    assert len({line.split()[0] for line in answer.text.splitlines()}) == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (f"CONSTRUCT {{ ?s ex:n ?n }} WHERE {{ {ROWS} }} GROUP BY ?s", "?n is not grouped by"),
        (f"DESCRIBE ?s ?n {{ {ROWS} }} GROUP BY ?s", "?n is not grouped by"),
        ("CONSTRUCT WHERE { ?s ?p ?o } GROUP BY ?s", "takes its pattern for its template"),
    ],
)
def test_what_has_no_plain_meaning_is_told_how_to_write(ask: Ask, query: str, said: str) -> None:
    """Nothing wrong comes with 200."""
    answer = ask(EX + query)

    assert (answer.status_code, answer.json()["code"]) == (400, "query-refused")
    assert said in answer.json()["detail"]
    assert "SELECT" in answer.json()["remedy"]


def test_only_what_needs_it_is_mended() -> None:
    """Numbers, texts, and names with one dot stay as they are; so does what can be read in two ways."""
    for text in (
        EX + "SELECT * { ?s ex:1.5 'a:b.c.d.e', 1.5e0, <http://a.b.c.d/> . ?s ?p ex:a. }",
        EX + "SELECT ?x { VALUES ?x { ex:1.2 1.2 } } # ex:1.2.3",
        EX + "ASK { FILTER(1<'x>b ex:1.2.3') }",
    ):
        assert escape_dots(text) == text
    assert escape_dots("SELECT ?x { VALUES ?x { ex:1\\.2.3.4 } }") == "SELECT ?x { VALUES ?x { ex:1\\.2\\.3\\.4 } }"


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("SELECT * { ?s ?p ?o . ?o bif:contains 'wood' }", "bif:contains is Virtuoso's own"),
        ("PREFIX bif: <bif:>\nSELECT * { ?s ?p ?o FILTER(bif:contains(?o, 'wood')) }", "bif:contains is Virtuoso's"),
        ("SELECT * { ?s ?p ?o . ?o <bif:contains> 'wood' }", "Virtuoso's own"),
        ("PREFIX text: <http://jena.apache.org/text#>\nSELECT * { ?s text:query 'wood' }", "text:query is Jena's"),
        ("PREFIX bds: <http://www.bigdata.com/rdf/search#>\nSELECT * { ?o bds:search 'wood' }", "Blazegraph's own"),
        ("SELECT * { ?s <http://www.ontotext.com/owlim/lucene#x> 'wood' }", "GraphDB's own"),
        (EX + "SELECT * { ?s ?p ?o FILTER(ex:near(?o, 1)) }", "no function <http://example.org/near>"),
        (EX + "SELECT * { ?s ?p ?o FILTER ex:near(?o, 1) }", "no function <http://example.org/near>"),
        (EX + "SELECT (<http://example.org/f>(?o) AS ?x) { ?s ?p ?o }", "no function <http://example.org/f>"),
        (EX + "SELECT * { { SELECT ?s (ex:f(?o) AS ?x) { ?s ?p ?o } } }", "no function <http://example.org/f>"),
        (EX + "SELECT * { ?s ?p ?o BIND(STRLEN(ex:f(?o)) + 1 AS ?x) }", "no function <http://example.org/f>"),
        (EX + "SELECT ?s { ?s ?p ?o } ORDER BY ex:rank(?o)", "no function <http://example.org/rank>"),
    ],
)
def test_functions_of_others_are_refused_by_name(ask: Ask, query: str, named: str) -> None:
    """Not answered with nothing."""
    answer = ask(query)

    assert (answer.status_code, answer.json()["code"]) == (400, "query-refused"), answer.text
    assert named in answer.json()["detail"]
    assert answer.json()["remedy"]


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\nSELECT (xsd:integer('5') AS ?x) {}",
        "SELECT (<http://www.w3.org/2001/XMLSchema#decimal>('5') AS ?x) {}",
        EX + "SELECT (5 AS ?x) { OPTIONAL { ?s ex:list (1 2) . ?s (ex:a/ex:b)|ex:c (ex:d (3)) } } LIMIT 1",
        EX + "SELECT ?x { VALUES (?x ?y) { (5 ex:f) (UNDEF ex:g) } FILTER(?y = ex:f && (?x) = 5) }",
        EX + "SELECT (5 AS ?x) { FILTER(ex:a IN (ex:a, ex:b) && !(ex:a = ex:b)) }",
        "SELECT (5 AS ?x) { FILTER('bif:contains' != 'http://www.bigdata.com/') } # bif:contains",
        GEO + "SELECT (5 AS ?x) { FILTER(f:sfContains('POINT(1 1)'^^geo:wktLiteral, 'POINT(1 1)'^^geo:wktLiteral)) }",
    ],
)
def test_what_is_there_is_not_refused(ask: Ask, query: str) -> None:
    """Casts, lists and paths, GeoSPARQL's functions, a name of others in a text."""
    answer = ask(query)

    assert answer.status_code == 200, answer.text
    assert values(answer) == [["5"]]


@pytest.mark.parametrize("name", ["wikibase:label", "<http://wikiba.se/ontology#label>", "bd:search"])
def test_the_label_service_is_called_what_it_is(ask: Ask, name: str) -> None:
    """A part of Wikidata's endpoint, and no endpoint that could be allowed."""
    answer = ask(f"SELECT * {{\n ?s ?p ?o SERVICE {name} {{ ?a ?b 'en' }} }}")

    assert (answer.status_code, answer.json()["code"]) == (403, "service-refused")
    assert "Wikidata's endpoint" in answer.json()["detail"]
    assert "skos:prefLabel" in answer.json()["remedy"]
    assert answer.json()["place"] == {"source": "query", "line": 2, "column": 11}
