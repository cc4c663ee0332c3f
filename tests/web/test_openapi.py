"""The interface is as it is described: the documents are valid, complete, and each path answers as they say."""

import re
import time
from fnmatch import fnmatch
from typing import Any

import httpx
import pytest
from openapi_spec_validator import validate

from clustergraph.errors import family
from clustergraph.query.catalogue import catalogue
from clustergraph.settings import read_settings
from clustergraph.web.openapi import openapi, openapi_of_queries
from clustergraph.web.routes import OTHER, ROUTES
from conftest import Server
from described import PROBLEM, hold, operations, response, validator

DOCUMENT, QUERIES = openapi(read_settings()), openapi_of_queries(read_settings())
DOCUMENTS = {"/openapi.json": DOCUMENT, "/openapi-queries.json": QUERIES}
#: Paths whose names differ from release to release, so that no example holds.
NOTHING_THERE = {"/graphs/{path}", "/release/{rest}", "/.well-known/genid/{rest}", "/releases/{digest}/{name}"}
CASES = [(path, method) for path, method, _ in operations(DOCUMENT)]
OF_QUERIES = [path for path, _, _ in operations(QUERIES)]
FOLLOWED = {"/queries/{name}.{suffix}", *(path for path in OF_QUERIES if "sector" in path)}
NAMED = ["/queries/{name}", "/queries/{name}.{suffix}"]


@pytest.mark.parametrize("address", DOCUMENTS)
def test_the_documents_are_valid(server: Server, address: str) -> None:
    """As OpenAPI 3.1, as they are served."""
    served = httpx.get(f"{server.url}{address}").json()
    validate(served)

    assert served["openapi"].startswith("3.1.")
    assert served["servers"] == [{"url": server.url}]
    assert served["paths"].keys() == DOCUMENTS[address]["paths"].keys()


def test_query_is_declared_as_later_versions_have_it() -> None:
    """In 3.1 beside the other methods, where validators allow it; lifted into 3.2 as it stands it is valid."""
    item = DOCUMENT["paths"]["/sparql"]
    lifted = {**item, "query": item["x-query"]}
    del lifted["x-query"]
    validate({**DOCUMENT, "openapi": "3.2.0", "paths": {"/sparql": lifted}})

    assert "QUERY" in item["description"]
    assert item["x-query"]["requestBody"] == item["post"]["requestBody"]


@pytest.mark.parametrize(
    ("media_type", "content"),
    [("application/sparql-query", b"ASK {}"), ("application/x-www-form-urlencoded", b"query=ASK+%7B%7D")],
)
@pytest.mark.parametrize(("method", "said"), [("POST", "post"), ("QUERY", "x-query")])
def test_queries_in_a_body_are_asked_as_described(
    server: Server, method: str, said: str, media_type: str, content: bytes
) -> None:
    """With each declared body, and with all declared parameters in the address."""
    operation = DOCUMENT["paths"]["/sparql"][said]
    graph = "https://w3id.org/clustergraph/graph/cluster/netwood"
    chosen = {"format": "json", "timeout": "2.5", "default-graph-uri": graph, "named-graph-uri": graph}
    chosen["release"] = httpx.get(f"{server.url}/sparql").headers["clustergraph-release"]
    answer = httpx.request(
        method, f"{server.url}/sparql", content=content, params=chosen, headers={"Content-Type": media_type}
    )

    assert media_type in operation["requestBody"]["content"]
    assert {one["name"] for one in operation["parameters"]} == set(chosen)
    assert answer.json() == {"head": {}, "boolean": True}
    hold(DOCUMENT, "/sparql", said, answer)


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_generators_find_each_name_once(document: dict[str, Any]) -> None:
    """No path is there twice under other names, no operation has another's name, no field is a parameter as well."""
    forms = [re.sub(r"\{[^}]*\}", "{}", path) for path in document["paths"]]
    names = [said["operationId"] for _, _, said in operations(document)]
    for path, method, said in operations(document):
        parameters = [one["name"] for one in said["parameters"]]
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
            body = said.get("requestBody", {}).get("content", {}).get(kind, {}).get("schema", {})
            assert not set(parameters) & set(body.get("properties", {})), (path, method)
        assert len(parameters) == len(set(parameters)), (path, method)

    assert len(forms) == len(set(forms))
    assert len(names) == len(set(names))


def test_everything_served_is_described() -> None:
    """Each route of the table but for style sheets."""
    paths = DOCUMENT["paths"]
    for route in ROUTES:
        if route.path != "/static/":
            assert any(fnmatch(path, f"{route.path}*" if route.path[-1] in "/." else route.path) for path in paths)
    assert OTHER.path not in paths


def test_named_queries_do_not_drown_the_rest() -> None:
    """Two operations for all of them, which list them; in the other document a path each, with its parameters."""
    assert [path for path in DOCUMENT["paths"] if path.startswith("/queries/")] == NAMED
    for path in NAMED:
        taken = {one["name"]: one for one in DOCUMENT["paths"][path]["get"]["parameters"]}
        assert taken["name"]["schema"]["enum"] == list(catalogue())
        for query in catalogue().values():
            described = QUERIES["paths"][path.replace("{name}", query.name)]["get"]["parameters"]
            own = {one["name"]: one for one in described if one["in"] == "query" and one["name"] != "lang"}
            assert {name: one["example"] for name, one in own.items()} == dict(query.example)
            for name, one in own.items():
                assert query.name in taken[name]["description"]
                validator(DOCUMENT, taken[name]["schema"]).validate(one["example"])
    assert DOCUMENT["externalDocs"]["url"].endswith("/openapi-queries.json")


@pytest.mark.parametrize(
    ("document", "path"), [(DOCUMENT, path) for path in NAMED] + [(QUERIES, p) for p in OF_QUERIES]
)
def test_named_queries_answer_as_described(server: Server, document: dict[str, Any], path: str) -> None:
    """In both documents; where they lead on, clients that follow are given what is said."""
    said = document["paths"][path]["get"]["parameters"]
    given = {one["name"]: one["example"] for one in said if "example" in one}
    address = path.format(**given)
    asked = {one["name"]: one["example"] for one in said if "example" in one and one["in"] == "query"}
    answer = httpx.get(f"{server.url}{address}", params=asked, timeout=30)

    assert answer.status_code == (303 if "suffix" in given else 200)
    hold(document, path, "get", answer)
    if answer.status_code == 303 and path in FOLLOWED:
        hold(document, path, "get", httpx.get(f"{server.url}{answer.headers['location']}", timeout=30))


@pytest.fixture(scope="session")
def cited(server: Server) -> str:
    """The name of a citation."""
    return httpx.post(f"{server.url}/citations", data={"query": "ASK {}"}).headers["location"].rsplit("/", 1)[-1]


def a_job(server: Server) -> str:
    """The name of a job that has ended."""
    address = f"{server.url}/shacl/clustergraph/api/validate"
    sent = httpx.post(address, json={"contentToValidate": "# nothing"}, headers={"Prefer": "respond-async"}, timeout=30)
    hold(DOCUMENT, "/shacl/{domain}/api/validate", "post", sent)
    job = f"{server.url}{sent.headers['location']}"
    while httpx.get(job).json()["state"] == "running":
        time.sleep(0.1)
    return job.rsplit("/", 1)[-1]


def examples(server: Server, cited: str, path: str, operation: dict[str, Any]) -> list[dict[str, Any]]:
    """List the parameters that have an example, those included whose values only a server knows."""
    given = [one for one in operation["parameters"] if "example" in one]
    if path.startswith("/citation/"):
        return [*given, {"name": "name", "in": "path", "example": cited}]
    return [*given, {"name": "job", "in": "path", "example": a_job(server)}] if "/jobs/" in path else given


def body_of(operation: dict[str, Any]) -> dict[str, Any]:
    """Give the example of a body as the client takes it."""
    content = operation.get("requestBody", {}).get("content", {})
    kind = next((one for one, said in content.items() if "example" in said), "")
    sent = content.get(kind, {}).get("example")
    if kind == "multipart/form-data":
        return {"files": {name: (None, value) for name, value in sent.items()}}
    return {"json" if kind == "application/json" else "data": sent} if kind else {}


@pytest.mark.parametrize(("path", "method"), CASES)
def test_each_path_answers_as_described(server: Server, cited: str, path: str, method: str) -> None:
    """Asked with the examples, by a program and by a browser: status, type and schema are documented ones."""
    operation = DOCUMENT["paths"][path][method]
    given = examples(server, cited, path, operation)
    address = path.format(**{one["name"]: one["example"] for one in given if one["in"] == "path"})
    query = {one["name"]: one["example"] for one in given if one["in"] == "query"}
    for accept in ("*/*", "text/html") if method == "get" else ("*/*",):
        query = query if accept == "*/*" else {name: value for name, value in query.items() if name != "format"}
        answer = httpx.request(
            method.removeprefix("x-").upper(),
            f"{server.url}{address}",
            params=query,
            headers={"Accept": accept},
            timeout=30,
            **body_of(operation),
        )

        no_page = accept == "text/html" and answer.status_code == 406
        assert answer.status_code < 400 or path in NOTHING_THERE or no_page
        hold(DOCUMENT, path, method, answer)


def test_clients_that_have_it_are_told_so(server: Server, cited: str) -> None:
    """Where 304 is declared, an answer has a name by which it is asked for again."""
    told = 0
    for path, method, operation in operations(DOCUMENT):
        if "304" in operation["responses"] and method == "get" and path not in NOTHING_THERE:
            given = examples(server, cited, path, operation)
            address = path.format(**{one["name"]: one["example"] for one in given if one["in"] == "path"})
            query = {one["name"]: one["example"] for one in given if one["in"] == "query"}
            first = httpx.get(f"{server.url}{address}", params=query, timeout=30)
            again = httpx.get(
                f"{server.url}{address}", params=query, headers={"If-None-Match": first.headers["etag"]}, timeout=30
            )
            assert again.status_code == 304, path
            hold(DOCUMENT, path, method, again)
            told += 1
    assert told


def test_each_refusal_is_narrowed_to_its_codes() -> None:
    """A status declares those of its codes that are meant, and a problem with another status or code does not fit."""
    statuses, seen = {error.code: str(error.status) for error in family()}, set()
    for path, method, said in operations(DOCUMENT):
        for status in said["responses"]:
            answer = response(DOCUMENT, path, method, int(status))
            if PROBLEM not in answer.get("content", {}):
                assert int(status) < 400
            elif (status, answer["description"]) not in seen:
                seen.add((status, answer["description"]))
                check = validator(DOCUMENT, answer["content"][PROBLEM]["schema"])
                for error in family():
                    meant = f"`{error.code}`" in answer["description"]
                    assert check.is_valid(error("Words.").problem()) == meant
                    assert not meant or statuses[error.code] == status
    assert {status for status, _ in seen} >= {"400", "403", "404", "406", "410", "413", "415", "422", "429", "500"}
