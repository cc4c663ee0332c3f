"""CSV that Oxigraph writes, on its way: a comma in an IRI makes no cell, and a row without a value is no empty line.

Oxigraph 0.5.13 puts no quotes around an IRI, and commas may be in IRIs: such a row has a cell too many. Of a triple
term it puts quotes around the text alone, in the middle of a cell. RFC 4180 makes no difference between an empty line
and an empty pair of quotes; readers do: pandas passes over empty lines, and Python's csv gives a row without cells.
"""

import re
from collections.abc import Iterable
from itertools import islice
from typing import IO

from pyoxigraph import Literal, NamedNode, QuerySolutions, Triple

_END = b"\r\n"
_EMPTY = b"\r\n\r\n"
_BEFORE_QUOTES = b",\n"
_QUOTED = re.compile('[",\r\n]')
_PIECE = 64  # rows that are written at once
#: What makes rows differ when a query is evaluated again.
_DIFFERS = re.compile("RAND|NOW|UUID|BNODE", re.IGNORECASE)


class TooManyCells(Exception):
    """A row has more cells than columns; ``passed`` is how many rows were passed on before, -1 without the head."""

    def __init__(self, passed: int) -> None:
        super().__init__(passed)
        self.passed = passed


class CsvHeld:
    """A file object before another, for CSV of so many columns; call :meth:`finish` at the end."""

    def __init__(self, output: IO[bytes], columns: int) -> None:
        self._output = output
        self._columns = columns
        self._held = bytearray()  # less than a row, and never inside of quotes where it begins
        self._enough = 0
        self.passed = -1  # rows; the head is none

    def write(self, content: bytes) -> int:
        """Take bytes; raises :class:`TooManyCells` before such a row is passed on."""
        self._held += content
        if len(self._held) >= self._enough:
            self._pass_on(bytes(self._held))
        return len(content)

    def flush(self) -> None:
        """Do nothing: rows are passed on as they are complete."""

    def finish(self) -> None:
        """Pass on what is left."""
        self._pass_on(bytes(self._held))
        self._output.write(bytes(self._held))

    def _pass_on(self, text: bytes) -> None:
        parts = text.split(b'"')
        end = _cut(parts, len(text))
        if end == 0:
            self._enough = 2 * len(text)  # or a long text is looked through again with each piece of it
            return
        outside = parts[::2]
        rows = sum([part.count(b"\n") for part in outside])
        cells = sum([part.count(b",") for part in outside]) == rows * max(self._columns - 1, 0)
        if not cells or any(part and part[-1] not in _BEFORE_QUOTES for part in outside[:-1]):
            raise TooManyCells(self.passed)
        if self._columns == 1:
            parts[::2] = [_with_quotes(part, first=place == 0) for place, part in enumerate(outside)]
        self._output.write(b'"'.join(parts))
        self.passed += rows
        del self._held[:end]
        self._enough = 0


def _cut(parts: list[bytes], length: int) -> int:
    """Cut a text, split at its quotes, after its last whole row; gives its length then, nought where it has none."""
    while parts:
        last = parts.pop()
        length -= len(last)
        if len(parts) % 2 == 0 and (found := last.rfind(b"\n") + 1):
            parts.append(last[:found])
            return length + found
        length -= 1  # the quote before
    return 0


def _with_quotes(part: bytes, *, first: bool) -> bytes:
    """Put quotes into empty rows of one column; the ``first`` part begins a row."""
    text = _END + part if first else part
    # twice: an end of line may close one empty row and open another
    text = text.replace(_EMPTY, b'\r\n""\r\n').replace(_EMPTY, b'\r\n""\r\n')
    return text[len(_END) :] if first else text


def comes_again(query: str) -> bool:
    """Whether a query gives the same rows in the same order when it is evaluated again on a store."""
    return _DIFFERS.search(query) is None


def write_rows(result: QuerySolutions, passed: int, output: IO[bytes]) -> None:
    """Write rows as CSV, term by term, without the first that have been ``passed`` on; with the head for -1."""
    if passed < 0:
        output.write(_line(variable.value for variable in result.variables).encode())
    lines = (_line(map(_cell, row)) for row in islice(result, max(passed, 0), None))
    while piece := "".join(islice(lines, _PIECE)):
        output.write(piece.encode())


def _line(cells: Iterable[str]) -> str:
    quoted = ['"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell for cell in cells]
    return (",".join(quoted) if quoted != [""] else '""') + "\r\n"


def _cell(term: object) -> str:
    """Give the text of a term (SPARQL 1.1 Query Results CSV, 3.2); of a triple term, as Oxigraph does, of its parts."""
    if term is None:
        return ""
    if isinstance(term, Triple):
        return " ".join(map(_cell, term))
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
