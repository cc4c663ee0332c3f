"""The documents in OpenAPI 3.1: descriptions, files, and whatever has a permanent name."""

from clustergraph.mapping.examples import PATH
from clustergraph.query.formats import BY_NAME
from clustergraph.web.negotiation import DOCUMENTS, HTML
from clustergraph.web.openapi_words import (
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
from clustergraph.web.resources import FAMILIES

#: A name below each family, for trying it out.
_EXAMPLES = {
    "id": "cluster/netwood",
    "scheme": "sector/tourism",
    "release": "",
    "problem": "not-found",
    "ns": "0.1.0",
    "shapes": "",
    ".well-known/genid": "",
}
_DATA: Json = {row.media_type: {} for row in DOCUMENTS}
_FOUND = ("not-found", "gone", "not-acceptable", "bad-parameter", *QUESTIONS)


def documents() -> Json:
    """Write the paths of documents."""
    return {**_descriptions(), **_examples(), **_files(), **_names(), **_about()}


def _descriptions() -> Json:
    paths = {}
    for path, called, told in (
        ("/catalog", "catalog", "The catalogue of data sets, in DCAT-AP 3.0.1."),
        ("/.well-known/void", "void", "The description of the data set, in VoID."),
    ):
        types: Json = {row.media_type: {} for row in (*DOCUMENTS, HTML)}
        choice = {"enum": [row.name for row in (*DOCUMENTS, HTML)]}
        form = parameter("format", "The name of a format, which beats the header.", choice, "turtle")
        answers = {**ok(types, "The description."), **unchanged(), **refusals("bad-parameter", "not-acceptable")}
        paths[path] = {"get": operation(called, told, answers, [form])}
        suffix = parameter("suffix", "A format.", {"enum": [row.suffix for row in DOCUMENTS]}, "ttl", where="path")
        whole = {**ok(_DATA, "The description."), **unchanged()}
        answers = {**whole, **refusals("not-found")}
        paths[f"{path}.{{suffix}}"] = {"get": operation(f"{called}InFormat", told, answers, [suffix])}
    return paths


def _examples() -> Json:
    told = "The example queries and the prefixes, in SHACL's words."
    types: Json = {row.media_type: {} for row in DOCUMENTS}
    choice = {"enum": [row.name for row in DOCUMENTS]}
    form = parameter("format", "The name of a format, which beats the header.", choice, "turtle")
    suffix = parameter("suffix", "A format.", {"enum": [row.suffix for row in DOCUMENTS]}, "ttl", where="path")
    name = parameter("name", "The name of a named query.", {"type": "string"}, "companies-by-sector", where="path")
    whole: Json = {**ok(types, "The description."), **unchanged()}
    page = redirects("A browser is led to the named queries.")
    refused = refusals("bad-parameter", "not-acceptable")
    one = {**redirects("To its question, or to the document."), **refusals("unknown-query")}
    return {
        PATH: {"get": operation("examples", told, {**whole, **page, **refused}, [form])},
        f"{PATH}.{{suffix}}": {
            "get": operation("examplesInFormat", told, {**whole, **page, **refusals("not-found")}, [suffix])
        },
        f"{PATH}/{{name}}": {"get": operation("example", "One example.", one, [name])},
    }


def _files() -> Json:
    types: Json = {row.media_types[0]: {} for row in BY_NAME.values() if row.kind == "graph"}
    answers = {**ok({**types, "*/*": {}}, "The file."), **unchanged(), **refusals("not-found", "release-error")}
    name = parameter("name", "A file of the list.", {"type": "string"}, "context.jsonld", where="path")
    return {
        "/dumps/": {"get": operation("dumps", "The list of dumps.", ok({PAGE: {}}, "A page."))},
        "/dumps/{name}": {"get": operation("dump", "One dump.", answers, [name])},
        "/ontology/{name}": {"get": operation("context", "The JSON-LD context or frame.", answers, [name])},
    }


def _names() -> Json:
    """Write the paths of permanent names, which lead to documents."""
    leads = {**redirects("To the document, in the format that the client takes."), **refusals(*_FOUND, page=True)}
    answers = {**ok({**_DATA, PAGE: {}}, "The document."), **unchanged(), **refusals(*_FOUND, page=True)}
    local = _path("path", "What follows the namespace in the permanent name; a suffix chooses the format.")
    paths: Json = {
        "/doc/{path}": {"get": operation("document", "The document about a name of ours.", answers, [local])},
    }
    for family in FAMILIES:
        told = f"A permanent name below {family}/."
        rest = _path("rest", "The rest of the name.", _EXAMPLES.get(family) or "unknown")
        paths[f"/{family}/{{rest}}"] = {"get": operation(f"name_{family.strip('.')}", told, leads, [rest])}
    profile = _path("profile", "A profile.", "submission")
    version = _path("version", "A version of it, or the digest of one.", "1.0.0")
    paths["/shapes/{profile}"] = {"get": operation("shapesOfProfile", "What a profile asks.", leads, [profile])}
    kept = {**ok(_DATA, "What that version asks."), **unchanged(), **refusals("not-found", "not-acceptable", page=True)}
    paths["/shapes/{profile}/{version}"] = {
        "get": operation("shapesOfVersion", "What a version of a profile asks.", kept, [profile, version])
    }
    for whole in ("ns", "shapes"):
        paths[f"/{whole}"] = {"get": operation(whole, f"The document that has all of {whole}#.", leads)}
        suffix = parameter("suffix", "A format.", {"enum": [row.suffix for row in DOCUMENTS]}, "ttl", where="path")
        paths[f"/{whole}.{{suffix}}"] = {"get": operation(f"{whole}InFormat", "The same in a format.", leads, [suffix])}
    return paths


def _about() -> Json:
    answers = {**ok({**_DATA, PAGE: {}}, "What the graph says of it."), **redirects("A name of ours has an address."),
               **unchanged(), **refusals(*_FOUND, page=True)}  # fmt: skip
    iri = parameter("iri", "Any IRI.", {"type": "string"}, "http://data.europa.eu/nuts/code/RS11", required=True)
    via = parameter("via", "A property: list those who lead to the IRI by it.", {"type": "string"})
    begin = parameter("from", "With “via”: how many of them to pass over.", {"type": "integer"})
    suffix = parameter("suffix", "A format.", {"enum": [row.suffix for row in (*DOCUMENTS, HTML)]}, "ttl", where="path")
    pages = ok({"application/xml": {}}, "A site map.")
    return {
        "/about": {"get": operation("about", "What the graph says of any IRI.", answers, [iri, via, begin])},
        "/about.{suffix}": {"get": operation("aboutInFormat", "The same in a format.", answers, [iri, suffix])},
        "/sitemap.xml": {"get": operation("sitemap", "The pages there are.", pages)},
        "/robots.txt": {"get": operation("robots", "What robots are asked.", ok({"text/plain": {}}, "RFC 9309."))},
    }


def _path(name: str, told: str, example: str = "id/cluster/netwood") -> Json:
    return parameter(name, told, {"type": "string"}, example, where="path")
