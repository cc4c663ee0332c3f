"""Characters that documents of a format cannot have: one rule for each format, whoever writes it."""

import re
from dataclasses import dataclass

# the noncharacters beyond the first plane are among these; a class of all of them is searched fifteen times as slowly
_LAST_TWO = re.compile("[\U0001fffe-\U0010ffff]")


@dataclass(frozen=True)
class Forbidden:
    """What a format cannot have: a class of characters, and whether the last two of each further plane are in it."""

    first_plane: re.Pattern[str]
    others: bool

    def find(self, text: str) -> int:
        """Give the place of the first such character, -1 where there is none."""
        found = self.first_plane.search(text)
        places = [found.start()] if found else []
        if self.others and not text.isascii():
            places += [one.start() for one in _LAST_TWO.finditer(text) if _is_last(one)][:1]
        return min(places, default=-1)

    def replaced(self, text: str) -> str:
        """Give a text with U+FFFD for each of them: for pages and reports, which people read."""
        text = self.first_plane.sub("\ufffd", text)
        if not self.others or text.isascii():
            return text
        return _LAST_TWO.sub(lambda one: "\ufffd" if _is_last(one) else one[0], text)


#: Noncharacters, surrogates, and controls other than ASCII white space (HTML Living Standard, 13.1.4).
NOT_HTML = Forbidden(re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"), others=True)
#: What is no character of XML 1.0 (production 2).
NOT_XML = Forbidden(re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"), others=False)


def point(character: str) -> str:
    """Name a character by its code point: ``U+000B``."""
    return f"U+{ord(character):04X}"


def _is_last(found: re.Match[str]) -> bool:
    return ord(found[0]) & 0xFFFE == 0xFFFE
