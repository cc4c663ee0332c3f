"""A crawl: every name of ours in the release leads to a document about it in every format, every link of a page to one.

`make test` asks a part of the names, chosen evenly over all kinds; `make test-long` asks all of them and every link.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from time import sleep
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx
import pytest

from clustergraph.iris import BASE
from clustergraph.pages.addresses import document
from clustergraph.store.release import Release
from clustergraph.store.sealed import Question, SealedStore
from conftest import Server

SUFFIXES = ("ttl", "jsonld", "rdf", "nt")
EACH = 3  # names of each kind that the short crawl asks
NAMES = f"""
SELECT DISTINCT ?name WHERE {{
  {{ ?name ?p ?o }} UNION {{ ?s ?name ?o }} UNION {{ ?s ?p ?name }} UNION {{ GRAPH ?name {{ ?s ?p ?o }} }}
  FILTER(ISIRI(?name) && STRSTARTS(STR(?name), "{BASE}"))
}} ORDER BY ?name"""


class Links(HTMLParser):
    """Reads a page: where it leads, and the ids it has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.ids: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note links and ids."""
        for name, value in attributes:
            if name in ("href", "src") and value:
                self.found.add(value)
            elif name == "id" and value:
                self.ids.add(value)


@pytest.fixture(scope="module")
def names(release: Release) -> list[str]:
    """Every name of ours that the release has, and its own."""
    rows = SealedStore(release.store).rows(Question(NAMES))[1]
    return [str(name) for [name] in rows if name != BASE] + [release.manifest.iri]


def some(names: Iterable[str]) -> list[str]:
    """Choose a few of every kind."""
    seen: Counter[str] = Counter()
    chosen = []
    for name in names:
        kind = re.sub(r"[^/#]*$", "", name)
        seen[kind] += 1
        if seen[kind] <= EACH:
            chosen.append(name)
    return chosen


def asked(server: Server, work: Iterable[str], check: Callable[[httpx.Client, str], Iterable[str]]) -> list[str]:
    """Do something with each, a few at a time; gather what is wrong."""
    with httpx.Client(base_url=server.url, timeout=60, follow_redirects=True) as client, ThreadPoolExecutor(3) as pool:
        return [trouble for troubles in pool.map(lambda one: list(check(client, one)), work) for trouble in troubles]


def got(client: httpx.Client, address: str, accept: str = "*/*") -> httpx.Response:
    """Ask, and once more where the server says that it was too busy: other tests share the machine."""
    answer = client.get(address, headers={"Accept": accept})
    if answer.status_code == 503:
        sleep(2)
        answer = client.get(address, headers={"Accept": accept})
    return answer


def troubles_of_data(client: httpx.Client, name: str) -> Iterable[str]:
    """Ask for the data in every format: each is there, is of its type, and speaks of the name."""
    path, fragment = urldefrag(document(name))
    for suffix in SUFFIXES:
        answer = got(client, f"{path}.{suffix}")
        local = fragment or name.rpartition("/")[2]
        if answer.status_code != 200:
            yield f"{name} as {suffix}: {answer.status_code}"
        elif local not in answer.text:
            yield f"{name} as {suffix}: not a word of it"


def pages_of(client: httpx.Client, name: str, links: set[str]) -> Iterable[str]:
    """Follow the name as a browser does: a page that names it, with its fragment; gather its links."""
    answer = got(client, name.replace(BASE, "/"), "text/html")
    if answer.status_code != 200 or not answer.headers["content-type"].startswith("text/html"):
        yield f"{name}: {answer.status_code} {answer.headers.get('content-type')}"
        return
    page = Links(answer.text)
    fragment = urldefrag(name).fragment
    if fragment and fragment not in page.ids:
        yield f"{name}: its page has no such fragment"
    if not fragment and name not in answer.text:
        yield f"{name}: its page does not name it"
    for link in page.found:
        where = urljoin(str(answer.url), link)
        if urlsplit(where).netloc == answer.url.netloc.decode():
            links.add(where)
            if where.startswith(f"{str(answer.url).partition('#')[0]}#") and urldefrag(where).fragment not in page.ids:
                yield f"{name}: leads to {link}, which the page does not have"


def troubles_of_link(client: httpx.Client, link: str) -> Iterable[str]:
    """Ask what a page leads to."""
    answer = got(client, link, "text/html, */*;q=0.1")
    if answer.status_code != 200:
        yield f"{link}: {answer.status_code}"


def test_names_lead_to_data(server: Server, names: list[str]) -> None:
    """A few of every kind, in every format."""
    assert asked(server, some(names), troubles_of_data) == []


def test_names_lead_to_pages(server: Server, names: list[str]) -> None:
    """A few of every kind, and what the first of their pages lead to."""
    links: set[str] = set()
    assert asked(server, some(names), lambda client, name: pages_of(client, name, links)) == []

    chosen = [link for link in sorted(links) if "/sparql?" not in link][::25]
    assert len(chosen) > 20
    assert asked(server, chosen, troubles_of_link) == []


@pytest.mark.long
def test_every_name_leads_to_data(server: Server, names: list[str]) -> None:
    """All of them, in every format."""
    assert len(names) > 3000
    assert asked(server, names, troubles_of_data) == []


@pytest.mark.long
def test_every_name_leads_to_a_page_and_every_link_somewhere(server: Server, names: list[str]) -> None:
    """All of them, and whatever their pages lead to on this server."""
    links: set[str] = set()
    assert asked(server, names, lambda client, name: pages_of(client, name, links)) == []
    assert len(links) > len(names)
    assert asked(server, sorted(links), troubles_of_link) == []
