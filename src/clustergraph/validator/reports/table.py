"""A report as CSV (RFC 4180): one finding a row.

A cell that a spreadsheet would take for a formula has an apostrophe before it; a number stays one.
"""

import csv
import io
import re

from clustergraph.graph.wording import spoken
from clustergraph.ns import compact
from clustergraph.validation.property_paths import words
from clustergraph.validation.terms import text
from clustergraph.validator.findings import Checked, Finding, page_language

COLUMNS = (
    "content", "severity", "line", "focusNode", "path", "value", "message", "remedy", "proposals", "shape", "component",
)  # fmt: skip
_NUMBER = re.compile(r"[+-](?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_csv(checked: Checked, locale: str, *, header: bool = True) -> bytes:
    """Write a report; the header is there even where nothing was found.

    What was not checked, and notes, are rows with ``unchecked`` and ``note`` for their severity.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    if header:
        writer.writerow(COLUMNS)
    for severity, sentences in (("unchecked", checked.verdict.unchecked), ("note", checked.notes)):
        for one in sentences:
            told = spoken(one, page_language(locale))
            row = dict.fromkeys(COLUMNS, "") | {"content": checked.name, "severity": severity, "message": told}
            writer.writerow(map(_safe, row.values()))
    for finding in checked.findings:
        writer.writerow(map(_safe, _row(finding, checked.name, locale)))
    return out.getvalue().encode()


def _row(finding: Finding, name: str, locale: str) -> list[str]:
    result = finding.result
    return [
        name,
        finding.severity,
        str(finding.line or ""),
        text(result.focus),
        "" if result.path is None else words(result.path),
        "" if result.value is None else text(result.value),
        finding.message(locale),
        finding.remedy(locale),
        " | ".join(one.words(locale) for one in finding.proposals),
        text(result.shape),
        compact(text(result.component)),
    ]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell
