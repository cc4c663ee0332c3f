"""Accept, Accept-Language and Accept-Encoding are read by one rule, at each address alike."""

import httpx
import pytest

from clustergraph.web.preferences import best, languages, media_ranges, takes_gzip, weights
from conftest import Server

TURTLE, JSON, XML, HTML = "text/turtle", "application/ld+json", "application/rdf+xml", "text/html"
OFFERED = [(TURTLE, "text/n3"), (JSON, "application/json"), (XML,), (HTML,)]


@pytest.mark.parametrize(
    ("said", "weight"),
    [
        ("", 1), ("q=1.", 1), ("q=0.", 0), ("q=.5", 0.5), ("q=0.5", 0.5), ("Q=0.25", 0.25), (" q = 0.5 ", 0.5),
        ("q=1.000", 1), ("q=0.12345", 0.12345), ("q=2", 1), ("q=-1", 0), ("q=", 1), ("q=high", 1), ("q=.", 1),
        ("q=1e-1", 1), ("q=0x1", 1), ("level=1;q=0.3", 0.3), ("q=0.3;ext=1", 0.3), ('p="a;q=0"', 1),
        ("q=" + "9" * 900, 1),
    ],
)  # fmt: skip
def test_a_weight_is_read_as_people_mean_it(said: str, weight: float) -> None:
    """RFC 9110, section 12.4.2, and what is sent beside it."""
    assert weights(f"text/turtle;{said}, other;q=0.7")["text/turtle"] == weight


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, TURTLE), ("", TURTLE), ("*/*", TURTLE), ("*", TURTLE), ("image/png", None), ("turtle", TURTLE),
        (",;,", TURTLE),
        ("text/*;q=.5, application/rdf+xml;q=1.", XML),
        ("text/turtle;q=0, */*", JSON),
        ("text/turtle;q=0.1, text/*;q=0.9, application/ld+json;q=0.5", HTML),
        ("*/*, application/rdf+xml", XML),
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", HTML),
        ("text/n3", TURTLE), ("text/n3;q=0.2, application/json;q=.3", JSON),
        ('application/ld+json;profile="http://a/x,y", text/turtle;q=0.9', JSON),
        ("application/ld+json;profile=x;q=0.1, application/ld+json", JSON),
        ("TEXT/TURTLE;Q=1.", TURTLE), ("text/turtle;q=0", None), ("text/turtle;charset=utf-8", TURTLE),
    ],
)  # fmt: skip
def test_the_best_of_what_is_offered_is_chosen(accept: str | None, chosen: str | None) -> None:
    """RFC 9110, section 12.5.1: the most specific range counts, and nothing that is refused is sent."""
    assert best(accept, OFFERED) == chosen


def test_long_headers_are_read_in_no_time() -> None:
    """No header keeps the server busy: each of these is one that is hard for a careless reader."""
    for header in ('"' * 8000, "a/b;q=" * 1300, ",;" * 4000, '"\\' * 4000, "*/*," * 2000, "a" * 8000):
        assert media_ranges(header)
        assert languages(header) is not None


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ("sr;q=1., en;q=.5", ["sr", "en"]),
        ("en;q=.5, sr-Latn;q=1.", ["sr-latn", "en"]),
        ("en;q=0, hr", ["hr"]),
        ("", []),
    ],
)
def test_languages_are_ordered(header: str, tags: list[str]) -> None:
    """By weight, those that are refused left out."""
    assert languages(header) == tags


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("gzip", True), ("gzip;q=0", False), ("gzip;q=0.", False), ("gzip;q=.5", True), ("br, x-gzip;q=1.", True),
        ("*", True), ("*;q=0", False), ("identity, gzip;q=.5", False), ("", False), (None, False), ("deflate", False),
    ],
)  # fmt: skip
def test_gzip_is_taken_or_not(header: str | None, taken: bool) -> None:
    """RFC 9110, section 12.5.3."""
    assert takes_gzip(header) == taken


ROWS = "/sparql?query=SELECT*%7B%7D"
GRAPH = "/sparql?query=DESCRIBE%3Chttps://w3id.org/clustergraph/id/cluster/netwood%3E"
DOCUMENTS = ["/doc/id/cluster/netwood", "/catalog", "/.well-known/void", "/sparql", GRAPH, "/graph/cluster/netwood",
             "/about?iri=http://data.europa.eu/nuts/code/RS11", "/doc/ns", "/.well-known/sparql-examples"]  # fmt: skip


@pytest.mark.parametrize("path", DOCUMENTS)
def test_one_rule_holds_for_documents_descriptions_and_answers(server: Server, path: str) -> None:
    """Weights and wildcards."""
    for accept, sent in {
        "text/turtle;q=.5, application/ld+json;q=1.": JSON,
        "application/n-triples;q=0., application/rdf+xml": XML,
        "text/turtle;q=0, */*;q=.1": JSON,
        "*; q=.2": TURTLE,
        "application/rdf+xml;q=1., */*;q=.9": XML,
        "bogus": TURTLE,
    }.items():
        answer = httpx.get(server.url + path, headers={"Accept": accept}, timeout=30)
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, sent), accept
    several = httpx.get(server.url + path, headers=[("Accept", "text/turtle;q=.1"), ("Accept", XML)], timeout=30)
    assert several.headers["content-type"].partition(";")[0] == XML


@pytest.mark.parametrize("path", [*DOCUMENTS, ROWS, "/limits", "/releases/", "/graphs", "/id/cluster/netwood"])
def test_what_is_not_to_be_had_is_refused_alike(server: Server, path: str) -> None:
    """406, with what there is."""
    answer = httpx.get(server.url + path, headers={"Accept": "image/png, application/msword;q=1."}, timeout=30)

    assert (answer.status_code, answer.json()["code"]) == (406, "not-acceptable")
    assert "/" in answer.json()["remedy"]


def test_a_report_is_chosen_alike(server: Server) -> None:
    """At the validator; its words are in the reader's language."""
    url, turtle = f"{server.url}/shacl/clustergraph/api/validate", {"Content-Type": "text/n3"}
    data = "[] a <https://w3id.org/clustergraph/ns#Cluster> ."
    for accept, sent in {"text/csv;q=.5, text/html;q=1.": HTML, "application/x-turtle": TURTLE, "*;q=.2": XML}.items():
        answer = httpx.post(url, content=data, headers={**turtle, "Accept": accept}, timeout=60)
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, sent)
    page = httpx.post(url, content=data, headers={**turtle, "Accept": HTML, "Accept-Language": "sr;q=1."}, timeout=60)

    assert '<html lang="sr-Cyrl">' in page.text


@pytest.mark.parametrize(
    ("said", "tag"),
    [
        ("sr-Latn;q=1., en;q=.5", "sr-Latn"),
        ("en;q=.1, sr;q=.2", "sr-Cyrl"),
        ("en;q=0., hr;q=.1", "sr-Latn"),
        ("*", "en"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/clusters", "/doc/id/cluster/netwood", "/limits", "/queries/nothing"])
def test_the_language_of_a_page_is_chosen_alike(server: Server, path: str, said: str, tag: str) -> None:
    """Pages, documents, and the page of a problem."""
    answer = httpx.get(server.url + path, headers={"Accept": "text/html", "Accept-Language": said}, timeout=30)

    assert answer.headers["content-language"] == tag
