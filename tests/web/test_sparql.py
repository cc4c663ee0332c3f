"""The endpoint of a real server, asked over real HTTP."""

import json
import socket
import subprocess
import threading
import time
from collections.abc import Callable

import httpx
import pytest

from conftest import Server, values

CROSS = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.mark.parametrize(
    ("query", "accept", "sent", "start"),
    [
        ("ASK {}", "application/sparql-results+json", "application/sparql-results+json", b'{"head":{},"boolean":true}'),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml", b"<?xml"),
        ("SELECT (1 AS ?n) {}", "text/csv", "text/csv; charset=utf-8", b"n\r\n1\r\n"),
        ("SELECT (1 AS ?n) {}", "text/tab-separated-values", "text/tab-separated-values; charset=utf-8", b"?n\n1\n"),
        ("CONSTRUCT { <a:s> <a:p> 1 } {}", "text/turtle", "text/turtle; charset=utf-8", b"<a:s> <a:p> 1 ."),
        (
            "CONSTRUCT { <a:s> <a:p> <a:o> } {}",
            "application/n-triples",
            "application/n-triples",
            b"<a:s> <a:p> <a:o> .",
        ),
        ("CONSTRUCT { <a:s> <a:p#o> 1 } {}", "application/rdf+xml", "application/rdf+xml", b"<?xml"),
        ("CONSTRUCT { <a:s> <a:p> <a:o> } {}", "application/ld+json", "application/ld+json", b'[{"@id":"a:s"'),
        ("CONSTRUCT { <a:s> <a:p> 1 } {}", "application/trig", "application/trig; charset=utf-8", b"<a:s> <a:p> 1 ."),
        ("CONSTRUCT { <a:s> <a:p> <a:o> } {}", "application/n-quads", "application/n-quads", b"<a:s> <a:p> <a:o> ."),
    ],
)
def test_formats(ask, query: str, accept: str, sent: str, start: bytes) -> None:
    """All formats by Accept, with true types."""
    response = ask(query, accept)

    assert response.status_code == 200
    assert response.headers["content-type"] == sent
    assert response.content.startswith(start)
    assert "Accept" in response.headers["vary"]


@pytest.mark.parametrize("form", ["json", "xml", "tsv", "turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads"])
def test_language_tags_have_their_recommended_case(server: Server, form: str) -> None:
    """Oxigraph's small letters do not leave the house, in no format."""
    names = '?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?name FILTER(LANGMATCHES(LANG(?name), "sr-Latn"))'
    graph = form not in ("json", "xml", "tsv")
    query = f"CONSTRUCT {{ ?s <urn:x#name> ?name }} {{ {names} }}" if graph else f"SELECT ?name {{ {names} }}"
    content = httpx.get(f"{server.url}/sparql", params={"query": query, "format": form}, timeout=30).text

    assert content.count("sr-Latn") > 100
    assert "sr-latn" not in content


@pytest.mark.parametrize(
    ("accept", "sent"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv; charset=utf-8", "text/csv; charset=utf-8"),
        ("application/sparql-results+json;q=0, text/csv", "text/csv; charset=utf-8"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
    ],
)
def test_negotiation(ask, accept: str, sent: str) -> None:
    """Quality values, parameters and an empty header are understood."""
    assert ask("ASK {}", accept).headers["content-type"] == sent


@pytest.mark.parametrize(
    ("accept", "sent"),
    [
        ("application/n-quads, application/ld+json;q=0.9, text/turtle;q=0.6, text/html;q=0.2", "application/n-quads"),
        ("application/ld+json, text/turtle;q=0.6, text/html;q=0.2", "application/ld+json"),
        ("text/turtle, text/html;q=0", "text/turtle"),
        ("*/*", "text/turtle"),
    ],
)
def test_a_client_that_takes_a_page_at_a_pinch_gets_the_description(server: Server, accept: str, sent: str) -> None:
    """Comunica finds out from it that this is an endpoint."""
    assert httpx.get(f"{server.url}/sparql", headers={"Accept": accept}).headers["content-type"] == sent


def test_the_format_parameter_beats_the_header(ask) -> None:
    """A link can name its format."""
    assert ask("ASK {}", "application/json", format="csv").content.strip() == b"true"


GRAPH, ROWS = "CONSTRUCT WHERE { <a:b> ?p ?o }", "SELECT * {}"


@pytest.mark.parametrize(
    ("query", "names", "sent"),
    [
        (ROWS, [("format", "application/sparql-results+xml")], "application/sparql-results+xml"),
        (ROWS, [("output", "csv")], "text/csv; charset=utf-8"),
        (ROWS, [("results", "SRX")], "application/sparql-results+xml"),
        (
            ROWS,
            [("format", "tsv"), ("format", "text/tab-separated-values")],
            "text/tab-separated-values; charset=utf-8",
        ),
        (GRAPH, [("format", "xml"), ("output", "rdf+xml"), ("results", "")], "application/rdf+xml"),
        (
            GRAPH,
            [("format", "json-ld"), ("format", "application/ld+json,application/x-json+ld")],
            "application/ld+json",
        ),
        (GRAPH, [("format", "json")], "application/ld+json"),
        (GRAPH, [("format", "n3")], "text/turtle; charset=utf-8"),
    ],
)
def test_formats_have_the_names_that_clients_give_them(
    server: Server, query: str, names: list[tuple[str, str]], sent: str
) -> None:
    """One format may be named several times, in several ways."""
    answer = httpx.get(f"{server.url}/sparql", params=[("query", query), *names])

    assert (answer.status_code, answer.headers["content-type"]) == (200, sent)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([("format", "csv"), ("output", "json")], ["“csv”", "“json”", "different"]),
        ([("format", "yaml")], ["yaml", "Choose one of json"]),
        ([("format", "x-y"), ("format", "")], ["no format “x-y”"]),
        ([("format", "x," * 5000 + "\r\nx: y")], ["formats are named"]),
    ],
)
def test_formats_that_differ_or_do_not_exist_are_refused(
    server: Server, names: list[tuple[str, str]], words: list[str]
) -> None:
    """With what there is."""
    answer = httpx.get(f"{server.url}/sparql", params=[("query", ROWS), *names])

    assert answer.status_code == 400
    assert all(word in answer.text for word in words)


def test_parameters_of_other_endpoints_are_ignored_and_named(server: Server) -> None:
    """What stock clients send is no reason to refuse them; the header says what had no effect."""
    given = {"query": ROWS, "infer": "true", "debug": "on", "x\r\nSet-Cookie: a": "1", "č" * 300: "1"}
    answer = httpx.get(f"{server.url}/sparql", params=given)

    assert answer.status_code == 200
    assert answer.headers["clustergraph-ignored"].split(", ")[:2] == ["debug", "infer"]
    assert "set-cookie" not in answer.headers
    assert len(answer.headers["clustergraph-ignored"]) < 400
    assert "clustergraph-ignored" not in httpx.get(f"{server.url}/sparql", params={"query": ROWS}).headers


@pytest.mark.parametrize(
    "name", ["default-graph-url", "defaultgraph-uri", "using-named-graph-uri", "Timeout", "time-out"]
)
def test_a_slip_of_the_pen_is_no_foreign_parameter(server: Server, name: str) -> None:
    """Ignoring it would change the answer silently."""
    answer = httpx.get(f"{server.url}/sparql", params={"query": ROWS, name: "2"})

    assert answer.status_code == 400
    assert "Do you mean" in answer.json()["remedy"]


def test_post_forms_and_direct(server: Server) -> None:
    """The two ways to POST a query (SPARQL 1.1 Protocol, 2.1.2 and 2.1.3)."""
    query = "SELECT (STR('%41+ć') AS ?s) {}"
    url = f"{server.url}/sparql"
    form = httpx.post(url, data={"query": query})
    direct = httpx.post(
        url, content=query.encode(), headers={"Content-Type": "application/sparql-query; charset=utf-8"}
    )

    assert values(form) == values(direct) == [["%41+ć"]]


def test_a_head_request_has_no_body(server: Server) -> None:
    """And the connection stays usable."""
    with httpx.Client(base_url=server.url) as client:
        head = client.head("/sparql", params={"query": "ASK {}"})
        after = client.get("/sparql", params={"query": "ASK {}"})

    assert (head.status_code, head.content) == (200, b"")
    assert after.json()["boolean"] is True


def test_query_is_a_method(server: Server) -> None:
    """The safe method with a body (draft-ietf-httpbis-safe-method-w-body), in both of its types."""
    direct = httpx.request(
        "QUERY",
        f"{server.url}/sparql",
        content="SELECT (1 AS ?n) {}",
        headers={"Content-Type": "application/sparql-query"},
    )
    form = httpx.request("QUERY", f"{server.url}/sparql", data={"query": "SELECT (1 AS ?n) {}"})

    assert values(direct) == values(form) == [["1"]]


def test_options_allows_any_origin(server: Server) -> None:
    """A page elsewhere may ask; no credentials are taken."""
    response = httpx.options(f"{server.url}/sparql", headers={"Origin": "https://example.org"})

    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers


def test_a_graph_of_the_request_is_the_whole_dataset(ask) -> None:
    """default-graph-uri and named-graph-uri are obeyed, not ignored."""
    graph = "https://w3id.org/clustergraph/graph/cluster/ac-serbia"
    count = "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?c) AS ?m) { ?c a <https://w3id.org/clustergraph/ns#Cluster> }"
    names = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"

    assert values(ask(count)) == [["20", "20"]]
    assert values(ask(count, **{"default-graph-uri": graph})) == [["1", "1"]]
    assert values(ask(count, **{"named-graph-uri": graph})) == [["0", "0"]]
    assert values(ask(names, **{"named-graph-uri": graph})) == [[graph]]


def test_a_shared_triple_is_counted_once(ask) -> None:
    """What two records both state is one triple of the default graph."""
    shared = "{ SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } GROUP BY ?s ?p ?o HAVING (COUNT(?g) > 1) LIMIT 1 }"
    response = ask(f"SELECT (COUNT(*) AS ?n) {{ {shared} ?s ?p ?o }}")

    assert values(response) == [["1"]]


PROBLEMS = [
    ("GET", {"query": "ASK { nope"}, {}, None, 400, "syntax-error"),
    ("GET", {"query": "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }"}, {}, None, 400, "query-too-deep"),
    ("GET", {"query": "ASK {}", "format": "docx"}, {}, None, 400, "bad-parameter"),
    ("GET", {"query": ["ASK {}", "ASK {}"]}, {}, None, 400, "bad-parameter"),
    ("GET", {"query": "ASK {}", "timeout": "-1"}, {}, None, 400, "bad-parameter"),
    ("GET", {"query": "ASK {}", "timeout": "soon"}, {}, None, 400, "bad-parameter"),
    ("GET", {"query": "ASK {}", "queryLn": "SeRQL"}, {}, None, 400, "bad-parameter"),
    ("GET", {"query": "ASK {}", "timout": "1"}, {}, None, 400, "bad-parameter"),
    ("GET", {"query": "ASK {}", "default-graph-uri": "no iri"}, {}, None, 400, "bad-parameter"),
    ("GET", {"timeout": "1"}, {}, None, 400, "bad-parameter"),
    ("GET", {"query": "ASK {}"}, {"Accept": "image/png"}, None, 406, "not-acceptable"),
    ("GET", {"query": "DESCRIBE <a:b>"}, {"Accept": "text/csv"}, None, 406, "not-acceptable"),
    ("GET", {"query": "ASK FROM <x:nobody> { ?s ?p ?o }"}, {}, None, 400, "unknown-graph"),
    ("GET", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> {} }"}, {}, None, 403, "service-refused"),
    ("GET", {"query": "DROP ALL"}, {}, None, 403, "update-refused"),
    ("POST", {}, {"Content-Type": "application/x-www-form-urlencoded"}, b"update=DROP+ALL", 403, "update-refused"),
    ("GET", {"update": "DROP ALL"}, {}, None, 403, "update-refused"),
    ("GET", {"query": "ASK {}", "update": "DROP ALL"}, {}, None, 403, "update-refused"),
    ("POST", {}, {"Content-Type": "application/sparql-update"}, b"DROP ALL", 403, "update-refused"),
    ("QUERY", {}, {"Content-Type": "application/sparql-update; charset=utf-8"}, b"LOAD <a:b>", 403, "update-refused"),
    ("POST", {}, {"Content-Type": "application/sparql-query"}, b"CLEAR ALL", 403, "update-refused"),
    ("POST", {}, {"Content-Type": "text/plain"}, b"ASK {}", 415, "unsupported-media-type"),
    ("POST", {"query": "ASK {}"}, {"Content-Type": ""}, b"ASK {}", 415, "unsupported-media-type"),
    ("POST", {}, {"Content-Type": "application/sparql-query"}, b"ASK {} #\xff", 400, "bad-parameter"),
    ("POST", {}, {"Content-Type": "application/sparql-query"}, b"ASK {} #" + b"x" * 70_000, 413, "query-too-long"),
    ("POST", {}, {"Content-Type": "application/sparql-query"}, b"x" * 3_000_000, 413, "query-too-long"),
    ("PUT", {}, {}, b"", 405, "method-not-allowed"),
]


@pytest.mark.parametrize(("method", "params", "headers", "body", "status", "code"), PROBLEMS)
def test_problems(server: Server, method, params, headers, body, status: int, code: str) -> None:
    """Every refusal is a problem document with a true status and a stable code (RFC 9457)."""
    response = httpx.request(method, f"{server.url}/sparql", params=params, headers=headers, content=body, timeout=30)
    problem = response.json()

    assert (response.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["type"].endswith(f"/problem/{code}")
    assert problem["detail"]
    assert problem["title"]
    assert (response.headers.get("allow") is not None) == (status == 405)


def test_a_cross_product_ends_at_its_deadline_while_others_are_answered(server: Server, ask) -> None:
    """503, a problem document with the limit, and small questions answered meanwhile."""
    slow: list[httpx.Response] = []
    thread = threading.Thread(target=lambda: slow.append(ask(f"SELECT (COUNT(*) AS ?n) {CROSS}")))
    thread.start()
    time.sleep(0.2)
    answered = [(ask("ASK {}").json()["boolean"], thread.is_alive()) for _ in range(20)]
    thread.join()

    assert all(answer for answer, _ in answered)
    assert answered[0] == (True, True)
    assert slow[0].status_code == 503
    assert slow[0].json()["code"] == "deadline-passed"
    assert slow[0].json()["limit"] == {"setting": "query_deadline", "value": 5.0, "unit": "seconds"}


@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+json", "application/n-triples"])
def test_a_cut_answer_makes_curl_fail(server: Server, accept: str) -> None:
    """Against the production server: whatever the format, curl exits non-zero."""
    head = "CONSTRUCT { ?a ?b ?i }" if accept == "application/n-triples" else "SELECT *"
    done = subprocess.run(
        ["curl", "-sS", "-G", "-o", "/dev/null", "-H", f"Accept: {accept}", "-w", "%{http_code} %{size_download}",
         "--data-urlencode", f"query={head} {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }}", f"{server.url}/sparql"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    status, size = done.stdout.split()

    assert done.returncode != 0
    assert status == "200"
    assert int(size) > 0


def test_a_client_that_leaves_takes_its_query_along(serve: Callable[..., Server]) -> None:
    """Five clients start queries of a minute, of which some stream and some do not, and go: nothing runs on."""
    server = serve(query_deadline="60", query_slow="2")
    for number, head in enumerate(["(COUNT(*) AS ?n)", "*", "(COUNT(*) AS ?n)", "*", "*"]):
        query = httpx.QueryParams({"query": f"SELECT {head} {CROSS}"})
        with socket.create_connection(
            ("127.0.0.1", server.port), source_address=(f"127.0.3.{number + 1}", 0)
        ) as client:
            client.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            time.sleep(0.5)
            assert 'children{state="busy"} 1.0' in httpx.get(f"{server.url}/metrics").text
        end = time.monotonic() + 10
        while 'children{state="busy"} 0.0' not in (told := httpx.get(f"{server.url}/metrics").text):
            assert time.monotonic() < end, "a query runs on although its client has left"
            time.sleep(0.1)
    assert 'answers_total{outcome="client-left"} 5.0' in told


def test_every_answer_names_its_release(server: Server, ask, release) -> None:
    """The digest stands in a header."""
    assert ask("ASK {}").headers["clustergraph-release"] == release.manifest.digest


def test_a_browser_without_a_query_is_shown_where_to_ask(server: Server) -> None:
    """Everybody else is told what is missing."""
    response = httpx.get(f"{server.url}/sparql", headers={"Accept": "text/html"})

    assert (response.status_code, response.headers["location"]) == (303, "/query")


def test_unknown_graphs_are_refused_and_nothing_is_fetched(server: Server, ask) -> None:
    """FROM stays inside the dataset: no call goes out, not even to this machine."""
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.5)
        port = trap.getsockname()[1]
        response = ask(f"SELECT * FROM <http://127.0.0.1:{port}/x> {{ ?s ?p ?o }}")
        assert (response.status_code, response.json()["code"]) == (400, "unknown-graph")
        with pytest.raises(TimeoutError):
            trap.accept()


def test_json_is_json(ask) -> None:
    """Counted, not assumed: the streamed parts make one document."""
    answer = json.loads(ask("SELECT * { ?s ?p ?o } LIMIT 5000").content)

    assert len(answer["results"]["bindings"]) == 5000
