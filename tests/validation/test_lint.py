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


ABSENT = [
    ("sh:node e:Absent", "node"),
    ("sh:property e:Absent", "property"),
    ("sh:not e:Absent", "not"),
    ("sh:or ( [ sh:nodeKind sh:Literal ] e:Absent )", "or"),
    ("sh:and ( [ sh:nodeKind sh:IRI ] e:Absent )", "and"),
    ("sh:xone ( [ sh:nodeKind sh:IRI ] e:Absent )", "xone"),
    ("sh:property [ sh:path e:p ; sh:qualifiedValueShape e:Absent ; sh:qualifiedMinCount 1 ]", "qualifiedValueShape"),
]


@pytest.mark.parametrize(("constraint", "term"), ABSENT)
def test_a_shape_that_is_not_there_is_told(constraint: str, term: str) -> None:
    """Neither does everything conform to it nor nothing; named is the shape that refers to it."""
    other = f"e:Another a sh:NodeShape ; sh:targetNode e:a ; sh:{'or ( ' if term in ('or', 'and', 'xone') else 'node '}"
    other += "e:Known" + (" ) ." if term in ("or", "and", "xone") else " .") + " e:Known sh:nodeKind sh:IRI ."
    one = validate(DATA, Shapes(graph(f"e:S a sh:NodeShape ; sh:targetNode e:a ; {constraint} . {other}")))

    assert one.results == ()
    assert one.outcome is Outcome.UNCHECKED
    assert one.unchecked == (
        f"The shape http://e.example/Absent is not there; http://e.example/S refers to it by sh:{term}.",
    )


@pytest.mark.parametrize(
    ("constraint", "outcome"),
    [
        ("sh:or ( [ sh:nodeKind sh:IRI ] e:Absent )", Outcome.CONFORMS),
        ("sh:and ( [ sh:nodeKind sh:Literal ] e:Absent )", Outcome.DOES_NOT),
        ("sh:xone ( [ sh:nodeKind sh:IRI ] [ sh:minLength 1 ] e:Absent )", Outcome.DOES_NOT),
        ("sh:not [ sh:and ( [ sh:nodeKind sh:Literal ] e:Absent ) ]", Outcome.CONFORMS),
    ],
)
def test_what_no_absent_shape_could_change_is_judged(constraint: str, outcome: Outcome) -> None:
    """The parts that are known decide."""
    asked = graph(f"e:S a sh:NodeShape ; sh:targetNode e:a ; {constraint} .")

    assert validate(DATA, Shapes(asked)).outcome is outcome


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


@pytest.mark.parametrize(
    "constraint",
    [
        'sh:property [ sh:path e:p ; sh:uniqueLang "true" ]',
        "sh:property [ sh:path e:p ; sh:uniqueLang e:x ]",
        (
            "sh:property [ sh:path e:p ; sh:qualifiedValueShape [] ; sh:qualifiedMinCount 1 ; "
            'sh:qualifiedValueShapesDisjoint "true" ]'
        ),
        'sh:closed "true"',
        "sh:or ( 5 )",
        'sh:datatype "x"',
        'sh:nodeKind "IRI"',
        "sh:nodeKind e:IRI",
        'sh:severity "x"',
        'sh:deactivated "true"',
        "sh:property []",
        'sh:property "x"',
        "sh:pattern e:x",
        'sh:pattern "a" ; sh:flags e:i',
        "sh:languageIn ( e:en )",
        'sh:property [ sh:path e:p ; sh:minCount "3" ]',
    ],
)
def test_ill_formed_shapes_are_refused_not_passed_over(constraint: str) -> None:
    """By SHACL's appendix A; what is of the wrong kind asks nothing."""
    with pytest.raises(ShapesProblem, match="is ill-formed"):
        validate(DATA, Shapes(graph(f"e:S a sh:NodeShape ; sh:targetNode e:a ; {constraint} .")))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?v WHERE { ?x <http://e.example/p> ?v }",
        (
            "PREFIX s: <http://e.example/SELECT$this> # SELECT $this\n"
            "SELECT DISTINCT ?v { ?x s:p ?v FILTER(?v != 'SELECT $this') }"
        ),
    ],
)
def test_a_query_that_cannot_find_anything_is_told(query: str) -> None:
    """``$this`` must be selected (SHACL, section 5.3.1)."""
    said = query.replace("\n", "\\n")
    asked = graph(f'e:S a sh:NodeShape ; sh:targetNode e:a ; sh:sparql [ sh:select "{said}" ] .')

    assert "does not select $this" in " ".join(validate(DATA, Shapes(asked)).unchecked)


@pytest.mark.parametrize("selected", ["$this ?v", "*", "DISTINCT ?this", "(e:p AS ?path) $this"])
def test_a_query_that_selects_this_is_well(selected: str) -> None:
    """However it says so."""
    query = f"SELECT {selected} WHERE {{ $this <http://e.example/p> ?v }}".replace("e:p", "<http://e.example/p>")
    asked = graph(f'e:S a sh:NodeShape ; sh:targetNode e:a ; sh:sparql [ sh:select "{query}" ] .')
    one = validate(DATA, Shapes(asked))

    assert (one.unchecked, len(one.results)) == ((), 1)


def test_what_asks_nothing_is_told() -> None:
    """A count without its shape."""
    count = graph("e:S a sh:NodeShape ; sh:targetNode e:a ; sh:property [ sh:path e:p ; sh:qualifiedMinCount 3 ] .")

    assert "asks nothing without sh:qualifiedValueShape" in " ".join(lint(count).unchecked)


def test_a_node_validator_has_what_variables_it_likes() -> None:
    """What it calls ?value is a value that it found (section 6.2.2)."""
    shapes = graph(
        "e:C a sh:ConstraintComponent ; sh:parameter [ sh:path e:par ] ; "
        "sh:nodeValidator [ sh:select "
        '"SELECT $this ?value { $this <http://e.example/p> ?value FILTER(?value = $par) }" ] . '
        "e:S a sh:NodeShape ; sh:targetNode e:a ; e:par 1 ."
    )
    [result] = validate(DATA, Shapes(shapes)).results

    assert (result.component, result.value) == (
        "<http://e.example/C>",
        '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
    )


@pytest.mark.parametrize("processes", [1, 2])
def test_what_is_nested_too_deeply_is_not_checked(processes: int) -> None:
    """Shapes in shapes, and a shape that follows a chain of the data: told, in whatever process."""
    chain = graph(" ".join(f"e:n{number} e:n e:n{number + 1} ." for number in range(2000)))
    follows = graph("e:S a sh:NodeShape ; sh:targetSubjectsOf e:n ; sh:property [ sh:path e:n ; sh:node e:S ] .")
    nested = " ".join(f"e:S{number} sh:node e:S{number + 1} ." for number in range(400))
    within = graph(f"e:S0 sh:targetNode e:a . {nested} e:S400 sh:nodeKind sh:Literal .")

    for data_, asked in ((chain, follows), (DATA, within)):
        one = validate(data_, Shapes(asked), processes=processes)

        assert one.outcome is Outcome.UNCHECKED
        assert "more deeply than is followed" in one.unchecked[0]


@pytest.mark.parametrize(("digits", "most"), [("9" * 5000, 9), ("0" * 5000 + "1", 1)])
def test_numbers_of_many_digits_are_numbers(digits: str, most: int) -> None:
    """More of them than Python reads at once."""
    asked = graph(
        f'e:S a sh:NodeShape ; sh:targetNode e:a ; sh:property [ sh:path e:p ; sh:maxCount "{digits}"^^xsd:integer ] .'
    )
    data_ = graph("e:a e:p " + ", ".join(map(str, range(most))) + " .")

    assert validate(data_, Shapes(asked)).outcome is Outcome.CONFORMS
    assert (validate(graph("e:a e:p 1, 2 ."), Shapes(asked)).outcome is Outcome.CONFORMS) == (most == 9)


@pytest.mark.parametrize("words", ['" 1 "^^xsd:integer', '"1\\n"^^xsd:integer', '" 2020-01-02"^^xsd:date'])
def test_white_space_around_is_in_no_datatype(words: str) -> None:
    """As RDF has it (RDF 1.1 Semantics, test whitespace-facet-1)."""
    datatype = words.rpartition("^")[2]
    asked = graph(f"e:S a sh:NodeShape ; sh:targetNode e:a ; sh:property [ sh:path e:p ; sh:datatype {datatype} ] .")

    assert validate(graph(f"e:a e:p {words} ."), Shapes(asked)).outcome is Outcome.DOES_NOT


def test_a_class_of_owl_is_its_own_target() -> None:
    """As pySHACL has it, and as OWL does: each of its classes is one of RDF Schema's."""
    asked = graph(
        "e:C a <http://www.w3.org/2002/07/owl#Class>, sh:NodeShape ; sh:property [ sh:path e:q ; sh:minCount 1 ] ."
    )

    assert validate(graph("e:a a e:C ."), Shapes(asked)).outcome is Outcome.DOES_NOT


def test_an_instance_of_a_kind_of_shapes_is_a_shape() -> None:
    """A class of shapes of somebody's own is below sh:NodeShape (SHACL, sections 1.1 and 2.1.3.3)."""
    asked = graph(
        "e:Kind rdfs:subClassOf sh:NodeShape . e:C a rdfs:Class, e:Kind ; sh:property [ sh:path e:q ; sh:minCount 1 ] ."
    )

    assert validate(graph("e:a a e:C ."), Shapes(asked)).outcome is Outcome.DOES_NOT
