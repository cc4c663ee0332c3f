"""The words of a visitor as patterns that find them in names of any script, with accents or without.

A name is found by what it would be on a keyboard without Serbian letters: ``cacak`` finds Čačak and Чачак, ``dunder``,
``dundjer`` and ``Ђунђер`` find Đunđer. Only letters and digits of the visitor's text are used; everything else parts
words. So nothing of it can be read as a pattern or as SPARQL.
"""

import re
import unicodedata
from functools import cache

from clustergraph.errors import BadParameter, Place
from clustergraph.graph.script import latin

LONGEST = 100  # characters
_MOST = 8  # words
_PARTS = re.compile(r"dj|dz|lj|nj|.")
#: Two letters that may be one in a name, đ and ђ also where one was typed → the second, which need not be there.
_SECOND = {"d": "j", "dj": "j", "dz": "z", "lj": "j", "nj": "j"}
_MORE = {
    "d": "đђџ",
    "l": "łљ",
    "n": "њ",
    "o": "ø",
}  # with a stroke, or the first half of one letter in the other script
_ALPHABETS = (*range(0xE0, 0x180), *range(0x430, 0x460))  # Latin-1, Latin Extended-A, Cyrillic


def patterns(text: str) -> list[str]:
    """Give a regular expression (XPath and XQuery Functions, 5.6.1) for each word of a text.

    All hold for what is meant, whatever its case. Raises :class:`BadParameter` for a text that is too long, or that has
    neither letters nor digits.
    """
    words = "".join(letter if letter.isalnum() else " " for letter in folded(text)).split()
    if len(text) > LONGEST or len(words) > _MOST or not words:
        raise BadParameter(
            f"“{text[:40]}” cannot be looked for.",
            place=Place("parameter q"),
            remedy=f"Give one to {_MOST} words of letters or digits, {LONGEST} characters at most.",
        )
    return ["".join(_pattern(part) for part in _PARTS.findall(word)) for word in words]


def folded(text: str) -> str:
    """Write a text in small Latin letters without accents; letters of other scripts than ours stay."""
    plain = unicodedata.normalize("NFD", latin(unicodedata.normalize("NFC", text.lower())).lower())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return bare.translate({ord("đ"): "d", ord("ł"): "l", ord("ø"): "o"})


def _pattern(part: str) -> str:
    second = _SECOND.get(part)
    return _any_form(part[0]) + (f"{_any_form(second)}?" if second else "")


def _any_form(letter: str) -> str:
    letters = dict.fromkeys([letter, *_forms().get(letter, ()), *_MORE.get(letter, "")])
    return f"[{''.join(letters)}]" if len(letters) > 1 else letter


@cache
def _forms() -> dict[str, list[str]]:
    forms: dict[str, list[str]] = {}
    for letter in map(chr, _ALPHABETS):
        plain = folded(letter)
        if letter.islower() and len(plain) == 1 and plain != letter:
            forms.setdefault(plain, []).append(letter)
    return forms
