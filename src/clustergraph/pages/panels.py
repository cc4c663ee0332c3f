"""The answers of named queries that stand on the page of a thing: each with its query, as data, and what went wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from clustergraph.errors import ClustergraphError
from clustergraph.pages.values import Reader, Table
from clustergraph.query.catalogue import NamedQuery, panels


@dataclass(frozen=True)
class Panel:
    """One answer on a page: the query with its parameters and text, and the table; or why there is none."""

    query: NamedQuery
    given: Mapping[str, str]
    text: str
    table: Table | None
    error: ClustergraphError | None = None


def panels_of(iri: str, reader: Reader) -> list[Panel]:
    """Answer the queries whose panels stand on the page of an IRI; those without rows are left out."""
    found = [_panel(named, given, reader) for named, given in panels(iri)]
    return [panel for panel in found if panel.error or (panel.table and panel.table.rows)]


def _panel(named: NamedQuery, given: Mapping[str, str], reader: Reader) -> Panel:
    text = named.ask(given).text
    try:
        return Panel(named, given, text, _said(reader.table(reader.ask(text, excerpt=True))))
    except ClustergraphError as error:  # one panel less is no reason for no page, and it says so
        return Panel(named, given, text, None, error)


def _said(table: Table) -> Table:
    """Leave out the columns in which no row of this thing says anything."""
    kept = [place for place in range(len(table.columns)) if any(row[place] for row in table.rows)]
    columns = [table.columns[place] for place in kept]
    return Table(columns, [[row[place] for place in kept] for row in table.rows], table.more)
