"""What the parameters of named queries take: a value in an address or on a command line ↔ a term in the query.

A kind is the kind of a thing (``cluster``: its slug), ``thing`` (any of ours: ``institution/merr``), a list of ours
(``scheme/sector``: a code), ``concept`` (a code of any list of ours: ``sector/tourism``), a list of another house
(``nuts``, ``nace2``: a code), or ``number``. What does not fit is refused: nothing of a value is ever read as SPARQL.
"""

import re

from clustergraph.errors import BadParameter
from clustergraph.iris import BASE, FOREIGN_CODES, SLUG, THING, concept, foreign_code, foreign_value, thing

_CONCEPT = re.compile(rf"{re.escape(BASE)}scheme/(?P<kind>{SLUG.pattern})/(?P<slug>{SLUG.pattern})")
#: What takes more than one sort of IRI → how these look, what a value looks like, and an example.
ANY = {
    "thing": (THING, re.compile(rf"[a-z]+/{SLUG.pattern}"), "institution/merr"),
    "concept": (_CONCEPT, re.compile(rf"{SLUG.pattern}/{SLUG.pattern}"), "sector/tourism"),
}
_NUMBER = re.compile(r"[0-9]{1,9}")


def form_of(kind: str) -> re.Pattern[str]:
    """Say what the values of a kind look like."""
    if kind == "number":
        return _NUMBER
    if kind in ANY:
        return ANY[kind][1]
    return FOREIGN_CODES[kind][1] if kind in FOREIGN_CODES else SLUG


def term_of(kind: str, value: str) -> str:
    """Write a value as a SPARQL term; raises :class:`BadParameter` where it does not fit its kind."""
    if kind == "number":
        if not _NUMBER.fullmatch(value):
            raise BadParameter(f"“{value}” is not a number.", remedy="Give digits only, such as 123.")
        return value
    if kind in ANY:
        if not ANY[kind][1].fullmatch(value):
            raise BadParameter(f"“{value}” is no {kind}.", remedy=f"A {kind} is given as “{ANY[kind][2]}”.")
        what, _, slug = value.partition("/")
        return f"<{thing(what, slug) if kind == 'thing' else concept(f'scheme/{what}', slug)}>"
    if kind in FOREIGN_CODES:
        return f"<{foreign_code(kind, value)}>"
    return f"<{concept(kind, value) if kind.startswith('scheme/') else thing(kind, value)}>"


def value_of(kind: str, iri: str) -> str | None:
    """Give the value that stands for an IRI, ``None`` where a parameter of this kind does not take it."""
    if kind in FOREIGN_CODES:
        return foreign_value(kind, iri)
    form = _CONCEPT if kind == "concept" or kind.startswith("scheme/") else THING
    found = form.fullmatch(iri)
    if found is None or (kind not in ANY and kind.removeprefix("scheme/") != found["kind"]):
        return None
    return f"{found['kind']}/{found['slug']}" if kind in ANY else found["slug"]
