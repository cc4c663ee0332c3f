"""Permanent names lead somewhere, as linked data wants it."""

import re
import shutil
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from clustergraph import resources
from clustergraph.iris import BASE
from clustergraph.ns import CG
from conftest import ROOT, Server, clustergraph

NETWOOD = "/id/cluster/netwood"
TYPES = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
}
OLD = "allotted = 2026-01-01, retired = 2026-02-01"
PARSERS = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML, "nt": RdfFormat.N_TRIPLES}
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def get(server: Server, path: str, accept: str = "text/html", **more: str) -> httpx.Response:
    return httpx.get(server.url + path, headers={"Accept": accept, **more}, timeout=30)


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", ""),
        ("text/turtle", ".ttl"),
        ("application/ld+json", ".jsonld"),
        ("application/rdf+xml;q=0.9, text/html;q=0.1", ".rdf"),
        ("application/n-triples", ".nt"),
        ("*/*", ".ttl"),
    ],
)
def test_a_name_leads_to_its_document_in_the_format_that_is_wanted(server: Server, accept: str, suffix: str) -> None:
    """303, because the name is of a thing and not of a document."""
    answer = get(server, NETWOOD, accept)

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/doc{NETWOOD}{suffix}"
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("suffix", TYPES)
def test_the_document_as_data(server: Server, suffix: str) -> None:
    """By suffix and by header, the same statements; by the suffix of the name as well."""
    by_suffix = get(server, f"/doc{NETWOOD}.{suffix}")
    by_header = get(server, f"/doc{NETWOOD}", TYPES[suffix])
    read = {quad.triple for quad in parse(by_suffix.content, format=PARSERS[suffix])}

    assert by_suffix.headers["content-type"].startswith(TYPES[suffix])
    assert Triple(NamedNode(BASE + NETWOOD[1:]), NamedNode(RDF_TYPE), NamedNode(CG.Cluster)) in read
    assert by_header.content == by_suffix.content
    assert by_header.headers["content-location"] == f"/doc{NETWOOD}.{suffix}"
    assert get(server, f"{NETWOOD}.{suffix}").headers["location"] == f"/doc{NETWOOD}.{suffix}"


def test_the_page_names_its_other_formats(server: Server) -> None:
    """In the header and in the page, with the thing that it is about."""
    page = get(server, f"/doc{NETWOOD}")

    assert page.status_code == 200
    for suffix, media_type in TYPES.items():
        assert f'</doc{NETWOOD}.{suffix}>; rel="alternate"; type="{media_type}"' in page.headers["link"]
        assert f'href="/doc{NETWOOD}.{suffix}"' in page.text
    assert f'<{BASE}{NETWOOD[1:]}>; rel="describes"' in page.headers["link"]


def test_fragments_of_the_vocabulary_land_on_their_term(server: Server) -> None:
    """The redirect keeps the fragment, and the page has it."""
    assert get(server, "/ns").headers["location"] == "/doc/ns"
    assert 'id="Cluster"' in get(server, "/doc/ns").text


def test_what_is_not_ours_is_looked_up(server: Server) -> None:
    """A region of the Union by its own IRI; one of ours is led to its address."""
    region = "http://data.europa.eu/nuts/code/RS11"
    page = get(server, f"/about?iri={quote(region, safe='')}")
    data = get(server, f"/about.nt?iri={quote(region, safe='')}")

    assert "Beogradski region" in page.text
    assert f'href="{region}"' in page.text
    assert f"<{region}> <http://www.w3.org/2004/02/skos/core#prefLabel>" in data.text
    assert get(server, f"/about?iri={BASE}id/cluster/netwood").headers["location"] == "/doc/id/cluster/netwood"


@pytest.mark.parametrize("where", ["/id/cluster/netwod", "/doc/id/cluster/netwod", "/doc/id/cluster/netwod.ttl"])
def test_an_unknown_name_is_not_found_and_told_what_is_near(server: Server, where: str) -> None:
    """For people and for programs."""
    page, document = get(server, where), get(server, where, "application/json, text/turtle;q=0.1")

    assert (page.status_code, document.status_code) == (404, 404)
    assert "/doc/id/cluster/netwood" in page.text
    assert "/doc/id/cluster/netwood" in document.json()["remedy"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/about", 400),
        ("/about?iri=no+iri", 400),
        ("/about?iri=http://nobody.example/x", 404),
        ("/about.exe?iri=http://data.europa.eu/nuts/code/RS11", 404),
        ("/doc/id/cluster/netwood?format=yaml", 400),
        ("/doc/id/cluster/netwood?lang=xx", 400),
        ("/about?iri=http://data.europa.eu/nuts/code/RS11&via=x", 400),
        ("/about?iri=http://data.europa.eu/nuts/code/RS11&via=http://a/b&from=-1", 400),
        ("/doc/" + "x" * 3000, 400),
        ("/doc/id/cluster/%00", 400),
        ("/doc/id/cluster/a%3E%20%3Cb", 400),
    ],
)
def test_what_is_wrong_is_said(server: Server, path: str, status: int) -> None:
    """A true status and a problem document, never a trace."""
    answer = get(server, path, "application/json, text/turtle;q=0.1")

    assert answer.status_code == status
    assert answer.json()["status"] == status


def test_what_a_client_has_is_not_sent_again(server: Server) -> None:
    """A page depends on the language too."""
    first = get(server, f"/doc{NETWOOD}")
    etag = first.headers["etag"]

    assert get(server, f"/doc{NETWOOD}", **{"If-None-Match": etag}).status_code == 304
    assert get(server, f"/doc{NETWOOD}", **{"If-None-Match": etag, "Accept-Language": "sr"}).status_code == 200
    assert get(server, f"/doc{NETWOOD}", "text/turtle", **{"If-None-Match": etag}).status_code == 200


def test_a_page_in_three_languages(server: Server) -> None:
    """By address, which is kept in a cookie, and by header."""
    with httpx.Client(base_url=server.url, headers={"Accept": "text/html"}) as client:
        latin = client.get(f"/doc{NETWOOD}?lang=sr-Latn")
        kept = client.get(f"/doc{NETWOOD}")
    cyrillic = get(server, f"/doc{NETWOOD}", **{"Accept-Language": "sr"})

    assert '<html lang="sr-Latn">' in latin.text
    assert latin.headers["content-language"] == kept.headers["content-language"] == "sr-Latn"
    assert '<html lang="sr-Cyrl">' in cyrillic.text
    assert {"Accept-Language", "Cookie"} <= set(latin.headers["vary"].split(", "))
    assert "httponly" in latin.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    ("cluster", "language", "titles"),
    [
        ("netwood", "en", {"codes-by-category": "Codes of its categories", "codes-by-sector": "Codes of its sector"}),
        ("netwood", "sr-Cyrl",
         {"codes-by-category": "Шифре његових категорија", "codes-by-sector": "Шифре његовог сектора"}),
        ("galenit", "en", {"codes-by-sector": "Codes of its sector"}),
    ],
)  # fmt: skip
def test_codes_of_a_sector_are_no_codes_of_a_cluster(
    server: Server, cluster: str, language: str, titles: dict[str, str]
) -> None:
    """They stand apart, behind what is judged of the cluster alone; each row says through what; JSON-LD has none."""
    page = get(server, f"/doc/id/cluster/{cluster}.html?lang={language}").text
    panels = dict(re.findall(r'<h2 id="(c[a-z]+-(?:by-[a-z]+-)?of-cluster)">(.*?)</h2>', page))
    whose = {name: f"{name}-of-cluster" for name in titles}
    rows = {
        name: re.findall(
            r"<tr><td><a [^>]*href=\"/doc/scheme/([a-z-]+)/", page.split(f'<h2 id="{panel}">')[1].split("</section>")[0]
        )
        for name, panel in whose.items()
    }
    [told] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)

    assert list(panels) == ["categories-of-cluster", *whose.values()]
    assert [panels[panel] for panel in whose.values()] == list(titles.values())
    assert set(rows.pop("codes-by-sector")) == {"sector"}
    assert all(set(lists) == {"observatory-category", "traded-category"} for lists in rows.values())
    assert not re.search("nace|eurovoc", told)


def test_a_graph_has_a_page_and_its_data(server: Server) -> None:
    """A browser is led to the page; a program gets the statements."""
    assert get(server, "/graph/cluster/netwood").headers["location"] == "/doc/graph/cluster/netwood"
    assert get(server, "/graph/cluster/netwood", "text/turtle").status_code == 200
    assert "void#triples" in get(server, "/doc/graph/scheme/sector.nt").text


def test_search_engines_are_told_what_there_is(server: Server) -> None:
    """Every record of a cluster is in the site map, which robots.txt names."""
    robots, sitemap = get(server, "/robots.txt").text, get(server, "/sitemap.xml").text

    assert f"Sitemap: {server.url}/sitemap.xml" in robots
    assert "Disallow: /sparql" in robots
    assert sitemap.count("/doc/id/cluster/") == 20
    assert f"<loc>{server.url}/doc/scheme/sector</loc>" in sitemap


@pytest.fixture(scope="module")
def retiring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a release in whose register two slugs are retired."""
    repository = tmp_path_factory.mktemp("retiring")
    for folder in resources.FOLDERS:
        shutil.copytree(ROOT / folder, repository / folder)
    register = repository / "data/slugs.toml"
    rows = f"[cluster]\nnet-wood = {{ {OLD}, replaced-by = 'netwood' }}\nlost = {{ {OLD} }}\n"
    register.write_text(register.read_text().replace("[cluster]\n", rows, 1))
    done = clustergraph("--home", str(repository / "home"), "--repository", str(repository), "build")
    assert done.returncode == 0, done.stderr
    server = Server(repository / "home", repository=str(repository), client_requests="0", client_seconds="0")
    yield server
    server.stop()


def test_a_retired_name_leads_to_what_takes_its_place(retiring: Server) -> None:
    """For good: 301."""
    for path in ("/id/cluster/net-wood", "/doc/id/cluster/net-wood"):
        answer = get(retiring, path)
        assert (answer.status_code, answer.headers["location"]) == (301, "/doc/id/cluster/netwood")


def test_a_retired_name_without_a_successor_is_gone(retiring: Server) -> None:
    """410, with the date."""
    answer = get(retiring, "/id/cluster/lost", "application/json, text/turtle;q=0.1")

    assert answer.status_code == 410
    assert (answer.json()["code"], "2026-02-01" in answer.json()["detail"]) == ("gone", True)


@pytest.mark.parametrize("name", ["submission", "catalogue-2.1.1", "eccp-readiness", "publication"])
def test_a_profile_has_a_document_of_its_shapes(server: Server, name: str) -> None:
    """By its name, as a page and as data; what is no profile is told with those there are."""
    for accept in ("text/html", "text/turtle"):
        found = httpx.get(f"{server.url}/shapes/{name}", headers={"Accept": accept}, follow_redirects=True)
        missing = httpx.get(f"{server.url}/shapes/nothing", headers={"Accept": accept}, follow_redirects=True)
        assert (found.status_code, missing.status_code) == (200, 404)
        assert found.headers["content-type"].startswith(accept)
        assert name in missing.text
        assert "sh:NodeShape" in found.text or f"/doc/shapes/{name}.ttl" in found.text
