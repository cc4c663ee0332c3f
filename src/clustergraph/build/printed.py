"""Compares what is called stated with what the source prints: names, printed words, addresses, mailboxes.

The text of a source is no part of the repository (its rights allow no copy): it is read from the folder of the setting
``source_texts`` as ``<slug>.txt``, proved by the digest in ``data/sources.toml``, and where it is absent the check says
so. What is compared is compared character by character, case, dashes and quotation marks included; runs of blanks
count as one, and a passage of several lines is read as one line.
"""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from clustergraph import iris, ns
from clustergraph.build.curated import Curated, at
from clustergraph.errors import Place
from clustergraph.report import Finding, Severity
from clustergraph.sources.rdf import Literal, Quad
from clustergraph.sources.repository import GraphFile, read_text, table

_TABLE = "data/sources.toml"
_TYPE, _DERIVED = ns.expand("rdf:type"), ns.expand("prov:wasDerivedFrom")
_FORM, _FULL, _EMAIL = ns.expand("skosxl:literalForm"), ns.expand("locn:fullAddress"), ns.expand("cv:email")
_PARTS = tuple(ns.expand(f"locn:{part}") for part in ("thoroughfare", "locatorDesignator", "postCode", "postName"))
_NAMED = tuple(ns.expand(f"skosxl:{kind}Label") for kind in ("pref", "alt", "hidden"))
_ANNOTATION = ns.expand("dqv:QualityAnnotation")
_STATED = ns.expand("basis:stated")

#: A node's statements: property → the quads that have it.
Statements = Mapping[str, Sequence[Quad]]


def printed_findings(curated: Curated, texts: Path) -> Iterator[Finding]:
    """Compare the records with the texts of their sources, which lie in the folder ``texts``.

    Yields an info for a text that is not there, and a violation for one that is another than the table has.
    """
    sources = {}
    for row in table(curated.root / _TABLE).get("source", []):
        path = texts / f"{row['slug']}.txt"
        fault = _unlike(path, row["sha256"])
        if fault:
            yield fault
        else:
            sources[row["slug"]] = read_text(path, path.name).split("\n")  # a form feed or the like is no line end
    for file, quads in curated.records:
        for statements in _nodes(quads):
            yield from _of_node(file, statements, sources)


def stands_in(text: str, lines: Sequence[str]) -> bool:
    """Say whether a text stands in a run of lines as whole words: “6” does not stand in “16”, nor in “6,5”."""
    begins = (r"(?<![\w])" if text[:1].isalnum() else "") + (r"(?<!\d[.,])" if text[:1].isdigit() else "")
    ends = (r"(?![\w])" if text[-1:].isalnum() else "") + (r"(?![.,]\d)" if text[-1:].isdigit() else "")
    return re.search(begins + re.escape(_plain(text)) + ends, _plain(" ".join(lines))) is not None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _unlike(path: Path, sha256: str) -> Finding | None:
    if not path.is_file():
        message = f"Skipped: {path.name} is not in {path.parent}, so what is called stated was not compared with it."
        return Finding(Severity.INFO, "printed", message, None, None, place=Place(_TABLE))
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        message = f"{path} is another text than the one of which the table has the digest: its lines are others."
        return Finding(Severity.VIOLATION, "printed", message, None, None, place=Place(_TABLE))
    return None


def _nodes(quads: Sequence[Quad]) -> Iterator[Statements]:
    nodes: dict[str, dict[str, list[Quad]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        nodes[str(quad.subject)][quad.predicate.value].append(quad)
    yield from nodes.values()


def _of_node(file: GraphFile, node: Statements, sources: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    passages = _passages(node, sources)
    stated = _STATED in _values(node, ns.CG.basis)
    for quad in [*node.get(ns.CG.asPrinted, ()), *(_stated_texts(node) if stated else ())]:
        if passages and not any(stands_in(_text(quad), lines) for lines in passages.values()):
            yield at("printed", f"“{_text(quad)}” is not printed in {_and(passages)}.", file, quad)
    forms = [*node.get(_FORM, ()), *node.get(ns.CG.asPrinted, ())]
    if stated and forms and not any(named in node for named in _NAMED):
        # what has a name of its own has passages for more than what is printed of it
        for passage, lines in passages.items():
            if not any(stands_in(_text(form), lines) for form in forms):
                message = f"“{_text(forms[0])}” is not printed in {_and([passage])}, which is cited for it."
                yield at("printed", message, file, forms[0])
    yield from _address(file, node)


def _stated_texts(node: Statements) -> Iterator[Quad]:
    for predicate in (_FORM, _FULL, _EMAIL):
        yield from node.get(predicate, ())


def _address(file: GraphFile, node: Statements) -> Iterator[Finding]:
    """Each part stands in the whole; a blank within a post code is the only thing left out."""
    for whole in node.get(_FULL, ()):
        for part in (quad for name in _PARTS for quad in node.get(name, ())):
            if not stands_in(_text(part), [_text(whole), re.sub(r"(?<=\d) (?=\d)", "", _text(whole))]):
                yield at("printed", f"“{_text(part)}” is no part of “{_text(whole)}”.", file, part)


def _passages(node: Statements, sources: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    found = {}
    for passage in _values(node, _DERIVED):
        source, first, last = iris.passage_lines(passage)
        if source in sources:
            found[passage] = sources[source][first - 1 : last]
    return dict(sorted(found.items()))


def _values(node: Statements, predicate: str) -> set[str]:
    return {getattr(quad.object, "value", "") for quad in node.get(predicate, ())}


def _text(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, Literal) else ""


def _and(passages: Iterator[str] | Sequence[str] | Mapping[str, object]) -> str:
    return " and ".join(ns.compact(passage) for passage in passages)
