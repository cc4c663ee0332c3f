"""``/openapi.json``: the whole interface in OpenAPI 3.1, from the tables of formats, queries, limits and errors.

What no table says (which paths there are, what they are for) is written here by hand. OpenAPI 3.1 has no place for the
method QUERY; the description of ``/sparql`` tells of it.
"""

import json
from collections.abc import Iterable
from typing import Any

from flask import Flask, Response

from clustergraph import __version__
from clustergraph.errors import PROBLEM_BASE, family
from clustergraph.iris import GRAPH
from clustergraph.measures import MEDIA_TYPE
from clustergraph.query.catalogue import NamedQuery, catalogue
from clustergraph.query.formats import BY_NAME, of_kind
from clustergraph.query.parameters import form_of
from clustergraph.settings import Settings
from clustergraph.web.limits import limits
from clustergraph.web.negotiation import DOCUMENTS, HTML

Json = dict[str, Any]
_JSON, _PROBLEM, _PAGE = "application/json", "application/problem+json", "text/html"
_EVERYWHERE = ("too-many-requests", "shutting-down")
_QUESTIONS = (
    "syntax-error", "bad-parameter", "query-refused", "query-too-long", "query-too-deep", "query-too-complex",
    "service-refused", "not-acceptable", "deadline-passed", "result-too-large", "query-crashed", "server-busy",
    "query-stopped", "service-failed",
)  # fmt: skip
_STATUSES = {error.code: error.status for error in family()}


def openapi(settings: Settings) -> Json:
    """Write the document for a server with these settings."""
    found = ", ".join(f"`{one['name']}` = {one['value']:g} {one['unit']}".rstrip() for one in limits(settings))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "clustergraph",
            "version": __version__,
            "summary": "A knowledge graph of business clusters, read-only.",
            "description": "What goes wrong is a problem document (RFC 9457), whose code the header Clustergraph-Error "
            f"repeats. An answer that is cut is a broken transfer, never a shorter answer. The limits are: {found}.",
            "license": {"name": "Apache-2.0 AND CC-BY-4.0", "identifier": "Apache-2.0 AND CC-BY-4.0"},
        },
        "servers": [{"url": settings.base_url}],
        "paths": {**_sparql(), **_graphs(), **_descriptions(), **_files(), **_pages(), **_queries(), **_operations()},
        "components": {"schemas": _schemas()},
    }


def register(flask: Flask, settings: Settings) -> None:
    """Add the view to an application."""
    content = json.dumps(openapi(settings), ensure_ascii=False)
    flask.add_url_rule("/openapi.json", "openapi", lambda: Response(content, mimetype=_JSON), methods=["GET"])


def _sparql() -> Json:
    solutions = [row.media_types[0] for kind in ("solutions", "graph") for row in of_kind(kind)]
    answers = {**_ok({one: {} for one in solutions}, "The answer, streamed."), **_refusals(*_QUESTIONS)}
    optional = [
        _parameter("format", "The name of a format, which beats the header.", {"enum": list(BY_NAME)}, "csv"),
        _parameter("timeout", "Seconds after which the answer is of no use.", {"type": "number"}, 2),
        *(_graph_list(name) for name in ("default-graph-uri", "named-graph-uri")),
    ]
    query = _parameter("query", "A query in SPARQL 1.1.", {"type": "string"}, "ASK {}", required=True)
    fields = {one["name"]: one["schema"] for one in (query, *optional)}
    form = {"type": "object", "required": ["query"], "properties": fields}
    bodies = {
        "application/x-www-form-urlencoded": {"schema": form},
        "application/sparql-query": {"schema": {"type": "string"}, "example": "ASK {}"},
    }
    ask = "SPARQL 1.1 Protocol, section 2.1. The safe method QUERY takes the bodies of POST."
    post = {**answers, **_refusals(*_QUESTIONS, "unsupported-media-type", "update-refused", "request-too-slow")}
    page = {"303": {"description": "A browser without a query is led to /query."}}
    return {
        "/sparql": {
            "get": _operation("ask", ask, {**answers, **page}, [query, *optional]),
            "post": {
                **_operation("askByPost", ask, {**post, **answers, "415": post["415"], "408": post["408"]}, optional),
                "requestBody": {"required": True, "content": bodies},
            },
            "options": _operation("askOptions", "The methods.", {"204": {"description": "In Allow."}}),
        }
    }


def _graphs() -> Json:
    types: Json = {**{row.media_types[0]: {} for row in of_kind("graph")}, "application/json": {}}
    answers = {
        **_ok(types, "The triples; without a parameter, the list of graphs as JSON or a page."),
        **_refusals(*_QUESTIONS, "not-found"),
    }
    told = "SPARQL 1.1 Graph Store HTTP Protocol, section 5.2; reading only."
    graph = _parameter("graph", "The IRI of a named graph.", {"type": "string"}, f"{GRAPH}cluster/netwood")
    default = _parameter("default", "Without a value: the default graph.", {"type": "string"})
    name = _parameter(
        "name",
        "What follows graph/ in the IRI; its slashes stand as they are.",
        {"type": "string"},
        "cluster/netwood",
        where="path",
    )
    address = "A graph whose name is the address that is asked, if there is one."
    path = _parameter("path", address, {"type": "string"}, "anybody/own", where="path")
    return {
        "/graphs": {"get": _operation("graphByParameter", told, answers, [graph, default])},
        "/graph/{name}": {"get": _operation("graphByAddress", told, answers, [name])},
        "/graphs/{path}": {"get": _operation("graphOfThatName", told, answers, [path])},
    }


def _descriptions() -> Json:
    paths = {}
    for path, called, told in (
        ("/catalog", "catalog", "The catalogue of data sets, in DCAT-AP 3.0.1."),
        ("/.well-known/void", "void", "The description of the data set, in VoID."),
    ):
        types: Json = {row.media_type: {} for row in (*DOCUMENTS, HTML)}
        choice = {"enum": [row.name for row in (*DOCUMENTS, HTML)]}
        form = _parameter("format", "The name of a format, which beats the header.", choice, "turtle")
        answers = {**_ok(types, "The description."), **_unchanged(), **_refusals("bad-parameter", "not-acceptable")}
        paths[path] = {"get": _operation(called, told, answers, [form])}
        suffix = _parameter("suffix", "A format.", {"enum": [row.suffix for row in DOCUMENTS]}, "ttl", where="path")
        whole = {**_ok({row.media_type: {} for row in DOCUMENTS}, "The description."), **_unchanged()}
        answers = {**whole, **_refusals("not-found")}
        paths[f"{path}.{{suffix}}"] = {"get": _operation(f"{called}InFormat", told, answers, [suffix])}
    return paths


def _files() -> Json:
    types: Json = {row.media_types[0]: {} for row in BY_NAME.values() if row.kind == "graph"}
    answers = {**_ok({**types, "*/*": {}}, "The file."), **_unchanged(), **_refusals("not-found", "release-error")}
    name = _parameter("name", "A file of the list.", {"type": "string"}, "context.jsonld", where="path")
    return {
        "/dumps/": {"get": _operation("dumps", "The list of dumps.", _ok({_PAGE: {}}, "A page."))},
        "/dumps/{name}": {"get": _operation("dump", "One dump.", answers, [name])},
        "/ontology/{name}": {"get": _operation("context", "The JSON-LD context or frame.", answers, [name])},
    }


def _pages() -> Json:
    text = _parameter("query", "A query in SPARQL 1.1.", {"type": "string"}, "ASK {}")
    page = _ok({_PAGE: {}}, "A page.")
    return {
        "/": {"get": _operation("home", "The start page.", page)},
        "/query": {
            "get": _operation("queryPage", "A page to ask.", {**page, **_refusals(*_QUESTIONS, page=True)}, [text])
        },
        "/queries": {"get": _operation("queries", "The list of named queries.", page)},
    }


def _queries() -> Json:
    """Write one path for each named query, because each takes other parameters."""
    refused = _refusals("bad-parameter", *_QUESTIONS, page=True)
    answers = {**_ok({_PAGE: {}}, "The answer, as a page."), **refused}
    return {
        f"/queries/{query.name}": {
            "get": _operation(f"named_{query.name.replace('-', '_')}", query.question, answers, _parameters(query))
        }
        for query in catalogue().values()
    }


def _parameters(query: NamedQuery) -> list[Json]:
    """Type the parameters; where none is given, the example is asked, so that none must be."""
    return [
        _parameter(name, f"A value of the kind {kind}; all are given, or none.", _type(kind), query.example[name])
        for name, kind in query.params.items()
    ]


def _type(kind: str) -> Json:
    return {"type": "string", "pattern": f"^(?:{form_of(kind).pattern})$"}


def _operations() -> Json:
    status, table = _ok({_JSON: _ref("Health")}, "It does."), _ok({_JSON: _ref("Limits"), _PAGE: {}}, "The limits.")
    measures, itself = _ok({MEDIA_TYPE.split(";")[0]: {}}, "For Prometheus."), _ok({_JSON: {}}, "OpenAPI 3.1.")
    ready = {**status, **_refusals("not-ready", "shutting-down", everywhere=False)}
    return {
        "/health/live": {"get": _operation("live", "Does the process answer?", status)},
        "/health/ready": {"get": _operation("ready", "Would a query be answered now?", ready)},
        "/metrics": {"get": _operation("metrics", "Measures in Prometheus's text format.", measures)},
        "/limits": {"get": _operation("limits", "The limits that clients meet.", table)},
        "/openapi.json": {"get": _operation("openapi", "This document.", itself)},
    }


def _operation(name: str, told: str, responses: Json, parameters: Iterable[Json] = ()) -> Json:
    answers = responses if "429" in responses or name in ("live", "ready", "metrics") else {**responses, **_refusals()}
    return {"operationId": name, "summary": told, "parameters": list(parameters), "responses": answers}


def _parameter(
    name: str, told: str, schema: Json, example: object = None, *, where: str = "query", required: bool = False
) -> Json:
    said = {"name": name, "in": where, "description": told, "schema": schema, "required": required or where == "path"}
    return said if example is None else {**said, "example": example}


def _graph_list(name: str) -> Json:
    return _parameter(name, "The IRI of a graph; may be repeated.", {"type": "array", "items": {"type": "string"}})


def _ok(types: Json, told: str) -> Json:
    return {"200": {"description": told, "content": types}}


def _unchanged() -> Json:
    return {"304": {"description": "The client has it (If-None-Match)."}}


def _refusals(*codes: str, page: bool = False, everywhere: bool = True) -> Json:
    """Write the refusals by these codes, by status; on a ``page`` a browser gets them as one."""
    responses: Json = {}
    for code in (*codes, *(_EVERYWHERE if everywhere else ())):
        content = {_PROBLEM: _ref("Problem"), **({_PAGE: {}} if page else {})}
        row = responses.setdefault(str(_STATUSES[code]), {"description": "", "content": content})
        if f"`{code}`" not in row["description"]:
            row["description"] += f"{', ' if row['description'] else 'One of '}`{code}`"
    return responses


def _ref(name: str) -> Json:
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


def _schemas() -> Json:
    text, number = {"type": "string"}, {"type": "number"}
    limit = {"setting": text, "value": number, "unit": text}
    place = {"source": text, "line": {"type": "integer"}, "column": {"type": "integer"}}
    row = {"name": text, "value": number, "unit": text, "meaning": text, "code": text, "status": {"type": "integer"}}
    problem = {
        "type": {"type": "string", "pattern": f"^{PROBLEM_BASE}"},
        "title": text,
        "status": {"type": "integer"},
        "detail": text,
        "code": {"enum": [error.code for error in family()]},
        "remedy": text,
        "retry_after": {"type": "integer", "description": "seconds"},
        "place": {"type": "object", "properties": place},
        "limit": {"type": "object", "properties": limit, "required": list(limit)},
    }
    rows = {"type": "array", "items": {"type": "object", "properties": row, "required": list(row)}}
    required = ["type", "title", "status", "detail", "code"]
    return {
        "Problem": {"type": "object", "properties": problem, "required": required, "additionalProperties": False},
        "Health": {
            "type": "object",
            "properties": {"status": {"const": "pass"}, "release": text},
            "required": ["status"],
        },
        "Limits": {"type": "object", "properties": {"limits": rows}, "required": ["limits"]},
    }
