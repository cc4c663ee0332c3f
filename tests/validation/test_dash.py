"""The components of DASH find what their queries in ``dash.ttl`` find, as pySHACL evaluates them."""

from collections import Counter
from pathlib import Path

import pyshacl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from clustergraph.validation.index import TripleIndex
from clustergraph.validation.shapes import Shapes
from clustergraph.validation.terms import TYPE, sh, text
from clustergraph.validation.validating import validate
from validation import reference
from validation.generated import HEAD
from validation.test_equal import index

PREFIXES = HEAD + "@prefix dash: <http://datashapes.org/dash#> .\n"
_FILE = Path(pyshacl.__file__).parent / "assets/dash.ttl"
#: Those whose queries ask the data alone: pySHACL gives no query the shapes graph.
ASKED = [
    "dash:coExistsWith e:q", "dash:hasValueWithClass e:C", "dash:nonRecursive true", "dash:rootClass e:C",
    "dash:singleLine true", 'dash:stem "http://e.example/"', "dash:subSetOf e:q", "dash:symmetric true",
    "dash:uniqueValueForClass e:C", 'dash:uriStart "http://e.example/"', "dash:singleLine false",
    "dash:symmetric false", "dash:nonRecursive false",
]  # fmt: skip
_LEADING = ("parameter", "validator", "nodeValidator", "propertyValidator", "prefixes", "declare")
PATHS = [
    "e:p",
    "[ sh:inversePath e:p ]",
    "( e:p e:q )",
    "[ sh:alternativePath ( e:p e:q ) ]",
    "[ sh:oneOrMorePath e:p ]",
]
NODES = ["e:a", "e:b", "e:c", "e:D", "_:x"]
VALUES = [*NODES, '"a"', '"two\\nlines"', '"a\\\\b"', "1", '"a"@en', "<http://other.example/x>"]


@pytest.fixture(scope="module")
def dash() -> str:
    """The components of the file as it is installed with pySHACL, with all that they refer to in SHACL's terms."""
    quads = parse(path=_FILE, format=RdfFormat.TURTLE)
    whole = TripleIndex("".join(f"{quad.triple} .\n" for quad in quads).replace("_:", "_:k"))
    waiting, seen = [*whole.subjects(TYPE, sh("ConstraintComponent"))], set()
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting += [value for name in _LEADING for value in whole.objects(node, sh(name))]
    return "".join(f"{s} {p} {o} .\n" for s, p, o in whole.triples() if s in seen and (p == TYPE or sh("")[:-1] in p))


@st.composite
def data(draw: st.DrawFn) -> str:
    """A few statements."""
    lines = [PREFIXES, "e:D rdfs:subClassOf e:C .\n"]
    for _ in range(draw(st.integers(1, 8))):
        subject, value = draw(st.sampled_from(NODES)), draw(st.sampled_from(VALUES))
        kind = f"a {draw(st.sampled_from(['e:C', 'e:D']))}"
        lines.append(f"{subject} {draw(st.sampled_from([f'e:p {value}', f'e:q {value}', kind]))} .\n")
    return "".join(lines)


@pytest.mark.parametrize("asked", ASKED)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data(), st.sampled_from(PATHS))
def test_ours_is_that_of_the_query(dash: str, asked: str, data_: str, path: str) -> None:
    """Focus node, value and component of each result, as often as it is there."""
    graph = index(data_, "d")
    shape = f"e:S a sh:NodeShape ; sh:targetSubjectsOf e:p ; sh:property [ sh:path {path} ; {asked} ] ."
    shapes = index(PREFIXES + shape, "s").text()
    ours = validate(graph, Shapes(TripleIndex(shapes)), processes=1)
    theirs = reference.reference_results(graph, TripleIndex(shapes + dash))

    assert ours.unchecked == ()
    assert Counter((one.focus, one.value, one.component) for one in ours.results) == Counter(
        (one.focus, one.value, one.component) for one in theirs if "dash#" in text(one.component)
    )
