"""Our engine finds what the reference finds, in every part of every result, whatever is asked of whatever data."""

import sys
import time
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, reject, seed, settings
from pyoxigraph import RdfFormat, parse

from clustergraph.validation import core
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.results import Result
from clustergraph.validation.shapes import Shapes
from clustergraph.validation.terms import is_blank
from clustergraph.validation.validating import validate
from validation import reference
from validation.generated import HEAD, LITERALS, bounded, data, shapes_graph

Found = Counter[tuple[object, ...]]
PARTS, PART = 40, 500  # twenty thousand pairs; one part takes less time than a test may be silent


def index(text: str, letter: str) -> TripleIndex:
    """Read Turtle; blank nodes of shapes and data are kept apart."""
    quads = parse(input=text.encode(), format=RdfFormat.TURTLE)
    return TripleIndex("".join(f"{quad.triple} .\n" for quad in quads).replace("_:", f"_:{letter}"))


def compared(results: list[Result]) -> Found:
    """What is compared: all but the messages that pySHACL makes up, and the order."""
    return Counter(tuple(vars_of(one)) for one in results)


def vars_of(result: Result) -> list[object]:
    """The parts of a result; shapes without a name by their being so."""
    own = replace(result, shape="_" if is_blank(result.shape) else result.shape)
    return [own.focus, str(own.path), own.value, own.component, own.shape, own.severity]


def both(data_: str, shapes_: str) -> tuple[Found, Found]:
    """Validate by ours and by the reference."""
    graph, asked = index(data_, "d"), index(shapes_, "s")
    ours = validate(graph, Shapes(asked), processes=1)
    assert ours.engine == core.ENGINE
    try:
        theirs = reference.reference_results(graph, asked)
    except reference.NotEvaluated:
        reject()
    return compared(list(ours.results)), compared(theirs)


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(data(), shapes_graph())
def test_ours_is_the_reference(data_: str, shapes_: str) -> None:
    """Three hundred at a time; `make test-long` has more."""
    ours, theirs = both(data_, shapes_)

    assert ours == theirs


@given(bounded())
def test_bounds_are_those_of_the_reference(case: tuple[str, str]) -> None:
    """Among numbers, of whatever types."""
    ours, theirs = both(*case)

    assert ours == theirs


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_ours_is_the_reference_for_long(part: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Twenty thousand, in parts that each tell how far it is; the number of a part is its seed."""
    drawn, started = Counter[str](), time.monotonic()

    @seed(part)
    @settings(max_examples=PART, database=None, suppress_health_check=list(HealthCheck))
    @given(data(), shapes_graph())
    def equal(data_: str, shapes_: str) -> None:
        drawn["all"] += 1
        ours, theirs = both(data_, shapes_)
        drawn["compared"] += 1
        drawn["with results"] += bool(theirs)

        assert ours == theirs

    equal()
    with capsys.disabled():
        sys.stdout.write(
            f"\npart {part + 1} of {PARTS}: {drawn['compared']} pairs compared, {drawn['with results']} with results,"
            f" {drawn['all'] - drawn['compared']} not evaluated by pySHACL, {time.monotonic() - started:.0f} s\n"
        )

    assert drawn["compared"] >= PART


@pytest.mark.parametrize(
    ("constraint", "passing"),
    [
        ("sh:minInclusive 1", ["1", "1.0", "1.5", "2", "1e0", '"01"^^xsd:integer']),
        ("sh:maxInclusive 1", ["1", "1.0", "1e0", '"01"^^xsd:integer']),
        ('sh:minInclusive "2020-06-01"^^xsd:date', ['"2021-01-02"^^xsd:date']),
        ('sh:maxInclusive "a"', ['"1"', '"a"', '""']),
        ("sh:minLength 0", LITERALS),
    ],
)
def test_what_cannot_be_compared_does_not_pass(constraint: str, passing: list[str]) -> None:
    """As the recommendation defines it, where pySHACL lets it pass: what is no number is not below one."""
    graph = index(HEAD + "".join(f"e:a e:p {value} .\n" for value in [*LITERALS, "_:x"]), "d")
    asked = index(f"{HEAD} e:S a sh:NodeShape ; sh:targetNode e:a ; sh:property [ sh:path e:p ; {constraint} ] .", "s")
    left = index(HEAD + "".join(f"e:a e:p {value} .\n" for value in passing), "d")
    found = {result.value for result in validate(graph, Shapes(asked)).results}

    assert {value for _, _, value in graph.triples()} - found == {value for _, _, value in left.triples()}


@pytest.mark.parametrize(
    ("value", "other", "less"),
    [
        ("1", "2", True), ("1", "1.0", False), ("1.5", "2e0", True), ('"a"', '"b"', True), ('"b"', '"a"', False),
        ("false", "true", True), ('"2020-01-02"^^xsd:date', '"2021-01-02"^^xsd:date', True),
        ('"2020-01-02"^^xsd:date', "3", False), ("1", '"2"', False), ('"a"@en', '"b"@en', False),
        ("e:a", "e:b", False), ("e:a", '"z"', False), ("_:a", "_:b", False), ('"x"^^xsd:integer', "2", False),
        ('"5"^^e:type', '"6"^^e:type', False),
    ],
)  # fmt: skip
def test_what_has_no_order_is_not_less(value: str, other: str, less: bool) -> None:
    """By the operator of SPARQL, to which the recommendation refers; pySHACL orders IRIs and unlike literals, too."""
    graph = index(f"{HEAD} e:x e:p {value} ; e:q {other} .", "d")
    asked = index(
        f"{HEAD} e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:lessThan e:q ] .", "s"
    )

    assert (validate(graph, Shapes(asked)).results == ()) is less
