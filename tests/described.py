"""What a document in OpenAPI says of an operation, with references followed; and an answer held against it."""

from collections.abc import Iterator
from typing import Any

import httpx
from jsonschema import Draft202012Validator

PROBLEM = "application/problem+json"
METHODS = ("get", "post", "delete", "options", "x-query")


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """List the operations: path, method, what is said."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def followed(document: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference to a part of the document, where there is one."""
    for name in said.get("$ref", "").split("/")[1:]:
        document = document[name]
    return document if "$ref" in said else said


def response(document: dict[str, Any], path: str, method: str, status: int) -> dict[str, Any]:
    """Give what is said of a status; fails where nothing is."""
    said = document["paths"][path][method]["responses"]
    assert str(status) in said, (path, method, status, sorted(said))
    return followed(document, said[str(status)])


def validator(document: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    """Make a validator of a schema that refers to others of the document."""
    return Draft202012Validator({**schema, "components": document["components"]})


def closed(document: dict[str, Any]) -> dict[str, Any]:
    """Give the document with schemas of problems that allow no member beside those that are told."""
    schemas = dict(document["components"]["schemas"])
    for name in {"Problem", "ValidatorProblem"} & set(schemas):
        members = schemas[name]["properties"]
        inner = {one: {**members[one], "additionalProperties": False} for one in ("place", "limit")}
        schemas[name] = {**schemas[name], "properties": {**members, **inner}, "additionalProperties": False}
    return {**document, "components": {**document["components"], "schemas": schemas}}


def hold(document: dict[str, Any], path: str, method: str, answer: httpx.Response) -> None:
    """Hold an answer against what is said of it: its status, its type, its headers and its body."""
    said = response(document, path, method, answer.status_code)
    for name, header in said.get("headers", {}).items():
        if name in answer.headers:
            schema = followed(document, header)["schema"]
            value = int(answer.headers[name]) if schema["type"] == "integer" else answer.headers[name]
            Draft202012Validator(schema).validate(value)
    content = said.get("content", {})
    if not content or answer.status_code in (204, 304):
        assert not answer.content or answer.status_code in (301, 303)
        return
    media_type = answer.headers["content-type"].split(";")[0]
    assert media_type in content, (path, media_type, list(content))
    body = answer.json() if media_type.endswith("json") else answer.text
    validator(closed(document), content[media_type]["schema"]).validate(body)
    if media_type == PROBLEM:
        assert answer.headers["clustergraph-error"] == body["code"]
        assert body["type"].endswith(f"/{body['code']}")
        assert body["status"] == answer.status_code
