"""Alternatives in paths count each way, as SPARQL has it; Oxigraph 0.5.13 gives each pair of ends once.

``?a ex:p|ex:q ?b`` becomes ``{ ?a ex:p ?b } UNION { ?a ex:q ?b }`` where it stands, which means the same by SPARQL 1.1,
18.2.2.4 and 18.4. Blank nodes with labels, which a union would part from the rest of their pattern, become variables
where nothing shows these.
"""

import re
from itertools import chain

from clustergraph.errors import QueryRefused, QueryTooDeep
from clustergraph.query.calls import place
from clustergraph.query.levels import levels, outside_braces
from clustergraph.query.lexemes import Lexeme, lexemes
from clustergraph.query.paths import Unreadable
from clustergraph.query.pathways import MOST_CHARACTERS, MOST_WAYS, TooManyWays
from clustergraph.query.statements import Statement, StatementReader
from clustergraph.query.tokens import is_doubtful

_MAYBE = re.compile(r"(?<![|{])\|(?![|}])")
_OPERANDS = {"variable", "number", "string", "tag", "close", "prefixed", "iri"}


def part_alternatives(text: str) -> str:
    """Write the alternatives of a query as unions; what has none, or does not parse, is given as it is.

    Raises :class:`QueryRefused` where that cannot be done, with the way to write it.
    """
    if _MAYBE.search(text) is None:
        return text
    known = lexemes(text)
    if all(one.text != "|" for one in known) or has_two_readings(known):
        return text
    reader = StatementReader(text, known)
    try:
        chosen = [one for one in reader.read() if any(len(part) > 1 for part in one.parts)]
        _check_number(known, chosen)
    except TooManyWays as error:
        words = f"The alternatives of a path can be taken in more than {MOST_WAYS} ways."
        remedy = "Write VALUES ?property { … } ?a ?property ?b for an alternative of single properties."
        raise QueryRefused(words, place=place(text, error.start), remedy=remedy) from error
    except RecursionError as error:  # beyond what query_max_nesting is by itself
        words = "A pattern with alternatives is nested too deeply to be parted."
        raise QueryTooDeep(words, place=place(text, 0), remedy="Write fewer brackets inside of one another.") from error
    except Unreadable:
        return text
    labels = {one.text for found in chosen for one in known[found.first : found.end] if one.text.startswith("_:")}
    if labels:
        return part_alternatives(_unlabelled(text, known, labels, reader.templates))
    return _with_unions(text, known, chosen)


def _check_number(known: list[Lexeme], chosen: list[Statement]) -> None:
    ways = characters = 0
    for found in chosen:
        ways += sum(len(part) for part in found.parts if len(part) > 1)
        characters += sum(map(len, chain.from_iterable(found.parts)))
        if ways > MOST_WAYS or characters > MOST_CHARACTERS:
            raise TooManyWays(known[found.first].start)


def has_two_readings(known: list[Lexeme]) -> bool:
    """Whether what looks like an IRI behind an operand in brackets may be a comparison with a text or a comment."""
    opened: list[str] = []
    before = ""
    for one in known:
        if one.kind == "iri" and is_doubtful(one.text) and before in _OPERANDS and opened and opened[-1] == "(":
            return True
        if one.kind == "open":
            opened.append(one.text)
        elif one.kind == "close" and opened:
            opened.pop()
        before = one.kind
    return False


def _with_unions(text: str, known: list[Lexeme], chosen: list[Statement]) -> str:
    parts, done = [], 0
    for found in chosen:
        last = known[found.end - 1]
        parts += [text[done : known[found.first].start], _joined(found.parts)]
        done = last.start + len(last.text)
    return "".join([*parts, text[done:]])


def _joined(parts: list[list[str]]) -> str:
    """Write the parts of a statement one after another; between two of which no group is, a dot stands."""
    written = ""
    for number, part in enumerate(parts):
        if len(part) > 1:
            written += " UNION ".join(f"{{ {way} }}" for way in part) + " "
        else:
            written += part[0] + (" . " if number + 1 < len(parts) else " ")
    return written.rstrip()


def _check_unseen(text: str, known: list[Lexeme], label: Lexeme, at: int) -> None:
    """Raise :class:`QueryRefused` where a variable in the place of a label would be seen in an answer."""
    around = [level for level in levels(known) if level.opened < at < level.closed]
    if around:
        innermost = max(around, key=lambda level: level.opened)
        own = list(innermost.own(known))
    else:
        own = list(outside_braces(known, 0, len(known)))
    stars = [n for n in own if known[n].text == "*"]
    if any(known[n - 1].word == "DISTINCT" and known[n - 2].text == "(" for n in stars):
        words = f"{label.text} stands in a pattern with alternatives that is counted in two ways."
        remedy = "Write a variable for it, and name what is counted in the place of DISTINCT *."
        raise QueryRefused(words, place=place(text, label.start), remedy=remedy)
    if any(known[n - 1].word in {"SELECT", "DISTINCT", "REDUCED", "DESCRIBE"} for n in stars):
        words = f"{label.text} stands in a pattern with alternatives, and * would show a variable in its place."
        remedy = f"Write a variable for {label.text}, and name in SELECT what is wanted."
        raise QueryRefused(words, place=place(text, label.start), remedy=remedy)


def _unlabelled(text: str, known: list[Lexeme], labels: set[str], templates: list[tuple[int, int]]) -> str:
    """Give a text in which brackets stand for labels that are used once, and variables for others."""
    places: dict[str, list[int]] = {label: [] for label in labels}
    for number, one in enumerate(known):
        if one.text in labels and not any(first <= number < end for first, end in templates):
            places[one.text].append(number)
    names: dict[int, str] = {}
    for label, found in places.items():
        if len(found) > 1:
            _check_unseen(text, known, known[found[0]], found[0])
        variable = "?" + re.sub(r"\W", "_", label[2:]) + "_blank"
        while variable in text:
            variable += "_"
        names |= {known[at].start: "[]" if len(found) == 1 else variable for at in found}
    parts, done = [], 0
    for start, name in sorted(names.items()):
        parts += [text[done:start], name]
        done = next(one.start + len(one.text) for one in known if one.start == start)
    return "".join([*parts, text[done:]])
