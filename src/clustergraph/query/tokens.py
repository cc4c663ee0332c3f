"""Tells the tokens of a query apart, as far as a guard needs it: names, words and operators from strings and comments.

One pass in linear time: every repetition is possessive, so that no text makes it go back further than one token. Most
of what means nothing to a guard is passed over inside the regular expression.

Oxigraph's parser has no tokens. A keyword needs no blank before or behind it, and ``<`` is tried as the begin of an
IRI and as an operator, wherever each can stand. Some texts can be read in two ways therefore; where the other way
could turn what we take for a string or a comment into a part of the query, :func:`is_doubtful` says so.
"""

import re

# Names may hold most characters beyond ASCII, U+FEFF among them; those they may not hold stand nowhere else either.
# The classes are written by what they leave out: a range up to U+10FFFF takes 20 ms to compile.
_REST = r"\x5b-\x5e\x60\x7b-\x7f"
_NAME = rf"[^\x00-\x2f\x3a-\x40{_REST}]"  # letters, digits, _
_RUN = rf"[^\x00-\x2c\x2f\x3a-\x40{_REST}]"  # these, and - .
_FIRST = rf"[^\x00-\x24\x26-\x2f\x3b-\x40{_REST}]"  # letters, digits, _ and % :
_MORE = rf"[^\x00-\x24\x26-\x2c\x2f\x3b-\x40{_REST}]"  # these, and - .
# SPARQL 1.1, section 19.8. A string ends where the grammar has it; one that does not end is a lone quote here.
_STRINGS = r"""
    \"{3}(?:[^"\\]++|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]++|\\.|'(?!''))*+'{3}
    | "(?:[^"\\\n\r]++|\\.)*+" | '(?:[^'\\\n\r]++|\\.)*+'"""
_IRI = r"""<(?:[^<>"{}|^`\\\x00-\x20]++|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>"""
_LOCAL = rf"(?:{_FIRST}|\\.)(?:{_MORE}++|\\.)*+"  # neither a dot nor a hyphen begins a local name
_SKIPPED = rf"""
    [\s;,]++ | \#[^\n\r]*+ | {_STRINGS} | [?$]{_NAME}++ | @[A-Za-z]++(?:-[A-Za-z0-9]++)*+
    | [A-Za-z0-9_]{{1,2}}+(?!{_RUN}|[:\\])  # no keyword that matters is as short
    | ["'@?$%~`] | &(?!&)"""

#: One match for each token; the name of its last group is its kind. At the end of the text there is none.
TOKEN = re.compile(
    rf"""(?:{_SKIPPED})*+
    (?: (?P<iri>{_IRI})
    | (?P<prefixed>(?:{_RUN}++|\\.)*+:(?:{_LOCAL})?+)
    | (?P<words>(?:{_RUN}++|\\.)++)
    | (?P<open><<(?!{_IRI[1:]})|[({{\[]) | (?P<close>>>|[)}}\]])
    | (?P<operator>&&|\|\||\^\^|[!<>]=|[!^/|*+?=<>])
    | (?P<other>.) | \Z)""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_BY_AUTHORITY = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")


def is_doubtful(iri: str) -> bool:
    """Whether what looks like an IRI may be a comparison that a string or a comment follows: ``1<'a>b'``.

    An operator ``<`` may be followed by a prefixed name, but that not by ``//``: IRIs with an authority are certain.
    """
    return ("'" in iri or "#" in iri) and _BY_AUTHORITY.match(iri) is None
