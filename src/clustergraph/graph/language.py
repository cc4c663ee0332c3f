"""The recommended case of language tags (RFC 5646, section 2.1.1), given back to text that Oxigraph lower-cased.

Oxigraph stores ``sr-Latn`` as ``sr-latn``. The two are equal as RDF, but every other tool and reader writes the
first, so exports and the canonical lines of a release do too.
"""

import re
from functools import lru_cache

_QUOTED = re.compile(rb'("(?:[^"\\]|\\.)*")(@[A-Za-z0-9-]+)?')
_ENDING = re.compile(rb'"@([A-Za-z0-9]+-[A-Za-z0-9-]+)((?: \)>>)* \.\n)')  # a tag of one part is right as it is
_ATTRIBUTE = re.compile(rb'(<[^<>]* xml:lang=")([A-Za-z0-9-]+)(")')
_MEMBER = re.compile(rb'("@language"\s*:\s*")([A-Za-z0-9-]+)(")')


def recommended_case(tag: str) -> str:
    """Give a tag its recommended case: ``sr-latn-rs`` → ``sr-Latn-RS``; what follows a singleton stays small."""
    subtags = tag.lower().split("-")
    cased = [subtags[0]]
    after_singleton = False
    for subtag in subtags[1:]:
        after_singleton = after_singleton or len(subtag) == 1
        if after_singleton:
            cased.append(subtag)
        else:
            cased.append({2: subtag.upper(), 4: subtag.title()}.get(len(subtag), subtag))
    return "-".join(cased)


def restore_in_turtle(text: bytes) -> bytes:
    """Restore the case of every tag in Turtle, TriG, N-Triples or N-Quads as Oxigraph writes them (short quotes)."""
    return _QUOTED.sub(lambda match: match[1] + _cased(match[2] or b""), text)


def restore_in_ntriples(text: bytes) -> bytes:
    """Restore the case of every tag in N-Triples, where a tag ends a line, or triple terms that do.

    No string must be read over.
    """
    return _ENDING.sub(lambda match: b'"@' + _cased(match[1]) + match[2], text)


def restore_in_json_ld(text: bytes) -> bytes:
    """Restore the case of every ``@language`` in JSON-LD."""
    return _MEMBER.sub(lambda match: match[1] + _cased(match[2]) + match[3], text)


def restore_in_rdf_xml(text: bytes) -> bytes:
    """Restore the case of every ``xml:lang`` in RDF/XML as Oxigraph writes it (no ``<`` or ``>`` in attributes)."""
    return _ATTRIBUTE.sub(lambda match: match[1] + _cased(match[2]) + match[3], text)


@lru_cache(1024)
def _cased(tag: bytes) -> bytes:
    return recommended_case(tag.decode("ascii")).encode("ascii")


#: Syntax → what stands before a tag in what Oxigraph writes. In JSON and XML a quote inside a text is escaped, so that
#: these can be nothing else; in the family of Turtle whole strings must be read over.
_BEFORE = {
    "json": b'"xml:lang":"',
    "jsonld": b'"@language":"',
    "xml": b' xml:lang="',
    "rdfxml": b' xml:lang="',
}
_TAG = re.compile(rb"[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8}){1,8}")  # one with several parts
_LONGEST = 81  # bytes of such a tag
_LINES = {"turtle", "ntriples", "nquads", "trig", "tsv"}
_HELD = 128  # bytes: longer than any tag with what stands before it and the quote behind


class TagCase:
    """Restores the case of tags in an answer that comes in pieces; lengths never change."""

    def __init__(self, syntax: str) -> None:
        self._before = _BEFORE.get(syntax)
        self._lines = syntax in _LINES
        self._held = b""

    def feed(self, content: bytes) -> bytes:
        """Take a piece and give what is sure: a tag may go on in the next."""
        if self._before is None and not self._lines:
            return content
        whole = self._held + content
        if self._before is not None:
            whole = _restored(whole, self._before)
            sure = max(len(whole) - _HELD, 0)
        else:
            sure = whole.rfind(b"\n") + 1
        self._held = whole[sure:]
        return restore_in_turtle(whole[:sure]) if self._lines else whole[:sure]

    def rest(self) -> bytes:
        """Give what was held back, at the end."""
        held, self._held = self._held, b""
        return restore_in_turtle(held) if self._lines else held


def _restored(text: bytes, before: bytes) -> bytes:
    """Restore each tag: splitting finds them at a fifth of the cost of a pattern."""
    parts = text.split(before)
    for place, part in enumerate(parts[1:], start=1):
        end = part.find(b'"', 0, _LONGEST + 1)
        tag = part[: max(end, 0)]
        if b"-" in tag:
            parts[place] = _with_case(tag) + part[end:]
    return before.join(parts)


@lru_cache(1024)
def _with_case(tag: bytes) -> bytes:
    return recommended_case(tag.decode("ascii")).encode("ascii") if _TAG.fullmatch(tag) else tag
