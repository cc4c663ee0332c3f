"""Texts that differ by the names of things alone are alike: what was found of one holds of the others.

A question is asked about one thing after the other, and to read it takes as long as many an answer does. Variables,
words, strings and signs are what texts that are alike have in common, so they have the same tokens, but for the names.
A name that the guard looks into (:mod:`clustergraph.query.guard`), or that could be a comparison, counts as a sign.
"""

import re
from functools import lru_cache

_SIGNS = r"<>\"'{}|^`\\\x00-\x20?$()\[\]!+*&"  # in no IRI that is left out
# an IRI, with a fragment where it has an authority, and what follows the colon of a prefixed name or a string of digits
NAMES = re.compile(rf"<(?:[A-Za-z][\w+.-]*+://[^{_SIGNS}]*+|[^#{_SIGNS}]*+)>|(?<=[^_]:)\w[\w.-]*+")
_MARK = "\0"  # in the place of a name; no query that is let through has one


@lru_cache(4)
def form_of(text: str) -> str:
    """Give a text without the names in it, each marked."""
    return NAMES.sub(_MARK, text)
