"""A constraint in SPARQL changes the verdict of no other, and it sees what the others see."""

import pytest
from hypothesis import HealthCheck, given, settings

from clustergraph.errors import ClustergraphError
from clustergraph.settings import read_settings
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.results import Result, Verdict
from clustergraph.validation.shapes import Shapes
from clustergraph.validation.terms import sh
from clustergraph.validation.validating import validate
from clustergraph.validator.brought import read, with_sent_shapes
from clustergraph.validator.checking import Asked, check
from clustergraph.validator.ready import make_ready
from clustergraph.validator.request import Text
from conftest import ROOT
from validation.generated import HEAD, data, shapes_graph
from validation.test_equal import compared, index

ELSEWHERE = """
e:Elsewhere a sh:NodeShape ; sh:targetNode e:nowhere ;
    sh:sparql [ sh:message "m" ; sh:select "SELECT $this WHERE { $this <http://e.example/absent> ?v }" ] .
"""
ABOVE_THREE = '[ sh:select "SELECT $this ?value WHERE { $this <http://e.example/p> ?value FILTER(?value > 3) }" ]'


def verdict(data_: str, shapes: str, base: TripleIndex | None = None) -> Verdict:
    """Validate Turtle."""
    graph = TripleIndex(index(HEAD + data_, "d").text(), base)
    return validate(graph, Shapes(index(HEAD + shapes, "s")), processes=1)


def found(one: Verdict) -> set[tuple[str, str]]:
    """Focus nodes and components."""
    return {(result.focus, result.component.rpartition("#")[2].rstrip(">")) for result in one.results}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data(), shapes_graph())
def test_a_query_elsewhere_changes_nothing(data_: str, shapes_: str) -> None:
    """The results are the very same, so are the errors."""
    outcomes: list[object] = []
    for shapes in (shapes_, shapes_ + ELSEWHERE):
        results: list[Result] | str
        try:
            results = list(validate(index(data_, "d"), Shapes(index(shapes, "s")), processes=1).results)
        except ClustergraphError as error:
            outcomes.append(error.code)
        else:
            outcomes.append(compared(results))

    assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize("target", ["sh:targetClass e:C", "sh:targetSubjectsOf e:p", "a rdfs:Class"])
def test_focus_nodes_are_those_of_the_shape(target: str) -> None:
    """Blank nodes too; and Core beside SPARQL is looked at once, by our own engine."""
    kind = "e:S" if target.startswith("a ") else "e:C"
    one = verdict(
        f"_:x a {kind} ; e:p 5 . e:y a {kind} ; e:p 1 . e:z e:q 9 .",
        f"e:S a sh:NodeShape ; {target} ; sh:sparql {ABOVE_THREE} ; sh:property [ sh:path e:p ; sh:maxInclusive 4 ] .",
    )

    assert {component for _, component in found(one)} == {
        "SPARQLConstraintComponent",
        "MaxInclusiveConstraintComponent",
    }
    assert len(one.results) == 2
    assert all(focus.startswith("_:") for focus, _ in found(one))


@pytest.mark.parametrize(
    ("reference", "component"),
    [
        ("sh:node e:T", "Node"),
        ("sh:not [ sh:not e:T ]", "Not"),
        ("sh:and ( e:T )", "And"),
        ("sh:or ( e:T )", "Or"),
        ("sh:xone ( e:T )", "Xone"),
    ],
)
def test_shapes_that_lead_to_a_query_have_their_verdict(reference: str, component: str) -> None:
    """Step by step; the other constraints of the same shape are ours."""
    one = verdict(
        "e:a e:p 5 . e:b e:p 1 .",
        f"e:S sh:targetNode e:a, e:b ; {reference} ; sh:nodeKind sh:Literal ."
        f"e:T a sh:NodeShape ; sh:sparql {ABOVE_THREE} .",
    )

    assert found(one) == {
        ("<http://e.example/a>", f"{component}ConstraintComponent"),
        ("<http://e.example/a>", "NodeKindConstraintComponent"),
        ("<http://e.example/b>", "NodeKindConstraintComponent"),
    }


def test_a_sibling_with_a_query_counts_for_its_siblings() -> None:
    """Values that conform to it do not count for the others (section 4.7.3)."""
    one = verdict(
        "e:a e:p 1, 5 .",
        """e:S sh:targetNode e:a ; sh:property e:P, e:Q . e:T a sh:NodeShape ; sh:sparql [ sh:select
        "SELECT $this WHERE { FILTER($this > 3) }" ] .
        e:P sh:path e:p ; sh:qualifiedValueShape e:T ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShapesDisjoint true .
        e:Q sh:path e:p ; sh:qualifiedValueShape [ sh:datatype xsd:integer ] ; sh:qualifiedMinCount 2 ;
            sh:qualifiedValueShapesDisjoint true .""",
    )

    assert [(result.shape, result.component) for result in one.results] == [
        (f"<http://e.example/{shape}>", sh("QualifiedMinCountConstraintComponent")) for shape in "PQ"
    ]


@pytest.mark.parametrize("target", ["sh:targetClass e:C", "a rdfs:Class", "sh:targetSubjectsOf e:p"])
def test_queries_see_the_background_and_find_nothing_in_it(target: str) -> None:
    """What the background says counts, and only nodes of the data are focus nodes."""
    base = index(HEAD + "e:known e:label 'a' . e:old a e:C, e:S ; e:p e:unknown .", "b")
    query = (
        "SELECT $this ?value WHERE { $this <http://e.example/p> ?value "
        "FILTER NOT EXISTS { ?value <http://e.example/label> ?l } }"
    )
    one = verdict(
        "e:x a e:C, e:S ; e:p e:known, e:unknown .",
        f'e:S a sh:NodeShape ; {target} ; sh:sparql [ sh:select "{query}" ] .',
        base,
    )

    assert [(result.focus, result.value) for result in one.results] == [
        ("<http://e.example/x>", "<http://e.example/unknown>")
    ]


@pytest.mark.parametrize("name", ["submission", "indicators", "eccp-readiness"])
def test_a_query_that_is_sent_along_leaves_a_profile_as_it_is(name: str) -> None:
    """Codes of the lists stay known."""
    limits = read_settings(environ={})
    content = read(Text((ROOT / "docs/examples/cluster.ttl").read_bytes(), "text/turtle", "content"), limits)
    ready = make_ready(ROOT, name)
    more = with_sent_shapes(ready, [Text((HEAD + ELSEWHERE).encode(), "text/turtle", "rules")], limits)
    plain, with_query = (check(content, "content", Asked(one), limits) for one in (ready, more))

    assert with_query.verdict.results == plain.verdict.results
    assert "rdflib" in with_query.verdict.engine
    assert "rdflib" not in plain.verdict.engine


def test_an_escaped_name_is_the_name_that_it_escapes() -> None:
    """In a query as in Turtle (SPARQL 1.1, section 4.1.1)."""
    one = verdict(
        "e:a <http://e.example/x,y> 1 .",
        "e: sh:declare [ sh:prefix 'e' ; sh:namespace 'http://e.example/' ] . e:S sh:targetNode e:a ; sh:sparql "
        "[ sh:prefixes e: ; sh:select 'SELECT $this WHERE { $this e:x\\\\,y ?v }' ] .",
    )

    assert len(one.results) == 1


@pytest.mark.parametrize(
    "path", ["e:p", "[ sh:inversePath e:back ]", "( e:q e:p )", "[ sh:alternativePath ( e:p e:r ) ]"]
)
def test_a_query_has_the_path_of_its_shape(path: str) -> None:
    """With whole IRIs in the place of $PATH, and nowhere within texts."""
    query = "SELECT $this ?value WHERE { $this $PATH ?value FILTER(?value != '$PATH') }"
    one = verdict(
        "e:a e:p 5 ; e:q e:b . e:b e:p 6 . e:c e:back e:a .",
        f'e:S sh:targetNode e:a ; sh:property [ sh:path {path} ; sh:sparql [ sh:select "{query}" ] ] .',
    )

    assert (len(one.results), one.unchecked) == (1, ())
