"""The code lists and places that a made-up observatory shares with ours: sectors, categories, regions, towns.

They are the repository's own files, so that labels and joins are real ones. As a build does, labels in Serbian Cyrillic
are given in Latin letters too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat

from clustergraph import resources
from clustergraph.graph.script import latin
from clustergraph.iris import GRAPH
from clustergraph.ns import expand
from clustergraph.sources.rdf import Literal, Quad, parse_graph
from clustergraph.store.text import to_text

SCHEMES = (
    "activity-status", "basis", "confidence", "indicator", "line-kind", "objective-class", "observatory-category",
    "period", "quality-flag", "relation-kind", "role", "sector", "strength",
)  # fmt: skip
_PLACES = ("nuts-rs", "towns")
_LABELS = (expand("skos:prefLabel"), expand("rdfs:label"))


@dataclass(frozen=True)
class Lists:
    """What stands in the lists: the statements, and by local name the codes that records point to."""

    quads: list[Quad]

    def lines(self) -> list[str]:
        """Write the statements as N-Quads, each once."""
        written = to_text(self.quads, RdfFormat.N_QUADS).decode().splitlines(keepends=True)
        return list(dict.fromkeys(written))

    def codes(self, scheme: str) -> list[str]:
        """Name the concepts of a scheme of ours, in the order of their names."""
        return sorted(self._subjects(expand("skos:inScheme"), expand(f"{scheme}:")[:-1]))

    def districts(self) -> list[str]:
        """Name the regions of the third level of NUTS."""
        return sorted(self._subjects(expand("cg:level"), "3"))

    def towns(self) -> list[str]:
        """Name the towns."""
        return sorted(self._subjects(expand("rdf:type"), expand("cg:Town")))

    def label(self, iri: str, language: str) -> str:
        """Give the label of a thing in a language, or else in any."""
        found = {
            quad.object.language: quad.object.value
            for quad in self.quads
            if quad.subject.value == iri and quad.predicate.value in _LABELS and isinstance(quad.object, Literal)
        }
        return found.get(language) or next(iter(found.values()))

    def _subjects(self, name: str, value: str) -> Iterator[str]:
        return (q.subject.value for q in self.quads if q.predicate.value == name and q.object.value == value)


def read_lists() -> Lists:
    """Read the lists out of the repository."""
    root = resources.repository()
    found = [quad for name in SCHEMES for quad in _file(root / f"ontology/schemes/{name}.ttl", f"scheme/{name}")]
    found += [quad for name in _PLACES for quad in _file(root / f"data/reference/{name}.ttl", f"reference/{name}")]
    return Lists([*found, *(latin_too for quad in found for latin_too in _in_latin(quad))])


def _file(path: Path, graph: str) -> list[Quad]:
    return parse_graph(path.read_bytes(), GRAPH + graph, path.name)


def _in_latin(quad: Quad) -> Iterator[Quad]:
    if isinstance(quad.object, Literal) and quad.object.language == "sr-cyrl":
        text = Literal(latin(quad.object.value), language="sr-latn")
        yield Quad(quad.subject, quad.predicate, text, quad.graph_name)
