"""Texts that differ by the names of things alone are alike: what was found of one holds of the others.

A question is asked about one thing after the other, and to read it takes as long as many an answer does. Variables,
words, strings and signs are what texts that are alike have in common.
"""

import re
from functools import lru_cache

# an IRI that can be no comparison, and what follows the colon of a prefixed name
_NAMES = re.compile(r"<[^<>\"'{}|^`\\\s?$]*+>|(?<=:)[\w.-]++")
_MOST = 512  # forms that are kept


@lru_cache(4)
def form_of(text: str) -> str:
    """Give a text without the names in it."""
    return _NAMES.sub("", text)


class Alike:
    """Texts of which something holds: each stands for all that are like it."""

    def __init__(self) -> None:
        self._forms: set[str] = set()

    def __contains__(self, text: str) -> bool:
        return form_of(text) in self._forms

    def add(self, text: str) -> None:
        """Keep a text; where too many are kept, they are found out again."""
        if len(self._forms) >= _MOST:
            self._forms.clear()
        self._forms.add(form_of(text))
