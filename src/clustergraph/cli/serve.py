"""``clustergraph serve``: build when needed, then serve."""

import click
from rich.markup import escape

from clustergraph.build.choice import choose, why_build
from clustergraph.cli.render import err, progress_bar
from clustergraph.settings import Settings
from clustergraph.store.home import Home
from clustergraph.web.itself import Itself
from clustergraph.web.server import claimed, run


@click.command("serve")
@click.option("--host", help="The address to listen on (default 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="The port to listen on (default 8000).")
@click.option("--public-url", help="The URL under which others reach the server, for its descriptions.")
@click.pass_obj
def serve_command(settings: Settings, *, host: str | None, port: int | None, public_url: str | None) -> None:
    """Serve the release: /sparql, the pages, the dumps and the catalogue.

    Descriptions for harvesters are at /catalog (DCAT-AP) and /.well-known/void.
    The release is built first where there is none or where the repository has changed since. One that is damaged is
    never served: it is built again, or else the newest that is whole is served, and /health/ready says so. One serving
    process has a home at a time. Ctrl-C ends it.

    \b
    Examples:
      clustergraph serve
      clustergraph --home /srv/clusters serve --host 0.0.0.0 --public-url https://clusters.example.org
    """
    settings = settings.changed({"host": host, "port": port, "public_url": public_url})
    home = Home(settings.home)
    home = Home(settings.home)
    with claimed(settings) as address, home.lock("serve"):
        reason = why_build(settings)
        if reason is not None:
            err().print(f"[dim]{escape(reason)} Building.[/]")
        with progress_bar(quiet=reason is None) as told:
            chosen = choose(settings, told)
        for note in chosen.notes:
            err().print(f"[bold red]damaged[/] {escape(note)}")
        release = chosen.release
        home.serves(release)
        Itself(release, settings).make_live(home, chosen.notes)
        err().print(f"release {release.manifest.digest[:16]}… · {release.manifest.triples} triples")
        run(settings, address)  # which says that it serves, when it does
