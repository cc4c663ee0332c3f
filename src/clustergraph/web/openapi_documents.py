"""The documents in OpenAPI 3.1: descriptions, files, and whatever has a permanent name."""

from collections.abc import Sequence

from clustergraph.graph.syntaxes import SYNTAXES, Syntax
from clustergraph.mapping.examples import PATH
from clustergraph.web.negotiation import HTML
from clustergraph.web.openapi_words import (
    IRI,
    LOCAL,
    PAGE,
    QUESTIONS,
    TEXT,
    Json,
    content,
    graphs,
    mixed,
    moved,
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
    ".well-known/genid": "",
}
_DATA = mixed(row.media_type for row in SYNTAXES)
_WHOLE = mixed(row.media_type for row in (*SYNTAXES, HTML))
_FOUND = ("not-found", "gone", "not-acceptable", "bad-parameter", *QUESTIONS)


def _form(rows: Sequence[Syntax]) -> Json:
    names = {"type": "string", "enum": [row.name for row in rows]}
    return parameter("format", "The name of a format, which beats the header.", names, "turtle")


def _suffix(rows: Sequence[Syntax]) -> Json:
    names = {"type": "string", "enum": [row.suffix for row in rows]}
    return parameter("suffix", "A format.", names, "ttl", where="path")


_DATA_FORM, _ANY_FORM = _form(SYNTAXES), _form((*SYNTAXES, HTML))
_SUFFIX, _SUFFIX_OR_PAGE = _suffix(SYNTAXES), _suffix((*SYNTAXES, HTML))


def documents() -> Json:
    """Write the paths of documents."""
    return {**_descriptions(), **_examples(), **_files(), **_names(), **_about()}


def _descriptions() -> Json:
    paths = {}
    for path, called, told in (
        ("/catalog", "catalog", "The catalogue of data sets, in DCAT-AP 3.0.1."),
        ("/catalog-2.1.1", "earlierCatalog", "The catalogue as DCAT-AP 2.1.1 has it."),
        ("/.well-known/void", "void", "The description of the data set, in VoID."),
    ):
        answers = {**ok(_WHOLE, "The description."), **unchanged(), **refusals("bad-parameter", "not-acceptable")}
        paths[path] = {"get": operation(called, told, answers, [_ANY_FORM])}
        whole = {**ok(_DATA, "The description."), **unchanged()}
        answers = {**whole, **refusals("not-found")}
        paths[f"{path}.{{suffix}}"] = {"get": operation(f"{called}InFormat", told, answers, [_SUFFIX])}
    return paths


def _examples() -> Json:
    told = "The example queries and the prefixes, in SHACL's words."
    name = parameter("name", "The name of a named query.", TEXT, "companies-by-sector", where="path")
    whole: Json = {**ok(_DATA, "The description."), **unchanged()}
    page = redirects("A browser is led to the named queries.")
    refused = refusals("bad-parameter", "not-acceptable")
    one = {**redirects("To its question, or to the document.", _WHOLE), **refusals("unknown-query")}
    return {
        PATH: {"get": operation("examples", told, {**whole, **page, **refused}, [_DATA_FORM])},
        f"{PATH}.{{suffix}}": {
            "get": operation("examplesInFormat", told, {**whole, **page, **refusals("not-found")}, [_SUFFIX])
        },
        f"{PATH}/{{name}}": {"get": operation("example", "One example.", one, [name])},
    }


def _files() -> Json:
    part: Json = {"206": ok(graphs(), "The part of it that Range asks for.")["200"]}
    refused = refusals("not-found", "release-error", "range-not-satisfiable")
    answers = {**ok(graphs(), "The file."), **part, **unchanged(), **refused}
    name = parameter("name", "A file of the list.", TEXT, "context.jsonld", where="path")
    return {
        "/dumps/": {"get": operation("dumps", "The list of dumps.", ok({PAGE: content(PAGE)}, "A page."))},
        "/dumps/{name}": {"get": operation("dump", "One dump.", answers, [name])},
        "/ontology/{name}": {"get": operation("context", "The JSON-LD context or frame.", answers, [name])},
    }


def _names() -> Json:
    """Write the paths of permanent names, which lead to documents."""
    leads = {
        **redirects("To the document, in the format that the client takes.", _WHOLE),
        **moved(),
        **refusals(*_FOUND),
    }
    answers = {**ok(_WHOLE, "The document."), **moved(), **unchanged(), **refusals(*_FOUND)}
    local = _path("path", "What follows the namespace in the permanent name; a suffix chooses the format.")
    paths: Json = {
        "/doc/{path}": {
            "get": operation("document", "The document about a name of ours.", answers, [local, _ANY_FORM])
        },
    }
    for family in (one for one in FAMILIES if one != "shapes"):  # what is below it are profiles
        told = f"A permanent name below {family}/."
        rest = _path("rest", "The rest of the name.", _EXAMPLES.get(family) or "unknown")
        paths[f"/{family}/{{rest}}"] = {"get": operation(f"name_{family.strip('.')}", told, leads, [rest, _ANY_FORM])}
    profile = _path("profile", "A profile.", "submission")
    version = _path("version", "A version of it, or the digest of one.", "1.0.0")
    paths["/shapes/{profile}"] = {"get": operation("shapesOfProfile", "What a profile asks.", leads, [profile])}
    kept = {
        **ok(_DATA, "What that version asks."),
        **unchanged(),
        **refusals("not-found", "not-acceptable", "bad-parameter"),
    }
    paths["/shapes/{profile}/{version}"] = {
        "get": operation("shapesOfVersion", "What a version of a profile asks.", kept, [profile, version, _DATA_FORM])
    }
    for whole in ("ns", "shapes"):
        paths[f"/{whole}"] = {"get": operation(whole, f"The document that has all of {whole}#.", leads, [_ANY_FORM])}
        paths[f"/{whole}.{{suffix}}"] = {
            "get": operation(f"{whole}InFormat", "The same in a format.", leads, [_SUFFIX])
        }
    return paths


def _about() -> Json:
    told = {**ok(_WHOLE, "What the graph says of it."), **unchanged()}
    answers = {**told, **redirects("A name of ours has an address."), **refusals(*_FOUND)}
    iri = parameter("iri", "Any IRI.", IRI, "http://data.europa.eu/nuts/code/RS11", required=True)
    via = parameter("via", "A property: list those who lead to the IRI by it.", IRI)
    begin = parameter("from", "With “via”: how many of them to pass over.", {"type": "integer", "minimum": 0})
    pages = ok({"application/xml": content("application/xml")}, "A site map.")
    return {
        "/about": {"get": operation("about", "What the graph says of any IRI.", answers, [iri, via, begin, _ANY_FORM])},
        "/about.{suffix}": {
            "get": operation("aboutInFormat", "The same in a format.", answers, [iri, _SUFFIX_OR_PAGE])
        },
        "/sitemap.xml": {"get": operation("sitemap", "The pages there are.", pages)},
        "/robots.txt": {
            "get": operation("robots", "What robots are asked.", ok({"text/plain": content("text/plain")}, "RFC 9309."))
        },
    }


def _path(name: str, told: str, example: str = "id/cluster/netwood") -> Json:
    return parameter(name, told, LOCAL, example, where="path")
