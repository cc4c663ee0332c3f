"""The named queries in OpenAPI 3.1, twice: two paths of the whole interface, and a document of their own.

A query a path, with the parameters that it takes, is what a generated client wants of them; it would be four fifths of
the document in which everything else is looked for as well.
"""

from clustergraph.query.catalogue import NamedQuery, catalogue
from clustergraph.query.formats import of_kind
from clustergraph.query.parameters import form_of
from clustergraph.web.openapi_words import (
    PAGE,
    QUESTIONS,
    Json,
    content,
    mixed,
    ok,
    operation,
    parameter,
    redirects,
    refusals,
)

PATH = "/openapi-queries.json"
_LEADS = "To the answer at /sparql, in the format that the suffix names."


def named_queries() -> Json:
    """Write the paths of all of them together: each parameter says which queries take it."""
    names: Json = {"type": "string", "enum": list(catalogue())}
    name = parameter(
        "name", "A named query; /queries lists what they ask.", names, next(iter(catalogue())), where="path"
    )
    told = f"A query takes all of these parameters that are its own, or none: then its example is asked ({PATH})."
    page, data = (
        operation("namedQuery", "The answer to a named query, as a page.", _page("unknown-query"), [name, *_taken()]),
        operation(
            "namedQueryData",
            "The answer to a named query, as data.",
            _data("unknown-query"),
            [name, _suffix(), *_taken()],
        ),
    )
    return {
        "/queries/{name}": {"get": {**page, "description": told}},
        "/queries/{name}.{suffix}": {"get": {**data, "description": told}},
    }


def each_query() -> Json:
    """Write two paths for each named query, with its question and the parameters that it takes."""
    found: Json = {}
    for query in catalogue().values():
        name, typed = query.name.replace("-", "_"), _parameters(query)
        found[f"/queries/{query.name}"] = {"get": operation(f"named_{name}", query.question, _page(), typed)}
        data = operation(f"data_{name}", query.question, _data(), [_suffix(), *typed])
        found[f"/queries/{query.name}.{{suffix}}"] = {"get": data}
    return found


def _page(*codes: str) -> Json:
    return {**ok({PAGE: content(PAGE)}, "The answer, as a page."), **refusals("bad-parameter", *QUESTIONS, *codes)}


def _data(*codes: str) -> Json:
    return {**redirects(_LEADS, _rows()), **refusals("bad-parameter", "not-found", *codes)}


def _rows() -> Json:
    return mixed(row.media_types[0] for row in of_kind("solutions"))


def _suffix() -> Json:
    forms = {"type": "string", "enum": [form.name for form in of_kind("solutions")]}
    return parameter("suffix", "The name of a format of rows.", forms, "csv", where="path")


def _taken() -> list[Json]:
    """Describe every parameter that some query takes."""
    takers: dict[str, dict[str, list[str]]] = {}
    for query in catalogue().values():
        for name, kind in query.params.items():
            takers.setdefault(name, {}).setdefault(kind, []).append(query.name)
    return [parameter(name, _words(kinds), _any(kinds)) for name, kinds in sorted(takers.items())]


def _words(kinds: dict[str, list[str]]) -> str:
    return " ".join(f"A value of the kind {kind}, for {', '.join(names)}." for kind, names in kinds.items())


def _any(kinds: dict[str, list[str]]) -> Json:
    patterns = list(dict.fromkeys(form_of(kind).pattern for kind in kinds))
    return _type("|".join(f"(?:{one})" for one in patterns) if len(patterns) > 1 else patterns[0])


def _parameters(query: NamedQuery) -> list[Json]:
    """Type the parameters; where none is given, the example is asked, so that none must be."""
    return [
        parameter(
            name,
            f"A value of the kind {kind}; all are given, or none.",
            _type(form_of(kind).pattern),
            query.example[name],
        )
        for name, kind in query.params.items()
    ]


def _type(pattern: str) -> Json:
    return {"type": "string", "pattern": f"^(?:{pattern})$"}
