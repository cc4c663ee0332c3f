"""Checks on terms: what is used must be defined, not deprecated, spoken of by a shape, or of a house that we know."""

from collections.abc import Iterator, Mapping

from clustergraph import iris, ns
from clustergraph.build.correspondences import correspondences
from clustergraph.build.curated import Curated, at, finding
from clustergraph.build.migrations import deprecated
from clustergraph.errors import Place
from clustergraph.report import Finding
from clustergraph.sources.rdf import NamedNode
from clustergraph.sources.repository import table

_ADDRESS = ns.expand("schema:url")


def unknown_terms(curated: Curated) -> Iterator[Finding]:
    """Terms and concepts of ours must be defined; what is meant and misspelt would be silently ignored."""
    defined = {q.subject.value for _, quads in curated.files for q in quads if isinstance(q.subject, NamedNode)}
    ours = (ns.PREFIXES["cg"], iris.BASE + "scheme/")
    for file, quads in curated.files:
        for quad in quads:
            for term in (quad.predicate, quad.object):
                if isinstance(term, NamedNode) and term.value.startswith(ours) and term.value not in defined:
                    yield at("unknown-term", f"{ns.compact(term.value)} is not defined in ontology/.", file, quad)


def deprecated_terms(curated: Curated) -> Iterator[Finding]:
    """What is deprecated has a replacement, and a migration that writes it."""
    old = deprecated(quad for _, quads in curated.files for quad in quads)
    for file, quads in curated.records:
        for quad in quads:
            for term in (quad.predicate, quad.object):
                if isinstance(term, NamedNode) and term.value in old:
                    yield at("deprecated-term", _says_what_replaces(term.value, old), file, quad)
    for table_ in correspondences(curated.root):
        for quad in table_.quads:
            mapping = getattr(quad.subject, "value", "")
            if mapping in table_.lines and isinstance(quad.object, NamedNode) and quad.object.value in old:
                place, message = Place(table_.path, table_.lines[mapping]), _says_what_replaces(quad.object.value, old)
                yield finding("deprecated-term", message, place, mapping)


def _says_what_replaces(term: str, old: Mapping[str, str]) -> str:
    if not old[term]:
        return f"{ns.compact(term)} is deprecated, and nothing replaces it. Take the statement out, or judge anew."
    names = f"{ns.compact(term)} is deprecated; use {ns.compact(old[term])}."
    return f"{names} `clustergraph migrate --write` rewrites Turtle."


def unknown_properties(curated: Curated) -> Iterator[Finding]:
    """A property that no shape speaks of is misspelt, or wants a shape."""
    for file, quads in curated.records:
        for quad in quads:
            if quad.predicate.value not in curated.paths:
                name = ns.compact(quad.predicate.value)
                yield at("unknown-property", f"No shape speaks of {name}; is it misspelt?", file, quad)


def foreign_iris(curated: Curated) -> Iterator[Finding]:
    """IRIs of others begin as a row of data/foreign.toml says; web addresses are data."""
    rows = table(curated.root / "data/foreign.toml").get("prefix", [])
    known = (iris.BASE, *(row["begins"] for row in rows))
    for file, quads in curated.files:
        for quad in quads:
            terms = [quad.subject, quad.predicate, *([] if quad.predicate.value == _ADDRESS else [quad.object])]
            for term in terms:
                if isinstance(term, NamedNode) and not term.value.startswith(known):
                    message = f"{term.value} begins like nothing in data/foreign.toml; is it misspelt?"
                    yield at("foreign-iri", message, file, quad)
