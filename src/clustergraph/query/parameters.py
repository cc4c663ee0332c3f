"""What the parameters of named queries take: a value in an address or on a command line ↔ a term in the query.

A kind is the kind of a thing (``cluster``: its slug), ``thing`` (any of ours: ``institution/merr``), a list of ours
(``scheme/sector``: a code), a list of another house (``nuts``, ``nace2``: a code), or ``number``. What does not fit is
refused, so nothing of a value is ever read as SPARQL.
"""

import re

from clustergraph.errors import BadParameter
from clustergraph.iris import BASE, FOREIGN_CODES, SLUG, THING, concept, foreign_code, foreign_value, thing

ANY = "thing"
_NUMBER = re.compile(r"[0-9]{1,9}")


def term_of(kind: str, value: str) -> str:
    """Write a value as a SPARQL term; raises :class:`BadParameter` where it does not fit its kind."""
    if kind == "number":
        if not _NUMBER.fullmatch(value):
            raise BadParameter(f"“{value}” is not a number.", remedy="Give digits only, such as 123.")
        return value
    if kind == ANY:
        what, _, slug = value.partition("/")
        return f"<{thing(what if SLUG.fullmatch(what) else '-', slug)}>"
    if kind in FOREIGN_CODES:
        return f"<{foreign_code(kind, value)}>"
    return f"<{concept(kind, value) if kind.startswith('scheme/') else thing(kind, value)}>"


def value_of(kind: str, iri: str) -> str | None:
    """Give the value that stands for an IRI, ``None`` where a parameter of this kind does not take it."""
    if kind in FOREIGN_CODES:
        return foreign_value(kind, iri)
    if kind.startswith("scheme/"):
        code = iri.removeprefix(f"{BASE}{kind}/")
        return code if code != iri and SLUG.fullmatch(code) else None
    found = THING.fullmatch(iri)
    if found is None or kind not in (ANY, found["kind"]):
        return None
    return f"{found['kind']}/{found['slug']}" if kind == ANY else found["slug"]
