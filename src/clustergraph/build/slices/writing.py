"""How slices are written: nodes as N-Triples, files as canonical Turtle."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from clustergraph.graph.ntriples import iri, literal
from clustergraph.ns import expand
from clustergraph.sources.turtle import canonical_spelling
from clustergraph.store.replacing import replace_file

#: Compact name of a property and a term that is written already.
Values = Sequence[tuple[str, str]]


def node(subject: str, values: Values) -> Iterator[str]:
    """Write the statements about one subject."""
    return (f"{subject} {iri(expand(predicate))} {value} .\n" for predicate, value in values)


def english(text: str) -> str:
    """Write an English text, with its blanks in order: tables break long names over lines."""
    return literal(" ".join(text.split()), language="en")


def write(path: Path, statements: Iterable[str]) -> Path:
    """Write a file of the repository in its one spelling."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, canonical_spelling("".join(statements)))
    return path


def scheme(address: str, title: str, description: str, creator: str, licence: str) -> Iterator[str]:
    """Describe a concept scheme of another house; ``address`` and ``creator`` are IRIs."""
    return node(iri(address), [
        ("rdf:type", iri(expand("skos:ConceptScheme"))),
        ("dct:title", literal(title, language="en")),
        ("skos:prefLabel", literal(title, language="en")),
        ("dct:description", literal(description, language="en")),
        ("dct:creator", iri(creator)),
        ("dct:license", iri(licence)),
    ])  # fmt: skip
