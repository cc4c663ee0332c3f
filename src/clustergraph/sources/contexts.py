"""JSON-LD contexts: ours is known, and put in where a document names it; nobody else's is fetched.

What is put in stands on one line, so that the lines of what follows stay what they are.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from clustergraph import resources
from clustergraph.errors import Place, SyntaxProblem

_NAMED = re.compile(rb'"@(context|import)"\s*:\s*("(?:[^"\\]|\\.)*"|\[(?:[^\[\]"]|"(?:[^"\\]|\\.)*")*\])')
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ADDRESS = "https://w3id.org/clustergraph/ontology/context.jsonld"


@cache
def known() -> dict[str, bytes]:
    """Give address → the value of ``@context``, on one line."""
    document = json.loads((resources.repository() / "ontology/context.jsonld").read_text(encoding="utf-8"))
    return {_ADDRESS: json.dumps(document["@context"], ensure_ascii=False).encode()}


def passed_over(content: bytes) -> list[str]:
    """List the members that JSON-LD passes over in silence: those without meaning in its contexts."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return []  # the parser says what is wrong
    if not isinstance(document, dict):
        return []
    terms = _terms(document.get("@context", {}))
    if terms is None or "@vocab" in terms:
        return []
    return sorted(name for name in set(_names(document)) if not _has_meaning(name, terms))


def _terms(context: object) -> dict[str, Any] | None:
    """Give the terms of a context, of several together; nothing where they cannot all be seen."""
    if isinstance(context, list):
        parts = [_terms(one) for one in context]
        return None if None in parts else {name: term for part in parts if part for name, term in part.items()}
    if isinstance(context, str) and context in known():
        found: dict[str, Any] = json.loads(known()[context])
        return found
    return context if isinstance(context, dict) and "@import" not in context else None


def _names(value: object) -> Iterator[str]:
    """Give the names of members, but not the languages of a text."""
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, list):
            stack += one
        elif isinstance(one, dict) and "@context" in one and one is not value:
            continue  # has words of its own
        elif isinstance(one, dict):
            yield from one
            stack += [inner for name, inner in one.items() if not _is_language_map(inner) and name != "@value"]


def _is_language_map(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(text, str | list) and _TAG.fullmatch(name) for name, text in value.items()
    )


def _has_meaning(name: str, terms: dict[str, Any]) -> bool:
    return name.startswith("@") or ":" in name or name in terms


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
