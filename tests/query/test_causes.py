"""What a person did where a query does not parse, through the real server; and nothing where it does."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Store

from clustergraph.errors import Place, SyntaxProblem
from clustergraph.query.calls import place
from clustergraph.query.catalogue import catalogue
from clustergraph.query.causes import explain
from conftest import SHARED, Server, clustergraph, needs

Ask = Callable[..., httpx.Response]
EX = "PREFIX ex: <http://example.org/>\n"

#: A query with ‖ before what is wrong, what is said of it, and what helps.
SLIPS = {
    "typographic quotes": (EX + "SELECT * {\n ?a ?b ?c .\n ?s ex:a ‖“x” .\n ?d ?e ?f\n}", "typographic", "between"),
    "single typographic quotes": ("SELECT * { ?s ?p ?o\n FILTER(?o = ‖‘x’) }", "typographic quote", "between"),
    "low quotes": ("SELECT * { ?s ?p ‖„x“ }", "double low-9", "between"),
    "no-break space": ("SELECT * { ?s‖\u00a0?p ?o }", "U+00A0", "space bar"),
    "zero width space": ("SELECT * {\n ?s ‖\u200b?p ?o }", "invisible character (U+200B", "Delete"),
    "byte order mark": ("‖\ufeffSELECT * { ?s ?p ?o }", "invisible character (U+FEFF", "Delete"),
    "dash": ("SELECT (5 ‖– 3 AS ?n) {}", "typographic dash", "minus as -"),
    "open text": ("SELECT * { ?s ?p ‖'abc .\n ?a ?b ?c }", "does not end in its line", "three of them"),
    "open round bracket": ("SELECT * { ?s ?p ?o FILTER‖(?o > 3 }", "“(” is open when “}” comes", "“)”"),
    "open brace": ("SELECT * {\n OPTIONAL ‖{ ?s ?p ?o ", "“{” is not closed, and 1 more", "“}”"),
    "brace too many": ("SELECT * { ?s ?p ?o } ‖}", "closes nothing", "Take it out"),
    "missing dot": ("SELECT * { ?s ?p ?o\n ‖?a ?b ?c }", "fourth term, “?a”", "dot between"),
    "missing dot behind a text": (EX + "SELECT * { ?s ex:a 'x'@en ‖?t ex:b 3 }", "fourth term, “?t”", "dot between"),
    "missing object": (EX + "SELECT * { ?s ?p ?o . ?s ‖ex:a }", "without its object", "three terms"),
    "comma at the end": (EX + "SELECT * { ?s ex:a ?o ‖, . }", "without its object", "three terms"),
    "two dots": ("SELECT * { ?s ?p ?o . ‖. }", "second dot", "Leave it out"),
    "list behind =": ("SELECT * { ?s ?p ?o FILTER(?o ‖= (1, 2)) }", "list stands behind “=”", "IN"),
    "IN without brackets": ("SELECT * { ?s ?p ?o FILTER(?o IN ‖1, 2) }", "list of IN", "IN (1, 2)"),
    "count without brackets": ("SELECT ‖count(*) AS ?n { ?s ?p ?o }", "without brackets", "(COUNT(…) AS ?name)"),
    "sum without brackets": ("SELECT ?s ‖SUM(?o) { ?s ?p ?o } GROUP BY ?s", "SUM(…) stands in SELECT", "AS ?name"),
    "no AS": ("SELECT (COUNT(*) ‖?n) { ?s ?p ?o }", "no AS", "AS ?n"),
    "no name": ("SELECT ‖(COUNT(*)) { ?s ?p ?o }", "no AS", "AS ?n"),
    "comma in SELECT": ("SELECT ?s‖, ?p { ?s ?p ?o }", "comma", "Leave it out"),
    "prefix of ours": ("SELECT * { ?s a ‖cg:Cluster }", "“cg:” is not declared", "PREFIX cg: <https://w3id.org/clustergraph/ns#>"),
    "prefix of others": ("SELECT * { ?s ‖foaf:name ?o }", "“foaf:” is not declared", "<http://xmlns.com/foaf/0.1/>"),
    "label service": (EX + "SELECT * { ?s ‖wikibase:label ?o }", "“wikibase:” is not declared", "label service"),

    "IRI without brackets": ("SELECT * { ?s ‖http://example.org/a ?o }", "without its brackets", "<http://"),
    "blank in an IRI": ("SELECT * { ?s ‖<http://example.org/a b> ?o }", "character that none can have", "%20"),
    "BIND onto a used name": ("SELECT * {\n ?s ?p ?o .\n BIND(STR(?s) AS ‖?o)\n}", "BIND gives ?o", "another name"),
    "BIND twice": ("SELECT * { BIND(1 AS ?x) ?s ?p ?o\n BIND(2 AS ‖?x) }", "BIND gives ?x", "FILTER(?x"),
    "SELECT onto a used name": ("SELECT ?s (1 AS ‖?o) { ?s ?p ?o }", "SELECT gives ?o", "another name"),
    "not grouped": ("SELECT ?s ‖?o (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s", "?o is neither", "SAMPLE(?o)"),
    "grouped by nothing": ("SELECT ‖?s (MAX(?o) AS ?n) { ?s ?p ?o }", "?s is neither grouped by", "GROUP BY"),
    "computed of what is not grouped": (
        "SELECT ?s (‖?o + COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s", "?o is neither grouped by", "SAMPLE(?o)",
    ),
    "used before it is computed": (
        "SELECT (‖?n * 2 AS ?d) (COUNT(*) AS ?n) { ?s ?p ?o }", "?n is computed only further on", "before it is used",
    ),
    "grouped by what is computed": (
        "SELECT (YEAR(?o) AS ?y) (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ‖?y",
        "?y is computed by SELECT", "GROUP BY (YEAR(?o) AS ?y)",
    ),
    "star and group": ("SELECT ‖* { ?s ?p ?o } GROUP BY ?s", "SELECT * cannot be grouped", "Name"),
    "misspelt keyword": ("SELECT * { ?s ?p ?o ‖OPTINAL { ?a ?b ?c } }", "“OPTINAL”", "OPTIONAL"),
    "misspelt form": ("‖SELCT * { ?s ?p ?o }", "“SELCT”", "SELECT"),
    "misspelt function": ("SELECT * { ?s ?p ?o FILTER(‖STRSTART(?o, 'a')) }", "no function", "STRSTARTS"),
    "AND": ("SELECT * { ?s ?p ?o FILTER(?o > 1 ‖AND ?o < 3) }", "“AND”", "&&"),
    "single &": ("SELECT * { ?s ?p ?o FILTER(?o > 1 ‖& ?o < 3) }", "“&”", "&&"),
    "single |": ("SELECT * { ?s ?p ?o FILTER(?o > 1 ‖| 3 > ?o) }", "“|”", "||"),
    "==": ("SELECT * { ?s ?p ?o FILTER(?o ‖== 1) }", "“==”", "="),
    "<>": ("SELECT * { ?s ?p ?o FILTER(?o ‖<> 1) }", "“<>”", "!="),
    "no brace behind WHERE": ("SELECT ?s WHERE ‖?s ?p ?o", "“{” is missing behind WHERE", "WHERE { … }"),
    "no brace behind OPTIONAL": ("SELECT * { ?s ?p ?o OPTIONAL ‖?a ?b ?c }", "behind OPTIONAL", "OPTIONAL { … }"),
    "UNION without braces": ("SELECT * { ?s ?p ?o ‖UNION { ?a ?b ?c } }", "UNION", "{ … } UNION { … }"),
    "FILTER without brackets": ("SELECT * { ?s ?p ?o FILTER ‖?o > 3 }", "FILTER has no brackets", "FILTER(?x > 3)"),
    "ORDER without BY": ("SELECT * { ?s ?p ?o } ORDER ‖?s", "“BY” is missing", "ORDER BY ?x"),
    "DESC without brackets": ("SELECT * { ?s ?p ?o } ORDER BY DESC ‖?s", "DESC", "DESC(?x)"),
    "no number": ("SELECT * { ?s ?p ?o } LIMIT ‖?n", "LIMIT", "LIMIT 10"),
    "semicolon at the end": ("SELECT * { ?s ?p ?o } LIMIT 10‖;", "outside of all braces", "Leave it out"),
    "Turtle's prefix": ("‖@prefix ex: <http://example.org/> .\nSELECT * { ?s ?p ?o }", "Turtle", "PREFIX without @"),
    "no colon": ("PREFIX ‖ex <http://example.org/> SELECT * { ?s ?p ?o }", "no colon", "PREFIX ex:"),
    "comma in VALUES": ("SELECT * { VALUES ?x { 1‖, 2 } }", "comma stands between values", "blanks"),
    "label in two groups": ("SELECT * { _:a ?p ?o OPTIONAL { ‖_:a ?q ?r } }", "another group", "variable"),
    "no form": ("‖{ ?s ?p ?o }", "does not say what it asks for", "SELECT"),
}  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_named_where_it_is(ask: Ask, name: str) -> None:
    """With line and column of the cause, the line, and a mark under it."""
    marked, said, helps = SLIPS[name]
    text, start = marked.replace("‖", ""), marked.index("‖")
    answer = ask(text)
    problem = answer.json()

    assert (answer.status_code, problem["code"]) == (400, "syntax-error"), answer.text
    assert said in problem["detail"]
    assert helps in problem["remedy"]
    where = place(text, start)
    assert problem["place"]["line"] == where.line
    assert problem["place"]["column"] == where.column
    line, mark = problem["place"]["excerpt"].split("\n")
    assert line == text.split("\n")[(where.line or 0) - 1]
    assert mark == " " * ((where.column or 0) - 1) + "^"


def test_what_nobody_knows_keeps_the_parsers_place(ask: Ask) -> None:
    """Without sentences that are ready wherever something could follow."""
    problem = ask("SELECT * { ?s ?p ?o }\nVALUES (?a ?b) { (1) }").json()

    assert problem["place"]["line"] == 2
    assert problem["place"]["excerpt"].startswith("VALUES (?a ?b) { (1) }\n")
    assert "authorized" not in problem["detail"]


def test_long_lines_are_shown_around_the_place() -> None:
    """And a tab stays one, so that the mark stands where it must."""
    error = explain("SELECT * {\t" + "?s ?p ?o . " * 100 + "“", SyntaxProblem("", place=Place("query", 1, 1)))

    assert error.place is not None
    line, mark = (error.place.excerpt or "").split("\n")
    assert len(line) <= 120
    assert line[len(mark) - 1] == "“"


def test_page_and_command_show_the_line(server: Server, tmp_path: Path) -> None:
    """As the problem document does."""
    query = "SELECT * {\n ?s ?p ?o\n ?a ?b ?c }"
    page = httpx.get(f"{server.url}/query", params={"query": query}, headers={"Accept": "text/html"})
    (tmp_path / "query.rq").write_text(query)
    done = clustergraph("--home", str(Path(server.log.name).parent), "query", "--file", str(tmp_path / "query.rq"))

    assert " ?a ?b ?c }\n ^" in page.text
    assert done.returncode == 1
    assert "           ?a ?b ?c }\n           ^" in done.stderr


@pytest.mark.parametrize("name", catalogue())
def test_our_queries_have_no_slip(name: str) -> None:
    """What parses is given no cause."""
    assert _untouched(catalogue()[name].text)


def test_no_valid_text_of_the_suites_has_a_slip() -> None:
    """More than a thousand texts that the parser takes."""
    store, found, wrong = Store(), 0, []
    for path in sorted(needs(SHARED / "suites").rglob("*.rq")):
        text = path.read_text(encoding="utf-8", errors="replace")
        try:
            store.query(text, base_iri="http://example.org/")
        except (SyntaxError, OSError, RuntimeError):
            continue
        found += 1
        wrong += [] if _untouched(text) else [str(path)]

    assert found > 500
    assert wrong == []


def _untouched(text: str) -> bool:
    error = SyntaxProblem("unknown", place=Place("query", 1, 1))
    return explain(text, error).message == "unknown"
