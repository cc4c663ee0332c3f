"""Shapes of others through the API: each constraint by itself, and nothing passes that was not evaluated."""

from pathlib import Path
from typing import Any

import httpx
import pyshacl
import pytest

from conftest import SHARED, Server, clustergraph, needs

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .\n"
HEAD += "@prefix dash: <http://datashapes.org/dash#> . @prefix rsx: <http://rdf4j.org/shacl-extensions#> .\n"
HEAD += "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
DATA = HEAD + 'e:x a e:C ; e:p 1 ; e:path "C:\\\\temp\\\\x" . e:y a e:C ; e:p 2 .\n'
SHAPE = HEAD + "e:S a sh:NodeShape ; sh:targetClass e:C ; "
_ASSETS = Path(pyshacl.__file__).parent / "assets"


def ask(server: Server, shapes: str | list[str], data: str = DATA, **more: Any) -> httpx.Response:
    """Validate with shapes of one's own, which are not merged."""
    texts = [shapes] if isinstance(shapes, str) else shapes
    body = {
        "contentToValidate": data,
        "contentSyntax": "text/turtle",
        "externalRules": [{"ruleSet": one, "ruleSyntax": "text/turtle"} for one in texts],
        "mergeModelsBeforeValidation": False,
        "reportSyntax": "application/vnd.clustergraph.report+json",
        **more,
    }
    return httpx.post(f"{server.url}/shacl/any/api/validate", json=body, timeout=60)


def report(server: Server, shapes: str | list[str], data: str = DATA, **more: Any) -> dict[str, Any]:
    """The report, where something could not be checked too."""
    response = ask(server, shapes, data, passOver=True, **more)
    assert response.status_code == 200, response.text
    return dict(response.json())


def found(told: dict[str, Any]) -> list[tuple[str, str]]:
    """Focus node and component of each finding, by their last words."""
    ends = ((one["focusNode"], one["component"]) for one in told["findings"])
    return sorted((focus.rpartition("/")[2], component.rpartition("#")[2]) for focus, component in ends)


def _select(where: str, *more: str) -> str:
    return "; ".join([f"sh:sparql [ sh:select '''SELECT $this ?value {{ {where} }}'''", *more]) + " ]"


P = "$this <http://e.example/p> ?value"
GOOD_QUERY = _select(f"{P} FILTER(?value > 1)", 'sh:message "{$this} has {?value}"@en')


@pytest.mark.parametrize(
    "function",
    [
        "<http://e.example/own>(?value)",
        "<http://www.opengis.net/def/function/geosparql/sfWithin>(?value, ?value)",
        "<http://spinrdf.org/spif#isReadOnlyTriple>(?value)",
        "<http://jena.apache.org/ARQ/function#bnode>(?value)",
        "<http://www.w3.org/2001/XMLSchema#interger>(?value)",
        "EXISTS { ?value ?a ?b FILTER(<http://e.example/far>(?a)) }",
        "COALESCE(<http://e.example/within>(?value), false)",
        "EXISTS { $this <http://jena.apache.org/ARQ/property#strSplit> ?part }",
    ],
)
def test_a_function_that_is_not_known_is_named(server: Server, function: str) -> None:
    """An error in a filter finds nothing: that would be a pass; the other query is judged."""
    own = "e:own a sh:SPARQLFunction ; sh:parameter [ sh:path e:arg ] ; sh:ask 'ASK { FILTER($arg > 0) }' ."
    told = report(server, f"{SHAPE}{_select(f'{P} FILTER({function})')} ; {GOOD_QUERY} . {own}")
    name = function[function.index("<") + 1 : function.index(">")]

    assert found(told) == [("y", "SPARQLConstraintComponent")]
    assert [one for one in told["unchecked"] if f"does not know the function {name}" in one]
    assert ask(server, f"{SHAPE}{_select(f'{P} FILTER({function})')} .").status_code == 422


@pytest.mark.parametrize(
    ("asks", "name"),
    [
        ("sh:targetNode [ sh:select 'SELECT ?x { ?x a ?c }' ] ; sh:nodeKind sh:IRI", "sh:targetNode"),
        ("rsx:targetShape [ sh:nodeKind sh:IRI ] ; sh:nodeKind sh:IRI", "rsx:targetShape"),
        ("dash:applicableToClass e:C ; sh:nodeKind sh:IRI", "dash:applicableToClass"),
        ("sh:targetWhere [ sh:class e:C ] ; sh:nodeKind sh:IRI", "sh:targetWhere"),
        ("sh:property [ sh:path e:p ; dash:indexed true ]", "dash:indexed"),
        ("sh:property [ sh:path e:p ; sh:uniqueMembers true ]", "sh:uniqueMembers"),
        ("sh:not [ sh:expression [ sh:path e:p ] ]", "sh:expression"),
        ("sh:or ( [ sh:nodeKind sh:Literal ] [ sh:nodeByExpression e:T ] )", "sh:nodeByExpression"),
        ("sh:not [ sh:not [ dash:scriptConstraint e:T ] ]", "dash:scriptConstraint"),
        ("sh:not [ sh:reifierShape e:T ]", "sh:reifierShape"),
        ("dash:singelLine true", "dash:singelLine"),
        ("a sh:NodeShap", "sh:NodeShap"),
    ],
)  # fmt: skip
def test_what_is_not_evaluated_is_told(server: Server, asks: str, name: str) -> None:
    """By its name, also where the shape has a target of its own; around it nothing is found either."""
    told = report(server, f"{SHAPE}{asks} .")

    assert told["outcome"] == "could not be checked"
    assert told["findings"] == []
    assert [one for one in told["unchecked"] if name in one]
    assert name in ask(server, f"{SHAPE}{asks} .").json()["detail"]


def test_a_class_that_is_a_shape_and_a_shape_that_data_asks_for(server: Server) -> None:
    """sh:ShapeClass and sh:shape are evaluated as SHACL 1.2 has them; a shape that is not there is told."""
    kind = HEAD + "e:C a sh:ShapeClass ; sh:property [ sh:path e:q ; sh:minCount 1 ] ."
    asked = report(server, SHAPE.replace("e:C", "e:None") + "sh:nodeKind sh:Literal .", DATA + "e:x sh:shape e:S .")
    absent = report(server, SHAPE + "sh:nodeKind sh:IRI .", DATA + "e:x sh:shape e:Far .")

    assert [focus for focus, _ in found(report(server, kind))] == ["x", "y"]
    assert found(asked) == [("x", "NodeKindConstraintComponent")]
    assert absent["outcome"] == "could not be checked"
    assert "The shape http://e.example/Far is not there" in absent["unchecked"][0]


DASH = {
    "dash:singleLine true": '"two\\nlines"',
    "dash:hasValueIn ( 7 8 )": "1",
    "dash:stem 'http://other.example/'": "e:y",
    "dash:subSetOf e:q": "1",
    "dash:rootClass e:D": "e:D2",
    "dash:symmetric true": "e:z",
    "dash:hasValueWithClass e:D": "e:z",
    "dash:coExistsWith e:q": "1",
    "dash:nonRecursive true": "e:a",
    "dash:uniqueValueForClass e:C": "9",
}


@pytest.mark.parametrize("asks", DASH)
@pytest.mark.parametrize("with_file", [False, True])
def test_components_of_dash_are_evaluated(server: Server, asks: str, *, with_file: bool) -> None:
    """Whether dash.ttl is sent along or not; and around them nothing false is found."""
    data = HEAD + f"e:a a e:C ; e:v {DASH[asks]} . e:b a e:C ; e:v 9 ."
    shapes = [HEAD + f"e:S a sh:NodeShape ; sh:targetNode e:a ; sh:property [ sh:path e:v ; {asks} ] ."]
    turned = [HEAD + f"e:S a sh:NodeShape ; sh:targetNode e:a ; sh:not [ sh:property [ sh:path e:v ; {asks} ] ] ."]
    file = [(_ASSETS / "dash.ttl").read_text("utf-8")] if with_file else []
    told = report(server, shapes + file, data)

    assert len(told["findings"]) == 1
    assert told["findings"][0]["component"].startswith("http://datashapes.org/dash#")
    assert told["unchecked"] == []
    assert report(server, turned + file, data)["outcome"] == "conforms"


def test_a_backslash_in_a_value_harms_no_query(server: Server) -> None:
    """It stands in the data, in the query and in what is found."""
    query = _select("$this <http://e.example/path> ?value FILTER(CONTAINS(?value, '\\\\\\\\temp'))")
    told = report(server, f"{SHAPE}{query} ; {GOOD_QUERY} .")

    assert sorted(one["value"] for one in told["findings"]) == [
        '"2"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"C:\\\\temp\\\\x"',
    ]
    assert told["unchecked"] == []


@pytest.mark.parametrize(
    "bad",
    [
        "SELECT $this { oops",
        "SELECT ?value { ?s ?p ?value }",
        "SELECT $this { $this e:absent ?v }",
        "SELECT $this { VALUES ?x { 1 } }",
    ],
)
def test_a_query_that_fails_is_named_and_takes_nothing_along(server: Server, bad: str) -> None:
    """The other queries and what Core asks have their findings; a named constraint is called by its name."""
    own = f"e:Bad sh:select '''{bad}''' . e:Good sh:select '''SELECT $this {{ {P} FILTER(?value = 2) }}''' ."
    told = report(server, f"{SHAPE}sh:sparql e:Bad, e:Good ; sh:property [ sh:path e:p ; sh:minInclusive 2 ] . {own}")

    assert found(told) == [("x", "MinInclusiveConstraintComponent"), ("y", "SPARQLConstraintComponent")]
    assert len(told["unchecked"]) == 1
    assert told["unchecked"][0].startswith(
        "The query http://e.example/Bad of http://e.example/S could not be evaluated"
    )


@pytest.mark.parametrize(
    ("asks", "expected"),
    [
        ("sh:or ( [ sh:nodeKind sh:Literal ] [ {} ] )", "Or"),
        ("sh:not [ sh:not [ {} ] ]", "Not"),
        ("sh:node [ {} ]", "Node"),
        ("sh:xone ( [ sh:nodeKind sh:Literal ] [ {} ] )", "Xone"),
        ("sh:and ( [ sh:nodeKind sh:IRI ] [ {} ] )", "And"),
    ],
)
def test_a_query_within_is_one_constraint_of_many(server: Server, asks: str, expected: str) -> None:
    """What stands around it is ours: a lexical form that is none is found beside the query, too."""
    data = HEAD + 'e:x a e:C ; e:p 5 ; e:d "x"^^xsd:integer . e:y a e:C ; e:p 1 .'
    beside = "sh:property [ sh:path e:d ; sh:datatype xsd:integer ]"
    told = report(server, f"{SHAPE}{asks.format(GOOD_QUERY)} ; {beside} .", data)

    assert found(told) == sorted([("x", "DatatypeConstraintComponent"), ("x", f"{expected}ConstraintComponent")])
    assert told["unchecked"] == []


@pytest.mark.parametrize(
    "shape",
    [
        "sh:property [ sh:path e:knows ; sh:node e:S ]",
        "sh:not [ sh:property [ sh:path e:knows ; sh:node e:S ] ]",
        "sh:property [ sh:path e:knows ; sh:qualifiedValueShape e:S ; sh:qualifiedMinCount 1 ]",
    ],
)
def test_a_cycle_in_the_data_loses_nothing_else(server: Server, shape: str) -> None:
    """What does not depend on it is judged, and the nodes that do are named with the true reason."""
    data = HEAD + "e:a a e:C ; e:knows e:b . e:b a e:C ; e:knows e:a . e:c a e:C ; e:p e:q ."
    told = report(server, f"{SHAPE}sh:property [ sh:path e:p ; sh:maxCount 0 ] ; {shape} .", data)

    assert ("c", "MaxCountConstraintComponent") in found(told)
    assert not [one for one in found(told) if one[0] in "ab"]
    assert "Whether http://e.example/a (and 1 more) conforms to http://e.example/S depends on itself" in (
        " ".join(told["unchecked"])
    )


def test_a_cycle_is_no_hindrance_where_the_values_decide(server: Server) -> None:
    """A node that violates the shape by itself does not conform, whatever the others are."""
    data = HEAD + "e:a a e:C ; e:knows e:b ; e:p 1 . e:b a e:C ; e:knows e:a ; e:p 1 ."
    told = report(
        server, f"{SHAPE}sh:property [ sh:path e:p ; sh:maxCount 0 ], [ sh:path e:knows ; sh:node e:S ] .", data
    )

    assert {component for _, component in found(told)} == {"MaxCountConstraintComponent", "NodeConstraintComponent"}
    assert told["unchecked"] == []


@pytest.mark.parametrize("file", ["", "dash.ttl", "shacl.ttl"])
@pytest.mark.parametrize("merged", [True, False])
def test_what_is_not_called_makes_nothing_uncheckable(server: Server, file: str, *, merged: bool) -> None:
    """A function that no query calls, and vocabularies that are sent along."""
    function = (
        "e:f a sh:SPARQLFunction ; sh:parameter [ sh:path e:arg ] ; sh:select 'SELECT ?x { }' ; sh:returnType e:C ."
    )
    files = [(_ASSETS / file).read_text("utf-8")] if file else []
    shapes = [f"{SHAPE}sh:property [ sh:path e:p ; sh:maxInclusive 1 ] . {function}", *files]
    told = report(server, shapes, mergeModelsBeforeValidation=merged)

    assert found(told) == [("y", "MaxInclusiveConstraintComponent")]
    assert told["unchecked"] == []
    assert bool([one for one in told["notes"] if "merged into the content" in one]) is merged


@pytest.mark.parametrize("blank", [" \n\t", "\r\n\r\n"])
def test_content_of_blanks_is_as_a_comment(server: Server, blank: str) -> None:
    """Nothing is in either, which a note says; with and without an embedding."""
    shapes = SHAPE + "sh:nodeKind sh:IRI ."
    for more in ({}, {"embeddingMethod": "STRING"}):
        comment, blanks = (report(server, shapes, one, **more) for one in ("# a comment\n", blank))

        assert {**comment, "seconds": 0} == {**blanks, "seconds": 0}
        assert blanks["statements"] == 0
        assert blanks["notes"]


def test_absent_shapes_are_passed_over_when_it_is_asked(server: Server) -> None:
    """The verdict says for what there is none, beside the findings there are; all that refer to it are named."""
    shapes = (
        f"{SHAPE}sh:property e:Absent, [ sh:path e:p ; sh:maxInclusive 1 ; sh:severity sh:Warning ] . "
        "e:Before a sh:NodeShape ; sh:targetClass e:C ; sh:nodeKind sh:IRI ; sh:property e:Known . "
        "e:Known sh:path e:p ; sh:minCount 1 ."
    )
    refused, told = ask(server, shapes), report(server, shapes)
    bed = ask(server, shapes, passOver=True, reportSyntax="application/json").json()
    rdf = ask(server, shapes, passOver=True, reportSyntax="text/turtle")
    words = "The shape http://e.example/Absent is not there; http://e.example/S refers to it by sh:property."

    assert refused.status_code == 422
    assert words in refused.json()["detail"]
    assert "1 × Warning" in refused.json()["remedy"]
    assert "passOver" in refused.json()["remedy"]
    assert (told["outcome"], told["unchecked"]) == ("could not be checked", [words])
    assert found(told) == [("y", "MaxInclusiveConstraintComponent")]
    assert (bed["result"], bed["counters"]["nrOfWarnings"]) == ("UNDEFINED", 1)
    assert words in bed["overview"]["note"]
    assert "sh:conforms false" in rdf.text
    assert rdf.headers["clustergraph-outcome"] == "could not be checked"


def test_the_query_string_asks_for_it_too(server: Server) -> None:
    """Of content that is the body; and for true or false only."""
    url = f"{server.url}/shacl/clustergraph/api/validate"
    headers = {"Content-Type": "text/turtle"}
    ok = httpx.post(url, params={"passOver": "true"}, content=DATA, headers=headers, timeout=60)
    bad = httpx.post(url, params={"passOver": "yes"}, content=DATA, headers=headers, timeout=60)

    assert ok.status_code == 200
    assert (bad.status_code, bad.json()["place"]["source"]) == (400, "parameter passOver")


@pytest.mark.parametrize("file", ["shacl/ranges.ttl", "html/shacl/deprecateduris.ttl", "html/shacl/mdr_imports.ttl"])
def test_published_shapes_can_be_used(server: Server, file: str) -> None:
    """Those of DCAT-AP 3.0.1, which refer to shapes and import files that are not there."""
    needs(SHARED / "suites/dcat-ap/3.0.1")
    shapes = (SHARED / "suites/dcat-ap/3.0.1" / file).read_text("utf-8")
    data = HEAD + "e:c a <http://www.w3.org/ns/dcat#Catalog> . e:d a <http://www.w3.org/ns/dcat#Dataset> . "
    data += "e:f a <http://xmlns.com/foaf/0.1/Agent> ."
    told = report(server, shapes, data)

    assert told["outcome"] == "could not be checked"
    assert all("is not there; " in one or "not fetched" in one or "no target" in one for one in told["unchecked"])


def test_annotations_that_are_left_out_are_told(server: Server) -> None:
    """They change no verdict."""
    annotated = _select(f"{P} FILTER(?value > 1)", "sh:resultAnnotation [ sh:annotationProperty e:note ]")
    told = report(server, f"{SHAPE}{annotated} .")

    assert found(told) == [("y", "SPARQLConstraintComponent")]
    assert [one for one in told["notes"] if "sh:resultAnnotation" in one]


def test_a_message_has_the_values_that_were_found(server: Server) -> None:
    """In its places for them (SHACL, section 5.2.1)."""
    assert [one["message"] for one in report(server, f"{SHAPE}{GOOD_QUERY} .")["findings"]] == [
        "http://e.example/y has 2"
    ]


#: A form that only SHACL 1.2 has → what is told of it.
LATER = {
    "sh:class ( e:C e:D )": "sh:class has a list",
    "sh:closed sh:ByTypes": "sh:closed has the value sh:ByTypes",
    "sh:closed true ; sh:ignoredProperties [ sh:nodes e:p ]": "sh:ignoredProperties has an expression",
    "sh:nodeKind ( sh:IRI sh:TripleTerm )": "sh:nodeKind has a list",
    "sh:deactivated [ sh:exists e:p ]": "sh:deactivated has an expression",
    "sh:property [ sh:path e:p ; sh:datatype ( xsd:string xsd:date ) ]": "sh:datatype has a list",
    "sh:property [ sh:path e:p ; sh:nodeKind sh:TripleTerm ]": "sh:nodeKind has the value sh:TripleTerm",
    "sh:property [ sh:path e:p ; sh:equals [ sh:inversePath e:p ] ]": "sh:equals has a path",
    "sh:property [ sh:path e:p ; sh:lessThan ( e:p e:q ) ]": "sh:lessThan has a path",
    "sh:property [ sh:path e:p ; sh:minCount [ sh:count [ sh:nodes e:q ] ] ]": "sh:minCount has an expression",
    'sh:property [ sh:path e:p ; sh:pattern "a" ; sh:flags [ sh:nodes e:q ] ]': "sh:flags has an expression",
    "sh:property [ sh:path e:p ; sh:in [ sh:union ( e:a e:b ) ] ]": "sh:in has an expression",
    "sh:property [ sh:path e:p ; sh:qualifiedValueShape e:T ; sh:qualifiedMinCount [ sh:nodes e:q ] ]":
        "sh:qualifiedMinCount has an expression",
    "sh:not [ sh:property [ sh:path e:p ; sh:maxCount [ sh:nodes e:q ] ] ]": "sh:maxCount has an expression",
}  # fmt: skip
BESIDE = "sh:property [ sh:path e:none ; sh:minCount 1 ; sh:severity sh:Warning ]"


@pytest.mark.parametrize("form", LATER)
def test_a_form_of_shacl_1_2_leaves_the_rest_judged(server: Server, form: str, tmp_path: Path) -> None:
    """It is told by its parameter and its shape; other constraints, and other shapes, have their results."""
    shapes = f"{SHAPE}{form} . e:T a sh:NodeShape ; sh:targetClass e:C ; {BESIDE} ."
    told = report(server, shapes)
    (tmp_path / "shapes.ttl").write_text(shapes)
    (tmp_path / "data.ttl").write_text(DATA)
    files = ["--shapes", str(tmp_path / "shapes.ttl"), str(tmp_path / "data.ttl")]
    done = clustergraph("validate", "--profile", "any", "--strict", *files)
    words = f"{LATER[form]}, a form of SHACL 1.2, which is not evaluated here; http://e.example/S asks for it."

    assert told["outcome"] == "could not be checked"
    assert told["unchecked"] == [words]
    assert found(told) == [("x", "MinCountConstraintComponent"), ("y", "MinCountConstraintComponent")]
    assert done.returncode == 1  # the warnings count there
    assert f"not checked: {words}" in done.stdout


def test_a_constraint_beside_a_form_of_shacl_1_2_is_judged(server: Server) -> None:
    """In one shape."""
    told = report(server, f"{SHAPE}sh:class ( e:C e:D ) ; {BESIDE} .")

    assert found(told) == [("x", "MinCountConstraintComponent"), ("y", "MinCountConstraintComponent")]
    assert len(told["unchecked"]) == 1


def test_a_message_that_is_an_expression_is_told_in_a_note(server: Server) -> None:
    """No verdict depends on it."""
    told = report(server, f"{SHAPE}{BESIDE.replace('sh:minCount', 'sh:message [ sh:nodes e:q ] ; sh:minCount')} .")

    assert told["outcome"] == "conforms"
    assert len(told["findings"]) == 2
    assert (
        "Messages that are expressions (SHACL 1.2) are not computed here; http://e.example/S asks for them."
        in (told["notes"])
    )


@pytest.mark.parametrize(
    "form",
    [
        'sh:class "C"',
        'sh:class ( "C" )',
        "sh:class [ <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> e:C ]",
        "sh:nodeKind ( e:IRI )",
        "sh:closed e:x",
        "sh:property [ sh:path e:p ; sh:minCount [] ]",
        "sh:property [ sh:path e:p ; sh:in e:x ]",
        "sh:deactivated e:x",
    ],
)
def test_what_is_ill_formed_in_either_version_is_refused(server: Server, form: str) -> None:
    """By the name of its shape."""
    answer = ask(server, f"{SHAPE}{form} .", passOver=True)

    assert answer.status_code == 400
    assert answer.json()["code"] == "shapes-problem"
    assert "http://e.example/S" in answer.json()["detail"]
