"""``clustergraph build``: repository → sealed release."""

import time

import click

from clustergraph.build.release import build
from clustergraph.cli.render import out, progress_bar, say_counts, show_json
from clustergraph.settings import Settings


@click.command("build")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest of the release as JSON.")
@click.pass_obj
def build_command(settings: Settings, *, as_json: bool) -> None:
    """Build the release: read, derive, validate, seal, point to it.

    Nothing is published unless the data passes its profile; a crash leaves the old release in place.

    \b
    Examples:
      clustergraph build
      clustergraph --home /srv/clusters build --json
    """
    started = time.monotonic()
    with progress_bar(quiet=as_json) as told:
        built = build(settings, told)
    manifest = built.release.manifest
    if as_json:
        show_json({"release": manifest.iri, **vars(manifest)})
        return
    out().print(
        f"release  {manifest.digest}\n"
        f"holds    {manifest.triples} triples in {len(manifest.graphs)} named graphs\n"
        f"profile  {manifest.profile}: {say_counts(manifest.findings)}\n"
        f"folder   {built.release.folder}\n"
        f"took     {time.monotonic() - started:.1f} s"
    )
