"""Triples by subject and predicate, over a background that many share and that nothing changes.

N-Triples text goes in as Oxigraph writes it; terms stay texts (``validation.terms``), each kept once.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from clustergraph.validation.terms import SUBCLASS_OF, TYPE

_NONE: tuple[str, ...] = ()
_FAR = 50  # steps from a part to the whole


class TripleIndex:
    """A graph; ``base`` is a background that is seen through it."""

    def __init__(self, triples: bytes | str = b"", base: "TripleIndex | None" = None) -> None:
        self.base = base
        self._out: dict[str, dict[str, list[str]]] = {}
        self._into: dict[str, dict[str, list[str]]] = {}
        self._below: dict[str, frozenset[str]] = {}
        self._parents: dict[str, str] | None = None
        self._known_there: list[tuple[str, Sequence[str]]] | None = None
        self.size = 0
        self._read(triples.decode() if isinstance(triples, bytes) else triples)

    def add(self, triples: bytes) -> None:
        """Add statements, before anything refers to the graph as a background."""
        before = self.size
        self._into.clear()
        self._below.clear()
        self._known_there = None
        self._read(triples.decode())
        self.size += before

    def _read(self, text: str) -> None:
        out = self._out
        terms: dict[str, str] = {}
        keep = terms.setdefault
        lines = dict.fromkeys(text.split("\n"))  # each statement once
        lines.pop("", None)
        for line in lines:
            subject, predicate, rest = line.split(" ", 2)
            value = rest[:-2]
            properties = out.get(subject)
            if properties is None:
                properties = out[keep(subject, subject)] = {}
            values = properties.get(predicate)
            if values is None:
                properties[keep(predicate, predicate)] = [keep(value, value)]
            else:
                values.append(keep(value, value))
        self.size = len(lines)

    def __contains__(self, subject: str) -> bool:
        """Whether anything is said of a subject here, the background left aside."""
        return subject in self._out

    def triples(self) -> Iterator[tuple[str, str, str]]:
        """Give the statements that are here, the background left aside."""
        for subject, properties in self._out.items():
            for predicate, values in properties.items():
                for value in values:
                    yield subject, predicate, value

    def text(self) -> str:
        """Give the statements that are here as N-Triples."""
        return "".join(f"{subject} {predicate} {value} .\n" for subject, predicate, value in self.triples())

    def objects(self, subject: str, predicate: str) -> Sequence[str]:
        """Give the values of a property, each once."""
        properties = self._out.get(subject)
        found: Sequence[str] = properties.get(predicate, _NONE) if properties is not None else _NONE
        if self.base is None:
            return found
        more = self.base.objects(subject, predicate)
        return _both(found, more) if found and more else found or more

    def objects_here(self, subject: str, predicate: str) -> Sequence[str]:
        """Give the values of a property that are told here, the background left aside."""
        return self._out[subject].get(predicate, _NONE) if subject in self._out else _NONE

    def subjects(self, predicate: str, value: str) -> Sequence[str]:
        """Give what has a value for a property, each once."""
        found: Sequence[str] = self._inverse(predicate).get(value, _NONE)
        if self.base is None:
            return found
        more = self.base.subjects(predicate, value)
        return _both(found, more) if found and more else found or more

    def subjects_here(self, predicate: str, value: str) -> Sequence[str]:
        """Give what has a value for a property here, the background left aside."""
        return self._inverse(predicate).get(value, _NONE)

    def predicates(self, subject: str) -> Iterable[str]:
        """Give the properties that a subject has."""
        own: Iterable[str] = self._out.get(subject, _NONE)
        return own if self.base is None else dict.fromkeys([*own, *self.base.predicates(subject)])

    def properties(self) -> set[str]:
        """Give the properties that are used here, the background left aside."""
        return set().union(*self._out.values())

    def described(self) -> Collection[str]:
        """Give the nodes of which anything is said here, the background left aside."""
        return self._out.keys()

    def subjects_with(self, predicate: str) -> Iterator[str]:
        """Give what has a property here, the background left aside."""
        return (subject for subject, properties in self._out.items() if predicate in properties)

    def values_of(self, predicate: str) -> Collection[str]:
        """Give all values of a property here, each once, the background left aside."""
        return self._inverse(predicate).keys()

    def classes_below(self, class_: str) -> frozenset[str]:
        """Give a class and all that are its subclasses, step by step."""
        found = self._below.get(class_)
        if found is None and self.base is not None and not self._inverse(SUBCLASS_OF):
            found = self.base.classes_below(class_)
        if found is None:
            seen, waiting = {class_}, [class_]
            while waiting:
                more = [one for one in self.subjects(SUBCLASS_OF, waiting.pop()) if one not in seen]
                seen.update(more)
                waiting += more
            found = self._below[class_] = frozenset(seen)
        return found

    def classes_of(self, node: str) -> frozenset[str]:
        """Give the classes of a node and all that they are subclasses of, step by step."""
        seen, waiting = set(self.objects(node, TYPE)), list(self.objects(node, TYPE))
        while waiting:
            more = [one for one in self.objects(waiting.pop(), SUBCLASS_OF) if one not in seen]
            seen.update(more)
            waiting += more
        return frozenset(seen)

    def is_instance(self, node: str, class_: str) -> bool:
        """Whether a node is a SHACL instance of a class (SHACL, section 1.1)."""
        below = self.classes_below(class_)
        return any(one in below for one in self.objects(node, TYPE))

    def instances(self, class_: str) -> Iterator[str]:
        """Give the SHACL instances of a class, each once."""
        seen: set[str] = set()
        for below in self.classes_below(class_):
            for node in self.subjects(TYPE, below):
                if node not in seen:
                    seen.add(node)
                    yield node

    def own_instances(self, class_: str) -> Iterator[str]:
        """Give those SHACL instances of a class of which anything is said here, each once."""
        if self.base is None:
            yield from self.instances(class_)
            return
        below, by_class = self.classes_below(class_), self._inverse(TYPE)
        found: dict[str, None] = {}
        for one in below if len(below) < len(by_class) else by_class:
            if one in below:
                found.update(dict.fromkeys(by_class.get(one, _NONE)))
        for node, classes in self.known_there():
            if not below.isdisjoint(classes):
                found[node] = None
        yield from found

    def known_there(self) -> Sequence[tuple[str, Sequence[str]]]:
        """Give that of which anything is said here and which has classes in the background, with these."""
        if self._known_there is None:
            told = () if self.base is None else ((node, self.base.objects(node, TYPE)) for node in self._out)
            self._known_there = [(node, classes) for node, classes in told if classes]
        return self._known_there

    def items(self, head: str) -> list[str]:
        """Give the members of a list (RDF Schema, 5.2); raises :class:`ValueError` where it is none."""
        found, seen = [], set()
        while head != _NIL:
            firsts, rests = self.objects(head, _FIRST), self.objects(head, _REST)
            if len(firsts) != 1 or len(rests) != 1 or head in seen:
                raise ValueError(head)
            seen.add(head)
            found.append(firsts[0])
            head = rests[0]
        return found

    def owner(self, node: str) -> str:
        """Give what has a name and has a blank node as a part, step by step; the node itself where nothing has."""
        if not node.startswith("_:"):
            return node
        if self._parents is None:
            self._parents = {}
            for subject, _, value in self.triples():
                if value.startswith("_:"):
                    self._parents.setdefault(value, subject)
        found = node
        for _ in range(_FAR):
            if not found.startswith("_:"):
                return found or node
            found = self._parents.get(found, "")
        return node

    def _inverse(self, predicate: str) -> dict[str, list[str]]:
        found = self._into.get(predicate)
        if found is None:
            found = self._into[predicate] = {}
            for subject, properties in self._out.items():
                for value in properties.get(predicate, _NONE):
                    found.setdefault(value, []).append(subject)
        return found


_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST, _NIL = f"<{_RDF}first>", f"<{_RDF}rest>", f"<{_RDF}nil>"


def _both(found: Sequence[str], more: Sequence[str]) -> Sequence[str]:
    return tuple(dict.fromkeys([*found, *more]))
