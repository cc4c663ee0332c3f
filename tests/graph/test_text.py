"""Canonical text: literals, and the case of language tags."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, RdfFormat, Store, parse, serialize

from clustergraph.graph import ntriples
from clustergraph.graph.language import (
    TagCase,
    recommended_case,
    restore_in_json_ld,
    restore_in_ntriples,
    restore_in_turtle,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
TAGS = st.sampled_from(["en", "sr-Latn", "sr-Cyrl", "sr-Latn-RS", "de-CH-1996", "sr-Cyrl-t-sr-latn", "x-private"])


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("SR-LATN", "sr-Latn"),
        ("sr-cyrl-rs", "sr-Cyrl-RS"),
        ("EN-us", "en-US"),
        ("de-1996", "de-1996"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("sr-cyrl-t-sr-latn", "sr-Cyrl-t-sr-latn"),
        ("en-x-us", "en-x-us"),
    ],
)
def test_recommended_case(tag: str, expected: str) -> None:
    """RFC 5646, section 2.1.1: regions large, scripts titled, all small after a singleton."""
    assert recommended_case(tag) == expected


def quad(text: str, tag: str) -> Quad:
    return Quad(NamedNode("http://a/s"), NamedNode("http://a/p"), Literal(text, language=tag), NamedNode("http://a/g"))


@given(TEXT, TAGS)
@example('"@sr-latn', "sr-Latn")
@example('\\"@sr-latn <http://x> "', "sr-Latn")
@pytest.mark.parametrize("form", [RdfFormat.N_QUADS, RdfFormat.TRIG], ids=str)
def test_restoring_touches_only_tags(form: RdfFormat, text: str, tag: str) -> None:
    """Whatever a literal holds, even text that looks like a tag, stays as it is."""
    written = serialize([quad(text, tag)], format=form)
    restored = restore_in_turtle(written)

    assert [quad(text, tag)] == list(parse(restored, format=form))
    assert f"@{recommended_case(tag)}".encode() in restored
    assert written.lower() == restored.lower()


@given(TEXT, TAGS)
@example('"@sr-latn .\n', "sr-Latn")
@example("\\", "sr-Latn-RS")
def test_restoring_ntriples_does_the_same_without_reading_over_texts(text: str, tag: str) -> None:
    """The short way gives the very bytes of the long one."""
    triple = quad(text, tag).triple
    written = serialize([triple, triple], format=RdfFormat.N_TRIPLES)

    assert restore_in_ntriples(written) == restore_in_turtle(written)


@given(TEXT, TAGS)
@example('"@language":"sr-latn"', "sr-Latn")
def test_restoring_json_ld_touches_only_tags(text: str, tag: str) -> None:
    """The same for JSON-LD."""
    restored = restore_in_json_ld(serialize([quad(text, tag)], format=RdfFormat.JSON_LD))

    assert [quad(text, tag)] == list(parse(restored, format=RdfFormat.JSON_LD))
    assert f'"@language":"{recommended_case(tag)}"'.encode() in restored


@given(TEXT)
@example('\t\n\r\b\f"\\\x00\x7f\u2028é😀')
def test_our_literals_are_written_as_oxigraph_writes_them(text: str) -> None:
    """One canonical form, whoever writes it: the digest depends on it."""
    statement = ntriples.statement(
        ntriples.iri("http://a/s"), ntriples.iri("http://a/p"), ntriples.literal(text), ntriples.iri("http://a/g")
    )
    expected = Quad(NamedNode("http://a/s"), NamedNode("http://a/p"), Literal(text), NamedNode("http://a/g"))

    assert serialize([expected], format=RdfFormat.N_QUADS).decode() == statement


@pytest.mark.parametrize("bad", ["http://a b", "http://a>", "http://a\n", 'http://"'])
def test_what_is_no_iri_is_refused(bad: str) -> None:
    """Nothing can break out of the angle brackets."""
    with pytest.raises(ValueError, match="not an IRI"):
        ntriples.iri(bad)


SYNTAXES = {
    "turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG,
    "rdfxml": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD,
}  # fmt: skip
XML_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=60)


@given(XML_TEXT, TAGS, st.integers(1, 40))
@example('xml:lang="sr-latn" "@language":"sr-latn"', "sr-Latn", 1)
@pytest.mark.parametrize("syntax", SYNTAXES)
def test_an_answer_in_pieces_gets_its_tags_back(syntax: str, text: str, tag: str, size: int) -> None:
    """However it is cut, nothing but tags changes, and those get their recommended case."""
    triples = [quad(text, tag).triple, quad(text + "x", "en-gb").triple]
    written = serialize(triples, format=SYNTAXES[syntax]) or b""
    case = TagCase(syntax)
    pieces = [case.feed(written[at : at + size]) for at in range(0, len(written), size)]
    restored = b"".join(pieces) + case.rest()

    assert restored.lower() == written.lower()
    assert len(restored) == len(written)
    assert {str(q.object) for q in parse(restored, format=SYNTAXES[syntax])} == {str(t.object) for t in triples}
    assert tag.encode() in restored
    assert b"en-GB" in restored


@given(TEXT, TAGS, st.integers(1, 40))
@pytest.mark.parametrize("syntax", ["json", "xml", "tsv"])
def test_rows_in_pieces_get_their_tags_back(syntax: str, text: str, tag: str, size: int) -> None:
    """The same for the formats of SELECT; what looks like a tag inside a text stays."""
    literal = str(Literal(text, language=tag)) if syntax != "xml" else str(Literal("a" + tag, language=tag))
    form = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}[syntax]
    written = Store().query(f"SELECT ({literal} AS ?x) {{}}").serialize(format=form) or b""
    case = TagCase(syntax)
    restored = b"".join(case.feed(written[at : at + size]) for at in range(0, len(written), size)) + case.rest()

    assert restored.lower() == written.lower()
    assert tag.encode() in restored
