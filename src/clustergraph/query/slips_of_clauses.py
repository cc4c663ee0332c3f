"""Slips that show where clauses meet: declarations, the SELECT line, GROUP BY, keywords without what follows them."""

from collections.abc import Callable, Iterator
from itertools import islice

from clustergraph.query.lexemes import NONE, Lexeme
from clustergraph.query.slips import FUNCTIONS, WORDS, Known, Slip

_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}

_FOLLOWS = {
    **dict.fromkeys(("OPTIONAL", "MINUS", "UNION", "EXISTS", "WHERE"), "{"),
    "BIND": "(",
    "ORDER": "BY",
    "GROUP": "BY",
}
_SHOWN = {"{": "{ … }", "(": "(… AS ?x)", "BY": "BY ?x"}
AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}


def prologue(known: Known) -> Iterator[Slip]:
    """Nothing at all, no form of query, declarations as Turtle or other languages write them."""
    if not known:
        yield Slip(0, "it is empty", "Write a SELECT, ASK, CONSTRUCT or DESCRIBE query.")
        return
    for one, after in _pairs(known):
        if one.text in {"@prefix", "@base"}:
            words = f"“{one.text}” is how Turtle declares a prefix"
            yield Slip(one.start, words, "Write PREFIX without @, and no dot at its end.")
        elif one.word == "PREFIX" and (after.kind != "prefixed" or not after.text.endswith(":")):
            yield Slip(
                max(after.start, one.start), "the prefix has no colon", "Write PREFIX ex: <http://example.org/>."
            )
        elif one.word in _FORMS:
            return
        elif one.kind == "iri" and after.text in {".", ";", ","}:
            yield Slip(after.start, f"“{after.text}” stands behind a declaration", "Take it out.")
    first = known[0].word  # one that is no keyword is told of as such
    if not any(one.word in _FORMS for one in known) and (not first or first in WORDS):
        words = "it does not say what it asks for"
        yield Slip(known[0].start, words, "Begin it with SELECT, ASK, CONSTRUCT or DESCRIBE, behind all PREFIX.")


def _pairs(known: Known) -> Iterator[tuple[Lexeme, Lexeme]]:
    """Give each lexeme with the one behind it, at last with one that is none."""
    return zip(known, (*known[1:], NONE), strict=False)


def keywords(known: Known) -> Iterator[Slip]:
    """A keyword without what must follow it."""
    for one, after in _pairs(known):
        there = after.word or after.text
        place = after.start if after.start >= 0 else one.start
        if one.word in _FOLLOWS and there != _FOLLOWS[one.word]:
            sign = _FOLLOWS[one.word]
            yield Slip(place, f"“{sign}” is missing behind {one.word}", f"Write {one.word} {_SHOWN[sign]}.")
        elif one.word == "FILTER" and not (
            there == "(" or after.word in FUNCTIONS | {"NOT", "EXISTS"} or after.kind in {"iri", "prefixed", "word"}
        ):
            yield Slip(place, "the condition of FILTER has no brackets", "Write FILTER(?x > 3).")
        elif one.word in {"LIMIT", "OFFSET"} and after.kind != "number":
            yield Slip(place, f"{one.word} is without a number", f"Write {one.word} 10.")
        elif one.word in {"ASC", "DESC"} and there != "(":
            yield Slip(place, f"what {one.word} sorts by has no brackets", f"Write {one.word}(?x).")


def outside(known: Known) -> Iterator[Slip]:
    """What stands outside of all brackets and has no place there: commas, semicolons, UNION without its group."""
    asked = False
    for before, one in zip((NONE, *known), known, strict=False):
        asked = asked or one.word in _FORMS
        if asked and one.depth == 0 and one.text in {",", ";", "."}:
            yield Slip(one.start, f"“{one.text}” stands outside of all braces", "Leave it out.")
        elif one.word == "UNION" and before.text != "}":
            yield Slip(one.start, "what UNION joins has no braces", "Write { … } UNION { … }.")
        elif one.text == "." and before.text == ".":
            yield Slip(one.start, "there is a second dot", "Leave it out.")


def values(known: Known) -> Iterator[Slip]:
    """Commas and variables among values."""
    for place, one in enumerate(known):
        if one.text != "{" or not is_values(known, place):
            continue
        for inside in known[place + 1 :]:
            if inside.depth <= one.depth:
                break
            if inside.text == ",":
                yield Slip(inside.start, "a comma stands between values", "Put blanks between values, no commas.")
            elif inside.kind == "variable":
                yield Slip(inside.start, "a variable stands among values", "Write UNDEF, or BIND(?a AS ?b).")


def selection(known: Known) -> Iterator[Slip]:
    """What SELECT gives: commas, expressions without brackets, without AS or without a name."""
    for place, one in enumerate(known):
        if one.word != "SELECT":
            continue
        for at in range(place + 1, len(known)):
            item = known[at]
            if item.depth < one.depth or item.text == "{" or item.word in {"WHERE", "FROM", "SELECT"}:
                break
            if item.text == "," and item.depth == one.depth:
                yield Slip(item.start, "a comma stands between what is selected", "Leave it out.")
            elif item.depth == one.depth and item.word in FUNCTIONS:
                words = f"{item.word}(…) stands in SELECT without brackets around it"
                yield Slip(item.start, words, f"Write SELECT ({item.word}(…) AS ?name).")
            elif item.text == "(" and item.depth == one.depth and known[at - 1].word not in FUNCTIONS:
                yield from _named(known, at)


def _named(known: Known, at: int) -> Iterator[Slip]:
    """Look for AS and a name in a bracket of SELECT."""
    inside = known[at].depth + 1
    parts = []
    for one in islice(known, at + 1, None):
        if one.depth < inside:
            break
        parts.append(one)
    direct = [one for one in parts if one.depth == inside]
    if not any(one.word == "AS" for one in direct):
        last = direct[-1] if direct else known[at]
        place = last if last.kind == "variable" and len(direct) > 1 else known[at]
        yield Slip(place.start, "what is computed in SELECT has no AS with a name", "Write (COUNT(*) AS ?n).")


def grouping(known: Known) -> Iterator[Slip]:
    """A variable of SELECT that GROUP BY does not have, or ``*`` with GROUP BY."""
    for place, one in enumerate(known):
        if one.word != "SELECT":
            continue
        items, rest = selected(known, place)
        groups = grouped_by(rest, one.depth)
        computed = [a for a in items if a.word in AGGREGATES]
        if groups is None and not computed:
            continue
        for item in items:
            if item.depth == one.depth and item.text == "*":
                yield Slip(
                    item.start, "SELECT * cannot be grouped", "Name the variables of GROUP BY, and (COUNT(*) AS ?n)."
                )
            elif item.depth == one.depth and item.kind == "variable" and item.text[1:] not in (groups or set()):
                words = f"{item.text} is neither grouped by nor computed from a group"
                yield Slip(item.start, words, f"Add {item.text} to GROUP BY, or select (SAMPLE({item.text}) AS ?one).")


def selected(known: Known, place: int) -> tuple[list[Lexeme], list[Lexeme]]:
    """Split what follows a SELECT, as far as it reaches: what it gives, and the rest."""
    depth = known[place].depth
    reach = []
    for one in known[place + 1 :]:
        if one.depth < depth or (one.depth == depth and one.word == "SELECT"):
            break
        reach.append(one)
    cut = next((n for n, one in enumerate(reach) if one.text == "{" or one.word in {"WHERE", "FROM"}), len(reach))
    return reach[:cut], reach[cut:]


def grouped_by(rest: Known, depth: int) -> set[str] | None:
    """Give the names by which is grouped; nothing where there is no GROUP BY."""
    begins = next((n for n, one in enumerate(rest) if one.word == "GROUP" and one.depth == depth), None)
    if begins is None:
        return None
    names = set()
    for before, one in zip(rest[begins:], rest[begins + 1 :], strict=False):
        if one.word in {"HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"}:
            break
        if one.kind == "variable" and (one.depth == depth or before.word == "AS"):
            names.add(one.text[1:])
    return names


def is_values(known: Known, place: int) -> bool:
    """Whether a brace begins the rows of VALUES."""
    depth = known[place].depth
    for one in reversed(known[max(0, place - 40) : place]):
        if one.depth == depth and one.word == "VALUES":
            return True
        if one.depth == depth and (one.word or one.text in "{}"):
            return False
    return False


CERTAIN: tuple[Callable[[Known], Iterator[Slip]], ...] = (prologue, keywords, selection, grouping, outside, values)
