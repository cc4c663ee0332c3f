"""Counts in the terms of VoID, on a graph small enough to count by hand."""

import random

from clustergraph.ns import expand
from clustergraph.store.release import Release
from clustergraph.store.statistics import count

TYPE = expand("rdf:type")
LINES = [
    f"<http://x/a> <{TYPE}> <http://x/A> <http://x/g1> .",
    f"<http://x/a> <{TYPE}> <http://x/A> <http://x/g2> .",  # stated twice, counted once
    f"<http://x/a> <{TYPE}> <http://x/B> <http://x/g2> .",
    f"<http://x/b> <{TYPE}> <http://x/A> <http://x/g1> .",
    '<http://x/a> <http://x/p> "two words <http://x/g9> ." <http://x/g1> .',
    '<http://x/b> <http://x/p> "two words <http://x/g9> ." <http://x/g1> .',
    '<http://x/b> <http://x/p> "other"@sr-Latn <http://x/g1> .',
    "<http://x/c> <http://x/q> <http://x/a> <http://x/g1> .",  # without a class: no entity
    "<http://x/b> <http://x/q> <http://x/a> <http://x/g1> .",  # linked to both classes of a
    "<http://x/b> <http://x/q> <http://x/c> <http://x/g1> .",
]


def test_each_triple_once_and_every_partition() -> None:
    """Worked out by hand."""
    assert count([line.encode() for line in LINES]) == {
        "triples": 9,
        "entities": 2,
        "distinctSubjects": 3,
        "distinctObjects": 6,
        "properties": 3,
        "classes": 2,
        "classPartitions": {
            "http://x/A": {
                "entities": 2,
                "triples": 8,
                "propertyPartitions": {TYPE: 3, "http://x/p": 3, "http://x/q": 2},
                "links": {"http://x/q": {"http://x/A": 1, "http://x/B": 1}},
                "datatypes": {"http://x/p": {expand("rdf:langString"): 1, expand("xsd:string"): 2}},
            },
            "http://x/B": {
                "entities": 1,
                "triples": 3,
                "propertyPartitions": {TYPE: 2, "http://x/p": 1},
                "links": {},
                "datatypes": {"http://x/p": {expand("xsd:string"): 1}},
            },
        },
        "propertyPartitions": {
            TYPE: {"triples": 3, "distinctSubjects": 2, "distinctObjects": 2},
            "http://x/p": {"triples": 3, "distinctSubjects": 2, "distinctObjects": 2},
            "http://x/q": {"triples": 3, "distinctSubjects": 2, "distinctObjects": 2},
        },
    }


def test_nothing_is_counted_of_nothing() -> None:
    """No line, no class, no property."""
    assert count([])["triples"] == 0
    assert count([])["classPartitions"] == {}


def test_the_order_of_lines_does_not_matter(release: Release) -> None:
    """Neither for the numbers nor for the order in which they stand; the release keeps what is counted."""
    lines = (release.dumps / "clustergraph.nq").read_bytes().splitlines()
    mixed = random.Random(1).sample(lines, len(lines))

    assert str(count(mixed)) == str(count(lines)) == str(release.statistics())
    assert count(lines)["triples"] == release.manifest.triples
