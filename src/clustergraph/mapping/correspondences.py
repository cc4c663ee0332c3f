"""The tables of ``data/correspondences`` → XKOS correspondences, with the plain SKOS mappings beside them.

One row is one judgement: two concepts, how they relate, how sure that is, on what it rests. A row with only one concept
says that the other list has nothing for it. XKOS: https://rdf-vocabulary.ddialliance.org/xkos.html, section 9.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from clustergraph.errors import BadParameter, Place, RepositoryError
from clustergraph.graph.ntriples import XSD, iri, literal, statement
from clustergraph.iris import ID, concept, correspondence_graph, thing
from clustergraph.ns import expand

#: The columns of every table: two compact names, a SKOS mapping property, two codes, and a sentence that explains.
COLUMNS = ("source", "target", "kind", "confidence", "evidence", "note")
KINDS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
Row = Mapping[str, str]


def correspondence_statements(head: Mapping[str, Any], rows: Sequence[Row], table: str) -> str:
    """Give the quads of one correspondence, in the graph ``graph/correspondence/<slug>``.

    ``head`` has the keys slug, title, description, compares (two IRIs), maker (a compact name), issued and, where the
    rows are generated, tables (IRIs); ``table`` is the path for errors. Raises :class:`RepositoryError` with the line
    of a row that cannot be used.
    """
    graph, whole = iri(correspondence_graph(head["slug"])), iri(thing("correspondence", head["slug"]))
    maker = iri(expand(head["maker"]))
    parts = [
        statement(whole, iri(expand(name)), value, graph)
        for name, value in (
            ("rdf:type", iri(expand("xkos:Correspondence"))),
            ("dct:title", literal(head["title"], language="en")),
            ("dct:description", literal(head["description"], language="en")),
            ("dct:issued", literal(str(head["issued"]), datatype=XSD + "date")),
            ("prov:wasAttributedTo", maker),
            *(("xkos:compares", iri(scheme)) for scheme in head["compares"]),
            *(("prov:wasDerivedFrom", iri(table)) for table in head.get("tables", ())),
        )
    ]
    for line, row in enumerate(rows, start=2):
        try:
            parts += _association(head["slug"], row, whole, maker, graph)
        except (BadParameter, LookupError, ValueError) as error:
            words = str(error).rstrip(".")
            raise RepositoryError(
                f"The row cannot be used: {words}.",
                place=Place(table, line),
                remedy=f"Columns: {', '.join(COLUMNS)}.",
            ) from error
    return "".join(parts)


def mapping_iri(slug: str, row: Row) -> str:
    """Name a row's judgement after its table and its two concepts, so that the name stays when rows move."""
    ends = (re.sub(r"[^a-z0-9]+", "-", _local(row[end]).lower()).strip("-") for end in ("source", "target"))
    return f"{ID}mapping/{'-'.join([slug, *ends])}"


def _local(name: str) -> str:
    return name.partition(":")[2] or "none"


def _association(slug: str, row: Row, whole: str, maker: str, graph: str) -> Iterator[str]:
    node, ends = iri(mapping_iri(slug, row)), {end: iri(expand(row[end])) for end in ("source", "target") if row[end]}
    yield statement(whole, iri(expand("xkos:madeOf")), node, graph)
    yield statement(node, iri(expand("rdf:type")), iri(expand("xkos:ConceptAssociation")), graph)
    yield statement(node, iri(expand("prov:wasAttributedTo")), maker, graph)
    for end, value in ends.items():
        yield statement(node, iri(expand(f"xkos:{end}Concept")), value, graph)
    if row["kind"]:
        kind = iri(expand(f"skos:{_known(row['kind'])}"))
        yield statement(node, iri(expand("cg:mappingKind")), kind, graph)
        if len(ends) == len(("source", "target")):
            yield statement(ends["source"], kind, ends["target"], graph)
    for property_, scheme in (("confidence", "confidence"), ("evidence", "mapping-evidence")):
        if row[property_]:
            code = iri(concept(f"scheme/{scheme}", row[property_]))
            yield statement(node, iri(expand(f"cg:{property_}")), code, graph)
    if row["note"]:
        yield statement(node, iri(expand("rdfs:comment")), literal(row["note"], language="en"), graph)


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"“{kind}” is no kind of mapping; there are {', '.join(KINDS)}")
    return kind
