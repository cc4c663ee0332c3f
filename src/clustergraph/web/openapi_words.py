"""The parts of which descriptions of paths are made in OpenAPI 3.1."""

from collections.abc import Iterable
from typing import Any

from clustergraph.errors import family

Json = dict[str, Any]
JSON, PROBLEM, PAGE = "application/json", "application/problem+json", "text/html"
#: The refusals of queries, wherever one is asked.
QUESTIONS = (
    "syntax-error", "bad-parameter", "query-refused", "query-too-long", "query-too-deep", "query-too-complex",
    "service-refused", "not-acceptable", "deadline-passed", "result-too-large", "query-crashed", "server-busy",
    "query-stopped", "service-failed",
)  # fmt: skip
_EVERYWHERE = ("too-many-requests", "shutting-down")
_STATUSES = {error.code: error.status for error in family()}


def operation(name: str, told: str, responses: Json, parameters: Iterable[Json] = ()) -> Json:
    """Describe one method of a path; whatever counts in fair use may be refused for that."""
    answers = responses if "429" in responses or name in ("live", "ready", "metrics") else {**responses, **refusals()}
    return {"operationId": name, "summary": told, "parameters": list(parameters), "responses": answers}


def parameter(
    name: str, told: str, schema: Json, example: object = None, *, where: str = "query", required: bool = False
) -> Json:
    """Describe a parameter; those in paths are required."""
    said = {"name": name, "in": where, "description": told, "schema": schema, "required": required or where == "path"}
    return said if example is None else {**said, "example": example}


def graph_list(name: str) -> Json:
    """Describe a parameter that holds the IRI of a graph."""
    return parameter(name, "The IRI of a graph; may be repeated.", {"type": "array", "items": {"type": "string"}})


def ok(types: Json, told: str) -> Json:
    """Describe an answer by its media types."""
    return {"200": {"description": told, "content": types}}


def unchanged() -> Json:
    """Describe the answer to a client that has it."""
    return {"304": {"description": "The client has it (If-None-Match)."}}


def refusals(*codes: str, page: bool = False, everywhere: bool = True) -> Json:
    """Write the refusals by these codes, by status; on a ``page`` a browser gets them as one."""
    responses: Json = {}
    for code in (*codes, *(_EVERYWHERE if everywhere else ())):
        content = {PROBLEM: ref("Problem"), **({PAGE: {}} if page else {})}
        row = responses.setdefault(str(_STATUSES[code]), {"description": "", "content": content})
        if f"`{code}`" not in row["description"]:
            row["description"] += f"{', ' if row['description'] else 'One of '}`{code}`"
    return responses


def ref(name: str) -> Json:
    """Refer to a schema of the document."""
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


def redirects(told: str) -> Json:
    """Describe an answer that leads on (RFC 9110, section 15.4.4)."""
    return {"303": {"description": told}}
