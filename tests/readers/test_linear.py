"""Every reader of what strangers send takes time in proportion to its length, whatever it is: shown over two sizes.

The table is the list of readers, each with what is hard for a careless one: what is begun and never ended, what
repeats, what can be split in many ways. What is counted is processor time, and what is judged is a ratio: eight times
as much may take twenty-four times as long on a machine that is busy, while quadratic work takes sixty-four times.
"""

import base64
import gzip
import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from growing import MOST, TIMES, Make, ratio
from werkzeug.formparser import parse_form_data

from clustergraph.graph.iri import is_absolute_iri
from clustergraph.query.dataset import ClauseReader
from clustergraph.query.guard import guard
from clustergraph.query.repeatable import MOST_CHARACTERS, is_repeatable
from clustergraph.settings import read_settings
from clustergraph.sources.foreign import read_document
from clustergraph.sources.guess import candidates, family
from clustergraph.sources.reading_limits import ReadingLimits
from clustergraph.sources.spreadsheets import packed_kind, text_kind
from clustergraph.store.remote import Received, read_values
from clustergraph.validator.request import is_request, read_request, read_requests
from clustergraph.web.clients import client_of, trusted_networks
from clustergraph.web.conditions import has
from clustergraph.web.negotiation import choose_formats
from clustergraph.web.parameters import read_parameters
from clustergraph.web.preferences import languages, media_ranges, preferred, takes_gzip
from clustergraph.web.target import check_head, normalise

FAR = 1 << 30
SETTINGS = read_settings({"query_max_bytes": 1_048_576, "query_max_operators": 2000})
LIMITS = replace(ReadingLimits.of(SETTINGS), size=FAR, statements=FAR, ratio=FAR, terms=100_000)
TURTLE, TRIG, TRIPLES, QUADS = "text/turtle", "application/trig", "application/n-triples", "application/n-quads"
XML, JSON = "application/rdf+xml", "application/ld+json"
PREFIX = "@prefix : <http://e.example/> .\n"
ROOT = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:e='http://e.example/'>"
NODE, NODES = f"{ROOT}<rdf:Description rdf:about='http://e.example/a'", "</rdf:Description></rdf:RDF>"
Text = Callable[[int], str | bytes]


def of(unit: str, head: str = "", tail: str = "", between: str = "") -> Text:
    """Repeat a unit, in which ``#`` is its number, up to about so many bytes."""
    if "#" not in unit or unit == "#":
        return lambda size: head + between.join([unit] * (size // (len(unit) + len(between)) + 1)) + tail
    return lambda size: (
        head + between.join(unit.replace("#", str(n)) for n in range(size // (len(unit) + len(between)) + 1)) + tail
    )


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def document(declared: str | None, text: Text) -> Make:
    """Read a document."""

    def make(size: int) -> Callable[[], object]:
        content = _bytes(text(size))
        return lambda: read_document(content, declared=declared, base="http://b.example/", limits=LIMITS)

    return make


def reader(read: Callable[[str], object], text: Text) -> Make:
    """Read a text."""

    def make(size: int) -> Callable[[], object]:
        given = _bytes(text(size)).decode("latin-1")
        return lambda: read(given)

    return make


def many(read: Callable[[str], object], text: Text) -> Make:
    """Read a text of some kilobytes, as headers are; a hundred of them, each another, because some are remembered."""

    def make(size: int) -> Callable[[], object]:
        given = [f"{_bytes(text(size // 2)).decode('latin-1')}{' ' * n}" for n in range(100)]
        return lambda: [read(one) for one in given]

    make.short = True  # type: ignore[attr-defined]
    return make


def binary(read: Callable[[bytes], object], text: Text) -> Make:
    """Read bytes."""

    def make(size: int) -> Callable[[], object]:
        given = _bytes(text(size))
        return lambda: read(given)

    return make


def _half_contexts(size: int) -> str:
    number = size // 60 + 1
    terms = ",".join(f'"t{n}":"http://e.example/{n}"' for n in range(number))
    nodes = ",".join(['{"@context":{"a":"http://e.example/a"},"a":1}'] * number)
    return f'{{"@context":{{{terms}}},"@graph":[{nodes}]}}'


def _many_prefixes(size: int) -> str:
    number = size // 120 + 1
    names = "".join(f" xmlns:a{n}='http://www.w3.org/1999/02/22-rdf-syntax-ns#'" for n in range(number))
    nodes = (
        "<rdf:Description rdf:about='http://e.example/a'><a0:p a1:parseType='Resource' /></rdf:Description>" * number
    )
    return f"{ROOT.removesuffix('>')} {names[: 40 * 900]}>{nodes}</rdf:RDF>"


def _literals(size: int) -> str:
    return f"SELECT * {{ VALUES ?x {{ {of('<a#b>', between=' ')(size)} }} }}"


def _form(text: str) -> object:
    about = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(text))}
    return parse_form_data({**about, "REQUEST_METHOD": "POST", "wsgi.input": io.BytesIO(text.encode("latin-1"))})


def _parts(text: str) -> object:
    body = f"--b\r\nContent-Disposition: form-data; name=text; filename=a\r\n\r\n{text}\r\n--b--\r\n".encode("latin-1")
    about = {"CONTENT_TYPE": "multipart/form-data; boundary=b", "CONTENT_LENGTH": str(len(body))}
    _, _, files = parse_form_data({**about, "REQUEST_METHOD": "POST", "wsgi.input": io.BytesIO(body)})
    for file in files.values():
        file.close()
    return files


def _answer(rows: Text) -> Text:
    return lambda size: f'{{"head":{{"vars":["x"]}},"results":{{"bindings":[{_bytes(rows(size)).decode()}]}}}}'


def _values(text: str) -> object:
    return read_values(Received(text.encode()), "http://e.example/", FAR)


def _head(**headers: bytes) -> dict[str, object]:
    pairs = [(b"host", b"x"), *((name.replace("_", "-").encode(), value) for name, value in headers.items())]
    return {"headers": pairs, "client": ("127.0.0.1", 1), "http_version": "1.1", "raw_path": b"/", "query_string": b""}


def _typed(text: str) -> object:
    scope = {**_head(), "raw_path": text.encode("latin-1"), "query_string": text.encode("latin-1")}
    normalise(scope)
    return check_head(scope)


def _proxied(text: str) -> object:
    return client_of(_head(x_forwarded_for=text.encode()), trusted_networks("127.0.0.0/8"))


def _repeatable(text: str) -> object:
    return [is_repeatable(text[at : at + MOST_CHARACTERS]) for at in range(0, len(text), MOST_CHARACTERS)]


def _from(text: str) -> object:
    found = ClauseReader(text)
    return [found.prefixed(f"from{n}:x", 0) for n in range(len(text) // 40)]


def _guarded(text: str) -> object:
    return guard(text, SETTINGS)


def _with_content(text: Text) -> Text:
    return lambda size: json.dumps({"contentToValidate": _bytes(text(size)).decode("latin-1")})


READERS: dict[str, Make] = {
    # Turtle, TriG
    "statements": document(TURTLE, of(":a# :p :b# .\n", PREFIX)),
    "objects": document(TURTLE, of(":b#", f"{PREFIX}:a :p ", " .", ",\n")),
    "strings of several lines": document(TURTLE, of('"""x\n#"""', f"{PREFIX}:a :p ", " .", ", ")),
    "a collection": document(TURTLE, of("1#", f"{PREFIX}:a :p (", " ) .", "\n")),
    "blank nodes": document(TURTLE, of("[ :p 1# ]", f"{PREFIX}:a :p ", " .", ", ")),
    "labels": document(TURTLE, of("_:b# :p _:c# .\n", PREFIX)),
    "comments": document(TURTLE, of("# c\n", PREFIX)),
    "comments inside": document(TURTLE, of(":a :p # c\n :b .\n", PREFIX)),
    "a string that does not end": document(TURTLE, of('\\"', f'{PREFIX}:a :p "')),
    "a long string that does not end": document(TURTLE, of("\\'\n", f"{PREFIX}:a :p '''")),
    "quotes": document(TURTLE, of("'''\"\"\"", PREFIX)),
    "IRIs that do not end": document(TURTLE, of("<a", PREFIX)),
    "blanks": document(TURTLE, of(" ", f"{PREFIX}:a :p :b")),
    "semicolons": document(TURTLE, of(";\n", f"{PREFIX}:a :p :b", ".")),
    "prefixes": document(TURTLE, of("@prefix a#: <http://e.example/#/> .\n")),
    "digits": document(TURTLE, of("1", f"{PREFIX}:a :p ", " .")),
    "a graph": document(TRIG, of(":a# :p :b# .\n", f"{PREFIX}:g {{", "}")),
    "a graph again and again": document(TRIG, of(":g {:a# :p :b#}\n", PREFIX)),
    # N-Triples, N-Quads
    "triples": document(TRIPLES, of('<http://e.example/#> <http://e.example/p> "#" .\n')),
    "labels of triples": document(TRIPLES, of("_:a# <http://e.example/p> _:b# .\n")),
    "quads": document(QUADS, of('<http://e.example/#> <http://e.example/p> "#" <http://e.example/g> .\n')),
    # RDF/XML
    "elements": document(XML, of("<e:p>#</e:p>\n", f"{NODE}>", NODES)),
    "nodes on one line": document(
        XML, of("<e:C rdf:about='http://e.example/#'><e:p>#</e:p></e:C>", ROOT, "</rdf:RDF>")
    ),
    "lines of a text": document(XML, of("\n", f"{NODE}><e:p>", f"</e:p>{NODES}")),
    "lines of an attribute": document(XML, of("\n", f"{NODE} e:p='", "'/></rdf:RDF>")),
    "lines of a comment": document(XML, of("\n", f"{ROOT}<!--", "--></rdf:RDF>")),
    "XML in a literal": document(XML, of("<b>x</b>\n", f"{NODE}><e:p rdf:parseType='Literal'>", f"</e:p>{NODES}")),
    "attributes": document(XML, of(" e:p#='#'", NODE, "/></rdf:RDF>")),
    "attributes that do not end": document(XML, of("<a b='", ROOT)),
    "comments that do not end": document(XML, of("<e:p rdf:parseType='x'><!-- ", ROOT)),
    "kinds in an attribute": document(XML, of(" rdf:parseType='", f'{ROOT}<a b="', '"/>')),
    "prefixes of XML": document(XML, _many_prefixes),
    # JSON-LD
    "nodes": document(JSON, of('{"@id":"http://e.example/#","http://e.example/p":"#"}', "[", "]", ",")),
    "values": document(JSON, of('"#"', '{"@id":"http://e.example/a","http://e.example/p":[', "]}", ",")),
    "members": document(JSON, of('"http://e.example/#":1', "{", "}", ",")),
    "members that say nothing": document(JSON, of('"#":1', "{", "}", ",")),
    "members twice": document(JSON, of('"a#":1', "{", ',"a0":2}', ",")),
    "a list": document(JSON, of('"#"', '{"http://e.example/p":{"@list":[', "]}}", ",")),
    "a context at each node": document(JSON, of('{"@context":{"a#":"http://e.example/#"},"a#":"#"}', "[", "]", ",")),
    "a large context and small ones": document(JSON, _half_contexts),
    "contexts in strings": document(JSON, of('"@context":["', "{")),
    "contexts that do not end": document(JSON, of('"@context":[ "a",', "{")),
    "imports that do not end": document(JSON, of('"@import":"a\\"', "{")),
    "a context, far off": document(JSON, of(" ", '{"@context"', "}")),
    "a string of JSON that does not end": document(JSON, of('\\"[', '{"a":"')),
    "commas": document(JSON, of(",", "[")),
    # gzip
    "one member": document(TURTLE, lambda size: gzip.compress(b"# c\n" * (2 * size), mtime=0)),
    "many members": document(TURTLE, lambda size: gzip.compress(b"# c\n", mtime=0) * (size // 24 + 1)),
    "members with nothing in them": document(TURTLE, lambda size: gzip.compress(b"", mtime=0) * (size // 20 + 1)),
    # what a document is
    "blanks behind a statement": binary(candidates, of(" ", "<a:a> <a:b> <a:c>")),
    "labels without blanks": binary(candidates, of("_:a", "_:a <a:b> _:")),
    "labels and IRIs without blanks": binary(candidates, of("_:x<a:a>")),
    "a string at the beginning": binary(candidates, of('\\"', '<a:a> <a:b> "')),
    "comments at the beginning": binary(lambda content: family(content, "x"), of("#\n", "", "<")),
    # spreadsheets
    "cells": binary(lambda content: text_kind(content, None), of("a#,b#,c\n")),
    "quoted cells": binary(lambda content: text_kind(content, ".csv"), of('"",')),
    "cells of UTF-16": binary(lambda content: text_kind(content, None), lambda size: ("a,b\n" * size).encode("utf-16")),
    "a ZIP": binary(lambda content: packed_kind(content, None), of("xl/", "PK\x03\x04")),
    "an old workbook": binary(
        lambda content: packed_kind(content, None), lambda size: b"\xd0\xcf\x11\xe0" + b"W\0" * size
    ),
    "markup": binary(lambda content: packed_kind(content, None), of("<office:", "<")),
    # requests of the Test Bed
    "content as a text": binary(read_request, _with_content(of("a\n"))),
    "content as base64": binary(read_request, _with_content(lambda size: base64.b64encode(b"a" * size))),
    "base64 in lines": binary(read_request, _with_content(lambda size: base64.encodebytes(b"a" * size))),
    "rules": binary(read_request, of('{"ruleSet":"#"}', '{"contentToValidate":"a","externalRules":[', "]}", ",")),
    "many requests": binary(lambda body: read_requests(body, FAR), of('{"contentToValidate":"#"}', "[", "]", ",")),
    "JSON-LD that may be a request": binary(is_request, of('{"a":"#"}', "[", "]", ",")),
    # answers of other endpoints
    "rows": reader(_values, _answer(of('{"x":{"type":"uri","value":"http://e.example/#"}}', between=","))),
    "literals": reader(_values, _answer(of('{"x":{"type":"literal","value":"\\\\\\"#"}}', between=","))),
    "an answer that breaks off": reader(_values, of('{"x":1},', '{"results":{"bindings":[')),
    "columns": reader(_values, of('"x#"', '{"results":{"bindings":[]},"head":{"vars":[', "]}}", ",")),
    # queries
    "names of a query": reader(_guarded, of("a#:b#", "ASK { VALUES ?x { ", " } }", " ")),
    "strings of a query": reader(_guarded, of("'a#'", "ASK { VALUES ?x { ", " } }", " ")),
    "strings that do not end": reader(_guarded, of("'''\"\"\"\\'", "ASK { ")),
    "what may be names or comparisons": reader(_guarded, of("<a'#b>", "ASK { VALUES ?x { ", " } }", " ")),
    "IRIs of a query": reader(_guarded, _literals),
    "words like FROM": reader(_from, of("PREFIX from#: <http://e.example/#>\n")),
    "white space before a prefix": reader(_from, of(" ", "PREFIX")),
    "questions that may be kept": reader(_repeatable, of("a#:b#", "", "", " ")),
    # parameters and fields
    "fields": binary(lambda body: read_parameters(body, "body"), of("a=%C4%8D" * 8)),
    "escapes": binary(lambda body: read_parameters(body, "body"), of("%C4%8D", "a=")),
    "signs that are no escape": binary(lambda body: read_parameters(body, "body"), of("+\\", "a=")),
    "fields of a page": reader(_form, of("%C4%8D", "a=")),
    "parts of a page": reader(_parts, of("\r\n")),
    "parts that look like the end": reader(_parts, of("\r\n--")),
    "formats": many(lambda text: choose_formats(None, [text]), of("a#", between=",")),
    # the head of a request
    "Accept": many(media_ranges, of("a/b#;q=0.5", between=",")),
    "quotes of Accept": many(media_ranges, of('";\\')),
    "weights of Accept": many(media_ranges, of(";q=", "a/b")),
    "Accept-Language": many(languages, of("sr-x#;q=0.5", between=",")),
    "Accept-Encoding": many(takes_gzip, of("x#;q=0.5", between=",")),
    "Prefer": many(preferred, of("a#;b", between=",")),
    "If-None-Match": many(lambda header: has(header, "x"), of('W/"a#"', between=",")),
    "commas of If-None-Match": many(lambda header: has(header, "x"), of(",")),
    "quotes of If-None-Match": many(lambda header: has(header, "x"), of('W/"')),
    "X-Forwarded-For": many(_proxied, of("127.0.0.1", between=",")),
    "an address as it is typed": reader(_typed, lambda size: "č".encode() * size),
    "an IRI": reader(is_absolute_iri, of("b:@", "http://")),
    "an IRI with escapes": reader(is_absolute_iri, of("%41", "http://a/")),
}


@pytest.mark.parametrize("name", READERS)
def test_a_reader_takes_time_in_proportion(name: str) -> None:
    """Twice, where a busy machine got in between."""
    found = ratio(READERS[name])
    if found > MOST:
        found = min(found, ratio(READERS[name]))

    assert found <= MOST, f"{TIMES} times as much took {found:.0f} times as long"
