"""The curated repository read from disk: one named graph per file, and the tables beside them."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clustergraph.disk import words_of
from clustergraph.errors import Place, RepositoryError, SyntaxProblem
from clustergraph.iris import graph_of
from clustergraph.resources import files
from clustergraph.sources.rdf import Quad, parse_graph
from clustergraph.sources.skolem import skolemise


@dataclass(frozen=True)
class GraphFile:
    """A Turtle file of the repository: its path from the root, its named graph and its text."""

    path: str
    graph: str
    text: str

    def quads(self) -> list[Quad]:
        """Parse and skolemise; raises :class:`SyntaxProblem` with line and column."""
        return skolemise(parse_graph(self.text.encode(), self.graph, self.path), self.path)


def graph_files(root: Path, *, persons: bool = False) -> Iterator[GraphFile]:
    """Walk the files that become named graphs, in one order; those of data/optional only with ``persons``."""
    for relative, path in files(root):
        graph = graph_of(relative)
        if graph is not None and relative.suffix == ".ttl" and (persons or not relative.match("data/optional/*")):
            yield GraphFile(str(relative), graph, read_text(path, str(relative)))


def rules(root: Path, *, persons: bool = False) -> list[tuple[str, str]]:
    """List the rules of ontology/rules as pairs of path and SPARQL Update, in the order of their numbers.

    Those of ontology/rules/persons come last, and only with ``persons``.
    """
    folders = ["ontology/rules", *(["ontology/rules/persons"] if persons else [])]
    found = [path for folder in folders for relative, path in files(root) if relative.match(f"{folder}/*.ru")]
    return [(path.relative_to(root).as_posix(), read_text(path, path.name)) for path in found]


def table(path: Path) -> dict[str, Any]:
    """Read a TOML table; raises :class:`SyntaxProblem` where it does not parse."""
    try:
        return tomllib.loads(read_text(path, str(path)))
    except tomllib.TOMLDecodeError as error:
        raise SyntaxProblem(f"{error}.", place=Place(str(path))) from error


def read_text(path: Path, name: str) -> str:
    """Read UTF-8 text; raises :class:`SyntaxProblem` where it is not, :class:`RepositoryError` where nothing is."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise RepositoryError(
            f"{path.name} cannot be read: {words_of(error)}.",
            place=Place(name),
            remedy="Take the file from a copy of the repository, or name another folder with --repository.",
        ) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise SyntaxProblem("The text is not UTF-8.", place=Place(name, line)) from error
