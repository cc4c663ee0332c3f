"""What a document is, from its bytes: the family of its syntax is plain to see, whatever a header says."""

import re

from clustergraph.errors import Place, SyntaxProblem
from clustergraph.graph.syntaxes import SYNTAXES

_TYPES = {row.name: row.media_type for row in SYNTAXES}
TURTLE, TRIG = _TYPES["turtle"], _TYPES["trig"]
N_TRIPLES, N_QUADS = _TYPES["ntriples"], _TYPES["nquads"]
RDF_XML, JSON_LD = _TYPES["rdfxml"], _TYPES["jsonld"]
#: Media type → family.
FAMILIES = {TURTLE: "text", TRIG: "text", N_TRIPLES: "text", N_QUADS: "text", RDF_XML: "xml", JSON_LD: "json"}
_SUFFIXES = {f".{suffix}": row.media_type for row in SYNTAXES for suffix in row.suffixes}
#: A text without a type of its own may be of any syntax.
_SYNONYMS = {alias: row.media_type for row in SYNTAXES for alias in row.aliases if alias != "text/plain"}
#: ``<s>`` alone may be an IRI; an element that begins RDF/XML has attributes, or is rdf:RDF.
_XML = re.compile(rb"<(\?xml|!DOCTYPE|!--|rdf:RDF[\s>]|[A-Za-z_][\w.-]*(:[A-Za-z_][\w.-]*)?\s+[\w:.-]+\s*=)")
_HTML = re.compile(rb"<(!DOCTYPE\s+)?html[\s>]", re.IGNORECASE)
_JSON = re.compile(rb'\{\s*["}]|\[\s*[\[{"\]]')
_GLANCE = 4096  # bytes
_COMMENTS = re.compile(rb"(?:\s++|#[^\n\r]*+)*+")
#: What repeats takes all it can and gives nothing back, so that no text is gone over twice.
_LABEL = rb"_:[^\s<>\".]++(?:\.++[^\s<>\".]++)*+"
_NODE, _IRI = rb"(?:<[^<>\s]*+>|%b)" % _LABEL, rb"<[^<>\s]*+>"
_LITERAL = rb'"(?:[^"\\\n\r]++|\\.)*+"(?:@[\w-]++|\^\^<[^<>\s]*+>)?'
_QUAD = re.compile(
    rb"%b[ \t]*+%b[ \t]*+(?:%b|%b)[ \t]*+(?:(%b)[ \t]*+)?+\.[ \t]*+(?:\r?\n|$|#)"
    % (_NODE, _IRI, _NODE, _LITERAL, _NODE)
)


def named(declared: str | None) -> str | None:
    """Give the media type that a header or a suffix means, or nothing where it means none that is read."""
    word = (declared or "").partition(";")[0].strip().lower()
    found = _SUFFIXES.get(word) or _SYNONYMS.get(word) or word
    return found if found in FAMILIES else None


def family(content: bytes, name: str) -> str | None:
    """Tell the family of a document; nothing where there are no statements in it.

    Raises :class:`SyntaxProblem` for what is plainly no RDF.
    """
    begin = _begin(content)
    start = content[begin : begin + _GLANCE]
    if not start:
        return None
    if _HTML.match(start):
        raise SyntaxProblem(
            "This is a web page, not RDF.", place=Place(name, 1, 1), remedy="Download the data itself, and send that."
        )
    if _JSON.match(start) and not _starts_turtle(start):
        return "json"
    return "xml" if _XML.match(start) else "text"


def _begin(content: bytes) -> int:
    """Say where the first that is no comment stands."""
    match = _COMMENTS.match(content)
    return match.end() if match else 0


def _starts_turtle(start: bytes) -> bool:
    """Tell ``[] a …`` and ``[ "…"`` of Turtle from an array."""
    return re.match(rb"\[\s*\]\s*[^\s,]", start) is not None


def candidates(content: bytes) -> list[str]:
    """Give the syntaxes that a text without a type may have, the most likely first."""
    match = _QUAD.match(content, _begin(content))
    if match is not None:
        return [N_QUADS, TURTLE, TRIG] if match[1] else [N_TRIPLES, TURTLE, N_QUADS, TRIG]
    return [TURTLE, TRIG] if b"{" in content else [TURTLE]
