"""The repository as the checks see it, and how a check says what it found."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clustergraph.build.validated import shape_paths
from clustergraph.errors import Place
from clustergraph.report import Finding, Severity
from clustergraph.sources.rdf import Quad
from clustergraph.sources.repository import GraphFile, graph_files
from clustergraph.sources.turtle import line_index
from clustergraph.validation.profiles import Profile


@dataclass(frozen=True)
class Curated:
    """The repository as the checks see it: every file that becomes a graph with its quads, and the tables."""

    root: Path
    files: Sequence[tuple[GraphFile, list[Quad]]]
    paths: frozenset[str]

    @classmethod
    def read(cls, root: Path, profile: Profile) -> "Curated":
        """Read; raises :class:`SyntaxProblem` for a file that does not parse."""
        return cls(root, [(file, file.quads()) for file in graph_files(root, persons=True)], shape_paths(profile.known))

    @property
    def records(self) -> Iterator[tuple[GraphFile, list[Quad]]]:
        """The files below data/."""
        return ((file, quads) for file, quads in self.files if file.path.startswith("data/"))


#: A check is a function from the repository to findings.
Check = Callable[[Curated], Iterator[Finding]]


def at(source: str, message: str, file: GraphFile, quad: Quad) -> Finding:
    """Say what is wrong with a statement, at its line."""
    subject, predicate = getattr(quad.subject, "value", ""), quad.predicate.value
    lines = line_index(file.text)
    line = lines.get((subject, predicate), lines.get((subject, None)))
    return finding(source, message, Place(file.path, line), subject, predicate)


def finding(source: str, message: str, place: Place, focus: str | None = None, path: str | None = None) -> Finding:
    """Say what is wrong at a place; it blocks a release."""
    return Finding(Severity.VIOLATION, source, message, focus, path, place=place)
