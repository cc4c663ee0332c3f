"""Which blank node of a graph a node without a name in JSON-LD has become.

A parser gives such nodes labels, and does not say which is which. What a known node says by a property of nodes without
a name stands in the graph in the order of the document; each is held to be the one only where its texts fit.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from clustergraph.sources.jsonld.keys import ITEM, NIL, REST, Key, form
from clustergraph.sources.jsonld.memory import Memory, Occurrence

Triple = tuple[str, str, str]


class Graph:
    """The statements of a graph in their order, as N-Triples terms."""

    def __init__(self, triples: Sequence[Triple]) -> None:
        self.objects: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.subjects: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.forms = {(subject, predicate, form(value)) for subject, predicate, value in triples}
        for subject, predicate, value in triples:
            self.objects[subject, predicate].append(value)
            self.subjects[predicate, value].append(subject)
        values = {value for _, _, value in triples}
        alone = dict.fromkeys(subject for subject, _, _ in triples if subject.startswith("_:"))
        self.free = [node for node in alone if node not in values]

    def cells(self, head: str) -> list[str]:
        """Give the nodes of a list, as far as it goes."""
        found: dict[str, None] = {}
        while head != NIL and head not in found:
            found[head] = None
            head = next(iter(self.objects.get((head, REST), ())), NIL)
        return list(found)


class Binding:
    """Finds the terms of what a document says; what cannot be found out for sure has none."""

    def __init__(self, memory: Memory, graph: Graph) -> None:
        self._graph = graph
        self._of: dict[Key, list[Occurrence]] = defaultdict(list)
        self._to: dict[Key, list[Occurrence]] = defaultdict(list)
        for one in memory.occurrences:
            self._of[one.subject].append(one)
            if one.object is not None:
                self._to[one.object].append(one)
        self._waiting = [key for key in dict.fromkeys((*self._of, *self._to)) if key.kind == "term"]
        self._terms = {key: str(key.value) for key in self._waiting}
        self._taken = set(self._terms.values())
        self._follow()
        self._pair([key for key in memory.free if key in self._of], graph.free)
        self._follow()

    def term(self, key: Key) -> str | None:
        """Give the term of a node or list, nothing where it is not known."""
        return self._terms.get(key)

    def items(self, key: Key) -> list[tuple[Occurrence, str]]:
        """Give the items of a list with the node of each, where there are as many."""
        cells, items = self._graph.cells(self._terms.get(key, NIL)), self._of.get(key, [])
        return list(zip(items, cells, strict=True)) if len(cells) == len(items) else []

    def _follow(self) -> None:
        while self._waiting:
            key = self._waiting.pop()
            term = self._terms[key]
            if key.kind == "list":
                for item, cell in self.items(key):
                    self._pair([item.object], self._graph.objects.get((cell, ITEM), ()))
                continue
            for predicate, ones in _by_predicate(self._of.get(key, ())).items():
                self._pair([one.object for one in ones], self._graph.objects.get((term, predicate), ()))
            for predicate, ones in _by_predicate(self._to.get(key, ())).items():
                self._pair([one.subject for one in ones], self._graph.subjects.get((predicate, term), ()))

    def _pair(self, keys: Iterable[Key | None], terms: Iterable[str]) -> None:
        """Take nodes without a name for blank nodes, in their order, where there are as many and each fits."""
        placed = [key for key in dict.fromkeys(keys) if key is not None and key.placed and key not in self._terms]
        if not placed:
            return
        blank = [one for one in dict.fromkeys(terms) if one.startswith("_:") and one not in self._taken]
        if len(placed) == len(blank) and all(map(self._fits, placed, blank)):
            self._terms.update(zip(placed, blank, strict=True))
            self._taken.update(blank)
            self._waiting.extend(placed)

    def _fits(self, key: Key, term: str) -> bool:
        if key.kind == "list":
            return len(self._graph.cells(term)) == len(self._of.get(key, ()))
        return all(
            (term, one.predicate, one.object.value) in self._graph.forms
            for one in self._of.get(key, ())
            if one.object is not None and one.object.kind in ("term", "text")
        )


def _by_predicate(occurrences: Iterable[Occurrence]) -> dict[str, list[Occurrence]]:
    found: dict[str, list[Occurrence]] = defaultdict(list)
    for one in occurrences:
        found[one.predicate].append(one)
    return found
