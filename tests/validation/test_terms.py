"""For every term of the vocabularies of shapes, the verdict is right or *not checked*, never a silent pass."""

from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import RdfFormat, parse

from clustergraph.validation.index import TripleIndex
from clustergraph.validation.results import Outcome, Verdict
from clustergraph.validation.shapes import Shapes
from clustergraph.validation.terms import SH, TYPE, is_iri, sh, text
from clustergraph.validation.validating import validate
from clustergraph.validation.vocabulary import CLASSES, DASH, KNOWN
from validation.generated import HEAD
from validation.terms import NOT_CHECKED, ROWS, RSX, SHACL_12, Row

PREFIXES = HEAD + (
    f"@prefix dash: <{DASH}> . @prefix rsx: <http://rdf4j.org/shacl-extensions#> .\n"
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
)
_ASSETS = Path(pyshacl.__file__).parent / "assets"
#: Functions and validators of DASH's own, which are no terms of shapes.
_NOT_SHAPES = tuple(f"{DASH}{name}" for name in ("is", "has", "toString", "uriTemplate", "valueCount", "all"))
#: How a shape may be used by another.
WITHIN = {
    "sh:not": "sh:not {}",
    "sh:not sh:not": "sh:not [ sh:not {} ]",
    "sh:node": "sh:node {}",
    "sh:and": "sh:and ( {} )",
    "sh:or": "sh:or ( {} [ sh:nodeKind sh:Literal ] )",
    "sh:xone": "sh:xone ( {} [ sh:nodeKind sh:Literal ] )",
    "sh:property": "sh:property [ sh:path [ sh:zeroOrMorePath e:none ] ; sh:node {} ]",
    "sh:qualifiedValueShape": (
        "sh:property [ sh:path [ sh:zeroOrMorePath e:none ] ; sh:qualifiedValueShape {} ; sh:qualifiedMinCount 1 ]"
    ),
}


def graph(turtle: str, letter: str) -> TripleIndex:
    quads = parse(input=(PREFIXES + turtle).encode(), format=RdfFormat.TURTLE)
    return TripleIndex("".join(f"{quad.triple} .\n" for quad in quads).replace("_:", f"_:{letter}"))


def judged(row: Row, asks: str, target: str) -> Verdict:
    shapes = graph(f"e:S a sh:NodeShape ; {target} ; {asks} . {row.more}", "s")
    return validate(graph(row.data + "e:other e:p 1 .", "d"), Shapes(shapes), processes=1)


def test_every_term_has_a_row() -> None:
    """Those of the vocabularies that are installed, and those of the drafts."""
    wanted = {f"{SH}{name}" for name in SHACL_12.split()}
    for file, namespace in (("shacl.ttl", SH), ("dash.ttl", DASH)):
        quads = parse(path=_ASSETS / file, format=RdfFormat.TURTLE)
        defined = TripleIndex("".join(f"{quad.triple} .\n" for quad in quads))
        for subject in {one for one, _, _ in defined.triples() if is_iri(one) and text(one).startswith(namespace)}:
            is_component = sh("ConstraintComponent") in defined.objects(subject, TYPE)
            own = text(subject).removeprefix(namespace)
            if own and "-" not in own and (namespace == SH or is_component or own[0].islower()):
                wanted.add(text(subject))
    rows = {_iri(name) for name in ROWS}

    assert len(wanted) > 250
    assert {*map(_iri, RSX.split())} <= rows
    assert sorted(one for one in wanted if one not in rows and not one.startswith(_NOT_SHAPES)) == []


def _iri(name: str) -> str:
    prefix, _, own = name.rpartition(":")
    return {"": SH, "dash": DASH, "rsx": "http://rdf4j.org/shacl-extensions#"}[prefix] + own


def test_the_table_of_the_engine_has_them() -> None:
    """None of them is said to be misspelt."""
    properties = {_iri(name) for name in ROWS if name.rpartition(":")[2][0].islower()}
    classes = {_iri(name) for name in ROWS if ":" not in name and name[0].isupper() and not name.endswith("Component")}
    values = "IRI Literal BlankNode BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral TripleTerm ByTypes RulesEntailment "
    values += "Violation Warning Info Trace Debug"

    assert {one for one in properties - KNOWN if not one.startswith("http://rdf4j.org/")} == set()
    assert classes - CLASSES == {f"{SH}{name}" for name in values.split()}


@pytest.mark.parametrize("name", ROWS)
def test_a_term_has_its_verdict(name: str) -> None:
    """Found or not checked: never passed."""
    row = ROWS[name]
    one = judged(row, row.asks, row.target)

    assert one.outcome is (Outcome.UNCHECKED if row.verdict == NOT_CHECKED else Outcome.DOES_NOT), one
    assert bool(one.unchecked) == (row.verdict == NOT_CHECKED), one.unchecked
    assert not any("is no term" in words or "is no class" in words for words in one.unchecked)


@pytest.mark.parametrize("within", WITHIN)
@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.verdict == NOT_CHECKED])
def test_what_is_not_evaluated_is_not_checked_in_any_place(name: str, within: str) -> None:
    """Neither passed nor found to be wrong, whatever stands around it."""
    row = ROWS[name]
    shapes = WITHIN[within].format("e:Inner")
    more = Row(row.asks, row.verdict, f"{row.more} e:Inner {row.asks} .", row.data)
    one = judged(more, shapes, "sh:targetNode e:a")

    assert one.outcome is Outcome.UNCHECKED or "nodeKind sh:IRI" in row.asks, one
    assert one.unchecked


@pytest.mark.parametrize(
    ("asks", "meant"),
    [
        ("sh:minCuont 1", "Is sh:minCount meant?"),
        ("sh:tagretClass e:C", "Is sh:targetClass meant?"),
        ("a sh:NodeShap", "Is sh:NodeShape meant?"),
        ("dash:singelLine true", "Is dash:singleLine meant?"),
        ("sh:property [ sh:path e:p ; sh:nodeknd sh:IRI ]", "Is sh:nodeKind meant?"),
    ],
)
def test_a_misspelt_term_is_told(asks: str, meant: str) -> None:
    """With the one that may be meant."""
    one = judged(Row(asks, NOT_CHECKED), asks, "sh:targetNode e:a")

    assert one.outcome is Outcome.UNCHECKED
    assert meant in " ".join(one.unchecked)
