"""Parts of files: what a client that was cut off asks for (RFC 9110, section 14).

One range of bytes is sent as it is in the file, never compressed. Several ranges, other units and what does not parse
are passed over, as the standard allows: the whole file answers.
"""

import re
from datetime import datetime

from werkzeug.datastructures import Headers
from werkzeug.http import parse_date, quote_etag

from clustergraph.errors import Place, RangeNotSatisfiable

_ONE = re.compile(r"bytes=[ \t]*(?P<first>[0-9]*)-(?P<last>[0-9]*)[ \t]*", re.IGNORECASE)
_DIGITS = 18  # no file is longer than such a number


def wanted_part(headers: Headers, length: int, etag: str, modified: datetime) -> tuple[int, int] | None:
    """Give the first and the last byte that a GET asks for of a file of this length; ``None`` for all of it.

    ``etag`` and ``modified`` are what the file has now: where ``If-Range`` names others, the whole file is wanted
    (RFC 9110, section 13.1.5). Raises :class:`RangeNotSatisfiable` where the file has no such byte.
    """
    found = _ONE.fullmatch(headers.get("Range", "").strip())
    if found is None or not _is_still(headers.get("If-Range"), etag, modified):
        return None
    first, last = found["first"], found["last"]
    if first and last and _number(first) > _number(last):
        return None
    if not first and not last:
        return None
    begin = _number(first) if first else max(0, length - _number(last))
    end = min(_number(last), length - 1) if first and last else length - 1
    if begin > end:
        raise no_such_part(length)
    return begin, end


def no_such_part(length: int) -> RangeNotSatisfiable:
    """Make the refusal of a part that a file of this length does not have."""
    return RangeNotSatisfiable(
        f"The file has {length} bytes, and none of those asked for.",
        length=length,
        place=Place("header Range"),
        remedy=f"Ask for a part of bytes=0-{max(0, length - 1)}. Who has {length} bytes already has all.",
    )


def part_of(content_range: str) -> tuple[int, int]:
    """Give the first and the last byte that ``Content-Range`` tells of."""
    first, _, last = content_range.removeprefix("bytes ").partition("/")[0].partition("-")
    return int(first), int(last)


def _is_still(condition: str | None, etag: str, modified: datetime) -> bool:
    """Tell whether what the client has a part of is what there is; a weak name proves nothing."""
    if condition is None:
        return True
    return condition.strip() == quote_etag(etag) or parse_date(condition) == modified


def _number(digits: str) -> int:
    digits = digits.lstrip("0") or "0"
    return int(digits) if len(digits) <= _DIGITS else 10**_DIGITS
