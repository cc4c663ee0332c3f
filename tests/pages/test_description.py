"""What a page says of a thing, on graphs of a few lines."""

import pytest
from small_graphs import Small

from clustergraph.errors import NotFound
from clustergraph.pages.description import describe
from clustergraph.pages.incoming import subjects_of
from clustergraph.pages.nodes import Description, Node
from clustergraph.pages.trees import Branch, tree_of

THING = "https://w3id.org/clustergraph/id/thing/"
RECORD = """
graph:record {
  graph:record foaf:primaryTopic :a ; prov:wasAttributedTo :us ; dct:issued "2026-01-02" .
  graph:record cg:restatedProperty dct:description .
  :a a cg:Cluster ; skos:prefLabel "Alpha"@en , "Алфа"@sr-Cyrl ; dct:description "Words."@en ; cg:address :a-address .
  :a-address cg:town :town ; cg:basis :stated ; prov:wasDerivedFrom :line-1 ; cg:telephone :a-telephone .
  :a-telephone cg:e164 "+1" ; cg:owner :a .
}
graph:other {
  :town rdfs:label "Town"@en . :b cg:friend :a . :c cg:friend :a . :a cg:note "elsewhere" .
}
graph:ontology { cg:address rdfs:label "address"@en , "адреса"@sr-Cyrl ; skos:definition "Where it is."@en . }
"""


def said(node: Node) -> dict[str, list[str]]:
    return {one.name.text: [statement.value.text for statement in one.statements] for one in node.properties}


def inside(told: Description, name: str) -> Node:
    [found] = [s.inside for p in told.node.properties if p.name.text == name for s in p.statements if s.inside]
    return found


def test_a_thing_with_its_parts_in_place() -> None:
    """Parts of the record stand inside what leads to them, to any depth, once; those of other records do not."""
    told = describe(f"{THING}a", Small(RECORD).reader(), {})
    address = inside(told, "address")

    assert told.name.text == "Alpha"
    assert [kind.text for kind in told.node.kinds] == ["Cluster"]
    assert said(told.node)["note"] == ["elsewhere"]
    assert said(address) == {"telephone": ["+1"], "town": ["Town"]}
    assert [passage.text for passage in address.passages] == ["line 1"]
    [telephone] = [s.inside for p in address.properties for s in p.statements if s.inside]
    assert said(telephone) == {"e164": ["+1"], "owner": ["Alpha"]}


def test_who_says_what() -> None:
    """A statement has the number of its graph; a graph its curator, date and restated texts."""
    told = describe(f"{THING}a", Small(RECORD).reader(), {})
    by_graph = {record.number: record for record in told.records}
    [note] = [s for p in told.node.properties if p.name.text == "note" for s in p.statements]
    [words] = [s for p in told.node.properties if p.name.text == "dct:description" for s in p.statements]

    assert by_graph[note.records[0]].graph.term.value.endswith("graph/other")
    record = by_graph[words.records[0]]
    assert ([agent.text for agent in record.agents], record.date) == (["us"], "2026-01-02")
    assert [name.text for name in record.restated] == ["dct:description"]


def test_who_leads_here() -> None:
    """By property, with counts; a link inside the page counts too, because it is a statement."""
    told = describe(f"{THING}a", Small(RECORD).reader(), {})

    assert {one.name.text: (one.count, [s.text for s in one.subjects]) for one in told.incoming} == {
        "friend": (2, ["b", "c"]),
        "owner": (1, ["+1"]),
        "foaf:primaryTopic": (1, ["Alpha"]),
    }


def test_a_reader_of_serbian() -> None:
    """Names are in the reader's language, and in English where there is no other."""
    told = describe(f"{THING}a", Small(RECORD).reader("sr-Cyrl"), {})

    assert told.name.text == "Алфа"
    assert "адреса" in said(told.node)
    assert [p.name.hint for p in told.node.properties if p.name.text == "адреса"] == [""]
    assert [p.name.hint for p in describe(f"{THING}a", Small(RECORD).reader(), {}).node.properties if p.name.hint] == [
        "Where it is."
    ]


def test_what_only_one_thing_leads_to_is_part_of_it() -> None:
    """Also where no record is about it; what others lead to has only a page of its own, and so has a concept."""
    graph = """graph:r { :a cg:has :own , :shared , :concept . :own cg:value 1 . :shared cg:value 2 .
      :b cg:has :shared .
      :concept skos:inScheme :scheme ; cg:value 3 . }"""
    told = describe(f"{THING}a", Small(graph).reader(), {})

    assert [s.value.text for p in told.node.properties for s in p.statements if s.inside] == ["own"]


def test_what_is_not_there_is_not_found() -> None:
    """Unless it is a property that is used, an object, or the name of a graph."""
    reader = Small("graph:r { :a cg:has :b . }").reader()

    assert describe("https://w3id.org/clustergraph/ns#has", reader, {}).uses == 1
    assert describe(f"{THING}b", reader, {}).incoming[0].count == 1
    assert not describe("urn:x", reader, {"urn:x": 3}).node.properties
    with pytest.raises(NotFound):
        describe("urn:y", reader, {"urn:x": 3})


def test_a_deprecated_term_says_so() -> None:
    """With what takes its place."""
    told = describe(f"{THING}a", Small("graph:r { :a owl:deprecated true ; dct:isReplacedBy :b . }").reader(), {})

    assert told.deprecated
    assert [value.text for value in told.replaced_by] == ["b"]


def test_things_that_lead_to_themselves_end() -> None:
    """Cycles of parts are shown once around."""
    told = describe(
        f"{THING}a",
        Small("graph:r { graph:r foaf:primaryTopic :a . :a cg:x :a , :b . :b cg:x :a , :b . }").reader(),
        {},
    )

    assert said(inside(told, "x")) == {"x": ["a", "b"]}


def test_names_are_asked_for_once() -> None:
    """A second page about the same asks for no names."""
    graph = Small(RECORD)
    reader = graph.reader()
    describe(f"{THING}a", reader, {})
    first = graph.asked
    describe(f"{THING}a", reader, {})

    assert graph.asked - first < first


def test_pages_of_those_who_lead_here() -> None:
    """A hundred at a time, with the way on and back."""
    many = " ".join(f":s{number:03} cg:of :a ." for number in range(205))
    reader = Small(f"graph:r {{ {many} }}").reader()
    pages = [
        subjects_of(f"{THING}a", "https://w3id.org/clustergraph/ns#of", begin, reader) for begin in ("0", "100", "200")
    ]

    assert [(len(page.subjects), page.before is None, page.after is None) for page in pages] == [
        (100, True, False),
        (100, False, False),
        (5, False, True),
    ]
    assert len({value.text for page in pages for value in page.subjects}) == 205


def shape(branches: list[Branch]) -> list[object]:
    return [(branch.concept.text, branch.hidden, shape(branch.below)) for branch in branches]


def test_a_scheme_is_a_tree() -> None:
    """In the order of its codes; wider concepts of other schemes do not count, and a cycle ends."""
    graph = """graph:r {
      :x skos:inScheme :s ; skos:notation "2" . :y skos:inScheme :s ; skos:notation "1" ; skos:broader :foreign .
      :z skos:inScheme :s ; skos:broader :y . :p skos:inScheme :s ; skos:broader :q .
      :q skos:inScheme :s ; skos:broader :p .
    }"""
    tree = tree_of(f"{THING}s", Small(graph).reader())

    assert tree is not None
    assert tree.concepts == 5
    assert shape(tree.branches) == [("y", 0, [("z", 0, [])]), ("x", 0, [])]


def test_a_large_scheme_shows_as_many_levels_as_fit() -> None:
    """And says how many are below."""
    many = " ".join(f":n{number} skos:inScheme :s ; skos:broader :top ." for number in range(300))
    tree = tree_of(f"{THING}s", Small(f"graph:r {{ :top skos:inScheme :s . {many} }}").reader())

    assert tree is not None
    assert (tree.concepts, shape(tree.branches)) == (301, [("top", 300, [])])
