"""What the tests in a browser share: Debian's Chromium, pages of every kind, and a watch on what they do."""

import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest

from conftest import Server

if TYPE_CHECKING:  # whoever runs no test in a browser does not wait for it
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
          "--disable-component-update"]  # fmt: skip
LANGUAGES = ("en", "sr-Latn", "sr-Cyrl")
_ALL = "SELECT ?thing ?property ?value { ?thing ?property ?value } LIMIT 20"

#: One page of every kind: its name → its address.
PAGES = {
    "start": "/",
    "cluster": "/doc/id/cluster/netwood",
    "cluster with most parts": "/doc/id/cluster/ac-serbia",
    "sector": "/doc/scheme/sector/wood-processing",
    "scheme": "/doc/scheme/sector",
    "category": "/doc/scheme/observatory-category/furniture",
    "code of others": f"/about?iri={quote('http://data.europa.eu/ux2/nace2/31', safe='')}",
    "term": f"/about?iri={quote('http://www.w3.org/2004/02/skos/core#prefLabel', safe='')}",
    "vocabulary": "/doc/ns",
    "shapes": "/doc/shapes",
    "shapes of a profile": "/doc/shapes/submission",
    "shape": f"/about?iri={quote('https://w3id.org/clustergraph/shapes#ClusterShape', safe='')}",
    "kind of problem": "/doc/problem/not-found",
    "organisation": "/doc/id/institution/merr",
    "figure": "/doc/id/observation/netwood-companies-unstated-2009",
    "passage": "/doc/id/passage/serbian-clusters-2009-l645",
    "doubt": "/doc/id/annotation/netwood-address",
    "named graph": "/doc/graph/cluster/netwood",
    "what leads somewhere": f"/about?iri={quote('https://w3id.org/clustergraph/ns#Cluster', safe='')}"
    f"&via={quote('http://www.w3.org/1999/02/22-rdf-syntax-ns#type', safe='')}",
    "clusters": "/clusters",
    "some clusters": "/clusters?sector=tourism&sector=automotive&year=-&year=2005&q=cluster&sort=-employees",
    "no clusters": "/clusters?sector=automotive&year=2006",
    "organisations": "/organisations",
    "code lists": "/schemes",
    "questions": "/queries",
    "question with a form": "/queries/cluster-figures?cluster=netwood",
    "own query": "/query",
    "own answer": f"/query?query={quote(_ALL)}",
    "own graph": f"/query?query={quote('CONSTRUCT WHERE { ?a ?b ?c } LIMIT 9')}",
    "streamed answer": f"/sparql?format=html&query={quote(_ALL)}",
    "check": "/check",
    "catalogue": "/catalog",
    "counts": "/.well-known/void",
    "dumps": "/dumps/",
    "releases": "/releases/",
    "to cite": f"/cite?query={quote(_ALL)}",
    "graphs": "/graphs",
    "limits": "/limits",
    "nothing there": "/doc/id/cluster/netwod",
    "mistake": f"/query?query={quote('SELECT * WHERE { ?s ?p }')}",
}


def pages_of(server: Server) -> dict[str, str]:
    """Give all of them, with a citation, which has no name before there is one."""
    answer = httpx.post(f"{server.url}/citations", data={"query": _ALL}, timeout=30)
    return {**PAGES, "citation": answer.headers["location"]}


def in_language(path: str, tag: str) -> str:
    """Give the address of a page in a language; the streamed answer has one language."""
    return path if path.startswith("/sparql") else f"{path}{'&' if '?' in path else '?'}lang={tag}"


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Debian's Chromium, headless."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed (Debian package chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield running
        running.close()


class Watch:
    """What the pages of a context do beside being shown: all of it is listed, nothing is let pass."""

    def __init__(self, context: "BrowserContext", url: str) -> None:
        self.troubles: list[str] = []
        self._url = url
        context.on("request", lambda request: self._asked(request.url))
        context.on("console", self._said)
        context.on("weberror", lambda error: self.troubles.append(f"error: {error.error}"))
        context.on("dialog", lambda dialog: (self.troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def _asked(self, url: str) -> None:
        if not url.startswith(f"{self._url}/"):
            self.troubles.append(f"asked elsewhere: {url}")

    def _said(self, message: "ConsoleMessage") -> None:
        # a page with a true error status is logged as such: that is meant
        if message.type in ("error", "warning") and "the server responded with a status of 4" not in message.text:
            self.troubles.append(f"{message.type}: {message.text}")


Open = Callable[..., "Page"]


@pytest.fixture
def open_page(browser: "Browser", server: Server) -> Iterator[Open]:
    """Open pages in contexts as asked for; requests to other hosts, console errors and dialogs fail the test."""
    watches: list[tuple[BrowserContext, Watch]] = []

    def opened(path: str = "/", *, at: str = server.url, **wanted: Any) -> "Page":
        context = browser.new_context(**wanted)
        watches.append((context, Watch(context, at)))
        page = context.new_page()
        page.goto(at + path)
        return page

    yield opened
    for context, _ in watches:
        context.close()
    assert [trouble for _, watch in watches for trouble in watch.troubles] == []


def overflow(page: "Page") -> int:
    """Tell by how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
