"""Puts before each condition of an ORDER BY a key of the kind of its values, in the same direction.

``ORDER BY DESC(?n)`` becomes ``ORDER BY DESC(<…/function/sort-key>(?n)) DESC(?n)``: :mod:`clustergraph.store.sorting`
says why, and gives the key. What stands there already stays as it is written, so that a text without ORDER BY, or
sorted by what has one kind of value only (``STRLEN``, ``COUNT``), is left alone.
"""

import re
from collections.abc import Iterator

from clustergraph.query.tokens import TOKEN, is_doubtful
from clustergraph.store.sorting import SORT_KEY

_BLANK = r"(?:[ \t\n\r]++|\#[^\n\r]*+)*+"
_BLANKS = re.compile(_BLANK)
_ORDER_BY = re.compile(rf"ORDER{_BLANK}BY", re.IGNORECASE)
# one condition up to its end, or up to the bracket that it opens (SPARQL 1.1, section 19.8, rule 24)
_CONDITION = re.compile(
    rf"""(?P<direction>(?:ASC|DESC){_BLANK}(?=\())?
    (?: (?P<variable>[?$]\w++)
    | (?P<end>VALUES){_BLANK}[?$({{]
    | (?P<exists>(?:NOT{_BLANK})?EXISTS{_BLANK})(?={{)
    | (?P<call>(?:<[^<>"{{}}|^`\\\x00-\x20]*+> | [\w.-]*+:(?:[\w.:-]|%[0-9A-Fa-f]{{2}}|\\.)*+ | [A-Za-z]\w*+)
      {_BLANK})?(?P<open>\()
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# a call of one of these, alone: its values are all texts, all names, all whole numbers or all yes or no
_OF_ONE_KIND = re.compile(
    rf"""(?:STR|LCASE|UCASE|CONCAT|SUBSTR|REPLACE|STRBEFORE|STRAFTER|ENCODE_FOR_URI|LANG|TZ|MD5|SHA1|SHA256|SHA384|SHA512
    |GROUP_CONCAT|STRUUID|UUID|IRI|URI|DATATYPE|STRLEN|YEAR|MONTH|DAY|HOURS|MINUTES|COUNT|RAND|NOW|BOUND|REGEX|CONTAINS
    |STRSTARTS|STRENDS|LANGMATCHES|SAMETERM|ISIRI|ISURI|ISBLANK|ISLITERAL|ISNUMERIC){_BLANK}\(""",
    re.VERBOSE | re.IGNORECASE,
)


def with_sort_keys(text: str) -> str | None:
    """Give a query with a key before each condition by which it sorts; ``None`` where there is nothing to add."""
    if "order" not in text.lower():  # a tenth of the time of the search, for most texts
        return None
    parts: list[str] = []
    done = looked = 0
    for start in _orders(text):
        if start < looked:
            continue  # inside a condition that has its key
        for place, key, end in _keys(text, start):
            parts += [text[done:place], key]
            done, looked = place, end
    return "".join([*parts, text[done:]]) if parts else None


def _orders(text: str) -> Iterator[int]:
    """Find where the conditions of each ORDER BY begin; none where the text can be read in two ways."""
    found: list[int] = []
    for match in TOKEN.finditer(text):
        if match.lastgroup == "iri" and is_doubtful(match["iri"]):
            return
        if match.lastgroup == "words" and (at := match["words"].upper().rfind("ORDER")) >= 0:
            order = _ORDER_BY.match(text, match.start("words") + at)
            found += [order.end()] if order else []
    yield from found


def _keys(text: str, start: int) -> Iterator[tuple[int, str, int]]:
    """Read conditions from a place on: for each its beginning, the key to put there, and its end."""
    while True:
        start = _end(_BLANKS, text, start)
        found = _CONDITION.match(text, start)
        if found is None or found["end"]:
            return
        end = found.end() if found["variable"] else _closed(text, found.end() if found["exists"] else found.end() - 1)
        if end is None:
            return
        written = text[found.end("direction") if found["direction"] else start : end]
        if not found["exists"] and not _has_one_kind(written):
            direction = "DESC" if found["direction"] and found["direction"].upper().startswith("DESC") else "ASC"
            inside = written if written.startswith("(") else f"({written})"
            yield start, f" {direction}(<{SORT_KEY}>{inside}) ", end
        start = end


def _has_one_kind(written: str) -> bool:
    """Whether an expression is one call, perhaps in brackets, of a function whose values are all of one kind."""
    first = 0
    while written[first] == "(":
        first = _end(_BLANKS, written, first + 1)
        if first == len(written):
            return False
    call = _OF_ONE_KIND.match(written, first)
    if call is None:
        return False
    end = _closed(written, call.end() - 1)
    return end is not None and not written[end:].translate({ord(sign): None for sign in ") \t\r\n"})


def _closed(text: str, start: int) -> int | None:
    """Find the end of a bracket that opens at a place."""
    depth = 0
    for match in TOKEN.finditer(text, start):
        depth += (match.lastgroup == "open") - (match.lastgroup == "close")
        if depth == 0:
            return match.end()
    return None


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start
