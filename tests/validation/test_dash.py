"""The components of DASH find what their queries in ``dash.ttl`` find.

The queries are evaluated as those of components that somebody defines, by another name: ours have none.
"""

from collections import Counter
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import RdfFormat, parse

from clustergraph.validation.index import TripleIndex
from clustergraph.validation.results import Verdict
from clustergraph.validation.shapes import Shapes
from clustergraph.validation.terms import TYPE, sh
from clustergraph.validation.validating import validate
from validation.generated import HEAD
from validation.test_equal import index

NAMESPACE, OTHER = "http://datashapes.org/dash#", "http://e.example/dash#"
PREFIXES = HEAD + "@prefix dash: <http://datashapes.org/dash#> .\n"
_FILE = Path(pyshacl.__file__).parent / "assets/dash.ttl"
#: Those whose queries ask the data alone.
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
#: Every node has every kind of value somewhere, and points at itself, back, and around.
DATA = """
e:D rdfs:subClassOf e:C . e:a a e:C ; e:p e:a, e:b, "a", "two\\nlines" ; e:q e:b, "a", 1 .
e:b a e:D ; e:p e:a, e:c, "a\\\\b", 1 ; e:q e:D, <http://other.example/x> . e:c e:p e:D, "a"@en ; e:q e:a .
e:D e:p <http://other.example/x> . _:x a e:C ; e:p e:b, _:x ; e:q "a" . e:none e:q e:c . e:one e:p e:one ; e:q e:one .
"""


@cache
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


@pytest.mark.parametrize("asked", ASKED)
def test_ours_is_that_of_the_query(asked: str) -> None:
    """Focus node, value and component of each result, as often as it is there, along paths of every kind."""
    graph = index(PREFIXES + DATA, "d")
    held = " , ".join(f"[ sh:path {path} ; {asked} ]" for path in PATHS)
    shapes = index(f"{PREFIXES} e:S a sh:NodeShape ; sh:targetSubjectsOf e:p, e:q ; sh:property {held} .", "s").text()
    ours = validate(graph, Shapes(TripleIndex(shapes)), processes=1)
    queries = validate(graph, Shapes(TripleIndex((shapes + dash()).replace(NAMESPACE, OTHER))), processes=1)

    assert ours.unchecked == queries.unchecked == ()
    assert bool(ours.results) == ("false" not in asked)
    assert compared(ours) == compared(queries)


def compared(verdict: Verdict) -> Counter[tuple[str, ...]]:
    """What is compared: all but the words."""
    return Counter(
        (one.focus, str(one.path), str(one.value), one.component.replace(OTHER, NAMESPACE)) for one in verdict.results
    )
