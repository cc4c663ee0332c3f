"""A text line by line, for a parser that reads as it goes: what comes out stands at the last line that went in."""

_LONG = 64  # lines without a statement, after which larger pieces are given: reading them again and again would be slow
PIECE = 65_536


class Lines:
    """Gives a text line by line, as a file does whose reader takes little; counts them.

    It stops where more than ``most`` bytes went by without a statement, and ``stopped`` is the line of the last: the
    parser would read them again with every piece that is added. Without ``most`` lines are not known and nothing stops.
    """

    def __init__(self, text: bytes, *, most: int | None) -> None:
        self._text = text
        self._at = 0
        self._most = most
        self._line = 1
        self._since = 0
        self._stood = 0
        self.number = 0
        self.stopped = 0

    def read(self, size: int = -1) -> bytes:
        """Give the next line, or as much of it as is asked for."""
        self._since += 1
        text, at = self._text, self._at
        if self._most is not None and at - self._stood > self._most:
            self.stopped = self.number
            return b""
        if self._most is not None and self._since <= _LONG:
            end = text.find(b"\n", at) + 1 or len(text)
            end = min(end, at + size) if size > 0 else end
        else:
            end = at + (size if size > 0 else PIECE)
        piece = text[at:end]
        self._at = at + len(piece)
        if self._most is not None:
            self.number = self._line
            self._line += piece.count(b"\n")
        return piece

    def given(self) -> None:
        """Take note that a statement came out."""
        self._since = 0
        self._stood = self._at
