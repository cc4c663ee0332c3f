"""A listing as a page shows it: its rows, its facets with counts, what is chosen, and where each choice leads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import ceil
from threading import Lock

from clustergraph.errors import NotFound, Place
from clustergraph.pages.browse import compose
from clustergraph.pages.browse.fragments import Column, Facet, Listing
from clustergraph.pages.browse.selection import PAGE, Chosen, Selection, address, parameters
from clustergraph.pages.terms import Row, Term
from clustergraph.pages.values import Reader, Value

_KEPT = 500  # answers that are kept
_NAME = "name"  # of the column in whose place the item stands


@dataclass(frozen=True)
class Choice:
    """A value of a facet: what it is called, or ``None`` with a ``text`` of ours; how many have it; where it leads.

    ``stated`` is false for those without a value.
    """

    stated: bool
    value: Value | None
    text: str
    count: int
    chosen: bool
    href: str


@dataclass(frozen=True)
class Narrowing:
    """A facet on a page."""

    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True)
class Chip:
    """Something chosen, and the address without it: a value, a ``text`` of ours, or the ``words`` that were typed.

    ``left`` is how many there would be without it, where that was asked.
    """

    label: str
    href: str
    left: int | None
    value: Value | None = None
    text: str = ""
    words: str = ""


@dataclass(frozen=True)
class Heading:
    """The head of a column: how it sorts now (``ascending``, ``descending`` or empty), and the address that sorts."""

    name: str
    label: str
    holds: str
    sorted: str
    href: str | None


@dataclass(frozen=True)
class Listed:
    """One item: itself, and the values beside it."""

    item: Value
    cells: list[list[Value]]


@dataclass(frozen=True)
class Page:
    """A page of a listing.

    ``text`` is the query for all of it, ``kept`` what a form must send again, ``bare`` the address of the
    whole listing.
    """

    name: str
    count: int
    all: int
    begin: int
    headings: list[Heading]
    rows: list[Listed]
    facets: list[Narrowing]
    chips: list[Chip]
    q: str
    kept: list[tuple[str, str]]
    text: str
    number: int
    pages: int
    before: str | None
    after: str | None
    bare: str


class Browse:
    """The listings of one release; counts that were asked for are kept, because most visitors ask for the same."""

    def __init__(self) -> None:
        self._kept: dict[str, list[Row]] = {}
        self._lock = Lock()

    def page(self, listing: Listing, selection: Selection, reader: Reader) -> Page:
        """Read a page; raises :class:`NotFound` behind the last one."""
        count, every = self._total(listing, selection, reader), self._total(listing, _everything(listing), reader)
        pages = max(1, ceil(count / PAGE))
        if selection.page > pages:
            raise NotFound(
                f"There is no page {selection.page} of these {listing.name}.",
                place=Place("parameter page"),
                remedy=f"The last is page {pages}.",
            )
        answers = {facet.name: self._ask(compose.counts(listing, facet, selection), reader)
                   for facet in listing.facets.values()}  # fmt: skip
        asked = compose.rows(listing, selection, reader.language)
        rows = [_apart(listing, row) for row in (reader.ask(asked).rows if count else [])]
        shown = reader.show(_terms(selection, answers, rows))
        narrowing = [_narrowing(listing, facet, selection, answers[facet.name], shown)
                     for facet in listing.facets.values()]  # fmt: skip
        around = [
            address(listing, replace(selection, page=number)) for number in (selection.page - 1, selection.page + 1)
        ]
        return Page(
            listing.name,
            count,
            every,
            (selection.page - 1) * PAGE + 1,
            [_heading(listing, column, selection) for column in listing.columns.values()],
            [_listed(row, shown) for row in rows],
            [facet for facet in narrowing if any(choice.stated or choice.chosen for choice in facet.choices)],
            list(self._chips(listing, selection, reader, shown, ask=not count)),
            selection.q,
            [pair for pair in parameters(listing, replace(selection, page=1)) if pair[0] != "q"],
            compose.rows(listing, selection, reader.language, whole=True),
            selection.page,
            pages,
            around[0] if selection.page > 1 else None,
            around[1] if selection.page < pages else None,
            address(listing, replace(_everything(listing), sort=selection.sort, descending=selection.descending)),
        )

    def _chips(
        self, listing: Listing, selection: Selection, reader: Reader, shown: Mapping[Term, Value], *, ask: bool
    ) -> Iterable[Chip]:
        for name, values in selection.facets.items():
            facet = listing.facets[name]
            for value in values:
                less = selection.turned(name, value)
                left = self._total(listing, less, reader) if ask else None
                called = _value(facet, value, shown)
                yield Chip(facet.label, address(listing, less), left, called, _text(facet, value))
        if selection.q:
            less = replace(selection, q="", page=1)
            left = self._total(listing, less, reader) if ask else None
            yield Chip("Name", address(listing, less), left, words=selection.q)

    def _total(self, listing: Listing, selection: Selection, reader: Reader) -> int:
        return int(self._ask(compose.total(listing, selection), reader)[0]["count"].value)

    def _ask(self, text: str, reader: Reader) -> list[Row]:
        if text not in self._kept:
            rows = reader.ask(text).rows
            with self._lock:
                if len(self._kept) >= _KEPT:
                    self._kept.clear()
                self._kept[text] = rows
            return rows
        return self._kept[text]


def _everything(listing: Listing) -> Selection:
    return Selection({}, "", listing.sort, descending=False)


#: An item with the terms beside it, column by column.
_Cells = tuple[Term, list[list[Term]]]


def _apart(listing: Listing, row: Row) -> _Cells:
    item = row[listing.item]
    return item, [[item] if column.name == _NAME else _held(column, row.get(column.name))
                  for column in listing.columns.values()]  # fmt: skip


def _held(column: Column, term: Term | None) -> list[Term]:
    if term is None:
        return []
    return [Term(iri, is_iri=True) for iri in sorted(term.value.split())] if column.holds == "iris" else [term]


def _terms(selection: Selection, answers: Mapping[str, list[Row]], rows: list[_Cells]) -> Iterable[Term]:
    for values in selection.facets.values():
        yield from (value for value in values if value is not None)
    for answer in answers.values():
        yield from (row["value"] for row in answer if "value" in row)
    for item, cells in rows:
        yield item
        for cell in cells:
            yield from cell


def _listed(row: _Cells, shown: Mapping[Term, Value]) -> Listed:
    item, cells = row
    return Listed(shown[item], [[shown[term] for term in cell] for cell in cells])


def _heading(listing: Listing, column: Column, selection: Selection) -> Heading:
    if not column.sorts:
        return Heading(column.name, column.label, column.holds, "", None)
    now = selection.sort == column.name
    descending = not selection.descending if now else column.sorts == "descending"
    direction = ("descending" if selection.descending else "ascending") if now else ""
    href = address(listing, selection.sorted_by(column.name, descending=descending))
    return Heading(column.name, column.label, column.holds, direction, href)


def _narrowing(
    listing: Listing, facet: Facet, selection: Selection, rows: list[Row], shown: Mapping[Term, Value]
) -> Narrowing:
    """Put the values of a facet in order: by count or by value, those without one last; chosen ones always."""
    counted: dict[Chosen, int] = {row.get("value"): int(row["count"].value) for row in rows}
    chosen = selection.facets.get(facet.name, ())
    counted.update({value: 0 for value in chosen if value not in counted})
    choices = [
        (value, Choice(value is not None, _value(facet, value, shown), _text(facet, value), count, value in chosen,
                       address(listing, selection.turned(facet.name, value))))
        for value, count in counted.items() if count or value in chosen
    ]  # fmt: skip
    choices.sort(key=lambda pair: _place(facet, *pair))
    return Narrowing(facet.name, facet.label, [choice for _, choice in choices])


def _place(facet: Facet, value: Chosen, choice: Choice) -> tuple[bool, int, str]:
    name = choice.value.text if choice.value else choice.text
    return value is None, 0 if facet.by_value else -choice.count, name.casefold()


def _value(facet: Facet, value: Chosen, shown: Mapping[Term, Value]) -> Value | None:
    return None if value is None or value.value in facet.choices else shown[value]


def _text(facet: Facet, value: Chosen) -> str:
    return facet.without if value is None else facet.choices.get(value.value, "")
