"""What a visitor has chosen of a listing: read from an address, written into one; nothing unchecked gets through.

Values of facets are codes of their kind (``sector=automotive``) or whole IRIs; ``-`` stands for those without a value.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from clustergraph.errors import BadParameter, Place
from clustergraph.pages.addresses import checked
from clustergraph.pages.browse.fragments import Facet, Listing
from clustergraph.pages.browse.words import patterns
from clustergraph.pages.terms import Term
from clustergraph.query.parameters import term_of, value_of

WITHOUT = "-"
PAGE = 50  # items
_FURTHEST = 100_000  # pages
_MOST = 40  # values
_LONGEST = 4000  # characters of all values
#: A value of a facet: a term, or ``None`` for those without one.
Chosen = Term | None


@dataclass(frozen=True)
class Selection:
    """What is chosen: the values of facets by name, words to look for, a column that sorts, and the page from 1."""

    facets: Mapping[str, Sequence[Chosen]]
    q: str
    sort: str
    descending: bool
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.facets or self.q)

    def turned(self, facet: str, value: Chosen) -> "Selection":
        """Choose a value of a facet, or no longer."""
        values = list(self.facets.get(facet, ()))
        values.remove(value) if value in values else values.append(value)
        facets = {**self.facets, facet: tuple(values)}
        return replace(self, facets={name: chosen for name, chosen in facets.items() if chosen}, page=1)

    def without(self, facet: str) -> "Selection":
        """Leave a facet out."""
        return replace(self, facets={name: chosen for name, chosen in self.facets.items() if name != facet}, page=1)

    def sorted_by(self, column: str, *, descending: bool) -> "Selection":
        """Sort otherwise, from the first page."""
        return replace(self, sort=column, descending=descending, page=1)


def read_selection(listing: Listing, given: Mapping[str, Sequence[str]]) -> Selection:
    """Read the parameters of an address; raises :class:`BadParameter` for what is none, or has no such value."""
    known = {*listing.facets, "q", "sort", "page"}
    if unknown := sorted(set(given) - known):
        raise BadParameter(
            f"“{unknown[0][:40]}” is nothing by which {listing.name} can be chosen.",
            place=Place("query string"),
            remedy=f"There are {', '.join(sorted(known))}.",
        )
    texts = [text for name in listing.facets for text in given.get(name, ())]
    if len(texts) > _MOST or sum(map(len, texts)) > _LONGEST:
        raise BadParameter(f"More is chosen than {_MOST} values or {_LONGEST} characters.", remedy="Choose less.")
    facets = {
        name: tuple(dict.fromkeys(_value(facet, text) for text in given[name] if text))
        for name, facet in listing.facets.items()
        if any(given.get(name, ()))
    }
    q = " ".join(_last(given, "q", "").split())
    if q:
        patterns(q)
    column, descending = _sort(listing, _last(given, "sort", listing.sort))
    return Selection(facets, q, column, descending, _page(_last(given, "page", "1")))


def parameters(listing: Listing, selection: Selection) -> list[tuple[str, str]]:
    """Write a selection as the parameters of an address, in one order; what is chosen by itself is left out."""
    pairs = [(name, code(listing.facets[name], value)) for name in listing.facets
             for value in selection.facets.get(name, ())]  # fmt: skip
    if selection.q:
        pairs.append(("q", selection.q))
    if (selection.sort, selection.descending) != (listing.sort, False):
        pairs.append(("sort", f"{'-' if selection.descending else ''}{selection.sort}"))
    if selection.page > 1:
        pairs.append(("page", str(selection.page)))
    return pairs


def address(listing: Listing, selection: Selection) -> str:
    """Give the address of a selection."""
    pairs = parameters(listing, selection)
    return f"/{listing.name}?{urlencode(pairs, safe=':/')}" if pairs else f"/{listing.name}"


def code(facet: Facet, value: Chosen) -> str:
    """Write a value of a facet as it stands in an address."""
    if value is None:
        return WITHOUT
    if not value.is_iri or facet.values in ("any", "choice", "number"):
        return value.value
    return value_of(facet.values, value.value) or value.value


def _value(facet: Facet, text: str) -> Chosen:
    if text == WITHOUT:
        return None
    if ":" in text:
        return Term(checked(text), is_iri=True)
    if text in facet.choices:
        return Term(text)
    if facet.values == "number":
        return Term(term_of("number", text))
    if facet.values in ("any", "choice"):
        raise BadParameter(
            f"“{text[:40]}” is no value of {facet.name}.",
            place=Place(f"parameter {facet.name}"),
            remedy=f"Give {', '.join([*facet.choices, WITHOUT])} or an IRI.",
        )
    return Term(checked(term_of(facet.values, text).strip("<>")), is_iri=True)


def _sort(listing: Listing, text: str) -> tuple[str, bool]:
    match = re.fullmatch(r"(-?)([a-z]+)", text)
    sorting = [name for name, column in listing.columns.items() if column.sorts]
    if match is None or match[2] not in sorting:
        raise BadParameter(
            f"Nothing sorts by “{text[:40]}”.",
            place=Place("parameter sort"),
            remedy=f"There are {', '.join(sorting)}; with a hyphen before it, the largest come first.",
        )
    return match[2], bool(match[1])


def _page(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= _FURTHEST:
        raise BadParameter(
            f"There is no page “{text[:40]}”.", place=Place("parameter page"), remedy="Pages are counted from 1."
        )
    return int(text)


def _last(given: Mapping[str, Sequence[str]], name: str, default: str) -> str:
    return next((text for text in reversed(given.get(name, ())) if text), default)
