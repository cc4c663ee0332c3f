"""RDF of strangers: what it is by its bytes, where each statement stands, and what of it is refused by which limit."""

import gzip
import socket
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.errors import ClustergraphError, ContentTooLarge, InputError, SyntaxProblem
from clustergraph.settings import read_settings
from clustergraph.sources.foreign import Document, ReadingLimits, read_document
from clustergraph.sources.guess import named

LIMITS = ReadingLimits.of(read_settings(environ={}))
TURTLE = "@prefix e: <http://e.example/> .\n\ne:a\n  e:p e:b ,\n    'c' ;\n  e:q [ e:r 1 ] .\n"
TRIG = "@prefix e: <http://e.example/> .\ne:g {\n  e:a e:p e:b .\n  e:a e:p\n e:c\n}\n"
NT = '# two\n<http://e.example/a> <http://e.example/p> <http://e.example/b> .\n\n_:x <http://e.example/p> "c" .\n'
NQ = "<http://e.example/a> <http://e.example/p> <http://e.example/b> <http://e.example/g> .\n"
XML = (
    "<?xml version='1.0'?>\n<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'\n"
    " xmlns:e='http://e.example/'>\n <rdf:Description rdf:about='http://e.example/a'>\n"
    "  <e:p>b</e:p>\n\n  <e:p>c</e:p>\n </rdf:Description>\n</rdf:RDF>\n"
)
JSON = '{"@context": {"e": "http://e.example/"},\n "@id": "e:a",\n "e:p": [{"@id": "e:b"}, "c"]}\n'
ROOT = XML[: XML.index("<rdf:Description")]
SYNTAXES = {
    "text/turtle": TURTLE,
    "application/trig": TRIG,
    "application/n-triples": NT,
    "application/n-quads": NQ,
    "application/rdf+xml": XML,
    "application/ld+json": JSON,
}


def read(content: str | bytes, declared: str | None = None, **limits: int) -> Document:
    sent = content.encode() if isinstance(content, str) else content
    return read_document(sent, declared=declared, base=None, limits=replace(LIMITS, **limits))


def refused(content: str | bytes, declared: str | None = None, **limits: int) -> ClustergraphError:
    with pytest.raises(ClustergraphError) as caught:
        read(content, declared, **limits)
    assert caught.value.remedy, "an error teaches"
    assert caught.value.place is not None
    return caught.value


@pytest.mark.parametrize(
    ("media_type", "lines"),
    [
        ("text/turtle", [4, 5, 6, 6]),
        ("application/trig", [3, 5]),
        ("application/n-triples", [2, 4]),
        ("application/n-quads", [1]),
        ("application/rdf+xml", [5, 7]),
        ("application/ld+json", [3, 3]),
    ],
)
def test_each_statement_has_the_line_of_its_object(media_type: str, lines: list[int]) -> None:
    """Of JSON-LD the parser tells none: they are found in the text."""
    assert sorted(read(SYNTAXES[media_type], media_type).lines) == lines


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["", " # a '''comment", "\t"])), min_size=1, max_size=60))
def test_lines_are_right_however_a_document_is_laid_out(gaps: list[tuple[int, str]]) -> None:
    """Blank lines and comments between statements move them, and nothing else."""
    text, line, lines = "", 1, []
    for number, (blank, rest) in enumerate(gaps):
        text += "\n" * blank + f"<http://e.example/{number}> a\n<http://e.example/C> .{rest}\n"
        lines.append(line + blank + 1)
        line += blank + 2

    assert list(read(text, "text/turtle").lines) == lines


@pytest.mark.parametrize("declared", [*SYNTAXES, "text/plain", "application/octet-stream", ".ttl", "nonsense", None])
@pytest.mark.parametrize("media_type", SYNTAXES)
def test_the_bytes_win_where_the_header_lies(media_type: str, declared: str | None) -> None:
    """A document is read as what it is; who said otherwise is told."""
    family = {"application/rdf+xml": "xml", "application/ld+json": "json"}
    if named(declared) not in (None, media_type) and family.get(named(declared)) == family.get(media_type):
        return  # of one family: there the header is believed
    document = read(SYNTAXES[media_type], declared)

    assert document.triples == read(SYNTAXES[media_type], media_type).triples
    assert family.get(document.syntax) == family.get(media_type)
    if declared in SYNTAXES and declared != media_type:
        assert declared in document.notes[0]


def test_a_mark_of_byte_order_is_no_content() -> None:
    """Editors of Windows write it."""
    assert read(b"\xef\xbb\xbf" + NT.encode()).triples == read(NT).triples


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (NT.encode("utf-16"), "UTF-16"),
        ("<http://e.example/a> <http://e.example/p> 'é' .".encode("latin-1"), "0xe9 is not UTF-8"),
        (b"<http://e.example/a>\x00", "NUL"),
        (b"PK\x03\x04....", "ZIP"),
        (b"%PDF-1.7", "PDF"),
        (b"\x28\xb5\x2f\xfd....", "Zstandard"),
        (b"", "nothing"),
        (b"<!DOCTYPE html><html><body></body></html>", "web page"),
        (b"name,town\nA,Belgrade\n", ""),
        (gzip.compress(gzip.compress(NT.encode())), "packed twice"),
        (gzip.compress(NT.encode())[:-9], "ends too early"),
        (gzip.compress(NT.encode()) + b"more", "behind it"),
        (b"\x1f\x8b\x08nonsense", "damaged"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",  # gzip has the time in it
)
def test_what_is_no_text_of_rdf_is_called_what_it_is(content: bytes, words: str) -> None:
    """With the way around it."""
    error = refused(content)

    assert isinstance(error, SyntaxProblem)
    assert words in error.message


@pytest.mark.parametrize("content", [b" \n\t", b"\r\n", b"\xef\xbb\xbf ", gzip.compress(b"\n")])
def test_blanks_alone_are_as_a_comment_alone(content: bytes) -> None:
    """No statements, and a note that says so."""
    assert replace(read(content), text=b"") == replace(read(b"# a comment"), text=b"")


def test_gzip_is_unpacked_member_by_member() -> None:
    """As gzip files that were put together are."""
    half = NT.index("_:x")

    packed = gzip.compress(NT[:half].encode()) + gzip.compress(NT[half:].encode())
    assert read(packed).triples == read(NT).triples


def _entities() -> bytes:
    names = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10 if n else 'lol'}'>" for n in range(12))
    return f"<?xml version='1.0'?><!DOCTYPE x [{names}]>{XML[21:].replace('b</e', '&a11;</e')}".encode()


BOMBS: dict[str, tuple[bytes, str | None]] = {
    "entities": (_entities(), None),
    "external entity": (f"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>{XML[21:]}".encode(), None),
    "zip": (gzip.compress(b"#" * 15_000_000), "content_max_ratio"),
    "large zip": (gzip.compress(b"#" * 400_000_000), "content_max_bytes"),
    "zip, member by member": (gzip.compress(b" " * 100_000) * 20_000, "content_max_bytes"),
    "brackets": (b"<http://e.example/a> a " + b"[ <http://e.example/p> " * 500_000, "content_max_nesting"),
    "lists": (b"<http://e.example/a> <http://e.example/p> " + b"(" * 5_000_000, "content_max_nesting"),
    "arrays": (b'{"http://e.example/p": ' + b"[" * 5_000_000, "content_max_nesting"),
    "objects": (b'{"@context": ' + b'{"a": ' * 1_000_000, "content_max_nesting"),
    "elements": (ROOT.encode() + b"<a>" * 1_000_000, "content_max_nesting"),
    "comments that never end": (ROOT.encode() + b"<!--" * 2_000_000, "content_max_term"),
    "quotes that never end": (ROOT.encode() + b"<a \"' " * 2_000_000, "content_max_term"),
    "nothing but semicolons": (b"<http://e.example/a> a <http://e.example/b> " + b";" * 9_000_000, "content_max_term"),
    "quoted triples": (b"<< " * 1_000_000, "content_max_nesting"),
    "one literal": (b'<http://e.example/a> <http://e.example/p> "' + b"x" * 20_000_000 + b'" .', "content_max_term"),
    "one IRI": (b"<http://e.example/" + b"x" * 20_000_000 + b"> a <http://e.example/p> .", "content_max_term"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_with_their_limit(name: str) -> None:
    """Before they go off; what they would take is measured in benchmarks/."""
    content, setting = BOMBS[name]

    error = refused(content)

    assert setting is None or (error.limit is not None and error.limit.setting == setting)


def test_more_statements_than_are_read() -> None:
    """The place is that of the first too many."""
    error = refused(NT * 2 + NQ.replace("/a>", "/z>"), "text/turtle", statements=2)

    assert isinstance(error, ContentTooLarge)
    assert error.limit is not None
    assert error.limit.setting == "content_max_statements"


@given(st.integers(1, 30), st.sampled_from(["[]", "()", "{}"]), st.integers(0, 40))
def test_nesting_is_counted_outside_of_strings_and_comments(depth: int, pair: str, inside: int) -> None:
    """What stands in a text is no bracket."""
    text = f'<http://e.example/a> <http://e.example/p> "{pair[0] * inside}" . # {pair[0] * inside}\n'
    nested = "[ <http://e.example/p> " * depth + "1" + " ]" * depth

    read(text + f"<http://e.example/a> <http://e.example/p> {nested} .", nesting=depth)
    refused(text + f"<http://e.example/a> <http://e.example/p> {nested} .", nesting=depth - 1 or 0)


@pytest.mark.parametrize(
    "content",
    [
        TRIG + "<http://e.example/a> <http://e.example/p> 1 .",
        NQ + NQ.replace("/g>", "/h>"),
        '{"@id": "e:g", "@graph": {"@id": "e:a", "e:p": 1}, "e:p": 2}',
    ],
)
def test_several_graphs_are_not_poured_together(content: str) -> None:
    """It is said which there are."""
    error = refused(content)

    assert isinstance(error, InputError)
    assert "more than one graph" in error.message


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (f"{NT}_:b0 <http://e.example/p> _:x .\n", ["_:b0 <http://e.example/p> _:x ."]),
        ("_:b0 <http://e.example/p> [ <http://e.example/q> 1 ] .", ["_:b0 <http://e.example/p> _:b1 ."]),
        (
            "[] <http://e.example/p> _:a.b , _:ć .",
            ["_:b0 <http://e.example/p> _:a.b .", "_:b0 <http://e.example/p> _:ć ."],
        ),
        (f"_:{'0f' * 16} <http://e.example/p> 1 .", [f"_:{'0f' * 16} <http://e.example/p> "]),
        ('{"@id": "_:b0", "e:p": [{"e:q": 1}, {"@id": "_:office"}]}', ["_:b0 <e:p> _:b1 .", "_:b0 <e:p> _:office ."]),
    ],
)
def test_blank_nodes_keep_the_labels_of_their_sender(content: str, kept: list[str]) -> None:
    """Those without one have a number."""
    triples = read(content, "application/ld+json" if content.startswith("{") else "text/turtle").triples.decode()

    assert all(statement in triples for statement in kept)


def test_no_label_is_given_twice() -> None:
    """Not even where an escape hides the sender's."""
    triples = read('{"@id": "\\u005f:b0", "e:p": {"e:q": "1"}}', "application/ld+json").triples.decode()

    assert len({line.split(" ", 1)[0] for line in triples.splitlines()}) == 2


@pytest.mark.parametrize(
    "content",
    [
        '<http://e.example/a> <http://e.example/p> "x"@en--ltr .',
        "<http://e.example/a> <http://e.example/p> <<( <http://e.example/a> <http://e.example/p> 1 )>> .",
    ],
)
def test_what_is_rdf_1_2_is_not_lost_silently(content: str) -> None:
    """The graph is RDF 1.1."""
    assert "RDF 1.2" in refused(content).message


def test_our_context_is_known_and_no_other() -> None:
    """A cluster in JSON-LD is read without anything fetched."""
    known = "https://w3id.org/clustergraph/ontology/context.jsonld"
    document = read(f'{{"@context": "{known}", "@id": "http://e.example/a", "@type": "Cluster"}}')

    assert b"<https://w3id.org/clustergraph/ns#Cluster>" in document.triples
    for other in ('"http://e.example/c"', f'["{known}", "c.jsonld"]', '{"@import": "http://e.example/c"}'):
        error = refused(f'{{\n"@context": {other}, "@id": "http://e.example/a"}}')
        assert "is not fetched" in error.message
        assert error.place is not None
        assert error.place.line == 2


def test_members_of_no_meaning_are_told() -> None:
    """JSON-LD passes over them in silence; here their sender hears of it."""
    known = "https://w3id.org/clustergraph/ontology/context.jsonld"
    members = '"@type": "Cluster", "description": {"en": "d", "sr-Latn": "o"}, "titel": "a", "address": {"streat": "b"}'
    document = read(f'{{"@context": "{known}", "@id": "http://e.example/a", {members}}}')
    own = read('{"@context": {"@vocab": "http://e.example/"}, "@id": "http://e.example/a", "titel": "a"}')

    [note] = document.notes
    assert note.endswith("were passed over, as JSON-LD has it: “streat” (line 1), “titel” (line 1).")
    assert own.notes == ()


def test_nothing_leaves_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a document names, no socket is opened."""

    def opened(*_: Any, **__: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", opened)
    monkeypatch.setattr(socket, "getaddrinfo", opened)
    for attempt in [
        lambda: read('{"@context": "http://e.example/c", "@id": "http://e.example/a"}'),
        lambda: read('{"@context": {"@import": "http://e.example/c"}, "@id": "http://e.example/a"}'),
        lambda: read('{"@context": {"a": {"@id": "e:a", "@context": "http://e.example/c"}}, "a": {"a": 1}}'),
        lambda: read(f"<!DOCTYPE x SYSTEM 'http://e.example/x.dtd'>{XML[21:]}"),
    ]:
        with pytest.raises(SyntaxProblem):
            attempt()
    read("@prefix owl: <http://www.w3.org/2002/07/owl#> . <http://e.example/> owl:imports <http://e.example/o> .")


@given(st.sampled_from(list(SYNTAXES)), st.data())
def test_whatever_comes_is_read_or_refused_with_a_place(media_type: str, data: st.DataObject) -> None:
    """Pieces cut out, put in and doubled: no other error comes out than one of ours."""
    content = bytearray(SYNTAXES[media_type].encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(at, min(len(content), at + 20)))
        piece = data.draw(
            st.one_of(st.binary(max_size=4), st.sampled_from([b"<", b'"', b"\\u", b"[", b"{", b"<<", b"@"]))
        )
        content[at:end] = piece * data.draw(st.integers(0, 3))
    try:
        document = read(bytes(content), data.draw(st.sampled_from([media_type, None])))
    except ClustergraphError as error:
        told = error.status, error.place
        assert told[0] in (400, 413)
        assert told[1] is not None
    else:
        assert document.triples.count(b" .\n") == len(document.lines)
