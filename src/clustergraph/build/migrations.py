"""Deprecated terms and how data get rid of them: the updates of ``ontology/migrations``, in the order of their names.

Each is a SPARQL Update over named graphs, and runs on any data without harm: what has no deprecated term stays as
it is.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from clustergraph.ns import expand
from clustergraph.resources import files
from clustergraph.sources.rdf import Literal, NamedNode, Quad, parse_graph
from clustergraph.sources.repository import read_text
from clustergraph.sources.turtle import canonical_spelling
from clustergraph.store.staging import Staging

FOLDER = "ontology/migrations"
_GRAPH = "urn:x-migration"


def migrations(root: Path) -> list[tuple[str, str]]:
    """List the migrations as pairs of path and SPARQL Update."""
    return [
        (str(relative), read_text(path, str(relative)))
        for relative, path in files(root)
        if relative.match(f"{FOLDER}/*.ru")
    ]


def migrated(text: str, name: str, root: Path) -> str:
    """Give a Turtle document without deprecated terms, in the one spelling; untouched where it has none.

    Raises :class:`SyntaxProblem` with line and column where it does not parse.
    """
    staging = Staging()
    staging.add(parse_graph(text.encode(), _GRAPH, name))
    before = staging.payload()
    for path, update in migrations(root):
        staging.apply(update, path)
    if staging.payload() == before:
        return text
    staging.fill_default_graph()
    return canonical_spelling(staging.triples().decode())


def deprecated(quads: Iterable[Quad]) -> Mapping[str, str]:
    """Collect the deprecated terms of an ontology, each with the IRI that replaces it, empty where none does."""
    statements = list(quads)
    old = {
        quad.subject.value
        for quad in statements
        if isinstance(quad.subject, NamedNode)
        and quad.predicate.value == expand("owl:deprecated")
        and isinstance(quad.object, Literal)
        and quad.object.value == "true"
    }
    replaced = {
        quad.subject.value: quad.object.value
        for quad in statements
        if quad.predicate.value == expand("dct:isReplacedBy")
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
    }
    return {term: replaced.get(term, "") for term in sorted(old)}
