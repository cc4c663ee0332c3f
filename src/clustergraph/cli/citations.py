"""``clustergraph citations``: what was cited in a home, and what of it an operator takes away."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import click

from clustergraph.cli.render import out, show_json, show_table
from clustergraph.errors import NotFound
from clustergraph.settings import Settings
from clustergraph.store.citation_entries import NEVER, Choice, Entry
from clustergraph.store.citations import Citations
from clustergraph.store.home import Home

_MOST = 5  # clients that are named below the table
_SHOWN = 12  # digits of a digest


@click.command("citations")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--older-than", metavar="DAYS", type=click.FloatRange(min=0), help="Those cited longer ago.")
@click.option("--client", "clients", metavar="PSEUDONYM", multiple=True, help="Those of a client; may be repeated.")
@click.option("--never-fetched", is_flag=True, help="Those that nobody but their client has fetched, as far as known.")
@click.option("--drop", is_flag=True, help="Say what would be dropped of them.")
@click.option("--write", is_flag=True, help="With --drop: drop them.")
@click.option("--rebuild", is_flag=True, help="Make the index again from the files of citations.")
@click.option("--json", "as_json", is_flag=True, help="Print the citations as JSON.")
@click.pass_obj
def citations_command(
    settings: Settings,
    /,
    names: tuple[str, ...],
    clients: tuple[str, ...],
    older_than: float | None,
    **flags: bool,
) -> None:
    """List the citations of the home, all or those that are chosen, or drop them.

    Conditions add up. A citation that is dropped is gone from its address, in whatever text it stands: look at what was
    fetched first. Its release goes with the next build, unless it is among those that stay or cited by another.
    A client is a pseudonym that holds for one day; nobody can tell whose it was. All of this works while a server runs.

    Exit code 1 where a name is no citation's.

    \b
    Examples:
      clustergraph citations
      clustergraph citations --never-fetched --older-than 365
      clustergraph citations --client 5d1c0ab3e2f49687 --never-fetched --drop
      clustergraph citations --client 5d1c0ab3e2f49687 --never-fetched --drop --write
      clustergraph citations dc1f232b348cf8120ad1 --drop --write
      clustergraph citations --rebuild
    """
    citations = Citations(Home(settings.home), settings)
    choice = _choice(names, clients, older_than, never_fetched=flags["never_fetched"])
    _check_flags(flags, chosen=choice != Choice())
    if flags["rebuild"]:
        out().print(f"{citations.rebuild()} citations are in the index.")
        return
    entries = citations.chosen(choice)
    missing = sorted(set(names) - {entry.name for entry in entries})
    if missing and choice == Choice(names=names):
        raise NotFound(f"There is no citation “{missing[0][:40]}”.", remedy="`clustergraph citations` lists all.")
    if flags["drop"] and flags["write"]:
        entries = citations.drop(choice)
    if flags["as_json"]:
        show_json([_told(entry) for entry in entries])
    else:
        _show(entries)
        _sum_up(entries, citations, settings, flags)


def _choice(
    names: tuple[str, ...], clients: tuple[str, ...], older_than: float | None, *, never_fetched: bool
) -> Choice:
    before = None
    if older_than is not None:
        try:
            moment = datetime.now(UTC) - timedelta(days=older_than)
        except OverflowError:  # before there were citations
            moment = datetime.min.replace(tzinfo=UTC)
        before = moment.isoformat(timespec="seconds")
    return Choice(names, clients, before, never_fetched)


def _check_flags(flags: dict[str, bool], *, chosen: bool) -> None:
    """End with exit code 2 where the options say nothing that could be meant."""
    if flags["write"] and not flags["drop"]:
        raise click.UsageError("--write goes with --drop.")
    if flags["rebuild"] and (chosen or flags["drop"]):
        raise click.UsageError("--rebuild is done to the whole index; give it alone.")
    if flags["drop"] and not chosen:
        raise click.UsageError("Say which: give names, --older-than, --client or --never-fetched.")


def _show(entries: list[Entry]) -> None:
    rows = [
        [
            entry.name,
            entry.asked or "cannot be read",
            (entry.release or "")[:_SHOWN],
            entry.format or "",
            "" if entry.bytes is None else str(entry.bytes),
            _fetched(entry) or "not known",
            entry.client or "not known",
        ]
        for entry in entries
    ]
    if rows:
        show_table(["citation", "cited", "release", "format", "bytes", "fetched", "client"], rows)


def _sum_up(entries: list[Entry], citations: Citations, settings: Settings, flags: dict[str, bool]) -> None:
    fetched = sum(entry.fetched != NEVER for entry in entries)
    done = "" if not flags["drop"] else " dropped" if flags["write"] else " would be dropped; --write does it"
    out().print(f"{len(entries)} citations{done}; {fetched} of them were fetched, or it is not known.")
    if flags["drop"]:
        return
    most = Counter(entry.client for entry in entries if entry.client).most_common(_MOST)
    if most:
        out().print("Most are from " + ", ".join(f"{client} ({number})" for client, number in most) + ".")
    out().print(
        f"There is room for {settings.citations_max} citations (citations_max) of {settings.citations_releases_max} "
        f"releases (citations_releases_max); {len(citations.pinned())} releases are cited."
    )


def _told(entry: Entry) -> dict[str, object]:
    """Give one for scripts: ``days`` is its age, ``fetched`` a day, "never", or null where that is not known."""
    return {**vars(entry), "days": _age(entry), "fetched": _fetched(entry)}


def _fetched(entry: Entry) -> str | None:
    return "never" if entry.fetched == NEVER else entry.fetched


def _age(entry: Entry) -> float | None:
    try:
        asked = datetime.fromisoformat(entry.asked or "")
        return round((datetime.now(UTC) - asked).total_seconds() / 86_400, 3)
    except (ValueError, TypeError):
        return None
