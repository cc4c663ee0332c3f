"""Which questions have one answer for as long as the release lives, and the name of that answer (RFC 9110, 8.8.3).

Oxigraph gives rows and statements of an unchanged store in the same order in each process; a test asks again. What may
differ each time is told by the tokens of the text, and a text that can be read in two ways counts as one that may.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from clustergraph import __version__
from clustergraph.query.tokens import TOKEN, is_doubtful
from clustergraph.store.sealed import Question

#: Texts beyond this are not looked through in the serving process; they are answered each time.
MOST_CHARACTERS = 16_384
_SHORT = 4096  # characters of a text whose name is remembered
# a keyword needs no blank around it, and STRUUID ends as UUID does
_DIFFERS = re.compile("RAND|NOW|UUID|BNODE|SERVICE")


def answer_name(release: str, question: Question, formats: Mapping[str, str | None], encoding: str) -> str | None:
    """Name the answer to a question on a release: 32 hexadecimal digits, or nothing where it may differ each time.

    Equal names are equal bytes: release, text, dataset, base, formats, encoding and this program's version are in it.
    """
    graphs = [names if names is None else tuple(names) for names in (question.default_graphs, question.named_graphs)]
    parts = (release, question.text, *graphs, question.base, tuple(sorted(formats.items())), encoding)
    return (_name if len(question.text) <= _SHORT else _name.__wrapped__)(parts)


@lru_cache(512)
def _name(parts: tuple[Any, ...]) -> str | None:
    if not is_repeatable(parts[1]):
        return None
    text = json.dumps([*parts, __version__])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def is_repeatable(text: str) -> bool:
    """Whether nothing in a query is drawn by lot, read from a clock, asked elsewhere or named for this answer alone."""
    if len(text) > MOST_CHARACTERS:
        return False
    template = _Template()
    for match in TOKEN.finditer(text):
        kind, word = match.lastgroup, match[match.lastgroup or 0]
        if kind == "words" and _DIFFERS.search(word.upper()):
            return False
        if kind == "prefixed" and _DIFFERS.search(word.partition(":")[0].upper()):
            return False
        if kind == "iri" and (is_doubtful(word) or ("(" in word and _DIFFERS.search(word.upper()))):
            return False
        if template.makes_blank_nodes(kind, word):
            return False
    return True


class _Template:
    """Follows the template of a CONSTRUCT, whose blank nodes are new ones in each answer (SPARQL 1.1, 16.2.1)."""

    def __init__(self) -> None:
        self._inside: bool | None = None  # nothing where there is no template, or not any more

    def makes_blank_nodes(self, kind: str | None, word: str) -> bool:
        """Take a token; tells whether it stands for a new blank node: brackets inside a template all may."""
        if kind == "words" and "CONSTRUCT" in word.upper():
            self._inside = False
        elif self._inside:
            if kind == "close":
                self._inside = None
            return kind == "open" or (kind == "prefixed" and word.startswith("_:"))
        elif self._inside is False and word == "{":
            self._inside = True
        return False
