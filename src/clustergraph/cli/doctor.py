"""``clustergraph doctor``: is everything well, and what to do where it is not."""

import sys

import click
from rich.markup import escape

from clustergraph.build.health import examine
from clustergraph.cli.render import out, show_json
from clustergraph.settings import Settings


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the answers as JSON.")
@click.pass_obj
def doctor_command(settings: Settings, *, as_json: bool) -> None:
    """Look over the machine, the home and its release.

    The digest is computed again from the sealed store. Exit code 1 where anything is not well.

    \b
    Examples:
      clustergraph doctor
      clustergraph --home /srv/clusters doctor --json
    """
    answers = list(examine(settings))
    if as_json:
        show_json([vars(answer) for answer in answers])
    else:
        for answer in answers:
            mark = "[green]well[/]" if answer.well else "[red]ill[/] "
            out().print(f"{mark}  {answer.name:14}{escape(answer.detail)}")
            if not answer.well and answer.remedy:
                out().print(f"      {'':14}{escape(answer.remedy)}")
    sys.exit(0 if all(answer.well for answer in answers) else 1)
