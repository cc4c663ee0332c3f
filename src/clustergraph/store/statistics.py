"""The statistics of a release in the terms of VoID: triples, classes, properties and their partitions, counted.

What is counted is the default graph, where each triple of the named graphs stands once. *Entities* are the subjects
that have at least one class; the *triples of a class* are those whose subject has it, its *links* those whose object
has a class, too, and its *datatypes* are those of the literals in them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from clustergraph.ns import expand

_TYPE, _STRING, _TAGGED, _DIRECTED = (
    f"<{expand(name)}>".encode() for name in ("rdf:type", "xsd:string", "rdf:langString", "rdf:dirLangString")
)
Triple = tuple[bytes, bytes, bytes]


def count(payload: Iterable[bytes]) -> dict[str, Any]:
    """Count canonical N-Quads lines, in any order; the keys are VoID's terms, partitions stand by their IRI."""
    triples = {_triple(line) for line in payload}
    classes = _classes(triples)
    return {
        "triples": len(triples),
        "entities": len(classes),
        "distinctSubjects": len({subject for subject, _, _ in triples}),
        "distinctObjects": len({value for _, _, value in triples}),
        "properties": len({predicate for _, predicate, _ in triples}),
        "classes": len({kind for kinds in classes.values() for kind in kinds}),
        "classPartitions": _class_partitions(triples, classes),
        "propertyPartitions": _property_partitions(triples),
    }


def _triple(line: bytes) -> Triple:
    """Take a line apart; only the object of a canonical line may hold blanks."""
    subject, predicate, rest = line.split(b" ", 2)
    return subject, predicate, rest.rsplit(b" ", 2)[0]


def _classes(triples: Iterable[Triple]) -> dict[bytes, set[bytes]]:
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for subject, predicate, value in triples:
        if predicate == _TYPE:
            found[subject].add(value)
    return dict(found)


def _class_partitions(triples: Iterable[Triple], classes: dict[bytes, set[bytes]]) -> dict[str, Any]:
    entities = Counter(kind for kinds in classes.values() for kind in kinds)
    used: dict[bytes, Counter[bytes]] = defaultdict(Counter)
    links: dict[bytes, Counter[tuple[bytes, bytes]]] = defaultdict(Counter)
    datatypes: dict[bytes, Counter[tuple[bytes, bytes]]] = defaultdict(Counter)
    for subject, predicate, value in triples:
        datatype = _datatype(value)
        for kind in classes.get(subject, ()):
            used[kind][predicate] += 1
            if datatype:
                datatypes[kind][predicate, datatype] += 1
            elif predicate != _TYPE:
                links[kind].update((predicate, other) for other in classes.get(value, ()))
    return {
        _iri(kind): {
            "entities": entities[kind],
            "triples": used[kind].total(),
            "propertyPartitions": {_iri(name): number for name, number in sorted(used[kind].items())},
            "links": _by_property(links[kind]),
            "datatypes": _by_property(datatypes[kind]),
        }
        for kind in sorted(entities)
    }


def _by_property(counted: Counter[tuple[bytes, bytes]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for (name, what), number in sorted(counted.items()):
        found[_iri(name)][_iri(what)] = number
    return dict(found)


def _datatype(value: bytes) -> bytes | None:
    """Give the datatype of a literal of a canonical line, nothing for what is none."""
    if not value.startswith(b'"'):
        return None
    behind = value[value.rindex(b'"') + 1 :]
    if behind.startswith(b"^^"):
        return behind[2:]
    if not behind:
        return _STRING
    return _DIRECTED if b"--" in behind else _TAGGED


def _property_partitions(triples: Iterable[Triple]) -> dict[str, Any]:
    rows: dict[bytes, list[Triple]] = defaultdict(list)
    for triple in triples:
        rows[triple[1]].append(triple)
    return {
        _iri(name): {
            "triples": len(found),
            "distinctSubjects": len({subject for subject, _, _ in found}),
            "distinctObjects": len({value for _, _, value in found}),
        }
        for name, found in sorted(rows.items())
    }


def _iri(term: bytes) -> str:
    return term[1:-1].decode()
