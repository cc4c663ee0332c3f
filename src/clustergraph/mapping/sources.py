"""The rows of ``data/sources.toml`` → the description of each source and of its sections."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from clustergraph.errors import Place, RepositoryError
from clustergraph.graph.ntriples import XSD, integer, iri, literal, statement
from clustergraph.iris import BASE, source_graph, thing
from clustergraph.ns import expand

_TABLE = Place("data/sources.toml")


def source_statements(row: Mapping[str, Any]) -> str:
    """Give one source's quads, in the graph ``graph/source/<slug>``.

    ``row`` has the keys slug, title (language → text), publisher (a compact name), place, year, rights, sha256, lines
    and the list section (slug, title, first, last; lines counted from 1). Raises :class:`RepositoryError` for a missing
    key or sections that do not cover the lines one after the other.
    """
    try:
        return "".join(_statements(row))
    except KeyError as error:
        raise RepositoryError(f"A source lacks the key {error}.", place=_TABLE) from error


def _statements(row: Mapping[str, Any]) -> Iterator[str]:
    graph, source = iri(source_graph(row["slug"])), iri(thing("source", row["slug"]))
    yield from _titles(source, row["title"], graph)
    yield from _node(source, "cg:Source", graph, {
        "dct:publisher": iri(expand(row["publisher"])),
        "dct:issued": literal(str(row["year"]), datatype=XSD + "gYear"),
        "dct:spatial": literal(row["place"], language="en"),
        "dct:rights": literal(row["rights"], language="en"),
        "cg:sha256": literal(_sha256(row["sha256"])),
        "cg:lineCount": integer(row["lines"]),
    })  # fmt: skip
    _check_cover(row["section"], row["lines"])
    for section in row["section"]:
        node = iri(thing("section", f"{row['slug']}-{section['slug']}"))
        yield from _titles(node, section["title"], graph)
        yield from _node(node, "cg:Section", graph, {
            "dct:isPartOf": source,
            "cg:firstLine": integer(section["first"]),
            "cg:lastLine": integer(section["last"]),
        })  # fmt: skip


def _node(subject: str, kind: str, graph: str, values: Mapping[str, str]) -> Iterator[str]:
    yield statement(subject, iri(expand("rdf:type")), iri(expand(kind)), graph)
    for predicate, value in values.items():
        yield statement(subject, iri(expand(predicate)), value, graph)


def _titles(subject: str, title: Mapping[str, str], graph: str) -> Iterator[str]:
    """Write a title in its languages; the Serbian one is our translation, and looked over by nobody."""
    for tag, text in title.items():
        yield statement(subject, iri(expand("dct:title")), literal(text, language=tag), graph)
    if "sr-Cyrl" in title:
        yield statement(subject, iri(expand("cg:translatedProperty")), iri(expand("dct:title")), graph)
        yield statement(subject, iri(expand("cg:reviewStatus")), iri(f"{BASE}scheme/review-status/unreviewed"), graph)


def _sha256(value: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", value):
        raise RepositoryError("A source's sha256 is not 64 small hexadecimal digits.", place=_TABLE)
    return value


def _check_cover(sections: list[Mapping[str, Any]], lines: int) -> None:
    following = 1
    for section in sections:
        if section["first"] != following or section["last"] < section["first"]:
            raise RepositoryError(
                f"Section “{section['slug']}” begins at line {section['first']}, but line {following} comes next.",
                place=_TABLE,
                remedy="Sections cover every line once, in order.",
            )
        following = section["last"] + 1
    if following != lines + 1:
        raise RepositoryError(f"The sections end at line {following - 1} of {lines}.", place=_TABLE)
