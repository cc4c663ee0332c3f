"""Numbers as Oxigraph 0.5.13 keeps them: which it reads as a value, and how it writes that.

An integer is 64 bits, a decimal is 128 bits of which 18 digits stand after the point, a double and a float are IEEE
754's. What is outside of these it keeps as it is written, without a value: it neither adds nor compares such a literal.
Each function takes a lexical form and gives the one that is kept, ``None`` where there is no value.
"""

import math
import re
import struct
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_UP, Context, Decimal
from itertools import count

#: Digits of a decimal after the point.
PLACES = 18
INTEGERS = range(-(2**63), 2**63)
#: Decimals as whole numbers of their smallest step.
SCALED = range(-(2**127), 2**127)
_WIDE = Context(prec=1100)  # digits: of the smallest double there are 767
_LONGEST = 60  # digits, more than any value here has: reading a million of them would take long
_INTEGER = re.compile(r"([+-]?)([0-9]+)")
_DECIMAL = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?")
_FLOAT = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
# Rust's own names; of these XML Schema has INF, +INF (1.1) and NaN alone
_SPECIAL = re.compile(r"([+-]?)(inf|infinity|nan)", re.IGNORECASE)


def boolean(words: str) -> str | None:
    """Give the form of a boolean."""
    return {"true": "true", "1": "true", "false": "false", "0": "false"}.get(words)


def integer(words: str) -> str | None:
    """Give the form of an integer, of 64 bits."""
    match = _INTEGER.fullmatch(words)
    if match is None:
        return None
    value = whole(match[2]) * (-1 if match[1] == "-" else 1)
    return str(value) if value in INTEGERS else None


def whole(digits: str) -> int:
    """Read digits; of so many that no value here has them it gives one that is none either."""
    return int(digits.lstrip("0")[:_LONGEST] or "0")


def decimal(words: str) -> str | None:
    """Give the form of a decimal."""
    value = scaled(words)
    return None if value is None else unscaled(value)


def scaled(words: str) -> int | None:
    """Give a decimal in its smallest steps, 10⁻¹⁸."""
    match = _DECIMAL.fullmatch(words)
    if match is None or not (match[2] or match[3]):
        return None
    places = (match[3] or "").rstrip("0")
    if len(places) > PLACES:
        return None
    value = whole(match[2] + places.ljust(PLACES, "0")) * (-1 if match[1] == "-" else 1)
    return value if value in SCALED else None


def unscaled(value: int) -> str:
    """Write a decimal that is given in its smallest steps."""
    ones, places = divmod(abs(value), 10**PLACES)
    rest = f"{places:018}".rstrip("0")
    return f"{'-' if value < 0 else ''}{ones}{f'.{rest}' if rest else ''}"


def double(words: str) -> str | None:
    """Give the form of a double: the shortest digits that are read as the same, without an exponent."""
    if (special := _special(words)) or not _FLOAT.fullmatch(words):
        return special
    value = float(words)
    # Python finds as many digits; of two that are equally near it takes the even one
    return _shortest(value, float, len(Decimal(repr(value)).as_tuple().digits))


def single(words: str) -> str | None:
    """Give the form of a float, which has 32 bits: the shortest digits that are read as the same."""
    if (special := _special(words)) or not _FLOAT.fullmatch(words):
        return special
    return _shortest(_nearest_single(words), _nearest_single, 1)


def _shortest(value: float, read: Callable[[str], float], least: int) -> str:
    """Write a number in the fewest digits that are read as it, ``least`` or more, the nearest, else the greater."""
    if value == 0 or math.isinf(value):
        return _plain(repr(value))
    exact = Decimal(value)
    for digits in count(least):
        unit = Decimal(1).scaleb(exact.adjusted() - digits + 1)
        ways = (exact.quantize(unit, rounding, _WIDE) for rounding in (ROUND_UP, ROUND_DOWN))
        for near in sorted(ways, key=lambda way: abs(_WIDE.subtract(way, exact))):
            if read(str(near)) == value:
                return _plain(str(near))
    raise AssertionError  # pragma: no cover - seventeen digits tell any two numbers apart


def _special(words: str) -> str | None:
    match = _SPECIAL.fullmatch(words)
    if match is None:
        return None
    return "NaN" if match[2].lower() == "nan" else "-INF" if match[1] == "-" else "INF"


def _plain(number: str) -> str:
    """Write a number of Python's without an exponent."""
    if number.endswith("inf"):
        return number.replace("inf", "INF")
    ones, _, places = format(Decimal(number), "f").partition(".")
    rest = places.rstrip("0")
    return f"{ones}.{rest}" if rest else ones


def _nearest_single(words: str) -> float:
    """Round digits to 32 bits, once: by way of a double whose last bit says that there was more."""
    value = float(words)
    if value == 0 or math.isinf(value):
        return value
    difference = Decimal(words).compare(Decimal(value))
    if difference:
        below = value if (difference > 0) == (value > 0) else math.nextafter(value, 0)
        value = struct.unpack("<d", struct.pack("<Q", struct.unpack("<Q", struct.pack("<d", below))[0] | 1))[0]
    try:
        return float(struct.unpack("<f", struct.pack("<f", value))[0])
    except OverflowError:
        return math.copysign(math.inf, value)
