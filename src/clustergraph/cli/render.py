"""How things look in a terminal: errors, findings, tables, progress. The door to rich."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from clustergraph.errors import ClustergraphError
from clustergraph.ns import compact
from clustergraph.progress import Progress as Told
from clustergraph.report import Finding, Severity

#: The type of an option that names a file or folder; commands say themselves what is wrong with it.
PATH = click.Path(path_type=Path)
_COLOURS = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


def out() -> Console:
    """Give the console of answers."""
    return Console(highlight=False, emoji=False, soft_wrap=True)


def err() -> Console:
    """Give the console of progress and errors."""
    return Console(stderr=True, highlight=False, emoji=False, soft_wrap=True)


def say_counts(counts: Mapping[str, int]) -> str:
    """Say how many findings of each severity there are, the gravest first."""
    names = [level.label for level in reversed(Severity)]
    return ", ".join(f"{counts[name]} {name.lower()}{'' if counts[name] == 1 else 's'}" for name in names)


def show_error(error: ClustergraphError) -> None:
    """Print what, where, which limit and how to mend it."""
    console = err()
    console.print(f"[bold red]error[/] {escape(error.message)} [dim]({error.code})[/]")
    for name, value in (("where", error.place), ("limit", error.limit), ("remedy", error.remedy)):
        if value is not None and str(value):
            console.print(f"  {name + ':':8}{escape(str(value))}")
        if name == "where" and error.place is not None and error.place.excerpt:
            console.print(escape("\n".join(f"          {line}" for line in error.place.excerpt.split("\n"))))


def show_findings(findings: Iterable[Finding]) -> None:
    """Print findings, one a line, each with the place an editor can jump to."""
    console = out()
    for finding in findings:
        place = str(finding.place) or (compact(finding.focus) if finding.focus else "-")
        colour = _COLOURS[finding.severity]
        console.print(
            f"{escape(place)}: [{colour}]{finding.severity.label.lower()}[/] {escape(finding.message)} "
            f"[dim]({escape(finding.source)}{_subject(finding)})[/]"
        )


def show_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows as a table."""
    table = Table(*columns)
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    # in a terminal wide cells wrap; in a pipe the table keeps its whole width
    width = None if out().is_terminal else 10_000
    Console(highlight=False, emoji=False, width=width).print(table)


def show_json(value: object) -> None:
    """Print JSON for scripts."""
    print(json.dumps(value, indent=2, ensure_ascii=False))  # noqa: T201 - the answer of a command


@contextmanager
def progress_bar(*, quiet: bool = False) -> Iterator[Told]:
    """Show a bar for each step as it is told."""
    columns = (TextColumn("{task.description:22}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err(), disable=quiet) as bar:
        tasks: dict[str, TaskID] = {}

        def told(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done, total=total)

        yield told


def _subject(finding: Finding) -> str:
    parts = [compact(part) for part in (finding.focus, finding.path) if part]
    return (" · " + " ".join(parts)) if parts else ""
