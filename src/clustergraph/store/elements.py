"""Elements of the RDF/XML that Oxigraph writes whose names are none: of classes they are mended, of properties refused.

A class can stand in a statement of its own, as a value of ``rdf:type``; a property is an element or cannot be written.
Oxigraph 0.5.13 makes an element of a subject's class, one step in, and gives IRIs that end in no name the prefix
``oxprefix``.
"""

import re
from functools import lru_cache
from html import unescape
from xml.parsers import expat

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PREFIXES = {b"rdf": _RDF.encode(), b"xmlns": b"http://www.w3.org/2000/xmlns/"}
#: What RDF/XML had once and has no more (RDF 1.1 XML Syntax, 5.1, oldTerms), and the namespace by itself.
_NOT_RDF = {b"", b"bagID", b"aboutEach", b"aboutEachPrefix"}
_DOUBTFUL = re.compile(rb"</?(?:oxprefix:|xmlns:|rdf:(?:[ >]|bagID|aboutEach))")
_OTHER_LETTERS = re.compile(rb"</?(?![A-Za-z_:][A-Za-z0-9_.:-]*[ >]|/)[^\s<>/?!]+")
_TAG = re.compile(rb"(\n\t)?<(/?)([^\s<>/?!]+)([^<>]*)>")
_NAMESPACE = re.compile(rb' xmlns(?::oxprefix)?="([^"]*)"')
_LABEL = b"rdf:nodeID"
_ODD_LABEL = re.compile(rb'rdf:nodeID="(?![A-Za-z_][A-Za-z0-9_]*")([^"]*)"')


class NoName(Exception):
    """An element without a name; ``iri`` is what it stands for, ``end`` where its tag ends."""

    def __init__(self, iri: str, end: int) -> None:
        super().__init__(iri)
        self.iri = iri
        self.end = end


def with_names(piece: bytes) -> bytes:
    """Give whole tags, and what is between them, with names for all elements; raises :class:`NoName`."""
    doubtful = _DOUBTFUL.search(piece) or (not piece.isascii() and _OTHER_LETTERS.search(piece))
    return _TAG.sub(_mended, piece) if doubtful else piece


def odd_label(piece: bytes) -> str | None:
    """Find a label of a blank node that is no name of XML, as RDF/XML wants it."""
    for found in _ODD_LABEL.finditer(piece) if _LABEL in piece else ():
        if not _is_name(found[1]):
            return found[1].decode()
    return None


def _mended(tag: re.Match[bytes]) -> bytes:
    of_subject, closing, name, attributes = tag.groups()
    prefix, _, local = name.rpartition(b":")
    if local not in _NOT_RDF if prefix == b"rdf" else not prefix and _is_name(local):
        return tag[0]
    namespace = _NAMESPACE.search(attributes)
    iri = (namespace[1] if namespace else _PREFIXES[prefix]) + local if not closing else b""
    if not of_subject:
        raise NoName(unescape(iri.decode()), tag.end())
    if closing:
        return b"\n\t</rdf:Description>"
    about = _NAMESPACE.sub(b"", attributes)
    return b"\n\t<rdf:Description" + about + b'>\n\t\t<rdf:type rdf:resource="' + iri + b'"/>'


@lru_cache(4096)
def _is_name(name: bytes) -> bool:
    """Whether readers of XML take a name: those of the fourth edition of XML 1.0, expat one of them, take fewer."""
    try:
        expat.ParserCreate().Parse(b"<" + name + b"/>", True)  # noqa: FBT003 - that this is all
    except expat.ExpatError:
        return False
    return True
