"""The shapes of a release as a page shows them: what each asks of what, in the reader's language, grouped by class."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from clustergraph.pages.terms import Term
from clustergraph.store.release import Release

_CLASS = "targetClass"
_COUNTS = ("minCount", "maxCount")
#: The profiles of releases; the others are for what is handed in.
OF_RELEASES = ("publication", "office-holders")


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
    """What node and property shapes have alike; texts are there in several languages.

    ``severity`` is a local name such as ``Violation``; ``profiles`` are names with when the shape is asked there:
    ``always``, ``with_persons`` or ``without_persons``; ``status`` says whether the Serbian texts were reviewed.
    """

    iri: str
    label: Sequence[Term]
    severity: str
    messages: Sequence[Term]
    status: Term | None
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
    def counted(self) -> bool:
        """Whether it asks how many values there are."""
        return any(constraint.kind in _COUNTS for constraint in self.constraints)

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
    term: Term


@dataclass(frozen=True)
class NodeShape(Shape):
    """What is asked of nodes: by constraints of its own, and by the property shapes it holds."""

    description: Sequence[Term]
    targets: Sequence[Target]
    properties: Sequence[PropertyShape]

    @property
    def classes(self) -> Sequence[str]:
        """The classes that it is about."""
        return [target.term.value for target in self.targets if target.kind == _CLASS]


@dataclass(frozen=True)
class Profile:
    """A profile: what it is for, the severity that keeps data out, and the version of what it asks."""

    name: str
    title: str
    description: str
    blocking: str
    version: str | None = None


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

    def asked_by(self, names: Collection[str]) -> "Shapes":
        """Give the shapes that any of the profiles asks."""
        wanted = set(names)
        return replace(
            self,
            nodes={iri: one for iri, one in self.nodes.items() if not wanted.isdisjoint(one.profiles)},
            properties={iri: one for iri, one in self.properties.items() if not wanted.isdisjoint(one.profiles)},
        )

    @cached_property
    def by_target(self) -> Mapping[str, Sequence[NodeShape]]:
        """The node shapes by what they are about: by the class, or by the IRI of what else it is."""
        grouped: dict[str, list[NodeShape]] = defaultdict(list)
        for shape in self.nodes.values():
            for target in shape.targets:
                grouped[target.term.value].append(shape)
        return dict(sorted(grouped.items()))

    def holders(self, iri: str) -> Sequence[NodeShape]:
        """List the node shapes that hold a property shape."""
        return [shape for shape in self.nodes.values() if any(held.iri == iri for held in shape.properties)]

    @cached_property
    def described(self) -> Mapping[str | None, Sequence[PropertyShape]]:
        """The property shapes by the node shape at which a page describes them, those that several share by ``None``.

        It is the one of their holders with whose name theirs begins, so that each stands in one place.
        """
        homes: dict[str | None, list[PropertyShape]] = {None: [], **{iri: [] for iri in self.nodes}}
        for held in self.properties.values():
            named = [shape.iri for shape in self.holders(held.iri) if held.iri.startswith(f"{shape.iri}-")]
            homes[max(named, key=len, default=None)].append(held)
        return homes

    def asked_of(self, class_: str) -> Mapping[str, Sequence[PropertyShape]]:
        """Give what is asked of the properties of a class: property → its shapes, in the order of their IRIs."""
        asked: dict[str, dict[str, PropertyShape]] = defaultdict(dict)
        for shape in self.by_target.get(class_, ()):
            for held in shape.properties:
                if held.predicate is not None:
                    asked[held.predicate][held.iri] = held
        return {name: list(shapes.values()) for name, shapes in sorted(asked.items())}


def pages_of(shapes: Shapes) -> Sequence[str]:
    """List the profiles that have shapes, and so a page."""
    return [profile.name for profile in shapes.profiles if shapes.asked_by([profile.name]).nodes]


def further_of(shapes: Shapes) -> Mapping[str, Shapes]:
    """Give what is no shape of a release by profile: each shape by the first profile of the table that asks it."""
    seen = shapes.asked_by(OF_RELEASES)
    known, found = {*seen.nodes, *seen.properties}, {}
    for profile in shapes.profiles:
        asked = shapes.asked_by([profile.name])
        nodes = {iri: shape for iri, shape in asked.nodes.items() if iri not in known}
        properties = {iri: shape for iri, shape in asked.properties.items() if iri not in known}
        known |= {*nodes, *properties}
        if nodes or properties:
            found[profile.name] = replace(shapes, nodes=nodes, properties=properties)
    return found


def mentioned(shapes: Iterable[Shape]) -> set[Term]:
    """Collect the terms that are to be named where shapes are shown: targets, values and what stands inside."""
    found = {shape.status for shape in shapes if shape.status is not None}
    for shape in shapes:
        found |= _in_constraints(shape.constraints)
        if isinstance(shape, NodeShape):
            found |= {target.term for target in shape.targets} | mentioned(shape.properties)
        if isinstance(shape, PropertyShape) and shape.predicate is not None:
            found.add(Term(shape.predicate, is_iri=True))
    return found


def _in_constraints(constraints: Iterable[Constraint]) -> set[Term]:
    found = {value for constraint in constraints for value in constraint.values if value.is_iri}
    for constraint in constraints:
        for inner in constraint.shapes:
            found |= _in_constraints(inner.constraints)
            found |= {Term(iri, is_iri=True) for iri in (inner.iri, inner.predicate) if iri}
    return found


def _node(iri: str, row: Mapping[str, Any], properties: Mapping[str, PropertyShape]) -> NodeShape:
    targets = [Target(target["kind"], Term(target["iri"], is_iri=True)) for target in row["targets"]]
    held = [properties[name] for name in row["properties"]]
    return NodeShape(**_alike(iri, row), description=_texts(row["description"]), targets=targets, properties=held)


def _property(iri: str, row: Mapping[str, Any]) -> PropertyShape:
    return PropertyShape(**_alike(iri, row), path=row["path"], predicate=row["predicate"])


def _alike(iri: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "iri": iri,
        "label": _texts(row["label"]),
        "severity": row["severity"],
        "messages": _texts(row["messages"]),
        "status": Term(row["reviewStatus"], is_iri=True) if row["reviewStatus"] else None,
        "constraints": _constraints(row["constraints"]),
        "profiles": row["profiles"],
    }


def _texts(row: Mapping[str, str]) -> Sequence[Term]:
    return [Term(text, language=tag) for tag, text in row.items()]


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
