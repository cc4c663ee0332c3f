"""The line of each statement is the line at which it stands, whatever stands between statements; in linear time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.errors import ClustergraphError
from clustergraph.settings import read_settings
from clustergraph.sources.foreign import Document, ReadingLimits, read_document

LIMITS = ReadingLimits.of(read_settings(environ={}))
START = "<http://e.example/a> <http://e.example/p> "
#: What may stand between statements, and says nothing.
BETWEEN = st.sampled_from(
    [
        "\n",
        "  \t\n",
        "\r\n",
        "# a comment\n",
        "# \"\"\" '''\n",
        "# <\n" * 80,
        "\n" * 200,
        "@prefix x: <http://e.example/#> .\n",
        "PREFIX y: <http://e.example/'''>\n",
    ]
)
#: Statements, each with the line in it at which its value begins.
STATEMENTS = st.sampled_from(
    [
        (START + "%d .\n", 1),
        (START + "\n %d\n .\n", 3),
        (START + '"""a\n# no comment\n\n" ""\n%d""" .\n', 1),
        (START + "'''a\n\\''' \"\"\"\n%d''' .\n", 1),
        (START + '"# %d" . # """\n', 1),
        (START + "<http://e.example/#%d> .\n", 1),
    ]
)


def read(text: str | bytes) -> Document:
    return read_document(text.encode() if isinstance(text, str) else text, declared=None, base=None, limits=LIMITS)


@given(st.lists(st.tuples(st.lists(BETWEEN, max_size=3), STATEMENTS), min_size=1, max_size=6))
def test_a_statement_stands_where_it_stands(parts: list[tuple[list[str], tuple[str, int]]]) -> None:
    """By the count of what was written before it; the parser may tell it with the token behind its value."""
    text, expected = "", []
    for number, (between, (statement, line)) in enumerate(parts):
        text += "".join(between)
        expected.append(text.count("\n") + line)
        text += statement % number

    found = list(read_document(text.encode(), declared="text/turtle", base=None, limits=LIMITS).lines)
    assert all(one in (other, other - 1) for one, other in zip(found, expected, strict=True)), (found, expected)


def test_exact_lines() -> None:
    """Behind comments, empty lines, prefixes and long texts."""
    prefixes = "".join(f"@prefix p{n}: <http://e.example/{n}#> .\n" for n in range(100))
    for before in ("# c\n" * 100, "\n" * 100, prefixes):
        text = before + START + '"""' + "line\n" * 100 + '""", 1 ;\n <http://e.example/q> 2 ,\n\n\n 3 .\n'

        assert list(read(text).lines) == [101, 201, 202, 205]


def test_a_text_longer_than_what_is_read_at_once_has_its_first_line() -> None:
    """The parser takes it in several pieces."""
    text = START + "1 .\n" + START + '"""' + ("x" * 99 + "\n") * 3000 + '""" ;\n <http://e.example/q> 2 .\n'

    assert list(read(text).lines) == [1, 2, 3003]


@pytest.mark.parametrize(
    "wrong", ["<rdf:Description rdf:about='http://e.example/ a'/>", "<rdf:Description></rdf:Descripton>", "&foo;"]
)
def test_a_mistake_in_rdf_xml_has_its_line(wrong: str) -> None:
    """The parser tells none: it is the last that was read, which of a text is that of the element behind it."""
    head = "<?xml version='1.0'?>\n<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n"
    with pytest.raises(ClustergraphError) as caught:
        read(f"{head}\n\n{wrong}\n</rdf:RDF>")

    assert caught.value.place is not None
    assert caught.value.place.line in (5, 6)


def test_members_that_have_no_meaning_are_told_whatever_the_context() -> None:
    """With ours among others, with one of the document's own, without any; not where all is given a meaning."""
    ours = '"https://w3id.org/clustergraph/ontology/context.jsonld"'
    for context in (f'[{ours}, {{"x": "http://e.example/x"}}]', '{"x": "http://e.example/x"}', ours):
        [note] = read(f'{{"@context": {context}, "@id": "http://e.example/a", "x": 1, "foo": "b"}}').notes

        assert "“foo”" in note
        assert ("“x”" in note) == (context == ours)
    assert "“foo”" in read('{"@id": "http://e.example/a", "foo": "b"}').notes[0]
    assert read('{"@context": {"@vocab": "http://e.example/"}, "@id": "http://e.example/a", "foo": "b"}').notes == ()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["# a comment", "PREFIX e: <http://e.example/>", "<http://e.example/a>"])
def test_utf_16_is_named_with_a_mark_or_without(text: str, encoding: str) -> None:
    """Whatever it begins with."""
    with pytest.raises(ClustergraphError, match="UTF-16"):
        read(text.encode(encoding))


def test_a_column_is_one_of_what_was_sent() -> None:
    """Where a context was put into the line there is none."""
    ours = '"https://w3id.org/clustergraph/ontology/context.jsonld"'
    for gap, column in (("", None), ("\n", 8)):
        with pytest.raises(ClustergraphError) as caught:
            read(f'{{"@context": {ours},{gap}"cg:note": "\\ud800"}}')

        assert caught.value.place is not None
        assert (caught.value.place.column is None) == (column is None)


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ('{"@id": "#me", "http://e.example/p": 1}', "#me"),
        ('{"@id": "http://e.example/a", "@type": "Clustr"}', "Clustr"),
        ('{"@id": "http://e.example/a", "http://e.example/p": {"@id": "turism"}}', "turism"),
        ('{"@id": "http://e.example/a", "http://e.example/p": {"@id": "//host/x"}}', "//host/x"),
        ('{"@context": {"@vocab": ""}, "@id": "http://e.example/a", "p": 1}', "p"),
    ],
)
def test_what_is_relative_to_nothing_is_refused(document: str, told: str) -> None:
    """The parser would drop it, and all that is said of it; Turtle is refused so, too."""
    with pytest.raises(ClustergraphError, match=f"“{told}” is a relative IRI"):
        read(document)


def test_what_is_relative_to_something_is_read() -> None:
    """To the base of the context."""
    document = read('{"@context": {"@base": "http://e.example/"}, "@id": "a", "http://e.example/p": "x-relative:"}')

    assert document.triples == b'<http://e.example/a> <http://e.example/p> "x-relative:" .\n'
