"""What clients of other endpoints send out of habit, and updates at every door."""

import httpx
import pytest

from conftest import Server

ROWS = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/clustergraph/ns#Cluster> }"
#: What the forms and clients of others send beside a query.
HABITS = {
    "Virtuoso's form": {
        "default-graph-uri": "", "should-sponge": "", "format": "application/sparql-results json", "timeout": "0",
        "debug": "on", "run": " Run Query ", "signal_void": "on", "CXML_redir_for_subjs": "121",
    },
    "RDF4J": {"queryLn": "SPARQL", "infer": "true", "timeout": "0"},
    "GraphDB": {"queryLn": "sparql", "infer": "true", "sameAs": "true", "limit": "1001", "offset": "0"},
    "Blazegraph": {"queryId": "5f0c", "analytic": "true", "named-graph-uri": "", "maxQueryTimeMillis": "60000"},
    "Stardog": {"reasoning": "false", "query.id": "7", "timeout": "30000"},
    "AllegroGraph": {"queryLn": "SPARQL", "limit": "100", "infer": "false", "checkVariables": "false"},
    "Fuseki": {"output": "", "stylesheet": "", "results": "json", "force-accept": "text/plain"},
    "a form": {"formats": "json,xml", "timeout": "", "release": "", "_": "1700000000"},
}  # fmt: skip


@pytest.mark.parametrize("name", HABITS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_habits_of_others_change_no_answer(server: Server, name: str, method: str) -> None:
    """In the address and in a form."""
    given = {"query": ROWS, **HABITS[name]}
    sent = {"params": given} if method == "GET" else {"data": given}
    answer = httpx.request(method, f"{server.url}/sparql", **sent, headers={"Accept": "application/json"})

    assert answer.status_code == 200, answer.text
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "20"
    known = {"default-graph-uri", "named-graph-uri", "format", "timeout", "release", "output", "results"}
    said = {parameter for parameter, value in HABITS[name].items() if value}
    assert set(answer.headers.get("clustergraph-ignored", "").split(", ")) - {""} == said - known


@pytest.mark.parametrize("name", ["qeury", "querry", "fromat", "default-graph", "named-graph-url", "timout", "relase"])
def test_a_slip_is_still_told(server: Server, name: str) -> None:
    """It is nobody's habit."""
    answer = httpx.get(f"{server.url}/sparql", params={"query": ROWS, name: ""}, timeout=30)
    filled = httpx.get(f"{server.url}/sparql", params={"query": ROWS, name: "1"}, timeout=30)

    assert answer.status_code == 200, "an empty field changes nothing"
    assert filled.status_code == 400
    assert "Do you mean" in filled.json()["remedy"]


@pytest.mark.parametrize(
    ("given", "holds"),
    [
        ("0", "5"),
        ("0.0", "5"),
        ("3600", "5"),
        ("30000", "5"),
        ("9" * 400, "5"),
        ("5", "5"),
        ("2.5", "2.5"),
        (".5", "0.5"),
        ("1.", "1"),
    ],
)
def test_the_timeout_that_holds_is_told(server: Server, given: str, holds: str) -> None:
    """None, and more than there is, mean the ceiling (``query_deadline``, 5 seconds here)."""
    answer = httpx.get(f"{server.url}/sparql", params={"query": "ASK {}", "timeout": given})

    assert (answer.status_code, answer.headers["clustergraph-timeout"]) == (200, holds)
    again = httpx.get(answer.request.url, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.headers["clustergraph-timeout"]) == (304, holds)
    assert "clustergraph-timeout" not in httpx.get(f"{server.url}/sparql", params={"query": "ASK {}"}).headers


def test_the_ceiling_holds(server: Server) -> None:
    """Whatever is asked for, a query ends at it."""
    cross = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    answer = httpx.get(f"{server.url}/sparql", params={"query": cross, "timeout": "100000"}, timeout=60)

    assert (answer.status_code, answer.json()["limit"]["value"]) == (503, 5)


def test_graphs_that_are_not_named_are_none(server: Server) -> None:
    """An empty name beside a true one leaves that alone."""
    graph = "https://w3id.org/clustergraph/graph/cluster/netwood"
    given = [("query", ROWS), ("default-graph-uri", ""), ("default-graph-uri", graph), ("named-graph-uri", "")]
    answer = httpx.get(f"{server.url}/sparql", params=given)

    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "1"


def test_a_post_may_have_its_query_in_the_address(server: Server) -> None:
    """With no body there is nothing that needs a type."""
    answer = httpx.post(f"{server.url}/sparql", params={"query": "ASK {}"})

    assert answer.json()["boolean"] is True


UPDATE = "INSERT DATA { <a:b> <a:b> <a:b> }"
FORM, DIRECT = {"Content-Type": "application/x-www-form-urlencoded"}, {"Content-Type": "application/sparql-update"}


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("GET", "/sparql", {"params": {"update": UPDATE}}, 403),
        ("HEAD", "/sparql", {"params": {"update": UPDATE}}, 403),
        ("GET", "/sparql", {"params": {"query": UPDATE}}, 403),
        ("POST", "/sparql", {"data": {"update": UPDATE, "using-graph-uri": "a:b"}}, 403),
        ("POST", "/sparql", {"data": {"query": UPDATE}}, 403),
        ("POST", "/sparql", {"content": UPDATE, "headers": DIRECT}, 403),
        ("POST", "/sparql/", {"content": UPDATE, "headers": DIRECT}, 403),
        ("QUERY", "/sparql", {"content": UPDATE, "headers": DIRECT}, 403),
        ("POST", "/sparql", {"content": UPDATE, "headers": {"Content-Type": "application/sparql-query"}}, 403),
        ("GET", "/query", {"params": {"update": UPDATE}}, 403),
        ("GET", "/query", {"params": {"query": UPDATE}}, 403),
        ("POST", "/citations", {"data": {"query": UPDATE}}, 403),
        ("POST", "/citations", {"data": {"update": UPDATE}}, 403),
        ("GET", "/graphs", {"params": {"update": UPDATE}}, 403),
        ("PUT", "/sparql", {"content": UPDATE, "headers": DIRECT}, 405),
        ("PATCH", "/sparql", {"content": UPDATE, "headers": DIRECT}, 405),
        ("PUT", "/graphs?default", {"content": "<a:b> <a:b> <a:b> ."}, 405),
        ("POST", "/graphs?graph=a:b", {"content": "<a:b> <a:b> <a:b> ."}, 405),
        ("DELETE", "/graph/cluster/netwood", {}, 405),
        ("PATCH", "/graphs", {"content": UPDATE, "headers": DIRECT}, 405),
    ],
)
def test_updates_are_refused_at_every_door(server: Server, method: str, path: str, sent: dict, status: int) -> None:
    """As documented: 403, ``update-refused``; a method that would change something is none here."""
    answer = httpx.request(method, server.url + path, **sent, follow_redirects=True)

    assert answer.status_code == status
    assert answer.headers["clustergraph-error"] == {403: "update-refused", 405: "method-not-allowed"}[status]
    assert ("allow" in answer.headers) == (status == 405)
