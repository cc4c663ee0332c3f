"""Classes as a tree by ``rdfs:subClassOf``: a class that is a kind of two stands below both of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from clustergraph.pages.values import Value


@dataclass(frozen=True)
class Branch:
    """A class in the tree; ``described`` says whether it is one of the ontology's own."""

    value: Value
    described: bool
    below: Sequence["Branch"]


def class_tree(above: Mapping[str, Sequence[str]], show: Callable[[str], Value]) -> Sequence[Branch]:
    """Make the tree of classes from the classes above each; those above that are not among them become roots."""
    below: dict[str, list[str]] = {}
    for iri, classes in above.items():
        for higher in _nearest(classes, above):
            below.setdefault(higher, []).append(iri)
    roots = {iri for iri, classes in above.items() if not classes} | {iri for iri in below if iri not in above}
    return _branches(roots, frozenset(), below, above, show)


def _branches(
    iris: Sequence[str] | set[str],
    path: frozenset[str],
    below: Mapping[str, Sequence[str]],
    above: Mapping[str, Sequence[str]],
    show: Callable[[str], Value],
) -> Sequence[Branch]:
    made = [
        Branch(show(iri), iri in above, _branches(below.get(iri, ()), path | {iri}, below, above, show))
        for iri in iris
        if iri not in path  # a cycle ends here
    ]
    return sorted(made, key=lambda branch: (branch.value.text.casefold(), branch.value.term.value))


def _nearest(classes: Sequence[str], above: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Leave out what is above another of them."""
    higher = {one for iri in classes for one in _all_above(iri, above)}
    return [iri for iri in classes if iri not in higher]


def _all_above(iri: str, above: Mapping[str, Sequence[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(above.get(iri, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(above.get(one, ()))
    return found
