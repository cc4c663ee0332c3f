"""Types in JSON-LD as JSON-LD has them: ``@type`` (JSON-LD 1.1, section 3.5), where Oxigraph writes a property.

Oxigraph 0.5.13 writes ``rdf:type`` like any other property, which says the same as RDF, but no reader that looks for a
type, a frame among them, finds one. A class that is a literal, which RDF allows, stays with the property.
"""

import re

_NAME = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
#: Nothing else in JSON can look like it: within a string, quotes have a backslash before them.
_MEMBER = b'"%s":[' % _NAME
# no IRI and no label of a blank node has quotes, brackets or a backslash
_CLASSES = re.compile(rb'(?:,?\{"@id":"[^"]*"\})+')
_LITERAL = re.compile(rb',?(\{(?:,?"@[a-z]+":"[^"\\]*(?:\\.[^"\\]*)*")+\})', re.DOTALL)


class TypeMembers:
    """Writes the types of expanded JSON-LD that comes in pieces, as Oxigraph writes it, into ``@type``."""

    def __init__(self) -> None:
        self._held = b""
        self._inside = False  # in the values of the property
        self._open = False  # classes were given
        self._literals: list[bytes] = []

    def feed(self, content: bytes) -> bytes:
        """Take a piece and give what is sure."""
        text, place = self._held + content, 0
        given: list[bytes] = []
        while True:
            if self._inside:
                place = self._values(text, place, given)
            if self._inside:
                break  # the rest is in the next piece
            found = text.find(_MEMBER, place)
            if found < 0:
                sure = max(place, len(text) - len(_MEMBER) + 1)
                given.append(text[place:sure])
                place = sure
                break
            given.append(text[place:found])
            place = found + len(_MEMBER)
            self._inside, self._open, self._literals = True, False, []
        self._held = text[place:]
        return b"".join(given)

    def rest(self) -> bytes:
        """Give what was held back, at the end."""
        held, self._held = self._held, b""
        return held

    def _values(self, text: bytes, place: int, given: list[bytes]) -> int:
        """Write values from a place on, as far as they are whole; gives the place behind them."""
        while True:
            if found := _CLASSES.match(text, place):
                names = found[0].replace(b'{"@id":"', b'"').replace(b'"}', b'"')
                given += [names] if self._open else [b'"@type":[', names.removeprefix(b",")]
                self._open = True
            elif found := _LITERAL.match(text, place):
                self._literals.append(found[1])
            else:
                break
            place = found.end()
        if not text.startswith(b"]", place):
            return place
        self._inside = False
        literals = [_MEMBER, b",".join(self._literals), b"]"] if self._literals else []
        given += [*([b"]"] if self._open else []), *([b","] if self._open and literals else []), *literals]
        return place + 1


def with_types(content: bytes) -> bytes:
    """Write the types of a whole document of expanded JSON-LD, as Oxigraph writes it, into ``@type``."""
    members = TypeMembers()
    return members.feed(content) + members.rest()
