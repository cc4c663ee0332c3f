"""A key for each term, so that values of unlike kinds never meet in Oxigraph's own comparison when a query sorts.

Oxigraph 0.5.13 compares two literals by value where it can and by their characters where it cannot. Numbers beside
texts, dates with and without a time zone, or durations in months and in days then go round in a circle (9 < 10 by
value, "10" < "5" < "9" by characters): rows come in no order, and beyond some twenty of them the sort may end the
process. SPARQL 1.1, 15.1 orders what is unbound < blank nodes < IRIs < literals, and the literals that ``<`` can
compare; the rest is left to us. Here: texts, numbers, then every other datatype by its name, triple terms at last.
"""

import math
import re
import struct
from collections.abc import Callable
from datetime import date, time
from decimal import Context, Decimal

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from clustergraph.iris import BASE

Term = NamedNode | BlankNode | Literal | Triple

#: The name by which a query's text calls :func:`sort_key`.
SORT_KEY = BASE + "function/sort-key"

_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TEXTS = {_XSD + "string", _RDF + "langString", _RDF + "dirLangString"}  # already in one order with names, by character
_DECIMAL = NamedNode(_XSD + "decimal")
_PLACES, _LARGEST = Decimal("1e-18"), Decimal(10) ** 20  # what Oxigraph's decimals hold
_ENOUGH = Context(prec=60)
# what is not surely a number, a time or a duration to Oxigraph is sorted by its characters, which is always an order
_EXACT = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")
_LONG = re.compile(r"-?[0-9]{19,20}(?:\.[0-9]{1,18})?")
_FLOATING = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|INF)")
_DAY = r"(?P<year>-?[0-9]{4,9})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_HOUR = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,18}))?"
_ZONE = r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"
_DAYS_IN_400_YEARS = 146_097
_BEFORE_ALL = 10**18  # seconds, so that no moment is negative
_BY_DAYS = re.compile(r"-?P(?=.)([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?")
_BY_MONTHS = re.compile(r"-?P(?=.)([0-9]+Y)?([0-9]+M)?")


def sort_key(*arguments: Term) -> Term | None:
    """Give what a term is sorted by before its value: nothing for names and texts, a number, or a text behind numbers.

    Keys are equal where Oxigraph's comparison may decide: between texts, equal numbers, the same moment in two zones,
    and durations that are both in months or both in days.
    """
    term = arguments[0]
    if isinstance(term, Literal):
        datatype = term.datatype.value
        if datatype in _TEXTS:
            return None
        if datatype in _NUMBERS:
            key = _NUMBERS[datatype](term)
            if key is not None:
                return key
        rest = _OTHERS[datatype](term.value) if datatype in _OTHERS else " " + term.value
        return Literal(f"~{datatype}{rest}")  # behind all digits, signs, INF and NaN
    return Literal("~~" + _part(term)) if isinstance(term, Triple) else None


def _part(term: Term) -> str:
    """Write a part of a triple term so that characters sort as its terms do: by kind, then by value, part by part."""
    if isinstance(term, Triple):
        return "5" + "\1".join(map(_part, term))
    if not isinstance(term, Literal):
        return f"{0 if isinstance(term, BlankNode) else 1}{term.value}"
    key = sort_key(term)
    if key is None:
        return f"2{term.value}@{term.language or ''}"
    if isinstance(key, Literal) and key.datatype.value != _XSD + "string" and Decimal(key.value).is_finite():
        return f"3{Decimal(key.value) + _LARGEST:042.18f}"
    return f"4{getattr(key, 'value', key)}"


def _exact(term: Literal) -> Literal | None:
    """Give a number as it is, or as a decimal where it may be too long for an integer."""
    if _EXACT.fullmatch(term.value):
        return term
    return _exactly(Decimal(term.value)) if _LONG.fullmatch(term.value) else None


def _double(term: Literal) -> Literal | None:
    return (_exactly(Decimal(term.value)) or term) if _is_floating(term) else None


def _float(term: Literal) -> Literal | None:
    """Give a number of 32 bits by what it holds: 0.1 is 0.100000001490116…, which is what it is compared by."""
    if not _is_floating(term):
        return None
    try:
        (held,) = struct.unpack("f", struct.pack("f", float(term.value)))
    except OverflowError:
        return None
    return _exactly(Decimal(held)) or term


def _is_floating(term: Literal) -> bool:
    """Whether it is a number, infinity being one and NaN being none: that compares with nothing."""
    return _FLOATING.fullmatch(term.value) is not None and not math.isnan(float(term.value))


def _exactly(value: Decimal) -> Literal | None:
    """Write a number as a decimal: compared as doubles, two integers beyond 2^53 may equal one double and differ."""
    if not value.is_finite() or abs(value) >= _LARGEST:
        return None
    return Literal(format(value.quantize(_PLACES, context=_ENOUGH).normalize(_ENOUGH), "f"), datatype=_DECIMAL)


def _moment(form: str) -> Callable[[str], str]:
    """Sort by the moment; without a zone as in UTC, as SPARQL has it where ``<`` can tell, and before its equals."""
    pattern = re.compile(form + _ZONE, re.ASCII)

    def rest(value: str) -> str:
        found = pattern.fullmatch(value)
        try:
            return " " + value if found is None else _sortable(found.groupdict())
        except ValueError:  # no such day or hour
            return " " + value

    return rest


def _sortable(parts: dict[str, str | None]) -> str:
    year = int(parts.get("year") or 2000)
    day = date(2000 + year % 400, int(parts.get("month") or 1), int(parts.get("day") or 1))
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    clock = time(hour, minute, second)
    days = day.toordinal() + year // 400 * _DAYS_IN_400_YEARS
    seconds = days * 86_400 + clock.hour * 3600 + clock.minute * 60 + clock.second - _offset(parts["zone"] or "Z")
    zone = "Z" if parts["zone"] else "-"
    return f"!{_BEFORE_ALL + seconds}.{(parts.get('fraction') or '').ljust(18, '0')}{zone}"


def _offset(zone: str) -> int:
    if zone == "Z":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[4:])
    if minutes > 14 * 60 or int(zone[4:]) > 59:  # XML Schema 1.1, 3.3.7
        raise ValueError(zone)
    return -60 * minutes if zone[0] == "-" else 60 * minutes


def _duration(value: str) -> str:
    """Keep durations apart of which neither is surely the longer one: a month, and thirty days."""
    return "!days" if _BY_DAYS.fullmatch(value) else "!months" if _BY_MONTHS.fullmatch(value) else " " + value


_NUMBERS: dict[str, Callable[[Literal], Literal | None]] = {
    _XSD + "integer": _exact,
    _XSD + "decimal": _exact,
    _XSD + "double": _double,
    _XSD + "float": _float,
}
_OTHERS: dict[str, Callable[[str], str]] = {
    _XSD + "dateTime": _moment(f"{_DAY}T{_HOUR}"),
    _XSD + "date": _moment(_DAY),
    _XSD + "time": _moment(_HOUR),
    _XSD + "duration": _duration,
    _XSD + "dayTimeDuration": _duration,
    _XSD + "yearMonthDuration": _duration,
}
