"""Regular expressions of SPARQL, which are those of XPath (Functions and Operators 3.1, section 5.6), as Python's.

This is the door to elementpath. What XPath does not have though other engines take it, such as looking ahead, is taken
as Python has it, because shapes in use have it.
"""

import re
from functools import lru_cache

from elementpath.regex import RegexError, translate_pattern
from elementpath.regex.unicode_subsets import unicode_block

_FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE, "x": re.VERBOSE, "q": re.NOFLAG}
_XSD = "1.1"


@lru_cache(maxsize=4096)
def compiled(pattern: str, letters: str = "") -> "re.Pattern[str]":
    """Compile a pattern with the flags of SPARQL's REGEX; raises :class:`ValueError` saying what is wrong with it."""
    unknown = sorted(set(letters) - set(_FLAGS))
    if unknown:
        raise ValueError(f"there is no flag “{unknown[0]}”, only {', '.join(_FLAGS)}")
    flags = re.NOFLAG
    for letter in letters:
        flags |= _FLAGS[letter]
    try:
        return re.compile(_translated(pattern, flags, literal="q" in letters), flags)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _translated(pattern: str, flags: re.RegexFlag, *, literal: bool) -> str:
    if literal:
        return re.escape(pattern)
    try:
        found = translate_pattern(pattern, flags, _XSD)
    except RegexError:
        return pattern
    return found.replace("#", r"\#") if flags & re.VERBOSE else found  # XPath has no comments


def block(name: str) -> list[tuple[int, int]] | None:
    """Give the first and last characters of a block of Unicode, by its name without blanks; ``None`` for no block."""
    try:
        found = unicode_block(name)
    except KeyError:
        return None
    pairs = [(one, one + 1) if isinstance(one, int) else one for one in found.codepoints]
    return [(first, behind - 1) for first, behind in pairs]
