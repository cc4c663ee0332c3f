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
