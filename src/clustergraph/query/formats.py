"""The formats of answers as a table: name, media types, and the specification above each row; RDF has its own table."""

from dataclasses import dataclass
from typing import Literal

from clustergraph.graph.syntaxes import SYNTAXES, Syntax

Kind = Literal["solutions", "graph", "any"]


@dataclass(frozen=True)
class Format:
    """One format: the first media type is the one we send; the others are synonyms clients ask for.

    ``kind`` says which results it is for; a page is for any. ``synonyms`` are what clients of others write after
    ``format=`` for it, the media types apart.
    """

    name: str
    kind: Kind
    media_types: tuple[str, ...]
    label: str
    synonyms: tuple[str, ...] = ()
    text: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """List what may stand after ``format=``."""
        return (self.name, *self.synonyms, *self.media_types)

    @property
    def content_type(self) -> str:
        """The header's value; text types say their charset."""
        return self.media_types[0] + ("; charset=utf-8" if self.text else "")


def _graph(row: Syntax) -> Format:
    types, synonyms = (row.media_type, *row.aliases), (*row.suffixes, *row.names)
    return Format(row.name, "graph", types, row.label, synonyms, text=row.charset)


FORMATS = (
    # https://www.w3.org/TR/sparql11-results-json/
    Format("json", "solutions", ("application/sparql-results+json", "application/json"), "JSON", ("srj",)),
    # https://www.w3.org/TR/rdf-sparql-XMLres/
    Format("xml", "solutions", ("application/sparql-results+xml", "application/xml", "text/xml"), "XML", ("srx",)),
    # https://www.w3.org/TR/sparql11-results-csv-tsv/#csv
    Format("csv", "solutions", ("text/csv",), "CSV", text=True),
    # https://www.w3.org/TR/sparql11-results-csv-tsv/#tsv
    Format("tsv", "solutions", ("text/tab-separated-values",), "TSV", text=True),
    *(_graph(row) for row in SYNTAXES),
    # https://html.spec.whatwg.org/multipage/tables.html
    Format("html", "any", ("text/html",), "HTML", text=True),
)
BY_NAME = {row.name: row for row in FORMATS}
#: What our own pages ask for, and nobody else can: the first rows as JSON.
EXCERPT = Format("excerpt", "solutions", ("application/json",), "excerpt")


def of_kind(kind: str) -> tuple[Format, ...]:
    """List the formats for a kind of result, the one to prefer first."""
    return tuple(row for row in FORMATS if row.kind in (kind, "any"))
