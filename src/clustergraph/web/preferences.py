"""What a client prefers: Accept, Accept-Language and Accept-Encoding, by one rule (RFC 9110, sections 12.4.2 and 12.5).

A weight is read as people mean it: ``q=1.`` and ``q=.5`` are numbers, more than 1 is 1, less than 0 is 0. One that is
no number says nothing, and what is listed without a weight is wanted.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice

LONGEST, MOST = 8192, 100  # characters of a header, and what is listed in it, that are read
_ITEM = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*+"?)++')
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*+"?')
_WEIGHT = re.compile(r";\s*q\s*=\s*([^;\s]*)", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+")
_TOKEN = r"[!#$%&'*+.^_`|~0-9a-z-]+"  # noqa: S105 - of RFC 9110, section 5.6.2
_RANGE = re.compile(rf"{_TOKEN}/{_TOKEN}")
_ANYTHING = "*/*"


def weights(header: str) -> Mapping[str, float]:
    """Give what is listed, in small letters, with its weight, in the order of the header; of what is listed twice the
    greater counts, because parameters are not told apart.
    """
    found: dict[str, float] = {}
    for item in islice(_ITEM.finditer(header[:LONGEST]), MOST):
        bare = _QUOTED.sub("", item[0])
        name = bare.partition(";")[0].strip().lower()
        if name:
            found[name] = max(found.get(name, 0.0), _weight(bare))
    return found


def _weight(item: str) -> float:
    said = _WEIGHT.search(item)
    if said is None:
        return 1.0
    if said[1].startswith("-"):
        return 0.0
    return min(1.0, float(said[1])) if _NUMBER.fullmatch(said[1]) else 1.0


def media_ranges(accept: str | None) -> Mapping[str, float]:
    """Give the media ranges of an Accept header.

    ``*`` is what some clients write for ``*/*``. Where there is no header, or nothing in it that is a media range,
    anything is accepted (section 12.5.1).
    """
    return _media_ranges((accept or "")[:LONGEST])


@lru_cache(256)  # clients send the same few headers
def _media_ranges(accept: str) -> Mapping[str, float]:
    found = {_ANYTHING if name == "*" else name: weight for name, weight in weights(accept).items()}
    return {name: weight for name, weight in found.items() if _RANGE.fullmatch(name)} or {_ANYTHING: 1.0}


def best(accept: str | None, offered: Iterable[Sequence[str]]) -> str | None:
    """Choose among what is offered, the one to prefer first; ``None`` where the client takes none.

    Each is offered under a media type and under aliases of it, which ranges do not reach. The most specific range that
    fits a type gives its weight; among equal weights what was named comes before what a range allows.
    """
    ranges, chosen, highest = media_ranges(accept), None, (0.0, 0)
    for media_type, *aliases in offered:
        family = f"{media_type.partition('/')[0]}/*"
        fitting = next(((ranges[one], rank) for one, rank in ((media_type, 3), (family, 2), (_ANYTHING, 1))
                        if one in ranges), (0.0, 0))  # fmt: skip
        named = [(ranges[alias], 3) for alias in aliases if alias in ranges]
        rank = max([fitting, *named])
        if rank[0] > 0 and rank > highest:
            chosen, highest = media_type, rank
    return chosen


def languages(accept_language: str | None) -> list[str]:
    """List the language ranges that are wanted, the one to prefer first (RFC 4647, section 2.3)."""
    found = weights(accept_language or "")
    return [tag for tag, weight in sorted(found.items(), key=lambda row: -row[1]) if weight > 0]


def preferred(prefer: str | None) -> list[str]:
    """List what a client would rather have, in small letters, without parameters (RFC 7240, section 2)."""
    words = (prefer or "")[:LONGEST].split(",", MOST)[:MOST]
    return [word.partition(";")[0].strip().lower() for word in words]


def takes_gzip(accept_encoding: str | None) -> bool:
    """Tell whether a client takes gzip, and likes it no less than what is not encoded (section 12.5.3)."""
    return _takes_gzip((accept_encoding or "")[:LONGEST])


@lru_cache(256)  # clients send the same few headers
def _takes_gzip(accept_encoding: str) -> bool:
    found = weights(accept_encoding)
    weight = max((found[name] for name in ("gzip", "x-gzip") if name in found), default=found.get("*", 0.0))
    return 0 < weight >= found.get("identity", 0.0)
