"""Checks that what is read from printed characters follows from them: numbers, dates, web addresses.

The characters stand beside the reading (``cg:asPrinted``), so that no text of a source is needed.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from clustergraph import ns
from clustergraph.build.curated import Curated, at
from clustergraph.report import Finding
from clustergraph.sources.rdf import Literal, NamedNode

_NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")  # points between thousands, a comma before what is less than one
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def readings(curated: Curated) -> Iterator[Finding]:
    """A number, a date or a web address must follow from what is printed."""
    for file, quads in curated.records:
        printed = {
            quad.subject: quad.object.value
            for quad in quads
            if quad.predicate.value == ns.CG.asPrinted and isinstance(quad.object, Literal)
        }
        for quad in quads:
            reading = _READINGS.get(quad.predicate.value)
            if reading and quad.subject in printed and isinstance(quad.object, Literal | NamedNode):
                expected = reading(printed[quad.subject])
                if not _same(expected, quad.object.value):
                    found = f"“{printed[quad.subject]}” gives {expected or 'no such value'}"
                    yield at(
                        "reading", f"{quad.object.value} does not follow from what is printed: {found}.", file, quad
                    )


def number(printed: str) -> str | None:
    """Read the first number, in digits as Serbian custom has them or as an English word up to twelve."""
    digits = _NUMBER.search(printed)
    if digits:
        return digits[0].replace(".", "").replace(",", ".")
    words = [word for word in re.findall(r"[a-z]+", printed.casefold()) if word in _WORDS]
    return str(_WORDS.index(words[0]) + 1) if words else None


def date(printed: str) -> str | None:
    """Read a year, or a month of a year where the month stands before it, as XSD writes it."""
    year = re.search(r"\b[12]\d{3}\b", printed)
    month = re.search(rf"\b({'|'.join(_MONTHS)})\b(?: of)? [12]\d{{3}}\b", printed)
    if month:
        return f"{year[0] if year else ''}-{_MONTHS.index(month[1]) + 1:02}"
    return year[0] if year else None


def address(printed: str) -> str:
    """Give the web address that a reader would call: HTTP, as it was in the years of the sources."""
    return f"http://{printed}" if "/" in printed else f"http://{printed}/"


_READINGS: Mapping[str, Callable[[str], str | None]] = {
    ns.expand("sdmx-measure:obsValue"): number,
    ns.CG.value: number,
    ns.CG.clusterCount: number,
    ns.CG.ceiling: number,
    ns.CG.date: date,
    ns.expand("schema:url"): address,
}


def _same(expected: str | None, value: str) -> bool:
    if expected is None:
        return False
    try:
        return Decimal(expected) == Decimal(value)
    except InvalidOperation:
        return expected == value
