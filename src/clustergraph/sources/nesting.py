"""How deeply brackets or elements are nested: looked at before a parser is, whose stack a deep document would overflow.

The text is read once, token by token; brackets inside strings, IRIs and comments are none. Where the text is not
well-formed the count may be too high, never too low.
"""

import re

from clustergraph.errors import Limit, Place, SyntaxProblem
from clustergraph.sources.reading_limits import ReadingLimits

_TURTLE = re.compile(
    rb'"""(?:[^"\\]++|\\.|"(?!""))*+"""|\'\'\'(?:[^\'\\]++|\\.|\'(?!\'\'))*+\'\'\'|"(?:[^"\\\n\r]++|\\.)*+"|'
    rb"'(?:[^'\\\n\r]++|\\.)*+'|<[^<>\"{}|^`\\\x00-\x20]*+>|#[^\n\r]*+|\\.|(<<|[\[({])|(>>|[\])}])",
    re.DOTALL,
)
#: A string that does not end goes to the end of the text: what is in it is never looked at again.
_JSON_TEXT = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_JSON = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|([\[{])|([\]}])', re.DOTALL)
_TAG = re.compile(rb"<(/?)(?:\"[^\"]*+\"|'[^']*+'|[^<>\"'])*+>")
_PASSED_OVER = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>", b"<!": b">"}


def check_nesting(content: bytes, family: str, limits: ReadingLimits, name: str) -> None:
    """Refuse what is nested too deeply; ``family`` is ``text``, ``json`` or ``xml``.

    Raises :class:`SyntaxProblem` naming the limit.
    """
    most = limits.nesting
    opening = content.count(b"<") if family == "xml" else sum(map(content.count, (b"[", b"(", b"{", b"<<")))
    if opening <= most or (family == "json" and _json_depth(content, most) <= most):
        return
    place = _xml(content, most) if family == "xml" else _brackets(content, _JSON if family == "json" else _TURTLE, most)
    if place is not None:
        raise SyntaxProblem(
            f"It is nested more than {most} levels deep.",
            place=Place(name, content.count(b"\n", 0, place) + 1, place - content.rfind(b"\n", 0, place)),
            limit=Limit("content_max_nesting", most, "levels"),
            remedy="Give nodes names, and speak of each by itself.",
        )


def _json_depth(content: bytes, most: int) -> int:
    """Give how deep brackets go, as far as ``most``: without its texts JSON is short, and that takes half as long."""
    depth = deepest = 0
    for one in _JSON_TEXT.sub(b"", content).translate(None, _NO_BRACKETS):
        if one in b"[{":
            depth += 1
            deepest = max(depth, deepest)
            if depth > most:
                break
        else:
            depth = max(0, depth - 1)
    return deepest


def _brackets(content: bytes, tokens: "re.Pattern[bytes]", most: int) -> int | None:
    depth = 0
    for match in tokens.finditer(content):
        last = match.lastindex
        if last == 1:
            depth += 1
            if depth > most:
                return match.start()
        elif last is not None:
            depth = max(0, depth - 1)
    return None


def _xml(content: bytes, most: int) -> int | None:
    """Count elements as far as they are well-formed: behind that the parser reads nothing."""
    depth, at = 0, content.find(b"<")
    while at >= 0:
        closing = next((end for begin, end in _PASSED_OVER.items() if content.startswith(begin, at)), None)
        tag = None if closing else _TAG.match(content, at)
        if tag is not None:
            depth += -1 if tag[1] else 0 if tag[0].endswith(b"/>") else 1
            if depth > most:
                return at
        elif closing is None or content.find(closing, at) < 0:
            return None
        at = content.find(b"<", content.find(closing, at) if closing else at + 1)
    return None
