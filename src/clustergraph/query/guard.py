"""Looks at a query's text before the parser does: length, nesting, operators, calls to elsewhere.

Oxigraph's parser and optimiser recurse: 4,700 nested parentheses, 1,000 nested function calls or 8,000 UNIONs end the
process. Children make that one client's loss; the guard makes it nobody's. It reads tokens in one linear pass and
never decides what a query means: what it lets through, the parser may still refuse.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from clustergraph.errors import (
    Limit,
    Place,
    QueryRefused,
    QueryTooComplex,
    QueryTooDeep,
    QueryTooLong,
    ServiceRefused,
    UpdateRefused,
)
from clustergraph.settings import Settings

# SPARQL 1.1 grammar, section 19.8, as far as strings, IRIs, comments and names must be told from operators
_TOKEN = re.compile(
    r"""(?P<skip>\#[^\n\r]*
        | \"{3}(?:"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
        | [?$]\w+ | @[A-Za-z]+(?:-[A-Za-z0-9]+)* | (?:[\w.-]|\\.)*:(?:[\w.:%-]|\\.)*
        | [0-9.]+(?:[eE][+-]?[0-9]+)? | \s+)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<open><<|[({\[]) | (?P<close>>>|[)}\]])
    | (?P<operator>&&|\|\||\^\^|[!<>]=|[!^/|*+?=<>-])
    | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_COUNTED_WORDS = frozenset({"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "GRAPH", "EXISTS", "VALUES", "SELECT"})
_IN_LOOKALIKES = ("!", "+", "*", "&&")  # operators that honest IRIs hardly have
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int


def guard(text: str, settings: Settings) -> None:
    """Let a query through or refuse it.

    Raises :class:`QueryTooLong`, :class:`QueryTooDeep`, :class:`QueryTooComplex`, :class:`ServiceRefused` or
    :class:`UpdateRefused`, each with the place and the limit that was hit.
    """
    check_length(text, settings)
    if "\0" in text:
        raise QueryRefused("The query has a NUL character.", place=_place(text, text.index("\0")))
    _check_form(text)
    _check_depth(text, settings.query_max_nesting)
    _check_words_and_operators(text, settings.query_max_operators)


def check_length(text: str, settings: Settings) -> None:
    """Raise :class:`QueryTooLong` for more text than is read."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > settings.query_max_bytes:
        raise QueryTooLong(
            f"The query has {size} bytes.",
            limit=Limit("query_max_bytes", settings.query_max_bytes, "bytes"),
            remedy="Ask in parts, or move long lists of values into several queries.",
        )


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "skip":
            yield _Token(str(match.lastgroup), match.group(), match.start())


def _check_form(text: str) -> None:
    for token in _tokens(text):
        word = token.text.upper() if token.kind == "word" else ""
        if word in _FORMS:
            return
        if word in _UPDATES:
            raise UpdateRefused(
                f"{word} is an update; this endpoint is read-only.",
                place=_place(text, token.start),
                remedy="Send a SELECT, ASK, CONSTRUCT or DESCRIBE query.",
            )


def _check_depth(text: str, most: int) -> None:
    depth = 0
    for token in _tokens(text):
        if token.kind == "open":
            depth += 1
        elif token.kind == "close":
            depth -= 1
        # what looks like an IRI may be comparisons written without blanks: its brackets count too
        inside = sum(token.text.count(bracket) for bracket in "([") if token.kind == "iri" else 0
        if depth + inside > most:
            raise QueryTooDeep(
                f"Brackets are nested more than {most} deep.",
                place=_place(text, token.start),
                limit=Limit("query_max_nesting", most, "levels"),
                remedy="Take out brackets that group nothing, or split the query.",
            )


def _check_words_and_operators(text: str, most: int) -> None:
    counts: Counter[str] = Counter()
    for token in _tokens(text):
        name = token.text.upper() if token.kind == "word" else token.text
        if name == "SERVICE":
            raise ServiceRefused(
                "SERVICE would call another endpoint; none is allowed here.",
                place=_place(text, token.start),
                remedy="Ask the other endpoint yourself and join the answers.",
            )
        if token.kind == "operator" or name in _COUNTED_WORDS:
            counts[name] += 1
        elif token.kind == "iri":
            counts.update({sign: name.count(sign) for sign in _IN_LOOKALIKES})
        if counts and max(counts.values()) > most:
            name = counts.most_common(1)[0][0]
            raise QueryTooComplex(
                f"“{name}” stands in the query more than {most} times.",
                place=_place(text, token.start),
                limit=Limit("query_max_operators", most, "operators of one kind"),
                remedy="Use VALUES for lists of values, or ask in parts.",
            )


def _place(text: str, offset: int) -> Place:
    line = text.count("\n", 0, offset) + 1
    return Place("query", line, offset - (text.rfind("\n", 0, offset) + 1) + 1)
