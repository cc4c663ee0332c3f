"""Where in JSON-LD things are said: subject, predicate and object of each statement as the document has them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from clustergraph.sources.jsonld.context import Context
from clustergraph.sources.jsonld.keys import Key, reference
from clustergraph.sources.jsonld.text import Path


class Occurrence(NamedTuple):
    """One statement as it stands in a document; an object that is no text and no node is known by its place alone."""

    subject: Key
    predicate: str
    object: Key | None
    path: Path


class Memory:
    """What a walk over a document has met, in the order of the document.

    ``free`` are nodes without a name that are the value of nothing.
    """

    def __init__(self) -> None:
        self.occurrences: list[Occurrence] = []
        self.free: list[Key] = []
        self._said: tuple[Key | None, str, bool] = (None, "", False)

    def entered(self, value: dict[str, Any], active: Context, path: Path, *, free: bool) -> Key | None:
        """Remember a node; gives what it is known by: its name or label, else its place."""
        name = next((name for name in value if active.member(name) == "@id"), "")
        word = value.get(name)
        key = reference(word, active) if isinstance(word, str) else Key("node", path)
        if not free:
            self.found(key, (*path, name) if isinstance(word, str) else path)
        elif key is not None and key.placed:
            self.free.append(key)
        return key

    @contextmanager
    def about(self, subject: Key | None, predicate: str, *, reverse: bool = False) -> Iterator[None]:
        """Hold of what is found within that it is said of a subject, or the other way round."""
        before, self._said = self._said, (subject, predicate, reverse)
        try:
            yield
        finally:
            self._said = before

    def found(self, value: Key | None, path: Path) -> None:
        """Remember a statement."""
        subject, predicate, reverse = self._said
        if reverse:
            subject, value = value, subject
        if subject is not None:
            self.occurrences.append(Occurrence(subject, predicate, value, path))
