"""SERVICE to endpoints that are allowed: real endpoints, hostile ones, and the answers Oxigraph itself gives."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pyoxigraph
import pytest

from clustergraph.store.home import Home
from conftest import Server, free_port, values

HEAD = '{"head": {"vars": ["x"]}, "results": {"bindings": ['
ROW = '{"x": {"type": "literal", "value": "1"}}'


def _row(kind: str, value: str, **more: str) -> str:
    parts = {"type": kind, "value": value, **more}
    return '{"x": {' + ", ".join(f'"{key}": "{one}"' for key, one in parts.items()) + "}}"


#: Path → status, content type, body. What a hostile or broken endpoint may answer.
BAD: dict[str, tuple[int, str, str]] = {
    "/error": (500, "text/plain", "<script>no</script>"),
    "/page": (200, "text/html", "<html>"),
    "/cut": (200, "application/sparql-results+json", HEAD + ROW),
    "/garbage": (200, "application/sparql-results+json", "\x00{]"),
    "/boolean": (200, "application/sparql-results+json", '{"head": {}, "boolean": true}'),
    "/blank": (200, "application/sparql-results+json", HEAD + _row("bnode", "b") + "]}}"),
    "/breaks-out": (200, "application/sparql-results+json", HEAD + _row("uri", "x:a> ) } } #") + "]}}"),
    "/no-iri": (200, "application/sparql-results+json", HEAD + _row("uri", "http://a.example/100%") + "]}}"),
    "/breaks-type": (
        200, "application/sparql-results+json", HEAD + _row("literal", "1", datatype="x:a> ) } } #") + "]}}"
    ),
    "/breaks-tag": (
        200, "application/sparql-results+json", HEAD + _row("literal", "1", **{"xml:lang": "en ) } } #"}) + "]}}"
    ),
    "/breaks-name": (
        200, "application/sparql-results+json", '{"head": {"vars": ["x) {} #"]}, "results": {"bindings": []}}'
    ),
    "/rows": (200, "application/sparql-results+json", HEAD + ", ".join([ROW] * 101) + "]}}"),
    "/bytes": (200, "application/sparql-results+json", HEAD + " " * 70_000 + ROW + "]}}"),
}  # fmt: skip
JSON = "application/sparql-results+json"
THREE = HEAD + ", ".join([ROW] * 3) + "]}}"
#: Path → headers, body, and what is said: answers with 200 that the other side itself calls cut.
CUT: dict[str, tuple[dict[str, str], str, str]] = {
    "/max-rows": ({"X-SPARQL-MaxRows": "3"}, THREE, "it sends 3 rows at most, and sent 3"),
    "/max-rows-unread": ({"X-SPARQL-MaxRows": "many"}, THREE, "it sends 0 rows at most"),
    "/anytime": (
        {"X-SQL-State": "S1TAT", "X-SQL-Message": "RC: <b>Returning incomplete results</b>, interrupted by timeout"},
        THREE,
        "the state S1TAT (RC: b Returning incomplete results /b , interrupted by timeout)",
    ),
    "/state-alone": ({"x-sql-state": "S1000"}, THREE, "the state S1000"),
    "/truncated": ({"X-Result-Truncated": "true"}, THREE, "x-result-truncated"),
    "/paged": ({"Link": '</?page=1>; rel="first", </?page=2>; rel="next"'}, THREE, "one page"),
    "/qlever": ({}, THREE[:-1] + ', "meta": {"result-size-total": 9}}', "it found 9 rows and sent 3"),
    "/half": ({"Content-Length": "999"}, THREE, "cannot be asked"),
    "/half-of-json": ({}, THREE[:-1], "it breaks off"),
    "/fuseki": ({}, THREE + "\n## Query cancelled due to timeout during execution", "no JSON from character"),
    "/virtuoso-blank": ({}, HEAD + _row("bnode", "nodeID://b10") + "]}}", "a blank node"),
    "/virtuoso-blank-iri": ({}, HEAD + _row("uri", "nodeID://b10") + "]}}", "a blank node"),
}
#: Path → headers, body: answers that are whole, though something looks like the above.
WHOLE: dict[str, tuple[dict[str, str], str]] = {
    "/max-rows-not-met": ({"X-SPARQL-MaxRows": "4"}, THREE),
    "/state-of-success": ({"X-SQL-State": "00000"}, THREE),
    "/not-truncated": ({"X-Truncated": "false", "Link": '</a>; rel="license"'}, THREE),
    "/qlever-whole": ({}, THREE[:-1] + ', "meta": {"result-size-total": 3, "query-time-ms": 1}}'),
    "/virtuoso": ({}, THREE.replace('{"bindings"', '{"distinct": false, "ordered": true, "bindings"')),
}
GOOD = {
    "/quotes": (
        200,
        "application/sparql-results+json",
        HEAD + _row("literal", r"\") } } \\ \n'", **{"xml:lang": "sr-Cyrl"}) + "]}}",
    ),
}


class _Remote(BaseHTTPRequestHandler):
    """An endpoint that answers by its path and remembers what reached it."""

    heard: list[tuple[str, str, dict[str, str]]] = []  # noqa: RUF012 - one for all

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self.heard.append((self.path, body, dict(self.headers)))
        if self.path == "/elsewhere":
            self.send_response(307)
            self.send_header("Location", "/heard")
            self.end_headers()
        elif self.path == "/drips":
            self._begin(200, "application/sparql-results+json")
            for _ in range(100):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)
        elif self.path == "/packed":
            self._begin(200, "application/sparql-results+json", ("Content-Encoding", "gzip"))
        elif self.path == "/in-part":
            self._begin(206, JSON)
            self.wfile.write(THREE.encode())
        elif self.path in CUT or self.path in WHOLE:
            headers, text, *_ = {**CUT, **WHOLE}[self.path]
            self._begin(200, JSON, *headers.items())
            self.wfile.write(text.encode())
        else:
            status, media_type, text = {**BAD, **GOOD}[self.path]
            self._begin(status, media_type)
            self.wfile.write(text.encode())

    def do_GET(self) -> None:
        self.heard.append((self.path, "", {}))
        self.send_error(404)

    def _begin(self, status: int, media_type: str, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", media_type), *headers):
            self.send_header(name, value)
        self.end_headers()

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def remote() -> Iterator[str]:
    """The address of the endpoint that may answer anything."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Remote) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.fixture(scope="module")
def federated(home: Home, server: Server, remote: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that may call another one, and endpoints that are hostile or not there."""
    folder = tmp_path_factory.mktemp("federated") / "home"
    folder.mkdir()
    (folder / "current").write_text((home.folder / "current").read_text())
    (folder / "releases").symlink_to(home.releases)
    paths = [*BAD, *GOOD, *CUT, *WHOLE, "/elsewhere", "/drips", "/packed", "/in-part"]
    allowed = [f"{server.url}/sparql", ABSENT, *(remote + path for path in paths)]
    running = Server(
        folder,
        service_allow=" ".join(allowed),
        service_private="true",
        service_max_rows="100",
        service_max_bytes="65536",
        service_deadline="1.5",
        service_max_calls="2",
        query_patience="60",
        client_requests="0",
        client_seconds="0",
    )
    yield running
    running.stop()


def ask(server: Server, query: str, form: str = "json") -> httpx.Response:
    """Ask a server."""
    return httpx.get(f"{server.url}/sparql", params={"query": query, "format": form}, timeout=30)


ABSENT = f"http://127.0.0.1:{free_port()}/"
QUERIES = {
    "join": "SELECT ?s ?l { ?s cg:sector ?c SERVICE <%s> { ?s a cg:Cluster; skos:prefLabel ?l FILTER(LANG(?l)='en') }}",
    "no brackets, no blanks": "SELECT ?s{SERVICE<%s>{?s a cg:Cluster}}",
    "comments": "SELECT ?s { service # }\n silent # {\n <%s> # <x:y>\n { ?s a cg:Cluster # } \n } }",
    "optional": "SELECT ?s ?w { ?s a cg:Cluster OPTIONAL { SERVICE <%s> { ?s foaf:homepage ?w } } }",
    "sub-select inside": "SELECT ?s { SERVICE <%s> { SELECT ?s { ?s a cg:Cluster } ORDER BY ?s LIMIT 3 } }",
    "union": "SELECT ?s { { ?s a cg:Sector } UNION { SERVICE <%s> { ?s a cg:Cluster } } }",
    "exists": "SELECT ?s { ?s a cg:Cluster FILTER EXISTS { SERVICE <%s> { ?s a cg:Cluster } } }",
    "undefined": "SELECT * { SERVICE <%s> { ?s a cg:Cluster OPTIONAL { ?s cg:noSuch ?n } } }",
    "no variables": "SELECT (COUNT(*) AS ?n) { SERVICE <%s> { cg:Cluster a ?a FILTER(false) } }",
    "numbers": "SELECT ?n { SERVICE <%s> { SELECT (COUNT(*) AS ?n) { ?s a cg:Cluster } } FILTER(?n > 3) }",
    "quotes": "SELECT ?s { SERVICE <%s> { BIND('} } \\'{' AS ?s) } }",
    "aggregate outside": "SELECT (COUNT(DISTINCT ?s) AS ?n) { SERVICE <%s> { ?s a cg:Cluster } }",
}
PROLOGUE = (
    "PREFIX cg: <https://w3id.org/clustergraph/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
    "PREFIX foaf: <http://xmlns.com/foaf/0.1/>\n"
)


def test_what_is_rewritten_goes_with_calls(federated: Server, server: Server) -> None:
    """Names of SELECT, visible solutions and sort keys, where a call has become values."""
    text = (
        "SELECT ?sector (COUNT(DISTINCT *) AS ?n) (?n * 2 AS ?d) { ?s cg:sector ?sector ; a [] . CALL }\n"
        "GROUP BY ?sector HAVING (?n > 2) ORDER BY DESC(?d) ?sector"
    )
    called = ask(federated, PROLOGUE + text.replace("CALL", f"SERVICE <{server.url}/sparql> {{ ?s a cg:Cluster }}"))
    alone = ask(server, PROLOGUE + text.replace("CALL", "?s a cg:Cluster"))

    assert called.status_code == 200, called.text
    assert values(called)
    assert values(called) == values(alone)
    assert called.headers["clustergraph-warning"] == alone.headers["clustergraph-warning"]


@pytest.mark.parametrize("name", QUERIES)
def test_answers_are_those_of_oxigraph(federated: Server, server: Server, home: Home, name: str) -> None:
    """It evaluates SERVICE by itself, on the same data, with the same endpoint."""
    query = PROLOGUE + QUERIES[name].replace("%s", f"{server.url}/sparql")
    answer = ask(federated, query)
    assert answer.status_code == 200, answer.text
    store = pyoxigraph.Store.read_only(str(home.current().store))
    expected: Any = store.query(query)
    wanted = [[getattr(term, "value", None) for term in row] for row in expected]

    assert wanted
    assert sorted(values(answer), key=str) == sorted(wanted, key=str)


def test_terms_come_as_they_are(federated: Server, remote: str) -> None:
    """Quotes, backslashes and line ends break out of nothing; language and letters stay."""
    answer = ask(federated, f"SELECT ?x {{ SERVICE <{remote}/quotes> {{ ?s ?p ?x }} }}")

    assert answer.json()["results"]["bindings"][0]["x"]["xml:lang"] == "sr-Cyrl"
    assert values(answer) == [["\") } } \\ \n'"]]


@pytest.mark.parametrize("path", [*BAD, "/elsewhere", "/drips", "/packed"])
def test_a_bad_endpoint_is_a_502(federated: Server, remote: str, path: str) -> None:
    """It says which endpoint and where the query calls it; with SILENT the call has one empty solution."""
    begun = time.monotonic()
    answer = ask(federated, f"SELECT * {{\n SERVICE <{remote}{path}> {{ ?s ?p ?x }} }}")
    silent = ask(federated, f"SELECT (1 AS ?n) {{ SERVICE SILENT <{remote}{path}> {{ ?s ?p ?x }} }}")

    assert answer.status_code == 502, answer.text
    problem = answer.json()
    assert problem["code"] == "service-failed"
    assert f"<{remote}{path}>" in problem["detail"]
    assert problem["place"] == {"source": "query", "line": 2, "column": 2}
    assert "<script>" not in answer.text
    assert values(silent) == [["1"]]
    assert time.monotonic() - begun < 8
    assert not [one for one in _Remote.heard if one[0] == "/heard"]
    limits = {"/rows": "service_max_rows", "/bytes": "service_max_bytes", "/drips": "service_deadline"}
    assert problem.get("limit", {}).get("setting") == limits.get(path)


@pytest.mark.parametrize("path", [*CUT, "/in-part"])
def test_an_answer_that_is_cut_is_none(federated: Server, remote: str, path: str) -> None:
    """Its status is 200, and it looks whole; the refusal names the other side's limit in its words."""
    answer = ask(federated, f"SELECT * {{\n SERVICE <{remote}{path}> {{ ?s ?p ?x }} }}")

    assert (answer.status_code, answer.json()["code"]) == (502, "service-failed"), answer.text
    assert f"<{remote}{path}>" in answer.json()["detail"]
    assert (CUT[path][2] if path in CUT else "206") in answer.json()["detail"]
    assert answer.json()["place"] == {"source": "query", "line": 2, "column": 2}


@pytest.mark.parametrize("path", WHOLE)
def test_an_answer_that_is_whole_is_taken(federated: Server, remote: str, path: str) -> None:
    """A limit that was not met, a state that says all is well, members of others in the document."""
    answer = ask(federated, f"SELECT * {{ SERVICE <{remote}{path}> {{ ?s ?p ?x }} }}")

    assert answer.status_code == 200, answer.text
    assert values(answer) == [["1"]] * 3


def test_an_endpoint_that_is_not_there(federated: Server) -> None:
    """The refusal says so."""
    answer = ask(federated, f"ASK {{ SERVICE <{ABSENT}> {{ ?s ?p ?x }} }}")

    assert (answer.status_code, answer.json()["code"]) == (502, "service-failed")
    assert "cannot be asked" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/other> { ?s ?p ?o } }", "service-refused"),
        ("SELECT * { VALUES ?x { <%s> } SERVICE ?x { ?s ?p ?o } }", "service-refused"),
        ("PREFIX x: <%s> SELECT * { SERVICE x: { ?s ?p ?o } }", "service-refused"),
        ("BASE <%s> SELECT * { SERVICE <> { ?s ?p ?o } }", "service-refused"),
        ("SELECT * { SERVICE <%s> { SERVICE <%s> { ?s ?p ?o } } }", "service-refused"),
        ("SELECT * { SERVICE <%s> { ?s ?p ?o ", "service-refused"),
        ("SELECT * { SERVICE <%s> { ?s ?p ?o ) }", "service-refused"),
        ("SELECT * { SERVICE <%s> {} SERVICE <%s> {} SERVICE <%s> {} }", "query-too-complex"),
    ],
)
def test_what_is_not_allowed_is_not_called(federated: Server, remote: str, query: str, code: str) -> None:
    """Nothing but the plain form with an IRI of the list; the endpoint hears nothing."""
    before = len(_Remote.heard)
    answer = ask(federated, query.replace("%s", f"{remote}/rows"))

    assert (answer.status_code, answer.json()["code"]) == (403 if code == "service-refused" else 400, code)
    assert len(_Remote.heard) == before


def test_private_addresses_are_not_called(serve, remote: str) -> None:
    """Not even those of the list, by whatever name, unless the operator says so."""
    port = remote.rpartition(":")[2]
    hosts = ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "[64:ff9b::7f00:1]"]
    allowed = [f"http://{host}:{port}/rows" for host in hosts]
    closed = serve(service_allow=" ".join(allowed))
    before = len(_Remote.heard)
    for address in allowed:
        answer = ask(closed, f"ASK {{ SERVICE <{address}> {{ ?s ?p ?x }} }}")

        assert (answer.status_code, answer.json()["code"]) == (502, "service-failed")
        assert "not public" in answer.json()["detail"]
    assert len(_Remote.heard) == before


def test_the_endpoint_gets_the_call_alone(federated: Server, remote: str) -> None:
    """By POST, with the prologue; nothing of the client, and none of the client's headers."""
    prologue = "PREFIX ex: <http://example.org/> "
    query = f"{prologue}SELECT ?x {{ ?s a ex:Secret . SERVICE <{remote}/quotes> {{ ?x a ex:T }} }}"
    httpx.get(f"{federated.url}/sparql", params={"query": query}, headers={"Cookie": "a=b", "X-Mine": "c"}, timeout=30)
    path, body, headers = _Remote.heard[-1]

    assert path == "/quotes"
    sent = httpx.QueryParams(body)["query"]
    assert sent == f"BASE <{federated.url}/sparql>\n{prologue}SELECT * WHERE {{ ?x a ex:T }}"
    assert {name.lower() for name in headers} <= {
        "host", "accept", "accept-encoding", "connection", "user-agent", "content-length", "content-type",
    }  # fmt: skip
    assert headers["Host"] == remote.removeprefix("http://")


def test_lines_of_errors_stay(federated: Server, remote: str) -> None:
    """What is wrong behind a call is found on the line where it stands in the query."""
    query = "SELECT * {\n %s {\n ?s ?p ?x\n }\n ?s ?? ?o\n}"
    answer, without = (ask(federated, query % call) for call in (f"SERVICE <{remote}/quotes>", "OPTIONAL"))

    assert (answer.status_code, answer.json()["code"]) == (400, "syntax-error")
    assert answer.json()["place"] == without.json()["place"]
    assert answer.json()["place"]["line"] >= 5


def test_the_description_says_whether_others_are_called(federated: Server, server: Server) -> None:
    """As ``sd:BasicFederatedQuery``; a service that calls nobody does not say it."""
    texts = [httpx.get(f"{one.url}/sparql", params={"format": "ntriples"}).text for one in (federated, server)]

    assert ["#BasicFederatedQuery>" in text for text in texts] == [True, False]
