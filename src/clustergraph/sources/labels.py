"""Labels of blank nodes: those that a sender gave, and numbers for nodes that have none.

The parser gives a node without a label 32 hexadecimal digits, which nobody who reads a report can find in the document.
A label of the sender is kept, so that a finding names the node as the document does.
"""

import re
from itertools import count

_MADE = re.compile(r"_:[0-9a-f]{16,32}")
#: Where a document may give labels: as Turtle and JSON-LD do, and as RDF/XML does.
_GIVEN = re.compile(rb"""_:([0-9a-f]{16,32}|b\d+)(?![\w-])|nodeID\s*=\s*["']([0-9a-f]{16,32}|b\d+)["']""")


class Labels:
    """The labels of one document."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._labels: dict[str, str] = {}
        self._used: set[str] = set()
        self._given: frozenset[str] | None = None
        self._numbers = count()

    def kept(self, statement: str) -> str:
        """Write a statement (N-Triples) with the labels that are kept."""
        subject, predicate, value = statement.split(" ", 2)
        if subject.startswith("_:"):
            subject = self._kept(subject)
        if value.startswith("_:"):
            value = self._kept(value)
        return f"{subject} {predicate} {value}"

    def _kept(self, label: str) -> str:
        found = self._labels.get(label)
        if found is None:
            # an escape may hide a label from the look at the text, so none is given twice in any case
            found = self._new() if self._is_made(label) or label in self._used else label
            self._labels[label] = found
            self._used.add(found)
        return found

    def _is_made(self, label: str) -> bool:
        return _MADE.fullmatch(label) is not None and label not in self._in_text()

    def _new(self) -> str:
        numbered = (f"_:b{number}" for number in self._numbers)
        return next(label for label in numbered if label not in self._in_text() and label not in self._used)

    def _in_text(self) -> frozenset[str]:
        """Give the labels of the document that could be taken for made ones; it is looked through once, if at all."""
        if self._given is None:
            self._given = frozenset(f"_:{(one or other).decode()}" for one, other in _GIVEN.findall(self._text))
        return self._given
