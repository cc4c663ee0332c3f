"""What the answers hold, in JSON Schema 2020-12 as OpenAPI 3.1 has it, and the headers beside them.

Objects are open where a later version may tell more: RFC 9457 (section 3.2) asks clients to pass over members that they
do not know.
"""

from clustergraph.errors import OCCURRENCE, PROBLEM_BASE, family
from clustergraph.web.openapi_words import TEXT, Json

_NUMBER: Json = {"type": "number"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_FLAG: Json = {"type": "boolean"}
_WHEN: Json = {"type": "string", "format": "date-time"}


def headers() -> Json:
    """Write the headers that answers refer to."""
    codes = {"type": "string", "enum": [error.code for error in family()]}
    told: dict[str, tuple[str, Json]] = {
        "Clustergraph-Error": ("The code of the problem, also where the body is a page or absent.", codes),
        "Clustergraph-Warning": (
            "Only where there is one: what the query says and may not mean; a list of strings (RFC 9651).",
            TEXT,
        ),
        "Clustergraph-Release": ("The digest of the release that was asked.", TEXT),
        "Location": ("Where to go on.", {"type": "string", "format": "uri-reference"}),
        "Preference-Applied": ("What was done of what was preferred (RFC 7240).", TEXT),
        "Retry-After": ("Only where it is worth while: after how many seconds to ask again.", _COUNT),
    }
    return {name: {"description": words, "schema": schema} for name, (words, schema) in told.items()}


def schemas() -> Json:
    """Write the schemas that answers refer to."""
    return {"Problem": _problem(), "ValidatorProblem": _validator_problem(), **_answers(), **_releases()}


def _problem() -> Json:
    place = {
        "source": {"type": "string", "description": "The text that is meant: “query”, “parameter format”, a file."},
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
        "excerpt": {"type": "string", "description": "The line, and below it another with a mark under the column."},
    }
    limit = {
        "setting": {"type": "string", "description": "Its name; /limits lists them."},
        "value": _NUMBER,
        "unit": TEXT,
    }
    return {
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "required": ["type", "title", "status", "detail", "code"],
        "properties": {
            "type": {"type": "string", "format": "uri", "pattern": f"^{PROBLEM_BASE}"},
            "title": {"type": "string", "description": "What this kind of problem is called."},
            "status": {"type": "integer", "enum": sorted({error.status for error in family()})},
            "detail": {"type": "string", "description": "What happened."},
            "code": {"enum": [error.code for error in family()], "type": "string"},
            "remedy": {"type": "string", "description": "What can be done."},
            "place": {"type": "object", "properties": place, "description": "Where; each part only where it is known."},
            "limit": {"type": "object", "properties": limit, "required": list(limit)},
            "instance": {
                "type": "string",
                "format": "uri",
                "pattern": f"^{OCCURRENCE}",
                "description": "Only for faults of the server: the number under which its log tells of this one.",
            },
            "retry_after": {**_COUNT, "description": "After how many seconds to ask again."},
            "language": {
                "enum": ["sr-Latn", "sr-Cyrl"],
                "description": "That of detail and remedy, where not English.",
            },
        },
    }


def _validator_problem() -> Json:
    """Write what the validator answers: what clients of the Test Bed read as well, where it is the one that refuses."""
    known = _problem()
    more = {"message": {"type": "string", "description": "The same as detail."}, "timestamp": TEXT}
    told = "What went wrong, as a problem document and as the Test Bed has it."
    return {**known, "description": told, "properties": {**known["properties"], **more}}


def _answers() -> Json:
    row = {"name": TEXT, "value": _NUMBER, "unit": TEXT, "meaning": TEXT, "code": TEXT, "status": {"type": "integer"}}
    term = {"type": {"enum": ["uri", "literal", "bnode"]}, "value": TEXT, "xml:lang": TEXT, "datatype": TEXT}
    found = {"type": "object", "additionalProperties": _object(term, ["type", "value"])}
    return {
        "SparqlResults": _object(
            {
                "head": _object({"vars": _list(TEXT)}, []),
                "boolean": _FLAG,
                "results": _object({"bindings": _list(found)}, ["bindings"]),
            },
            ["head"],
            "SPARQL 1.1 Query Results JSON Format: “boolean” of ASK, “results” of SELECT.",
        ),
        "Graphs": _object({"graphs": _list(_object({"graph": TEXT, "triples": _COUNT}))}),
        "Health": _object(
            {"status": {"enum": ["pass", "warn"]}, "release": TEXT, "notes": _list(TEXT)},
            ["status", "release"],
            "“warn” where operators should look: “notes” say why, such as that a release is damaged.",
        ),
        "Limits": _object({"limits": _list(_object(row))}),
    }


def _releases() -> Json:
    change = {"type": "object", "additionalProperties": _object({"added": _COUNT, "removed": _COUNT})}
    row = {
        "release": {"type": "string", "format": "uri"},
        "digest": TEXT,
        "built": _WHEN,
        "version": TEXT,
        **dict.fromkeys(("triples", "quads", "graphs"), _COUNT),
        **dict.fromkeys(("served", "kept", "cited"), _FLAG),
        "previous": {"type": ["string", "null"]},
        "added": {"type": ["integer", "null"]},
        "removed": {"type": ["integer", "null"]},
        "changes": {"anyOf": [change, {"type": "null"}], "description": "By the name of a graph or a kind of thing."},
    }
    return {"Releases": _object({"releases": _list(_object(row))})}


def _object(properties: Json, required: list[str] | None = None, told: str = "") -> Json:
    """Describe an object, whose members are all there unless it is said which are."""
    always = list(properties) if required is None else required
    said = {"description": told} if told else {}
    return {"type": "object", **said, "properties": properties, **({"required": always} if always else {})}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}
