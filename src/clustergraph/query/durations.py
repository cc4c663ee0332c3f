"""Sums of a date or time and a duration (XPath Functions 3.1, section 9), written so that Oxigraph 0.5.13 knows them.

It knows them with the duration behind only, and exchanges the two of a sum as it likes; a difference it never turns.
So ``?x + "P1D"^^xsd:dayTimeDuration`` becomes ``?x - (-"P1D"^^xsd:dayTimeDuration)``, which is the same for all values,
and a sum of two variables or constants tries both ways where it has no value by itself.
"""

import re
from collections.abc import Sequence

from clustergraph.query.alternatives import has_two_readings
from clustergraph.query.lexemes import NONE, Lexeme, lexemes
from clustergraph.query.slips_of_clauses import AGGREGATES

_DURATION = re.compile(r"(?:[:#])(?:dayTimeDuration|yearMonthDuration|duration)>?$")
# what may stand before a sum that is not a part of a longer one
_BEFORE = {"(", ",", "=", "!=", "<", ">", "<=", ">=", "&&", "||"}
_CLAUSES = {"SELECT", "BY", "HAVING", "FILTER", "BIND"}
_GROUPING = {"GROUP", "HAVING", *AGGREGATES}
_NAMES = {"iri", "prefixed"}
Span = tuple[int, int]  # the lexemes from one up to another


def write_sums(text: str) -> str:
    """Write the sums of a query in which a duration may be; other sums stay as they are."""
    if "+" not in text:
        return text
    known = lexemes(text)
    if has_two_readings(known):
        return text
    parts, done = [], 0
    for start, end, written in _sums(text, known):
        if start >= done:
            parts += [text[done:start], written]
            done = end
    return "".join([*parts, text[done:]])


def _sums(text: str, known: list[Lexeme]) -> list[tuple[int, int, str]]:
    """Find what is written otherwise: where it begins and ends, and how."""
    found, opened = [], []
    groups = any(one.word in _GROUPING for one in known)
    clause = ""
    for at, one in enumerate(known):
        clause = one.word if one.word in _CLAUSES else clause
        if one.kind == "open":
            opened.append(one.text)
        elif one.kind == "close" and opened:
            opened.pop()
        elif (
            one.text == "+"
            and opened
            and opened[-1] == "("
            and (
                # the engine would not look into COALESCE for what is not grouped by
                written := _sum(text, known, at, both_ways=not groups or clause in {"FILTER", "BIND"})
            )
        ):
            found.append(written)
    return found


def _sum(text: str, known: list[Lexeme], at: int, *, both_ways: bool) -> tuple[int, int, str] | None:
    right = _operand(known, at + 1)
    if right is None or _at(known, right[1]).text in {"*", "/"}:
        return None
    right_text = _written(text, known, right)
    if _is_duration(known, right):
        return known[at].start, _end(known, right), f"- (-{right_text})"
    left = _operand_before(known, at) if both_ways else None
    if left is None or _at(known, left[0] - 1).text not in _BEFORE:
        return None
    left_text = _written(text, known, left)
    tried = f"{left_text} + {right_text}, {left_text} - (-{right_text}), {right_text} - (-{left_text})"
    return known[left[0]].start, _end(known, right), f"COALESCE({tried})"


def _at(known: Sequence[Lexeme], at: int) -> Lexeme:
    return known[at] if 0 <= at < len(known) else NONE


def _operand(known: list[Lexeme], at: int) -> Span | None:
    """Read a variable, a text with a datatype, NOW(), a cast of a variable or a text, or one to a duration."""
    one, after = _at(known, at), _at(known, at + 1)
    if one.kind == "variable":
        return at, at + 1
    if one.kind == "string" and after.text == "^^" and _at(known, at + 2).kind in _NAMES:
        return at, at + 3
    if one.word == "NOW" and after.text == "(" and _at(known, at + 2).text == ")":
        return at, at + 3
    if one.kind in _NAMES and after.text == "(":
        short = _at(known, at + 2).kind in {"variable", "string"} and _at(known, at + 3).text == ")"
        return (at, at + 4) if short else _cast(known, at)
    return None


def _cast(known: list[Lexeme], at: int) -> Span | None:
    """Read a cast of whatever to a duration."""
    if _DURATION.search(known[at].text) is None:
        return None
    depth = known[at + 1].depth
    ends = (n for n in range(at + 2, len(known)) if known[n].depth == depth and known[n].kind == "close")
    end = next(ends, None)
    return None if end is None else (at, end + 1)


def _operand_before(known: list[Lexeme], end: int) -> Span | None:
    """Read an operand that ends before a lexeme."""
    for length in (1, 3, 4):
        if end >= length and _operand(known, end - length) == (end - length, end):
            return end - length, end
    return None


def _is_duration(known: list[Lexeme], span: Span) -> bool:
    """Whether a constant or a cast is one for certain."""
    first, last = known[span[0]], known[span[1] - 1]
    return _DURATION.search(last.text if first.kind == "string" else first.text) is not None


def _written(text: str, known: list[Lexeme], span: Span) -> str:
    return text[known[span[0]].start : _end(known, span)]


def _end(known: list[Lexeme], span: Span) -> int:
    last = known[span[1] - 1]
    return last.start + len(last.text)
