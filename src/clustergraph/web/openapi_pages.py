"""The pages in OpenAPI 3.1, and what all addresses have in common that pages are made for."""

from clustergraph.pages.browse.fragments import LISTINGS, Facet, Listing, listing
from clustergraph.pages.browse.selection import WITHOUT
from clustergraph.pages.language import LANGUAGES
from clustergraph.query.parameters import form_of
from clustergraph.web.openapi_words import (
    DIGEST,
    IRI_PATTERN,
    PAGE,
    PROBLEM,
    QUESTIONS,
    TEXT,
    Json,
    content,
    merged,
    ok,
    operation,
    parameter,
    refusals,
    unchanged,
)
from clustergraph.web.translation import PARAMETER

#: The beginnings and ends of addresses whose doors know no pages: their refusals are always problem documents.
_DOORS = ("/sparql", "/graph/", "/graphs", "/shacl/", "/health/", "/metrics")
_DOOR = "/answer"


def pages() -> Json:
    """Write the paths."""
    text = parameter("query", "A query in SPARQL 1.1.", TEXT, "ASK {}")
    release = parameter("release", "The digest of a kept release; without it what is served now.", DIGEST)
    page, refused = ok({PAGE: content(PAGE)}, "A page."), refusals(*QUESTIONS)
    asked = {**page, **refusals(*QUESTIONS, "unknown-release")}
    return {
        "/": {"get": operation("home", "The start page.", {**page, **refused})},
        "/query": {"get": operation("queryPage", "A page to ask.", asked, [text, release])},
        "/queries": {"get": operation("queries", "The list of named queries.", page)},
        "/schemes": {"get": operation("schemes", "The list of concept schemes.", {**page, **refused})},
        **{f"/{name}": {"get": _listing(listing(name), page)} for name in LISTINGS},
    }


def _listing(told: Listing, page: Json) -> Json:
    """Write a listing with its facets as parameters."""
    sorting = [sign + name for name, column in told.columns.items() if column.sorts for sign in ("", "-")]
    return operation(
        told.name,
        f"The {told.name}, narrowed by facets and sorted.",
        {**page, **unchanged(), **refusals("not-found", *QUESTIONS)},
        [
            *(parameter(name, f"{facet.label}; one of the values given. “{WITHOUT}”: {facet.without}.", _several(facet))
              for name, facet in told.facets.items()),
            parameter("q", "Words in a name, in any script, with accents or without.", TEXT, "serb"),
            parameter("sort", "A column; with a hyphen, from its end.", {"type": "string", "enum": sorting}, told.sort),
            parameter("page", "A page, counted from 1.", {"type": "integer", "minimum": 1, "maximum": 100_000}, 1),
        ],
    )  # fmt: skip


def _several(facet: Facet) -> Json:
    """Say what the values of a facet look like: codes of their kind, choices, whole IRIs, and what stands for none."""
    codes = [] if facet.values in ("any", "choice") else [form_of(facet.values).pattern]
    alternatives = "|".join(f"(?:{one})" for one in (*codes, *facet.choices, WITHOUT, IRI_PATTERN))
    return {"type": "array", "items": {"type": "string", "pattern": f"^(?:{alternatives})$"}}


def as_pages(paths: Json) -> Json:
    """Add what all have in common that is made beside the pages: refusals are pages too, and languages are chosen."""
    return {path: item if _is_door(path) else {name: _as_page(said) for name, said in item.items()}
            for path, item in paths.items()}  # fmt: skip


def _is_door(path: str) -> bool:
    return path.startswith(_DOORS) or path.endswith(_DOOR)


def _as_page(said: Json) -> Json:
    answers = merged(said["responses"], refusals("bad-parameter"))
    for status, answer in answers.items():
        if PROBLEM in answer.get("content", {}):
            answers[status] = {**answer, "content": {**answer["content"], PAGE: content(PAGE)}}
    shown = PAGE in answers.get("200", {}).get("content", {})
    parameters = [*said["parameters"], *([_language()] if shown else [])]
    return {**said, "parameters": parameters, "responses": answers}


def _language() -> Json:
    told = "The language of the page, which beats the cookie and Accept-Language."
    return parameter(PARAMETER, told, {"type": "string", "enum": list(LANGUAGES)}, next(iter(LANGUAGES)))
