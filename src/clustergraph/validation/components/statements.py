"""Components that ask the data for more than values: ``sh:class`` and ``sh:closed`` (SHACL, 4.1.1 and 4.8.1)."""

from collections.abc import Iterable, Iterator, Sequence

from clustergraph.validation.components.constraint import (
    Constraint,
    Maker,
    Offence,
    Run,
    boolean,
    component,
    each,
    only,
)
from clustergraph.validation.shapes import Shape, ill_formed
from clustergraph.validation.terms import is_iri, sh


def _class(run: Run, shape: Shape, value: str) -> Iterator[Constraint]:
    if not is_iri(value):
        raise ill_formed(shape.node, "sh:class must be an IRI")
    data = run.data
    yield Constraint(component("Class"), each(lambda node: node[0] == '"' or not data.is_instance(node, value)))


def _closed(run: Run, shape: Shape, _: str) -> Iterator[Constraint]:
    if not boolean(shape, "closed"):
        return
    ignored = shape.parameters.get(sh("ignoredProperties"), ())
    only(shape, "ignoredProperties")
    allowed = set(run.shapes.items(shape.node, ignored[0], "sh:ignoredProperties")) if ignored else set()
    for held in shape.parameters.get(sh("property"), ()):
        allowed.update(path for path in run.shapes.graph.objects(held, sh("path")) if is_iri(path))
    data = run.data

    def check(_: str, values: Sequence[str]) -> Iterable[Offence]:
        found: list[Offence] = []
        for node in values:
            for predicate in data.predicates(node):
                if predicate not in allowed:
                    found += [Offence(one, predicate) for one in data.objects(node, predicate)]
        return found

    yield Constraint(component("Closed"), check)


#: Parameter → maker.
STATEMENTS: dict[str, Maker] = {
    sh("class"): _class,
    sh("closed"): _closed,
}
