"""One request in, the bytes of one answer out: which profile, which report, in which format."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from clustergraph.errors import BadParameter, ClustergraphError, NotAcceptable, NotChecked, Place
from clustergraph.ns import PREFIXES
from clustergraph.query.guard import guard
from clustergraph.settings import Settings
from clustergraph.store.scratch import Scratch
from clustergraph.store.text import rewrite
from clustergraph.validation.results import Outcome
from clustergraph.validator.brought import read, with_sent_shapes
from clustergraph.validator.checking import Asked, Told, check
from clustergraph.validator.findings import Checked
from clustergraph.validator.ready import Ready
from clustergraph.validator.reports import BY_NAME, REPORT_TYPES
from clustergraph.validator.reports.shacl import report_triples
from clustergraph.validator.reports.testbed import Attached, write_testbed_json, write_testbed_xml
from clustergraph.validator.request import Request

_RDF = ("rdfxml", "turtle", "jsonld", "ntriples")


@dataclass(frozen=True)
class Answer:
    """One answer; ``outcome`` and ``counts`` go into headers and logs."""

    content: bytes
    content_type: str
    outcome: str
    counts: dict[str, int]


def answer(request: Request, accepted: str, ready: Ready, settings: Settings, told: Told = lambda *_: None) -> Answer:
    """Answer one request; ``accepted`` is the format that the client takes where the request names none.

    Raises :class:`NotChecked` where nothing grave was found and something could not be looked at.
    """
    form = report_format(request.report_syntax, accepted)
    ready = with_sent_shapes(ready, request.rules, settings)
    told("Read", 0, 1)
    document = read(request.content, settings)
    told("Read", 1, 1)
    asked = Asked(ready, merge=request.merge and bool(request.rules), imports=request.imports)
    checked = check(document, request.content.name, asked, settings, told)
    if checked.outcome is Outcome.UNCHECKED:
        raise NotChecked(
            f"The content could not be checked whole. {' '.join(checked.verdict.unchecked)}",
            place=Place(request.content.name),
            remedy="Nothing wrong was seen, which is no verdict. Send what is missing, or shapes without it.",
        )
    content = _written(checked, form, request, ready.shapes.graph.text(), settings)
    media_type = request.report_syntax if form.startswith("testbed-") else None
    return Answer(content, media_type or content_type(form), checked.outcome.value, dict(checked.severities()))


def report_format(wanted: str | None, accepted: str) -> str:
    """Choose the format: what the request names beats the header, as at the Test Bed."""
    if wanted is None:
        return accepted
    name = wanted.partition(";")[0].strip().lower()
    if name not in REPORT_TYPES:
        raise BadParameter(
            f"There is no report of the type “{wanted}”.",
            place=Place("reportSyntax"),
            remedy=f"Choose one of {', '.join(REPORT_TYPES)}.",
        )
    return REPORT_TYPES[name]


def content_type(form: str) -> str:
    """Give the header's value for a format."""
    if form.startswith("testbed"):
        return "application/json" if form == "testbed" else "application/xml"
    return BY_NAME[form].content_type


def _written(checked: Checked, form: str, request: Request, shapes: str, settings: Settings) -> bytes:
    if request.report_query is not None:
        if form not in _RDF:
            raise NotAcceptable("What a reportQuery gives is RDF.", remedy="Ask for a report in RDF.")
        return rewrite(_queried(report_triples(checked), request.report_query, settings), form, PREFIXES)
    if form.startswith("testbed"):
        attached = _attached(checked, request, shapes)
        if form == "testbed":
            return write_testbed_json(checked, request.locale, attached)
        return write_testbed_xml(checked, request.locale, attached, cdata=request.cdata)
    return BY_NAME[form].write(checked, request.locale)


def _queried(report: str, query: str, settings: Settings) -> str:
    """Let a CONSTRUCT of the client's make something else of the report, behind the guard of all queries."""
    if guard(query, settings).calls:
        raise BadParameter("A reportQuery calls no other endpoint.", place=Place("reportQuery"))
    try:
        with Scratch().holding(report.encode()) as held:
            return held.construct(query)
    except (SyntaxError, ValueError, RuntimeError) as error:
        raise BadParameter(f"The reportQuery cannot be evaluated: {error}.", place=Place("reportQuery")) from error


def _attached(checked: Checked, request: Request, shapes: str) -> list[Attached]:
    found = []
    if request.add_input:
        words = request.content.content.decode("utf-8", "replace")
        found.append(Attached("input", words, checked.syntax))
    if request.add_shapes:
        words = rewrite(shapes, "rdfxml", PREFIXES).decode()
        found.append(Attached("shapes", words, BY_NAME["rdfxml"].media_types[0]))
    if request.add_report:
        form = report_format(request.added_syntax, "rdfxml")
        form = form if form in _RDF else "rdfxml"
        words = rewrite(report_triples(checked), form, PREFIXES).decode()
        found.append(Attached("report", words, BY_NAME[form].media_types[0]))
    return found


def answer_many(requests: list[Request], one: Callable[[Request], Answer], *, partial: bool) -> Answer:
    """Answer several in their order; a JSON report becomes XML, as at the Test Bed.

    Without ``partial`` the first that fails fails the call, and is named; with it each has its report or its problem.
    """
    told: list[dict[str, Any]] = []
    for number, request in enumerate(requests):
        try:
            done = one(request)
        except ClustergraphError as error:
            if not partial:
                error.message = f"Validation {number} of the array failed. {error.message}"
                raise
            told.append({"error": error.problem()})
        else:
            media_type = done.content_type.partition(";")[0]
            told.append({"report": base64.b64encode(done.content).decode(), "reportSyntax": media_type})
    return Answer(json.dumps(told, indent=2).encode(), "application/json", "", {})
