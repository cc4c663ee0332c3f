"""RDF terms as their canonical N-Triples text, and what can be read off it: kind, words, datatype, language.

A term is the text that Oxigraph writes: ``<iri>``, ``_:label``, ``"words"``, ``"words"@tag`` or ``"words"^^<iri>``. Two
terms are the same (RDF 1.1 Concepts, 3.3) where their texts are, and a text is hashed once: nothing is as fast.
"""

import re
from functools import lru_cache

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SH = "http://www.w3.org/ns/shacl#"
TYPE = f"<{RDF}type>"
SUBCLASS_OF = f"<{RDFS}subClassOf>"
_STRING, _LANG_STRING = f"{XSD}string", f"{RDF}langString"
_TRUE = f'"true"^^<{XSD}boolean>'
_ESCAPE = re.compile(r'\\(?:([tbnrf"\'\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))')
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def sh(name: str) -> str:
    """Give a term of the SHACL vocabulary."""
    return f"<{SH}{name}>"


def is_iri(term: str) -> bool:
    """Whether a term is an IRI."""
    return term[0] == "<"


def is_blank(term: str) -> bool:
    """Whether a term is a blank node."""
    return term[0] == "_"


def is_literal(term: str) -> bool:
    """Whether a term is a literal."""
    return term[0] == '"'


@lru_cache(maxsize=65_536)
def literal(term: str) -> tuple[str, str, str]:
    """Take a literal apart: lexical form, IRI of the datatype, language tag or nothing."""
    end = term.rfind('"')  # neither tags nor IRIs have quotes
    words, rest = term[1:end], term[end + 1 :]
    if "\\" in words:
        words = _ESCAPE.sub(_unescaped, words)
    if rest.startswith("@"):
        return words, _LANG_STRING, rest[1:]
    return words, rest[3:-1] if rest else _STRING, ""


def text(term: str) -> str:
    """Give what SPARQL's ``STR`` gives, and the label of a blank node as it is."""
    return literal(term)[0] if term[0] == '"' else term[1:-1] if term[0] == "<" else term


def language(term: str) -> str:
    """Give the language tag of a literal in small letters, or nothing."""
    return literal(term)[2].lower() if term[0] == '"' else ""


def truth(term: str) -> bool:
    """Whether a term is the boolean ``true``; the W3C's suite has it that ``"1"`` is another term."""
    return term == _TRUE


def _unescaped(match: "re.Match[str]") -> str:
    plain, short, long = match.groups()
    return _PLAIN[plain] if plain else chr(int(short or long, 16))
