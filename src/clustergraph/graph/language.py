"""The recommended case of language tags (RFC 5646, section 2.1.1), given back to text that Oxigraph lower-cased.

Oxigraph stores ``sr-Latn`` as ``sr-latn``. The two are equal as RDF, but every other tool and reader writes the
first, so exports and the canonical lines of a release do too.
"""

import re

_QUOTED = re.compile(rb'("(?:[^"\\]|\\.)*")(@[A-Za-z0-9-]+)?')
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


def restore_in_json_ld(text: bytes) -> bytes:
    """Restore the case of every ``@language`` in JSON-LD."""
    return _MEMBER.sub(lambda match: match[1] + _cased(match[2]) + match[3], text)


def restore_in_rdf_xml(text: bytes) -> bytes:
    """Restore the case of every ``xml:lang`` in RDF/XML as Oxigraph writes it (no ``<`` or ``>`` in attributes)."""
    return _ATTRIBUTE.sub(lambda match: match[1] + _cased(match[2]) + match[3], text)


def _cased(tag: bytes) -> bytes:
    return recommended_case(tag.decode("ascii")).encode("ascii")


#: Syntax → how a tag with several parts stands in what Oxigraph writes. In JSON and XML a quote inside a text is
#: escaped, so that these can be nothing else; in the family of Turtle whole strings must be read over.
_TAG = rb"([A-Za-z0-9]{1,8}(?:-[A-Za-z0-9]{1,8}){1,8})"
_STANDING = {
    "json": re.compile(rb'("xml:lang":")' + _TAG + rb'(")'),
    "jsonld": re.compile(rb'("@language":")' + _TAG + rb'(")'),
    "xml": re.compile(rb'( xml:lang=")' + _TAG + rb'(")'),
}
_LINES = {"turtle", "ntriples", "nquads", "trig", "tsv"}
_HELD = 128  # longer than any match of the patterns above


class TagCase:
    """Restores the case of tags in an answer that comes in pieces; lengths never change."""

    def __init__(self, syntax: str) -> None:
        self._pattern = _STANDING.get("xml" if syntax == "rdfxml" else syntax)
        self._lines = syntax in _LINES
        self._held = b""

    def feed(self, content: bytes) -> bytes:
        """Take a piece and give what is sure: a tag may go on in the next."""
        if self._pattern is None and not self._lines:
            return content
        whole = self._held + content
        if self._pattern is not None:
            whole = self._pattern.sub(_restored, whole)
            sure = max(len(whole) - _HELD, 0)
        else:
            sure = whole.rfind(b"\n") + 1
        self._held = whole[sure:]
        return restore_in_turtle(whole[:sure]) if self._lines else whole[:sure]

    def rest(self) -> bytes:
        """Give what was held back, at the end."""
        held, self._held = self._held, b""
        return restore_in_turtle(held) if self._lines else held


def _restored(match: re.Match[bytes]) -> bytes:
    return match[1] + recommended_case(match[2].decode("ascii")).encode("ascii") + match[3]
