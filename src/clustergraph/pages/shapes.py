"""The shapes of a release as a page shows them: what each asks of what, in the reader's language, grouped by class."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clustergraph.pages.terms import Term
from clustergraph.store.release import Release

_CLASS = "targetClass"
_COUNTS = ("minCount", "maxCount")


@dataclass(frozen=True)
class Inner:
    """A shape inside a constraint: one with a name by its IRI, one without by its path and its constraints."""

    iri: str | None
    path: str
    predicate: str | None
    constraints: "Sequence[Constraint]"


@dataclass(frozen=True)
class Constraint:
    """One constraint, ``kind`` being the local name of its SHACL parameter; it has values, or shapes with counts."""

    kind: str
    values: Sequence[Term]
    shapes: Sequence[Inner]
    counts: Mapping[str, str]


@dataclass(frozen=True)
class Shape:
    """What node and property shapes have alike; texts by language, ``profiles`` by name → when it is asked there.

    ``severity`` is a local name such as ``Violation``; when is ``always``, ``with_persons`` or ``without_persons``.
    """

    iri: str
    label: Mapping[str, str]
    severity: str
    messages: Mapping[str, str]
    constraints: Sequence[Constraint]
    profiles: Mapping[str, str]

    @property
    def local(self) -> str:
        """The local name, which is its fragment on a page."""
        return self.iri.rpartition("#")[2]


@dataclass(frozen=True)
class PropertyShape(Shape):
    """What is asked of the values at a path; ``predicate`` is the IRI where the path is one property alone."""

    path: str
    predicate: str | None

    @property
    def least(self) -> int:
        """How many values there must be."""
        return int(self._count("minCount") or 0)

    @property
    def most(self) -> int | None:
        """How many values there may be; ``None`` means any number."""
        count = self._count("maxCount")
        return None if count is None else int(count)

    @property
    def further(self) -> Sequence[Constraint]:
        """What is asked beside the number of values."""
        return [constraint for constraint in self.constraints if constraint.kind not in _COUNTS]

    def _count(self, kind: str) -> str | None:
        return next((one.values[0].value for one in self.constraints if one.kind == kind), None)


@dataclass(frozen=True)
class Target:
    """Which nodes a node shape is about: ``kind`` is the local name, such as ``targetClass``."""

    kind: str
    iri: str


@dataclass(frozen=True)
class NodeShape(Shape):
    """What is asked of nodes: by constraints of its own, and by the property shapes it holds."""

    description: Mapping[str, str]
    targets: Sequence[Target]
    properties: Sequence[PropertyShape]

    @property
    def classes(self) -> Sequence[str]:
        """The classes that it is about."""
        return [target.iri for target in self.targets if target.kind == _CLASS]


@dataclass(frozen=True)
class Profile:
    """A profile: what it is for, and the severity that keeps data out."""

    name: str
    title: str
    description: str
    blocking: str


@dataclass(frozen=True)
class Shapes:
    """All shapes of a release, by their IRIs; none where it was loaded from files."""

    profiles: Sequence[Profile]
    nodes: Mapping[str, NodeShape]
    properties: Mapping[str, PropertyShape]

    @classmethod
    def read(cls, release: Release) -> "Shapes":
        """Read what the release keeps; raises :class:`ReleaseError` where that is damaged."""
        kept = release.shapes()
        properties = {iri: _property(iri, row) for iri, row in kept.get("properties", {}).items()}
        nodes = {iri: _node(iri, row, properties) for iri, row in kept.get("shapes", {}).items()}
        return cls([Profile(name, **row) for name, row in kept.get("profiles", {}).items()], nodes, properties)

    def by_class(self) -> Mapping[str, Sequence[NodeShape]]:
        """Group the node shapes by the class that they are about, those about something else under its IRI."""
        grouped: dict[str, list[NodeShape]] = defaultdict(list)
        for shape in self.nodes.values():
            for target in shape.targets:
                grouped[target.iri].append(shape)
        return dict(sorted(grouped.items()))

    def holders(self, iri: str) -> Sequence[NodeShape]:
        """List the node shapes that hold a property shape."""
        return [shape for shape in self.nodes.values() if any(held.iri == iri for held in shape.properties)]

    def asked_of(self, class_: str) -> Mapping[str, Sequence[PropertyShape]]:
        """Give what is asked of the properties of a class: property → its shapes, in the order of their IRIs."""
        asked: dict[str, dict[str, PropertyShape]] = defaultdict(dict)
        for shape in self.by_class().get(class_, ()):
            for held in shape.properties:
                if held.predicate is not None:
                    asked[held.predicate][held.iri] = held
        return {name: list(shapes.values()) for name, shapes in sorted(asked.items())}


def _node(iri: str, row: Mapping[str, Any], properties: Mapping[str, PropertyShape]) -> NodeShape:
    targets = [Target(target["kind"], target["iri"]) for target in row["targets"]]
    held = [properties[name] for name in row["properties"]]
    return NodeShape(**_alike(iri, row), description=row["description"], targets=targets, properties=held)


def _property(iri: str, row: Mapping[str, Any]) -> PropertyShape:
    return PropertyShape(**_alike(iri, row), path=row["path"], predicate=row["predicate"])


def _alike(iri: str, row: Mapping[str, Any]) -> dict[str, Any]:
    constraints = _constraints(row["constraints"])
    return {"iri": iri, "constraints": constraints} | {
        name: row[name] for name in ("label", "severity", "messages", "profiles")
    }


def _constraints(rows: Iterable[Mapping[str, Any]]) -> Sequence[Constraint]:
    return [
        Constraint(
            row["kind"],
            [Term(value.get("iri", value.get("text", "")), "iri" in value) for value in row.get("values", ())],
            [_inner(inner) for inner in row.get("shapes", ())],
            row.get("counts", {}),
        )
        for row in rows
    ]


def _inner(row: Mapping[str, Any]) -> Inner:
    return Inner(row["iri"], row["path"], row["predicate"], _constraints(row["constraints"]))
