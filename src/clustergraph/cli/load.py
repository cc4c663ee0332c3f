"""``clustergraph load``: RDF files → sealed release."""

import time
from pathlib import Path

import click

from clustergraph.build.load import BASE, NONE, READING, find_files, load
from clustergraph.build.values import VALUES
from clustergraph.cli.render import PATH, out, progress_bar, show_findings, show_json
from clustergraph.settings import Settings


@click.command("load")
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="FILE…")
@click.option("--base", default=BASE, help="What the names of the graphs begin with; the path of each file follows.")
@click.option("--graph", help="One graph for all files.")
@click.option("--profile", default=NONE, show_default=True, help="The validation profile that the data must pass.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest of the release as JSON.")
@click.pass_obj
def load_command(
    settings: Settings, *, paths: tuple[Path, ...], base: str, graph: str | None, profile: str, as_json: bool
) -> None:
    """Make a release of any RDF files or folders and serve it from now on: for tests, and for graphs of others.

    Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD are told by their suffixes. Each file is a named graph; named
    graphs inside files stay. The home then points to this release until `clustergraph build` makes the curated one
    again.

    \b
    Examples:
      clustergraph --home /tmp/other load people.ttl places.nt
      clustergraph --home /tmp/other load data/ --base https://example.org/graphs/
      clustergraph --home /tmp/other load dump.nq --profile none --json
    """
    started = time.monotonic()
    files = find_files(paths, base, graph)
    with progress_bar(quiet=as_json) as told:
        built = load(settings, files, profile, told)
    manifest = built.release.manifest
    about_values = [found for found in built.report.findings if found.source in (VALUES, READING)]
    if as_json:
        show_json({"release": manifest.iri, **vars(manifest), VALUES: [found.as_json() for found in about_values]})
        return
    out().print(
        f"release  {manifest.digest}\n"
        f"holds    {manifest.triples} triples in {len(manifest.graphs)} named graphs\n"
        f"profile  {manifest.profile}\n"
        f"folder   {built.release.folder}\n"
        f"took     {time.monotonic() - started:.1f} s"
    )
    for name, number in manifest.lacking.items():
        out().print(f"[yellow]note[/]     {name} lacks {number} statements with triple terms, which it cannot hold")
    show_findings(about_values)
