"""Where the statements of Turtle and TriG begin: at the line of their subject, which no parser tells."""

import re

_NAME = rb"A-Za-z0-9_\-:%\\\x80-\xff"
#: One statement: what is no dot, a dot in a string, an IRI or a comment, and a dot inside a number or a name.
_STATEMENT = re.compile(
    rb"(?:[^\"'<#.\\{}]++|\"\"\"(?:[^\"\\]++|\\.|\"(?!\"\"))*+\"\"\"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"
    rb'|"(?:[^"\\\n\r]++|\\.)*+"|' + rb"'(?:[^'\\\n\r]++|\\.)*+'"
    rb"|<[^<>\"{}|^`\\\x00-\x20]*+>|#[^\n\r]*+|\\.|[<\"']"
    rb"|\.(?=[0-9])|(?<=[" + _NAME + rb"])\.(?=[" + _NAME + rb".]))*+\.?",
    re.DOTALL,
)
#: What may stand before the subject: white space, comments, prefixes as SPARQL has them, bounds and names of graphs.
_BEFORE = re.compile(
    rb"(?:[\s{}]++|#[^\n]*+|(?i:prefix)\s++[^\s:]*+:\s*+<[^>\n]*+>|(?i:base)\s++<[^>\n]*+>|"
    rb"(?:[Gg][Rr][Aa][Pp][Hh]\s++)?(?:<[^<>\s]*+>|_?[\w\-.\x80-\xff]*+:[^\s{}.;,<\"']*+)\s*+\{)*+"
)


def beginnings(text: bytes) -> list[int]:
    """Give the lines at which statements begin, those of directives with a dot among them, in their order."""
    found: list[int] = []
    at, line, counted = 0, 1, 0
    while at < len(text):
        before = _BEFORE.match(text, at)
        start = before.end() if before else at
        line += text.count(b"\n", counted, start)
        counted = start
        if start < len(text):
            found.append(line)
        statement = _STATEMENT.match(text, start)
        at = max(statement.end() if statement else start, start + 1)
    return found
