"""RDF terms as pages have them: read from SPARQL 1.2 Query Results JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clustergraph.ns import compact

_STRING = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True)
class Term:
    """One term: an IRI, or a literal with its language tag or datatype IRI (empty for a plain string).

    ``direction`` is the base direction of a text, ``ltr`` or ``rtl``, if it has one. A triple term or a blank node is a
    text as Turtle would write it.
    """

    value: str
    is_iri: bool = False
    language: str = ""
    datatype: str = ""
    direction: str = ""

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


def _term(said: Mapping[str, Any]) -> Term:
    if said["type"] == "uri":
        return Term(said["value"], is_iri=True)
    if said["type"] in ("triple", "bnode"):
        return Term(written(said))
    datatype = said.get("datatype", "")
    return Term(
        said["value"],
        language=said.get("xml:lang", ""),
        datatype="" if datatype == _STRING else datatype,
        direction=said.get("its:dir", ""),
    )


def written(said: Mapping[str, Any]) -> str:
    """Write a term of Query Results JSON as Turtle does, with the prefixes of ours."""
    kind, value = said["type"], said["value"]
    if kind == "triple":
        return f"<<( {' '.join(written(value[part]) for part in ('subject', 'predicate', 'object'))} )>>"
    if kind == "bnode":
        return f"_:{value}"
    if kind == "uri":
        short = compact(value)
        return f"<{value}>" if short == value else short
    text = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if "xml:lang" in said:
        return f"{text}@{said['xml:lang']}" + (f"--{said['its:dir']}" if "its:dir" in said else "")
    return f"{text}^^{written({'type': 'uri', 'value': said['datatype']})}" if "datatype" in said else text
