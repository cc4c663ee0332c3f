"""Warnings: what a query's answer is worth knowing beside it, though the query is answered.

Each kind has one sentence here, which stands in the header ``Clustergraph-Warning``, on the page (there in the reader's
language) and on the command line.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from clustergraph.query.calls import place

#: Kind → what is told; the names in it are those of :attr:`Warned.values`.
WARNINGS = {
    "alias-in-having": "HAVING uses ?%(name)s, to which SELECT gives its value afterwards: it was read as %(meant)s. "
    "Other engines may give no rows.",
    "alias-in-pattern": "?%(name)s gets its value from SELECT, after the pattern: inside of the pattern it has none. "
    "Use HAVING, or a sub-SELECT.",
    "never-bound": "Nothing in the query gives ?%(name)s a value. Is its name misspelt?",
    "missing-in-aggregate": "?%(name)s is optional: in a group where one value is missing, %(aggregate)s has none. "
    "Write COALESCE(?%(name)s, …), or ask for it outside of OPTIONAL.",
}
_MOST = 5  # warnings of one answer that are told
_AS_THEY_ARE = set(range(0x20, 0x7F)) - {0x22, 0x25}
_LENGTH = 60  # characters of a name or an expression


class Warned(NamedTuple):
    """One warning: its kind, what its sentence is about, and where in the query."""

    kind: str
    values: dict[str, str]
    line: int
    column: int

    @classmethod
    def at(cls, text: str, offset: int, kind: str, values: dict[str, str]) -> "Warned":
        """Make one about an offset in a text."""
        where = place(text, offset)
        short = {name: value if len(value) <= _LENGTH else f"{value[:_LENGTH]}…" for name, value in values.items()}
        return cls(kind, short, where.line or 1, where.column or 1)

    @property
    def template(self) -> str:
        """What is told of its kind, to be translated and filled in."""
        return WARNINGS[self.kind]

    @property
    def sentence(self) -> str:
        """What is told, in English, with its place."""
        return f"{self.template % self.values} (line {self.line}, column {self.column})"


def told(warnings: Iterable[Warned]) -> tuple[Warned, ...]:
    """Give the first ones, each name once, in the order of their places."""
    found = {(one.kind, one.values["name"]): one for one in sorted(warnings, key=lambda one: one[2:], reverse=True)}
    return tuple(sorted(found.values(), key=lambda one: one[2:])[:_MOST])


def as_header(warnings: Iterable[Warned]) -> str:
    """Write the field ``Clustergraph-Warning``: a list of strings (RFC 9651, 3.1), Display Strings beyond ASCII."""
    return ", ".join(_string(one.sentence) for one in warnings)


def read_warnings(rows: Iterable[Any]) -> tuple[Warned, ...]:
    """Read what was sent as JSON."""
    return tuple(Warned(*row) for row in rows)


def _string(text: str) -> str:
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    # RFC 9651, 3.3.8: percent signs, quotes and whatever is not printed in ASCII, in small hexadecimal digits
    signs = (chr(one) if one in _AS_THEY_ARE else f"%{one:02x}" for one in text.encode("utf-8", "replace"))
    return f'%"{"".join(signs)}"'
