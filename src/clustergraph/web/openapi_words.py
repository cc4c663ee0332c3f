"""The parts of which descriptions of paths are made in OpenAPI 3.1."""

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from clustergraph.errors import family
from clustergraph.query.formats import of_kind

Json = dict[str, Any]
JSON, PROBLEM, PAGE = "application/json", "application/problem+json", "text/html"
TEXT: Json = {"type": "string"}
_IRI_CHARACTER = '[^\\x00-\\x20<>"{}|^`\\\\%]|%[0-9A-Fa-f]{2}'
#: An absolute IRI as it may stand in a query (SPARQL 1.1, section 19.8), and the rest of one.
IRI_PATTERN = f"[A-Za-z][A-Za-z0-9+.-]*:(?:{_IRI_CHARACTER})*"
IRI: Json = {"type": "string", "format": "iri", "maxLength": 2048, "pattern": f"^{IRI_PATTERN}$"}
LOCAL: Json = {"type": "string", "maxLength": 2000, "pattern": f"^(?:{_IRI_CHARACTER})+$"}
DIGEST: Json = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
#: A query, which is never only white space.
QUERY: Json = {"type": "string", "pattern": "\\S"}
#: What is not to be read as text: a file, or bytes that are packed.
BYTES: Json = {"type": "string", "format": "binary"}
#: The refusals of queries, wherever one is asked.
QUESTIONS = (
    "syntax-error", "bad-parameter", "query-refused", "query-too-long", "query-too-deep", "query-too-complex",
    "service-refused", "not-acceptable", "format-cannot-hold", "deadline-passed", "result-too-large", "query-crashed",
    "server-busy", "query-stopped", "service-failed",
)  # fmt: skip
_ALWAYS = ("bad-request", "internal-error", "release-error", "storage-failed", "disk-full")
_COUNTED = ("too-many-requests", "header-too-long", "address-too-long", "shutting-down")
_STATUSES = {error.code: str(error.status) for error in family()}
_NARROWED = "dependentSchemas"  # what has a code also has what stands there
_WAITING = {"429", "503"}  # statuses whose answers may say in how many seconds to ask again


def operation(
    name: str,
    told: str,
    responses: Json,
    parameters: Iterable[Json] = (),
    *,
    counted: bool = True,
    body: Json | None = None,
) -> Json:
    """Describe one method of a path; whatever is ``counted`` in fair use may be refused for that."""
    refused = refusals(*_ALWAYS, *(_COUNTED if counted else ()))
    said: Json = {"operationId": name, "summary": told, "parameters": list(parameters)}
    if body is not None:
        said["requestBody"] = {"required": True, "content": body}
    return {**said, "responses": merged(responses, refused)}


def parameter(
    name: str, told: str, schema: Json, example: object = None, *, where: str = "query", required: bool = False
) -> Json:
    """Describe a parameter; those in paths are required."""
    said = {"name": name, "in": where, "description": told, "schema": schema, "required": required or where == "path"}
    return said if example is None else {**said, "example": example}


def graph_list(name: str) -> Json:
    """Describe a parameter that holds the IRI of a graph."""
    return parameter(name, "The IRI of a graph; may be repeated.", {"type": "array", "items": IRI})


def ok(types: Json, told: str, *headers: str) -> Json:
    """Describe an answer by its media types."""
    return {"200": {"description": told, "content": types, **_headers(headers)}}


def graphs() -> Json:
    """Give the media types of graphs."""
    return mixed(row.media_types[0] for row in of_kind("graph") if row.kind == "graph")


def mixed(types: Iterable[str], known: Mapping[str, Json] = MappingProxyType({})) -> Json:
    """Describe answers of which some are JSON and some are not; ``known`` has what is said of single types.

    Generated clients settle by the order how all of them are read: openapi-python-client by the first type that is
    text or JSON, and it fails where it takes text for JSON; OpenAPI Generator by the first of all, and it writes JSON
    that it takes for text in Python's words. So what is neither comes first, open to anything, then text, then JSON.
    """
    ordered = sorted(types, key=lambda one: one.startswith("text/") + 2 * one.endswith("json"))
    return {one: known.get(one) or content(one) for one in ordered}


def content(media_type: str) -> Json:
    """Describe a body of which no more is said than its media type: text, or anything."""
    return {"schema": TEXT if media_type.startswith("text/") else {}}


def unchanged() -> Json:
    """Describe the answer to a client that has it."""
    return {"304": {"description": "The client has it (If-None-Match)."}}


def refusals(*codes: str, schema: str = "Problem") -> Json:
    """Write the refusals by these codes, by status: the schema of problems, narrowed to that status and its codes.

    What narrows stands beside ``$ref`` (JSON Schema 2020-12, section 8.2.3.1), and generators pass it over: they make
    one type for all problems. Written as ``allOf`` or ``properties`` it would make them a type for each answer.
    """
    found: dict[str, list[str]] = {}
    for code in dict.fromkeys(codes):
        found.setdefault(_STATUSES[code], []).append(code)
    return {status: _refusal(status, named, schema) for status, named in sorted(found.items())}


def _refusal(status: str, codes: list[str], schema: str) -> Json:
    narrowed = {"status": {"const": int(status)}, "code": {"enum": codes}}
    headers = ("Clustergraph-Error", *(["Retry-After"] if status in _WAITING else []))
    return {
        "description": "One of " + ", ".join(f"`{code}`" for code in codes),
        "content": {PROBLEM: {"schema": {**ref(schema)["schema"], _NARROWED: {"code": {"properties": narrowed}}}}},
        **_headers(headers),
    }


def merged(*answers: Json) -> Json:
    """Put answers together; refusals of one status have the codes of all."""
    found: Json = {}
    for answer in answers:
        for status, said in answer.items():
            found[status] = _both(found[status], said, status) if status in found else said
    return found


def _both(one: Json, other: Json, status: str) -> Json:
    if PROBLEM not in one["content"]:
        return other
    schema = one["content"][PROBLEM]["schema"]
    codes = [*codes_of(one), *codes_of(other)]
    return _refusal(status, list(dict.fromkeys(codes)), schema["$ref"].rpartition("/")[2])


def codes_of(answer: Json) -> list[str]:
    """List the codes of a refusal; none of another answer."""
    problem = answer.get("content", {}).get(PROBLEM)
    return list(problem["schema"][_NARROWED]["code"]["properties"]["code"]["enum"]) if problem else []


def shared(paths: Json) -> tuple[Json, Json]:
    """Have each response stand once, where many operations answer alike; gives the paths, and the responses by name."""
    names: dict[str, str] = {}
    kept: Json = {}
    found: Json = {}
    for path, item in paths.items():
        for method, said in item.items():
            answers = {}
            for status, answer in said["responses"].items():
                text = json.dumps(answer)
                name = names.setdefault(text, f"Answer{status}_{len(names)}")
                kept[name] = answer
                answers[status] = {"$ref": f"#/components/responses/{name}"}
            found.setdefault(path, {})[method] = {**said, "responses": answers}
    return found, kept


def ref(name: str) -> Json:
    """Refer to a schema of the document."""
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


def redirects(told: str, types: Json | None = None) -> Json:
    """Describe an answer that leads on (RFC 9110, section 15.4.4); ``types`` is what a client finds that follows."""
    leads = {"303": {"description": told, **_headers(("Location",))}}
    return {**ok(types, "What a client is given that follows 303."), **leads} if types else leads


def moved() -> Json:
    """Describe how a retired name leads to what takes its place (RFC 9110, section 15.4.2)."""
    return {"301": {"description": "To the name that has taken its place.", **_headers(("Location",))}}


def accepted(told: str, types: Json) -> Json:
    """Describe an answer that comes later (RFC 9110, section 15.3.3; RFC 7240, section 4.1)."""
    return {
        "202": {"description": told, "content": types, **_headers(("Location", "Preference-Applied", "Retry-After"))}
    }


def _headers(names: Iterable[str]) -> Json:
    found = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    return {"headers": found} if found else {}
