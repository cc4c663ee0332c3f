"""Says what a person did where a query does not parse: the first known slip, its line and column, the line itself.

The parser tells how far it came and what it could have taken there, which is seldom what is wrong. So once it has
refused a text, this looks for slips that people make, in one pass each; where none is found the parser's place stands.
"""

from dataclasses import replace

from clustergraph.errors import Place, SyntaxProblem
from clustergraph.query import slips, slips_of_clauses, slips_of_groups, slips_of_patterns
from clustergraph.query.calls import place
from clustergraph.query.lexemes import lexemes
from clustergraph.query.slips import Slip

_CERTAIN = (*slips_of_clauses.CERTAIN, *slips_of_groups.CERTAIN, *slips.CERTAIN)
_WIDTH = 120  # characters of a line that are shown


def explain(text: str, error: SyntaxProblem) -> SyntaxProblem:
    """Give the error for a query that the parser refused, with its cause where that is known, and with its line."""
    slip = _first_slip(text)
    if slip is None:
        found = error
        where = error.place or Place("query")
    else:
        found = SyntaxProblem(f"The query does not parse: {slip.message}.", remedy=slip.remedy)
        where = place(text, slip.start)
    found.place = replace(where, excerpt=excerpt(text, where))
    return found


def _first_slip(text: str) -> Slip | None:
    known = lexemes(text)
    lone = next((n for n, one in enumerate(known) if one.kind == "lone"), None)
    sure = known if lone is None else known[: lone + 1]  # behind an open text nothing is what it seems
    firsts = [next(look(sure), None) for look in _CERTAIN]
    certain = [slip for slip in firsts if slip is not None]
    if certain:
        return min(certain, key=lambda slip: slip.start)
    return next((slip for look in (slips.brackets, *slips_of_patterns.LIKELY) for slip in look(known)), None)


def excerpt(text: str, where: Place) -> str | None:
    """Quote the line of a place with a mark under it, or a part of it around the place."""
    if where.line is None or where.column is None:
        return None
    lines = text.split("\n")
    if where.line > len(lines):
        return None
    line, column = lines[where.line - 1].rstrip("\r"), where.column - 1
    start = 0 if column < _WIDTH - 20 else column - _WIDTH // 2
    shown = line[start : start + _WIDTH]
    before = "".join("\t" if sign == "\t" else " " for sign in shown[: column - start])
    return f"{shown}\n{before}^"
