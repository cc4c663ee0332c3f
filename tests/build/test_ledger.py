"""The coverage ledger: every content line of the source, and what carries it."""

import hashlib
from pathlib import Path

import pytest

from clustergraph.build.checks import check_repository
from clustergraph.build.curated import Curated
from clustergraph.build.ledger import Entry, filled, read_ledger, write_ledger
from clustergraph.ns import expand
from clustergraph.sources.repository import graph_files
from clustergraph.store.release import Release
from clustergraph.store.sealed import Question, SealedStore
from clustergraph.validation.profiles import read_profile
from conftest import ROOT, SOURCE, clustergraph, needs

LEDGER = "data/ledger/serbian-clusters-2009.csv"


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    """The committed ledger."""
    return read_ledger((ROOT / LEDGER).read_text())


def test_it_has_every_content_line_of_the_source(entries: list[Entry]) -> None:
    """By number and digest; its text is nowhere."""
    lines = needs(SOURCE).read_text(encoding="utf-8").split("\n")
    wanted = [(n, hashlib.sha256(line.encode()).hexdigest()) for n, line in enumerate(lines, 1) if line.strip()]

    assert [(entry.line, entry.sha256) for entry in entries] == wanted


def test_every_line_is_carried_or_it_is_said_why_not(entries: list[Entry]) -> None:
    """One of the two, never both."""
    assert [entry.line for entry in entries if bool(entry.carried_by) == bool(entry.reason)] == []


def test_every_resource_and_reason_exists_in_the_release(entries: list[Entry], release: Release) -> None:
    """What the ledger names can be looked up."""
    rows = SealedStore(release.store).rows(Question("SELECT DISTINCT ?s { ?s ?p ?o }"))[1]
    described = {row[0] for row in rows}
    named = {expand(name) for entry in entries for name in entry.carried_by}
    reasons = {expand(f"omission-reason:{entry.reason}") for entry in entries if entry.reason}

    assert named <= described
    assert reasons <= described


def test_it_is_read_as_it_was_written(entries: list[Entry]) -> None:
    """Nothing is lost on the way."""
    assert read_ledger(write_ledger(entries)) == entries


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("passage:serbian-clusters-2009-l655", "passage:serbian-clusters-2009-l654", "Line 655 is carried by nothing"),
        ("passage:serbian-clusters-2009-l645", "passage:serbian-clusters-2009-l643", "Line 643 is carried by"),
    ],
)
def test_a_line_that_loses_or_gains_its_carrier_is_found(repository: Path, old: str, new: str, said: str) -> None:
    """At its row of the ledger."""
    for file in (repository / "data").rglob("*.ttl"):
        text = file.read_text()
        # what covers the line as part of a longer passage goes too
        kept = text.replace(f"{old} ;", f"{new} ;").replace(f"{old} ,", f"{new} ,").replace("l653-l657", "l653-l654")
        file.write_text(kept)
    findings = [
        finding
        for finding in check_repository(Curated.read(repository, read_profile(repository, "publication")))
        if finding.source == "ledger" and finding.message.startswith(said)
    ]

    assert findings
    assert str(findings[0].place).startswith(f"{LEDGER}:")


def test_a_file_that_is_no_ledger_is_said(repository: Path) -> None:
    """Not a trace."""
    (repository / LEDGER).write_text("a,b\n1,2\n")
    done = clustergraph("--repository", str(repository), "check")

    assert done.returncode == 1
    assert "not a ledger" in done.stdout
    assert "Traceback" not in done.stderr


def test_fix_fills_it(repository: Path, entries: list[Entry]) -> None:
    """From line and digest alone, and gives the committed ledger again."""
    bare = [Entry(entry.line, entry.sha256) for entry in entries]
    (repository / LEDGER).write_text(write_ledger(bare))
    quads = [quad for file in graph_files(repository) for quad in file.quads()]

    assert filled(bare, "serbian-clusters-2009", quads) == entries
