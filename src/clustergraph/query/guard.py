"""Looks at a query's text before the parser does: length, nesting, operators, calls to elsewhere.

Oxigraph's parser and optimiser recurse: 4,700 nested parentheses, 1,000 nested function calls or 8,000 UNIONs end the
process, and each level of calls of REPLACE, SUBSTR or REGEX doubles what the parser takes. Children make that one
client's loss; the guard makes it nobody's. It reads tokens in one linear pass and never decides what a query means:
what it lets through, the parser may still refuse. One thing it must not miss is a call to another endpoint: a text that
can be read in two ways is refused where one of them could have such a call.
"""

import re
from collections import Counter
from dataclasses import dataclass

from clustergraph.errors import (
    Limit,
    QueryRefused,
    QueryTooComplex,
    QueryTooDeep,
    QueryTooLong,
    UpdateRefused,
)
from clustergraph.query.calls import Call, CallReader, place, refusal
from clustergraph.query.dataset import Clause, ClauseReader
from clustergraph.query.tokens import TOKEN, is_doubtful
from clustergraph.settings import Settings

_COUNTED = ("UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "GRAPH", "EXISTS", "VALUES", "SELECT")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_BEFORE_A_GRAPH = ("GRAPH", "FROM", "NAMED", "DESCRIBE")
# a keyword needs no blank around it: “1UNION” is two tokens to the parser
_KEYWORD = re.compile("|".join(("SERVICE", *_COUNTED, *_FORMS, *_UPDATES, *_BEFORE_A_GRAPH)))
_GROUP_FOLLOWS = re.compile(r"(?:[ \t\n\r]++|#[^\n\r]*+)*+\{")
# “service” and what may follow the keyword, in any reading: a prefixed name, an IRI, a variable, a comment, SILENT
_MAYBE_SERVICE = re.compile(
    r"""service(?:[^\s:<>(){}\[\]"';,]{0,99}+:|[^\s:<>(){}\[\]"';,]{100}|\s*+(?:[<?$#]|silent))""",
    re.IGNORECASE | re.ASCII,
)
_DOUBLING = re.compile(r"REPLACE|SUBSTR|REGEX")  # the functions whose last argument may be left out
_IN_LOOKALIKES = ("!", "+", "*", "&&")  # operators that honest IRIs hardly have


@dataclass(frozen=True)
class Passed:
    """A query that was let through: where its prologue ends, its calls to endpoints that are allowed, its dataset.

    ``doubtful`` says that it has what may be an IRI or a comparison, so that all of its text had to be looked through.
    """

    prologue_end: int
    calls: list[Call]
    dataset: list[Clause]
    doubtful: bool

    @property
    def plain(self) -> bool:
        """Whether there is nothing to it but that it passes, so that all texts that are alike do."""
        return not (self.calls or self.dataset or self.doubtful)


def guard(text: str, settings: Settings) -> Passed:
    """Let a query through or refuse it.

    Raises :class:`QueryTooLong`, :class:`QueryTooDeep`, :class:`QueryTooComplex`, :class:`ServiceRefused` or
    :class:`UpdateRefused`, each with the place and the limit that was hit.
    """
    check_length(text, settings)
    if "\0" in text:
        raise QueryRefused("The query has a NUL character.", place=place(text, text.index("\0")))
    return _Reading(text, settings).read()


def check_length(text: str, settings: Settings) -> None:
    """Raise :class:`QueryTooLong` for more text than is read."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > settings.query_max_bytes:
        raise QueryTooLong(
            f"The query has {size} bytes.",
            limit=Limit("query_max_bytes", settings.query_max_bytes, "bytes"),
            remedy="Ask in parts, or move long lists of values into several queries.",
        )


class _Reading:
    """One pass over a query's text."""

    def __init__(self, text: str, settings: Settings) -> None:
        self._text = text
        self._most_levels = settings.query_max_nesting
        self._most_operators = settings.query_max_operators
        self._most_calls = settings.query_max_calls
        self._depth = 0
        self._brackets: list[bool] = []  # of those that are open, whether each began a call that doubles
        self._doubling = False  # whether the last word was the name of such a call
        self._counts: Counter[str] = Counter()
        self._form_start: int | None = None
        self._calls = CallReader(text, settings)
        self._dataset = ClauseReader(text)
        self._last_word = ""
        self._doubtful = self._doubted = False

    def read(self) -> Passed:
        take = {
            "iri": self._iri,
            "prefixed": self._prefixed,
            "words": self._words,
            "open": self._open,
            "close": self._close,
            "operator": self._count,
        }
        for match in TOKEN.finditer(self._text):
            kind = match.lastgroup
            if kind in take:
                take[kind](match[kind], match.start(kind))
        return Passed(self._form_start or 0, self._calls.ended(), self._dataset.clauses, self._doubtful)

    def _open(self, _: str, start: int) -> None:
        self._brackets.append(self._doubling)
        if self._doubling:
            self._check_calls(0, start)
            self._doubling = False
        self._depth += 1
        self._last_word = ""
        if self._depth > self._most_levels:
            self._check_depth(self._depth, start)

    def _close(self, _: str, start: int) -> None:
        self._depth -= 1
        if self._brackets:
            self._brackets.pop()
        self._calls.closed(self._depth, start)

    def _count(self, name: str, start: int, times: int = 1) -> None:
        self._counts[name] += times
        if self._counts[name] > self._most_operators:
            raise QueryTooComplex(
                f"“{name}” stands in the query more than {self._most_operators} times.",
                place=place(self._text, start),
                limit=Limit("query_max_operators", self._most_operators, "operators of one kind"),
                remedy="Use VALUES for lists of values, or ask in parts.",
            )

    def _iri(self, iri: str, start: int) -> None:
        """Look into what may be comparisons written without blanks: its brackets and operators count too."""
        self._dataset.iri(iri)
        self._check_depth(self._depth + iri.count("(") + iri.count("["), start)
        self._check_calls(len(_DOUBLING.findall(iri.upper())), start)
        for sign in _IN_LOOKALIKES:
            if sign in iri:
                self._count(sign, start, iri.count(sign))
        if is_doubtful(iri):
            self._doubtful, self._doubted = True, self._doubtful  # it is looked through once
            if not self._doubted and (found := _MAYBE_SERVICE.search(self._text)):
                raise refusal(self._text, found.start(), "The query can be read as a call to another endpoint.")

    def _prefixed(self, name: str, start: int) -> None:
        """Look for the keyword in what looks like a prefix: ``SERVICE:x {`` is a call to ``:x``."""
        self._dataset.prefixed(name, start)
        if "service" not in name.partition(":")[0].lower() or self._last_word in _BEFORE_A_GRAPH:
            return
        if _GROUP_FOLLOWS.match(self._text, start + len(name)):
            raise refusal(self._text, start, "What SERVICE would call is not written as an IRI in full.")

    def _words(self, words: str, start: int) -> None:
        if "-" in words:
            self._count("-", start, words.count("-"))
        upper = words.upper()
        self._doubling = upper.endswith(("REPLACE", "SUBSTR", "REGEX"))
        for found in _KEYWORD.finditer(upper):
            self._last_word = found[0]
            self._keyword(self._last_word, start + found.start())

    def _keyword(self, word: str, start: int) -> None:
        self._dataset.keyword(word)
        if word == "SERVICE":
            self._calls.keyword(start, self._depth)
        elif word in _FORMS:
            self._form_start = start if self._form_start is None else self._form_start
        elif word in _UPDATES and self._form_start is None:
            raise UpdateRefused(
                f"{word} is an update; this endpoint is read-only.",
                place=place(self._text, start),
                remedy="Send a SELECT, ASK, CONSTRUCT or DESCRIBE query.",
            )
        if word in _COUNTED:
            self._count(word, start)

    def _check_calls(self, more: int, start: int) -> None:
        if self._brackets.count(True) + more > self._most_calls:
            raise QueryTooDeep(
                f"Calls of REPLACE, SUBSTR and REGEX are nested more than {self._most_calls} deep.",
                place=place(self._text, start),
                limit=Limit("query_max_calls", self._most_calls, "levels"),
                remedy="Bind one step after the other: BIND(REPLACE(?a, …) AS ?b) BIND(REPLACE(?b, …) AS ?c).",
            )

    def _check_depth(self, depth: int, start: int) -> None:
        if depth > self._most_levels:
            raise QueryTooDeep(
                f"Brackets are nested more than {self._most_levels} deep.",
                place=place(self._text, start),
                limit=Limit("query_max_nesting", self._most_levels, "levels"),
                remedy="Take out brackets that group nothing, or split the query.",
            )
