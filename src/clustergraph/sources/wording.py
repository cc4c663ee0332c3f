"""What is refused or passed over in what strangers send, in the languages of the pages; the words are in a table."""

from collections.abc import Mapping

from clustergraph.errors import Place, SyntaxProblem
from clustergraph.graph.wording import Said, Words, composed, spoken

#: The table; of what was sent no more is told than anybody reads.
_WORDS = Words("clustergraph.sources", most=200)


def refused(kind: str, place: Place, **words: str) -> SyntaxProblem:
    """Make the error of a kind of the table; ``words`` fill its gaps, and are cut where they are long."""
    told = _WORDS.said(f"{kind}.message", **words)
    mend = _WORDS.said(f"{kind}.remedy", **words)
    others = {tag: (words_, mend.others.get(tag, mend)) for tag, words_ in told.others.items()}
    return SyntaxProblem(told, place=place, remedy=mend, others=others)


def note(kind: str, **words: str) -> Said:
    """Make the note of a kind of the table."""
    return _WORDS.said(f"{kind}.note", **words)


def listed(found: Mapping[str, list[int]], most: int) -> Said:
    """List names with the lines at which they stand."""
    line = _WORDS.said("line.word")

    def told(tag: str) -> str:
        names = [_at(name, lines, spoken(line, tag)) for name, lines in list(found.items())[:most]]
        return ", ".join(names) + (", …" if len(found) > most else "")

    return composed(told)


def _at(name: str, lines: list[int], line: str) -> str:
    shown = f"“{name[:80]}”" if name else ""
    numbers = ", ".join(map(str, lines))
    return shown if not lines else f"{shown} ({line} {numbers})" if shown else f"{line} {numbers}"
