"""The fragments of which a listing's queries are composed: one ``.rq`` file each, a query that also runs by itself.

A column's aggregate must not mind rows that come twice. ``$rank`` ranks the language of ?text for a reader; ``$word``
is a pattern.

::

    #+ listing: clusters                what is listed: gives ?item; one of a folder
    #+ sort: number                     the column by which it is sorted at first
    #+ facet: sector                    by what it can be narrowed: gives ?item and ?value
    #+ column: employees                what stands beside each: gives ?item and one ?value for it
    #+ order: name                      by what a column is sorted instead of its value: gives ?item and one ?value
    #+ words: q                         whose names have $word in them: gives ?item
    #+ label: Sector                    what people read
    #+ place: 10                        where it stands among its like
    #+ values: scheme/sector            what values are (query.parameters), or ``any`` (IRIs), or ``choice``
    #+ choice: yes = has a web site     a value of a choice and what people read; one line for each
    #+ without: no legal form named     what people read where there is no value; else “not stated”
    #+ sort: value                      facet: values by value, not by count; column: it sorts, in this direction first
    #+ holds: iris                      column: IRIs with a blank between them; ``number``: a number
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from clustergraph.errors import Place, RepositoryError

_HERE = Path(__file__).parent
LISTINGS = ("clusters", "organisations")
_HEADER = re.compile(r"^#\+\s*(?P<key>[a-z]+):\s*(?P<value>.*?)\s*$", re.MULTILINE)
_PREFIX = re.compile(r"^PREFIX (?P<prefix>[a-z-]+): <(?P<iri>[^>]+)>$", re.MULTILINE)
_ONE = re.compile(r"SELECT \?item \((?P<one>.+) AS \?value\)$", re.MULTILINE)
_NEEDED: Mapping[str, set[str]] = {
    "listing": {"sort"},
    "facet": {"label", "place", "values"},
    "column": {"label", "place"},
    "order": set(),
    "words": set(),
}
NOT_STATED = "not stated"


@dataclass(frozen=True)
class Fragment:
    """A fragment: what it is and its name, its prefixes, its graph pattern, and the aggregate for one ?value."""

    kind: str
    name: str
    prefixes: Mapping[str, str]
    pattern: str
    one: str


@dataclass(frozen=True)
class Facet(Fragment):
    """A facet; ``values`` is the kind of its values, ``choices`` maps those of a choice to what people read."""

    label: str
    values: str
    choices: Mapping[str, str]
    without: str
    by_value: bool


@dataclass(frozen=True)
class Column(Fragment):
    """A column; ``sorts`` is ``ascending`` or ``descending``, or empty where it does not sort; ``order`` sorts it."""

    label: str
    sorts: str
    holds: str
    order: Fragment | None


@dataclass(frozen=True)
class Listing:
    """A listing: its items, its facets and columns by name, in their order, and the column that sorts it at first."""

    name: str
    items: Fragment
    sort: str
    facets: Mapping[str, Facet]
    columns: Mapping[str, Column]

    @property
    def item(self) -> str:
        """Give the variable of the items in answers."""
        return self.name.removesuffix("s")


@cache
def listing(name: str) -> Listing:
    """Read a listing, one of :data:`LISTINGS`; raises :class:`RepositoryError` for a header that is not complete."""
    read = [_read(path) for path in sorted((_HERE / name).glob("*.rq"))]
    [(header, items)] = [(header, fragment) for header, fragment in read if "listing" in header]
    orders = {header["order"]: fragment for header, fragment in read if "order" in header}
    facets = [_facet(header, fragment) for header, fragment in _sorted(read, "facet")]
    columns = [_column(header, fragment, orders) for header, fragment in _sorted(read, "column")]
    return Listing(
        name,
        items,
        header["sort"],
        {facet.name: facet for facet in facets},
        {column.name: column for column in columns},
    )


@cache
def matching() -> Fragment:
    """Read the fragment that finds names."""
    return _read(_HERE / "matching.rq")[1]


_Header = Mapping[str, str]


def _sorted(read: Sequence[tuple[_Header, Fragment]], key: str) -> list[tuple[_Header, Fragment]]:
    return sorted((pair for pair in read if key in pair[0]), key=lambda pair: int(pair[0]["place"]))


def _facet(header: _Header, fragment: Fragment) -> Facet:
    choices = dict(pair.split(" = ", 1) for pair in header.get("choice", "").split("\n") if pair)
    without = header.get("without", NOT_STATED)
    by_value = header.get("sort") == "value"
    return Facet(**vars(fragment), label=header["label"], values=header["values"], choices=choices, without=without,
                 by_value=by_value)  # fmt: skip


def _column(header: _Header, fragment: Fragment, orders: Mapping[str, Fragment]) -> Column:
    return Column(**vars(fragment), label=header["label"], sorts=header.get("sort", ""), holds=header.get("holds", ""),
                  order=orders.get(fragment.name))  # fmt: skip


def _read(path: Path) -> tuple[_Header, Fragment]:
    text = path.read_text(encoding="utf-8")
    header: dict[str, str] = {}
    for match in _HEADER.finditer(text):
        key, value = match["key"], match["value"]
        header[key] = f"{header[key]}\n{value}" if key in header else value
    [kind] = [kind for kind in _NEEDED if kind in header] or [""]
    if not kind or not _NEEDED[kind] <= set(header):
        raise RepositoryError(
            "A fragment's header says listing, facet, column, order or words, and what belongs to that.",
            place=Place(str(path)),
            remedy="clustergraph.pages.browse.fragments has the list.",
        )
    prefixes = {match["prefix"]: match["iri"] for match in _PREFIX.finditer(text)}
    select = text[text.index("\nSELECT") + 1 :].rstrip()
    pattern = select[select.index("WHERE {") + len("WHERE {") : select.rindex("}")].rstrip()
    pattern = pattern.strip("\n") if "\n" in pattern else f"  {pattern.strip()}"
    one = _ONE.match(select)
    return header, Fragment(kind, header[kind], prefixes, pattern, one["one"] if one else "")
