"""The validator in OpenAPI 3.1: the members of its requests are those of the Test Bed's validator."""

from clustergraph.validator.reports import BY_NAME, REPORT_TYPES
from clustergraph.web.checking import EXAMPLES, REPORTS
from clustergraph.web.openapi_words import (
    BYTES,
    JSON,
    PAGE,
    TEXT,
    Json,
    accepted,
    content,
    mixed,
    ok,
    operation,
    parameter,
    ref,
    refusals,
)
from clustergraph.web.shacl import CONTENT_TYPES, REQUEST_TYPES

_PACKED = ("application/gzip", "application/octet-stream")
_EXAMPLE: Json = {
    "contentToValidate": '<http://example.org/c> <http://www.w3.org/2000/01/rdf-schema#label> "A cluster"@en .',
    "contentSyntax": "text/turtle",
    "reportSyntax": JSON,
}
_REFUSED = (
    "syntax-error", "bad-parameter", "shapes-problem", "bad-input", "query-refused",
    "query-too-deep", "query-too-complex", "unknown-graph", "service-refused", "not-found", "not-acceptable",
    "request-too-slow", "content-too-large", "too-many-findings", "unsupported-media-type", "not-checked",
    "query-too-long", "validator-busy", "validation-stopped", "validation-too-long", "validation-too-large",
    "validation-crashed",
    "release-error",
)  # fmt: skip
_DOMAIN = parameter("domain", "A domain of /shacl/api/info.", TEXT, "clustergraph", where="path")


def validation() -> Json:
    """Write the paths."""
    return {**_told(), **_validating(), **_jobs(), **_page()}


def _refusals(*codes: str) -> Json:
    return refusals(*codes, schema="ValidatorProblem")


def _told() -> Json:
    domain = ref("ValidationDomain")
    version: Json = {"type": "object", "properties": {"versionNumber": TEXT, "buildTimestamp": TEXT}}
    of_all = {
        "info": ok({JSON: {"schema": {"type": "array", "items": domain["schema"]}}}, "The domains and their types."),
        "version": ok({JSON: {"schema": version}}, "The version."),
        "healthcheck": {"200": {"description": "It answers."}},
    }
    of_one = {**of_all, "info": ok({JSON: domain}, "The domain and its validation types.")}
    paths: Json = {}
    for name, answers in of_all.items():
        told = {**answers, **_refusals("not-found")}
        paths[f"/shacl/api/{name}"] = {"get": operation(f"shacl_{name}", f"Of all domains: {name}.", told)}
        told = {**of_one[name], **_refusals("not-found")}
        paths[f"/shacl/{{domain}}/api/{name}"] = {
            "get": operation(f"shaclDomain_{name}", f"Of one domain: {name}.", told, [_DOMAIN])
        }
    return paths


def _validating() -> Json:
    kind = parameter("validationType", "The validation type, where the body does not say it.", TEXT)
    form = parameter(
        "reportSyntax",
        "The report's media type, where the body does not say it.",
        {"type": "string", "enum": list(REPORT_TYPES)},
    )
    locale = parameter("locale", "The language of messages, where the body does not say it.", TEXT)
    partial = parameter(
        "partial",
        "“true”: each validation has its report or its problem.",
        {"type": "string", "enum": ["true", "false"]},
    )
    over = parameter(
        "passOver",
        "“true”: what cannot be checked is passed over and told.",
        {"type": "string", "enum": ["true", "false"]},
    )
    wait = parameter("Prefer", "“respond-async” makes a job of it (RFC 7240).", TEXT, where="header")
    job = accepted("A job, with “Prefer: respond-async”.", {JSON: ref("ValidationJob")})
    types = [name for name in CONTENT_TYPES if name not in REQUEST_TYPES]
    bodies: Json = {
        JSON: {**ref("ValidationRequest"), "example": _EXAMPLE},
        **{name: {"schema": BYTES if name in _PACKED else TEXT} for name in types},
        "application/ld+json": {
            "schema": {"type": "object", "description": "RDF in JSON-LD, or the request that application/json is."}
        },
    }
    many: Json = {"type": "array", "items": ref("ValidationRequest")["schema"]}
    told = "Validate RDF: in JSON as at the Test Bed, or as the body itself."
    reports = ok({JSON: ref("ValidationReports")}, "The reports in their order, as BASE64.")
    return {
        "/shacl/{domain}/api/validate": {
            "post": operation(
                "validate",
                told,
                {**_reports("The report; it tells whether the data conforms."), **job, **_refusals(*_REFUSED)},
                [_DOMAIN, kind, form, locale, over, wait],
                body=bodies,
            )
        },
        "/shacl/{domain}/api/validateMultiple": {
            "post": operation(
                "validateMultiple",
                "Validate several; reports come as BASE64.",
                {**reports, **job, **_refusals(*_REFUSED, "batch-too-large")},
                [_DOMAIN, kind, form, locale, partial, wait],
                body={JSON: {"schema": many, "example": [_EXAMPLE]}},
            )
        },
    }


def _reports(told: str, in_json: Json | None = None) -> Json:
    """Describe a report in each of its formats; without a wish it comes in RDF/XML."""
    return ok(mixed(REPORT_TYPES, {JSON: in_json or ref("TestBedReport")}), told)


def _page() -> Json:
    types = mixed(BY_NAME[name].media_types[0] for name in REPORTS)
    form = {
        "type": "object",
        "properties": {
            "text": TEXT,
            "file": BYTES,
            "profile": TEXT,
            "shapes": TEXT,
            "shapes-file": BYTES,
            "report": {"type": "string", "enum": ["", *REPORTS]},
        },
    }
    body = {"schema": form, "example": {"text": "<http://example.org/c> a <http://example.org/Cluster> ."}}
    filled = {"type": "string", "enum": [*EXAMPLES]}
    told = "Check a file or a text on a page; with “report” the report comes as a file."
    return {
        "/check": {
            "get": operation(
                "checkForm",
                "A page on which data can be checked.",
                {**ok({PAGE: content(PAGE)}, "The page."), **refusals("bad-parameter")},
                [parameter("example", "Fill the form with an example.", filled, "turtle")],
            ),
            "post": operation(
                "check",
                told,
                {**ok(types, told), **refusals(*_REFUSED)},
                body={"multipart/form-data": body},
            ),
        }
    }


def _jobs() -> Json:
    name = parameter("job", "The name of a job.", TEXT, where="path")
    gone = {"204": {"description": "It is ended and forgotten."}, **_refusals("not-found")}
    state = {**ok({JSON: ref("ValidationJob")}, "Its state."), **_refusals("not-found")}
    several = {"schema": {"anyOf": [ref("TestBedReport")["schema"], ref("ValidationReports")["schema"]]}}
    reports = _reports("The report; of several, all of them.", several)
    return {
        "/shacl/{domain}/api/jobs/{job}": {
            "get": operation("job", "How far a job is.", state, [_DOMAIN, name]),
            "delete": operation("endJob", "End a job and forget its report.", gone, [_DOMAIN, name]),
        },
        "/shacl/{domain}/api/jobs/{job}/report": {
            "get": operation(
                "jobReport",
                "The report of a job that has ended.",
                {**reports, **_refusals(*_REFUSED, "batch-too-large")},
                [_DOMAIN, name],
            )
        },
    }
