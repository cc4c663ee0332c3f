"""Repository → named graphs in memory: the curated files, the tables of sources and of correspondences, and
what the rules derive.
"""

from pathlib import Path

from clustergraph.build.correspondences import correspondences
from clustergraph.mapping.sources import source_statements
from clustergraph.progress import Progress, silent
from clustergraph.sources.rdf import parse_quads
from clustergraph.sources.repository import graph_files, table
from clustergraph.sources.rules import read_rules
from clustergraph.store.staging import Staging


def assemble(root: Path, progress: Progress = silent, *, persons: bool = False) -> Staging:
    """Read the repository and run its rules; ``persons`` adds what data/optional holds about office holders.

    Raises :class:`SyntaxProblem` with path, line and column, or :class:`RepositoryError`.
    """
    staging = Staging()
    files = list(graph_files(root, persons=persons))
    for number, file in enumerate(files, start=1):
        staging.add(file.quads())
        progress("Read the repository", number, len(files))
    for row in table(root / "data/sources.toml").get("source", []):
        staging.add(parse_quads(source_statements(row).encode(), "data/sources.toml"))
    for correspondence in correspondences(root):
        staging.add(correspondence.quads)
    rules = read_rules(root, persons=persons)
    for number, rule in enumerate(rules, start=1):
        staging.apply(rule.text, rule.path)
        progress("Apply the rules", number, len(rules))
    staging.fill_default_graph()
    return staging
