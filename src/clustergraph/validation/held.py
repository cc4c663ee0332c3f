"""Values that the store here holds otherwise than they are written, and such as are none to it: in sentences.

A verdict is about what is written, so none of this is a result of validation. It is told beside the verdict, and where
files are loaded, so that nobody is astonished by what a query gives (``graph.values``).
"""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Generic, TypeVar

from clustergraph.graph.ntriples import XSD
from clustergraph.graph.values import COMPUTED, WIDENED, Held, computed_name, held, stays
from clustergraph.graph.wording import Said, joined
from clustergraph.validation.datatypes import is_form, well_formed
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.terms import is_literal, literal
from clustergraph.validation.wording import said

#: Where a value stands: a line, or a file and how to find the value in it.
Place = TypeVar("Place")
_OF_DATATYPE, _EXAMPLES = 3, 6  # examples of a datatype, and of all, that are told
_LONG = 60  # characters of a value that are told
# what is looked at of a datatype, but for what plainly stays: to read takes long, and content may have any number
_LOOKED_AT = 10_000
_TYPED = re.compile(rb'"\^\^<%s(%s)> \.$' % (re.escape(XSD.encode()), "|".join(COMPUTED).encode()), re.MULTILINE)
_FLOATS = ("double", "float")
#: Datatype → name of the text on which values the store has of it.
_LIMITS = {
    **{name: name for name in ("integer", "decimal", "dateTime", "time", "gMonthDay", "duration")},
    **{name: name for name in ("yearMonthDuration", "dayTimeDuration")},
    **dict.fromkeys(("date", "gYearMonth", "gYear"), "years"),
}
#: Datatype → name of the text on what to write instead.
_INSTEAD = {
    **{name: name for name in ("integer", "decimal", "gMonthDay")},
    **dict.fromkeys(("date", "gYearMonth", "gYear", "yearMonthDuration"), "smaller-number"),
}


class Kind(Enum):
    """What becomes of values, by the name of its texts, the gravest first."""

    NO_VALUE = "no-value"
    NO_FORM = "no-form"
    ROUNDED = "rounded"
    SPELLING = "spelling"
    DATATYPE = "datatype"

    @property
    def is_grave(self) -> bool:
        """Whether a value is lost, and not only written otherwise."""
        return self in (Kind.NO_VALUE, Kind.NO_FORM)


@dataclass(frozen=True)
class Example(Generic[Place]):
    """A value as it is written, as it is held, and where it stands."""

    words: str
    datatype: str
    form: Held
    place: Place


@dataclass
class Otherwise(Generic[Place]):
    """All values of which one thing becomes, for one reason; ``numbers`` counts them by datatype.

    ``at_least`` says that there may be more: not all were looked at.
    """

    kind: Kind
    numbers: Counter[str] = field(default_factory=Counter)
    examples: list[Example[Place]] = field(default_factory=list)
    at_least: bool = False

    def sentences(self, where: Callable[[Place], str]) -> Said:
        """Say what becomes of them, why, and what to write; ``where`` names a place, or gives nothing."""
        first = next(iter(self.numbers))
        base = WIDENED.get(first, first)
        kind, count = self.kind.value, "one" if self.numbers.total() == 1 else "many"
        number = "number" if base in ("integer", "decimal") else "value"
        value, limit = said(f"held.{number}.{count}"), said(f"held.limit.{_LIMITS.get(base, 'any')}")
        told = joined(", ", [self._told(one, where(one.place)) for one in self.examples])
        return said(
            "held.sentence",
            many=self._many(),
            are=said(f"held.are.{count}"),
            what=said(f"held.{kind}.what", value=value, limit=limit),
            told=said("held.others", told=told) if self.numbers.total() > len(self.examples) else told,
            helps=said(f"held.{kind}.helps", instead=said(f"held.instead.{_INSTEAD.get(base, 'smaller')}")),
        )

    def _many(self) -> Said:
        if self.numbers.total() == 1:
            return said("held.many.one", datatype=next(iter(self.numbers)))
        (first, number), *others = sorted(self.numbers.items())
        counts = [said("held.many.first-one" if number == 1 else "held.many.first", number=str(number), datatype=first)]
        counts += [said("held.many.more", number=str(number), datatype=datatype) for datatype, number in others]
        many = joined(", ", counts)
        return said("held.many.at-least", many=many) if self.at_least else many

    def _told(self, one: Example[Place], place: str) -> Said:
        becomes = {Kind.DATATYPE: f"xsd:{one.form.datatype}"}
        becomes |= dict.fromkeys((Kind.ROUNDED, Kind.SPELLING), _shown(one.form.words))
        about = [one for one in (f"xsd:{one.datatype}" if len(self.numbers) > 1 else "", place) if one]
        form = becomes.get(self.kind)
        brackets = joined("", ["(", joined(", ", about), ")"])
        parts = [_shown(one.words), *([said("held.as", form=form)] if form else ()), *([brackets] if about else ())]
        return joined(" ", parts)


class Gathered(Generic[Place]):
    """Gathers what becomes of values."""

    def __init__(self) -> None:
        self._found: dict[tuple[Kind, str], Otherwise[Place]] = {}
        self._read: Counter[str] = Counter()

    def add(self, words: str, datatype: str, place: Place) -> None:
        """Look at a literal; ``datatype`` is the name of one of ``graph.values.COMPUTED``."""
        if not stays(words, datatype):
            self._read[datatype] += 1
            if self._read[datatype] > _LOOKED_AT:
                return
        form = held(words, datatype)
        if form != (words, datatype, True):
            for kind in _kinds(words, datatype, form):
                self._note(kind, Example(words, datatype, form, place))

    def _note(self, kind: Kind, one: Example[Place]) -> None:
        # of what is no value the reason depends on the datatype
        reason = WIDENED.get(one.datatype, one.datatype) if kind is Kind.NO_VALUE else ""
        found = self._found.setdefault((kind, reason), Otherwise(kind))
        found.numbers[one.datatype] += 1
        alike = [example.words for example in found.examples if example.datatype == one.datatype]
        if len(found.examples) < _EXAMPLES and len(alike) < _OF_DATATYPE and one.words not in alike:
            found.examples.append(one)

    def __iter__(self) -> Iterator[Otherwise[Place]]:
        """Give them, the gravest first."""
        order = list(Kind)
        for key in sorted(self._found, key=lambda key: (order.index(key[0]), key[1])):
            one = self._found[key]
            one.at_least = any(self._read[datatype] > _LOOKED_AT for datatype in one.numbers)
            yield one


def notes(triples: bytes, lines: Sequence[int], told: Container[str]) -> Iterator[Said]:
    """Give the sentences about a document; ``lines`` has the line of each of its statements, 0 where not known.

    Of literals that are ``told`` already, because a result is about them, it is not said again that they have no form.
    """
    gathered: Gathered[int] = Gathered()
    number = counted = 0
    for match in _TYPED.finditer(triples):
        start = triples.rfind(b"\n", 0, match.start()) + 1
        begin, name = triples.index(b'"', start), match[1].decode()  # only an object has quotes
        if name not in WIDENED and stays(triples[begin + 1 : match.start()].decode(), name):
            continue
        number += triples.count(b"\n", counted, start)
        counted = start
        term = triples[begin : match.end() - 2].decode()
        if term not in told or well_formed(term):
            gathered.add(literal(term)[0], name, lines[number])
    return (one.sentences(lambda line: said("place.line", line=str(line)) if line else "") for one in gathered)


def _kinds(words: str, datatype: str, form: Held) -> Iterator[Kind]:
    if not is_form(words, datatype):
        yield Kind.NO_FORM
    elif not form.computed:
        yield Kind.NO_VALUE
    else:
        if words != form.words:
            yield Kind.ROUNDED if datatype in _FLOATS and _differ(words, form.words) else Kind.SPELLING
        if datatype != form.datatype:
            yield Kind.DATATYPE


def _differ(words: str, form: str) -> bool:
    try:
        return Decimal(words) != Decimal(form)
    except InvalidOperation:  # an exponent beyond all bounds
        return True


def _shown(words: str) -> str:
    """Give the words of a value, of which none moves a cursor or turns a direction."""
    plain = "".join(letter if letter.isprintable() else "\ufffd" for letter in words[:_LONG])
    return f"“{plain}”" if len(words) <= _LONG else f"“{plain}…”"


class Written:
    """Finds values that a query gave as the content has them; the values of a property are gone through once."""

    def __init__(self, data: TripleIndex) -> None:
        self._data = data
        self._values: dict[tuple[str, str], frozenset[str]] = {}
        self._forms: dict[tuple[str, str], dict[tuple[str, str, str], str]] = {}

    def value(self, subject: str, predicate: str, value: str) -> str:
        """Give a value as it is written; as it is given where no value of the property is held so."""
        where = (subject, predicate)
        if where not in self._values:
            self._values[where] = frozenset(self._data.objects(subject, predicate))
        if value in self._values[where]:
            return value
        if where not in self._forms:
            written = reversed([one for one in self._data.objects(subject, predicate) if is_literal(one)])
            self._forms[where] = {_form(one): one for one in written}  # of those that are alike the first
        return self._forms[where].get(_form(value), value)


def _form(term: str) -> tuple[str, str, str]:
    words, datatype, tag = literal(term)
    name = computed_name(datatype)
    if name is None:
        return words, datatype, tag.lower()
    form = held(words, name)
    return form.words, form.datatype, ""
