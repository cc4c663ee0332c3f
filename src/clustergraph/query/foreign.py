"""Functions and text searches of other engines, refused by name: as properties they would be answered with nothing.

A property that no statement has is no error in SPARQL, so ``?text bif:contains "wood"`` has an empty answer with the
status 200. A function that there is not, Oxigraph refuses itself; it is told here in our words.
"""

import re
from collections.abc import Iterator, Sequence

from clustergraph.errors import QueryRefused
from clustergraph.query.calls import Call, place
from clustergraph.query.lexemes import Lexeme, lexemes

#: The beginnings of names that only other engines give a meaning → whose they are. They look up texts, mostly.
_OTHERS = {
    "bif:": "Virtuoso",
    "http://www.openlinksw.com/schemas/bif#": "Virtuoso",
    "http://jena.apache.org/text#": "Jena",
    "http://jena.apache.org/spatial#": "Jena",
    "http://jena.apache.org/ARQ/property#": "Jena",
    "http://jena.hpl.hp.com/ARQ/property#": "Jena",
    "java:": "Jena",
    "http://www.bigdata.com/": "Blazegraph",
    "http://www.ontotext.com/": "GraphDB",
    "http://www.openrdf.org/contrib/lucenesail#": "RDF4J",
    "tag:stardog:api:": "Stardog",
    "http://qlever.cs.uni-freiburg.de/builtin-functions/": "QLever",
    "http://franz.com/ns/": "AllegroGraph",
}
_TEXT = 'To look into texts write FILTER(CONTAINS(LCASE(?text), "word")), STRSTARTS or REGEX.'
_UNKNOWN = re.compile(r"The custom function <(?P<name>[^>]*)> is not supported")


def check_names(text: str, calls: Sequence[Call]) -> None:
    """Raise :class:`QueryRefused` where a query names what is another engine's, outside of calls to other endpoints."""
    if not any(begin in text for begin in _OTHERS):
        return
    for name, one in _names(text):
        owner = next((whose for begin, whose in _OTHERS.items() if name.startswith(begin)), None)
        if owner is not None and not any(call.start <= one.start < call.end for call in calls):
            words = f"{one.text[:100]} is {owner}'s own; this endpoint gives it no meaning."
            raise QueryRefused(words, place=place(text, one.start), remedy=_TEXT)


def unknown_function(text: str, words: str) -> QueryRefused | None:
    """Give the refusal for a function that there is not, where these words of the engine tell of one."""
    found = _UNKNOWN.search(words)
    if found is None:
        return None
    where = next((place(text, one.start) for name, one in _names(text) if name == found["name"]), None)
    remedy = "There are SPARQL's own functions, the casts of xsd: (SPARQL 1.1, section 17.4) and those of GeoSPARQL."
    return QueryRefused(f"There is no function <{found['name'][:200]}> here.", place=where, remedy=remedy)


def _names(text: str) -> Iterator[tuple[str, Lexeme]]:
    """Give the IRIs in full for which names stand, outside of declarations."""
    namespaces: dict[str, str] = {}
    prefix: str | None = None
    last = ""
    for one in lexemes(text):
        if last == "PREFIX":
            prefix = one.text.removesuffix(":")
        elif prefix is not None:
            namespaces[prefix] = one.text[1:-1]
            prefix = None
        elif one.kind == "iri":
            yield one.text[1:-1], one
        elif one.kind == "prefixed":
            begin, _, local = one.text.partition(":")
            yield namespaces.get(begin, f"{begin}:") + local, one
        last = one.word
