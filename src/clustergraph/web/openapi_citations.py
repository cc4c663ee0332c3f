"""Releases and citations in OpenAPI 3.1."""

from clustergraph.query.formats import BY_NAME
from clustergraph.web.citing import WRITERS
from clustergraph.web.openapi_words import (
    JSON,
    PAGE,
    QUESTIONS,
    Json,
    ok,
    operation,
    parameter,
    redirects,
    refusals,
    unchanged,
)

_NAME = parameter("name", "The name of a citation.", {"type": "string", "pattern": "^[0-9a-f]{20}$"}, where="path")
_FORMAT = {"enum": [name for name, row in BY_NAME.items() if row.kind != "any"]}


def citations() -> Json:
    """Write the paths."""
    return {**_releases(), **_citing(), **_citation()}


def _releases() -> Json:
    digest = parameter("digest", "The digest of a kept release.", {"type": "string"}, "0" * 64, where="path")
    name = parameter("name", "A dump.", {"type": "string"}, "clustergraph.nq", where="path")
    types: Json = {row.media_types[0]: {} for row in BY_NAME.values() if row.kind == "graph"}
    file = {**ok({**types, "*/*": {}}, "The file."), **unchanged(), **refusals("not-found", "release-error")}
    listed = ok({JSON: {}, PAGE: {}}, "What was served when, what changed, and what is kept.")
    return {
        "/releases/": {"get": operation("releases", "The releases.", {**listed, **refusals("release-error")})},
        "/releases/{digest}/{name}": {
            "get": operation("releaseFile", "A dump of a kept release.", file, [digest, name])
        },
    }


def _citing() -> Json:
    query = parameter("query", "The query.", {"type": "string"}, "ASK {}", required=True)
    form = parameter("format", "The format of the answer; without it CSV, or Turtle for a graph.", _FORMAT)
    release = parameter("release", "The digest of a kept release; without it the served one.", {"type": "string"})
    fields = {one["name"]: one["schema"] for one in (query, form, release)}
    body = {"schema": {"type": "object", "required": ["query"], "properties": fields}}
    refused = refusals(*QUESTIONS, "not-citable", "unknown-release", "citations-full", "release-error", page=True)
    page = {**ok({PAGE: {}}, "A page."), **refusals("bad-parameter", "unknown-release", page=True)}
    return {
        "/cite": {"get": operation("offer", "A page that offers to cite an answer.", page, [query, form, release])},
        "/citations": {
            "post": {
                **operation("cite", "Cite an answer.", {**redirects("To the citation."), **refused}),
                "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": body}},
            }
        },
    }


def _citation() -> Json:
    texts: Json = {kind: {} for kind, _ in WRITERS.values()}
    whole = {**ok({**texts, PAGE: {}}, "The citation."), **unchanged()}
    refused = refusals("not-found", "not-acceptable", "release-error", page=True)
    suffix = parameter("suffix", "A format.", {"enum": list(WRITERS)}, "bib", where="path")
    types: Json = {row.media_types[0]: {} for row in BY_NAME.values() if row.kind != "any"}
    told = "The very bytes that were cited, with Repr-Digest (RFC 9530)."
    answers = {**ok(types, told), **unchanged(), **refusals(*QUESTIONS, "not-found", "cited-answer-differs")}
    return {
        "/citation/{name}": {"get": operation("citation", "A citation.", {**whole, **refused}, [_NAME])},
        "/citation/{name}.{suffix}": {
            "get": operation("citationInFormat", "The same in a format.", {**whole, **refused}, [_NAME, suffix])
        },
        "/citation/{name}/answer": {"get": operation("citedAnswer", told, answers, [_NAME])},
    }
