"""Dates, times and durations as Oxigraph 0.5.13 keeps them: which it reads as a value, and how it writes that.

A moment is a decimal of seconds (``graph.numbers``) and a time zone, a duration a 64-bit number of months and a decimal
of seconds. Each function takes a lexical form and gives the one that is kept, ``None`` where there is no value.
"""

import re

from clustergraph.graph.numbers import INTEGERS, PLACES, SCALED, scaled, unscaled, whole

_ZONE = r"(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_YEAR = r"(?P<year>-?(?:[0-9]{4}|[1-9][0-9]{4,18}))"
_MONTH, _DAY = r"(?P<month>0[1-9]|1[0-2])", r"(?P<day>0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"(?P<hour>[01][0-9]|2[0-4]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9](?:\.[0-9]+)?)"
#: Datatype → its form, and how the parts are put together again.
_MOMENTS = {
    "dateTime": (re.compile(f"{_YEAR}-{_MONTH}-{_DAY}T{_CLOCK}{_ZONE}"), "{year}-{month}-{day}T{clock}{zone}"),
    "date": (re.compile(f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}"), "{year}-{month}-{day}{zone}"),
    "time": (re.compile(f"{_CLOCK}{_ZONE}"), "{clock}{zone}"),
    "gYearMonth": (re.compile(f"{_YEAR}-{_MONTH}{_ZONE}"), "{year}-{month}{zone}"),
    "gYear": (re.compile(f"{_YEAR}{_ZONE}"), "{year}{zone}"),
    "gMonthDay": (re.compile(f"--{_MONTH}-{_DAY}{_ZONE}"), "--{month}-{day}{zone}"),
    "gMonth": (re.compile(f"--{_MONTH}{_ZONE}"), "--{month}{zone}"),
    "gDay": (re.compile(f"---{_DAY}{_ZONE}"), "---{day}{zone}"),
}
_DURATION = re.compile(
    r"(-?)P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+\.?[0-9]*|\.[0-9]+)S)?)?"
)
_SECONDS = (86_400, 3_600, 60, 1)  # of a day, an hour, a minute, a second
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_STEP = 10**PLACES


def moment(words: str, name: str) -> str | None:
    """Give the form of a date, a time or a part of one; ``name`` is that of the datatype."""
    form, written = _MOMENTS[name]
    match = form.fullmatch(words)
    if match is None:
        return None
    parts = match.groupdict()
    year = int(parts["year"]) if "year" in parts else None
    month, day = (int(parts[part]) if part in parts else None for part in ("month", "day"))
    if day is not None and month is not None and day > _days_of_month(year, month):
        return None
    hour, minute, seconds = _clock(parts)
    if seconds is None or (hour == 24 and (minute or seconds)):
        return None
    zone = parts["zone"] or ""
    if not _is_in_range(year, month, day, hour * 60 + minute - _offset(zone), seconds):
        return None
    if hour == 24:
        hour = 0
        if year is not None:
            year, month, day = _next_day(year, month or 1, day or 1)
    return written.format(
        year="" if year is None else f"{'-' if year < 0 else ''}{abs(year):04}",
        month=f"{month or 0:02}",
        day=f"{day or 0:02}",
        clock=f"{hour:02}:{minute:02}:{'0' if seconds < 10 * _STEP else ''}{unscaled(seconds)}",
        zone="Z" if zone[1:] == "00:00" else zone,
    )


def _clock(parts: dict[str, str]) -> tuple[int, int, int | None]:
    """Give hour, minute, and seconds in their smallest steps."""
    if "hour" not in parts:
        return 0, 0, 0
    return int(parts["hour"]), int(parts["minute"]), scaled(parts["second"])


def _days_of_month(year: int | None, month: int) -> int:
    """Count the days of a month; of no year at all the engine takes none for a leap year."""
    if month == 2 and year is not None and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _DAYS[month - 1]


def _next_day(year: int, month: int, day: int) -> tuple[int, int, int]:
    if day < _days_of_month(year, month):
        return year, month, day + 1
    return (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)


def _is_in_range(year: int | None, month: int | None, day: int | None, minutes: int, seconds: int) -> bool:
    """Whether a moment is a decimal of seconds (timeOnTimeline, XML Schema 1.1 Part 2, E.3.4)."""
    before = 1971 if year is None else year - 1
    months = 12 if month is None else month
    days = _days_of_month(before + 1, months) - 1 if day is None else day - 1
    days += 365 * before + before // 400 - before // 100 + before // 4
    days += sum(_days_of_month(before + 1, earlier) for earlier in range(1, months))
    before_seconds = (86_400 * days + 60 * minutes) * _STEP
    return before_seconds in SCALED and before_seconds + seconds in SCALED


def _offset(zone: str) -> int:
    """Give a time zone in minutes."""
    if zone in ("", "Z"):
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[4:])
    return -minutes if zone[0] == "-" else minutes


def duration(words: str, name: str) -> str | None:
    """Give the form of a duration, or of one of its two kinds; ``name`` is that of the datatype."""
    match = _DURATION.fullmatch(words)
    if match is None:
        return None
    sign, *parts = match.groups()
    years, rest = parts[:2], parts[2:]
    of_months, of_seconds = any(part is not None for part in years), any(part is not None for part in rest)
    if not (of_months or of_seconds):
        return None
    if (name == "yearMonthDuration" and of_seconds) or (name == "dayTimeDuration" and of_months):
        return None
    months, seconds = _months(years), _seconds(rest)
    if months is None or seconds is None:
        return None
    return _written(sign, months, seconds, "P0M" if name == "yearMonthDuration" else "PT0S")


def _months(parts: list[str]) -> int | None:
    years, months = (whole(part or "0") for part in parts)
    return 12 * years + months if all(one in INTEGERS for one in (months, 12 * years, 12 * years + months)) else None


def _seconds(parts: list[str]) -> int | None:
    """Give days, hours, minutes and seconds in the smallest steps of a decimal of seconds."""
    total = 0
    for part, each in zip(parts, _SECONDS, strict=True):
        value = scaled(part or "0")
        if value is None or value * each not in SCALED or total + value * each not in SCALED:
            return None
        total += value * each
    return total


def _written(sign: str, months: int, seconds: int, nothing: str) -> str:
    if not (months or seconds):
        return nothing
    years, months = divmod(months, 12)
    seconds, places = divmod(seconds, _STEP)
    minutes, left = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    last = left * _STEP + places
    calendar = "".join(f"{number}{letter}" for number, letter in ((years, "Y"), (months, "M"), (days, "D")) if number)
    clock = "".join(f"{number}{letter}" for number, letter in ((hours, "H"), (minutes, "M")) if number)
    clock += f"{unscaled(last)}S" if last else ""
    return f"{sign}P{calendar}{'T' if clock else ''}{clock}"
