"""XML that Oxigraph writes, on its way: mended where readers would get another term, refused where it can hold none.

Oxigraph 0.5.13 writes characters that XML does not have, carriage returns that each reader makes line feeds of (XML
1.0, 2.11), and elements for properties whose IRIs end in no name. Text and attributes have no ``<`` and ``>`` there,
so that whatever stands between two of them is whole. Bytes go by at the speed of C.
"""

import io
import re
from html import unescape
from typing import IO

from clustergraph.errors import FormatCannotHold
from clustergraph.graph.characters import NOT_HTML, NOT_XML, point
from clustergraph.store.elements import NoName, odd_label, with_names
from clustergraph.store.formats import GRAPH_FORMATS, SOLUTION_FORMATS, cannot_hold

_CONTROLS = bytes(code for code in range(32) if chr(code) not in "\t\n\r")
_SUBJECT = re.compile(r'rdf:(about|nodeID)="([^"]*)"')
_BINDING = re.compile(r'<binding name="([^"]*)">')
_NO_NAME = "RDF/XML writes properties as elements, and this IRI does not end in a name of XML"
_NO_LABEL = "RDF/XML takes names of XML as labels of blank nodes, which this is not"
_OTHERS = [*(name for name in GRAPH_FORMATS if name != "rdfxml"), "html"]


class XmlHeld:
    """A file object before another: what passes through is XML whose readers get each term, or it raises.

    ``syntax`` is ``xml`` for results or ``rdfxml``. Call :meth:`finish` at the end.
    """

    def __init__(self, output: IO[bytes], syntax: str) -> None:
        self._output = output
        self._graph = syntax == "rdfxml"
        self._waiting = bytearray()
        self._before = b""  # what went by last, which says where the next is
        self._rows = 0

    def write(self, content: bytes) -> int:
        """Take bytes; raises :class:`FormatCannotHold`."""
        end = content.rfind(b">") + 1
        self._waiting += content[:end]
        if end:
            self._pass_on(bytes(self._waiting))
            self._waiting.clear()
        self._waiting += content[end:]
        return len(content)

    def flush(self) -> None:
        """Do nothing: whatever is complete has been passed on."""

    def finish(self) -> None:
        """Pass on what is left."""
        self._pass_on(bytes(self._waiting))

    def _pass_on(self, piece: bytes) -> None:
        # one after the other: each of these is sought faster than any expression of all of them
        if any([one in piece for one in _CONTROLS]) or not (piece.isascii() or _are_characters(piece)):  # noqa: C419
            raise self._no_character(piece)
        if self._graph:
            written = self._named(piece)
        else:
            written = piece
            self._rows += piece.count(b"<result>")
        self._before = piece
        self._output.write(written.replace(b"\r", b"&#13;"))

    def _no_character(self, piece: bytes) -> FormatCannotHold:
        text = piece.decode()
        place = NOT_XML.find(text)
        # between two tags, or in an attribute
        start = max(text.rfind(mark, 0, place) for mark in '>"') + 1
        end = min((found for mark in '<"' if (found := text.find(mark, place)) > 0), default=len(text))
        formats = GRAPH_FORMATS if self._graph else SOLUTION_FORMATS
        able = [name for name in formats if name not in ("xml", "rdfxml")]
        able += [] if NOT_HTML.find(text[place]) == 0 else ["html"]
        what = f"XML has no character {point(text[place])}, which is in this text"
        return cannot_hold(what, unescape(text[start:end]), self._where(text[:place]), able)

    def _named(self, piece: bytes) -> bytes:
        if label := odd_label(piece):
            raise cannot_hold(_NO_LABEL, f"_:{label}", "answer", _OTHERS)
        try:
            return with_names(piece)
        except NoName as found:
            where = self._where(piece[: found.end].decode())
            raise cannot_hold(_NO_NAME, f"<{found.iri}>", where, _OTHERS) from found

    def _where(self, text: str) -> str:
        """Say where in the answer a text of the piece at hand ends."""
        found = list((_SUBJECT if self._graph else _BINDING).finditer(self._before.decode() + text))
        if self._graph:
            label = unescape(found[-1][2]) if found else ""
            return "answer" if not found else f"<{label}>" if found[-1][1] == "about" else f"_:{label}"
        row = f"row {self._rows + text.count('<result>')}"
        return f"{row}, column {found[-1][1]}" if found else row


def xml_held(content: bytes) -> bytes:
    """Give a whole document of RDF/XML as its readers get each term of; raises :class:`FormatCannotHold`."""
    output = io.BytesIO()
    held = XmlHeld(output, "rdfxml")
    held.write(content)
    held.finish()
    return output.getvalue()


def _are_characters(piece: bytes) -> bool:
    return b"\xef\xbf\xbe" not in piece and b"\xef\xbf\xbf" not in piece
