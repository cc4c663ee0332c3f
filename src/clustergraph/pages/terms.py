"""RDF terms as pages have them: read from SPARQL 1.1 Query Results JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_STRING = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True)
class Term:
    """One term: an IRI, or a literal with its language tag or datatype IRI (empty for a plain string)."""

    value: str
    is_iri: bool = False
    language: str = ""
    datatype: str = ""

    @property
    def number(self) -> bool:
        """Whether it is a number: its datatype is a numeric one of XML Schema."""
        return self.datatype.startswith(_SCHEMA) and self.datatype.removeprefix(_SCHEMA) in _NUMERIC

    @property
    def moment(self) -> bool:
        """Whether it is a date, of whatever precision."""
        return self.datatype.startswith(_SCHEMA) and self.datatype.removeprefix(_SCHEMA) in _MOMENTS


_SCHEMA = "http://www.w3.org/2001/XMLSchema#"
_MOMENTS = {"date", "dateTime", "gYear", "gYearMonth"}
_NUMERIC = {"integer", "decimal", "double", "float", "nonNegativeInteger", "positiveInteger", "int", "long", "short"}

#: One solution: the bound variables.
Row = Mapping[str, Term]


def read_rows(answer: Mapping[str, Any]) -> tuple[list[str], list[Row]]:
    """Take a parsed answer apart: its columns and its rows; the answer of an ASK is one cell."""
    if "boolean" in answer:
        return ["answer"], [{"answer": Term("true" if answer["boolean"] else "false")}]
    rows: list[Row] = [{name: _term(term) for name, term in row.items()} for row in answer["results"]["bindings"]]
    return list(answer["head"]["vars"]), rows


def _term(said: Mapping[str, str]) -> Term:
    if said["type"] == "uri":
        return Term(said["value"], is_iri=True)
    datatype = said.get("datatype", "")
    return Term(said["value"], language=said.get("xml:lang", ""), datatype="" if datatype == _STRING else datatype)
