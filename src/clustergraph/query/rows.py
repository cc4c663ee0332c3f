"""Counts the rows or statements of an answer in its bytes, as Oxigraph writes them, in whatever pieces they come.

They are never made in Python: the bytes go by at the speed of C. In JSON, JSON-LD, Turtle, TriG and CSV only what
stands outside of strings counts; in XML and in formats of lines, a mark can stand nowhere else.
"""

from collections.abc import Callable, Mapping

Marks = Mapping[bytes, int]
_LINES: Marks = {b"\n": 1}
_ONE_GRAPH: Marks = {b"\n": 1, b" , ": 1}  # subjects and predicates begin lines, more objects follow a comma
#: Syntax → marks outside of strings, and how many rows each stands for.
_OUTSIDE: dict[str, Marks] = {
    "json": {b"[{": 1, b"},{": 1},  # opens the first row; parts two
    "jsonld": {b"}": 1, b"]}": -1},  # ends the object of a statement; its subject
    "turtle": _ONE_GRAPH,
    "trig": _ONE_GRAPH,
}
#: Syntax → marks, and how many rows each stands for.
_ANYWHERE: dict[str, Marks] = {
    "xml": {b"<result>": 1},
    "html": {b"<tr>": 1},
    "tsv": _LINES,
    "ntriples": _LINES,
    "nquads": _LINES,
}
# lines of properties, and of subjects whose elements state their types
_RDFXML: Marks = {b"\n\t\t<": 1, b"\n\t\t</": -1, b"\n\t<": 1, b"\n\t</": -1, b"\n\t<rdf:Description": -1}
_JSON = {"json", "jsonld"}
_BUT_STRUCTURE = bytes(set(range(256)) - set(b'"{}[],'))
_HEADS = {"tsv": 1}  # how many rows' marks stand before the first row


def row_counter(syntax: str) -> Callable[[bytes], int] | None:
    """Give a function that takes the pieces and gives the number of rows so far; ``None`` for no format of answers."""
    if syntax in _JSON:
        return _Json(_OUTSIDE[syntax]).feed
    if syntax in _OUTSIDE:
        return _Outside(_OUTSIDE[syntax]).feed
    if syntax in _ANYWHERE:
        return _Marked(_ANYWHERE[syntax], _HEADS.get(syntax, 0)).feed
    if syntax == "rdfxml":
        return _Decided(_RDFXML).feed
    return _Csv().feed if syntax == "csv" else None


class _Marked:
    """Marks that stand for rows, ``head`` of them before the first; one may take back what ends with it counts."""

    def __init__(self, marks: Marks, head: int = 0) -> None:
        self._marks = marks
        self._longest = max(map(len, marks))
        self._count = -head
        self._tail = b""

    def feed(self, piece: bytes) -> int:
        text = self._tail + piece
        for mark, rows in self._marks.items():
            self._count += rows * (text.count(mark) - self._tail.count(mark))
        self._tail = text[max(0, len(text) - self._longest + 1) :]
        return max(self._count, 0)


class _Decided(_Marked):
    """Marks that may begin others, which take them back: counted when so much follows that both can be told apart."""

    def feed(self, piece: bytes) -> int:
        text = self._tail + piece
        sure = max(0, len(text) - self._longest + 1)
        for mark, rows in self._marks.items():
            self._count += rows * text.count(mark, 0, sure + len(mark) - 1)
        self._tail = text[sure:]
        return self._count


class _Outside(_Marked):
    """The same outside of strings, in which a backslash makes the next character mean nothing."""

    _inside = False
    _escape = b""

    def feed(self, piece: bytes) -> int:
        text = self._escape + piece
        stay = len(text) - (len(text) - len(text.rstrip(b"\\"))) % 2
        text, self._escape = text[:stay], text[stay:]
        if b"\\" in text:
            text = text.replace(b"\\\\", b"").replace(b'\\"', b"")
        inside, parts = self._inside, self._reduced(text).split(b'"')
        self._inside ^= len(parts) % 2 == 0
        return super().feed(b'"' * inside + b'"'.join(parts[inside::2]))

    def _reduced(self, text: bytes) -> bytes:
        return text


class _Json(_Outside):
    """In JSON strings are many and few hold a mark: what means nothing is deleted, and two quotes are one sign then.

    They are a string, or the end of one and the begin of another with no mark between them: either way the same is
    outside of strings afterwards.
    """

    def _reduced(self, text: bytes) -> bytes:
        return text.translate(None, _BUT_STRUCTURE).replace(b'""', b"_")


class _Csv:
    """Line ends outside of quotes; a doubled quote opens and closes at once."""

    def __init__(self) -> None:
        self._count = -1
        self._inside = False

    def feed(self, piece: bytes) -> int:
        parts = piece.split(b'"')
        self._count += sum(part.count(b"\n") for part in parts[self._inside :: 2])
        self._inside ^= len(parts) % 2 == 0
        return max(self._count, 0)
