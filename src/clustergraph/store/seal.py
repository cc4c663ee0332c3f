"""Writes a store to disk once and never again: the sealed store and the dumps of a release."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from clustergraph.iris import GRAPH
from clustergraph.ns import PREFIXES, expand
from clustergraph.store.datatypes import Datatypes
from clustergraph.store.text import to_text

_TYPE, _CODE_LIST, _IN_SCHEME = (NamedNode(expand(name)) for name in ("rdf:type", "qb:codeList", "skos:inScheme"))
_QB = PREFIXES["qb"]


#: Dump → how the names of the graphs begin that it holds.
_PARTS = {
    "vocabulary.ttl": (GRAPH + "ontology/", GRAPH + "scheme/"),
    "codes.ttl": (GRAPH + "reference/", GRAPH + "correspondence/"),
}


def write_store(folder: Path, payload: Sequence[bytes]) -> int:
    """Write named graphs and the default graph, which holds each triple once; gives the number of its triples.

    ``payload`` holds canonical N-Quads lines. Datatypes that the engine widens are written beside it
    (``store.datatypes``). The store must not be opened for writing afterwards.
    """
    quads = _quads(payload)
    triples = _distinct(quads)
    store = Store(str(folder))
    store.bulk_extend([*quads, *triples])
    store.optimize()
    store.flush()
    Datatypes.of_lines(payload).write(folder)
    return len(triples)


def write_dumps(folder: Path, payload: Sequence[bytes], prefixes: Mapping[str, str]) -> dict[str, int]:
    """Write the dumps; equal payload gives equal bytes.

    N-Quads and TriG and JSON-LD hold the named graphs, Turtle each triple once. The N-Quads are the very lines that
    the digest covers. More in Turtle hold parts: the statistical cube, the vocabulary with its code lists, and
    the code lists of other houses with what ties them to ours.

    Gives the names of dumps whose format cannot hold all, each with how many statements it lacks.
    """
    folder.mkdir()
    quads = _quads(payload)
    (folder / "clustergraph.nq").write_bytes(b"".join(line + b"\n" for line in payload))
    (folder / "clustergraph.trig").write_bytes(to_text(quads, RdfFormat.TRIG, prefixes))
    (folder / "clustergraph.ttl").write_bytes(to_text(_distinct(quads), RdfFormat.TURTLE, prefixes))
    lacking = [quad for quad in quads if isinstance(quad.object, Triple)]
    (folder / "clustergraph.jsonld").write_bytes(_json_ld(quads, len(lacking)))
    (folder / "indicators.ttl").write_bytes(to_text(_distinct(_cube(quads)), RdfFormat.TURTLE, prefixes))
    for name, graphs in _PARTS.items():
        part = [quad for quad in quads if _value(quad.graph_name).startswith(graphs)]
        (folder / name).write_bytes(to_text(_distinct(part), RdfFormat.TURTLE, prefixes))
    return {"clustergraph.jsonld": len(lacking)} if lacking else {}


def graph_sizes(payload: Sequence[bytes]) -> dict[str, int]:
    """Count the statements of each named graph, by its IRI, sorted."""
    sizes: dict[str, int] = {}
    for quad in _quads(payload):
        if isinstance(quad.graph_name, NamedNode):
            sizes[quad.graph_name.value] = sizes.get(quad.graph_name.value, 0) + 1
    return dict(sorted(sizes.items()))


def _json_ld(quads: Sequence[Quad], lacking: int) -> bytes:
    """Write JSON-LD 1.1, which has no triple terms: what is lacking is said in a node that its readers drop."""
    if not lacking:
        return to_text(quads, RdfFormat.JSON_LD)
    held = to_text([quad for quad in quads if not isinstance(quad.object, Triple)], RdfFormat.JSON_LD)
    # a member whose name no context makes an IRI is no statement (JSON-LD 1.1 API, 5.1.2, 13.5)
    note = json.dumps({"note": f"Lacking here: {lacking} statements with triple terms, which JSON-LD 1.1 cannot hold; "
                               "the dumps in N-Quads, TriG and Turtle have them."})  # fmt: skip
    return f"[{note}{'' if held == b'[]' else ','}".encode() + held[1:]


def _quads(payload: Sequence[bytes]) -> list[Quad]:
    return list(parse(input=b"\n".join(payload), format=RdfFormat.N_QUADS))


def _cube(quads: Sequence[Quad]) -> list[Quad]:
    """Pick what the Data Cube vocabulary describes, the observations among it, and the code lists of its dimensions."""
    described = {quad.subject for quad in quads if quad.predicate == _TYPE and _value(quad.object).startswith(_QB)}
    lists = {quad.object for quad in quads if quad.predicate == _CODE_LIST and quad.subject in described}
    codes = {quad.subject for quad in quads if quad.predicate == _IN_SCHEME and quad.object in lists}
    meant = described | lists | codes
    return [quad for quad in quads if quad.subject in meant]


def _value(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _distinct(quads: Sequence[Quad]) -> list[Quad]:
    """Drop the graph names and what is then equal; keeps the order of the first occurrence, re-sorted by text."""
    triples = {Quad(quad.subject, quad.predicate, quad.object): None for quad in quads}
    return sorted(triples, key=str)
