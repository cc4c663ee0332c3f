"""Slips inside a pattern: BIND onto a name that is taken, labels of blank nodes in two groups, dots and terms missing.

What they look at may be right by itself, so they are asked only where nothing else was found.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

from clustergraph.query.lexemes import Lexeme
from clustergraph.query.slips import Known, Slip
from clustergraph.query.slips_of_clauses import is_values, selected

_TERMS = {"variable", "iri", "prefixed", "string", "number"}


def binding(known: Known) -> Iterator[Slip]:
    """BIND onto a variable that its group has used already."""
    for place, (one, name) in enumerate(pairwise(known)):
        if one.word != "AS" or name.kind != "variable":
            continue
        begin = next((n for n in range(place, max(place - _NEAR, -1), -1) if known[n].depth < one.depth), 0)
        if not begin or known[begin - 1].word != "BIND":
            continue
        if any(_is_same(used, name) for used in _group_before(known, begin - 1)):
            words = f"BIND gives {name.text} a value, which has one here already"
            yield Slip(name.start, words, f"Take another name, or compare: FILTER({name.text} = …).")


_NEAR = 1000  # lexemes that an expression may have


def _is_same(one: Lexeme, name: Lexeme) -> bool:
    return one.kind == "variable" and one.text[1:] == name.text[1:]


def naming(known: Known) -> Iterator[Slip]:
    """A name that SELECT gives, and that its pattern has already; names inside of sub-SELECTs and groups are hidden."""
    for place, one in enumerate(known):
        if one.word != "SELECT":
            continue
        items, rest = selected(known, place)
        braces = [n for n, part in enumerate(rest) if part.text in {"{", "}"} and part.depth == one.depth]
        if len(braces) < len("{}") or any(part.word in {"SELECT", "GROUP"} for part in rest):
            continue
        used = {part.text[1:] for part in rest[braces[0] : braces[1]] if part.kind == "variable"}
        for before, name in pairwise(items):
            if before.word == "AS" and before.depth == one.depth + 1 and name.text[1:] in used:
                words = f"SELECT gives {name.text} a value, which has one in the pattern already"
                yield Slip(name.start, words, "Take another name.")


def _group_before(known: Known, place: int) -> Iterator[Lexeme]:
    """Walk back to the brace in which something stands, but for what only looks at values, or hides them."""
    depth = known[place].depth
    skip = None
    for at in range(place - 1, -1, -1):
        one = known[at]
        if one.depth < depth:
            return
        if skip is None and one.kind == "close":
            opened = _opened(known, at)
            before = known[opened - 1].word if opened else ""
            if one.text != "}" or before in {"MINUS", "EXISTS"} or known[opened + 1].word == "SELECT":
                skip = opened
                if before == "BIND":
                    yield known[at - 1]
        elif skip == at:
            skip = None
        elif skip is None:
            yield one


def _opened(known: Known, at: int) -> int:
    """Find the bracket that one closes."""
    return next((n for n in range(at - 1, -1, -1) if known[n].depth == known[at].depth), 0)


def statements(known: Known) -> Iterator[Slip]:
    """A statement of four terms, which is two without a dot between them, or one without its object."""
    reader = _Statements(known)
    for place, one in enumerate(known):
        slip = reader.read(place, one)
        if slip is not None:
            yield slip
            return


class _Statements:
    """Counts terms since the last dot, for each brace that is open."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._counts: list[int] = []
        self._alone = False  # whether the last term may be a statement by itself, as [ … ] may
        self._inside: int | None = None  # how deep it is inside a bracket that counts as one term

    def read(self, place: int, one: Lexeme) -> Slip | None:
        """Take a lexeme, and tell where a statement went wrong."""
        if self._inside is not None:
            self._inside = self._inside if one.depth > self._inside else None
            return None
        if one.text in {"}", "."} and self._counts and (short := self._short(place)):
            return short
        if one.kind == "open":
            self._open(place, one)
        elif self._counts:
            self._count(place, one)
        if self._counts and self._counts[-1] > _WHOLE:
            return Slip(one.start, f"a fourth term, “{one.text[:60]}”, stands in a statement", _DOT)
        return None

    def _count(self, place: int, one: Lexeme) -> None:
        if one.text == "}":
            self._counts = [*self._counts[:-2], 0] if len(self._counts) > 1 else []
        elif one.text in {".", ";", ","}:
            self._counts[-1] = ".;,".index(one.text)
        elif one.word and one.word != "A":
            self._counts[-1] = _FAR if one.word in _LISTS or self._counts[-1] < 0 else 0
        elif one.kind in _TERMS or one.word == "A":
            self._counts[-1] += _counted(self._known, place, one)
            self._alone = False

    def _open(self, place: int, one: Lexeme) -> None:
        if one.text == "{" and not is_values(self._known, place):
            self._counts.append(0)
            return
        if self._counts:
            nothing = one.text == "{" or _is_call(self._known, place)
            self._counts[-1] = 0 if nothing else self._counts[-1] + _counted(self._known, place, one)
        self._alone = True
        self._inside = one.depth

    def _short(self, place: int) -> Slip | None:
        """Tell of a statement that ends behind its subject or its property, where one has begun."""
        count, before = self._counts[-1], self._known[place - 1]
        if before.text == "," or count == _WHOLE - 1 or (count == 1 and before.kind in _TERMS and not self._alone):
            words = f"a statement ends behind “{before.text[:60]}”, without its object"
            return Slip(before.start, words, "A statement has three terms: ?subject ?property ?object.")
        return None


_WHOLE = 3  # subject, property, object
_DOT = "Put a dot between two statements: ?a ?b ?c . ?d ?e ?f."


_FAR = -1_000_000  # what is listed behind these words is no statement
_LISTS = {"SELECT", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"}


def _counted(known: Known, place: int, one: Lexeme) -> int:
    """Whether a term counts: what a path or a datatype joins to the one before does not, nor what names a statement."""
    before = known[place - 1]
    if before.text in {"^", "!"}:
        before = known[place - 2]
    return 0 if before.text in {"/", "|", "^^", "~"} or one.text == "{|" else 1


def _is_call(known: Known, place: int) -> bool:
    """Whether a bracket belongs to a word or to a name of a function, as in FILTER ex:f(?x)."""
    before = known[place - 1]
    return bool(before.word and before.word != "A") or (place > 1 and known[place - 2].word == "FILTER")


def labels(known: Known) -> Iterator[Slip]:
    """A label of a blank node in two groups (SPARQL 1.1, 5.1.1)."""
    group, first = 0, dict[str, int]()
    for one in known:
        if one.text in {"{", "}"}:
            group += 1
        elif one.kind == "prefixed" and one.text.startswith("_:") and first.setdefault(one.text, group) != group:
            words = f"the blank node {one.text} stands in another group already"
            yield Slip(one.start, words, "Use a variable: it may stand in all of them.")


#: All of them, the surest first.
LIKELY: tuple[Callable[[Known], Iterator[Slip]], ...] = (binding, naming, labels, statements)
