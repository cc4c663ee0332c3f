"""What a client of the Test Bed's API asks: its JSON (class ``Input`` of the validator), read strictly.

Unknown members are passed over, as there. What would make us fetch something is refused with the way around it. One
member is ours: ``passOver`` asks for the report where something could not be checked, too.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clustergraph.errors import BadParameter, BatchTooLarge, ClustergraphError, Limit, Place

_FETCHED = ("contentQuery", "contentQueryEndpoint", "contentQueryUsername", "contentQueryPassword")
_EMBEDDINGS = ("STRING", "BASE64", "URL", "URI")
_BODY = "body"
_CONTENTS = ("contentToValidate", "ruleSet")  # what is no character in them is told with its line
_FLAGS = {"true": True, "false": False}
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Text:
    """RDF that was sent along, with the type that its sender gives it."""

    content: bytes
    syntax: str | None
    name: str


@dataclass(frozen=True)
class Request:
    """One validation that is asked for; absent members have the Test Bed's defaults."""

    content: Text
    validation_type: str | None = None
    report_syntax: str | None = None
    report_query: str | None = None
    rules: tuple[Text, ...] = ()
    merge: bool = True
    imports: bool = False
    pass_over: bool = False
    locale: str | None = None
    add_input: bool = False
    add_shapes: bool = False
    add_report: bool = False
    added_syntax: str | None = None
    cdata: bool = False


def is_request(body: bytes) -> bool:
    """Tell a request from JSON-LD that is itself the content, where the media type fits both."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return False
    first = document[0] if isinstance(document, list) and document else document
    return isinstance(first, dict) and not {"contentToValidate", *_FETCHED, "externalRules"}.isdisjoint(first)


def read_request(body: bytes) -> Request:
    """Read the body of ``validate``; raises :class:`BadParameter` naming the member that is wrong."""
    return _request(_object(_json(body), _BODY), _BODY)


def read_requests(body: bytes, most: int) -> list[Request | ClustergraphError]:
    """Read the body of ``validateMultiple``: an array of the same, an error in the place of what is none.

    Raises :class:`BadParameter` and :class:`BatchTooLarge` for the body as a whole.
    """
    document = _json(body)
    if not isinstance(document, list):
        raise BadParameter("The body of validateMultiple must be an array.", place=Place(_BODY), remedy="Send […].")
    if len(document) > most:
        raise BatchTooLarge(
            f"There are {len(document)} validations in the body, and at most {most} are done in one call.",
            place=Place(_BODY),
            limit=Limit("validate_batch", most, "validations"),
            remedy="Send them in several calls.",
        )
    return [_or_error(one, f"{_BODY}[{number}]") for number, one in enumerate(document)]


def _or_error(document: Any, place: str) -> Request | ClustergraphError:
    try:
        return _request(_object(document, place), place)
    except ClustergraphError as error:
        return error


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except RecursionError as error:
        raise BadParameter("The JSON is nested too deeply.", place=Place(_BODY)) from error
    except ValueError as error:
        place = Place(_BODY, getattr(error, "lineno", None), getattr(error, "colno", None))
        words = getattr(error, "msg", "it is not UTF-8 or holds what no JSON does")
        raise BadParameter(
            f"The body is not JSON: {words}.",
            place=place,
            remedy='Send {"contentToValidate": "…"}, or the RDF itself with its own Content-Type.',
        ) from error


def _object(document: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(document, dict):
        raise BadParameter("A JSON object is expected here.", place=Place(place))
    return document


def _request(document: Mapping[str, Any], place: str) -> Request:
    for name in _FETCHED:
        if document.get(name) is not None:
            raise BadParameter(
                "Content is not taken from other endpoints here.",
                place=Place(f"{place}.{name}"),
                remedy="Ask the endpoint yourself and send its answer as contentToValidate.",
            )
    content = _text(document, "contentToValidate", place)
    if content is None:
        raise BadParameter("There is nothing to validate.", place=Place(f"{place}.contentToValidate"))
    rules = document.get("externalRules")
    if rules is not None and not isinstance(rules, list):
        raise BadParameter("externalRules must be an array.", place=Place(f"{place}.externalRules"))
    return Request(
        content=_embedded(document, content, "contentSyntax", "content", place),
        validation_type=_text(document, "validationType", place),
        report_syntax=_text(document, "reportSyntax", place),
        report_query=_text(document, "reportQuery", place),
        rules=tuple(_rule(one, n, f"{place}.externalRules[{n}]") for n, one in enumerate(rules or ())),
        merge=_flag(document, "mergeModelsBeforeValidation", place, default=True),
        imports=_flag(document, "loadImports", place),
        pass_over=_flag(document, "passOver", place),
        locale=_text(document, "locale", place),
        add_input=_flag(document, "addInputToReport", place),
        add_shapes=_flag(document, "addShapesToReport", place),
        add_report=_flag(document, "addRdfReportToReport", place),
        added_syntax=_text(document, "rdfReportSyntax", place),
        cdata=_flag(document, "wrapReportDataInCDATA", place),
    )


def _rule(document: Any, number: int, place: str) -> Text:
    rule = _object(document, place)
    words = _text(rule, "ruleSet", place)
    if words is None:
        raise BadParameter("There are no shapes.", place=Place(f"{place}.ruleSet"))
    return _embedded(rule, words, "ruleSyntax", f"shapes {number + 1}", place)


def _embedded(document: Mapping[str, Any], words: str, syntax: str, name: str, place: str) -> Text:
    """Take content out of its embedding; without a word on it, BASE64 is tried and then the text itself, as there."""
    method = _text(document, "embeddingMethod", place)
    said = (method or "").upper()
    if method is not None and said not in _EMBEDDINGS:
        raise BadParameter(
            f"There is no embedding method “{method[:100]}”.",
            place=Place(f"{place}.embeddingMethod"),
            remedy="Give STRING or BASE64.",
        )
    if said in ("URL", "URI") or (not said and _is_address(words)):
        raise BadParameter(
            "Nothing is fetched here, so content cannot be given by its URL.",
            place=Place(f"{place}.embeddingMethod"),
            remedy="Fetch it yourself and send it with the embedding method STRING or BASE64.",
        )
    if said == "BASE64":
        decoded = _decoded(words)
        if decoded is None:
            raise BadParameter("The content is not BASE64.", place=Place(f"{place}.embeddingMethod"))
        return Text(decoded, _text(document, syntax, place), name)
    guessed = None if said else _decoded(words)
    return Text(guessed or words.encode("utf-8", "surrogatepass"), _text(document, syntax, place), name)


def _is_address(words: str) -> bool:
    start = words[:2048].strip()
    return start.lower().startswith(("http://", "https://", "ftp://", "file:")) and len(start.split()) == 1


def _decoded(words: str) -> bytes | None:
    try:
        return base64.b64decode("".join(words.split()) if words[:76].count(" ") == 0 else words, validate=True)
    except (binascii.Error, ValueError):
        return None


def _text(document: Mapping[str, Any], name: str, place: str) -> str | None:
    value = document.get(name)
    if value is not None and not isinstance(value, str):
        raise BadParameter(f"{name} must be a text.", place=Place(f"{place}.{name}"))
    if value and name not in _CONTENTS and _HALF.search(value):
        raise BadParameter(f"{name} has half of a character.", place=Place(f"{place}.{name}"))
    return value or None


def _flag(document: Mapping[str, Any], name: str, place: str, *, default: bool = False) -> bool:
    value = document.get(name)
    if value is None:
        return default
    if isinstance(value, str) and value.strip().lower() in _FLAGS:  # as forms and properties files have it
        return _FLAGS[value.strip().lower()]
    if not isinstance(value, bool):
        raise BadParameter(f"{name} must be true or false.", place=Place(f"{place}.{name}"))
    return value
