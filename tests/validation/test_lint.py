"""What shapes ask for that cannot be checked is told with the name of the shape; nothing is passed over."""

import pytest
from pyoxigraph import RdfFormat, parse

from clustergraph.errors import ShapesProblem
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.lint import lint
from clustergraph.validation.results import Outcome
from clustergraph.validation.shapes import Shapes
from clustergraph.validation.validating import validate
from validation.generated import HEAD


def graph(turtle: str) -> TripleIndex:
    quads = parse(input=(HEAD + turtle).encode(), format=RdfFormat.TURTLE)
    return TripleIndex("".join(f"{quad.triple} .\n" for quad in quads))


DATA = graph("e:a e:p 1 .")


@pytest.mark.parametrize(
    ("constraint", "term"),
    [
        ("sh:node e:Absent", "node"),
        ("sh:property e:Absent", "property"),
        ("sh:not e:Absent", "not"),
        ("sh:or ( [ sh:nodeKind sh:IRI ] e:Absent )", "or"),
        (
            "sh:property [ sh:path e:p ; sh:qualifiedValueShape e:Absent ; sh:qualifiedMinCount 0 ]",
            "qualifiedValueShape",
        ),
    ],
)
def test_a_shape_that_is_not_there_is_told(constraint: str, term: str) -> None:
    """Everything would conform to it; where a finding is grave enough, it counts all the same."""
    asked = graph(f"e:S a sh:NodeShape ; sh:targetNode e:a ; {constraint} .")
    [told] = lint(asked).unchecked

    assert told == f"The shape http://e.example/Absent is not there; http://e.example/S refers to it by sh:{term}."
    assert validate(DATA, Shapes(asked)).outcome is not Outcome.CONFORMS


def test_a_shape_that_is_there_is_not_told() -> None:
    """A name of something that is said is enough."""
    asked = graph("e:S a sh:NodeShape ; sh:targetNode e:a ; sh:node e:T . e:T sh:nodeKind sh:IRI .")

    assert lint(asked).unchecked == ()
    assert validate(DATA, Shapes(asked)).outcome is Outcome.CONFORMS


def test_a_part_without_a_name_is_told_by_the_shape_that_has_it() -> None:
    """However deep it is."""
    inner = "[ sh:path e:p ; sh:node [ sh:property [ sh:path e:q ; sh:minCount 'many' ] ] ]"
    asked = graph(f"e:S a sh:NodeShape ; sh:targetNode e:a ; sh:property {inner} .")
    with pytest.raises(ShapesProblem, match=r"The shape without a name in http://e\.example/S is ill-formed"):
        validate(DATA, Shapes(asked))


@pytest.mark.parametrize(
    ("value", "bound", "less"),
    [
        ("2019-12-01T00:00:00", "2020-01-01T00:00:00Z", True),
        ("2019-12-31T09:59:59", "2020-01-01T00:00:00Z", True),
        ("2019-12-31T10:00:00", "2020-01-01T00:00:00Z", False),
        ("2020-01-01T00:00:00Z", "2020-01-01T14:00:01", True),
        ("2020-01-01T00:00:00Z", "2020-01-01T14:00:00", False),
        ("2020-01-01T00:00:00+01:00", "2020-01-01T00:00:00Z", True),
        ("2020-01-01T00:00:00", "2020-01-01T00:00:00Z", False),
    ],
)
def test_times_with_a_zone_and_without_compare_where_no_zone_matters(value: str, bound: str, less: bool) -> None:
    """Fourteen hours are the farthest that a zone is away."""
    data = graph(f'e:a e:p "{value}"^^xsd:dateTime .')
    bounded = f'[ sh:path e:p ; sh:maxExclusive "{bound}"^^xsd:dateTime ]'
    asked = graph(f"e:S a sh:NodeShape ; sh:targetNode e:a ; sh:property {bounded} .")

    assert (validate(data, Shapes(asked)).outcome is Outcome.CONFORMS) is less
