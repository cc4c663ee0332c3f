"""A text line by line, for a parser that reads as it goes: what comes out stands at the last line that went in."""

import re
from bisect import bisect_left, bisect_right
from collections import deque

PIECE = 65_536
#: Strings of Turtle, those that never end too, of which the first two kinds may have lines of their own.
_LONG_STRING = re.compile(
    rb'"""(?:[^"\\]++|\\.|"(?!""))*+(?:"""|\\?\Z)|\'\'\'(?:[^\'\\]++|\\.|\'(?!\'\'))*+(?:\'\'\'|\\?\Z)|"(?:[^"\\\n\r]++|\\.)*+"|'
    rb"'(?:[^'\\\n\r]++|\\.)*+'|<[^<>\"{}|^`\\\x00-\x20]*+>|#[^\n\r]*+|\\.",
    re.DOTALL,
)
#: Lines in which nothing is said, and the one behind them.
_EMPTY = re.compile(rb"(?:[ \t\r]*+(?:#[^\n]*+)?\n)++")


class Lines:
    """Gives a text line by line, as a file does whose reader takes little; counts them.

    Lines in which nothing is said go together with the next, and a string of several lines goes whole: the parser
    would read its beginning again with every line. It stops where more than ``most`` bytes went by without a
    statement, and ``stopped`` is the line of the last. Without ``most`` lines are not known and nothing stops.
    """

    def __init__(self, text: bytes, *, most: int | None, comments: bool = True) -> None:
        self._text = text
        self._at = 0
        self._most = most
        self._line = 1
        self._until = 0
        self._stood = 0
        self._comments = comments
        self._ends, self._begins = _strings(text) if most is not None and comments else ([], [])
        self.number = 0
        self.stopped = 0
        self._open: deque[int] = deque()

    def read(self, size: int = -1) -> bytes:
        """Give the next line, or as much of it as is asked for."""
        at = self._at
        if self._most is None:
            piece = self._text[at : at + (size if size > 0 else PIECE)]
            self._at = at + len(piece)
            return piece
        if at - self._stood > self._most:
            self.stopped = self.number
            return b""
        if at >= self._until:
            self._until = self._end(at)
            self._open = self._of_strings(at, self._until)
        piece = self._text[at : min(self._until, at + size) if size > 0 else self._until]
        self._at = at + len(piece)
        lines = piece.count(b"\n")
        self.number = self._line + lines - piece.endswith(b"\n")
        self._line += lines
        return piece

    def _end(self, at: int) -> int:
        empty = _EMPTY.match(self._text, at) if self._comments else None
        end = self._text.find(b"\n", empty.end() if empty else at) + 1 or len(self._text)
        while end < len(self._text):  # no line ends inside a string
            string = bisect_right(self._begins, end - 1) - 1
            if string < 0 or self._ends[string] < end:
                break
            end = self._text.find(b"\n", self._ends[string]) + 1 or len(self._text)
        return end

    def line(self, statement: str) -> int:
        """Give the line of a statement that came out: of a text of several lines the first."""
        if not self._open:
            return self.number
        return self._open.popleft() if "\\n" in statement or "\\r" in statement else self._open[0]

    def _of_strings(self, at: int, end: int) -> deque[int]:
        """Give the lines at which strings of several lines begin, in a piece of the text."""
        first, beyond = bisect_left(self._begins, at), bisect_left(self._begins, end)
        found: deque[int] = deque()
        lines, counted = self._line, at
        for begin in self._begins[first:beyond]:
            lines += self._text.count(b"\n", counted, begin)
            counted = begin
            found.append(lines)
        return found

    def given(self) -> None:
        """Take note that a statement came out."""
        self._stood = self._at


def _strings(text: bytes) -> tuple[list[int], list[int]]:
    """Give where strings of several lines end, and where they begin."""
    if b'"""' not in text and b"'''" not in text:
        return [], []
    found = [match for match in _LONG_STRING.finditer(text) if match[0][:3] in (b'"""', b"'''") and b"\n" in match[0]]
    return [match.end() for match in found], [match.start() for match in found]
