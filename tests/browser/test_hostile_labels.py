"""A graph of somebody who means harm, loaded and shown on every kind of page: nothing runs, nothing breaks out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import httpx
import pytest

from browser.chromium import Open, overflow
from browser.validity import validated
from clustergraph.iris import BASE
from conftest import ROOT, Server, clustergraph
from hostile.labels import CLUSTER, IRIS, RDF, SKOS, TEXTS, lines

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on the harmful graph, in named graphs whose names are no better."""
    folder = tmp_path_factory.mktemp("harmful")
    named = [f"{line.removesuffix('.')} <{IRIS[place % len(IRIS)]}> ." for place, line in enumerate(lines())]
    (folder / "harm.nq").write_text("\n".join(named) + "\n", encoding="utf-8")
    done = clustergraph("--home", str(folder / "home"), "load", str(folder / "harm.nq"))
    assert done.returncode == 0, done.stderr
    running = Server(folder / "home", client_requests="0", client_seconds="0", query_deadline="5")
    yield running
    running.stop()


def _paths() -> list[str]:
    things = [*IRIS, CLUSTER, "urn:harm:doubt", "urn:harm:all", "urn:harm:scheme", "urn:harm:text", f"{SKOS}prefLabel"]
    asked = "SELECT * { ?s ?p ?o } LIMIT 150"
    built = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 150"
    return [
        "/",
        "/graphs",
        *(f"/about?iri={quote(iri, safe='')}" for iri in things),
        *(f"/about?iri={quote(IRIS[0], safe='')}&via={quote(way, safe='')}" for way in (IRIS[0], f"{RDF}type")),
        *(f"/query?query={quote(query)}" for query in (asked, built, f"{asked} {TEXTS[5]}")),
        *(f"/sparql?format=html&query={quote(query)}" for query in _held(asked, built, f"{asked} # {TEXTS[5]}")),
        *(
            f"/doc/{quote(iri.removeprefix('https://w3id.org/clustergraph/'))}"
            for iri in [*IRIS, CLUSTER]
            if "clustergraph" in iri
        ),
        *(f"/queries/{quote(text[:200], safe='')}" for text in TEXTS[:10] if text),
        *(f"/{quote(text[:200], safe='')}" for text in TEXTS[:10]),
    ]


def _held(*queries: str) -> list[str]:
    """Leave the text out that has a NUL: with it a page of answers is refused."""
    return [query.replace("{ ?s ?p ?o } L", "{ ?s ?p ?o FILTER(!STRSTARTS(STR(?o), 'nul')) } L") for query in queries]


def _meant(path: str) -> bool:
    """Whether a page must be there: a thing of the graph whose name can be asked for."""
    return (
        path.startswith(("/about?iri=", "/graphs", "/sparql", "/query?")) and len(path) < 3000 and "h1%3E" not in path
    )


def _told(page: "Page") -> dict[str, Any]:
    """Tell what of a page could be harm: elements that no page of ours has, handlers, where links lead."""
    found: dict[str, Any] = page.evaluate(
        """() => ({
          elements: [...document.querySelectorAll("img,svg,iframe,object,embed,base,style,script")]
            .filter(element => element.type !== "application/ld+json")
            .map(element => element.outerHTML.slice(0, 200)),
          handlers: [...document.querySelectorAll("*")].flatMap(element => [...element.attributes])
            .filter(attribute => attribute.name.startsWith("on") || attribute.name === "style").map(one => one.name),
          headings: document.querySelectorAll("h1").length,
          schemes: [...new Set([...document.querySelectorAll("a[href], link[href], form[action]")]
            .map(element => new URL(element.href || element.action).protocol))],
          data: [...document.querySelectorAll("script")].map(element => element.textContent),
        })"""
    )
    return found


def test_nothing_runs_and_nothing_breaks_out(open_page: Open, harmful: Server) -> None:
    """In a real browser: no dialog, no element or handler of theirs, links to the web, mail and telephones alone."""
    page = open_page("/", at=harmful.url, viewport={"width": 360, "height": 800})
    for path in _paths():
        answer = page.goto(harmful.url + path)
        assert answer is not None
        assert answer.status == 200 or not _meant(path), path[:200]
        assert answer.status < 500, path[:200]
        told = _told(page)
        where = f"{unquote(path)[:120]} ({answer.status})"
        assert told["elements"] == [], where
        assert told["handlers"] == [], where
        assert told["headings"] == 1, where
        assert set(told["schemes"]) <= {"http:", "https:", "mailto:", "tel:"}, where
        assert overflow(page) == 0, where
        assert all(json.loads(data)["@context"] == "https://schema.org/" for data in told["data"]), where
        assert "49" not in page.title(), where


def test_panels_and_doubts_have_them_too(open_page: Open, harmful: Server) -> None:
    """The page of a cluster of theirs is made like those of ours."""
    page = open_page("/doc/id/cluster/harm", at=harmful.url)
    assert page.locator("section.panel table").count() > 0
    assert page.locator(".doubt").count() == 1
    assert _told(page)["elements"] == []


def test_direction_does_not_leak(open_page: Open, harmful: Server) -> None:
    """What turns the direction of a text turns its own alone: each lies in an element that isolates it."""
    page = open_page(f"/about?iri={quote('urn:harm:all')}", at=harmful.url)
    loose = page.evaluate(
        r"""() => {
          const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
          const loose = [];
          while (walk.nextNode()) if (/[\u202a-\u202e\u2066-\u2069]/.test(walk.currentNode.data)
            && !walk.currentNode.parentElement.closest("bdi, script")) loose.push(walk.currentNode.data.slice(0, 80));
          return loose;
        }"""
    )
    assert loose == []
    assert page.locator("bdi").count() > 3


def test_the_pages_are_valid(harmful: Server) -> None:
    """A strict checker finds nothing in them."""
    pages = {path[:300]: _html(harmful, path) for path in _paths()}
    assert {path: found for path, found in validated(pages).items() if found} == {}


def _html(server: Server, path: str) -> str:
    return httpx.get(server.url + path, headers={"Accept": "text/html"}, follow_redirects=True, timeout=60).text


def test_data_of_harmful_names_is_data(harmful: Server) -> None:
    """Turtle and JSON-LD of the same things are read again by others, with the same names."""
    for iri in IRIS:
        if len(iri) < 2000:
            answer = httpx.get(f"{harmful.url}/about.jsonld", params={"iri": iri}, follow_redirects=True, timeout=60)
            assert answer.status_code == 200, iri
            assert iri.removeprefix(BASE) in json.dumps(answer.json(), ensure_ascii=False)


@pytest.mark.parametrize("path", [Path("src/clustergraph/web/templates")])
def test_no_template_has_a_script_or_a_style_of_its_own(path: Path) -> None:
    """So that the policy of the pages can forbid both."""
    for template in (ROOT / path).glob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert " style=" not in text, template.name
        assert "<script" not in text.replace('<script type="application/ld+json">', ""), template.name
