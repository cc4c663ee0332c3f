"""Answers that a format cannot hold are refused by a real server before the first byte; the others are read back."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import unescape

import httpx
import pytest

from conftest import Server
from query.readers import RDF, read_csv, read_html, read_json_ld, read_rdf_xml, read_turtle, read_xml, text

DATA = r"""
PREFIX : <http://a/> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
:s :p <<( :x :y "sr"@sr-latn--rtl )>> ; :q "abc"@ar--rtl , "sr"@sr-latn , "one\rtwo" ; :r <http://a/b,c> .
:odd :control "bell \u0007" ; :nonchar "\U0001FFFE" ; :feed "\u000C" .
<http://a/in/1> <http://a/2009> 1 . <http://a/ok> a <http://a/2009> .
"""
GRAPH = {"default-graph-uri": "urn:data"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on what some formats cannot hold."""
    folder = tmp_path_factory.mktemp("held")
    (folder / "data.ttl").write_text(DATA, encoding="utf-8")
    command = [sys.executable, "-m", "clustergraph", "--home", str(folder / "home"), "load", "--graph", "urn:data"]
    done = subprocess.run([*command, str(folder / "data.ttl")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    running = Server(folder / "home", client_requests="0", client_seconds="0")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def ask(served: Server) -> Callable[[str, str], httpx.Response]:
    """Ask for a format by its name."""

    def asked(query: str, form: str) -> httpx.Response:
        parameters = {"query": query, "format": form, **GRAPH}
        return httpx.get(f"{served.url}/sparql", params=parameters, timeout=30)

    return asked


@pytest.mark.parametrize(
    ("query", "form", "words", "place", "able"),
    [
        ("SELECT ?s ?o { ?s <http://a/control> ?o }", "xml", "U+0007", "row 1, column o", "json csv tsv"),
        ("SELECT ?s ?o { ?s <http://a/feed> ?o }", "xml", "U+000C", "row 1, column o", "json csv tsv html"),
        ("SELECT ('\\uFFFE' AS ?x) {}", "xml", "U+FFFE", "row 1, column x", "json csv tsv"),
        ("SELECT ?s ?o { ?s <http://a/nonchar> ?o }", "html", "U+1FFFE", "row 1, column o", "json xml csv tsv"),
        ("CONSTRUCT WHERE { ?s <http://a/control> ?o }", "rdfxml", "U+0007", "<http://a/odd>", "turtle jsonld"),
        ("CONSTRUCT WHERE { ?s <http://a/control> ?o }", "html", "U+0007", "row 1, column object", "turtle ntriples"),
        ("CONSTRUCT WHERE { ?s <http://a/2009> ?o }", "rdfxml", "<http://a/2009>", "<http://a/in/1>", "turtle html"),
        (f"CONSTRUCT {{ <a:s> <{RDF}li> 1 }} {{}}", "rdfxml", f"<{RDF}li>", "<a:s>", "turtle jsonld html"),
        ("CONSTRUCT { ?b <a:p> 1 } { BIND(BNODE('1x') AS ?b) }", "rdfxml", "_:1x", "answer", "turtle jsonld html"),
        ("CONSTRUCT WHERE { ?s <http://a/p> ?o }", "jsonld", "<<( <http://a/x>", "<http://a/s>", "turtle rdfxml html"),
    ],
)  # fmt: skip
def test_what_a_format_cannot_hold_is_refused(
    ask: Callable[[str, str], httpx.Response], query: str, form: str, words: str, place: str, able: str
) -> None:
    """With the term, its place and the formats that hold it; and those are given."""
    refused = ask(query, form)
    problem = refused.json()

    assert (refused.status_code, problem["code"]) == (406, "format-cannot-hold")
    assert words in problem["detail"]
    assert problem["place"] == {"source": place}
    for name in able.split():
        assert f"{name} (" in problem["remedy"]
        assert ask(query, name).status_code == 200
    assert f"{form} (" not in problem["remedy"]


def test_a_term_that_turns_up_late_breaks_the_transfer(
    served: Server, ask: Callable[[str, str], httpx.Response]
) -> None:
    """It never looks whole; asked for in another format it is."""
    values = " ".join(f'"{place:0100}"' for place in range(400))
    query = f'SELECT ?x ?y {{ VALUES ?x {{ {values} "\\u0007" }} VALUES ?y {{ {values[:1030]} }} }}'
    with pytest.raises(httpx.RemoteProtocolError):
        ask(query, "xml")

    assert ask(query, "csv").status_code == 200


def test_what_it_can_hold_is_read_back(ask: Callable[[str, str], httpx.Response]) -> None:
    """Carriage returns in XML and HTML, commas in IRIs in CSV, directions, tags and triple terms."""
    texts = "SELECT ?o { <http://a/s> <http://a/q> ?o } ORDER BY STR(?o)"
    sent = [text("abc", "ar", "rtl"), text("one\rtwo"), text("sr", "sr-latn")]
    inner = ("triple", ("iri", "http://a/x"), ("iri", "http://a/y"), text("sr", "sr-latn", "rtl"))
    statement = {(("iri", "http://a/s"), ("iri", "http://a/p"), inner)}
    terms = "CONSTRUCT WHERE { ?s <http://a/p> ?o }"

    kind = {(("iri", "http://a/ok"), ("iri", f"{RDF}type"), ("iri", "http://a/2009"))}
    assert read_rdf_xml(ask("CONSTRUCT WHERE { ?s a ?o }", "rdfxml").content) == kind
    for form, read in (("xml", read_xml), ("html", read_html)):
        assert [row[0] for row in read(ask(texts, form).content)] == sent
    assert read_csv(ask("SELECT ?o (1 AS ?n) { ?s <http://a/r> ?o }", "csv").content) == [["http://a/b,c", "1"]]
    for form in ("turtle", "ntriples", "trig", "nquads"):
        assert read_turtle(ask(terms, form).content) == statement
    assert read_rdf_xml(ask(terms, "rdfxml").content) == statement
    assert {tuple(row) for row in read_html(ask(terms, "html").content)} == statement
    query = "CONSTRUCT WHERE { ?s <http://a/q> ?o }"
    for form, reader in (("rdfxml", read_rdf_xml), ("jsonld", read_json_ld), ("turtle", read_turtle)):
        assert {one[2] for one in reader(ask(query, form).content)} == set(sent)


def test_pages_show_triple_terms_tags_and_directions(served: Server) -> None:
    """The page of a thing, and that of a query, which have ended in an error or told half of it."""

    def page(path: str, **parameters: str) -> str:
        got = httpx.get(served.url + path, params=parameters, headers={"Accept": "text/html"}, timeout=30)
        assert got.status_code == 200
        return unescape(got.text)

    written = '<<( <http://a/x> <http://a/y> "sr"@sr-Latn--rtl )>>'
    thing = page("/about", iri="http://a/s")
    assert written in thing
    assert '<bdi lang="ar" dir="rtl">abc</bdi>' in thing
    assert written in page("/query", query="SELECT ?o { ?s <http://a/p> ?o }")
    assert '<bdi lang="ar" dir="rtl">abc</bdi>' in page("/query", query="SELECT ?o { ?s <http://a/q> ?o }")
    assert "which the format cannot hold: 1" in page("/dumps/")


@pytest.mark.parametrize(
    ("iri", "form", "status", "able"),
    [
        ("http://a/s", "jsonld", 406, "turtle rdfxml ntriples trig nquads html"),
        ("http://a/in/1", "rdfxml", 406, "turtle jsonld ntriples trig nquads html"),
        ("http://a/odd", "rdfxml", 406, "turtle jsonld ntriples trig nquads html"),
        ("http://a/s", "rdfxml", 200, ""),
    ],
)
def test_descriptions_of_things_are_held_to_it_too(served: Server, iri: str, form: str, status: int, able: str) -> None:
    """In the formats in which they come."""
    got = httpx.get(f"{served.url}/about", params={"iri": iri, "format": form}, timeout=30)

    assert got.status_code == status
    if able:
        assert sorted(re.findall(r"(\w+) \(", got.json()["remedy"])) == sorted(able.split())
