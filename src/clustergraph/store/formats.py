"""The formats of answers as Oxigraph knows them, and what is said where one of them has no way to write a term."""

from collections.abc import Iterable

from pyoxigraph import QueryResultsFormat, RdfFormat

from clustergraph.errors import FormatCannotHold, Place

#: Names of result formats → what Oxigraph calls them.
SOLUTION_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
}
_TYPES = {
    **{name: form.media_type.partition(";")[0] for name, form in SOLUTION_FORMATS.items()},
    **{name: form.media_type for name, form in GRAPH_FORMATS.items()},
    "html": "text/html",
}
_LONGEST = 200  # characters of a term that are told


def cannot_hold(what: str, term: str, where: str, able: Iterable[str]) -> FormatCannotHold:
    """Make the refusal of a term: what of it a format cannot hold, the term, where it is, the formats that can."""
    told = term if len(term) <= _LONGEST else f"{term[:_LONGEST]}…"
    # what cannot be held here cannot be held by whatever shows this message either
    told = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04X}" for letter in told)
    return FormatCannotHold(f"{what}: {told}", place=Place(where), remedy=holding(able))


def holding(able: Iterable[str]) -> str:
    """Name formats that can hold a term, for a remedy."""
    return f"Formats that hold this term: {', '.join(f'{name} ({_TYPES[name]})' for name in able)}."
