"""Nothing of JSON-LD is lost in silence: what a parser drops is refused, what the standard leaves out is told."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld
from pyoxigraph import RdfFormat, parse

from clustergraph.errors import SyntaxProblem
from clustergraph.graph.script import latin
from clustergraph.settings import read_settings
from clustergraph.sources.foreign import Document, ReadingLimits, read_document
from clustergraph.sources.wording import spoken

LIMITS = ReadingLimits.of(read_settings(environ={}))
E = "http://e.example/"
HEAD = '{"@context": {"@vocab": "http://e.example/", "x": "http://x.example/"},\n"@id": "http://e.example/a",\n'
#: A document → what is told of it, the line and column of it, and what mends it.
REFUSED = {
    '{\n"@id": "http://e.example/my cluster", "http://e.example/p": 1}': ("http://e.example/my cluster", (2, 8), "%20"),
    '{"@id": "http://e.example/a<b>"}': ("“<” (U+003C)", (1, 9), "hexadecimal"),
    '{"@id": "http://e.example:port/a", "http://e.example/p": 1}': ("http://e.example:port/a", (1, 9), "host"),
    '{"@id": "http://e.example/100%", "http://e.example/p": 1}': ("http://e.example/100%", (1, 9), "%"),
    HEAD + '"@type": ["Cluster",\n "x:a b"]}': ("<http://x.example/a b>", (4, 2), "Mend"),
    HEAD + '"my key": 1}': ("<http://e.example/my key>", (3, 1), "Mend"),
    HEAD + '"http://e.example/my key": 1}': ("http://e.example/my key", (3, 1), "%20"),
    HEAD + '"p": {"@id": "http://e.example/b c"}}': ("http://e.example/b c", (3, 14), "%20"),
    HEAD + '"p": {"@id": "b"}}': ("“b” is a relative IRI", (3, 14), "@base"),
    HEAD + '"p": {"@list": [{"@id": "x:b c"}]}}': ("x:b c", (3, 25), "Mend"),
    HEAD + '"@reverse": {"p": {"@id": "http://e.example/b c"}}}': ("http://e.example/b c", (3, 27), "%20"),
    HEAD + '"@included": [{"@id": "http://e.example/b c", "p": 1}]}': ("http://e.example/b c", (3, 23), "%20"),
    HEAD + '"p": {"@value": "x", "@type": "http://e.example/ t"}}': ("http://e.example/ t", (3, 31), "%20"),
    HEAD + '"p": {"@value": "x", "@language": "sr_Latn"}}': ("sr_Latn", (3, 35), "Write sr-Latn."),
    HEAD + '"p": {"@value": "x", "@language": "serbian latin"}}': ("serbian latin", (3, 35), "sr-Cyrl"),
    HEAD + '"p": {"@value": "x", "@language": ""}}': ("“”", (3, 35), "sr-Latn"),
    HEAD + '"p": {"@value": "x", "@language": "ar", "@direction": "rtl"}}': ("rtl", (3, 55), "Leave @direction out"),
    HEAD + '"p": 1,\n "q": 2, "p": 3}': ("“p” is given twice in one object, at 3:1 and at 4:10", (4, 10), "array"),
    HEAD + '"p": {"q": [{"r": 1,\n"\\u0072": 2}]}}': ("“r” is given twice", (4, 1), "array"),
    HEAD + '"p": {"@id": "_:my node"}}': ("_:my node", (3, 14), "letters"),
    HEAD + '"q": {"@id": "@other"}}': ("@other", (3, 14), "IRI"),
    '{"@graph": [{"@id": "http://e.example/ a", "http://e.example/p": 1}]}': ("http://e.example/ a", (1, 21), "%20"),
    '{"@id": "http://e.example/ g", "@graph": [{"http://e.example/p": 1}]}': ("http://e.example/ g", (1, 9), "%20"),
    '{"http://e.example/p": {"@value": "x", "@type": "date"}}': ("“date”", (1, 49), "xsd:date"),
    '{"@context": {"@vocab": "http://e.example/my words#"},\n"p": 1}':
        ("http://e.example/my words#p", (2, 1), "context"),
    '{"@context": {"@base": "http://e.example/my base/"}, "@id": "a"}': ("http://e.example/my base/", (1, 24), "%20"),
    '{"@context": {"@base": "http://e.example/"}, "@id": "a b"}': ("<http://e.example/a b>", (1, 53), "Mend"),
    '{"@context": {"@base": null}, "@id": "a", "http://e.example/p": 1}': ("“a” is a relative IRI", (1, 38), "@base"),
    '{"@context": {"p": "http://e.example/a b"},\n"p": 1}': ("<http://e.example/a b>", (2, 1), "context"),
    '{"@context": {"@vocab": "http://e.example/", "@language": "en_GB"},\n"p": 1}': ("en_GB", (1, 59), "Write en-GB."),
    '{"@context": {"p": {"@id": "http://e.example/p", "@language": "sr_RS"}},\n"p": "x"}': ("sr_RS", (2, 6), "sr-RS"),
    '{"@context": {"p": {"@id": "http://e.example/p", "@container": "@language"}},\n"p": {"sr_Cyrl": "x"}}':
        ("sr_Cyrl", (2, 7), "Write sr-Cyrl."),
    '{"@context": {"p": {"@id": "http://e.example/p", "@type": "@id"}},\n"p": ["http://e.example/b", "b c"]}':
        ("“b c” is a relative IRI", (2, 29), "@base"),
    '{"@context": {"p": {"@id": "http://e.example/p", "@container": "@id"}},\n"p": {"x y": {}}}':
        ("“x y” is a relative IRI", (2, 7), "@base"),
    '{"@context": {"id": "@id"}, "@id": "http://e.example/a",\n"id": "http://e.example/b"}':
        ("“@id” and “id”", (2, 1), "one"),
    '{"@context": {"@vocab": "http://e.example/", "n": "@nest"}, "n": {"q": {"@id": "x:a b"}}}':
        ("x:a b", (1, 80), "%20"),
}  # fmt: skip
#: A document → what is told to be left out, and how many statements there are.
TOLD: dict[str, tuple[tuple[str, ...], int]] = {
    HEAD + '"p": null, "q": [1, null]}': (("null", "“p” (line 3)", "“q” (line 3)"), 1),
    HEAD + '"p": {"@value": null}, "q": 1}': (("null", "“p” (line 3)"), 1),
    HEAD + '"@other": 1, "p": 1}': (("no meaning", "“@other” (line 3)"), 1),
    HEAD + '"_:p": 1, "q": 1}': (("blank nodes", "“_:p” (line 3)"), 1),
    '["x",\n {"@value": 1}, {"@list": [2]}, {"http://e.example/p": 1}]': (("said of nothing", "line 1, 2"), 1),
    '[{"@id": "http://e.example/a"},\n {"http://e.example/p": {"@id": "http://e.example/b"}}]': (
        ("Nodes", "line 1"),
        1,
    ),
    '{"@context": {"name": "http://e.example/n"}, "name": "x",\n "nmae": "y"}': (("no meaning", "“nmae” (line 2)"), 1),
    '{"@context": {"name": null, "@vocab": "http://e.example/"}, "name": 1, "p": 1}': (("no meaning", "“name”"), 1),
    '{"@id": "http://e.example/g", "@graph": [{"http://e.example/p": 1}]}': (("named graph <http://e.example/g>",), 1),
}
#: Nothing is told of these: each member is kept.
KEPT = {
    '{"@context": {"a": {"@id": "http://e.example/a", "@context": {"b": "http://e.example/b"}}}, "a": {"b": 1}}': 2,
    '{"@context": {"C": {"@id": "e:C", "@context": {"b": "http://e.example/b"}}}, "@type": "C", "b": 1}': 2,
    '{"http://e.example/p": {"@type": "@json", "@value": {"titel": null, "a b": [null]}}}': 1,
    '{"@context": {"n": "@nest", "p": "http://e.example/p"}, "n": {"p": 1}}': 1,
    '{"@context": {"p": {"@id": "http://e.example/p", "@container": "@index"}}, "p": {"one": 1, "two": 2}}': 2,
    '{"http://e.example/p": {"@list": [[1, 2], [], {"@list": [3]}]}}': 9,
    '{"@context": {"p": {"@id": "http://e.example/p", "@container": "@list"}}, "p": [[1, 2], []]}': 9,
}


def read(content: str) -> Document:
    return read_document(content.encode(), declared=None, base=None, limits=LIMITS)


@pytest.mark.parametrize("content", REFUSED)
def test_what_would_be_dropped_is_refused_with_its_place(content: str) -> None:
    """A parser passes over it without a word; in three scripts it is said what, where and how to mend it."""
    words, place, mend = REFUSED[content]
    with pytest.raises(SyntaxProblem) as caught:
        read(content)

    error = caught.value
    assert words in error.message
    assert mend in (error.remedy or "")
    assert error.place is not None
    assert (error.place.line, error.place.column) == place
    cyrillic, in_latin = error.others["sr-Cyrl"], error.others["sr-Latn"]
    assert cyrillic[0] != in_latin[0] == latin(cyrillic[0])
    error.speak("sr-Latn")
    assert error.problem()["language"] == "sr-Latn"
    assert error.problem()["detail"] == in_latin[0]


@pytest.mark.parametrize("content", TOLD)
def test_what_the_standard_leaves_out_is_told_by_name_and_line(content: str) -> None:
    """In the language of the reader."""
    words, statements = TOLD[content]
    document = read(content)
    [note] = document.notes

    assert all(word in note for word in words), note
    assert len(document.lines) == statements
    assert spoken(note, "sr-Latn") not in (note, spoken(note, "sr-Cyrl"))


@pytest.mark.parametrize("content", KEPT)
def test_no_note_names_what_was_kept(content: str) -> None:
    """Terms have their meaning from contexts of terms and of types, too."""
    document = read(content)

    assert document.notes == ()
    assert len(document.lines) == KEPT[content]


CONTEXT: dict[str, Any] = {
    "@vocab": E,
    "ref": {"@type": "@id"},
    "word": {"@type": "@vocab"},
    "day": {"@type": "http://www.w3.org/2001/XMLSchema#date"},
    "text": {"@container": "@language"},
    "list": {"@container": "@list"},
    "set": {"@container": "@set"},
    "index": {"@container": "@index"},
    "named": {"@container": "@id"},
    "typed": {"@container": "@type"},
    "of": {"@reverse": f"{E}p"},
    "json": {"@type": "@json"},
    "nest": "@nest",
    "none": None,
    "scoped": {"@context": {"p": f"{E}other", "q": None}},
    "Kind": {"@context": {"p": {"@id": f"{E}of-kind", "@type": "@id"}}},
}
IRIS = st.sampled_from([f"{E}a", f"{E}b", "_:n", "_:m", f"{E}a b", "Kind", "urn:x:y"])
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from(["", "x", "x y", f"{E}a", "44.8"]))
VALUES = st.one_of(
    PLAIN,
    st.builds(lambda v: {"@value": v}, PLAIN),
    st.builds(lambda t: {"@value": "x", "@language": t}, st.sampled_from(["en", "sr-Latn", "sr_Latn"])),
    st.builds(lambda i: {"@id": i}, IRIS),
)


NAMES = (
    "p",
    "q",
    "ref",
    "list",
    "set",
    "none",
    "json",
    "scoped",
    "nest",
    "_:b",
    "text",
    "day",
    "word",
    "index",
    "named",
)


@st.composite
def _nodes(draw: st.DrawFn, depth: int = 3) -> dict[str, Any]:
    """A node with some of the members that a context of the kinds above understands."""
    node: dict[str, Any] = draw(st.fixed_dictionaries({}, optional={"@id": IRIS, "@type": st.lists(IRIS, max_size=2)}))
    for name in draw(st.lists(st.sampled_from([*NAMES, "typed", "of", "@included", "@reverse"]), max_size=4)):
        node[name] = draw(_member(name, depth - 1))
    return node


@st.composite
def _member(draw: st.DrawFn, name: str, depth: int) -> Any:
    deeper = _nodes(depth) if depth else st.just({"@id": f"{E}end"})
    some = st.one_of(VALUES, deeper, st.lists(st.one_of(VALUES, deeper), max_size=3))
    lists = st.one_of(st.just("@list"), st.just("@set")).flatmap(lambda key: st.fixed_dictionaries({key: some}))
    by_name = {
        "ref": PLAIN,
        "word": st.sampled_from(["Kind", "x", f"{E}a"]),
        "day": st.sampled_from(["2026-01-01", None]),
        "text": st.dictionaries(st.sampled_from(["en", "@none"]), st.sampled_from(["x", None, ["x", "y"]])),
        "index": st.dictionaries(st.sampled_from(["1", "2"]), some, max_size=2),
        "named": st.dictionaries(st.sampled_from([f"{E}n", "@none"]), deeper, max_size=2),
        "typed": st.dictionaries(st.sampled_from(["Kind", "@none"]), deeper, max_size=2),
        "of": deeper,
        "nest": st.fixed_dictionaries({}, optional={"p": some, "r": some}),
        "_:b": VALUES,
        "@included": st.lists(deeper, max_size=2),
        "@reverse": st.fixed_dictionaries({}, optional={"r": deeper}),
    }
    return draw(by_name.get(name, st.one_of(some, lists)))


def _number(triples: bytes) -> int:
    return len(set(parse(input=triples, format=RdfFormat.N_QUADS)))


@given(st.lists(st.one_of(VALUES, _nodes()), max_size=3))
def test_what_is_read_has_as_many_statements_as_another_processor_finds(nodes: list[Any]) -> None:
    """Whatever containers, scopes, lists, maps and reversed properties there are."""
    document = {"@context": CONTEXT, "@graph": nodes}
    try:
        found = read(json.dumps(document))
    except SyntaxProblem:
        return
    try:
        other = jsonld.to_rdf(document, {"format": "application/n-quads"})
    except jsonld.JsonLdError:
        return  # it reads none of this

    assert _number(found.triples) == _number(other.encode())
