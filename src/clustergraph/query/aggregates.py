"""Aggregates as SPARQL has them, where Oxigraph 0.5.13 gives something else.

An aggregate inside of another one, ``MAX(COUNT(?x))``, is no SPARQL 1.2 (19.8) and has no plain meaning in 1.1:
Oxigraph gives 0 or nothing, and it is refused. GROUP_CONCAT gives a plain text (SPARQL 1.1, 18.5.1.7); over names and
numbers it has no value by the letter, because CONCAT takes texts alone: here their STR() is joined, as Jena does it.
COUNT of an expression counts the solutions in which it has a value; Oxigraph has none once it had an error.
"""

import re
from collections.abc import Callable

from clustergraph.errors import SyntaxProblem
from clustergraph.iris import BASE
from clustergraph.query.calls import place
from clustergraph.query.levels import (
    Edit,
    Known,
    closing,
    edited,
    ends,
    is_aggregate,
    likely,
    outside_braces,
    written,
)
from clustergraph.query.slips_of_clauses import AGGREGATES

_BLANK = r"(?:[ \t\r\n]++|\#[^\n\r]*+)*+"
_MAYBE = re.compile(rf"(?:{'|'.join(AGGREGATES)}){_BLANK}\(", re.IGNORECASE)
_MAYBE_WRITTEN = re.compile(
    rf"GROUP_CONCAT|COUNT{_BLANK}\((?!{_BLANK}(?:DISTINCT{_BLANK})?(?:\*|[?$]\w++){_BLANK}\))", re.IGNORECASE
)
#: What stands for an error among the values of COUNT(DISTINCT …), and is taken off again.
_NO_VALUE = f"<{BASE}function/no-value>"
_PLAIN = {"STR", "LANG", "ENCODE_FOR_URI", "MD5", "SHA1", "SHA256", "SHA384", "SHA512", "STRUUID"}


def check_nesting(text: str) -> None:
    """Raise :class:`SyntaxProblem` for an aggregate inside of another one, which the grammar of SPARQL 1.2 excludes."""
    if len(_MAYBE.findall(text)) < 2 or (known := likely(text)) is None:
        return
    for at in range(len(known)):
        if not is_aggregate(known, at):
            continue
        for inside in outside_braces(known, at + 2, closing(known, at + 1)):
            if is_aggregate(known, inside):
                raise _nested(text, known, at, inside)


def _nested(text: str, known: Known, at: int, inside: int) -> SyntaxProblem:
    outer = known[at].word
    inner = " ".join(written(text, known, inside, closing(known, inside + 1) + 1).split())[:80]
    return SyntaxProblem(
        f"The query does not parse: {known[inside].word} stands inside of {outer}, and groups have no groups.",
        place=place(text, known[inside].start),
        remedy=f"Make the groups in a sub-SELECT: SELECT ({outer}(?each) AS ?all) "
        f"{{ {{ SELECT ({inner} AS ?each) {{ … }} GROUP BY ?g }} }}.",
    )


def as_sparql_has_them(text: str) -> str:
    """Write GROUP_CONCAT and COUNT so that they give what SPARQL says."""
    if _MAYBE_WRITTEN.search(text) is None or (known := likely(text)) is None:
        return text
    return text[: known[0].start] + _rewritten(text, known, 0, len(known)) + text[ends(known[-1]) :] if known else text


def _rewritten(text: str, known: Known, first: int, end: int) -> str:
    """Write a range of lexemes again; an aggregate in the braces of another one's EXISTS is in its argument."""
    edits: list[Edit] = []
    at, begin = first, known[first].start
    while at < end:
        last = closing(known, at + 1) if is_aggregate(known, at) else at
        write = _WRITTEN.get(known[at].word) if at < last < end else None
        if write is not None and (new := write(text, known, at, last)) is not None:
            edits.append((known[at].start - begin, ends(known[last]) - begin, new))
            at = last
        at += 1
    return edited(text[begin : ends(known[end - 1])], edits)


def _concat(text: str, known: Known, at: int, last: int) -> str | None:
    first, distinct = _argument(known, at)
    depth = known[at].depth + 1
    parted = next((n for n in range(first, last) if known[n].text == ";" and known[n].depth == depth), last)
    if first >= parted or (known[first].word in _PLAIN and closing(known, first + 1) == parted - 1):
        return None
    value, rest = _rewritten(text, known, first, parted), text[ends(known[parted - 1]) : ends(known[last])]
    if not distinct:
        return f"GROUP_CONCAT(STR({value}){rest}"
    # values that differ by their tags alone are two: only where they are no texts, what is equal as a text is one
    return f"STR(COALESCE(GROUP_CONCAT(DISTINCT {value}{rest}, GROUP_CONCAT(DISTINCT STR({value}){rest}))"


def _count(text: str, known: Known, at: int, last: int) -> str | None:
    first, distinct = _argument(known, at)
    if first >= last or not _may_fail(known, first, last):
        return None  # Oxigraph leaves out what has no value, as it must be
    value = _rewritten(text, known, first, last)
    if not distinct:
        return f"SUM(COALESCE(IF(ISBLANK({value}), 1, 1), 0))"
    errors = f"COALESCE(MAX(COALESCE(IF(ISBLANK({value}), 0, 0), 1)), 0)"
    return f"(COUNT(DISTINCT COALESCE({value}, {_NO_VALUE})) - {errors})"


def _may_fail(known: Known, first: int, last: int) -> bool:
    """Whether an expression is more than a variable or a term."""
    return any(
        known[n].word
        or (known[n].kind == "operator" and last - first > 1)  # a star alone is COUNT(*)
        or (known[n].text == "(" and known[n - 1].kind in {"iri", "prefixed"})
        for n in range(first, last)
    )


def _argument(known: Known, at: int) -> tuple[int, bool]:
    """Say where the argument of an aggregate begins, and whether it is DISTINCT."""
    distinct = known[at + 2].word == "DISTINCT"
    return at + 2 + distinct, distinct


_WRITTEN: dict[str, Callable[[str, Known, int, int], str | None]] = {"GROUP_CONCAT": _concat, "COUNT": _count}
