"""Holds notes to what they say: where a note speaks of something that a query can ask, that query is asked.

``data/notes/claims.csv`` has a row for each such question of a note (``note``, ``question``, ``answer``); a note that
speaks of printed words alone has one row without a question. ``data/notes/<question>.rq`` is a SELECT of the variable
``answer`` in which ``?note`` is the note that is asked about. What it answers, sorted, concepts by their codes and with
single blanks between, must be the answer in the table.
"""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from clustergraph import ns
from clustergraph.errors import Place
from clustergraph.report import Finding, Severity
from clustergraph.sources.repository import read_text
from clustergraph.store.staging import Staging

FOLDER = "data/notes"
CLAIMS = f"{FOLDER}/claims.csv"
_NOTES = "SELECT DISTINCT ?note { ?note a <http://www.w3.org/ns/dqv#QualityAnnotation> } ORDER BY ?note"


def note_findings(root: Path, staging: Staging) -> Iterator[Finding]:
    """Ask every question of the table; yields a violation for an answer that is another than the note says.

    A note without a row, a row without a note and a question without a file are violations, too. A repository without
    the table has no notes to hold to anything.
    """
    path = root / CLAIMS
    if not path.is_file():
        return
    notes = {str(row["note"]) for row in staging.rows(_NOTES)}
    told = set()
    for number, row in enumerate(csv.DictReader(io.StringIO(read_text(path, CLAIMS))), start=2):
        note = ns.expand(row["note"])
        told.add(note)
        message = _fault(root, staging, note, row) if note in notes else "is no note of a record."
        if message:
            yield _finding(f"{row['note']} {message}", note, number)
    for note in sorted(notes - told):
        yield _finding(
            f"{ns.compact(note)} has no row: add what can be asked of it, or a row without a question.", note
        )


def _fault(root: Path, staging: Staging, note: str, row: dict[str, str]) -> str | None:
    if not row["question"]:
        return None
    path = root / FOLDER / f"{row['question']}.rq"
    if not path.is_file():
        return f"asks “{row['question']}”, which is no file of {FOLDER}."
    query = re.sub(r"\?note\b", f"<{note}>", read_text(path, path.name))
    found = " ".join(sorted(_short(answer["answer"]) for answer in staging.rows(query) if answer["answer"] is not None))
    if found == row["answer"]:
        return None
    return f"does not say what the graph says: “{row['question']}” answers “{found}”, the table “{row['answer']}”."


def _short(value: str) -> str:
    """Give a text as it is, and an IRI by its last part."""
    return re.split(r"[/#]", value)[-1] if re.fullmatch(r"https?://\S+", value) else value


def _finding(message: str, focus: str, row: int | None = None) -> Finding:
    return Finding(Severity.VIOLATION, "note", message, focus, None, place=Place(CLAIMS, row))
