"""What was written in a narrower datatype comes back in it, from a store whose engine widens it."""

import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from clustergraph.graph.ntriples import XSD
from clustergraph.graph.values import COMPUTED, WIDENED, held
from clustergraph.store.datatypes import released
from clustergraph.store.live import make_live
from clustergraph.store.release import Release
from clustergraph.store.seal import write_store
from clustergraph.store.sealed import Question, SealedStore
from clustergraph.store.staging import Staging

NODES = st.sampled_from([NamedNode("http://a/s"), NamedNode("http://a/\u00fc"), BlankNode("b1"), BlankNode("b2")])
PROPERTIES = st.sampled_from([NamedNode("http://a/p"), NamedNode("http://a/q")])
GRAPHS = st.sampled_from([NamedNode("http://a/g"), NamedNode("http://a/h"), BlankNode("g")])
WORDS = st.sampled_from(["5", "05", "-0", "300", "99999999999999999999", "x", "2024-02-29T24:00:00Z", "1.50", "P12M"])
NAMES = st.sampled_from([*sorted(COMPUTED), "string", "anyURI"])
LITERALS = st.builds(lambda words, name: Literal(words, datatype=NamedNode(XSD + name)), WORDS, NAMES)
TERMS = st.one_of(LITERALS, LITERALS, NODES, st.builds(Literal, st.text(max_size=5), language=st.just("sr-latn")))
OBJECTS = TERMS | st.builds(lambda term: Triple(NamedNode("http://a/s"), NamedNode("http://a/p"), term), TERMS)
QUADS = st.lists(st.builds(Quad, NODES, PROPERTIES, OBJECTS, GRAPHS), min_size=1, max_size=40)
ALL = "CONSTRUCT WHERE { ?s ?p ?o }"


def payload(quads: list[Quad]) -> list[bytes]:
    staging = Staging()
    staging.add(released(quads))
    return staging.payload()


def answer(store: SealedStore, query: str) -> list[bytes]:
    output = io.BytesIO()
    store.evaluate(Question(query), lambda _: "ntriples", output)
    return output.getvalue().splitlines()


def without_graph(line: bytes) -> bytes:
    return line.rsplit(b" ", 2)[0] + b" ."


@settings(max_examples=12, deadline=None)
@given(QUADS)
def test_what_is_released_is_what_the_store_gives(quads: list[Quad]) -> None:
    """Payload, sealed store and CONSTRUCT tell the same statements; to release them again changes nothing."""
    lines = payload(quads)
    with tempfile.TemporaryDirectory() as folder:
        count = write_store(Path(folder) / "store", lines)
        store = SealedStore(Path(folder) / "store")
        triples = [line.lower() for line in answer(store, ALL)]

        assert sorted(store.payload()) == lines
        assert sorted(triples) == sorted({without_graph(line).lower() for line in lines})
        assert len(triples) == count
    assert payload(list(parse(b"\n".join(lines), format=RdfFormat.N_QUADS))) == lines


@pytest.mark.parametrize("name", WIDENED)
def test_a_datatype_comes_back(name: str) -> None:
    """In the words of the store: of a dump that is released again each line is the same."""
    words = "2024-02-29T24:00:00+00:00" if name == "dateTimeStamp" else "007"
    line = f'<http://a/s> <http://a/p> "{words}"^^<{XSD}{name}> <http://a/g> .'.encode()
    [released] = payload(list(parse(line, format=RdfFormat.N_QUADS)))

    assert released == line.replace(words.encode(), held(words, name).words.encode())


def test_one_statement_in_two_datatypes_is_one() -> None:
    """In two graphs as well, and whichever comes first: the datatype that stands first in the table is given."""
    lines = [
        f'<http://a/s> <http://a/p> "{words}"^^<{XSD}{name}> <http://a/{graph}> .'.encode()
        for words, name, graph in (("5", "integer", "g"), ("+5", "short", "g"), ("5", "long", "h"), ("6", "long", "h"))
    ]
    short, other = lines[0].replace(b"integer", b"short"), lines[3]

    for order in (lines, lines[::-1]):
        quads = list(parse(b"\n".join(order), format=RdfFormat.N_QUADS))
        assert payload(quads) == [short, short.replace(b"a/g>", b"a/h>"), other]


def test_the_live_store_has_them_and_forgets_those_of_another_release(tmp_path: Path) -> None:
    """What stands beside a release's store stands beside its copy, for as long as that is its copy."""
    line = b'<http://a/s> <http://a/p> "5"^^<%sshort> <http://a/g> .' % XSD.encode()
    for name, lines in (("one", [line]), ("other", [line.replace(b"short", b"integer")])):
        (tmp_path / name).mkdir()
        write_store(tmp_path / name / "store", lines)
        make_live(Release(tmp_path / name, None), "", 1, tmp_path / "live")  # type: ignore[arg-type]

        assert answer(SealedStore(tmp_path / "live"), ALL) == [without_graph(lines[0])]


def test_computed_statements_stay_as_they_are(tmp_path: Path) -> None:
    """Only a statement that was written with a datatype has it."""
    line = b'<http://a/s> <http://a/p> "5"^^<%sunsignedByte> <http://a/g> .' % XSD.encode()
    write_store(tmp_path / "store", [line])
    store = SealedStore(tmp_path / "store")
    made = "CONSTRUCT { ?s <http://a/p> ?more } { ?s <http://a/p> ?o BIND(?o + 1 AS ?more) }"

    assert b'"6"^^<%sinteger>' % XSD.encode() in answer(store, made)[0]
    assert b"unsignedByte" in answer(store, "CONSTRUCT { ?s <http://a/p> ?o } { ?s ?p ?o }")[0]
    assert b"integer" in answer(store, "CONSTRUCT { ?s <http://a/other> ?o } { ?s ?p ?o }")[0]
