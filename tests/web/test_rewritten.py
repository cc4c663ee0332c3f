"""Queries that Oxigraph alone would answer wrongly with 200: right over HTTP, or refused with the way to write them."""

import re
from collections.abc import Callable
from urllib.parse import unquote

import httpx
import pytest

from conftest import Server, values

Ask = Callable[..., httpx.Response]
PREFIXES = (
    "PREFIX cg: <https://w3id.org/clustergraph/ns#> PREFIX ex: <http://example.org/> "
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
)
ROWS = "VALUES (?s ?n) { (ex:a 1) (ex:a 2) (ex:b 3) }"
NACE = "<https://w3id.org/clustergraph/graph/reference/nace2>"
NOWHERE = "<http://example.org/nowhere>"


def answered(ask: Ask, query: str) -> list[list[str | None]]:
    answer = ask(PREFIXES + query)
    assert answer.status_code == 200, answer.text
    return sorted(values(answer), key=str)


#: Two texts that mean the same; the engine takes the second one rightly.
SAME = {
    "blank nodes": (
        "SELECT (COUNT(DISTINCT *) AS ?n) { [] a ?class }",
        "SELECT (COUNT(DISTINCT ?class) AS ?n) { ?x a ?class }",
    ),
    "labelled blank nodes, by groups, in a sub-SELECT, in any case": (
        """SELECT ?c ?n { { SELECT ?c (count( distinct*)AS ?n) WHERE{ ?c cg:sector _:s . _:s skos:broader|a ?x }
        GROUP BY?c HAVING(COUNT(DISTINCT #
         * )>0) } } ORDER BY ?n""",
        "SELECT ?c (COUNT(DISTINCT ?x) AS ?n) { ?c cg:sector ?s . ?s skos:broader|a ?x } GROUP BY ?c",
    ),
    "places inside of a path, of a graph that FROM names": (
        f"SELECT (COUNT(DISTINCT *) AS ?n) FROM {NACE} {{ ?a ^skos:broader/skos:inScheme ?b }}",
        f"""SELECT (COUNT(*) AS ?n) FROM {NACE}
        {{ {{ SELECT DISTINCT ?a ?b {{ ?x skos:broader ?a ; skos:inScheme ?b }} }} }}""",
    ),
    "a sub-SELECT in each graph": (
        "SELECT ?g ?n { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?c a cg:Cluster } } FILTER(?n > 0) }",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?c a cg:Cluster } } GROUP BY ?g",
    ),
    "the name of a graph that a sub-SELECT hides": (
        "SELECT ?g ?c { graph ?g { { SELECT ?c { ?c cg:sector ?g ; a cg:Cluster } } } }",
        "SELECT ?g ?c { GRAPH ?g { ?c cg:sector ?any ; a cg:Cluster } }",
    ),
    "one of each graph": (
        "SELECT ?g ?c { GRAPH ?g { SELECT ?c { ?c a cg:Cluster } ORDER BY DESC(?c) LIMIT 1 } }",
        "SELECT ?g (SAMPLE(?cluster) AS ?c) { GRAPH ?g { ?cluster a cg:Cluster } } GROUP BY ?g",
    ),
    "a name from SELECT in HAVING": (
        "SELECT ?sector (COUNT(*) AS ?n) { ?c cg:sector ?sector } GROUP BY ?sector HAVING (?n > 2 && BOUND(?n))",
        "SELECT ?sector (COUNT(*) AS ?n) { ?c cg:sector ?sector } GROUP BY ?sector HAVING (COUNT(*) > 2)",
    ),
    "a name from SELECT in SELECT": (
        """SELECT ?sector (COUNT(*) AS ?n) (?n * 2 AS ?d) (CONCAT('?n', STR($d)) AS ?t) { ?c cg:sector ?sector }
        GROUP BY ?sector ORDER BY ?d""",
        """SELECT ?sector (COUNT(*) AS ?n) (COUNT(*) * 2 AS ?d) (CONCAT('?n', STR(COUNT(*) * 2)) AS ?t)
        { ?c cg:sector ?sector } GROUP BY ?sector""",
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_one_text_means_the_other(ask: Ask, name: str) -> None:
    """Both have rows, and the same ones."""
    one, other = SAME[name]
    found = answered(ask, one)

    assert found
    assert found == answered(ask, other)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (f"SELECT (GROUP_CONCAT(?s) AS ?x) {{ {ROWS} }}", "http://example.org/a http://example.org/a http://example.org/b"),
        (f"SELECT (group_concat(distinct ?s;separator=';)') AS ?x) {{ {ROWS} }}",
         "http://example.org/a;)http://example.org/b"),
        (f'SELECT (GROUP_CONCAT(?n * 2; SEPARATOR="") AS ?x) {{ {ROWS} }}', "246"),
        ("SELECT (GROUP_CONCAT(DISTINCT ?t) AS ?x) { VALUES ?t { 'a'@en 'a'@sr 'a'@en } }", "a a"),
        ("SELECT (GROUP_CONCAT(DISTINCT ?t) AS ?x) { VALUES ?t { 1 'a' 1 ex:a } }", "1 a http://example.org/a"),
        (f"SELECT (COUNT(STRLEN(?s)) AS ?x) {{ {ROWS} }}", "0"),
        (f"SELECT (COUNT(1 / (?n - 1)) AS ?x) {{ {ROWS} }}", "2"),
        (f"SELECT (COUNT(DISTINCT 1 / (?n - 1 - IF(?n = 3, 1, 0))) AS ?x) {{ {ROWS} }}", "1"),
        (f"SELECT (COUNT(DISTINCT xsd:integer(STR(?s))) AS ?x) {{ {ROWS} }}", "0"),
        ("SELECT (COUNT(DISTINCT ?t > 1) AS ?x) { VALUES ?t { 2 0 UNDEF 'a' 5 } }", "2"),
        ("SELECT (REPLACE('abc', '(b)', '$1_') AS ?x) {}", "ab_c"),
        ("SELECT (replace('b1', '(b)([0-9])', '\\\\$2$21') AS ?x) {}", "$211"),
        ("SELECT (REPLACE('a.b', '[.](b)', '$1$10') AS ?x) {}", "abb0"),
    ],
)  # fmt: skip
def test_functions_give_what_sparql_says(ask: Ask, query: str, wanted: str) -> None:
    """One value each."""
    assert answered(ask, query) == [[wanted]]


def test_names_are_joined_by_their_texts_in_groups(ask: Ask) -> None:
    """IRIs of the graph: each name stands in the row of its group."""
    rows = answered(ask, "SELECT ?s (COUNT(?c) AS ?n) (GROUP_CONCAT(?c) AS ?all) { ?c cg:sector ?s } GROUP BY ?s")

    assert len(rows) > 5
    assert all(len((names or "").split()) == int(number or 0) for _, number, names in rows)


@pytest.mark.parametrize(
    "query",
    [
        f"ASK {{ {NOWHERE} skos:broader* {NOWHERE} }}",
        "ASK { ex:nowhere skos:broader? <http://example.org/nowhere> . }",
        f"ASK {{ ?c a cg:Cluster . {NOWHERE} ^(skos:broader|skos:narrower)*/cg:x? {NOWHERE} . ?c cg:sector ?s }}",
        'ASK { "no such text"@en skos:broader* "no such text"@en }',
        f"ASK {{ {NOWHERE} skos:broader* ?x FILTER(?x = {NOWHERE}) }}",
        f"ASK {{ ?c cg:sector ?s . ?x skos:narrower* {NOWHERE} ; !a? {NOWHERE} FILTER(?x = {NOWHERE}) . ?c a ?class }}",
        "ASK { { SELECT ?x { ?x !a? 123456789 } ORDER BY ?x } FILTER(?x = 123456789) }",
        f"ASK {{ GRAPH ?g {{ {NOWHERE} skos:broader* {NOWHERE} }} ?c cg:sector ?s }}",
        "ASK FROM <https://w3id.org/clustergraph/graph/reference/nace2> { cg:Cluster skos:broader* cg:Cluster }",
        f"ASK {{ [] skos:broader? {NOWHERE} . {NOWHERE} skos:broader? [] }}",
        f"ASK {{ FILTER EXISTS {{ {NOWHERE} (skos:broader/skos:broader)* {NOWHERE} }} }}",
    ],
)  # fmt: skip
def test_no_steps_lead_from_a_term_to_itself(ask: Ask, query: str) -> None:
    """Whether the graph has it or not (SPARQL 1.1, 18.4)."""
    answer = ask(PREFIXES + query)

    assert answer.status_code == 200, answer.text
    assert answer.json()["boolean"] is True


@pytest.mark.parametrize(
    "query",
    [
        f"ASK {{ {NOWHERE} skos:broader+ {NOWHERE} }}",
        f"ASK {{ {NOWHERE} skos:broader*/a {NOWHERE} }}",
        f"ASK {{ {NOWHERE} skos:broader* ex:else }}",
        "ASK { VALUES ?x { ex:nowhere } ?x skos:broader* ?x }",
    ],
)
def test_what_needs_a_step_or_a_term_of_the_graph_does_not_hold(ask: Ask, query: str) -> None:
    """A variable stands for nodes of the graph alone (SPARQL 1.1, 18.4: nodes(G))."""
    assert ask(PREFIXES + query).json()["boolean"] is False


@pytest.mark.parametrize(
    "condition",
    [
        "FILTER EXISTS {{ ?x {path} ex:no }}",
        "FILTER NOT EXISTS {{ ex:no ^({path}) ?x }} FILTER(false)",
        "MINUS {{ ?x ({path})+ ?y . ?y ex:no ?z }} FILTER(false)",
    ],
)
def test_a_long_path_is_looked_for_and_not_walked_in_each_way(ask: Ask, condition: str) -> None:
    """A concept, its scheme, all its concepts: three times there and back are a thousand millions of ways."""
    path = "/".join(["skos:inScheme", "^skos:inScheme"] * 4)

    assert (
        answered(
            ask, f"SELECT ?x {{ VALUES ?x {{ <http://data.europa.eu/ux2/nace2/01> }} {condition.format(path=path)} }}"
        )
        == []
    )


@pytest.mark.parametrize(
    ("query", "said", "line"),
    [
        (f"SELECT (COUNT(SUM(?n)) AS ?x) {{ {ROWS} }}", "SUM stands inside of COUNT", 2),
        (f"SELECT ?s {{\n {{ SELECT ?s (max ( 1 + count(*) ) AS ?x) {{ {ROWS} }} GROUP BY ?s }} }}",
         "COUNT stands inside of MAX", 3),
        (f"SELECT ?s {{ {ROWS} }} GROUP BY ?s\nHAVING (AVG(COUNT(DISTINCT ?n)) > 1)", "COUNT stands inside of AVG", 3),
        (f"SELECT (COUNT(*) AS ?k) (SUM(?k) AS ?x) {{ {ROWS} }}", "?k is computed for each group", 2),
        (f"SELECT ?s (COUNT(*) AS ?k) {{ {ROWS} }} GROUP BY ?s\nHAVING (MAX(?k) > 1)",
         "?k is computed for each group", 3),
        (f"SELECT (RAND() + COUNT(*) AS ?k) (?k - ?k AS ?x) {{ {ROWS} }}", "?k is drawn by lot", 2),
        ("SELECT * { GRAPH ?g { SELECT (1 AS ?g) {} } }", "?g is the name of the graph", 2),
    ],
)  # fmt: skip
def test_what_has_no_plain_meaning_is_refused(ask: Ask, query: str, said: str, line: int) -> None:
    """With the place, and with the way to write it."""
    answer = ask(PREFIXES + query)

    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] == ("syntax-error" if "stands inside" in said else "query-refused")
    assert said in answer.json()["detail"]
    assert answer.json()["place"]["line"] == line
    assert "SELECT" in answer.json()["remedy"] or "name" in answer.json()["remedy"]


def test_an_aggregate_of_a_sub_select_in_an_aggregate_is_none_inside_of_it(ask: Ask) -> None:
    """It has groups of its own."""
    inner = "EXISTS { SELECT ?s (COUNT(*) AS ?k) { VALUES ?s { ex:b } } GROUP BY ?s }"
    query = f"SELECT (SUM(IF({inner}, ?n, 0)) AS ?x) {{ {ROWS} }}"

    assert answered(ask, query) == [["3"]]


WARNED = [
    (
        f"SELECT ?s (COUNT(*) AS ?k) {{ {ROWS} }} GROUP BY ?s HAVING (?k > 1)",
        "HAVING uses ?k, to which SELECT gives its value afterwards: it was read as COUNT(*).",
        "HAVING користи ?k",
    ),
    (
        f"SELECT (SUM(?n) AS ?k) {{ {ROWS} FILTER(?k > 1) }}",
        "?k gets its value from SELECT, after the pattern",
        "?k добија вредност тек у SELECT",
    ),
    (f"SELECT ?s ?m {{ {ROWS} }}", "Nothing in the query gives ?m a value.", "не даје вредност променљивој ?m"),
    (
        "CONSTRUCT { ?s ex:p ?m } { VALUES ?s { ex:a } }",
        "Nothing in the query gives ?m a value.",
        "не даје вредност променљивој ?m",
    ),
    (
        "SELECT (SUM(?v) AS ?k) { ?c a cg:Cluster OPTIONAL { ?c ex:no ?v } }",
        "?v is optional: in a group where one value is missing, SUM has none.",
        "?v је необавезно",
    ),
    (f"SELECT ?име {{ {ROWS} }}", "Nothing in the query gives ?име a value.", "променљивој ?име"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "told", "in_serbian"), WARNED)
def test_traps_are_warned_of(ask: Ask, server: Server, query: str, told: str, in_serbian: str) -> None:
    """In a header that scripts may read, the second time too; on both pages, on one of them in Serbian."""
    for accept in ("application/json, text/turtle", "application/json, text/turtle", "text/html"):
        answer = ask(PREFIXES + query, accept)
        assert answer.status_code == 200, answer.text
        assert told in _sentences(answer.headers["clustergraph-warning"])
        assert "(line 2, column " in answer.headers["clustergraph-warning"]
        assert "clustergraph-warning" in answer.headers["access-control-expose-headers"].lower()
    assert f'<p class="warning" role="note">{told[:20].split("?")[0]}' in answer.text
    page = httpx.get(f"{server.url}/query", params={"query": PREFIXES + query, "lang": "sr-Cyrl"}, timeout=30)
    assert in_serbian in page.text


def _sentences(header: str) -> str:
    """Read strings and Display Strings (RFC 9651, 3.3.3 and 3.3.8)."""
    parts = re.findall(r'%"([^"]*)"|"((?:[^"\\]|\\.)*)"', header)
    return " ".join(unquote(encoded) or re.sub(r"\\(.)", r"\1", plain) for encoded, plain in parts)


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ?s (COUNT(*) AS ?k) {{ {ROWS} }} GROUP BY ?s HAVING (COUNT(*) > 1) ORDER BY ?k",
        f"SELECT ?s (IF(?n > 5, 1, ?unbound) AS ?k) {{ {ROWS} FILTER(!BOUND(?nothing)) }} ORDER BY COALESCE(?also, 1)",
        "SELECT ?c (SUM(COALESCE(?v, 0)) AS ?k) { ?c a cg:Cluster OPTIONAL { ?c ex:no ?v } } GROUP BY ?c",
        "SELECT ?c { ?c a cg:Cluster { SELECT ?c (SAMPLE(?v) AS ?k) { ?c a ?v } GROUP BY ?c } FILTER(isIRI(?k)) }",
        f"SELECT ?s {{ {ROWS} FILTER(?s != ex:c && '?m' != \"HAVING(?k)\") }} # ?m",
    ],
)
def test_what_is_meant_so_is_not_warned_of(ask: Ask, query: str) -> None:
    """Nobody reads warnings that are there each time."""
    answer = ask(PREFIXES + query)

    assert answer.status_code == 200, answer.text
    assert "clustergraph-warning" not in answer.headers
