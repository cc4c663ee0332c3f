"""The lines at which the statements of JSON-LD stand: no parser tells them, so the document is looked through again.

That happens only where somebody wants a line. A value has the line at which it begins; of one that cannot be told from
others of its property the line is that of the first of these, and what cannot be found has none.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, overload

from clustergraph.sources.jsonld.audit import Audit
from clustergraph.sources.jsonld.binding import Binding, Graph, Triple
from clustergraph.sources.jsonld.keys import ITEM, REST, Key, form, forms
from clustergraph.sources.jsonld.memory import Memory
from clustergraph.sources.jsonld.text import Path, lines_of, values

MOST = 100_000  # statements of a document whose lines are looked for: that takes some seconds, and 1 kB for each


class Located(Sequence[int]):
    """The line of each statement of a document, 0 where it is not known; found when the first is asked for."""

    def __init__(
        self, content: bytes, base: str | None, known: Callable[[str], Any], triples: bytes, statements: int
    ) -> None:
        self._content, self._base, self._known = content, base, known
        self._triples, self._statements = triples, statements

    def __len__(self) -> int:
        return self._statements

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        return self._lines[index]

    def __iter__(self) -> Iterator[int]:
        return iter(self._lines)

    @cached_property
    def _lines(self) -> "array[int]":
        if self._statements > MOST:
            return array("I", [0]) * self._statements
        text, memory = self._content.decode(), Memory()
        Audit(self._known, self._base, memory).document(values(text)[0])
        triples = [_parted(line) for line in self._triples.decode().splitlines()]
        binding = Binding(memory, Graph(triples))
        places = _places(memory, binding, lines_of({one.path for one in memory.occurrences}, text, at_value=True))
        return array("I", (_line(one, places) for one in triples))


def _parted(line: str) -> Triple:
    subject, predicate, value = line.split(" ", 2)
    return subject, predicate, value.removesuffix(" .")


#: What is said by one property of one node: the line of each value, and of the first that is not known.
Places = dict[str, int]
_ANY = ""


def _places(memory: Memory, binding: Binding, lines: dict[Path, int]) -> dict[tuple[str, str], Places]:
    """Give subject and property → what is said there and at which line; of what is said twice the first."""
    found: dict[tuple[str, str], Places] = defaultdict(dict)
    lists: dict[Key, None] = {}
    for one in memory.occurrences:
        if one.subject.kind == "list":
            lists[one.subject] = None
        elif (subject := binding.term(one.subject)) is not None and one.path in lines:
            for value in _values(one.object, binding):
                found[subject, one.predicate].setdefault(value, lines[one.path])
    for key in lists:
        for item, cell in binding.items(key):
            line = lines.get(item.path, 0)
            found[cell, ITEM] = found[cell, REST] = {_ANY: line}
    return found


def _values(key: Key | None, binding: Binding) -> tuple[str, ...]:
    if key is None:
        return (_ANY,)
    return (binding.term(key) or _ANY,) if key.placed else forms(key)


def _line(triple: Triple, places: dict[tuple[str, str], Places]) -> int:
    subject, predicate, value = triple
    said = places.get((subject, predicate), {})
    return said.get(form(value)) or said.get(_ANY) or next(iter(said.values()), 0)
