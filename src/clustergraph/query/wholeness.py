"""Whether another endpoint says of its answer that it is cut, though it came with 200: read from the headers.

SPARQL has no words for it. Virtuoso, which DBpedia and data.europa.eu run on, names its limit of rows and the state in
which it stopped (its documentation of ResultSetMaxRows and of Anytime Queries); others name a next page (RFC 8288).
What breaks off is seen elsewhere: a body that is shorter than its length by HTTP, one without a length by its JSON.
"""

import re
from collections.abc import Mapping

from clustergraph.errors import ServiceFailed

_MOST = "x-sparql-maxrows"
_STATE, _WORDS = "x-sql-state", "x-sql-message"
_CALLED_CUT = re.compile(r"truncated|incomplete|partial", re.IGNORECASE)
_NO = {"", "0", "false", "no"}
_NEXT_PAGE = re.compile(r"""rel\s*=\s*(?:next\b|"(?:[^"]*\s)?next(?:\s[^"]*)?")""", re.IGNORECASE)
_REMEDY = "Ask it for less: write into the call what its pattern must match, or ask in parts."


def check_whole(headers: Mapping[str, str], endpoint: str) -> None:
    """Raise :class:`ServiceFailed` for headers that call an answer cut, with the other side's words."""
    if (state := headers.get(_STATE, "").strip()) not in {"", "00000"}:
        words = headers.get(_WORDS, "").strip() or "it gives no reason"
        raise cut(endpoint, f"it stopped in the state {_plain(state)} ({_plain(words)})")
    for name, value in headers.items():
        if _CALLED_CUT.search(name) and value.strip().lower() not in _NO:
            raise cut(endpoint, f"its header {_plain(name)} says so")
    if _NEXT_PAGE.search(headers.get("link", "")):
        raise cut(endpoint, "it is one page, and its header Link has the next")


def most_rows(headers: Mapping[str, str]) -> int | None:
    """Give how many rows the other endpoint says it sends at most; an unreadable number is the smallest."""
    value = headers.get(_MOST)
    if value is None:
        return None
    return int(value) if re.fullmatch(r"\s*[0-9]{1,9}\s*", value, re.ASCII) else 0


def cut(endpoint: str, reason: str) -> ServiceFailed:
    """Say that an answer is not the whole one."""
    return ServiceFailed(f"<{endpoint}> answered in part: {reason}.", remedy=_REMEDY)


def _plain(words: str) -> str:
    """Give words of others without what could be more than words."""
    return re.sub(r"[^\w.:,;()=%/'-]+", " ", words)[:200].strip(" .")
