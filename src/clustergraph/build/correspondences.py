"""Reads the correspondences of the repository: ``data/correspondences.toml`` and the table of each row beside it."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clustergraph.errors import Place, RepositoryError
from clustergraph.mapping.correspondences import COLUMNS, correspondence_statements, mapping_iri
from clustergraph.sources.rdf import Quad, parse_quads
from clustergraph.sources.repository import read_text, table

INDEX = "data/correspondences.toml"
FOLDER = "data/correspondences"


@dataclass(frozen=True)
class Correspondence:
    """One table: its path, its quads, and the line of each judgement's row by the judgement's IRI."""

    path: str
    quads: list[Quad]
    lines: dict[str, int]


def correspondences(root: Path) -> Iterator[Correspondence]:
    """Read all of them; raises :class:`RepositoryError` or :class:`SyntaxProblem` with file and line."""
    if not (root / INDEX).exists():
        return
    for head in table(root / INDEX).get("correspondence", []):
        path = f"{FOLDER}/{head['slug']}.csv"
        if not (root / path).exists():
            raise RepositoryError("The table of this correspondence is not there.", place=Place(path))
        rows = _rows(read_text(root / path, path), path)
        lines: dict[str, int] = {}
        for line, row in enumerate(rows, start=2):
            name = mapping_iri(head["slug"], row)
            if name in lines:
                raise RepositoryError(
                    f"Line {lines[name]} has the same two concepts.",
                    place=Place(path, line),
                    remedy="Keep one of them.",
                )
            lines[name] = line
        text = correspondence_statements(head, rows, path)
        yield Correspondence(path, parse_quads(text.encode(), path), lines)


def _rows(text: str, path: str) -> list[dict[str, str]]:
    """Read a table in which each row is one line, so that a row's number tells its line."""
    reader = csv.DictReader(io.StringIO(text), strict=True)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise RepositoryError(
            "The first line does not name the columns.", place=Place(path, 1), remedy=f"Write {','.join(COLUMNS)}."
        )
    rows = []
    for line, row in enumerate(reader, start=2):
        if reader.line_num != line or None in row or None in row.values():
            raise RepositoryError(
                f"The row has not {len(COLUMNS)} cells in one line.",
                place=Place(path, line),
                remedy="A cell with a comma stands in quotes; a cell has no line ends.",
            )
        rows.append(row)
    return rows
