"""Oxigraph's serialisers, with the recommended case of language tags given back."""

from collections.abc import Iterable, Mapping

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from clustergraph.graph.language import restore_in_json_ld, restore_in_rdf_xml, restore_in_turtle

#: Names of the formats in which a description is served → what Oxigraph calls them.
DOCUMENT_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
    "ntriples": RdfFormat.N_TRIPLES,
}


def to_text(
    statements: Iterable[Quad] | Iterable[Triple], form: RdfFormat, prefixes: Mapping[str, str] | None = None
) -> bytes:
    """Serialise statements in their order."""
    content = serialize(statements, format=form, prefixes=dict(prefixes or {})) or b""
    if form == RdfFormat.JSON_LD:
        return restore_in_json_ld(content)
    return restore_in_rdf_xml(content) if form == RdfFormat.RDF_XML else restore_in_turtle(content)


def ntriples(turtle: bytes) -> str:
    """Write Turtle of ours as N-Triples, sorted."""
    triples = [quad.triple for quad in parse(input=turtle, format=RdfFormat.TURTLE)]
    return "".join(sorted(to_text(triples, RdfFormat.N_TRIPLES).decode().splitlines(keepends=True)))


def rewrite(ntriples: str, form: str, prefixes: Mapping[str, str]) -> bytes:
    """Write N-Triples of ours in a format of :data:`DOCUMENT_FORMATS`, with the prefixes that occur in them."""
    triples = [quad.triple for quad in parse(input=ntriples.encode(), format=RdfFormat.N_TRIPLES)]
    used = {prefix: namespace for prefix, namespace in prefixes.items() if f"<{namespace}" in ntriples}
    return to_text(triples, DOCUMENT_FORMATS[form], used)
