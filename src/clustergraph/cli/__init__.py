"""The ``clustergraph`` command.

Exit codes: 0 all is well; 1 what was handed in, the repository or a release is not as it must be; 2 the command line
was wrong. Answers go to standard output, progress and errors to standard error.
"""

import os
import sys
from pathlib import Path

import click

from clustergraph import __version__
from clustergraph.cli.build import build_command
from clustergraph.cli.categories import categories_command
from clustergraph.cli.check import check_command
from clustergraph.cli.doctor import doctor_command
from clustergraph.cli.load import load_command
from clustergraph.cli.migrate import migrate_command
from clustergraph.cli.query import query_command
from clustergraph.cli.render import PATH, show_error
from clustergraph.cli.serve import serve_command
from clustergraph.cli.validate import validate_command
from clustergraph.errors import ClustergraphError
from clustergraph.settings import read_settings


class _Group(click.Group):
    """Turns our errors into a message and exit code 1, never a trace."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ClustergraphError as error:
            show_error(error)
            sys.exit(1)
        except BrokenPipeError:
            # whoever read our output stopped; nothing more can be written
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="clustergraph")
@click.option("--home", type=PATH, help="The folder that holds releases (default .clustergraph).")
@click.option("--repository", type=PATH, help="The folder with ontology/, shapes/ and data/.")
@click.option("--config", type=PATH, help="A TOML file of settings (docs/settings.md).")
@click.pass_context
def main(context: click.Context, home: Path | None, repository: Path | None, config: Path | None) -> None:
    """Build, check, ask and serve a linked-data graph of business clusters.

    \b
    Examples:
      clustergraph serve                                 build when needed, then serve on port 8000
      clustergraph query --named companies-total         ask a named question
      clustergraph query "SELECT * WHERE {?s ?p ?o} LIMIT 5" --format csv
      clustergraph check                                 all that a curator must pass
      clustergraph validate cluster.ttl                  check a file before it is submitted
    """
    context.obj = read_settings({"home": home, "repository": repository}, os.environ, config)


for command in (
    build_command,
    categories_command,
    check_command,
    doctor_command,
    load_command,
    migrate_command,
    query_command,
    serve_command,
    validate_command,
):
    main.add_command(command)
