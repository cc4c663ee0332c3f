"""One request in, the bytes of one answer out: which profile, which report, in which format."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from clustergraph.errors import BadParameter, ClustergraphError, NotAcceptable, NotChecked, Place
from clustergraph.graph.wording import joined
from clustergraph.ns import PREFIXES
from clustergraph.query.guard import guard
from clustergraph.settings import Settings
from clustergraph.sources.reading_limits import ReadingLimits
from clustergraph.sources.unpack import unpacked
from clustergraph.store.scratch import Scratch
from clustergraph.store.text import rewrite
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.results import Outcome
from clustergraph.validation.wording import said
from clustergraph.validator.brought import read, with_sent_shapes
from clustergraph.validator.checking import Asked, Told, check
from clustergraph.validator.findings import Checked
from clustergraph.validator.ready import Ready
from clustergraph.validator.reports import BY_NAME, REPORT_TYPES
from clustergraph.validator.reports.shacl import rdf_text, report_triples
from clustergraph.validator.reports.testbed import Attached, write_testbed_json, write_testbed_xml
from clustergraph.validator.request import Request

_RDF = ("rdfxml", "turtle", "jsonld", "ntriples")
_RDF_TYPES = {media_type: form for media_type, form in REPORT_TYPES.items() if form in _RDF}


@dataclass(frozen=True)
class Answer:
    """One answer; ``outcome`` and ``counts`` go into headers and logs."""

    content: bytes
    content_type: str
    outcome: str
    counts: dict[str, int]


def answer(
    request: Request,
    accepted: str,
    ready: Ready,
    settings: Settings,
    told: Told = lambda *_: None,
    shown: int | None = None,
) -> Answer:
    """Answer one request; ``accepted`` is the media type that the client takes where the request names none.

    ``shown`` is how many findings are told, where that is not all; all are counted.

    Raises :class:`NotChecked` where nothing grave was found, something could not be looked at, and the request does not
    say that this is to be passed over.
    """
    form = report_format(request.report_syntax or accepted, "reportSyntax", REPORT_TYPES)
    ready = with_sent_shapes(ready, request.rules, settings)
    told("Read", 0, 1)
    document = read(request.content, settings)
    told("Read", 1, 1)
    asked = Asked(ready, merge=request.merge and bool(request.rules), imports=request.imports)
    checked = check(document, request.content.name, asked, settings, told)
    if checked.outcome is Outcome.UNCHECKED and not request.pass_over:
        raise _not_checked(checked)
    checked = replace(checked, findings=checked.findings[:shown])
    content = _written(checked, form, request, ready.shapes.graph, settings)
    media_type = content_type(form, request.report_syntax or accepted)
    return Answer(content, media_type, checked.outcome.value, dict(checked.severities()))


def _not_checked(checked: Checked) -> NotChecked:
    found = ", ".join(f"{number} × {name}" for name, number in checked.severities() if number)
    told = said("not-whole.message", told=joined(" ", checked.verdict.unchecked))
    seen = said("not-whole.found", found=found) if found else said("not-whole.nothing")
    mend = said("not-whole.remedy", seen=seen)
    others = {tag: (words, mend.others[tag]) for tag, words in told.others.items()}
    return NotChecked(told, place=Place(checked.name), remedy=mend, others=others)


def report_format(wanted: str, member: str, offered: Mapping[str, str]) -> str:
    """Find the format of a media type; raises :class:`BadParameter` naming the member that asked for it."""
    name = wanted.partition(";")[0].strip().lower()
    if name not in offered:
        raise BadParameter(
            f"There is no report of the type “{wanted[:100]}” here.",
            place=Place(member),
            remedy=f"Choose one of {', '.join(offered)}.",
        )
    return offered[name]


def content_type(form: str, wanted: str = "") -> str:
    """Give the header's value for a format; XML has two names, of which the one that was asked for is said."""
    if form.startswith("testbed"):
        text_xml = wanted.strip().lower().startswith("text/xml")
        return "application/json" if form == "testbed" else "text/xml" if text_xml else "application/xml"
    return BY_NAME[form].content_type


def _written(checked: Checked, form: str, request: Request, shapes: TripleIndex, settings: Settings) -> bytes:
    locale = request.locale or "en"
    if request.report_query is not None:
        if form not in _RDF:
            raise NotAcceptable("What a reportQuery gives is RDF.", remedy="Ask for a report in RDF.")
        return rdf_text(_queried(report_triples(checked, form), request.report_query, settings), form)
    if form.startswith("testbed"):
        attached = _attached(checked, request, shapes, settings)
        if form == "testbed":
            return write_testbed_json(checked, locale, attached)
        return write_testbed_xml(checked, locale, attached, cdata=request.cdata)
    return BY_NAME[form].write(checked, locale)


def _queried(report: str, query: str, settings: Settings) -> str:
    """Let a CONSTRUCT of the client's make something else of the report, behind the guard of all queries."""
    if guard(query, settings).calls:
        raise BadParameter("A reportQuery calls no other endpoint.", place=Place("reportQuery"))
    try:
        with Scratch().holding(report.encode()) as held:
            return held.construct(query)
    except (SyntaxError, ValueError, RuntimeError) as error:
        raise BadParameter(f"The reportQuery cannot be evaluated: {error}.", place=Place("reportQuery")) from error


def _attached(checked: Checked, request: Request, shapes: TripleIndex, settings: Settings) -> list[Attached]:
    found = []
    if request.add_input:
        words = unpacked(request.content.content, ReadingLimits.of(settings), "content").decode()
        found.append(Attached("input", words, checked.syntax))
    if request.add_shapes:
        words = rewrite(shapes.text(), "rdfxml", PREFIXES).decode()
        found.append(Attached("shapes", words, BY_NAME["rdfxml"].media_types[0]))
    if request.add_report:
        form = report_format(request.added_syntax or "application/rdf+xml", "rdfReportSyntax", _RDF_TYPES)
        words = rdf_text(report_triples(checked, form), form).decode()
        found.append(Attached("report", words, BY_NAME[form].media_types[0]))
    return found


def answer_many(
    requests: Sequence[Request | ClustergraphError], one: Callable[[Request], Answer], *, partial: bool
) -> Answer:
    """Answer several in their order; a JSON report becomes XML, as at the Test Bed.

    Without ``partial`` the first that fails fails the call, and is named; with it each has its report or its problem.
    """
    told: list[dict[str, Any]] = []
    for number, request in enumerate(requests):
        try:
            if isinstance(request, ClustergraphError):
                raise request
            done = one(request)
        except ClustergraphError as error:
            if not partial:
                error.message = f"What stands at body[{number}] failed. {error.message}"
                raise
            told.append({"error": error.problem()})
        else:
            media_type = done.content_type.partition(";")[0]
            told.append({"report": base64.b64encode(done.content).decode(), "reportSyntax": media_type})
    return Answer(json.dumps(told, indent=2).encode(), "application/json", "", {})
