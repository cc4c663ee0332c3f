"""The formats of a report as a table: name, media types, suffix, and what writes it."""

from collections.abc import Callable
from dataclasses import dataclass

from clustergraph.graph.syntaxes import GENERAL, SYNTAXES
from clustergraph.validator.findings import Checked
from clustergraph.validator.reports.own import write_json
from clustergraph.validator.reports.page import write_html
from clustergraph.validator.reports.plain import write_text
from clustergraph.validator.reports.shacl import write_rdf
from clustergraph.validator.reports.table import write_csv

#: Writes a report in a language.
Writer = Callable[[Checked, str], bytes]


@dataclass(frozen=True)
class ReportFormat:
    """One format; the first media type is the one we send."""

    name: str
    media_types: tuple[str, ...]
    write: Writer
    text: bool = False

    @property
    def content_type(self) -> str:
        """The header's value; text types say their charset."""
        return self.media_types[0] + ("; charset=utf-8" if self.text else "")


def _types(name: str) -> tuple[str, ...]:
    """Give the media types of a syntax; what also names others is the Test Bed's, or a text."""
    row = next(row for row in SYNTAXES if row.name == name)
    return (row.media_type, *(alias for alias in row.aliases if alias not in GENERAL))


#: RDF first, as in section 3.6 of the SHACL recommendation.
FORMATS = (
    ReportFormat("rdfxml", _types("rdfxml"), lambda checked, _: write_rdf(checked, "rdfxml")),
    ReportFormat("turtle", _types("turtle"), lambda checked, _: write_rdf(checked, "turtle"), text=True),
    ReportFormat("jsonld", _types("jsonld"), lambda checked, _: write_rdf(checked, "jsonld")),
    ReportFormat("ntriples", _types("ntriples"), lambda checked, _: write_rdf(checked, "ntriples")),
    ReportFormat("csv", ("text/csv",), write_csv, text=True),
    ReportFormat("html", ("text/html",), write_html, text=True),
    ReportFormat("text", ("text/plain",), write_text, text=True),
    ReportFormat("report", ("application/vnd.clustergraph.report+json",), write_json),
)
BY_NAME = {row.name: row for row in FORMATS}
#: Media type of a report → name of its format; ``testbed`` and ``testbed-xml`` are GITB TRL (``reports.testbed``).
#: Those of the Test Bed come first: its clients name them beside others that it does not have.
_TESTBED = {"application/json": "testbed", "application/xml": "testbed-xml", "text/xml": "testbed-xml"}
_OURS = {media_type: row.name for row in FORMATS for media_type in row.media_types}
REPORT_TYPES = {name: form for name, form in _OURS.items() if form in ("rdfxml", "turtle", "jsonld", "ntriples")}
REPORT_TYPES |= _TESTBED | _OURS
