"""A report as JSON with all that is known of it, for scripts."""

import json
from typing import Any

from clustergraph.graph.wording import spoken
from clustergraph.validation.property_paths import words
from clustergraph.validation.terms import literal, text
from clustergraph.validator.findings import Checked, Finding, page_language


def write_json(checked: Checked, locale: str) -> bytes:
    """Write a report; ``locale`` chooses ``message`` and ``remedy``, all languages stand beside them."""
    return json.dumps(report_document(checked, locale), indent=2, ensure_ascii=False).encode() + b"\n"


def report_document(checked: Checked, locale: str) -> dict[str, Any]:
    """Give a report as a dictionary for JSON."""
    tag = page_language(locale)
    told = {"unchecked": checked.verdict.unchecked, "notes": checked.notes}
    said = {name: [spoken(one, tag) for one in sentences] for name, sentences in told.items()}
    return {**checked.about(), **said, "findings": [_finding(finding, locale) for finding in checked.findings]}


def _conventional(tag: str) -> str:
    """Write a language tag as BCP 47, section 2.1.1 recommends: the parser has made all letters small."""
    first, *rest = tag.split("-")
    return "-".join([first, *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def _finding(finding: Finding, locale: str) -> dict[str, Any]:
    result = finding.result
    parts = {
        "severity": finding.severity,
        "message": finding.message(locale),
        "remedy": finding.remedy(locale) or None,
        "line": finding.line or None,
        "focusNode": text(result.focus),
        "path": None if result.path is None else words(result.path),
        "value": result.value,
        "component": text(result.component),
        "shape": text(result.shape),
        "proposals": [
            {"iri": one.iri, "notation": one.notation, "label": one.label(locale), "labels": dict(one.labels)}
            for one in finding.proposals
        ]
        or None,
        "messages": {_conventional(literal(term)[2]) or "und": literal(term)[0] for term in finding.messages},
    }
    return {key: value for key, value in parts.items() if value is not None}
