"""Patterns of REGEX and REPLACE that stand in a query, written for Oxigraph 0.5.13, which has Rust's.

What it does not take has no value there, so that a FILTER finds nothing with the status 200: that is refused before
evaluation, with its place. Patterns that are computed are no business of this module.
"""

import re
from collections.abc import Iterator, Sequence

from clustergraph.errors import QueryRefused
from clustergraph.query.alternatives import has_two_readings
from clustergraph.query.calls import place
from clustergraph.query.lexemes import Lexeme, lexemes
from clustergraph.query.regexes import Untold, to_rust
from clustergraph.store.compiled import compiles

_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_IN_REPLACEMENTS = re.compile(r"\$(?P<group>\d+)|(?P<doubled>\\\\)|(?P<dollar>\\\$)|(?P<lone>\\)|(?P<rust>\$\$)")
_SIGNS = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"})
_NOT_TAKEN = "Section 5.6 of XPath Functions 3.1 has the syntax; write a sign that stands for itself with a backslash."

_UNKNOWN = 9  # groups of a pattern that is computed: it will hardly have more

Argument = Sequence[Lexeme]


def write_patterns(text: str) -> str:
    """Write the patterns, flags and replacements of a query as the engine reads them.

    Raises :class:`QueryRefused` for those that it cannot be told, with the way to write them.
    """
    lowered = text.lower()
    if "regex" not in lowered and "replace" not in lowered:
        return text
    known = lexemes(text)
    if has_two_readings(known):
        return text
    parts, done = [], 0
    for one, written in sorted(_written(text, known), key=lambda pair: pair[0].start):
        if one.text != written:
            parts += [text[done : one.start], written]
            done = one.start + len(one.text)
    return "".join([*parts, text[done:]])


def _written(text: str, known: list[Lexeme]) -> Iterator[tuple[Lexeme, str]]:
    """Give the texts in calls, and what stands for each."""
    for at, one in enumerate(known):
        if one.word in {"REGEX", "REPLACE"} and at + 1 < len(known) and known[at + 1].text == "(":
            arguments = _arguments(known, at + 1)
            if len(arguments) < (3 if one.word == "REPLACE" else 2) or not all(arguments):
                continue
            try:
                yield from _call(one.word, arguments)
            except Untold as error:
                start = arguments[1][0].start
                words = f"This {one.word} cannot be evaluated: {error.words}."
                raise QueryRefused(words, place=place(text, start), remedy=error.remedy) from error


def _call(name: str, arguments: list[Argument]) -> Iterator[tuple[Lexeme, str]]:
    pattern, last = _literal(arguments[1]), arguments[3 if name == "REPLACE" else 2 :]
    letters = _literal(last[0]) if last else None
    flags = _decoded(letters.text) if letters else ""
    groups = _UNKNOWN
    if pattern is not None:
        groups, found = _pattern(pattern, flags, letters, computed=bool(last) and letters is None)
        yield from found
    if name == "REPLACE" and (put := _literal(arguments[2])):
        plain = "q" in flags and pattern is not None
        yield put, _encoded(_replacement(_decoded(put.text), groups, plain=plain), put.text)


def _pattern(
    pattern: Lexeme, flags: str, letters: Lexeme | None, *, computed: bool
) -> tuple[int, list[tuple[Lexeme, str]]]:
    """Write a pattern and its flags; gives how many groups it has, and both."""
    written, left, groups = to_rust(_decoded(pattern.text), flags)
    if computed:
        if written != _decoded(pattern.text):
            raise Untold("its flags, which are computed, say how it is read", 'Write the flags as a text: "i".')
        return groups, []
    if not compiles(written, left):
        raise Untold("its pattern is none of XPath's, nor of those that this engine has", _NOT_TAKEN)
    found = [(pattern, _encoded(written, pattern.text))]
    return groups, [*found, (letters, _encoded(left, letters.text))] if letters else found


def _replacement(words: str, groups: int, *, plain: bool) -> str:
    """Write what REPLACE puts in: ``$1`` is the group of the most digits that there is (XPath Functions 3.1, 5.6.4)."""
    if plain:
        return words.replace("$", "$$")

    def one(found: "re.Match[str]") -> str:
        if digits := found["group"]:
            taken = next((n for n in range(len(digits), 1, -1) if int(digits[:n]) <= groups), 1)
            if taken == len(digits) and not re.match(r"\w", words[found.end() :]):
                return found[0]
            return f"${{{digits[:taken]}}}{digits[taken:]}"
        if found["lone"]:
            raise Untold("a backslash in what it puts in stands before neither $ nor another", r"Write it twice: \\\\.")
        return {"\\\\": "\\", "\\$": "$$"}.get(found[0], found[0])

    return _IN_REPLACEMENTS.sub(one, words)


def _arguments(known: list[Lexeme], opened: int) -> list[Argument]:
    """Part what stands in the brackets of a call by its commas."""
    depth = known[opened].depth + 1
    found: list[list[Lexeme]] = [[]]
    for one in known[opened + 1 :]:
        if one.depth < depth:
            return list(found)
        if one.depth == depth and one.text == ",":
            found.append([])
        else:
            found[-1].append(one)
    return []


def _literal(argument: Argument) -> Lexeme | None:
    """Give the one text that an argument is, if so."""
    return argument[0] if len(argument) == 1 and argument[0].kind == "string" else None


def _decoded(written: str) -> str:
    inside = written[3:-3] if written[:3] in {'"""', "'''"} else written[1:-1]
    return _ESCAPE.sub(lambda found: _ESCAPES.get(found[3], found[0]) if found[3] else _sign(found), inside)


def _sign(found: "re.Match[str]") -> str:
    number = int(found[1] or found[2], 16)
    return chr(number) if number < 0x11_0000 else found[0]


def _encoded(words: str, before: str) -> str:
    """Write a text; as it was where it is the same."""
    return before if words == _decoded(before) else f'"{words.translate(_SIGNS)}"'
