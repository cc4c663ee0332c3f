"""Releases and citations in OpenAPI 3.1."""

from clustergraph.query.formats import BY_NAME, of_kind
from clustergraph.web.citing import WRITERS
from clustergraph.web.openapi_words import (
    DIGEST,
    JSON,
    PAGE,
    QUERY,
    QUESTIONS,
    TEXT,
    Json,
    content,
    graphs,
    mixed,
    ok,
    operation,
    parameter,
    redirects,
    ref,
    refusals,
    unchanged,
)

_NAME = parameter("name", "The name of a citation.", {"type": "string", "pattern": "^[0-9a-f]{20}$"}, where="path")
_FORMAT = {"type": "string", "enum": [name for name, row in BY_NAME.items() if row.kind != "any"]}
_TEXTS = mixed([*(kind for kind, _ in WRITERS.values()), PAGE])


def citations() -> Json:
    """Write the paths."""
    return {**_releases(), **_citing(), **_citation()}


def _releases() -> Json:
    digest = parameter("digest", "The digest of a kept release.", DIGEST, "0" * 64, where="path")
    name = parameter("name", "A dump.", TEXT, "clustergraph.nq", where="path")
    file = {**ok(graphs(), "The file."), **unchanged(), **refusals("not-found", "release-error")}
    types = {JSON: ref("Releases"), PAGE: content(PAGE)}
    listed = ok(types, "What was served when, what changed, and what is kept.")
    return {
        "/releases/": {"get": operation("releases", "The releases.", {**listed, **refusals("release-error")})},
        "/releases/{digest}/{name}": {
            "get": operation("releaseFile", "A dump of a kept release.", file, [digest, name])
        },
    }


def _citing() -> Json:
    query = parameter("query", "The query.", QUERY, "ASK {}", required=True)
    form = parameter("format", "The format of the answer; without it CSV, or Turtle for a graph.", _FORMAT)
    release = parameter("release", "The digest of a kept release; without it the served one.", DIGEST)
    fields = {one["name"]: one["schema"] for one in (query, form, release)}
    schema = {"type": "object", "required": ["query"], "properties": fields}
    body = {"schema": schema, "example": {"query": "ASK {}"}}
    refused = refusals(
        *QUESTIONS,
        "not-citable",
        "unknown-release",
        "other-site-refused",
        "update-refused",
        "citations-full",
        "release-error",
    )
    page = {**ok({PAGE: content(PAGE)}, "A page."), **refusals("bad-parameter", "unknown-release")}
    return {
        "/cite": {"get": operation("offer", "A page that offers to cite an answer.", page, [query, form, release])},
        "/citations": {
            "post": operation(
                "cite",
                "Cite an answer.",
                {**redirects("To the citation.", _TEXTS), **refused},
                body={"application/x-www-form-urlencoded": body},
            )
        },
    }


def _citation() -> Json:
    whole = {**ok(_TEXTS, "The citation."), **unchanged()}
    refused = refusals("not-found", "not-acceptable", "release-error")
    suffix = parameter("suffix", "A format.", {"type": "string", "enum": list(WRITERS)}, "bib", where="path")
    rows = [row.media_types[0] for row in of_kind("solutions") if row.kind != "any"]
    told = "The very bytes that were cited, with Repr-Digest (RFC 9530)."
    answers = {
        **ok(mixed([*rows, *graphs()]), told),
        **unchanged(),
        **refusals(*QUESTIONS, "not-found", "cited-answer-differs"),
    }
    return {
        "/citation/{name}": {"get": operation("citation", "A citation.", {**whole, **refused}, [_NAME])},
        "/citation/{name}.{suffix}": {
            "get": operation("citationInFormat", "The same in a format.", {**whole, **refused}, [_NAME, suffix])
        },
        "/citation/{name}/answer": {"get": operation("citedAnswer", told, answers, [_NAME])},
    }
