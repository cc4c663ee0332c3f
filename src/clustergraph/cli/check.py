"""``clustergraph check``: all that a curator must pass."""

import sys
from pathlib import Path

import click

from clustergraph import resources
from clustergraph.build.assemble import assemble
from clustergraph.build.checks import check_repository
from clustergraph.build.correspondences import correspondences
from clustergraph.build.curated import Curated
from clustergraph.build.hygiene import hygiene_findings
from clustergraph.build.ledger import FOLDER, filled, read_ledger, write_ledger
from clustergraph.build.notes import note_findings
from clustergraph.build.places import with_places
from clustergraph.build.printed import printed_findings
from clustergraph.build.profile_versions import check_versions
from clustergraph.build.readings import readings
from clustergraph.build.spelling import check_spelling, hand_written
from clustergraph.build.validated import validated
from clustergraph.cli.render import out, progress_bar, say_counts, show_findings, show_json
from clustergraph.progress import Progress
from clustergraph.report import Finding, Report
from clustergraph.settings import Settings
from clustergraph.sources.rdf import parse_graph
from clustergraph.sources.repository import graph_files, read_text
from clustergraph.sources.turtle import canonical_spelling
from clustergraph.store.replacing import replace_file
from clustergraph.validation.profiles import read_profile

_PERSONS = "office-holders"  # the profile for what data/optional adds


@click.command("check")
@click.option(
    "--fix",
    is_flag=True,
    help="Write every Turtle file in its one spelling (comments are not kept) and the ledgers first.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_obj
def check_command(settings: Settings, *, fix: bool, as_json: bool) -> None:
    """Check the repository: syntax, shapes, names, places, spelling, the words of the sources; each with file and line.

    Exit code 1 where a finding would block a release; warnings alone leave it 0.

    \b
    Examples:
      clustergraph check
      clustergraph check --fix
      clustergraph --repository ./mine check --json
    """
    root = resources.repository(settings.repository)
    if fix:
        _fix(root)
    with progress_bar(quiet=as_json) as told:
        report = _report(root, settings, told)
    if as_json:
        show_json(report.as_json())
    else:
        show_findings(report.findings)
        out().print(f"profile {report.profile}: {say_counts(report.counts())}")
    sys.exit(1 if report.blocked else 0)


def _report(root: Path, settings: Settings, told: Progress) -> Report:
    profile = read_profile(root, settings.profile)
    shapes: list[Finding] = []
    told("Validate", 0, 3)
    for number, (persons, chosen) in enumerate(((False, profile), (True, read_profile(root, _PERSONS))), start=1):
        staging = assemble(root, persons=persons)
        found = [
            *validated(staging.triples(), chosen).findings,
            *hygiene_findings(root, staging),
            *note_findings(root, staging),
        ]
        shapes += with_places(found, graph_files(root, persons=persons), correspondences(root))
        told("Validate", number, 3)
    curated = Curated.read(root, profile)
    findings = [
        *dict.fromkeys(shapes),
        *check_repository(curated),
        *readings(curated),
        *printed_findings(curated, (root / settings.source_texts).resolve()),
        *check_spelling(root),
        *check_versions(root),
    ]
    told("Validate", 3, 3)
    return Report.of(profile.name, profile.blocking, findings)


def _fix(root: Path) -> None:
    for relative, path in hand_written(root):
        text = read_text(path, str(relative))
        parse_graph(text.encode(), "urn:x-spelling", str(relative))  # says where a file does not parse
        spelt = canonical_spelling(text, both_scripts=relative.parts[0] == "shapes")
        if spelt != text:
            replace_file(path, spelt)
    curated = [quad for file in graph_files(root) for quad in file.quads()]
    for ledger in sorted((root / FOLDER).glob("*.csv")):
        entries = read_ledger(read_text(ledger, ledger.name))
        replace_file(ledger, write_ledger(filled(entries, ledger.stem, curated)))
