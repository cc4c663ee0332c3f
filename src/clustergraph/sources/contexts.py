"""JSON-LD contexts: ours and those that an operator has placed are put in where a document names them; none is fetched.

What is put in stands on one line, so that the lines of what follows stay what they are. A folder of placed contexts has
a file ``contexts.toml``, in which each line is ``"address" = "file"``.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clustergraph import resources
from clustergraph.errors import BadSetting, Place
from clustergraph.sources.reading_limits import ReadingLimits
from clustergraph.sources.unpack import too_large
from clustergraph.sources.wording import refused

#: A string of JSON; one that does not end goes to the end of the text.
_STRING = rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)'
_VALUE = rb'@(?:context|import)"\s*+:\s*+["\[]'
#: Everything up to the next context or import that is an address or an array: no string is begun in its middle, nothing
#: is gone over twice.
_NEXT = re.compile(
    rb'(?:[^"]++|"(?!%b)(?:[^"\\]++|\\.)*+(?:"|\\?\Z))*+"@(?P<keyword>context|import)"\s*+:\s*+' % _VALUE, re.DOTALL
)
_PART = re.compile(_STRING + rb"|[{}\[\]]", re.DOTALL)
_ADDRESS = "https://w3id.org/clustergraph/ontology/context.jsonld"
_TABLE = "contexts.toml"
#: How large the file of one context may be, and how many there may be.
MOST_BYTES, MOST_CONTEXTS = 1_048_576, 1000


@dataclass(frozen=True)
class Known:
    """Contexts by their addresses: the value of ``@context``, and the same as JSON on one line."""

    values: Mapping[str, Any]
    texts: Mapping[str, bytes]

    def value(self, address: str) -> Any:
        """Give the value of a context, an empty one where it is not known."""
        return self.values.get(address, {})

    def put_in(self, content: bytes, limits: ReadingLimits | None, name: str) -> bytes:
        """Put known contexts in the place of their addresses; without limits as many as there are.

        Raises :class:`SyntaxProblem` for any other address, :class:`ContentTooLarge` where too much would be put in.
        """
        parts: list[bytes] = []
        size = at = 0
        for keyword, start, end in _named(content):
            put = self._content(content, start, end, keyword, name)
            parts += [content[at:start], put]
            size += start - at + len(put)
            at = end
            if limits is not None and size > limits.size:
                raise too_large(limits, name)
        return b"".join([*parts, content[at:]]) if parts else content

    def _content(self, content: bytes, start: int, end: int, keyword: bytes, name: str) -> bytes:
        try:
            address = json.loads(content[start:end])
        except ValueError:
            return content[start:end]  # it is no JSON, which is told elsewhere
        if keyword == b"context" and address in self.texts:
            return self.texts[address]
        line, column = content.count(b"\n", 0, start) + 1, start - content.rfind(b"\n", 0, start)
        raise refused("context", Place(name, line, column), value=address, known=_ADDRESS)


@cache
def known(folder: Path | None = None) -> Known:
    """Give our context and those placed in a folder; raises :class:`BadSetting` for one that cannot be used."""
    values = {_ADDRESS: resources.context()}
    if folder is not None and folder != Path():
        values |= _placed(folder)
    return Known(values, {key: json.dumps(value, ensure_ascii=False).encode() for key, value in values.items()})


def _placed(folder: Path) -> dict[str, Any]:
    where = Place(f"setting contexts, {folder / _TABLE}")
    try:
        table = tomllib.loads((folder / _TABLE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unusable(f"The table of contexts cannot be read: {error}.", where) from error
    if len(table) > MOST_CONTEXTS:
        raise _unusable(f"There are more than {MOST_CONTEXTS} contexts.", where)
    return {address: _file(folder, address, file, where) for address, file in table.items()}


def _file(folder: Path, address: str, file: object, where: Place) -> Any:
    """Read the file of one context, which stands by itself: it names no other."""
    path = folder / file if isinstance(file, str) else folder
    if not isinstance(file, str) or not path.resolve().is_relative_to(folder.resolve()):
        raise _unusable(f"The file of the context “{address}” is not one of the folder.", where)
    try:
        content = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
        value = _value(content)
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise _unusable(
            f"The context “{address}” cannot be read from {file}: it must be JSON with a member @context, of at most "
            f"{MOST_BYTES} bytes.",
            where,
        ) from error
    if b'"@import"' in content or any(True for _ in _named(content)):
        raise _unusable(f"The context “{address}” names another one: put its terms into {file}.", where)
    return value


def _unusable(message: str, place: Place) -> BadSetting:
    return BadSetting(message, place=place, remedy=f'Write lines of the form "https://…" = "file.jsonld" in {_TABLE}.')


def _value(content: bytes) -> Any:
    return json.loads(content)["@context"]


def _named(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Give each address that is named: by which keyword, and where it begins and ends."""
    at = 0
    while (found := _NEXT.match(content, at)) is not None:
        start, end = found.end(), None
        if content.startswith(b"[", start):
            addresses, end = _of_array(content, start)
            yield from ((found["keyword"], *address) for address in addresses)
        elif part := _PART.match(content, start):
            end = part.end()
            yield found["keyword"], start, end
        at = end or start + 1


def _of_array(content: bytes, start: int) -> tuple[list[tuple[int, int]], int | None]:
    """Give where addresses stand in an array of contexts, and where it ends; none where another is in it.

    The members of an object in it are no addresses.
    """
    found: list[tuple[int, int]] = []
    depth = 0
    for part in _PART.finditer(content, start + 1):
        if part[0] == b"]":
            return found, part.end()
        if part[0] == b"[":
            break
        if part[0] in b"{}":
            depth += 1 if part[0] == b"{" else -1
        elif depth == 0:
            found.append(part.span())
    return [], None


__all__ = ["MOST_BYTES", "MOST_CONTEXTS", "Known", "known"]
