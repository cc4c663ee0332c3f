"""The endpoint in OpenAPI 3.1: queries (SPARQL 1.1 Protocol) and whole graphs (Graph Store HTTP Protocol).

OpenAPI 3.1 has no place for the method QUERY, and its validators refuse one. It stands beside the others as
``x-query``, written as OpenAPI 3.2 has it below ``query``, and the descriptions tell of it.
"""

from clustergraph.iris import GRAPH
from clustergraph.query.formats import BY_NAME, of_kind
from clustergraph.web.openapi_words import (
    DIGEST,
    IRI,
    JSON,
    LOCAL,
    PAGE,
    QUERY,
    QUESTIONS,
    TEXT,
    Json,
    content,
    graph_list,
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

_ASK = "SPARQL 1.1 Protocol, section 2.1. The safe method QUERY takes the bodies of POST."
_QUERY = parameter("query", "A query in SPARQL 1.1.", QUERY, "ASK {}")
_FORM, _DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
#: What /sparql alone refuses: graphs and releases that are named there.
_HERE = ("unknown-graph", "unknown-release")
_OF_BODIES = ("unsupported-media-type", "update-refused", "request-too-slow")


def endpoint() -> Json:
    """Write the paths."""
    return {**_sparql(), **_graphs()}


def _sparql() -> Json:
    answers = {**_answered(), **refusals(*QUESTIONS, *_HERE)}
    described = {**_QUERY, "description": "A query in SPARQL 1.1; without it the endpoint describes itself, in RDF."}
    page = redirects("A browser without a query is led to /query.")
    posted = {**_answered(), **refusals(*QUESTIONS, *_HERE, *_OF_BODIES)}
    told = "Ask by POST. All other parameters may stand in the form as well as here, each in one of them."
    safely = "Ask by QUERY, which may be repeated and whose answers may be kept, with a query of any length."
    return {
        "/sparql": {
            "description": "By GET, POST or QUERY, which OpenAPI has since version 3.2: here x-query stands for it.",
            "get": operation("ask", _ASK, {**answers, **page, **unchanged()}, [described, *_beside()]),
            "post": {**operation("askByPost", _ASK, posted, _beside(), body=_bodies()), "description": told},
            "options": operation("askOptions", "The methods.", {"204": {"description": "In Allow."}}),
            "x-query": {
                **operation("askByQuery", _ASK, {**posted, **unchanged()}, _beside(), body=_bodies()),
                "description": safely,
                "tags": ["sparql"],
            },
        }
    }


def _answered() -> Json:
    types = dict.fromkeys(row.media_types[0] for kind in ("solutions", "graph") for row in of_kind(kind))
    known = {BY_NAME["json"].media_types[0]: ref("SparqlResults")}
    return ok(mixed(types, known), "The answer, streamed.", "Clustergraph-Release", "Clustergraph-Warning")


def _beside() -> list[Json]:
    """Describe the parameters beside the query, which stand in the address whatever the body is.

    Were they fields of the form too, generated clients would take each twice, and send it twice.
    """
    return [
        parameter(
            "format", "The name of a format, which beats the header.", {"type": "string", "enum": list(BY_NAME)}, "csv"
        ),
        parameter("timeout", "Seconds after which the answer is of no use.", {"type": "number", "minimum": 0}, 2),
        parameter(
            "release",
            "The digest of a kept release; without it what is served now, with what the endpoint says of itself.",
            DIGEST,
        ),
        *(graph_list(name) for name in ("default-graph-uri", "named-graph-uri")),
    ]


def _bodies() -> Json:
    form = {"type": "object", "required": ["query"], "properties": {"query": QUERY}}
    return {
        _FORM: {"schema": form, "example": {"query": "ASK {}"}},
        _DIRECT: {"schema": QUERY, "example": "ASK {}"},
    }


def _graphs() -> Json:
    listed = {JSON: ref("Graphs"), PAGE: content(PAGE)}
    whole = ok(graphs(), "The triples.", "Clustergraph-Release")
    either = ok(
        mixed([*graphs(), *listed], listed), "The triples; without a parameter, the list of graphs as JSON or a page."
    )
    refused = refusals(*QUESTIONS, "not-found")
    told = "SPARQL 1.1 Graph Store HTTP Protocol, section 5.2; reading only."
    graph = parameter("graph", "The IRI of a named graph.", IRI, f"{GRAPH}cluster/netwood")
    default = parameter("default", "Without a value: the default graph.", TEXT)
    forms: Json = {"type": "string", "enum": [row.name for row in of_kind("graph") if row.kind == "graph"]}
    form = parameter("format", "The name of a format, which beats the header.", forms, "turtle")
    name = parameter(
        "name", "What follows graph/ in the IRI; its slashes stand as they are.", LOCAL, "cluster/netwood", where="path"
    )
    address = "A graph whose name is the address that is asked, if there is one."
    path = parameter("path", address, LOCAL, "anybody/own", where="path")
    page = redirects("A browser is led to the document about the graph.")
    return {
        "/graphs": {"get": operation("graphByParameter", told, {**either, **refused}, [graph, default, form])},
        "/graph/{name}": {"get": operation("graphByAddress", told, {**whole, **page, **refused}, [name, form])},
        "/graphs/{path}": {"get": operation("graphOfThatName", told, {**whole, **refused}, [path, form])},
    }
