"""``clustergraph check``: all that a curator must pass."""

import sys
from pathlib import Path

import click

from clustergraph import resources
from clustergraph.build.assemble import Progress, assemble
from clustergraph.build.checks import check_repository, check_spelling
from clustergraph.build.places import with_places
from clustergraph.cli.render import out, progress_bar, say_counts, show_findings, show_json
from clustergraph.report import Report
from clustergraph.settings import Settings
from clustergraph.sources.repository import graph_files
from clustergraph.sources.turtle import canonical_spelling
from clustergraph.validation.engine import validate
from clustergraph.validation.profiles import read_profile


@click.command("check")
@click.option("--fix", is_flag=True, help="Write every Turtle file in its one spelling first (comments are not kept).")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_obj
def check_command(settings: Settings, *, fix: bool, as_json: bool) -> None:
    """Check the repository: syntax, shapes, names, places, spelling; every finding with file and line.

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
        report = _report(root, settings.profile, told)
    if as_json:
        show_json(report.as_json())
    else:
        show_findings(report.findings)
        out().print(f"profile {report.profile}: {say_counts(report.counts())}")
    sys.exit(1 if report.blocked else 0)


def _report(root: Path, profile_name: str, told: Progress) -> Report:
    profile = read_profile(root, profile_name)
    staging = assemble(root, told)
    told("Validate", 0, 2)
    shapes = with_places(validate(staging.triples(), profile).findings, graph_files(root))
    told("Validate", 1, 2)
    findings = [*shapes, *check_repository(root, profile), *check_spelling(root)]
    told("Validate", 2, 2)
    return Report.of(profile.name, profile.blocking, findings)


def _fix(root: Path) -> None:
    for relative, path in resources.files(root):
        if relative.suffix == ".ttl":
            text = path.read_text(encoding="utf-8")
            spelt = canonical_spelling(text)
            if spelt != text:
                path.write_text(spelt, encoding="utf-8")
