"""The start page of a real server: the maps, the ways to all there is, in three languages."""

import re
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from conftest import Server

LANGUAGES = ["en", "sr-Latn", "sr-Cyrl"]
DOORS = ("/clusters", "/organisations", "/schemes", "/queries", "/query", "/ns", "/catalog", "/dumps/")


class Read(HTMLParser):
    """The elements of a page with their attributes, and the text in each title."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.titles: list[str] = []
        self._title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))
        self._title = tag == "title"
        if self._title:
            self.titles.append("")

    def handle_endtag(self, tag: str) -> None:
        """End a title."""
        self._title = False

    def handle_data(self, data: str) -> None:
        """Add to a title."""
        if self._title:
            self.titles[-1] += data


def home(server: Server, language: str = "en") -> str:
    response = httpx.get(f"{server.url}/?lang={language}", headers={"Accept": "text/html"}, timeout=30)
    assert response.status_code == 200
    return response.text


def marks(page: Read) -> list[dict[str, str | None]]:
    return [said for tag, said in page.elements if tag == "a" and (said.get("class") or "").startswith("mark ")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_maps_have_all_twenty_clusters(server: Server, language: str) -> None:
    """Each mark leads to a cluster, and no two symbols of sectors are alike but for their colour."""
    page = Read(home(server, language))
    addresses = [said["href"] for said in marks(page)]

    assert len(addresses) == 40
    assert len(set(addresses)) == 20
    assert all(str(address).startswith("/doc/id/cluster/") for address in addresses)
    assert len([said for tag, said in page.elements if tag == "path" and str(said["d"]).endswith("z")]) >= 25


def test_a_mark_says_number_name_sector_and_town(server: Server) -> None:
    """In the reader's language, where the graph has it."""
    assert "18 MEMOS Cluster – The Association for Competitiveness Promotion of Metal Producers · Metal Processing" in (
        " ".join(Read(home(server)).titles)
    )
    assert any("Грађевинарство" in title and title.startswith("7 ") for title in Read(home(server, "sr-Cyrl")).titles)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_small_and_sound(server: Server, language: str) -> None:
    """At most 100 kB; no id twice, no style in an attribute, no reference to a form that is not drawn."""
    text = home(server, language)
    page = Read(text)
    ids = [said["id"] for _, said in page.elements if "id" in said]
    used = {said["href"] for tag, said in page.elements if tag == "use"}

    assert len(text.encode()) <= 100_000
    assert len(ids) == len(set(ids))
    assert not any("style" in said or any(name.startswith("on") for name in said) for _, said in page.elements)
    assert used <= {f"#{name}" for name in ids}


def test_nobody_says_which_cluster_is_in_which_stage(server: Server) -> None:
    """The map of stages says so, and has the four counts of the brochure beside it."""
    text = home(server)
    part = text[text.index('id="by-stage"') :]

    assert "Of 20 clusters nobody says in which stage they are." in part
    assert re.findall(r"<li><strong>(\d+)</strong>", part) == ["4", "6", "4", "6"]


def test_the_tables_have_what_the_maps_have(server: Server) -> None:
    """Twenty rows below each map, and the data behind it in two clicks at most."""
    text = home(server)
    for name in ("by-sector", "by-stage"):
        part = text[text.index(f'id="{name}"') :].split("</section>")[0]
        assert part.count("<tr>") == 21
        assert part.count('href="/queries/clusters-on-the-map"') == 1
        link = re.search(r'href="(/sparql\?format=csv[^"]*)"', part)
        assert link is not None
        assert httpx.get(server.url + link[1].replace("&amp;", "&")).text.count("\r\n") == 21


def test_the_page_leads_to_all_there_is(server: Server) -> None:
    """Clusters, organisations, code lists, questions, vocabulary, catalogue, dumps."""
    addresses = {said.get("href") for tag, said in Read(home(server)).elements if tag == "a"}

    assert set(DOORS) <= addresses


def test_maps_are_drawn_once(server: Server) -> None:
    """Whoever comes after the first asks the graph nothing."""
    home(server)
    before = asked(server)
    home(server)

    assert asked(server) == before


def test_a_cluster_can_be_looked_for(server: Server) -> None:
    """The field leads to the list of clusters."""
    page = Read(home(server))

    assert ("form", {"action": "/clusters", "method": "get", "class": "look", "role": "search"}) in page.elements


def asked(server: Server) -> float:
    """Count the questions that were evaluated."""
    lines = httpx.get(f"{server.url}/metrics").text.splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith("clustergraph_query_seconds_count"))


def test_a_server_that_builds_first_answers(tmp_path: Path) -> None:
    """The process that answers comes from one that has built: what that had open must not be in its way."""
    (tmp_path / "home").mkdir()
    server = Server(tmp_path / "home")
    try:
        assert httpx.get(f"{server.url}/sparql", params={"query": "ASK { ?s ?p ?o }"}, timeout=10).status_code == 200
    finally:
        assert server.stop() == 0
