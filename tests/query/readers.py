"""Readers of answers that are not Oxigraph's: the standard library's, rdflib's, PyLD's, and one of our own for Turtle.

A term is a tuple: ``("iri", value)``, ``("blank", label)``, ``("text", value, tag, direction, datatype)`` or
``("triple", subject, predicate, object)``. Tags are in small letters, and a plain text has the datatype ``xsd:string``.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import rdflib
from pyld import jsonld

from clustergraph.ns import expand

Term = tuple[Any, ...]
XSD, RDF = "http://www.w3.org/2001/XMLSchema#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SRX, _ITS = "{http://www.w3.org/2005/sparql-results#}", "{http://www.w3.org/2005/11/its}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
rdflib.NORMALIZE_LITERALS = False  # or it changes spellings


def text(value: str, tag: str = "", direction: str = "", datatype: str = "") -> Term:
    """Make a literal."""
    return ("text", value, tag.lower(), direction, "" if tag else datatype or f"{XSD}string")


# SELECT ---------------------------------------------------------------------------------------------------------------


def read_json(content: bytes) -> list[list[Term | None]]:
    """Read SPARQL Query Results JSON with the standard library."""
    answer = json.loads(content)
    rows = answer["results"]["bindings"]
    return [[_of_json(row.get(name)) for name in answer["head"]["vars"]] for row in rows]


def _of_json(said: dict[str, Any] | None) -> Term | None:
    if said is None:
        return None
    if said["type"] == "triple":
        return ("triple", *(_of_json(said["value"][part]) for part in ("subject", "predicate", "object")))
    if said["type"] != "literal":
        return ("iri" if said["type"] == "uri" else "blank", said["value"])
    return text(said["value"], said.get("xml:lang", ""), said.get("its:dir", ""), said.get("datatype", ""))


def read_xml(content: bytes) -> list[list[Term | None]]:
    """Read SPARQL Query Results XML with the standard library, that is with expat."""
    root = ET.fromstring(content)
    names = [one.get("name") for one in root.iter(f"{_SRX}variable")]
    rows = []
    for result in root.iter(f"{_SRX}result"):
        found = {one.get("name"): _of_xml(one[0]) for one in result}
        rows.append([found.get(name) for name in names])
    return rows


def _of_xml(said: ET.Element) -> Term:
    kind, value = said.tag.removeprefix(_SRX), said.text or ""
    if kind == "triple":
        return ("triple", *(_of_xml(part[0]) for part in said))
    if kind != "literal":
        return ("iri" if kind == "uri" else "blank", value)
    return text(value, said.get(f"{_XML}lang", ""), said.get(f"{_ITS}dir", ""), said.get("datatype", ""))


def read_csv(content: bytes) -> list[list[str]]:
    """Read CSV with the standard library."""
    return list(csv.reader(io.StringIO(content.decode(), newline="")))[1:]


def read_tsv(content: bytes) -> list[list[Term | None]]:
    """Read TSV, whose cells are terms of Turtle."""
    rows = content.decode().removesuffix("\n").split("\n")[1:]
    return [[next(_terms(cell)) if cell else None for cell in row.split("\t")] for row in rows]


# Turtle and its family ------------------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r'\s+|<<\(|\)>>|<(?P<iri>[^<>]*)>|_:(?P<blank>[\w.·-]*\w)|"(?P<text>(?:[^"\\\n\r]|\\.)*)"'
    r"(?:@(?P<tag>[A-Za-z0-9-]+?)(?:--(?P<direction>ltr|rtl))?(?![A-Za-z0-9-])|\^\^<(?P<datatype>[^<>]*)>)?"
    r"|(?P<number>[+-]?[0-9]*\.?[0-9]+)|(?P<truth>true|false)\b|(?P<word>a\b|[.;,{}])",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SHORT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def read_turtle(content: bytes) -> set[Term]:
    """Read what Oxigraph writes as Turtle, TriG, N-Triples or N-Quads in the default graph, without prefixes."""
    subject: Term | None = None
    predicate: Term | None = None
    found: set[Term] = set()
    for term in _terms(content.decode()):
        if term[0] == "word" and term[1] in ".;,":
            subject = None if term[1] == "." else subject
            predicate = predicate if term[1] == "," else None
        elif subject is None:
            subject = term
        elif predicate is None:
            predicate = ("iri", f"{RDF}type") if term == ("word", "a") else term
        else:
            found.add((subject, predicate, term))
    return found


def _terms(content: str) -> Iterator[Term]:
    open_terms: list[list[Term]] = []
    place = 0
    while place < len(content):
        token = _TOKEN.match(content, place)
        assert token is not None, content[place : place + 40]
        place = token.end()
        if token[0] == "<<(":
            open_terms.append([])
            continue
        term = ("triple", *open_terms.pop()) if token[0] == ")>>" else _of_token(token)
        if term is not None and open_terms:
            open_terms[-1].append(term)
        elif term is not None:
            yield term


def _of_token(token: re.Match[str]) -> Term | None:
    kind = next((name for name in ("iri", "blank", "text", "number", "truth", "word") if token[name] is not None), "")
    if kind == "text":
        return text(_plain(token["text"]), token["tag"] or "", token["direction"] or "", token["datatype"] or "")
    if kind in ("number", "truth"):
        datatype = "boolean" if kind == "truth" else "decimal" if "." in token[0] else "integer"
        return text(token[0], datatype=XSD + datatype)
    return (kind, _plain(token[kind])) if kind else None


def _plain(value: str) -> str:
    def one(found: re.Match[str]) -> str:
        code = found[1] or found[2]
        return chr(int(code, 16)) if code else _SHORT.get(found[3], found[3])

    return _ESCAPE.sub(one, value)


# Other readers of graphs ----------------------------------------------------------------------------------------------


def read_by_rdflib(syntax: str) -> Callable[[bytes], set[Term]]:
    """Give a reader of RDF 1.1 in a syntax as rdflib calls it."""

    def read(content: bytes) -> set[Term]:
        return {tuple(map(_of_rdflib, one)) for one in rdflib.Graph().parse(data=content, format=syntax)}

    return read


def _of_rdflib(term: Any) -> Term:
    if isinstance(term, rdflib.Literal):
        return text(str(term), term.language or "", datatype=str(term.datatype or ""))
    return ("blank" if isinstance(term, rdflib.BNode) else "iri", str(term))


def read_json_ld(content: bytes) -> set[Term]:
    """Read expanded JSON-LD with the standard library."""
    found: set[Term] = set()
    for node in json.loads(content):
        kinds = {(_node(node["@id"]), ("iri", f"{RDF}type"), _node(kind)) for kind in node.pop("@type", [])}
        assert all(isinstance(value, dict) and "@value" in value for value in node.get(f"{RDF}type", []))
        found |= kinds
        for name, values in node.items():
            if name != "@id":
                found.update((_node(node["@id"]), ("iri", name), _of_json_ld(value)) for value in values)
    return found


def _node(name: str) -> Term:
    return ("blank", name[2:]) if name.startswith("_:") else ("iri", name)


def _of_json_ld(value: dict[str, str]) -> Term:
    if "@id" in value:
        return _node(value["@id"])
    return text(value["@value"], value.get("@language", ""), value.get("@direction", ""), value.get("@type", ""))


def read_by_pyld(content: bytes) -> set[Term]:
    """Read JSON-LD with PyLD; it writes a direction into the datatype (JSON-LD 1.1 API, 8.6)."""
    read = jsonld.to_rdf(json.loads(content), {"rdfDirection": "i18n-datatype"})
    return {tuple(map(_of_pyld, (one["subject"], one["predicate"], one["object"]))) for one in read.get("@default", [])}


def _of_pyld(term: dict[str, Any]) -> Term:
    if term["type"] != "literal":
        kind = "blank" if term["type"] == "blank node" else "iri"
        return (kind, term["value"].removeprefix("_:") if kind == "blank" else term["value"])
    tag, _, direction = term["datatype"].removeprefix("https://www.w3.org/ns/i18n#").partition("_")
    if direction:
        return text(term["value"], tag, direction)
    return text(term["value"], term.get("language", ""), datatype=term["datatype"])


def read_rdf_xml(content: bytes) -> set[Term]:
    """Read RDF/XML 1.2 as Oxigraph writes it, with the standard library."""
    return {statement for node in ET.fromstring(content) for statement in _of_node(node)}


def _of_node(node: ET.Element) -> Iterator[Term]:
    subject = _named(node, "about")
    if node.tag != f"{{{RDF}}}Description":
        yield (subject, ("iri", f"{RDF}type"), ("iri", _joined(node.tag)))
    for child in node:
        yield (subject, ("iri", _joined(child.tag)), _value(child))


def _value(child: ET.Element) -> Term:
    if child.get(f"{{{RDF}}}parseType") == "Triple":
        ((inner),) = [("triple", *statement) for node in child for statement in _of_node(node)]
        return inner
    if child.get(f"{{{RDF}}}resource") is not None or child.get(f"{{{RDF}}}nodeID") is not None:
        return _named(child, "resource")
    datatype = child.get(f"{{{RDF}}}datatype", "")
    return text(child.text or "", child.get(f"{_XML}lang", ""), child.get(f"{_ITS}dir", ""), datatype)


def _named(node: ET.Element, attribute: str) -> Term:
    iri = node.get(f"{{{RDF}}}{attribute}")
    return ("iri", iri) if iri is not None else ("blank", node.get(f"{{{RDF}}}nodeID"))


def _joined(tag: str) -> str:
    return tag[1:].replace("}", "", 1)


# HTML -----------------------------------------------------------------------------------------------------------------


class _Cells(HTMLParser):
    """Gathers the cells of the table of an answer, each as what it holds one after another."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[list[Term]]] = []
        self._attributes: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr" and not attrs:
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append([])
        if tag in ("td", "a", "span", "bdi"):
            self._attributes.append({"tag": tag, **dict(attrs)})
            if self.rows and self.rows[-1]:
                self.rows[-1][-1].append((self._attributes[-1], ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "a", "span", "bdi"):
            self._attributes.pop()

    def handle_data(self, data: str) -> None:
        if self._attributes and self.rows and self.rows[-1]:
            cell = self.rows[-1][-1]
            own = self._attributes[-1]
            if cell and cell[-1][0] is own:
                cell[-1] = (own, cell[-1][1] + data)
            else:
                cell.append((own, data))


def read_html(content: bytes) -> list[list[Term | None]]:
    """Read the table of an answer with the standard library."""
    cells = _Cells()
    cells.feed(content.decode())
    cells.close()
    return [[_of_cell(cell) for cell in row] for row in cells.rows]


def _of_cell(cell: list[Term]) -> Term | None:
    (own, words), *inside = cell
    if own.get("class") == "none":
        return None
    if own.get("class") == "number":
        return text(words, datatype=_expanded(own["title"]))
    if own.get("dir"):
        return text(words)
    if inside and inside[0][0]["tag"] == "bdi":
        said = inside[0][0]
        return text(inside[0][1], said.get("lang") or "", said.get("dir") or "")
    if not inside or "<<(" in words:
        return _of_parts([(None, words), *inside])
    return _iri_of(*inside[0])


def _iri_of(own: dict[str, str | None], words: str) -> Term:
    return ("iri", own.get("href") or words)


def _of_parts(parts: list[Term]) -> Term:
    """Read a triple term, or a blank node, from words and what stands between them."""
    stack: list[list[Any]] = [[]]
    for token in (token for own, words in parts for token in _tokens(own, words)):
        if token == "<<(":
            stack.append([])
        elif token == ")>>":
            inner = stack.pop()
            stack[-1].append(("triple", *inner))
        elif stack[-1] and stack[-1][-1] == "^^":
            stack[-1][-2:] = [text(stack[-1][-2][1], datatype=token[1])]
        else:
            stack[-1].append(token)
    return stack[0][0]


def _tokens(own: dict[str, str | None] | None, words: str) -> list[Any]:
    if own is not None and own["tag"] == "bdi":
        return [text(words, own.get("lang") or "", own.get("dir") or "")]
    if own is not None and own["tag"] != "td":
        return [_iri_of(own, words)]
    found = re.findall(r"<<\(|\)>>|\^\^|_:[^\s]+", words)
    return [("blank", token[2:]) if token.startswith("_:") else token for token in found]


def _expanded(name: str | None) -> str:
    try:
        return expand(name or "")
    except LookupError:
        return name or ""
