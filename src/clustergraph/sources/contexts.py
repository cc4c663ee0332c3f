"""JSON-LD contexts: ours is known, and put in where a document names it; nobody else's is fetched.

What is put in stands on one line, so that the lines of what follows stay what they are.
"""

import json
import re
from functools import cache

from clustergraph import resources
from clustergraph.errors import Place, SyntaxProblem

_NAMED = re.compile(rb'"@(context|import)"\s*:\s*("(?:[^"\\]|\\.)*"|\[(?:[^\[\]"]|"(?:[^"\\]|\\.)*")*\])')
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_ADDRESS = "https://w3id.org/clustergraph/ontology/context.jsonld"


@cache
def known() -> dict[str, bytes]:
    """Give address → the value of ``@context``, on one line."""
    document = json.loads((resources.repository() / "ontology/context.jsonld").read_text(encoding="utf-8"))
    return {_ADDRESS: json.dumps(document["@context"], ensure_ascii=False).encode()}


def with_known(content: bytes, name: str) -> bytes:
    """Put known contexts in the place of their addresses; raises :class:`SyntaxProblem` for any other address."""

    def replaced(match: "re.Match[bytes]") -> bytes:
        def one(string: "re.Match[bytes]") -> bytes:
            at = match.start(2) + string.start()
            return _content(string[0], match[1], content, at, name)

        # inside an array of contexts the members of an object are no addresses, and no bracket of theirs is here
        return content[match.start() : match.start(2)] + _members(match[2], one)

    return _NAMED.sub(replaced, content)


def _members(value: bytes, one: "re._Substitution") -> bytes:  # type: ignore[name-defined]
    if value.startswith(b'"'):
        return _STRING.sub(one, value)
    parts, depth, at = [], 0, 0
    for match in re.finditer(rb'"(?:[^"\\]|\\.)*"|[{}]', value):
        if match[0] in b"{}":
            depth += 1 if match[0] == b"{" else -1
        elif depth == 0:
            parts += [value[at : match.start()], one(match)]
            at = match.end()
    return b"".join([*parts, value[at:]])


def _content(string: bytes, keyword: bytes, content: bytes, at: int, name: str) -> bytes:
    try:
        address = json.loads(string)
    except ValueError:
        return string  # the parser says what is wrong with it
    if keyword == b"context" and address in known():
        return known()[address]
    raise SyntaxProblem(
        f"The context “{address[:200]}” is not fetched.",
        place=Place(name, content.count(b"\n", 0, at) + 1, at - content.rfind(b"\n", 0, at)),
        remedy=f"Write its terms into the document, or use the one that is known here: {_ADDRESS}",
    )
