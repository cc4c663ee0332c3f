"""A report as CSV (RFC 4180): one finding a row. A cell that a spreadsheet would take for a formula is quoted."""

import csv
import io

from clustergraph.ns import compact
from clustergraph.validation.property_paths import words
from clustergraph.validation.terms import text
from clustergraph.validator.findings import Checked

COLUMNS = ("severity", "line", "focusNode", "path", "value", "message", "remedy", "proposals", "shape", "component")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(checked: Checked, locale: str) -> bytes:
    """Write a report; the header is there even where nothing was found."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for finding in checked.findings:
        result = finding.result
        writer.writerow(
            map(
                _safe,
                (
                    finding.severity,
                    str(finding.line or ""),
                    text(result.focus),
                    "" if result.path is None else words(result.path),
                    "" if result.value is None else text(result.value),
                    finding.message(locale),
                    finding.remedy(locale),
                    " | ".join(f"{one.notation} {one.label} <{one.iri}>".strip() for one in finding.proposals),
                    text(result.shape),
                    compact(text(result.component)),
                ),
            )
        )
    return out.getvalue().encode()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
