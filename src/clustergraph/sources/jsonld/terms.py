"""Whether the parser takes an IRI, a label or a tag: what it does not take in JSON-LD it drops without a word."""

import re
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode

_NEVER = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_KEPT = 4096  # words that are remembered


@lru_cache(_KEPT)
def is_iri(word: str) -> bool:
    """Tell a well-formed absolute IRI (RFC 3987)."""
    try:
        NamedNode(word)
    except ValueError:
        return False
    return True


@lru_cache(_KEPT)
def is_label(word: str) -> bool:
    """Tell the label of a blank node, without ``_:`` before it."""
    try:
        BlankNode(word)
    except ValueError:
        return False
    return True


@lru_cache(_KEPT)
def is_tag(word: str) -> bool:
    """Tell a well-formed language tag (BCP 47)."""
    try:
        Literal("", language=word)
    except ValueError:
        return False
    return True


def never_in_iris(word: str) -> str | None:
    """Give the first character of a word that stands in no IRI, nothing where there is none."""
    found = _NEVER.search(word)
    return found[0] if found else None


def better_tag(word: str) -> str | None:
    """Give the tag that was meant, where only the hyphen was wrong."""
    meant = word.strip().replace("_", "-")
    return meant if meant and is_tag(meant) else None
