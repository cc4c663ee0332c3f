"""Values as the store holds them: a literal's datatype and lexical form → those that Oxigraph 0.5.13 gives back.

Oxigraph keeps what it computes with by value, in the primitive datatype: ``"007"^^xsd:short`` is ``"7"^^xsd:integer``
to a query, ``"PT36H"^^xsd:duration`` is ``"P1DT12H"``. What it cannot read as a value it keeps as it is written. A test
asks the engine itself about any form of any datatype.
"""

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

from clustergraph.graph import numbers
from clustergraph.graph.moments import duration, moment
from clustergraph.graph.ntriples import XSD

#: Datatypes that become a wider one → that one; of two the one that is taken for a statement written in both is first.
WIDENED = {
    **dict.fromkeys(
        ("byte", "unsignedByte", "short", "unsignedShort", "int", "unsignedInt", "long", "unsignedLong",
         "positiveInteger", "negativeInteger", "nonNegativeInteger", "nonPositiveInteger"),
        "integer",
    ),
    "dateTimeStamp": "dateTime",
}  # fmt: skip
_READ: dict[str, Callable[[str], str | None]] = {
    "boolean": numbers.boolean,
    "integer": numbers.integer,
    "decimal": numbers.decimal,
    "double": numbers.double,
    "float": numbers.single,
    **{
        name: partial(moment, name=name)
        for name in ("dateTime", "date", "time", "gYearMonth", "gYear", "gMonthDay", "gMonth", "gDay")
    },
    **{name: partial(duration, name=name) for name in ("duration", "yearMonthDuration", "dayTimeDuration")},
}
#: Names of the datatypes of XML Schema with whose values the engine computes; all others are texts to it.
COMPUTED = frozenset({*_READ, *WIDENED})

_DAY = r"[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{0,17}[1-9])?(?:Z|[+-](?:0[1-9]|1[0-3]):[0-5][0-9])?"
#: Forms that certainly stay as they are, by far the most that there are: they need not be read.
_STAYING = {
    "boolean": "true|false",
    "integer": "-?[1-9][0-9]{0,17}|0",
    "decimal": r"-?[1-9][0-9]{0,17}(?:\.[0-9]{0,17}[1-9])?|-?0\.[0-9]{0,17}[1-9]|0",
    # so few digits are the shortest that are read as their value
    "double": r"-?[1-9][0-9]{0,6}(?:\.[0-9]{0,6}[1-9])?|-?0\.[0-9]{0,6}[1-9]|0",
    "float": r"-?[1-9][0-9]{0,2}(?:\.[0-9]{0,2}[1-9])?|-?0\.[0-9]{0,2}[1-9]|0",
    "date": f"{_DAY}Z?",
    "dateTime": f"{_DAY}T{_CLOCK}",
    "gYear": "[0-9]{4}Z?",
}
_STAYS = {name: re.compile(form) for name, form in _STAYING.items()}
_STAYS |= {name: _STAYS[base] for name, base in WIDENED.items()}
_SHORT = 64  # characters of a form that is remembered


class Held(NamedTuple):
    """What a query gives for a literal; ``computed`` says whether it is a value to the engine."""

    words: str
    datatype: str
    computed: bool


def stays(words: str, datatype: str) -> bool:
    """Whether a form is plainly one that the store keeps, so that it need not be read; of most, it is."""
    form = _STAYS.get(datatype)
    return form is not None and form.fullmatch(words) is not None


def held(words: str, datatype: str) -> Held:
    """Give what the store holds for a literal; ``datatype`` is the name of one of :data:`COMPUTED`."""
    base = WIDENED.get(datatype, datatype)
    if stays(words, datatype):
        return Held(words, base, computed=True)
    form = _read(words, base) if len(words) <= _SHORT else _READ[base](words)
    return Held(words, datatype, computed=False) if form is None else Held(form, base, computed=True)


@lru_cache(maxsize=16_384)
def _read(words: str, base: str) -> str | None:
    return _READ[base](words)


def computed_name(datatype: str) -> str | None:
    """Give the name of a datatype of :data:`COMPUTED` from its IRI, nothing for any other."""
    name = datatype.removeprefix(XSD)
    return name if name in COMPUTED and name != datatype else None
