"""The ``clustergraph`` command.

Exit codes: 0 all is well; 1 what was handed in, the repository or a release is not as it must be; 2 the command line
was wrong; 70 what nobody foresaw. Answers go to standard output, progress and errors to standard error.
"""

import importlib
import os
import sys
from contextlib import suppress
from pathlib import Path
from traceback import walk_tb
from typing import TextIO, cast

import click

from clustergraph import __version__
from clustergraph.cli.render import PATH, show_error
from clustergraph.disk import foreseen
from clustergraph.errors import ClustergraphError, Place
from clustergraph.resources import PACKAGE
from clustergraph.settings import read_settings

#: Exit codes: what is not as it must be, and what nobody foresaw (EX_SOFTWARE of sysexits.h).
FAILED, UNFORESEEN = 1, 70
#: Each command, in a module of its own name → what it does, in short, so that nothing is imported to say so.
COMMANDS = {
    "build": "Build the release: read, derive, validate, seal, point to it.",
    "categories": "Compare a list of categories with ours, or put it in its place.",
    "check": "Check the repository: all that a curator must pass.",
    "citations": "List the answers that were cited, or drop some.",
    "doctor": "Look over the machine, the home and its release.",
    "load": "Make a release of any RDF files or folders.",
    "migrate": "Rewrite Turtle files that use deprecated terms.",
    "query": "Ask the current release.",
    "serve": "Serve the release: /sparql, the pages, the dumps.",
    "validate": "Check RDF files against the shapes of a profile.",
}


class _Group(click.Group):
    """Imports a command when it is wanted, and turns our errors into a message and exit code 1, never a trace."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """Name the commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """Import a command; ``None`` for a name that none has."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"clustergraph.cli.{cmd_name}")
        return cast("click.Command", getattr(module, f"{cmd_name}_command"))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run a command, and end with exit code 1 where it fails by one of our errors."""
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()  # or what could not be written were told only by Python, at its end
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            # whoever read our output stopped; nothing more can be written
            _write_no_more(sys.stdout)
            sys.exit(FAILED)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told, and never a trace
            told = foreseen(error, "The command could not be finished")
            with suppress(OSError):
                show_error(told or _unforeseen(error))
            for stream in (sys.stdout, sys.stderr):
                try:
                    stream.flush()
                except OSError:
                    _write_no_more(stream)
            sys.exit(FAILED if told else UNFORESEEN)
        return done


def _write_no_more(stream: TextIO) -> None:
    """Let what is still to be written to a stream go nowhere: Python would fail over it once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _unforeseen(error: Exception) -> ClustergraphError:
    """Say in words what nobody foresaw, and where in the program it was."""
    frames = [(Path(frame.f_code.co_filename), number) for frame, number in walk_tb(error.__traceback__)]
    ours = [f"{path.relative_to(PACKAGE.parent)}:{number}" for path, number in frames if path.is_relative_to(PACKAGE)]
    return ClustergraphError(
        f"The command ended in an unforeseen way: {type(error).__name__}: {error}",
        place=Place(ours[-1]) if ours else None,
        remedy="Please report it, with these lines. `clustergraph doctor` looks over the machine and the home.",
    )


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
