"""Names in Turtle and TriG that every reader takes: no backslash in them.

Oxigraph writes an IRI that begins like a namespace with its prefix, and escapes what may not stand in a local name
(``dataset:clusters\\#period``; RDF 1.1 Turtle, PN_LOCAL_ESC). Readers from before 2014 know no such escapes: there the
IRI is written in full.
"""

import re
from collections.abc import Mapping

#: A name with a backslash; what looks like one within a string is looked over below.
_LIKELY = re.compile(rb"(?<![^\s^])[A-Za-z][\w.-]*:[^\s\"<>\\]*\\")
_TOKENS = re.compile(
    rb'"(?:[^"\\]|\\.)*"|<[^<>\s]*>|(?<![^\s^])(?P<prefix>[A-Za-z][\w.-]*):(?P<local>[^\s"<>\\]*\\[^\s"<>]*)', re.DOTALL
)
_ESCAPED = re.compile(rb"\\(.)")


def without_escapes(text: bytes, prefixes: Mapping[str, str]) -> bytes:
    """Write names of Turtle or TriG as Oxigraph writes them that have a backslash as IRIs in full."""
    if _LIKELY.search(text) is None:
        return text

    def whole(match: "re.Match[bytes]") -> bytes:
        if match["prefix"] is None:
            return match[0]
        return b"<%s%s>" % (prefixes[match["prefix"].decode()].encode(), _ESCAPED.sub(rb"\1", match["local"]))

    return _TOKENS.sub(whole, text)
