"""Composes a listing's queries of its fragments and of what a visitor has chosen.

Each thing chosen is a sub-query that gives ?item alone, so that no variable of a fragment meets those of another.
Columns stand side by side and are grouped: none of their aggregates minds rows that come twice. What comes from a
visitor are terms that :mod:`clustergraph.pages.browse.selection` has checked, and patterns of letters and digits;
:func:`term` and :func:`literal` are the only way into a text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import indent

from clustergraph.pages.addresses import checked
from clustergraph.pages.browse.fragments import Column, Facet, Fragment, Listing, matching
from clustergraph.pages.browse.selection import PAGE, Chosen, Selection
from clustergraph.pages.browse.words import patterns
from clustergraph.pages.language import Language
from clustergraph.pages.terms import Term

_VARIABLE = re.compile(r"\?(?!item\b)([a-z]+)")
#: SPARQL 1.1, section 19.7, ECHAR
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"})


def whole(listing: Listing, selection: Selection, language: Language) -> str:
    """Ask for all items with their columns, sorted, those without a value last: what the page's query and data are."""
    columns = listing.columns.values()
    order = listing.columns[selection.sort].order
    beside: list[Fragment] = [*columns, *([order] if order else [])]
    # what has several values for an item comes last: it is faster
    beside.sort(key=lambda fragment: "$rank" in fragment.pattern)
    known, key = f"?{selection.sort}", f"({_apart(order, order.one)})" if order else f"?{selection.sort}"
    heads = [f"({_apart(column, column.one)} AS ?{column.name})" for column in columns]
    lines = [
        *_prologue([*_used(listing, selection), *beside]),
        "\n  ".join([f"SELECT (?item AS ?{listing.item})", *heads]),
        "WHERE {",
        *_chosen(listing, selection),
        *(_optional(_worded(one, language)) for one in beside),
        "}",
        "GROUP BY ?item",
        f"ORDER BY (!BOUND({known})) {'DESC' if selection.descending else 'ASC'}({key}) ?item",
    ]
    return _text(lines)


def keys(listing: Listing, selection: Selection, language: Language) -> str:
    """Ask for the items of one page in their order, and nothing beside them."""
    column = listing.columns[selection.sort]
    key = column.order or column
    lines = [
        *_prologue([*_used(listing, selection), key]),
        f"SELECT ?item ({_apart(key, key.one)} AS ?key)",
        "WHERE {",
        *_chosen(listing, selection),
        _optional(_worded(key, language)),
        "}",
        "GROUP BY ?item",
        f"ORDER BY (!BOUND(?key)) {'DESC' if selection.descending else 'ASC'}(?key) ?item",
        f"LIMIT {PAGE}\nOFFSET {(selection.page - 1) * PAGE}",
    ]
    return _text(lines)


def beside(listing: Listing, items: Sequence[Term], language: Language) -> str:
    """Ask for the columns of these items: each column is a sub-query, so that their rows do not multiply."""
    values = f"  VALUES ?item {{ {' '.join(term(item) for item in items)} }}"
    columns = listing.columns.values()
    lines = [
        *_prologue(columns),
        f"SELECT ?item {' '.join(f'?{column.name}' for column in columns)}",
        "WHERE {",
        values,
    ]
    for column in columns:
        pattern = column.pattern.replace("$rank", _ranked(language))
        # a union is evaluated once, and not for each of the items
        inside = indent(pattern if "UNION" in pattern else f"{values}\n{pattern}", "  ")
        lines.append(
            _optional(f"  SELECT ?item ({column.one} AS ?{column.name})\n  WHERE {{\n{inside}\n  }}\n  GROUP BY ?item")
        )
    return _text([*lines, "}"])


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
        yield _only(matching().pattern.replace("$word", literal(pattern)))


def _any_of(listing: Listing, facet: Facet, values: Sequence[Chosen]) -> str:
    stated = [term(value) for value in values if value is not None]
    # the values stand last: a fragment may BIND ?value, which SPARQL 1.1, 10.1, allows only before it is used
    ways = [f"{facet.pattern}\n  VALUES ?value {{ {' '.join(stated)} }}"] if stated else []
    if None in values:
        ways.append(f"{_only(listing.items.pattern)}\n  FILTER NOT EXISTS {{\n{indent(facet.pattern, '  ')}\n  }}")
    if len(ways) == 1:
        return _only(ways[0])
    return _only("\n  UNION\n".join(f"  {{\n{indent(way, '  ')}\n  }}" for way in ways))


def _only(pattern: str) -> str:
    return f"  {{\n    SELECT DISTINCT ?item\n    WHERE {{\n{indent(pattern, '    ')}\n    }}\n  }}"


def _optional(pattern: str) -> str:
    return f"  OPTIONAL {{\n{indent(pattern, '  ')}\n  }}"


def _apart(fragment: Fragment, text: str) -> str:
    """Give the variables of a fragment names of its own; ?item is that of all."""
    own = fragment.name if isinstance(fragment, Column) else "order"
    return _VARIABLE.sub(rf"?{own}_\1", text)


def _worded(fragment: Fragment, language: Language) -> str:
    return _apart(fragment, fragment.pattern.replace("$rank", _ranked(language)))


def _ranked(language: Language) -> str:
    """Rank the language of ?text for a reader: one digit; all other languages come after, then none."""
    others = f'IF(LANG(?text) = "", "{len(language.wanted) + 1}", "{len(language.wanted)}")'
    for rank, tag in reversed(list(enumerate(language.wanted))):
        others = f'IF(LANGMATCHES(LANG(?text), "{tag}"), "{rank}", {others})'
    return others


def _prologue(fragments: Iterable[Fragment]) -> Iterator[str]:
    prefixes: Mapping[str, str] = {name: iri for fragment in fragments for name, iri in fragment.prefixes.items()}
    yield "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(prefixes.items()))


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
