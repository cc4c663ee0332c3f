"""Texts that SPARQL 1.1 has and Oxigraph 0.5.13 does not take, written as it takes them, with the same meaning.

Prefixed names with two dots and more (``ex:25.1.1``) get their dots escaped, always: where a number may follow, in
VALUES say, they would be read as a name and a number. GROUP BY, HAVING and aggregates of ASK, CONSTRUCT and DESCRIBE go
with the pattern into a sub-SELECT, once the parser has refused a text, so that what parses is never touched.
"""

import re

from clustergraph.errors import QueryRefused
from clustergraph.query.calls import place
from clustergraph.query.lexemes import Lexeme, lexemes
from clustergraph.query.slips_of_clauses import AGGREGATES, grouped_by, is_values
from clustergraph.query.tokens import is_doubtful

_FORMS = {"ASK", "CONSTRUCT", "DESCRIBE"}
_GROUPING = {"GROUP", "HAVING"}
_COUNTED = "(COUNT(*) AS ?counted_for_the_group)"
_MAYBE_DOTS = re.compile(r":[^\s/<>(){}\[\]\"';,.]*+\.[^\s/<>(){}\[\]\"';,.]++\.[^\s/<>(){}\[\]\"';,]")


def escape_dots(text: str) -> str:
    """Escape the dots of prefixed names that have two or more in their local part."""
    if _MAYBE_DOTS.search(text) is None:
        return text
    known = lexemes(text)
    if any(one.kind == "iri" and is_doubtful(one.text) for one in known):
        return text  # what looks like a name may be in a text
    parts, done = [], 0
    for one in known:
        prefix, _, local = one.text.partition(":")
        if one.kind == "prefixed" and local.replace("\\.", "").count(".") > 1:
            escaped = local.replace("\\.", ".").replace(".", "\\.")
            parts += [text[done : one.start], f"{prefix}:{escaped}"]
            done = one.start + len(one.text)
    return "".join([*parts, text[done:]])


def group_inside(text: str) -> str | None:
    """Put what is grouped into a sub-SELECT; gives ``None`` where nothing is.

    Raises :class:`QueryRefused` for a grouped text that has no plain meaning here, with the way to write it.
    """
    known = lexemes(text)
    form = next((n for n, one in enumerate(known) if one.word in {"SELECT", *_FORMS}), None)
    if form is None or known[form].word not in _FORMS:
        return None
    opened = [n for n, one in enumerate(known) if n > form and one.text == "{" and one.depth == 0]
    groups = [n for n in opened if not is_values(known, n)]
    if not groups or not _is_grouped(known[groups[-1] :]):
        return None
    given = _given(text, known, form, groups)
    start = known[groups[-1]].start
    return f"{text[:start]}{{ SELECT {given} WHERE {text[start:]}\n}}"


def _is_grouped(rest: list[Lexeme]) -> bool:
    """Whether modifiers behind a pattern group it."""
    behind = False
    for one in rest:
        behind = behind or (one.text == "}" and one.depth == 0)
        if behind and ((one.depth == 0 and one.word in _GROUPING) or one.word in AGGREGATES):
            return True
    return False


def _given(text: str, known: list[Lexeme], form: int, groups: list[int]) -> str:
    """Say what the sub-SELECT gives: for ASK a number, else what is grouped by."""
    names = grouped_by(known[groups[-1] :], 0) or set()
    word = known[form].word
    if word == "CONSTRUCT" and len(groups) == 1:
        words = "CONSTRUCT WHERE takes its pattern for its template, so nothing in it can be grouped."
        remedy = "Write the template, and the groups in a sub-SELECT: CONSTRUCT { … } { SELECT ?a { … } GROUP BY ?a }."
        raise QueryRefused(words, place=place(text, known[form].start), remedy=remedy)
    asked = known[form + 1 : groups[0]] if word == "DESCRIBE" else known[groups[0] : groups[-1]]
    for one in asked if word != "ASK" else ():
        if one.kind == "variable" and one.text[1:] not in names:
            words = f"{one.text} is not grouped by, so it has no one value in a group."
            remedy = f"Add it to GROUP BY, or compute it in a sub-SELECT: {{ SELECT (SAMPLE({one.text}) AS ?one) … }}."
            raise QueryRefused(words, place=place(text, one.start), remedy=remedy)
    return " ".join(f"?{name}" for name in sorted(names)) if names and word != "ASK" else _COUNTED
