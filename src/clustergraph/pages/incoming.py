"""All who lead to a thing by one property, a page at a time within one release."""

from dataclasses import dataclass

from clustergraph.errors import BadParameter, NotFound, Place
from clustergraph.pages.addresses import about
from clustergraph.pages.asking import query
from clustergraph.pages.terms import Term
from clustergraph.pages.values import Reader, Value

_PAGE = 100
_FURTHEST = 1_000_000


@dataclass(frozen=True)
class Subjects:
    """One page of those who lead to ``thing`` by ``name``, counted from ``begin``; where the pages around it are."""

    thing: Value
    name: Value
    begin: int
    subjects: list[Value]
    before: str | None
    after: str | None


def subjects_of(iri: str, name: str, begin: str, reader: Reader) -> Subjects:
    """Read a page; raises :class:`NotFound` where there is nobody, :class:`BadParameter` where it begins nowhere."""
    offset = int(begin) if begin.isdecimal() and len(begin) < len(str(_FURTHEST)) else -1
    if offset < 0:
        raise BadParameter(
            f"No page begins at “{begin[:20]}”.",
            place=Place("parameter from"),
            remedy=f"Give a number below {_FURTHEST}.",
        )
    rows = reader.ask(query("subjects", iri=iri, property=name, offset=offset, most=_PAGE + 1)).rows
    if not rows:
        raise NotFound(f"Nothing leads to {iri} by {name}.")
    terms = [row["subject"] for row in rows[:_PAGE]]
    ends = [Term(iri, is_iri=True), Term(name, is_iri=True)]
    shown = reader.show([*terms, *ends])
    return Subjects(
        shown[ends[0]],
        shown[ends[1]],
        offset + 1,
        [shown[term] for term in terms],
        about(iri, via=name, **{"from": str(max(0, offset - _PAGE))}) if offset else None,
        about(iri, via=name, **{"from": str(offset + _PAGE)}) if len(rows) > _PAGE else None,
    )
