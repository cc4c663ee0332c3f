"""Slips that one lexeme gives away: characters that SPARQL does not have, brackets, prefixes and words."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise
from typing import NamedTuple

from clustergraph.ns import PREFIXES
from clustergraph.query.lexemes import Lexeme

Known = Sequence[Lexeme]

_QUOTES = "“”„‟«»‘’‚‛‹›`´"
_DASHES = "–—−‐‑"
_PAIRS = {"(": ")", "{": "}", "[": "]", "<<": ">>", "<<(": ")>>", "{|": "|}"}
WORDS = set(
    re.findall(
        r"\w+",
        """A ADD ALL AS ASC ASK BASE BIND BY CLEAR CONSTRUCT COPY CREATE DATA DEFAULT DELETE DESC DESCRIBE DISTINCT DROP
    EXISTS FALSE FILTER FROM GRAPH GROUP HAVING IN INSERT INTO LATERAL LIMIT LOAD MINUS MOVE NAMED NOT OFFSET OPTIONAL
    ORDER PREFIX REDUCED SELECT SEPARATOR SERVICE SILENT TO TRUE UNDEF UNION USING VALUES VERSION WHERE WITH""",
    )
)
FUNCTIONS = set(
    re.findall(
        r"\w+",
        """ABS ADJUST AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI FLOOR GROUP_CONCAT
    HASLANG HASLANGDIR HOURS IF IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG LANGDIR LANGMATCHES LCASE MAX
    MD5 MIN MINUTES MONTH NOW OBJECT PREDICATE RAND REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SHA1 SHA256 SHA384
    SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLANGDIR STRLEN STRSTARTS STRUUID SUBJECT SUBSTR SUM TIMEZONE
    TRIPLE TZ UCASE URI UUID YEAR""",
    )
)
_MEANT = {"AND": "&&", "OR": "||", "LENGTH": "STRLEN", "LIKE": "REGEX or CONTAINS", "UPPER": "UCASE", "LOWER": "LCASE"}
_ELSEWHERE = {
    "bif": "The functions of “bif:” are Virtuoso's own; here CONTAINS, STRSTARTS and REGEX look into texts.",
    "bds": "“bds:” is the text search of Blazegraph; here CONTAINS, STRSTARTS and REGEX look into texts.",
    "wikibase": "“wikibase:” is Wikidata's own, its label service as well. Labels are here by a pattern: "
    "?item skos:prefLabel ?label.",
    "bd": "“bd:” is Blazegraph's; the label service is Wikidata's own. Labels are here by a pattern: "
    "?item skos:prefLabel ?label.",
}
#: Prefixes of others that are often taken for known.
_COMMON = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}


class Slip(NamedTuple):
    """What a person did: where, in words, and what helps."""

    start: int
    message: str
    remedy: str


def characters(known: Known) -> Iterator[Slip]:
    """Typographic quotes and dashes, blanks that are none, invisible characters, lone quotes, IRIs with blanks."""
    for one in known:
        sign = one.text
        if one.kind == "other" and not sign.isascii():
            yield Slip(one.start, *_sign(sign))
        elif sign == "\ufeff" or (one.kind in {"word", "prefixed"} and sign.startswith("\ufeff")):
            yield Slip(one.start, *_sign("\ufeff"))
        elif one.kind == "other" and sign in "`":
            yield Slip(one.start, *_sign(sign))
        elif one.kind == "lone":
            yield Slip(one.start, f"a text begins with {sign} and does not end in its line", _CLOSE_TEXT)
        elif one.kind == "no_iri":
            yield Slip(one.start, "an IRI has a character that none can have", "Write a blank in an IRI as %20.")


_CLOSE_TEXT = "Close it with the same sign; a text of several lines stands between three of them."


def _sign(sign: str) -> tuple[str, str]:
    name = unicodedata.name(sign, "no character that is assigned").lower()
    if sign in _QUOTES:
        return f"{sign} is a typographic quote ({name})", "Write a text between \" or '."
    if sign in _DASHES:
        return f"{sign} is a typographic dash ({name})", "Write a minus as -."
    if sign.isspace():
        return f"there is a blank of another kind (U+{ord(sign):04X}, {name})", "Write it again with the space bar."
    if unicodedata.category(sign) in {"Cf", "Cc", "Cn", "Co"}:
        remedy = "Delete it with its neighbours, and write these again."
        return f"there is an invisible character (U+{ord(sign):04X}, {name})", remedy
    return f"{sign} ({name}) has no meaning outside of a text", "Put it into quotes, or leave it out."


def brackets(known: Known) -> Iterator[Slip]:
    """A bracket that is not closed, told where it was opened, or that closes nothing."""
    waiting: list[Lexeme] = []
    for one in known:
        if one.kind == "open":
            waiting.append(one)
        elif one.kind == "close":
            if not waiting:
                yield Slip(one.start, f"“{one.text}” closes nothing", "Take it out, or open it before.")
                return
            opened = waiting.pop()
            if _PAIRS[opened.text] != one.text and (opened.text, one.text) != ("<<", ")>>"):
                words = f"“{opened.text}” is open when “{one.text}” comes"
                yield Slip(opened.start, words, f"Close it with “{_PAIRS[opened.text]}” before.")
                return
    if waiting:
        opened = waiting[-1]
        more = f", and {len(waiting) - 1} more" if len(waiting) > 1 else ""
        yield Slip(opened.start, f"“{opened.text}” is not closed{more}", f"Close it with “{_PAIRS[opened.text]}”.")


def prefixes(known: Known) -> Iterator[Slip]:
    """A prefix that is not declared, an IRI without its angle brackets."""
    declared = {after.text[:-1] for one, after in pairwise(known) if one.word == "PREFIX"}
    for one in known:
        prefix = one.text.partition(":")[0]
        if one.kind != "prefixed" or prefix in declared or prefix == "_":
            continue
        if prefix.lower() in {"http", "https", "urn", "mailto"}:
            yield Slip(one.start, "an IRI stands without its brackets", "Write an IRI as <http://example.org/a>.")
            continue
        namespace = PREFIXES.get(prefix) or _COMMON.get(prefix)
        remedy = f"Begin the query with: PREFIX {prefix}: <{namespace or 'http://…'}>"
        yield Slip(one.start, f"the prefix “{prefix}:” is not declared", _ELSEWHERE.get(prefix, remedy))


def words(known: Known) -> Iterator[Slip]:
    """A word that is neither a keyword nor a function."""
    for before, one, after in zip((None, *known), known, (*known[1:], None), strict=False):
        if not one.word or one.word in WORDS or one.word in FUNCTIONS or one.text.startswith("\ufeff"):
            continue
        if one.word in _MEANT:
            yield Slip(one.start, f"“{one.text}” is no word of SPARQL", f"Write {_MEANT[one.word]}.")
        elif before is not None and before.text == "/" and before.start == one.start - 1:
            remedy = "A slash in a prefixed name is written \\/, or the IRI in full: <http://…/…>."
            yield Slip(one.start, f"“{one.text}” stands behind a slash, which makes a path", remedy)
        else:
            near = get_close_matches(one.word, [*WORDS, *FUNCTIONS], 1, 0.78)
            kind = "function" if after is not None and after.text == "(" else "word"
            words = f"“{one.text[:40]}” is no {kind} of SPARQL"
            yield Slip(one.start, words, f"Meant perhaps: {near[0]}." if near else _VARIABLE)


_VARIABLE = "A variable begins with ?, a text stands in quotes, a name has a prefix."


def operators(known: Known) -> Iterator[Slip]:
    """Operators of other languages."""
    for at, (one, after) in enumerate(pairwise(known)):
        together = after.start == one.start + len(one.text)
        if one.text == "&":
            yield Slip(one.start, "“&” is no operator", "Write && for “and”.")
        elif one.text == "=" and after.text == "=" and together:
            yield Slip(one.start, "“==” is no operator", "Write = to compare.")
        elif one.text == "<>" and after.kind in {"number", "string", "variable"}:
            yield Slip(one.start, "“<>” is no operator", "Write != for “is not”.")
        elif one.text == "|" and after.kind in {"variable", "number", "string"}:
            yield Slip(one.start, "“|” is between ways of a path", "Write || for “or”.")
        elif one.text == "=" and after.text == "(" and _is_list(known, at + 1):
            yield Slip(one.start, "a list stands behind “=”", "Write IN: FILTER(?x IN (1, 2)).")
        elif one.word == "IN" and after.text != "(":
            yield Slip(after.start, "the list of IN has no brackets", "Write IN (1, 2).")


def _is_list(known: Known, at: int) -> bool:
    """Whether a comma stands in a bracket, by itself."""
    opened = known[at]
    for one in known[at + 1 : at + 200]:
        if one.depth <= opened.depth:
            return False
        if one.text == "," and one.depth == opened.depth + 1:
            return True
    return False


#: What gives a slip away for certain; the first in the text counts.
CERTAIN: tuple[Callable[[Known], Iterator[Slip]], ...] = (characters, prefixes, words, operators)
