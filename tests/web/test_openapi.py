"""The interface is as it is described: the document is valid, complete, and each path answers as it says."""

import time
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from clustergraph.query.catalogue import catalogue
from clustergraph.settings import read_settings
from clustergraph.web.openapi import openapi
from clustergraph.web.routes import OTHER, ROUTES
from conftest import Server

DOCUMENT = openapi(read_settings())
#: Paths whose names differ from release to release, so that no example holds.
NOTHING_THERE = {
    "/graphs/{path}", "/release/{rest}", "/shapes/{rest}", "/.well-known/genid/{rest}", "/releases/{digest}/{name}",
}  # fmt: skip
CASES = [(path, method) for path, item in DOCUMENT["paths"].items() for method in item]


def test_the_document_is_valid(server: Server) -> None:
    """As OpenAPI 3.1, as it is served."""
    served = httpx.get(f"{server.url}/openapi.json").json()
    validate(served)

    assert served["servers"] == [{"url": server.url}]
    assert served["paths"].keys() == DOCUMENT["paths"].keys()


def test_everything_served_is_described() -> None:
    """Each route of the table but for style sheets, and each named query with its parameters."""
    paths = DOCUMENT["paths"]
    for route in ROUTES:
        if route.path != "/static/":
            assert any(path == route.path or (route.path[-1] in "/." and path.startswith(route.path)) for path in paths)
    for query in catalogue().values():
        described = paths[f"/queries/{query.name}"]["get"]
        assert {one["name"]: one["example"] for one in described["parameters"]} == dict(query.example)
    assert OTHER.path not in paths


def validated(answer: httpx.Response, content: dict[str, Any]) -> None:
    """Hold a body against its schema, where there is one."""
    media_type = answer.headers["content-type"].split(";")[0]
    assert media_type in content or "*/*" in content, media_type
    schema = content.get(media_type, {}).get("schema")
    if schema is not None:
        Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(answer.json())


@pytest.fixture(scope="session")
def cited(server: Server) -> str:
    """The name of a citation."""
    return httpx.post(f"{server.url}/citations", data={"query": "ASK {}"}).headers["location"].rsplit("/", 1)[-1]


def a_job(server: Server) -> str:
    """The name of a job that has ended."""
    address = f"{server.url}/shacl/clustergraph/api/validate"
    sent = httpx.post(address, json={"contentToValidate": "# nothing"}, headers={"Prefer": "respond-async"}, timeout=30)
    job = f"{server.url}{sent.headers['location']}"
    while httpx.get(job).json()["state"] == "running":
        time.sleep(0.1)
    return job.rsplit("/", 1)[-1]


@pytest.mark.parametrize(("path", "method"), CASES)
def test_each_path_answers_as_described(server: Server, cited: str, path: str, method: str) -> None:
    """Asked with the examples: status, type and schema are documented ones."""
    operation = DOCUMENT["paths"][path][method]
    given = [one for one in operation["parameters"] if "example" in one]
    if path.startswith("/citation/"):
        given = [*given, {"name": "name", "in": "path", "example": cited}]
    if "/jobs/" in path:
        given = [*given, {"name": "job", "in": "path", "example": a_job(server)}]
    address = path.format(**{one["name"]: one["example"] for one in given if one["in"] == "path"})
    query = {one["name"]: one["example"] for one in given if one["in"] == "query"}
    sent = operation.get("requestBody", {}).get("content", {})
    example = sent.get("application/json", {}).get("example")
    parts = sent.get("multipart/form-data", {}).get("example", {})
    files = {name: (None, value) for name, value in parts.items()} or None
    data = {"query": "ASK {}"} if sent and example is None and files is None else None
    headers = {"Accept": "*/*"}
    answer = httpx.request(
        method,
        f"{server.url}{address}",
        params=query,
        data=data,
        json=example,
        files=files,
        headers=headers,
        timeout=30,
    )

    assert str(answer.status_code) in operation["responses"]
    assert answer.status_code < 400 or path in NOTHING_THERE
    described = operation["responses"][str(answer.status_code)]
    if "content" in described:
        validated(answer, described["content"])


@pytest.mark.parametrize(
    ("path", "address", "status"),
    [
        ("/sparql", "/sparql?query=SELECT", 400),
        ("/sparql", "/sparql?query=ASK%7BSERVICE%20%3Cx:y%3E%7B%7D%7D", 403),
        ("/sparql", "/sparql?query=SELECT(COUNT(*)AS%20?n)%7B?a%20?b%20?c.?d%20?e%20?f.?g%20?h%20?i%7D", 503),
        ("/sparql", "/sparql?query=ASK%7B%7D&release=0", 404),
        ("/sparql", "/sparql?query=ASK%20FROM%20%3Cx:y%3E%7B%7D", 400),
        ("/catalog", "/catalog?format=x", 400),
        ("/queries/top-employers", "/queries/top-employers?x=1", 400),
        ("/catalog.{suffix}", "/catalog.x", 404),
        ("/dumps/{name}", "/dumps/x", 404),
    ],
)
def test_refusals_are_as_described(server: Server, path: str, address: str, status: int) -> None:
    """With their schema."""
    path = path if path in DOCUMENT["paths"] else "/queries/" + next(iter(catalogue()))
    address = address.replace("/queries/top-employers", path)
    answer = httpx.get(f"{server.url}{address}", timeout=30)

    assert answer.status_code == status
    validated(answer, DOCUMENT["paths"][path]["get"]["responses"][str(status)]["content"])
