"""A report as the Test Bed's validator gives it: GITB TRL in JSON and XML (``gitb_tr.xsd``), for clients that read it.

``nrOfAssertions`` counts the infos, ``result`` is FAILURE with any violation, and warnings alone are SUCCESS, as there.
Who judged by which shapes stands in ``overview``.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from clustergraph import __version__
from clustergraph.graph.characters import NOT_XML
from clustergraph.graph.wording import spoken
from clustergraph.validation.property_paths import words
from clustergraph.validation.results import Outcome
from clustergraph.validation.terms import text
from clustergraph.validator.findings import Checked, Finding, page_language

_GROUPS = {"Violation": "error", "Warning": "warning", "Info": "info"}
_RESULTS = {Outcome.CONFORMS: "SUCCESS", Outcome.DOES_NOT: "FAILURE", Outcome.UNCHECKED: "UNDEFINED"}
_TR, _CORE = "http://www.gitb.com/tr/v1/", "http://www.gitb.com/core/v1/"


@dataclass(frozen=True)
class Attached:
    """What goes into ``context``: input, shapes or report."""

    name: str
    value: str
    media_type: str


def write_testbed_json(checked: Checked, locale: str, attached: Sequence[Attached] = ()) -> bytes:
    """Write GITB TRL as JSON; empty members are left out, as the Test Bed does."""
    return json.dumps(_document(checked, locale, attached), indent=2, ensure_ascii=False).encode()


def write_testbed_xml(
    checked: Checked, locale: str, attached: Sequence[Attached] = (), *, cdata: bool = False
) -> bytes:
    """Write GITB TRL as XML; ``cdata`` wraps what is attached in CDATA sections."""
    document = _document(checked, locale, attached)
    context = "".join(_item(item, cdata=cdata) for item in document["context"].get("items", ()))
    reports = "".join(
        f'<{kind} xsi:type="BAR">{_elements(one)}</{kind}>'
        for kind in ("info", "warning", "error")
        for one in document["reports"].get(kind, ())
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<TestStepReport xmlns="{_TR}" xmlns:ns2="{_CORE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:type="TAR" name="{document["name"]}">'
        f"<date>{document['date'][:-2]}:{document['date'][-2:]}</date><result>{document['result']}</result>"
        f"<overview>{_elements(document['overview'])}</overview>"
        f"<counters>{_elements(document['counters'])}</counters><context>{context}</context>"
        f"<reports>{reports}</reports></TestStepReport>\n"
    ).encode()


def _document(checked: Checked, locale: str, attached: Sequence[Attached]) -> dict[str, Any]:
    groups: dict[str, list[dict[str, str]]] = {}
    for finding in checked.findings:
        groups.setdefault(_GROUPS.get(finding.severity, "error"), []).append(_bar(finding, locale))
    counts = {kind: len(groups.get(kind, ())) for kind in ("info", "error", "warning")}
    items = [
        {
            "name": one.name,
            "type": "string",
            "embeddingMethod": "STRING",
            "mimeType": one.media_type,
            "value": one.value,
        }
        for one in attached
    ]
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "+0000",
        "result": _RESULTS[checked.outcome],
        "name": "SHACL Validation",
        "overview": _overview(checked, page_language(locale)),
        "counters": {
            "nrOfAssertions": counts["info"],
            "nrOfErrors": counts["error"],
            "nrOfWarnings": counts["warning"],
        },
        "context": {"type": "map", "items": items} if items else {},
        "reports": groups,
    }


def _overview(checked: Checked, tag: str) -> dict[str, str]:
    judge = checked.judge
    said = {
        "profileID": f"{judge.profile} {judge.version}".strip(),
        "customizationID": judge.digest,
        "validationServiceName": "clustergraph",
        "validationServiceVersion": f"{__version__} ({judge.engine})",
        "note": " ".join(spoken(one, tag) for one in (*checked.verdict.unchecked, *checked.notes)),
    }
    return {name: value for name, value in said.items() if value}


def _bar(finding: Finding, locale: str) -> dict[str, str]:
    """Write one finding; the words around terms are those that clients of the Test Bed take apart."""
    result = finding.result
    location = f"[Focus node] - [{text(result.focus)}]"
    if result.path is not None:
        location += f" - [Result path] - [{words(result.path)}]"
    test = f"[Shape] - [{text(result.shape)}]"
    if result.value is not None:
        test += f" - [Value] - [{text(result.value)}]"
    said = finding.message(locale)
    more = [finding.remedy(locale), *(one.words(locale) for one in finding.proposals)]
    line = f"line {finding.line}" if finding.line else ""
    told = ". ".join(part for part in (line, " ".join(filter(None, more))) if part)
    parts = {"assertionID": told, "description": said, "location": location, "test": test}
    return {name: words_ for name, words_ in parts.items() if words_}


def _elements(parts: Mapping[str, object]) -> str:
    return "".join(f"<{name}>{_escaped(str(value))}</{name}>" for name, value in parts.items() if value != "")


def _item(item: Mapping[str, str], *, cdata: bool) -> str:
    value = NOT_XML.replaced(item["value"])
    inner = "<![CDATA[" + value.replace("]]>", "]]]]><![CDATA[>") + "]]>" if cdata else escape(value)
    attributes = f'name="{item["name"]}" type="string" embeddingMethod="STRING" mimeType="{item["mimeType"]}"'
    return f"<ns2:item {attributes}><ns2:value>{inner}</ns2:value></ns2:item>"


def _escaped(value: str) -> str:
    return escape(NOT_XML.replaced(value))
