"""RDF/XML that the parser does not take, or drops without a word, written as what it takes.

A property with ``rdf:parseType="Literal"`` and nothing inside is the empty XML literal (RDF 1.1 XML Syntax, 7.2.17),
and any word that is no known one means ``Literal`` (7.2.20): the parser refuses the former and drops the latter.
"""

import re

_TOKEN = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(?P<close>/?)(?P<name>[^\s<>/=\"']++)"
    rb"(?P<attributes>(?:\"[^\"]*+\"|'[^']*+'|[^<>\"'/]|/(?!>))*+)(?P<empty>/?)>",
    re.DOTALL,
)
_RDF = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PREFIX = re.compile(rb"\sxmlns:([^\s=]+)\s*=\s*[\"']" + re.escape(_RDF) + rb"[\"']")
_KNOWN = (b"Resource", b"Collection")
_OTHER = re.compile(rb"(?:^|\s)(?!xml(?:ns)?[:\s=]|[^\s=:]+:ID\s*=)[^\s=\"']+\s*=\s*[\"']")
_NOTHING = re.compile(rb"(?:<!--.*?-->|<\?.*?\?>)*+</", re.DOTALL)


def readable(content: bytes) -> bytes:
    """Give the same document as the parser takes it; no line gets another number."""
    prefixes = {match[1] for match in _PREFIX.finditer(content)}
    if b"parseType" not in content or not prefixes:
        return content
    kind = re.compile(
        rb"(?P<before>\s)(?P<prefix>" + b"|".join(map(re.escape, prefixes)) + rb"):parseType(?P<is>\s*=\s*)"
        rb"(?P<quote>[\"'])(?P<word>.*?)(?P=quote)",
        re.DOTALL,
    )
    parts: list[bytes] = []
    at = depth = 0  # the depth inside of a literal, whose elements are text
    for tag in _TOKEN.finditer(content):
        if tag["name"] is None:
            continue
        if depth:
            depth += -1 if tag["close"] else 0 if tag["empty"] else 1
            continue
        found = None if tag["close"] else kind.search(content, tag.start("attributes"), tag.end("attributes"))
        if found is None or found["word"] in _KNOWN:
            continue
        nothing = bool(tag["empty"]) or _NOTHING.match(content, tag.end()) is not None
        if nothing and _OTHER.search(found.re.sub(b"", tag["attributes"])):
            continue  # it has attributes that do not go with it, which the parser says
        parts += [content[at : found.start()], _literal(found, nothing=nothing)]
        at = found.end()
        depth = 0 if tag["empty"] else 1
    return b"".join([*parts, content[at:]])


def _literal(found: "re.Match[bytes]", *, nothing: bool) -> bytes:
    name, word = (b"datatype", _RDF + b"XMLLiteral") if nothing else (b"parseType", b"Literal")
    lines = b"\n" * found["word"].count(b"\n")
    quoted = found["quote"] + word + found["quote"]
    return found["before"] + lines + found["prefix"] + b":" + name + found["is"] + quoted
