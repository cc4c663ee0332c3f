"""RDF that strangers hand in → one graph, strictly and within limits, with the line at which each statement stands.

It meets Oxigraph's parser only, which is given a line at a time: when a statement comes out, the last line that went in
is where it stands. Of JSON-LD the parser reads all before it gives anything, so its lines are looked for by us, where
somebody wants them; what it would drop of it in silence is looked for before (``jsonld``).
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import IO, cast

from pyoxigraph import RdfFormat, parse

from clustergraph.errors import Place, SyntaxProblem
from clustergraph.graph.wording import Said
from clustergraph.sources.beginnings import beginnings
from clustergraph.sources.contexts import Known, known
from clustergraph.sources.guess import (
    FAMILIES,
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    TRIG,
    TURTLE,
    candidates,
    family,
    named,
)
from clustergraph.sources.jsonld.checked import Contents, checked
from clustergraph.sources.labels import Labels
from clustergraph.sources.lines import PIECE, Lines
from clustergraph.sources.nesting import check_nesting
from clustergraph.sources.rdfxml import check_attributes, readable
from clustergraph.sources.reading import Reading, term_too_long
from clustergraph.sources.reading_limits import ReadingLimits
from clustergraph.sources.relative import BASE
from clustergraph.sources.spreadsheets import not_read_yet, text_kind
from clustergraph.sources.told import told
from clustergraph.sources.unpack import unpacked
from clustergraph.sources.wording import note, refused

_FORMATS = {
    TURTLE: RdfFormat.TURTLE,
    TRIG: RdfFormat.TRIG,
    N_TRIPLES: RdfFormat.N_TRIPLES,
    N_QUADS: RdfFormat.N_QUADS,
    RDF_XML: RdfFormat.RDF_XML,
    JSON_LD: RdfFormat.JSON_LD,
}
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_LONG, _STOPPED = 300, 10_000  # characters of what the parser says, and of the line at which it stopped


@dataclass(frozen=True)
class Document:
    """One graph that was handed in.

    ``triples`` are N-Triples, each once, in the order of the document; blank nodes have the labels of their sender, and
    those without one are numbered as they come. ``lines`` has for each the line at which its object begins, 0 where it
    is not known. ``syntax`` is the media type that was read, ``graph`` the one named graph, ``notes`` what its sender
    should know, ``text`` that of Turtle and TriG, ``given`` the number of statements that the parser gave, those that
    it gave again among them.
    """

    triples: bytes
    lines: Sequence[int]
    syntax: str
    graph: str | None
    notes: tuple[Said, ...] = ()
    text: bytes = b""
    given: int = 0

    def begins(self) -> list[int]:
        """Give the lines at which statements begin, none where each has a line of its own or no line is known."""
        return beginnings(self.text)


def read_document(
    content: bytes,
    *,
    declared: str | None,
    base: str | None,
    limits: ReadingLimits,
    name: str = "content",
    contexts: Known | None = None,
) -> Document:
    """Read a document; ``declared`` is a media type or a suffix, ``name`` what errors call it.

    JSON-LD may name the ``contexts``, ours where none are given.

    The bytes win where they are plainly of another family than is declared. Raises :class:`SyntaxProblem` with line and
    column, :class:`ContentTooLarge`, and :class:`InputError` for several graphs and for what is not RDF 1.1.
    """
    text = unpacked(content, limits, name, declared)
    seen = family(text, name)
    wanted = named(declared)
    if seen is None:
        _refuse_nothing(text, name)
        return Document(b"", array("I"), wanted or TURTLE, None, (note("nothing"),))
    syntaxes = _syntaxes(text, seen, wanted)
    check_nesting(text, seen, limits, name)
    if seen == "xml":
        _refuse_doctype(text, name)
        check_attributes(text, limits, name)
    whole, contents = readable(text) if seen == "xml" else text, None
    if seen == "json":
        contexts = contexts or known()
        whole = contexts.put_in(text, limits, name)
        contents = checked(text, base, contexts.value, name, limits.terms)
    try:
        document = _first(whole, syntaxes, base, limits, name)
    except SyntaxProblem as error:
        if seen == "text" and (kind := text_kind(text, declared)):
            raise not_read_yet(kind, Place(name, 1, 1)) from error
        if whole is text:
            raise
        raise _in_what_was_sent(error, text, whole) from error
    kept = text if document.syntax in (TURTLE, TRIG) else b""
    document = replace(document, notes=tuple(_notes(declared, wanted, document)), text=kept)
    return document if contents is None else _of_json(document, contents, name)


def _of_json(document: Document, contents: Contents, name: str) -> Document:
    """Add to JSON-LD that was read what the parser does not tell; all that is there must have been read."""
    if contents.statements != document.given:
        raise refused("unread", Place(name), expected=str(contents.statements), given=str(document.given))
    lines = contents.lines(document.triples, len(document.lines))
    return replace(document, lines=lines, notes=(*document.notes, *contents.notes))


def _in_what_was_sent(error: SyntaxProblem, text: bytes, whole: bytes) -> SyntaxProblem:
    """Take the column out of a place whose line got longer when the context was put in."""
    place = error.place
    if place is None or place.line is None:
        return error
    sent, read = (one.split(b"\n", place.line)[place.line - 1 : place.line] for one in (text, whole))
    kept = place if sent == read else replace(place, column=None)
    return SyntaxProblem(error.message, place=kept, remedy=error.remedy)


def _syntaxes(text: bytes, seen: str, wanted: str | None) -> list[str]:
    if wanted is not None and FAMILIES[wanted] == seen:
        return [wanted]
    return {"xml": [RDF_XML], "json": [JSON_LD]}.get(seen) or candidates(text)


def _first(text: bytes, syntaxes: list[str], base: str | None, limits: ReadingLimits, name: str) -> Document:
    """Read in the first syntax that fits; where none does, tell the error of that which got furthest."""
    errors: list[SyntaxProblem] = []
    for syntax in syntaxes:
        try:
            return _read(text, syntax, base, limits, name)
        except SyntaxProblem as error:
            errors.append(error)
    raise max(errors, key=lambda error: (error.place and error.place.line) or 0)


def _read(text: bytes, syntax: str, base: str | None, limits: ReadingLimits, name: str) -> Document:
    most = limits.term + PIECE if syntax != JSON_LD else None
    nowhere = BASE if syntax == JSON_LD else None  # without a base JSON-LD drops what is relative
    source = Lines(text, most=most, comments=syntax != RDF_XML)
    reading = Reading(syntax, base, limits, name, Labels(text))
    try:
        quads = parse(
            input=cast("IO[bytes]", source), format=_FORMATS[syntax], base_iri=base or nowhere, rename_blank_nodes=False
        )
        if syntax == JSON_LD:
            reading.take_at_once(quads)
        else:
            reading.take(quads, source)
    except SyntaxError as error:
        if source.stopped:
            raise term_too_long(limits, Place(name, source.stopped)) from error
        raise _problem(error, syntax, name, source.number, text) from error
    if source.stopped:
        raise term_too_long(limits, Place(name, source.stopped))
    graph = next(iter(reading.graphs - {""}), None)
    return Document(reading.triples(), array("I", reading.found.values()), syntax, graph, given=reading.given)


def _problem(error: SyntaxError, syntax: str, name: str, line: int, text: bytes) -> SyntaxProblem:
    """Tell a mistake of syntax; of RDF/XML the parser tells no place, so ``line``, the last that it read, is it."""
    # Oxigraph repeats the place in its words; the place is told apart already
    words = (error.msg or "").split(": ", 1)[-1]
    if "LoadDocumentCallback" in words:
        words = "A context of another place is named, which is not fetched"
    place = Place(name, error.lineno or line or 1, error.offset)
    if syntax != JSON_LD:
        stopped = b"".join(text.split(b"\n", place.line or 1)[(place.line or 1) - 1 : place.line])
        precise = told(error.msg or "", stopped[:_STOPPED].decode(errors="replace"), place)
        if precise is not None:
            return precise
    words = words if len(words) <= _LONG else f"{words[:_LONG]}…"
    remedy = {
        "json": "Check the JSON before this place, and that every term is in the context.",
        "xml": "Check the elements around this place: RDF/XML has nodes and properties in turn.",
        "text": "Write the whole IRI, or say what it is relative to by @base."
        if "No scheme found" in words
        else f"It was read as {syntax}; a missing “;”, “.” or quote shows up one token later.",
    }
    return SyntaxProblem(
        f"{words}.".replace("..", "."),
        place=place,
        remedy=remedy[FAMILIES[syntax]],
    )


def _refuse_nothing(text: bytes, name: str) -> None:
    if not text:  # blanks alone say as much as a comment alone
        raise SyntaxProblem("There is nothing in it.", place=Place(name, 1, 1), remedy="Send the RDF itself.")


def _refuse_doctype(text: bytes, name: str) -> None:
    match = _DOCTYPE.search(text)
    if match is not None:
        at = match.start()
        raise SyntaxProblem(
            "RDF/XML with a document type declaration is not read: its entities can make a small file endless.",
            place=Place(name, text.count(b"\n", 0, at) + 1, at - text.rfind(b"\n", 0, at)),
            remedy="Take the declaration out and write its entities in full.",
        )


def _notes(declared: str | None, wanted: str | None, document: Document) -> Iterator[Said]:
    if declared is not None and wanted != document.syntax:
        yield note("family", said=declared[:100] if wanted is None else wanted, syntax=document.syntax)
    if document.graph is not None:
        yield note("graph", value=document.graph)


__all__ = ["Document", "ReadingLimits", "read_document"]
