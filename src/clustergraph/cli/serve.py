"""``clustergraph serve``: build when needed, then serve."""

from dataclasses import replace

import click

from clustergraph.build.release import build, stale
from clustergraph.cli.render import err, progress_bar
from clustergraph.settings import Settings
from clustergraph.store.home import Home
from clustergraph.web.server import run


@click.command("serve")
@click.option("--host", help="The address to listen on (default 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="The port to listen on (default 8000).")
@click.pass_obj
def serve_command(settings: Settings, *, host: str | None, port: int | None) -> None:
    """Serve the release: /sparql, the start page and the named queries.

    The release is built first where there is none or where the repository has changed since. One serving process
    has a home at a time. Ctrl-C ends it.

    \b
    Examples:
      clustergraph serve
      clustergraph --home /srv/clusters serve --host 0.0.0.0 --port 8080
    """
    settings = replace(settings, host=host or settings.host, port=port or settings.port)
    home = Home(settings.home)
    with home.lock("serve"):
        reason = stale(home, settings)
        if reason is not None:
            err().print(f"[dim]{reason} Building.[/]")
            with progress_bar() as told:
                build(settings, told)
        release = home.current()
        err().print(
            f"release {release.manifest.digest[:16]}… · {release.manifest.triples} triples\n"
            f"serving http://{settings.host}:{settings.port}/ and http://{settings.host}:{settings.port}/sparql"
        )
        run(settings)
