"""Oxigraph's serialisers, with the recommended case of language tags and the types of JSON-LD given back."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from clustergraph import resources
from clustergraph.errors import FormatCannotHold
from clustergraph.graph.compaction import as_text, compacted
from clustergraph.graph.json_ld import with_types
from clustergraph.graph.language import restore_in_json_ld, restore_in_ntriples, restore_in_rdf_xml, restore_in_turtle
from clustergraph.graph.turtle_names import without_escapes
from clustergraph.store.answers import refusal
from clustergraph.store.formats import holding
from clustergraph.store.held import xml_held

#: Names of the formats in which a description is served → what Oxigraph calls them.
DOCUMENT_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
    "ntriples": RdfFormat.N_TRIPLES,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
}


def to_text(
    statements: Iterable[Quad] | Iterable[Triple], form: RdfFormat, prefixes: Mapping[str, str] | None = None
) -> bytes:
    """Serialise statements in their order; raises :class:`FormatCannotHold` for what the format has no way to write."""
    told: list[Any] = list(statements)  # Quads or Triples
    try:
        content = serialize(told, format=form, prefixes=dict(prefixes or {})) or b""
    except OSError as error:
        if form not in _LACKING:
            raise
        raise refusal(told, _LACKING[form]) from error
    if form == RdfFormat.JSON_LD:
        return with_types(restore_in_json_ld(content))
    if form == RdfFormat.RDF_XML:
        return restore_in_rdf_xml(xml_held(content))
    return restore_in_turtle(without_escapes(content, prefixes) if prefixes else content)


#: Formats that cannot hold every statement.
_LACKING = {RdfFormat.JSON_LD: "jsonld", RdfFormat.RDF_XML: "rdfxml"}
_BLANK = re.compile(r"_:[A-Za-z0-9]+")


def ntriples(turtle: bytes) -> str:
    """Write Turtle of ours as N-Triples; blank nodes are numbered as they come, so that the text is always the same."""
    triples = [quad.triple for quad in parse(input=turtle, format=RdfFormat.TURTLE)]
    numbers: dict[str, str] = {}
    lines = to_text(triples, RdfFormat.N_TRIPLES).decode()
    # a blank node begins a line or follows a property: nothing in a literal is touched
    return "".join(line if "_:" not in line else _numbered(line, numbers) for line in lines.splitlines(keepends=True))


def _numbered(line: str, numbers: dict[str, str]) -> str:
    subject, name, value = line.split(" ", 2)
    return " ".join([_number(subject, numbers), name, _number(value, numbers)])


def _number(term: str, numbers: dict[str, str]) -> str:
    found = _BLANK.match(term)
    return term if found is None else numbers.setdefault(found[0], f"_:b{len(numbers)}") + term[found.end() :]


def rewrite(ntriples: str, form: str, prefixes: Mapping[str, str], about: str = "") -> bytes:
    """Write N-Triples of ours in a format of :data:`DOCUMENT_FORMATS`, with the prefixes that occur in them.

    N-Triples stay as they are, but for the case of tags; JSON-LD is compacted, with what it is ``about`` at its
    beginning. Raises :class:`FormatCannotHold`.
    """
    if form in ("ntriples", "nquads"):  # a statement of the default graph is the same in both
        return restore_in_ntriples(ntriples.encode())
    triples = (quad.triple for quad in parse(input=ntriples.encode(), format=RdfFormat.N_TRIPLES))
    used = {prefix: namespace for prefix, namespace in prefixes.items() if f"<{namespace}" in ntriples}
    try:
        content = to_text(triples, DOCUMENT_FORMATS[form], used)
    except FormatCannotHold as error:  # of all formats a description has these, and a page
        error.remedy = holding([*(name for name in DOCUMENT_FORMATS if name != form), "html"])
        raise
    if form != "jsonld":
        return content
    return as_text(compacted(json.loads(content), resources.context(), prefixes, about)).encode()
