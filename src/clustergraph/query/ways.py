"""Long paths where one way is as good as many: in EXISTS, MINUS, ASK, and inside of ``*``, ``+``, ``?`` and ``|``.

There ``a/b/c/d`` only has to be found once (SPARQL 1.1, 18.4 and 18.6), but Oxigraph 0.5.13 walks each way, of which
there are 6⁸ for eight steps among six nodes that all lead to each other. Its alternatives are sets, so that steps which
may as well be a property that no statement has give each place once; then the next step begins.
"""

import re
from collections.abc import Sequence

from clustergraph.query.levels import closing, edited, ends
from clustergraph.query.paths import NOWHERE, Path
from clustergraph.query.pattern_reader import read_patterns
from clustergraph.query.patterns import Patterns, Statement

_NAME = re.compile(r"<[^<>\s]*+>")
_LONG = 4  # steps; fewer are left to the engine's own order of joins
_DEEP = 24  # steps from which on halves are put together, so that brackets do not lie too deep
_NOWHERE = Path("link", text=NOWHERE)


def with_each_place_once(text: str) -> str:
    """Write long paths so that no place is gone on from twice."""
    if _NAME.sub("", text).count("/") < _LONG - 1 or (found := read_patterns(text)) is None:
        return text
    known = found.known
    edits = []
    for statement in found.statements:
        for slot in statement.slots:
            new = _thinned(slot.path, found, statement, once=statement.where.test is not None)
            if new != slot.path:
                first, end = slot.verb
                edits.append((known[first].start, ends(known[end - 1]), new.written()))
    return edited(text, edits)


def _thinned(path: Path, found: Patterns, statement: Statement, *, once: bool) -> Path:
    inner = once or path.kind in {"*", "+", "?", "|"}
    parts = [_thinned(part, found, statement, once=inner) for part in path.parts]
    if path.kind == "/" and once and len(parts) >= _LONG:
        forward = len(parts) <= _DEEP and _begins_bound(found, statement)
        return _forward(parts) if forward else _halves(parts)
    return path._replace(parts=tuple(parts))


def _forward(parts: Sequence[Path]) -> Path:
    """Put steps together from the first on, which is best where that is where one begins."""
    done = parts[0]
    for part in parts[1:]:
        done = _once(done, part)
    return done


def _halves(parts: Sequence[Path]) -> Path:
    """Put steps together by halves, which does for either direction."""
    middle = len(parts) // 2
    return parts[0] if len(parts) == 1 else _once(_halves(parts[:middle]), _halves(parts[middle:]))


def _once(one: Path, other: Path) -> Path:
    return Path("|", (Path("/", (one, other)), _NOWHERE))


def _begins_bound(found: Patterns, statement: Statement) -> bool:
    """Whether the subject is known when the path is gone: a term, or a variable that stands outside of the test too."""
    first, end = statement.subject
    if first == end:
        return False
    subject, test = found.known[first], statement.where.test
    if subject.kind != "variable":
        return not subject.text.startswith(("_:", "["))
    last = -1 if test is None else closing(found.known, test + 1)
    return any(
        one.name == subject.text[1:] and one.place != first and not (test is not None and test < one.place < last)
        for one in found.variables
    )
