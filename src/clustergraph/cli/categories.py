"""``clustergraph categories``: a list of categories as one table, compared with ours or put in its place."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from clustergraph import resources
from clustergraph.build.categories import Change, adopt, difference, read_table, scheme_of, summary
from clustergraph.build.slices.schemes import SCHEMES
from clustergraph.cli.render import PATH, out, show_json, show_table
from clustergraph.settings import Settings

_SCHEME = click.option(
    "--scheme", "name", default=SCHEMES[0].name, show_default=True, help="Which list the table is of."
)


@click.group("categories")
def categories_command() -> None:
    """Compare a list of categories with ours, or put it in its place.

    The table is CSV with the columns code and name, and if wanted source (an IRI) and former (the code it replaces).

    \b
    Examples:
      clustergraph categories diff official.csv
      clustergraph categories diff official.csv --scheme traded-category --json
      clustergraph categories adopt official.csv
    """


@categories_command.command("diff")
@click.argument("table", type=PATH)
@_SCHEME
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
@click.pass_obj
def diff_command(settings: Settings, table: Path, name: str, *, as_json: bool) -> None:
    """Say what the table would change, and which judgements hang on codes that would go.

    Exit code 1 where something would change, as `diff` has it; nothing is written.
    """
    changes = difference(resources.repository(settings.repository), scheme_of(name), read_table(table))
    if as_json:
        show_json({"scheme": name, **summary(changes), "changes": [asdict(change) for change in changes]})
    else:
        _show(changes)
    sys.exit(1 if changes else 0)


@categories_command.command("adopt")
@click.argument("table", type=PATH)
@_SCHEME
@click.pass_obj
def adopt_command(settings: Settings, table: Path, name: str) -> None:
    """Put the table in the place of the list; codes that go are deprecated, and a migration is written for them.

    Run `clustergraph check` afterwards: it lists what still uses a deprecated code.
    """
    root, scheme, rows = resources.repository(settings.repository), scheme_of(name), read_table(table)
    _show(difference(root, scheme, rows))
    for path in adopt(root, scheme, rows):
        out().print(f"wrote {path.relative_to(root)}")


def _show(changes: Sequence[Change]) -> None:
    if changes:
        columns = ("", "code", "before", "after", "clusters", "mappings", "becomes")
        show_table(columns, [_row(change) for change in changes])
    out().print(", ".join(f"{number} {kind}" for kind, number in summary(changes).items()))


def _row(change: Change) -> tuple[str, ...]:
    used = (str(change.clusters), str(change.mappings)) if change.kind == "removed" else ("", "")
    becomes = change.becomes or (f"{change.near}?" if change.near else "")
    return change.kind, change.code, change.before or "", change.after or "", *used, becomes
