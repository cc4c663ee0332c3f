"""``/openapi.json``: the whole interface in OpenAPI 3.1, from the tables of formats, queries, limits and errors.

What no table says (which paths there are, what they are for) is written here and beside here by hand. Named
queries have a document of their own, ``/openapi-queries.json``.
"""

import json

from flask import Flask, Response

from clustergraph import __version__
from clustergraph.measures import MEDIA_TYPE
from clustergraph.settings import Settings
from clustergraph.web.limits import limits
from clustergraph.web.openapi_citations import citations
from clustergraph.web.openapi_documents import documents
from clustergraph.web.openapi_pages import as_pages, pages
from clustergraph.web.openapi_queries import PATH as QUERIES
from clustergraph.web.openapi_queries import each_query, named_queries
from clustergraph.web.openapi_schemas import headers, schemas
from clustergraph.web.openapi_sparql import endpoint
from clustergraph.web.openapi_validation import validation
from clustergraph.web.openapi_validation_schemas import validation_schemas
from clustergraph.web.openapi_words import JSON, PAGE, Json, content, ok, operation, ref, refusals, shared

_DESCRIPTION = (
    "What goes wrong is a problem document (RFC 9457); the header Clustergraph-Error has its code. An answer that "
    "is cut is a broken transfer, never a shorter answer. Whatever takes GET takes HEAD; 405 names the methods of an "
    "address in Allow."
)
#: Tag → what it is about, in the order in which tools show them.
_TAGS = {
    "sparql": "Queries and whole graphs, in the protocols of SPARQL 1.1.",
    "queries": "Named queries.",
    "documents": "What has a permanent name, descriptions, dumps.",
    "citations": "Releases, and answers that were cited.",
    "validation": "Is this data as it must be? The REST interface of the Test Bed.",
    "pages": "Pages for people.",
    "server": "What the server says of itself.",
}


def openapi(settings: Settings) -> Json:
    """Write the document of everything for a server with these settings."""
    found = ", ".join(f"`{one['name']}` = {one['value']:.15g} {one['unit']}".rstrip() for one in limits(settings))
    tagged = {
        "sparql": endpoint(),
        "queries": named_queries(),
        "documents": documents(),
        "citations": citations(),
        "validation": validation(),
        "pages": pages(),
        "server": _server(),
    }
    paths = {path: _tagged(tag, item) for tag, found in tagged.items() for path, item in as_pages(found).items()}
    components = {"schemas": {**schemas(), **validation_schemas()}}
    told = f"{_DESCRIPTION} The named queries are also at [{QUERIES}]({settings.base_url}{QUERIES}), a path each."
    more = {
        "externalDocs": {"url": f"{settings.base_url}{QUERIES}", "description": "The named queries, a path each."},
        "tags": [{"name": name, "description": words} for name, words in _TAGS.items()],
    }
    return _document(settings, "clustergraph", f"{told} The limits are: {found}.", paths, components, more)


def openapi_of_queries(settings: Settings) -> Json:
    """Write the document of the named queries."""
    told = f"The named queries of [the whole interface]({settings.base_url}/openapi.json). {_DESCRIPTION}"
    paths, responses = shared({path: _tagged("queries", item) for path, item in as_pages(each_query()).items()})
    components = {"schemas": {"Problem": schemas()["Problem"]}, "responses": responses}
    more = {"tags": [{"name": "queries", "description": _TAGS["queries"]}]}
    return _document(settings, "clustergraph: named queries", told, paths, components, more)


def register(flask: Flask, settings: Settings) -> None:
    """Add the views to an application."""
    for path, write in (("/openapi.json", openapi), (QUERIES, openapi_of_queries)):
        flask.add_url_rule(path, path, _view(json.dumps(write(settings), ensure_ascii=False)), methods=["GET"])


def _view(content: str):  # type: ignore[no-untyped-def]
    return lambda: Response(content, mimetype=JSON)


def _document(settings: Settings, title: str, told: str, paths: Json, components: Json, more: Json) -> Json:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": __version__,
            "summary": "A knowledge graph of business clusters, read-only.",
            "description": told,
            "license": {"name": "Apache-2.0 AND CC-BY-4.0", "identifier": "Apache-2.0 AND CC-BY-4.0"},
        },
        "servers": [{"url": settings.base_url}],
        "security": [],
        **more,
        "paths": paths,
        "components": {**components, "headers": headers()},
    }


def _tagged(tag: str, item: Json) -> Json:
    return {name: {"tags": [tag], **said} if isinstance(said, dict) else said for name, said in item.items()}


def _server() -> Json:
    health, table = {JSON: ref("Health")}, {JSON: ref("Limits"), PAGE: content(PAGE)}
    measures = ok({MEDIA_TYPE.split(";")[0]: content("text/plain")}, "For Prometheus.")
    itself: Json = {JSON: {"schema": {"type": "object"}}}
    ready = {**ok(health, "It would."), **refusals("not-ready", "shutting-down")}
    return {
        "/health/live": {"get": operation("live", "Does the process answer?", ok(health, "It does."), counted=False)},
        "/health/ready": {"get": operation("ready", "Would a query be answered now?", ready, counted=False)},
        "/metrics": {"get": operation("metrics", "Measures in Prometheus's text format.", measures, counted=False)},
        "/limits": {"get": operation("limits", "The limits that clients meet.", ok(table, "The limits."))},
        "/openapi.json": {"get": operation("openapi", "This document.", ok(itself, "OpenAPI 3.1."))},
        QUERIES: {"get": operation("openapiOfQueries", "The named queries, a path each.", ok(itself, "OpenAPI 3.1."))},
    }
