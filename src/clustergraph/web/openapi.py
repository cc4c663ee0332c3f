"""``/openapi.json``: the whole interface in OpenAPI 3.1, from the tables of formats, queries, limits and errors.

What no table says (which paths there are, what they are for) is written here by hand. OpenAPI 3.1 has no place for the
method QUERY; the description of ``/sparql`` tells of it.
"""

import json

from flask import Flask, Response

from clustergraph import __version__
from clustergraph.errors import PROBLEM_BASE, family
from clustergraph.iris import GRAPH
from clustergraph.measures import MEDIA_TYPE
from clustergraph.pages.browse.fragments import LISTINGS, Listing, listing
from clustergraph.pages.browse.selection import WITHOUT
from clustergraph.query.catalogue import NamedQuery, catalogue
from clustergraph.query.formats import BY_NAME, of_kind
from clustergraph.query.parameters import form_of
from clustergraph.settings import Settings
from clustergraph.web.limits import limits
from clustergraph.web.openapi_citations import citations
from clustergraph.web.openapi_documents import documents
from clustergraph.web.openapi_validation import validation
from clustergraph.web.openapi_words import (
    JSON,
    PAGE,
    QUESTIONS,
    Json,
    graph_list,
    ok,
    operation,
    parameter,
    ref,
    refusals,
    unchanged,
)

#: What /sparql alone refuses: graphs and releases that are named there.
_HERE = ("unknown-graph", "unknown-release")
_WARNING = (
    "Only where there is one: sentences on what the query says and may not mean, with line and column; "
    "a list of strings (RFC 9651)."
)


def openapi(settings: Settings) -> Json:
    """Write the document for a server with these settings."""
    found = ", ".join(f"`{one['name']}` = {one['value']:.15g} {one['unit']}".rstrip() for one in limits(settings))
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
        "paths": {
            **_sparql(),
            **_graphs(),
            **documents(),
            **citations(),
            **validation(),
            **_pages(),
            **_queries(),
            **_operations(),
        },
        "components": {"schemas": _schemas()},
    }


def register(flask: Flask, settings: Settings) -> None:
    """Add the view to an application."""
    content = json.dumps(openapi(settings), ensure_ascii=False)
    flask.add_url_rule("/openapi.json", "openapi", lambda: Response(content, mimetype=JSON), methods=["GET"])


def _sparql() -> Json:
    solutions = [row.media_types[0] for kind in ("solutions", "graph") for row in of_kind(kind)]
    answered = ok({one: {} for one in solutions}, "The answer, streamed.")
    answered["200"]["headers"] = {"Clustergraph-Warning": {"description": _WARNING, "schema": {"type": "string"}}}
    answers = {**answered, **refusals(*QUESTIONS, *_HERE)}
    optional = [
        parameter("format", "The name of a format, which beats the header.", {"enum": list(BY_NAME)}, "csv"),
        parameter("timeout", "Seconds after which the answer is of no use.", {"type": "number"}, 2),
        parameter(
            "release",
            "The digest of a kept release; without it what is served now, with what the endpoint says of itself.",
            {"type": "string"},
        ),
        *(graph_list(name) for name in ("default-graph-uri", "named-graph-uri")),
    ]
    query = parameter("query", "A query in SPARQL 1.1.", {"type": "string"}, "ASK {}", required=True)
    fields = {one["name"]: one["schema"] for one in (query, *optional)}
    form = {"type": "object", "required": ["query"], "properties": fields}
    bodies = {
        "application/x-www-form-urlencoded": {"schema": form},
        "application/sparql-query": {"schema": {"type": "string"}, "example": "ASK {}"},
    }
    ask = "SPARQL 1.1 Protocol, section 2.1. The safe method QUERY takes the bodies of POST."
    post = {**answers, **refusals(*QUESTIONS, *_HERE, "unsupported-media-type", "update-refused", "request-too-slow")}
    page = {"303": {"description": "A browser without a query is led to /query."}}
    return {
        "/sparql": {
            "get": operation("ask", ask, {**answers, **page, **unchanged()}, [query, *optional]),
            "post": {
                **operation("askByPost", ask, {**post, **answers, "415": post["415"], "408": post["408"]}, optional),
                "requestBody": {"required": True, "content": bodies},
            },
            "options": operation("askOptions", "The methods.", {"204": {"description": "In Allow."}}),
        }
    }


def _graphs() -> Json:
    types: Json = {**{row.media_types[0]: {} for row in of_kind("graph")}, "application/json": {}}
    answers = {
        **ok(types, "The triples; without a parameter, the list of graphs as JSON or a page."),
        **refusals(*QUESTIONS, "not-found"),
    }
    told = "SPARQL 1.1 Graph Store HTTP Protocol, section 5.2; reading only."
    graph = parameter("graph", "The IRI of a named graph.", {"type": "string"}, f"{GRAPH}cluster/netwood")
    default = parameter("default", "Without a value: the default graph.", {"type": "string"})
    name = parameter(
        "name",
        "What follows graph/ in the IRI; its slashes stand as they are.",
        {"type": "string"},
        "cluster/netwood",
        where="path",
    )
    address = "A graph whose name is the address that is asked, if there is one."
    path = parameter("path", address, {"type": "string"}, "anybody/own", where="path")
    return {
        "/graphs": {"get": operation("graphByParameter", told, answers, [graph, default])},
        "/graph/{name}": {"get": operation("graphByAddress", told, answers, [name])},
        "/graphs/{path}": {"get": operation("graphOfThatName", told, answers, [path])},
    }


def _pages() -> Json:
    text = parameter("query", "A query in SPARQL 1.1.", {"type": "string"}, "ASK {}")
    page = ok({PAGE: {}}, "A page.")
    refused = refusals("not-found", *QUESTIONS, page=True)
    return {
        "/": {"get": operation("home", "The start page.", page)},
        "/query": {
            "get": operation("queryPage", "A page to ask.", {**page, **refusals(*QUESTIONS, page=True)}, [text])
        },
        "/queries": {"get": operation("queries", "The list of named queries.", page)},
        "/schemes": {"get": operation("schemes", "The list of concept schemes.", {**page, **refused})},
        **{f"/{name}": {"get": _listing(listing(name), {**page, **refused})} for name in LISTINGS},
    }


def _listing(told: Listing, answers: Json) -> Json:
    """Write a listing with its facets as parameters."""
    several: Json = {"type": "array", "items": {"type": "string"}}
    sorting = [sign + name for name, column in told.columns.items() if column.sorts for sign in ("", "-")]
    return operation(
        told.name,
        f"The {told.name}, narrowed by facets and sorted.",
        {**answers, **unchanged()},
        [
            *(parameter(name, f"{facet.label}; one of the values given. “{WITHOUT}”: {facet.without}.", several)
              for name, facet in told.facets.items()),
            parameter("q", "Words in a name, in any script, with accents or without.", {"type": "string"}, "serb"),
            parameter("sort", "A column; with a hyphen, from its end.", {"enum": sorting}, told.sort),
            parameter("page", "A page, counted from 1.", {"type": "integer", "minimum": 1}, 1),
        ],
    )  # fmt: skip


def _queries() -> Json:
    """Write one path for each named query, because each takes other parameters."""
    refused = refusals("bad-parameter", *QUESTIONS, page=True)
    answers = {**ok({PAGE: {}}, "The answer, as a page."), **refused}
    data = {"303": {"description": "To the answer at /sparql, in the format that the suffix names."}}
    forms = {"type": "string", "enum": [form.name for form in of_kind("solutions")]}
    suffix = parameter("form", "The name of a format of rows.", forms, "csv", where="path")
    found: Json = {}
    for query in catalogue().values():
        name, typed = query.name.replace("-", "_"), _parameters(query)
        found[f"/queries/{query.name}"] = {"get": operation(f"named_{name}", query.question, answers, typed)}
        leads = operation(f"data_{name}", query.question, {**data, **refused}, [suffix, *typed])
        found[f"/queries/{query.name}.{{form}}"] = {"get": leads}
    return found


def _parameters(query: NamedQuery) -> list[Json]:
    """Type the parameters; where none is given, the example is asked, so that none must be."""
    return [
        parameter(name, f"A value of the kind {kind}; all are given, or none.", _type(kind), query.example[name])
        for name, kind in query.params.items()
    ]


def _type(kind: str) -> Json:
    return {"type": "string", "pattern": f"^(?:{form_of(kind).pattern})$"}


def _operations() -> Json:
    status, table = ok({JSON: ref("Health")}, "It does."), ok({JSON: ref("Limits"), PAGE: {}}, "The limits.")
    measures, itself = ok({MEDIA_TYPE.split(";")[0]: {}}, "For Prometheus."), ok({JSON: {}}, "OpenAPI 3.1.")
    ready = {**status, **refusals("not-ready", "shutting-down", everywhere=False)}
    return {
        "/health/live": {"get": operation("live", "Does the process answer?", status)},
        "/health/ready": {"get": operation("ready", "Would a query be answered now?", ready)},
        "/metrics": {"get": operation("metrics", "Measures in Prometheus's text format.", measures)},
        "/limits": {"get": operation("limits", "The limits that clients meet.", table)},
        "/openapi.json": {"get": operation("openapi", "This document.", itself)},
    }


def _schemas() -> Json:
    text, number = {"type": "string"}, {"type": "number"}
    limit = {"setting": text, "value": number, "unit": text}
    place = {"source": text, "line": {"type": "integer"}, "column": {"type": "integer"}, "excerpt": text}
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
