"""Counts the rows of an answer in its bytes, as Oxigraph writes them, in whatever pieces they come.

Rows are never made in Python: the bytes go by at the speed of C. In JSON and CSV only what stands outside of strings
counts. Turtle, TriG, RDF/XML and JSON-LD have no such mark; there the limit on bytes is the only one.
"""

from collections.abc import Callable


def row_counter(syntax: str) -> Callable[[bytes], int] | None:
    """Give a function that takes the pieces and gives the number of rows so far; ``None`` where it cannot be told."""
    match syntax:
        case "json":
            return _Json().feed
        case "csv":
            return _Csv().feed
        case "xml":
            return _Marks(b"<result>", 0).feed
        case "html":
            return _Marks(b"<tr>", 0).feed
        case "tsv":
            return _Marks(b"\n", 1).feed
        case "ntriples" | "nquads":
            return _Marks(b"\n", 0).feed
        case _:
            return None


class _Marks:
    """A mark that can stand nowhere but at a row; ``head`` of them stand before the first."""

    def __init__(self, mark: bytes, head: int) -> None:
        self._mark = mark
        self._count = -head
        self._tail = b""

    def feed(self, piece: bytes) -> int:
        text = self._tail + piece
        self._count += text.count(self._mark)
        self._tail = text[max(0, len(text) - len(self._mark) + 1) :]
        return max(self._count, 0)


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


class _Json:
    """Outside of strings ``[{`` opens the first row and ``},{`` parts two; nothing else in a result looks so."""

    def __init__(self) -> None:
        self._count = 0
        self._inside = False
        self._escape = b""
        self._tail = b""

    def feed(self, piece: bytes) -> int:
        text = self._escape + piece
        stay = len(text) - (len(text) - len(text.rstrip(b"\\"))) % 2
        text, self._escape = text[:stay], text[stay:]
        parts = text.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')
        structure = self._tail + b'"' * self._inside + b'"'.join(parts[self._inside :: 2])
        self._inside ^= len(parts) % 2 == 0
        self._count += structure.count(b"},{") + structure.count(b"[{") - self._tail.count(b"[{")
        self._tail = structure[-2:]
        return self._count
