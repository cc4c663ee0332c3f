"""COUNT(DISTINCT *) counts solutions as a SELECT would give them: without what blank nodes and paths hide.

SPARQL 1.1, 18.5.1.2 counts the solutions of the pattern, to which blank nodes of the query and the places between the
steps of a path give nothing (18.3.1, 18.2.2.4). Oxigraph 0.5.13 counts these as if they were variables; a ``SELECT *``
around the pattern takes them away.
"""

import re

from clustergraph.query.levels import Edit, Known, Level, edited, ends, levels, likely

_MAYBE = re.compile(r"DISTINCT(?:[ \t\r\n]|#[^\n\r]*)*\*", re.IGNORECASE)


def with_visible_solutions(text: str) -> str:
    """Put a ``SELECT *`` around each pattern whose different solutions are counted."""
    if _MAYBE.search(text) is None or (known := likely(text)) is None:
        return text
    edits: list[Edit] = []
    for level in levels(known):
        if _counts_solutions(known, level):
            edits.append((known[level.opened].start, known[level.opened].start, "{ { SELECT * "))
            edits.append((ends(known[level.closed]), ends(known[level.closed]), " } }"))
    return edited(text, edits)


def _counts_solutions(known: Known, level: Level) -> bool:
    words = [known[at].word or known[at].text for at in level.own(known)]
    return any(words[n : n + 4] == ["COUNT", "(", "DISTINCT", "*"] for n in range(len(words)))
