"""Numbers of JSON that have a type: what JSON-LD writes with an exponent is no decimal, and was meant as one.

A number with a fraction becomes ``4.48154E1`` whatever its type (JSON-LD 1.1 Processing Algorithms, section 8.2.2),
which is a value of xsd:double alone: ``"lat": 44.8154`` of a term that is a decimal would be no number at all.
"""

import re

from pyoxigraph import Literal, Quad

_TYPES = (
    "decimal|integer|nonNegativeInteger|positiveInteger|nonPositiveInteger|negativeInteger|long|int|short|byte|"
    "unsignedLong|unsignedInt|unsignedShort|unsignedByte"
)
_WITH_EXPONENT = re.compile(
    rf'"(-?)([0-9])\.([0-9]+)E(-?[0-9]{{1,3}})"(?=\^\^<http://www\.w3\.org/2001/XMLSchema#({_TYPES})>$)'
)
_FAR = 60  # digits that are written before or behind the point


def in_digits(quad: Quad) -> Quad:
    """Give a statement with its number in digits, as :func:`without_exponent` does."""
    term = quad.object
    if not isinstance(term, Literal) or "E" not in term.value:
        return quad
    found = _WITH_EXPONENT.match(str(term))
    if found is None:
        return quad
    return Quad(quad.subject, quad.predicate, Literal(_digits(found)[1:-1], datatype=term.datatype), quad.graph_name)


def without_exponent(statement: str) -> str:
    """Write the number at the end of a statement in digits, where its type has no exponents."""
    return _WITH_EXPONENT.sub(_digits, statement) if "E" in statement else statement


def _digits(found: "re.Match[str]") -> str:
    sign, first, rest, exponent = found[1], found[2], found[3].rstrip("0"), int(found[4])
    if abs(exponent) > _FAR or (found[5] != "decimal" and len(rest) > exponent):
        return found[0]  # of the types that are integers a fraction is no value, however it is written
    digits = first + rest
    if exponent >= 0:
        whole, part = digits[: exponent + 1].ljust(exponent + 1, "0"), digits[exponent + 1 :]
    else:
        whole, part = "0", "0" * (-exponent - 1) + digits
    return f'"{sign}{whole}{"." + part if part else ""}"'
