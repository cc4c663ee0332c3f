"""A query's text as lexemes with their places (SPARQL 1.1, section 19.8): to say what is wrong, and to rewrite.

Unlike :mod:`clustergraph.query.tokens`, which guards, it tells every kind apart and takes the likely reading. Nothing
is let pass by it: the guard has read the text before, and reads again what a rewriting makes of it.
"""

import re
from typing import NamedTuple

_LEXEME = re.compile(
    r"""(?P<blank>[ \t\r\n]++|\#[^\n\r]*+)
    | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
        | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+')
    | (?P<lone>["'])
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\[uU][0-9A-Fa-f]{4,8})*+>)
    | (?P<no_iri><[A-Za-z][A-Za-z0-9+.-]*+:[^<>\n]*+>)
    | (?P<variable>[?$]\w++)
    | (?P<tag>@[A-Za-z]++(?:-{1,2}[A-Za-z0-9]++)*+)
    | (?P<escape>\\[uU][0-9A-Fa-f]{4,8})
    | (?P<prefixed>(?:[^\W\d_](?:[\w.·\u0300-\u036f-]{0,200}+(?<!\.))?+|_)?+:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[^\w\s])?+
        (?:[\w:·\u0300-\u036f-]|%[0-9A-Fa-f]{2}|\\[^\w\s]|\.++(?=[\w:·%\\-]))*+)
    | (?P<number>(?:\d++(?:\.\d*+)?+|\.\d++)(?:[eE][+-]?\d++)?+)
    | (?P<word>[^\W\d_]\w*+)
    | (?P<open><<\(?|\{\||[({\[]) | (?P<close>\)?>>|\|\}|[)}\]])
    | (?P<stop>[.;,])
    | (?P<operator>&&|\|\||\^\^|[!<>]=|[!^/|*+?=<>&$~@-])
    | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


class Lexeme(NamedTuple):
    """One lexeme: the name of its group above, its characters, its place, and how many brackets are open around it."""

    kind: str
    text: str
    start: int
    depth: int

    @property
    def word(self) -> str:
        """Its characters in capitals where it is a word, else nothing."""
        return self.text.upper() if self.kind == "word" else ""


def lexemes(text: str) -> list[Lexeme]:
    """Read a text; blanks and comments are left out."""
    found, depth = [], 0
    for match in _LEXEME.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "blank":
            continue
        if kind == "close":
            depth -= 1
        found.append(Lexeme(kind, match[0], match.start(), depth))
        if kind == "open":
            depth += 1
    return found


#: What stands before the first lexeme and behind the last.
NONE = Lexeme("none", "", -1, 0)
