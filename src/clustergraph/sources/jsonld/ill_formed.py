"""What a parser would drop because it is ill-formed: looked for word by word."""

from collections.abc import Iterator
from typing import Any

from clustergraph.sources.jsonld.context import WEB, Context, has_scheme, is_keyword
from clustergraph.sources.jsonld.terms import is_iri, is_label, is_tag
from clustergraph.sources.jsonld.text import Path


class IllFormed(Exception):
    """Something that would be dropped: a kind of ``wording.toml``, the words of its message, and where it stands.

    ``member`` tells that its name is meant, not its value.
    """

    def __init__(self, kind: str, path: Path, *, member: bool = False, **words: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.path = path
        self.member = member
        self.words = words


def items(value: Any, path: Path) -> Iterator[tuple[Any, Path]]:
    """Give the items of an array, or the one value that stands for an array of one, each with the way to it."""
    if isinstance(value, list):
        yield from ((one, (*path, number)) for number, one in enumerate(value))
    else:
        yield value, path


def check_contexts(local: Any, path: Path) -> None:
    """Check what contexts in a document say of all that is in them."""
    for one, at in items(local, path):
        if isinstance(one, dict):
            check_language(one.get("@language"), (*at, "@language"))
            check_direction(one.get("@direction"), (*at, "@direction"))
            base = one.get("@base")
            if isinstance(base, str) and has_scheme(base):
                check_iri(base, base, (*at, "@base"))


def check_reference(word: str, active: Context, path: Path, *, vocab: bool = False, member: bool = False) -> None:
    """Check what stands for a node: an IRI or a blank node."""
    found = active.expanded(word, vocab=vocab, relative=True)
    if found is None or is_keyword(found):
        raise IllFormed("keyword", path, member=member, value=word)
    if not found.startswith("_:"):
        check_iri(found, word, path, member=member)
    elif not is_label(found[2:]):
        raise IllFormed("label", path, member=member, value=word)


def is_plainly_well(word: str, active: Context) -> bool:
    """Whether a word is a well-formed address of the web for which no context has another meaning; most IRIs are."""
    return word.startswith(WEB) and word not in active.terms and is_iri(word)


def check_iri(iri: str, word: str, path: Path, *, datatype: bool = False, member: bool = False) -> None:
    """Check an IRI for which ``word`` stands in the document."""
    if is_iri(iri):
        return
    if has_scheme(iri):
        raise IllFormed("iri" if iri == word else "expanded", path, member=member, value=word, iri=iri)
    raise IllFormed("datatype" if datatype else "relative", path, member=member, value=word)


def check_language(tag: Any, path: Path, *, member: bool = False) -> None:
    """Check a language tag."""
    if isinstance(tag, str) and not is_tag(tag):
        raise IllFormed("language", path, member=member, value=tag)


def check_direction(direction: Any, path: Path) -> None:
    """Refuse a base direction, which the graph has no place for."""
    if direction is not None:
        raise IllFormed("direction", path, value=str(direction))
