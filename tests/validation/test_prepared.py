"""Shapes that have met other data find what shapes find that have met none, whatever they are and whatever the data."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clustergraph.errors import ShapesProblem
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.shapes import Shapes
from clustergraph.validation.validating import validate
from validation.generated import HEAD, data, shapes_graph
from validation.test_equal import index


def found(graph: TripleIndex, shapes: Shapes) -> tuple[object, ...]:
    """What a verdict says, or with what the shapes were refused."""
    try:
        verdict = validate(graph, shapes, processes=1)
    except ShapesProblem as error:
        return (error.message,)
    return verdict.results, verdict.unchecked, verdict.focus_nodes


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.lists(data(), min_size=2, max_size=3), shapes_graph())
def test_what_was_met_before_changes_nothing(documents: list[str], shapes_: str) -> None:
    """One set of shapes for all documents, and one for each."""
    asked = index(shapes_, "s")
    kept = Shapes(asked)

    for document in documents:
        graph = index(document, "d")
        assert found(graph, kept) == found(graph, Shapes(asked))


@pytest.mark.parametrize("constraint", ["sh:class 'C'", "sh:or e:x", "sh:pattern '['", "sh:property [ sh:path 5 ]"])
def test_ill_formed_shapes_are_refused_each_time_even_where_they_meet_nothing(constraint: str) -> None:
    """The second document has nothing for the shape to look at."""
    shapes = Shapes(index(f"{HEAD}e:S a sh:NodeShape ; sh:targetClass e:C ; {constraint} .", "s"))

    for document in ("e:a a e:C .", "e:a e:p e:b ."):
        if constraint.startswith("sh:property"):  # what a shape holds is read where it is asked
            document = "e:a a e:C ; e:p e:b ."
        with pytest.raises(ShapesProblem, match="is ill-formed"):
            validate(index(f"{HEAD}{document}", "d"), shapes)


@given(data(), data(), st.sampled_from(["e:D", "e:E"]))
def test_instances_here_are_those_of_which_anything_is_said_here(document: str, background: str, below: str) -> None:
    """Wherever their classes, and what these are below, are told."""
    here, there = index(document.replace("e:D rdfs", f"{below} rdfs"), ""), index(background, "")
    graph, whole = TripleIndex(here.text(), there), TripleIndex(here.text() + there.text())

    for class_ in ("<http://e.example/C>", "<http://e.example/D>", "<http://e.example/E>"):
        assert graph.classes_below(class_) == whole.classes_below(class_)
        assert sorted(graph.own_instances(class_)) == sorted(one for one in whole.instances(class_) if one in here)


@given(data().map(lambda one: one.replace("e:D rdfs:subClassOf e:C .", "")), data())
def test_a_document_without_classes_of_its_own_has_those_of_the_background(document: str, background: str) -> None:
    """As if all were one graph."""
    graph = TripleIndex(index(document, "").text(), index(background, ""))

    assert graph.classes_below("<http://e.example/C>") == {"<http://e.example/C>", "<http://e.example/D>"}
