"""Composes a listing's queries of its fragments and of what a visitor has chosen.

Each thing chosen is a sub-query that gives ?item alone, so that no variable of a fragment meets those of another.
Columns stand side by side under names of their own and are grouped; none of their aggregates minds a row twice.
What comes from a visitor are terms that :mod:`clustergraph.pages.browse.selection` has checked, and patterns of letters
and digits; :func:`term` and :func:`literal` are the only way into a text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import indent

from clustergraph.pages.addresses import checked
from clustergraph.pages.browse.fragments import Facet, Fragment, Listing, matching
from clustergraph.pages.browse.selection import PAGE, Chosen, Selection
from clustergraph.pages.browse.words import patterns
from clustergraph.pages.language import Language
from clustergraph.pages.terms import Term

_RANK = "$rank"
_VARIABLE = re.compile(r"\?(?!item\b)([a-z]+)")
#: SPARQL 1.1, section 19.7, ECHAR
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"})


def rows(listing: Listing, selection: Selection, language: Language, *, whole: bool = False) -> str:
    """Ask for the items with their columns, sorted, those without a value last: one page of them, or the whole."""
    columns = listing.columns.values()
    sorts = listing.columns[selection.sort].order or listing.columns[selection.sort]
    heads = [f"({_apart(column, column.one)} AS ?{column.name})" for column in columns]
    order = f"ORDER BY (!BOUND(?key)) {'DESC' if selection.descending else 'ASC'}(?key) ?item"
    first = [
        f"SELECT ?item ({_apart(sorts, sorts.one)} AS ?key)",
        "WHERE {",
        *_chosen(listing, selection),
        _beside(sorts, language),
        "}",
        "GROUP BY ?item",
        *([] if whole else [order, f"LIMIT {PAGE}", f"OFFSET {(selection.page - 1) * PAGE}"]),
    ]
    lines = [
        *_prologue([*_used(listing, selection), *columns, sorts]),
        "\n  ".join([f"SELECT (?item AS ?{listing.item})", *heads]),
        "WHERE {",
        f"  {{\n{indent(_text(first), '    ')}  }}",
        # what has several values for an item comes last: it is faster
        *(_beside(column, language) for column in sorted(columns, key=lambda column: _RANK in column.pattern)),
        "}",
        "GROUP BY ?item ?key",
        order,
    ]
    return _text(lines)


def total(listing: Listing, selection: Selection) -> str:
    """Ask how many items there are."""
    head = [*_prologue(_used(listing, selection)), "SELECT (COUNT(DISTINCT ?item) AS ?count)", "WHERE {"]
    return _text([*head, *_chosen(listing, selection), "}"])


def counts(listing: Listing, facet: Facet, selection: Selection) -> str:
    """Ask how many items have each value of a facet, and how many have none, given what is chosen elsewhere."""
    others = selection.without(facet.name)
    lines = [
        *_prologue([*_used(listing, others), facet]),
        "SELECT ?value (COUNT(DISTINCT ?item) AS ?count)",
        "WHERE {",
        *_chosen(listing, others),
        _optional(facet.pattern),
        "}",
        "GROUP BY ?value",
        "ORDER BY DESC(?count) ?value",
    ]
    return _text(lines)


def term(value: Term) -> str:
    """Write a term that is an IRI or a plain string; raises :class:`BadParameter` for what is no IRI."""
    return f"<{checked(value.value)}>" if value.is_iri else literal(value.value)


def literal(text: str) -> str:
    """Write a plain string."""
    return f'"{text.translate(_ESCAPES)}"'


def _used(listing: Listing, selection: Selection) -> list[Fragment]:
    facets = [listing.facets[name] for name in listing.facets if name in selection.facets]
    return [listing.items, *facets, *([matching()] if selection.q else [])]


def _chosen(listing: Listing, selection: Selection) -> Iterator[str]:
    """Write the items, and a sub-query for each facet and each word."""
    yield _only(listing.items.pattern)
    for name, facet in listing.facets.items():
        if values := selection.facets.get(name):
            yield _any_of(listing, facet, values)
    for pattern in patterns(selection.q) if selection.q else ():
        named = matching().pattern.replace("$word", literal(pattern))
        yield _only(f"{_apart(listing.items, listing.items.pattern)}\n{named}")


def _any_of(listing: Listing, facet: Facet, values: Sequence[Chosen]) -> str:
    stated = [term(value) for value in values if value is not None]
    # the values stand last: a fragment may BIND ?value, which SPARQL 1.1, 10.1, allows only before it is used
    ways = [f"{facet.pattern}\n  VALUES ?value {{ {' '.join(stated)} }}"] if stated else []
    if None in values:
        items = _apart(listing.items, listing.items.pattern)
        ways.append(f"{items}\n  MINUS {{\n{indent(facet.pattern, '  ')}\n  }}")
    if len(ways) == 1:
        return _only(ways[0])
    return _only("\n  UNION\n".join(f"  {{\n{indent(way, '  ')}\n  }}" for way in ways))


def _only(pattern: str) -> str:
    return f"  {{\n    SELECT DISTINCT ?item\n    WHERE {{\n{indent(pattern, '    ')}\n    }}\n  }}"


def _optional(pattern: str) -> str:
    return f"  OPTIONAL {{\n{indent(pattern, '  ')}\n  }}"


def _beside(column: Fragment, language: Language) -> str:
    return _optional(_apart(column, column.pattern.replace(_RANK, _ranked(language))))


def _apart(fragment: Fragment, text: str) -> str:
    """Give the variables of a fragment names of its own; ?item is that of all."""
    return _VARIABLE.sub(rf"?{fragment.kind}_{fragment.name}_\1", text)


def _ranked(language: Language) -> str:
    """Write the rank of a text's language for a reader: the wanted ones, one that is not known, then all others."""
    ranks = "".join(f'IF(LANGMATCHES(LANG(?text), "{tag}"), "{rank}", ' for rank, tag in enumerate(language.wanted))
    end = len(language.wanted)
    return f'{ranks}IF(LANG(?text) = "", "{end}", "{end + 1}"{")" * (end + 1)}'


def _prologue(fragments: Iterable[Fragment]) -> Iterator[str]:
    prefixes: Mapping[str, str] = {name: iri for fragment in fragments for name, iri in fragment.prefixes.items()}
    yield "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(prefixes.items()))


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
