"""``clustergraph migrate``: data that use deprecated terms, rewritten."""

import difflib
from pathlib import Path

import click

from clustergraph import resources
from clustergraph.build.migrations import migrated
from clustergraph.cli.render import out
from clustergraph.settings import Settings
from clustergraph.sources.repository import read_text
from clustergraph.store.replacing import replace_file


@click.command("migrate")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--write", is_flag=True, help="Write the files in place; without it only the difference is shown.")
@click.pass_obj
def migrate_command(settings: Settings, paths: tuple[str, ...], *, write: bool) -> None:
    """Rewrite Turtle files that use deprecated terms of the vocabulary (ontology/CHANGES.md lists them).

    A file that is rewritten gets the one spelling of Turtle, and its comments are not kept; others stay as they are.

    \b
    Examples:
      clustergraph migrate mine.ttl
      clustergraph migrate --write data/clusters/*.ttl
    """
    root, changed = resources.repository(settings.repository), 0
    for path in paths:
        old = read_text(Path(path), path)
        new = migrated(old, path, root)
        changed += old != new
        if old != new and write:
            replace_file(Path(path), new)
        elif old != new:
            lines = difflib.unified_diff(old.splitlines(), new.splitlines(), path, path, lineterm="", n=1)
            out().print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)
    done = "rewritten" if write else "would be rewritten"
    out().print(f"{changed} of {len(paths)} files {done}")
