"""RDF/XML that the parser does not take, or drops without a word, written as what it takes.

A property with ``rdf:parseType="Literal"`` and nothing inside is the empty XML literal (RDF 1.1 XML Syntax, 7.2.17),
and any word that is no known one means ``Literal`` (7.2.20): the parser refuses the former and drops the latter.
"""

import re
from collections.abc import Iterator

from clustergraph.errors import ContentTooLarge, Limit, Place
from clustergraph.sources.reading_limits import ReadingLimits

_TAG = re.compile(
    rb"<(?P<close>/?)(?P<name>[^\s<>/=\"']++)"
    rb"(?P<attributes>(?:\"[^\"]*+\"|'[^']*+'|[^<>\"'/]|/(?!>))*+)(?P<empty>/?)>"
)
_PASSED_OVER = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_RDF = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PREFIX = re.compile(rb"\sxmlns:([^\s=]+)\s*=\s*[\"']" + re.escape(_RDF) + rb"[\"']")
_KIND = re.compile(
    rb"(?P<before>\s)(?P<prefix>[^\s:=<>\"']++):parseType(?P<is>\s*+=\s*+)(?P<quote>[\"'])(?P<word>.*?)(?P=quote)",
    re.DOTALL,
)
_KNOWN = (b"Resource", b"Collection")
_OTHER = re.compile(rb"(?:^|\s)(?!xml(?:ns)?[:\s=]|[^\s=:]+:ID\s*=)[^\s=\"']+\s*=\s*[\"']")
_ATTRIBUTE = re.compile(rb"=\s*+(?:\"[^\"]*+\"|'[^']*+')")
_NOTHING = re.compile(rb"(?:<!--.*?-->|<\?.*?\?>)*+</", re.DOTALL)


def check_attributes(content: bytes, limits: ReadingLimits, name: str) -> None:
    """Raise :class:`ContentTooLarge` where an element has more attributes than are compared with each other."""
    most = limits.attributes
    if content.count(b"=") <= most:
        return
    for tag in _tags(content):
        if tag["attributes"].count(b"=") > most and len(_ATTRIBUTE.findall(tag["attributes"])) > most:
            line, column = content.count(b"\n", 0, tag.start()) + 1, tag.start() - content.rfind(b"\n", 0, tag.start())
            raise ContentTooLarge(
                f"An element has more than {most} attributes.",
                place=Place(name, line, column),
                limit=Limit("content_max_attributes", most, "attributes"),
                remedy="Write properties as elements of their own.",
            )


def readable(content: bytes) -> bytes:
    """Give the same document as the parser takes it; no line gets another number."""
    prefixes = {match[1] for match in _PREFIX.finditer(content)}
    if b"parseType" not in content or not prefixes:
        return content
    parts: list[bytes] = []
    at = depth = 0  # the depth inside of a literal, whose elements are text
    for tag in _tags(content):
        if depth:
            depth += -1 if tag["close"] else 0 if tag["empty"] else 1
            continue
        found = None if tag["close"] else _kind(content, tag, prefixes)
        if found is None or found["word"] in _KNOWN:
            continue
        nothing = bool(tag["empty"]) or _NOTHING.match(content, tag.end()) is not None
        if nothing and _OTHER.search(_without(found, tag)):
            continue  # it has attributes that do not go with it, which the parser says
        parts += [content[at : found.start()], _literal(found, nothing=nothing)]
        at = found.end()
        depth = 0 if tag["empty"] else 1
    return b"".join([*parts, content[at:]])


def _kind(content: bytes, tag: "re.Match[bytes]", prefixes: set[bytes]) -> "re.Match[bytes] | None":
    """Find ``rdf:parseType`` among the attributes of a tag; documents may have any number of prefixes for ``rdf:``."""
    found = _KIND.finditer(content, tag.start("attributes"), tag.end("attributes"))
    return next((one for one in found if one["prefix"] in prefixes), None)


def _tags(content: bytes) -> Iterator["re.Match[bytes]"]:
    """Give the tags as far as the document is well-formed: behind that the parser reads nothing."""
    at = content.find(b"<")
    while at >= 0:
        closing = next((end for begin, end in _PASSED_OVER.items() if content.startswith(begin, at)), None)
        if closing is None:
            tag = _TAG.match(content, at)
            if tag is None:
                return
            yield tag
            at = tag.end()
        else:
            at = content.find(closing, at)
            if at < 0:
                return
        at = content.find(b"<", at)


def _without(found: "re.Match[bytes]", tag: "re.Match[bytes]") -> bytes:
    """Give the attributes of a tag without the one that was found."""
    begin = tag.start("attributes")
    return tag["attributes"][: found.start() - begin] + tag["attributes"][found.end() - begin :]


def _literal(found: "re.Match[bytes]", *, nothing: bool) -> bytes:
    name, word = (b"datatype", _RDF + b"XMLLiteral") if nothing else (b"parseType", b"Literal")
    lines = b"\n" * found["word"].count(b"\n")
    quoted = found["quote"] + word + found["quote"]
    return found["before"] + lines + found["prefix"] + b":" + name + found["is"] + quoted
