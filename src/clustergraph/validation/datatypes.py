"""XSD datatypes (XML Schema 1.1, part 2): whether a lexical form is one of theirs, and how two literals compare.

Comparing follows SPARQL 1.1's operators (section 17.3): numbers with numbers, strings with strings, and so on; what it
cannot compare, we do not either. A time with a zone and one without can where no zone would turn them round (XML Schema
1.1, part 2, section 3.3.7.2).
"""

import math
import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from clustergraph.validation.terms import XSD, literal

_DIGITS = r"[0-9]+"
_YEAR = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_MONTH, _DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12][0-9]|3[01])"
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_CLOCK = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_PARTS = r"(?:[0-9]+Y)?(?:[0-9]+M)?"
_TIMES = r"(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?"
_FLOAT = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_SIX = r"(?:[A-Za-z0-9+/] ?)"
_FORMS = {
    "boolean": r"true|false|0|1",
    "decimal": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
    "float": _FLOAT,
    "double": _FLOAT,
    "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
    "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_CLOCK}{_ZONE}",
    "dateTimeStamp": f"{_YEAR}-{_MONTH}-{_DAY}T{_CLOCK}{_ZONE[:-1]}",
    "time": f"{_CLOCK}{_ZONE}",
    "gYear": f"{_YEAR}{_ZONE}",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
    "gMonth": f"--{_MONTH}{_ZONE}",
    "gDay": f"---{_DAY}{_ZONE}",
    "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}",
    "duration": rf"-?P(?=.){_PARTS}(?:[0-9]+D)?{_TIMES}",
    "yearMonthDuration": rf"-?P(?=[0-9]){_PARTS}",
    "dayTimeDuration": rf"-?P(?=.)(?:[0-9]+D)?{_TIMES}",
    "hexBinary": r"(?:[0-9A-Fa-f]{2})*",
    "base64Binary": rf"(?:{_SIX}{{4}})*(?:{_SIX}{{2}}= ?=|{_SIX}{{3}}=)?",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
    "NMTOKEN": r"[-.:\w·]+",
    "Name": r"[:_\w][-.:\w·]*",
    "NCName": r"[_\w][-.\w·]*",
}
_INTEGERS = {  # each with the least and the greatest value
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
_COMPILED = {name: re.compile(form) for name, form in _FORMS.items()}
_INTEGER = re.compile(f"[+-]?{_DIGITS}")
_DATED = {"date", "dateTime", "dateTimeStamp"}
_DATE = re.compile(r"(-?\d+)-(\d\d)-(\d\d)")
_INSTANT = re.compile(r"(-?\d+)-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d(?:\.\d+)?))?(Z|[+-]\d\d:\d\d)?")
_MOST_DIGITS = 4000  # int() and Decimal() of more take long
#: Seconds that a zone may be away.
FARTHEST = 14 * 3600
#: A value that can be compared with those of the same first part, and whether it is a time without a zone.
Comparable = tuple[str, Decimal | float | str, bool]


def well_formed(term: str) -> bool:
    """Whether a literal's lexical form is one of its datatype; of datatypes that are not XSD's, each is."""
    words, datatype, _ = literal(term)
    return not datatype.startswith(XSD) or is_form(words, datatype[len(XSD) :])


def is_form(words: str, name: str) -> bool:
    """Whether a lexical form is one of the XSD datatype of a name; of a name that is not known here, each is."""
    # white space around is in no lexical space; RDF collapses none (RDF 1.1 Semantics, test whitespace-facet-1)
    if name in _INTEGERS:
        return _INTEGER.fullmatch(words) is not None and _within(words, *_INTEGERS[name])
    form = _COMPILED.get(name)
    if form is None:
        return True
    return form.fullmatch(words) is not None and (name not in _DATED or _is_day(words))


def _within(words: str, least: int | None, most: int | None) -> bool:
    if least is None and most is None:
        return True
    if len(words) > _MOST_DIGITS:  # no bound that is set is as long: only the sign can tell
        return (most is None) if not words.startswith("-") else (least is None)
    value = int(words)
    return (least is None or value >= least) and (most is None or value <= most)


def _is_day(words: str) -> bool:
    match = _DATE.match(words)
    return match is not None and int(match[3]) <= _days_of_month(int(match[1][-8:]), int(match[2]))


def _days_of_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


@lru_cache(maxsize=16_384)
def comparable(term: str) -> Comparable | None:
    """Give the value of a literal for comparing, or nothing where SPARQL compares it with nothing."""
    if term[0] != '"':
        return None
    words, datatype, tag = literal(term)
    name = datatype.removeprefix(XSD)
    if name == "string":
        return "string", words, False
    if tag or name == datatype or not is_form(words, name):
        return None
    return _value(words.strip(" \t\n\r"), name)


def _value(words: str, name: str) -> Comparable | None:
    if name in _INTEGERS or name == "decimal":
        try:
            return "number", Decimal(words[:_MOST_DIGITS]) if len(words) <= _MOST_DIGITS else Decimal("NaN"), False
        except InvalidOperation:  # pragma: no cover - the form was looked at
            return None
    if name in ("float", "double"):
        return "number", float(words.replace("INF", "inf")), False
    if name == "boolean":
        return "boolean", Decimal(words in ("true", "1")), False
    if name in _DATED:
        return _instant(words, "date" if name == "date" else "dateTime")
    if name in ("gYear", "gYearMonth"):
        return _instant(_filled(words, name), name)
    return None


def _filled(words: str, name: str) -> str:
    match = re.fullmatch(rf"({_YEAR}(?:-{_MONTH})?)({_ZONE})", words)
    start, zone = (match[1], match[2]) if match else (words, "")
    return f"{start}{'-01-01' if name == 'gYear' else '-01'}{zone}"


def _instant(words: str, kind: str) -> Comparable | None:
    """Count seconds on the proleptic Gregorian calendar."""
    match = _INSTANT.fullmatch(words)
    if match is None or len(match[1]) > 9:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    seconds = Decimal(_days(year, month, day) * 86_400)
    if match[4]:
        seconds += int(match[4]) * 3600 + int(match[5]) * 60 + Decimal(match[6])
    zone = match[7]
    if zone and zone != "Z":
        offset = int(zone[1:3]) * 3600 + int(zone[4:]) * 60
        seconds -= offset if zone[0] == "+" else -offset
    return kind, seconds, not zone


def _days(year: int, month: int, day: int) -> int:
    """Count days since 1970-01-01; the year begins in March, so that the leap day is its last."""
    year -= month <= 2
    era, month = year // 400, (month + 9) % 12
    of_era = year - era * 400
    of_year = (153 * month + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def less(left: str, right: str, *, or_equal: bool) -> bool:
    """Whether SPARQL's ``left < right`` (or ``<=``) is true; what cannot be compared is not."""
    one, other = comparable(left), comparable(right)
    if one is None or other is None or one[0] != other[0]:
        return False
    if one[2] != other[2]:
        return _less(one[1], _earlier(other[1]), or_equal=False)
    return _less(one[1], other[1], or_equal=or_equal)


def _earlier(moment: Decimal | float | str) -> Decimal | float | str:
    """Give the moment as early as any zone could make it."""
    return moment - FARTHEST if isinstance(moment, Decimal) else moment


def _less(one: Decimal | float | str, other: Decimal | float | str, *, or_equal: bool) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return str(one) < str(other) or (or_equal and one == other)
    if math.isnan(one) or math.isnan(other):
        return False
    return one < other or (or_equal and one == other)
