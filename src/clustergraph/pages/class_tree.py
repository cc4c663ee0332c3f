"""Classes as a tree by ``rdfs:subClassOf``: a class that is a kind of two stands below both of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from clustergraph.pages.values import Value

Above = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Branch:
    """A class in the tree; ``described`` says whether it is one of the ontology's own."""

    value: Value
    described: bool
    below: Sequence["Branch"]


def class_tree(above: Above, show: Callable[[str], Value]) -> Sequence[Branch]:
    """Make the tree of classes from the classes above each; those above that are not among them become roots.

    Every class is in it: of those that are above each other in a circle, the first becomes a root.
    """
    return _Planting(above, show).tree()


class _Planting:
    def __init__(self, above: Above, show: Callable[[str], Value]) -> None:
        self._above, self._show = above, show
        self._below: dict[str, list[str]] = {}
        for iri, classes in above.items():
            for higher in self._nearest(iri, classes):
                self._below.setdefault(higher, []).append(iri)

    def tree(self) -> Sequence[Branch]:
        """Grow the tree from its roots."""
        roots = {iri for iri, classes in self._above.items() if not classes}
        roots |= {iri for iri in self._below if iri not in self._above}
        reached = _reached(roots, self._below)
        for iri in self._above:
            if iri not in reached:
                roots.add(iri)
                reached |= _reached([iri], self._below)
        return self._branches(roots, frozenset())

    def _branches(self, iris: Iterable[str], path: frozenset[str]) -> Sequence[Branch]:
        made = [
            Branch(self._show(iri), iri in self._above, self._branches(self._below.get(iri, ()), path | {iri}))
            for iri in iris
            if iri not in path  # a circle ends here
        ]
        return sorted(made, key=lambda branch: (branch.value.text.casefold(), branch.value.term.value))

    def _nearest(self, iri: str, classes: Sequence[str]) -> Sequence[str]:
        """Leave out what is above another of them, unless that is below the class as well."""
        higher = {one: _reached(self._above.get(one, ()), self._above) for one in classes}
        return [one for one in classes if not any(one in above and iri not in above for above in higher.values())]


def _reached(begin: Iterable[str], following: Above) -> set[str]:
    found: set[str] = set()
    waiting = list(begin)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(following.get(one, ()))
    return found
