"""What the validator takes and gives, in JSON Schema: requests, jobs and reports of the Test Bed's REST interface."""

from clustergraph.validator.reports import REPORT_TYPES
from clustergraph.web.openapi_words import TEXT, Json, ref

_FLAG: Json = {"type": "boolean"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_EMBEDDING: Json = {
    "type": "string",
    "enum": ["STRING", "BASE64"],
    "description": "Without it BASE64 is tried, then the text itself.",
}
_RULES: Json = {
    "type": "object",
    "required": ["ruleSet"],
    "properties": {"ruleSet": TEXT, "embeddingMethod": _EMBEDDING, "ruleSyntax": TEXT},
}
_REQUEST: Json = {
    "type": "object",
    "required": ["contentToValidate"],
    "properties": {
        "contentToValidate": TEXT,
        "embeddingMethod": _EMBEDDING,
        "contentSyntax": TEXT,
        "validationType": TEXT,
        "reportSyntax": {"type": "string", "enum": list(REPORT_TYPES)},
        "reportQuery": {"type": "string", "description": "A CONSTRUCT whose result takes the place of the report."},
        "externalRules": {"type": "array", "items": ref("ValidationRules")["schema"]},
        "mergeModelsBeforeValidation": {"type": "boolean", "default": True},
        "loadImports": {"type": "boolean", "description": "Imports are never fetched; with it they are told."},
        "passOver": {
            "type": "boolean",
            "description": "Give the report where something could not be checked, too; it says what was passed over.",
        },
        "locale": TEXT,
        "addInputToReport": _FLAG,
        "addShapesToReport": _FLAG,
        "addRdfReportToReport": _FLAG,
        "rdfReportSyntax": TEXT,
        "wrapReportDataInCDATA": _FLAG,
    },
}


def validation_schemas() -> Json:
    """Write the schemas that the paths refer to."""
    kind: Json = {"type": "object", "required": ["type"], "properties": {"type": TEXT, "description": TEXT}}
    types = {"type": "array", "items": kind}
    bar = dict.fromkeys(("assertionID", "description", "location", "test"), TEXT)
    bars: Json = {"type": "array", "items": {"type": "object", "properties": bar}}
    counts = dict.fromkeys(("nrOfAssertions", "nrOfErrors", "nrOfWarnings"), _COUNT)
    report = {
        "date": TEXT,
        "result": {"type": "string", "enum": ["SUCCESS", "FAILURE", "UNDEFINED"]},
        "name": TEXT,
        "overview": {"type": "object", "additionalProperties": TEXT},
        "counters": {"type": "object", "properties": counts, "required": list(counts)},
        "context": {"type": "object"},
        "reports": {"type": "object", "properties": dict.fromkeys(("info", "error", "warning"), bars)},
    }
    one = {"report": {"type": "string", "contentEncoding": "base64"}, "reportSyntax": TEXT, "error": _problem()}
    return {
        "ValidationRules": _RULES,
        "ValidationRequest": _REQUEST,
        "ValidationDomain": {
            "type": "object",
            "required": ["domain", "validationTypes"],
            "properties": {"domain": TEXT, "validationTypes": types},
        },
        "ValidationJob": _job(),
        "TestBedReport": {
            "type": "object",
            "description": "A report as GITB TRL has it in JSON.",
            "required": ["date", "result", "counters", "reports"],
            "properties": report,
        },
        "ValidationReports": {
            "type": "array",
            "items": {
                "type": "object",
                "description": "A report and its media type; with “partial” the problem of a validation that failed.",
                "properties": one,
            },
        },
    }


def _job() -> Json:
    progress = {"step": TEXT, "done": _COUNT, "total": _COUNT}
    return {
        "type": "object",
        "required": ["job", "state", "progress", "seconds"],
        "properties": {
            "job": TEXT,
            "state": {"type": "string", "enum": ["running", "finished", "failed"]},
            "progress": {"type": "object", "properties": progress, "required": list(progress)},
            "seconds": {"type": "number"},
            "status": {"type": "string", "format": "uri-reference", "description": "Where to ask how far it is."},
            "report": {"type": "string", "format": "uri-reference", "description": "Where the report is."},
            "outcome": TEXT,
            "counts": {"type": "object", "additionalProperties": _COUNT},
            "problem": _problem(),
        },
    }


def _problem() -> Json:
    schema: Json = ref("Problem")["schema"]
    return schema
