"""JSON-LD contexts: ours and those that an operator has placed are put in where a document names them; none is fetched.

What is put in stands on one line, so that the lines of what follows stay what they are. A folder of placed contexts has
a file ``contexts.toml``, in which each line is ``"address" = "file"``.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clustergraph import resources
from clustergraph.errors import BadSetting, Place
from clustergraph.sources.reading_limits import ReadingLimits
from clustergraph.sources.unpack import too_large
from clustergraph.sources.wording import refused

_NAMED = re.compile(rb'"@(context|import)"\s*:\s*("(?:[^"\\]|\\.)*"|\[(?:[^\[\]"]|"(?:[^"\\]|\\.)*")*\])')
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
        for match in _NAMED.finditer(content):
            # inside an array of contexts the members of an object are no addresses, and no bracket of theirs is here
            for start, end in _strings(match):
                put = self._content(content, start, end, match[1], name)
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
    if b'"@import"' in content or any(_strings(one) for one in _NAMED.finditer(content)):
        raise _unusable(f"The context “{address}” names another one: put its terms into {file}.", where)
    return value


def _unusable(message: str, place: Place) -> BadSetting:
    return BadSetting(message, place=place, remedy=f'Write lines of the form "https://…" = "file.jsonld" in {_TABLE}.')


def _value(content: bytes) -> Any:
    return json.loads(content)["@context"]


def _strings(match: "re.Match[bytes]") -> list[tuple[int, int]]:
    """Give where addresses stand in what is found: one, or those of an array, outside of its objects."""
    value, start = match[2], match.start(2)
    if value.startswith(b'"'):
        return [(start, match.end(2))]
    found, depth = [], 0
    for part in re.finditer(rb'"(?:[^"\\]|\\.)*"|[{}]', value):
        if part[0] in b"{}":
            depth += 1 if part[0] == b"{" else -1
        elif depth == 0:
            found.append((start + part.start(), start + part.end()))
    return found


__all__ = ["MOST_BYTES", "MOST_CONTEXTS", "Known", "known"]
