"""The coverage ledger: every content line of a source, and what carries it or why nothing does.

``data/ledger/<source>.csv`` has the columns line (counted from 1), sha256 (of the line in UTF-8 without its end),
carried_by (compact names of resources) and reason (a code of scheme/omission-reason). The first two come from the
source and are never written here; the others follow from the records. No text of the source is kept.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from clustergraph import iris, ns
from clustergraph.errors import Place
from clustergraph.report import Finding, Severity
from clustergraph.sources.rdf import Quad
from clustergraph.sources.repository import read_text

FOLDER = "data/ledger"
_COLUMNS = ["line", "sha256", "carried_by", "reason"]
_TYPE, _DERIVED = ns.expand("rdf:type"), ns.expand("prov:wasDerivedFrom")
#: What leads to a line without carrying what it states.
_NO_CARRIERS = {ns.CG.Record, ns.CG.Gap, ns.CG.Omission, ns.expand("dqv:QualityAnnotation")}


@dataclass(frozen=True)
class Entry:
    """One row of the ledger."""

    line: int
    sha256: str
    carried_by: tuple[str, ...] = ()
    reason: str = ""


def read_ledger(text: str) -> list[Entry]:
    """Read a ledger; raises :class:`ValueError` or :class:`KeyError` for a row that is none."""
    return [
        Entry(int(row["line"]), row["sha256"], tuple((row["carried_by"] or "").split()), row["reason"] or "")
        for row in csv.DictReader(io.StringIO(text))
    ]


def write_ledger(entries: Iterable[Entry]) -> str:
    """Write a ledger as CSV with line feeds."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([entry.line, entry.sha256, " ".join(entry.carried_by), entry.reason] for entry in entries)
    return target.getvalue()


def filled(entries: Iterable[Entry], source: str, quads: Iterable[Quad]) -> list[Entry]:
    """Give the entries with what the records of a source (its slug) say about each line now."""
    carriers: dict[int, set[str]] = defaultdict(set)
    omitted: dict[int, str] = {}
    for subject, statements in _by_subject(quads).items():
        reason = next(iter(statements[ns.CG.omissionReason]), "").rpartition("/")[2]
        for line in _lines(statements[_DERIVED], source):
            if reason:
                omitted[line] = reason
            elif not statements[_TYPE] & _NO_CARRIERS:
                carriers[line].add(ns.compact(subject))
    return [
        replace(entry, carried_by=tuple(sorted(carriers[entry.line])), reason=omitted.get(entry.line, ""))
        for entry in entries
    ]


def _by_subject(quads: Iterable[Quad]) -> dict[str, dict[str, set[str]]]:
    subjects: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        subjects[getattr(quad.subject, "value", "")][quad.predicate.value].add(getattr(quad.object, "value", ""))
    return subjects


def _lines(passages: Iterable[str], source: str) -> Iterator[int]:
    for passage in passages:
        of, first, last = iris.passage_lines(passage)
        if of == source:
            yield from range(first, last + 1)


def ledger_findings(root: Path, quads: Iterable[Quad]) -> Iterator[Finding]:
    """Compare each ledger with the records: nothing uncarried without a reason, nothing out of date."""
    quads = list(quads)
    for path in sorted((root / FOLDER).glob("*.csv")):
        name = path.relative_to(root).as_posix()
        try:
            entries = read_ledger(read_text(path, name))
        except (KeyError, ValueError) as error:
            yield _finding(f"This is not a ledger: {error}.", name, 1)
            continue
        for row, (was, now) in enumerate(zip(entries, filled(entries, path.stem, quads), strict=True), start=2):
            message = _fault(was, now)
            if message:
                yield _finding(f"Line {now.line} {message}", name, row)


def _fault(was: Entry, now: Entry) -> str | None:
    if not now.carried_by and not now.reason:
        return "is carried by nothing; describe what it states, or add a cg:Omission with the reason."
    if now.carried_by and now.reason:
        return f"is carried by {now.carried_by[0]}, and a cg:Omission says that nothing does."
    return None if was == now else "has changed carriers; `clustergraph check --fix` writes the ledger anew."


def _finding(message: str, name: str, row: int) -> Finding:
    return Finding(Severity.VIOLATION, "ledger", message, None, None, place=Place(name, row))
