"""What a parser of text or XML says of an ill-formed IRI or language tag, said with the word itself and in Serbian."""

import re

from clustergraph.errors import Place, SyntaxProblem
from clustergraph.sources.jsonld.terms import better_tag, is_iri, never_in_iris
from clustergraph.sources.wording import refused

_IRI = re.compile(r"<([^<>\n]*)>")
_TAG = re.compile(r"[\"']@([A-Za-z0-9]*_[\w-]*)")
_IN_WORDS = re.compile(r"parsing (IRI|language tag) '(.*)': ", re.DOTALL)


def told(words: str, line: str, place: Place) -> SyntaxProblem | None:
    """Name the word that is meant; nothing where it is not known. ``line`` is that at which the parser stopped."""
    found = _IN_WORDS.search(words)
    if found is not None and found[1] == "IRI" and ":" in found[2]:
        return about_iri(found[2], place)
    if found is not None and found[1] == "language tag":
        return about_tag(found[2], place)
    if "Invalid IRI" in words or "Unexpected" in words or "IRI" in words:
        for iri in _IRI.finditer(line):
            if ":" in iri[1] and not is_iri(iri[1]):
                return about_iri(iri[1], Place(place.source, place.line, iri.start() + 2))
    tag = _TAG.search(line)
    if tag is not None:
        return about_tag(tag[1], Place(place.source, place.line, tag.start(1) + 1))
    return None


def about_iri(iri: str, place: Place) -> SyntaxProblem:
    """Make the error for an ill-formed IRI that stands as it is."""
    character = never_in_iris(iri)
    if character is None:
        return refused("iri-form", place, value=iri)
    return refused("iri", place, value=iri, character=shown(character))


def about_tag(tag: str, place: Place) -> SyntaxProblem:
    """Make the error for an ill-formed language tag."""
    better = better_tag(tag)
    return (
        refused("language", place, value=tag, better=better) if better else refused("language-other", place, value=tag)
    )


def shown(character: str) -> str:
    """Show a character with its number."""
    return f"“{character}” (U+{ord(character):04X})"
