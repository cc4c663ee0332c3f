"""The validator in OpenAPI 3.1: the members of its requests are those of the Test Bed's validator."""

from clustergraph.validator.reports import BY_NAME, REPORT_TYPES
from clustergraph.web.checking import REPORTS
from clustergraph.web.openapi_words import JSON, PAGE, Json, ok, operation, parameter, refusals
from clustergraph.web.shacl import CONTENT_TYPES, REQUEST_TYPES

_TEXT, _FLAG = {"type": "string"}, {"type": "boolean"}
_EMBEDDING = {"enum": ["STRING", "BASE64"], "description": "Without it BASE64 is tried, then the text itself."}
_RULE = {
    "type": "object",
    "required": ["ruleSet"],
    "properties": {"ruleSet": _TEXT, "embeddingMethod": _EMBEDDING, "ruleSyntax": _TEXT},
}
_INPUT: Json = {
    "type": "object",
    "required": ["contentToValidate"],
    "properties": {
        "contentToValidate": _TEXT,
        "embeddingMethod": _EMBEDDING,
        "contentSyntax": _TEXT,
        "validationType": _TEXT,
        "reportSyntax": {"enum": list(REPORT_TYPES)},
        "reportQuery": {"type": "string", "description": "A CONSTRUCT whose result takes the place of the report."},
        "externalRules": {"type": "array", "items": _RULE},
        "mergeModelsBeforeValidation": {"type": "boolean", "default": True},
        "loadImports": {"type": "boolean", "description": "Imports are never fetched; with it they are told."},
        "locale": _TEXT,
        "addInputToReport": _FLAG,
        "addShapesToReport": _FLAG,
        "addRdfReportToReport": _FLAG,
        "rdfReportSyntax": _TEXT,
        "wrapReportDataInCDATA": _FLAG,
    },
}
_EXAMPLE: Json = {
    "contentToValidate": '<http://example.org/c> <http://www.w3.org/2000/01/rdf-schema#label> "A cluster"@en .',
    "contentSyntax": "text/turtle",
    "reportSyntax": JSON,
}
_REFUSED = (
    "syntax-error", "bad-parameter", "shapes-problem", "validation-recursion", "bad-input", "query-refused",
    "query-too-deep", "query-too-complex", "unknown-graph", "service-refused", "not-found", "not-acceptable",
    "request-too-slow", "content-too-large", "too-many-findings", "unsupported-media-type", "not-checked",
    "query-too-long", "validator-busy", "validation-stopped", "validation-too-long", "validation-crashed",
    "release-error",
)  # fmt: skip
_DOMAIN = parameter("domain", "A domain of /shacl/api/info.", _TEXT, "clustergraph", where="path")


def validation() -> Json:
    """Write the paths."""
    return {**_told(), **_validating(), **_jobs(), **_page()}


def _told() -> Json:
    paths: Json = {}
    kinds = {
        "info": ok({JSON: {}}, "The domains and their validation types."),
        "version": ok({JSON: {}}, "The version."),
        "healthcheck": {"200": {"description": "It answers."}},
    }
    for name, answers in kinds.items():
        told = {**answers, **refusals("not-found")}
        paths[f"/shacl/api/{name}"] = {"get": operation(f"shacl_{name}", f"Of all domains: {name}.", told)}
        paths[f"/shacl/{{domain}}/api/{name}"] = {
            "get": operation(f"shaclDomain_{name}", f"Of one domain: {name}.", told, [_DOMAIN])
        }
    return paths


def _validating() -> Json:
    kind = parameter("validationType", "The validation type, where the body does not say it.", _TEXT)
    form = parameter(
        "reportSyntax", "The report's media type, where the body does not say it.", {"enum": list(REPORT_TYPES)}
    )
    locale = parameter("locale", "The language of messages, where the body does not say it.", _TEXT)
    partial = parameter(
        "partial", "“true”: each validation has its report or its problem.", {"enum": ["true", "false"]}
    )
    reports = ok({media_type: {} for media_type in REPORT_TYPES}, "The report; it tells whether the data conforms.")
    job = {"202": {"description": "A job, with “Prefer: respond-async”.", "content": {JSON: {}}}}
    request: Json = {
        **{key: {"schema": _INPUT} for key in REQUEST_TYPES},
        JSON: {"schema": _INPUT, "example": _EXAMPLE},
    }
    bodies: Json = {**{name: {} for name in CONTENT_TYPES}, **request}
    many: Json = {JSON: {"schema": {"type": "array", "items": _INPUT}, "example": [_EXAMPLE]}}
    told = "Validate RDF: in JSON as at the Test Bed, or as the body itself."
    refused = refusals(*_REFUSED)
    return {
        "/shacl/{domain}/api/validate": {
            "post": {
                **operation("validate", told, {**reports, **job, **refused}, [_DOMAIN, kind, form, locale]),
                "requestBody": {"required": True, "content": bodies},
            }
        },
        "/shacl/{domain}/api/validateMultiple": {
            "post": {
                **operation(
                    "validateMultiple",
                    "Validate several; reports come as BASE64.",
                    {**ok({JSON: {}}, "The reports in their order."), **job, **refusals(*_REFUSED, "batch-too-large")},
                    [_DOMAIN, kind, form, locale, partial],
                ),
                "requestBody": {"required": True, "content": many},
            }
        },
    }


def _page() -> Json:
    types: Json = {BY_NAME[name].media_types[0]: {} for name in REPORTS}
    form = {
        "type": "object",
        "properties": {
            "text": _TEXT,
            "file": {"type": "string", "format": "binary"},
            "profile": _TEXT,
            "report": {"enum": ["", *REPORTS]},
        },
    }
    body = {"schema": form, "example": {"text": "<http://example.org/c> a <http://example.org/Cluster> ."}}
    told = "Check a file or a text on a page; with “report” the report comes as a file."
    return {
        "/check": {
            "get": operation("checkForm", "A page on which data can be checked.", ok({PAGE: {}}, "The page.")),
            "post": {
                **operation("check", told, {**ok({PAGE: {}, **types}, told), **refusals(*_REFUSED, page=True)}),
                "requestBody": {"required": True, "content": {"multipart/form-data": body}},
            },
        }
    }


def _jobs() -> Json:
    name = parameter("job", "The name of a job.", _TEXT, where="path")
    gone = {"204": {"description": "It is ended and forgotten."}, **refusals("not-found")}
    reports = ok({media_type: {} for media_type in REPORT_TYPES}, "The report.")
    return {
        "/shacl/{domain}/api/jobs/{job}": {
            "get": operation(
                "job", "How far a job is.", {**ok({JSON: {}}, "Its state."), **refusals("not-found")}, [_DOMAIN, name]
            ),
            "delete": operation("endJob", "End a job and forget its report.", gone, [_DOMAIN, name]),
        },
        "/shacl/{domain}/api/jobs/{job}/report": {
            "get": operation(
                "jobReport",
                "The report of a job that has ended.",
                {**reports, **refusals(*_REFUSED, "batch-too-large")},
                [_DOMAIN, name],
            )
        },
    }
