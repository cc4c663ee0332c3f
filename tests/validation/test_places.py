"""A finding stands at the line of what offends; without such, where the statement about its node begins."""

from clustergraph.settings import read_settings
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.places import lines_of
from clustergraph.validation.shapes import Shapes
from clustergraph.validation.terms import RDF
from clustergraph.validation.validating import validate
from clustergraph.validator.brought import read
from clustergraph.validator.request import Text
from validation.generated import HEAD
from validation.test_equal import index

SETTINGS = read_settings(environ={})
DATA = """@prefix e: <http://e.example/> .
PREFIX x: <http://x.example/>

e:a
  e:text '''one
two. ''' ;
  e:list (
    e:l1
    e:l2 ) ;
  e:part e:b ,
    e:gone ; e:number 5 .

e:b e:of e:a .
"""


def lines(constraints: str) -> list[tuple[str, int]]:
    """Give the value, or else the focus node, of each result with its line."""
    document = read(Text(DATA.encode(), "text/turtle", "content"), SETTINGS)
    shapes = Shapes(index(f"{HEAD}e:S a sh:NodeShape ; {constraints} .", "s"))
    results = validate(TripleIndex(document.triples), shapes).results
    found = lines_of(results, document.triples, document.lines, document.begins)
    nodes = [(one.value or one.focus).rpartition("/")[2].strip(">") for one in results]
    return list(zip(nodes, found, strict=True))


def test_a_node_with_a_name_stands_where_its_statement_begins() -> None:
    """Not where its first value does."""
    assert lines("sh:targetNode e:a, e:b ; sh:property [ sh:path e:name ; sh:minCount 1 ]") == [("a", 4), ("b", 13)]


def test_a_text_of_several_lines_stands_where_it_begins() -> None:
    """So it is quoted from its beginning."""
    assert [line for _, line in lines("sh:targetNode e:a ; sh:property [ sh:path e:text ; sh:maxLength 2 ]")] == [5]


def test_a_value_at_the_end_of_a_path_has_its_own_line() -> None:
    """That of the last step, of whatever node."""
    path = f"( e:list [ sh:zeroOrMorePath <{RDF}rest> ] <{RDF}first> )"
    assert lines(f"sh:targetNode e:a ; sh:property [ sh:path {path} ; sh:nodeKind sh:Literal ]") == [
        ("l1", 8),
        ("l2", 9),
    ]


def test_what_is_only_a_value_stands_where_it_is_one() -> None:
    """Nothing else is said of it."""
    found = lines("sh:targetObjectsOf e:part, e:number ; sh:property [ sh:path e:of ; sh:minCount 1 ]")

    assert [line for _, line in found] == [11, 11]
