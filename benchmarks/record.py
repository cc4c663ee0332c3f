"""Reads what is said of things (record.txt) and writes it as N-Quads, with the blanks filled in."""

import re
from pathlib import Path
from typing import Any

from clustergraph.ns import expand

_FILE = Path(__file__).parent / "record.txt"
_INTEGER = expand("xsd:integer")


class Blocks:
    """The blocks of the file by name."""

    def __init__(self) -> None:
        text = re.sub(r"^#.*\n", "", _FILE.read_text(encoding="utf-8"), flags=re.MULTILINE).strip()
        blocks = (block.split("\n", 1) for block in text.split("\n\n"))
        self._blocks = {name: _lines(things) for name, things in blocks}

    def write(self, name: str, graph: str, **blanks: Any) -> str:
        """Give the lines of a block in a graph."""
        return self._blocks[name].format(graph=graph, **blanks)


def _lines(things: str) -> str:
    lines, subject = [], ""
    for line in things.split("\n"):
        if line.startswith(" "):
            name, value = line.split(None, 1)
            lines.append(f"{subject} {_term('rdf:type' if name == 'a' else name)} {_term(value)} <{{graph}}> .\n")
        else:
            subject = _term(line)
    return "".join(lines)


def _term(text: str) -> str:
    """Write a name, a number or a literal in full, blanks and all."""
    if text.startswith("<"):
        return text
    if text.startswith('"'):
        literal, mark, datatype = text.partition("^^")
        return f"{literal}{mark}{datatype and _term(datatype)}"
    if ":" in text:
        return f"<{expand(text)}>"
    return f'"{text}"^^<{_INTEGER}>'
