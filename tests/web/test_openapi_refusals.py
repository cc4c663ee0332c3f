"""What is refused is refused as it is declared: the status, the code, and a body with no member that is not told of."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from clustergraph.settings import read_settings
from clustergraph.web.openapi import openapi
from conftest import Server
from described import PROBLEM, hold

DOCUMENT = openapi(read_settings())
SPARQL, VALIDATE, MANY = "/sparql", "/shacl/{domain}/api/validate", "/shacl/{domain}/api/validateMultiple"
CHECKED, CHECKED_MANY = "/shacl/clustergraph/api/validate", "/shacl/clustergraph/api/validateMultiple"
IMAGE = {"Content-Type": "image/png"}
JOB = "/shacl/{domain}/api/jobs/{job}"
PNG = {"Accept": "image/png"}
FORM, DIRECT = {"Content-Type": "application/x-www-form-urlencoded"}, {"Content-Type": "application/sparql-query"}
MULTIPLIED = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
NOBODY = "0" * 64
#: Path, method, address, what is sent beside, status and code.
REFUSED: list[tuple[str, str, str, dict[str, Any], int, str]] = [
    (SPARQL, "get", "/sparql", {"params": {"query": "SELECT"}}, 400, "syntax-error"),
    (SPARQL, "get", "/sparql", {"params": {"query": "ASK {}", "querry": "x"}}, 400, "bad-parameter"),
    (SPARQL, "get", "/sparql", {"params": {"query": "ASK FROM <x:y> {}"}}, 400, "unknown-graph"),
    (SPARQL, "get", "/sparql", {"params": {"query": f"ASK {'{' * 999}{'}' * 999}"}}, 400, "query-too-deep"),
    (SPARQL, "get", "/sparql", {"params": {"query": "ASK { SERVICE <x:y> {} }"}}, 403, "service-refused"),
    (SPARQL, "get", "/sparql", {"params": {"query": "ASK {}", "release": NOBODY}}, 404, "unknown-release"),
    (SPARQL, "get", "/sparql", {"params": {"query": "ASK {}"}, "headers": PNG}, 406, "not-acceptable"),
    (SPARQL, "get", "/sparql", {"params": {"query": MULTIPLIED}}, 503, "deadline-passed"),
    (SPARQL, "get", "/sparql", {"params": {"query": "ASK {}"}, "headers": {"X": "x" * 9000}}, 431, "header-too-long"),
    (SPARQL, "post", "/sparql", {"data": {"query": "ASK"}}, 400, "syntax-error"),
    (SPARQL, "post", "/sparql", {"data": {"update": "CLEAR ALL"}}, 403, "update-refused"),
    (SPARQL, "post", "/sparql", {"content": "x" * 2_000_000, "headers": DIRECT}, 413, "query-too-long"),
    (SPARQL, "post", "/sparql", {"json": {"query": "ASK {}"}}, 415, "unsupported-media-type"),
    (SPARQL, "x-query", "/sparql", {"content": "ASK", "headers": DIRECT}, 400, "syntax-error"),
    (SPARQL, "x-query", "/sparql", {"content": "query=%", "headers": FORM}, 400, "bad-parameter"),
    (SPARQL, "x-query", "/sparql", {"json": {}}, 415, "unsupported-media-type"),
    ("/graphs", "get", "/graphs?default&graph=x:y", {}, 400, "bad-parameter"),
    ("/graphs", "get", "/graphs?graph=x:y", {}, 404, "not-found"),
    ("/graphs", "get", "/graphs?default", {"headers": PNG}, 406, "not-acceptable"),
    ("/graph/{name}", "get", "/graph/cluster/nobody", {}, 404, "not-found"),
    ("/graphs/{path}", "get", "/graphs/anybody/own?graph=x:y", {}, 400, "bad-parameter"),
    ("/queries/{name}", "get", "/queries/nobody-asks", {}, 404, "unknown-query"),
    ("/queries/{name}", "get", "/queries/clusters-of-sector?sector=%3E", {}, 400, "bad-parameter"),
    ("/queries/{name}", "get", "/queries/clusters-of-sector?region=x", {}, 400, "bad-parameter"),
    ("/queries/{name}.{suffix}", "get", "/queries/clusters-of-sector.csv?region=x", {}, 400, "bad-parameter"),
    ("/queries/{name}.{suffix}", "get", "/queries/nobody-asks.csv", {}, 404, "unknown-query"),
    ("/query", "get", "/query?query=SELECT", {}, 400, "syntax-error"),
    ("/query", "get", f"/query?query=ASK%7B%7D&release={NOBODY}", {}, 404, "unknown-release"),
    ("/clusters", "get", "/clusters?sort=nothing", {}, 400, "bad-parameter"),
    ("/organisations", "get", "/organisations?page=0", {}, 400, "bad-parameter"),
    ("/", "get", "/?lang=tlh", {}, 400, "bad-parameter"),
    ("/dumps/", "get", "/dumps/?lang=tlh", {}, 400, "bad-parameter"),
    ("/limits", "get", "/limits?lang=tlh", {}, 400, "bad-parameter"),
    ("/catalog", "get", "/catalog?format=x", {}, 400, "bad-parameter"),
    ("/catalog", "get", "/catalog", {"headers": PNG}, 406, "not-acceptable"),
    ("/catalog.{suffix}", "get", "/catalog.x", {}, 404, "not-found"),
    ("/.well-known/void", "get", "/.well-known/void?format=x", {}, 400, "bad-parameter"),
    ("/.well-known/void.{suffix}", "get", "/.well-known/void.x", {}, 404, "not-found"),
    ("/.well-known/sparql-examples/{name}", "get", "/.well-known/sparql-examples/nobody", {}, 404, "unknown-query"),
    ("/dumps/{name}", "get", "/dumps/x", {}, 404, "not-found"),
    ("/ontology/{name}", "get", "/ontology/x", {}, 404, "not-found"),
    ("/releases/{digest}/{name}", "get", f"/releases/{NOBODY}/clustergraph.nq", {}, 404, "not-found"),
    ("/id/{rest}", "get", "/id/cluster/nobody", {}, 404, "not-found"),
    ("/id/{rest}", "get", "/id/cluster/netwood?format=x", {}, 400, "bad-parameter"),
    ("/id/{rest}", "get", "/id/cluster/netwood", {"headers": PNG}, 406, "not-acceptable"),
    ("/problem/{rest}", "get", "/problem/no-such-code", {}, 404, "not-found"),
    ("/doc/{path}", "get", "/doc/id/cluster/nobody", {}, 404, "not-found"),
    ("/doc/{path}", "get", "/doc/id/cluster/netwood", {"headers": PNG}, 406, "not-acceptable"),
    ("/about", "get", "/about?iri=no-iri", {}, 400, "bad-parameter"),
    ("/about", "get", "/about?iri=x:nobody", {}, 404, "not-found"),
    ("/about.{suffix}", "get", "/about.x?iri=x:nobody", {}, 404, "not-found"),
    ("/shapes/{profile}/{version}", "get", "/shapes/submission/0.0.0", {}, 404, "not-found"),
    ("/shapes/{profile}/{version}", "get", "/shapes/submission/1.0.0", {"headers": PNG}, 406, "not-acceptable"),
    ("/cite", "get", "/cite?query=", {}, 400, "bad-parameter"),
    ("/cite", "get", f"/cite?query=ASK%7B%7D&release={NOBODY}", {}, 404, "unknown-release"),
    ("/citations", "post", "/citations", {"data": {"query": "SELECT (RAND() AS ?r) {}"}}, 400, "not-citable"),
    ("/citations", "post", "/citations", {"data": {"query": "ASK {}", "release": NOBODY}}, 404, "unknown-release"),
    ("/citations", "post", "/citations", {"data": {"query": "ASK {}"}, "headers": {"Origin": "http://x"}}, 403,
     "other-site-refused"),
    ("/citations", "post", "/citations", {"data": {"update": "CLEAR ALL"}}, 403, "update-refused"),
    ("/citation/{name}", "get", f"/citation/{'0' * 20}", {}, 404, "not-found"),
    ("/citation/{name}/answer", "get", f"/citation/{'0' * 20}/answer", {}, 404, "not-found"),
    ("/shacl/{domain}/api/info", "get", "/shacl/nobody/api/info", {}, 404, "not-found"),
    (VALIDATE, "post", CHECKED, {"json": {}}, 400, "bad-parameter"),
    (VALIDATE, "post", CHECKED, {"json": {"contentToValidate": "<a"}}, 400, "syntax-error"),
    (VALIDATE, "post", CHECKED, {"content": "<a", "headers": {"Content-Type": "text/turtle"}}, 400, "syntax-error"),
    (VALIDATE, "post", "/shacl/nobody/api/validate", {"json": {"contentToValidate": ""}}, 404, "not-found"),
    (VALIDATE, "post", CHECKED, {"json": {"contentToValidate": ""}, "headers": PNG}, 406, "not-acceptable"),
    (VALIDATE, "post", CHECKED, {"content": "x", "headers": IMAGE}, 415, "unsupported-media-type"),
    (VALIDATE, "post", CHECKED, {"json": {}, "headers": {"X": "x" * 9000}}, 431, "header-too-long"),
    (MANY, "post", CHECKED_MANY, {"json": [{"contentToValidate": "<a"}]}, 400, "syntax-error"),
    (MANY, "post", CHECKED_MANY, {"json": [{"contentToValidate": ""}] * 999}, 413, "batch-too-large"),
    (JOB, "get", "/shacl/any/api/jobs/nobody", {}, 404, "not-found"),
    (JOB, "delete", "/shacl/any/api/jobs/nobody", {}, 404, "not-found"),
    (f"{JOB}/report", "get", "/shacl/any/api/jobs/nobody/report", {}, 404, "not-found"),
    ("/check", "post", "/check", {"files": {"text": (None, "")}}, 400, "bad-parameter"),
    ("/check", "post", "/check", {"files": {"text": (None, "<a")}}, 400, "syntax-error"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "method", "address", "sent", "status", "code"), REFUSED)
def test_refusals_are_as_declared(
    server: Server, path: str, method: str, address: str, sent: dict[str, Any], status: int, code: str
) -> None:
    """As a problem document; and where refusals are pages too, as a page, with the code in its header."""
    verb = method.removeprefix("x-").upper()
    answer = httpx.request(verb, f"{server.url}{address}", timeout=30, **sent)

    assert (answer.status_code, answer.headers["clustergraph-error"]) == (status, code)
    assert answer.headers["content-type"] == PROBLEM
    hold(DOCUMENT, path, method, answer)
    told = DOCUMENT["paths"][path][method]["responses"][str(status)]["content"]
    if "text/html" in told and sent.get("headers") is not PNG:
        browser = {**sent.get("headers", {}), "Accept": "text/html"}
        page = httpx.request(verb, f"{server.url}{address}", timeout=30, **{**sent, "headers": browser})
        assert (page.status_code, page.headers["clustergraph-error"]) == (status, code)
        assert page.headers["content-type"].startswith("text/html")
        hold(DOCUMENT, path, method, page)


@pytest.mark.parametrize(
    ("settings", "path", "method", "address", "sent", "status", "code"),
    [
        ({"client_requests": "1"}, "/sparql", "get", "/sparql?query=ASK%7B%7D", {}, 429, "too-many-requests"),
        ({"client_requests": "1"}, "/limits", "get", "/limits", {}, 429, "too-many-requests"),
        ({"client_requests": "1"}, VALIDATE, "post", CHECKED, {"json": {}}, 429, "too-many-requests"),
        ({"citations_max": "0"}, "/citations", "post", "/citations", {"data": {"query": "ASK {}"}}, 507,
         "citations-full"),
        ({"content_max_bytes": "2000"}, VALIDATE, "post", CHECKED,
         {"content": "#" * 50_000, "headers": {"Content-Type": "text/turtle"}}, 413, "content-too-large"),
    ],
)  # fmt: skip
def test_refusals_by_limits_are_as_declared(
    serve: Callable[..., Server], settings: dict[str, str], path: str, method: str, address: str,
    sent: dict[str, Any], status: int, code: str,
) -> None:  # fmt: skip
    """With what the limit is, and when to ask again."""
    running = serve(**settings)
    answers = [httpx.request(method.upper(), f"{running.url}{address}", timeout=60, **sent) for _ in range(2)]
    refused = next(answer for answer in reversed(answers) if answer.status_code >= 400)

    assert (refused.status_code, refused.headers["clustergraph-error"]) == (status, code)
    assert refused.json()["limit"].keys() == {"setting", "value", "unit"}
    hold(DOCUMENT, path, method, refused)


def test_what_is_declared_of_problems_is_sent(server: Server) -> None:
    """A place with all its parts, and what the validator tells clients of the Test Bed beside."""
    asked = httpx.get(f"{server.url}/sparql", params={"query": "ASK {\n  ?s ?p\n}"}).json()
    sent = {"contentToValidate": "<x:a> <x:b>\n  oops .", "contentSyntax": "text/turtle"}
    checked = httpx.post(f"{server.url}{CHECKED}", json=sent).json()
    problem, of_validator = (
        DOCUMENT["components"]["schemas"][name]["properties"] for name in ("Problem", "ValidatorProblem")
    )

    assert asked["place"].keys() == problem["place"]["properties"].keys()
    assert of_validator.keys() - problem.keys() == {"message", "timestamp"} <= checked.keys()
