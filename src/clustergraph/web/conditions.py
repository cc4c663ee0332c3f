"""What a client has already (RFC 9110, section 13.1.2): the names of answers in If-None-Match, or that it has any."""

import re

from werkzeug.http import parse_etags

_LONGEST, _MOST = 8192, 100  # characters of a header, and names in it, that are read
_GZIP = re.compile("-gzip$")  # what is compressed on its way has a name of its own


def has(if_none_match: str | None, name: str) -> bool:
    """Tell whether a client has the answer of this name, compressed or not; names are compared weakly."""
    names = (if_none_match or "")[:_LONGEST].split(",", _MOST)[:_MOST]
    told = parse_etags(",".join(names))
    return any(_GZIP.sub("", etag) == name for etag in (*told.as_set(include_weak=True),))


def has_any(if_none_match: str | None) -> bool:
    """Tell whether a client asks for what exists only if it has none of it: ``*``.

    So it must be known first that there is an answer.
    """
    return (if_none_match or "").strip() == "*"
