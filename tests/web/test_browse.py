"""Listings of a real server: what they list and count, against what the release holds."""

import csv
import re
from collections import Counter
from html.parser import HTMLParser
from io import StringIO

import httpx
import pytest

from clustergraph.store.release import Release
from clustergraph.store.sealed import Question, SealedStore
from conftest import Server

PREFIX = "PREFIX cg: <https://w3id.org/clustergraph/ns#> PREFIX locn: <http://www.w3.org/ns/locn#> "


def get(server: Server, path: str, **headers: str) -> httpx.Response:
    return httpx.get(server.url + path, headers={"Accept": "text/html", **headers}, timeout=30)


class Listed(HTMLParser):
    """Reads a listing: its rows as texts, and its facets with counts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.facets: dict[str, dict[str, int]] = {}
        self._open: list[str] = []
        self._facet = ""
        self._choice = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note rows, cells and facets."""
        told = dict(attributes)
        if tag == "tbody":
            self._open.append(tag)
        elif tag == "tr" and self._open:
            self.rows.append([])
        elif tag in ("td", "th") and self._open and self.rows:
            self.rows[-1].append("")
        elif tag == "ul" and (told.get("aria-labelledby") or "").startswith("facet-"):
            self._facet = str(told["aria-labelledby"]).removeprefix("facet-")
        elif tag == "li":
            self._choice = ""

    def handle_endtag(self, tag: str) -> None:
        """Leave tables and facets."""
        if tag == "tbody":
            self._open.pop()
        elif tag == "li" and self._facet and self._choice:
            name, count = self._choice.split()[0], int(self._choice.split()[-1])
            self.facets.setdefault(self._facet, {})[self._choice.rsplit(None, 1)[0].strip("✓ ")] = count
            assert name
        elif tag == "ul":
            self._facet = ""

    def handle_data(self, data: str) -> None:
        """Gather texts."""
        if self._open and self.rows and self.rows[-1]:
            self.rows[-1][-1] = f"{self.rows[-1][-1]} {data}".strip()
        elif self._facet:
            self._choice = f"{self._choice} {data.strip()}".strip()


def listed(server: Server, path: str) -> Listed:
    answer = get(server, path)
    assert answer.status_code == 200, answer.text
    return Listed(answer.text)


def counted(release: Release, query: str) -> Counter[str]:
    """Count the distinct clusters for each value, by hand."""
    return Counter(str(value) for [value, _] in SealedStore(release.store).rows(Question(PREFIX + query))[1])


def test_all_clusters_are_listed_in_the_order_of_the_brochure(server: Server) -> None:
    """With their figures; a dash where nothing is stated."""
    rows = listed(server, "/clusters").rows

    assert [row[0] for row in rows] == [str(number) for number in range(1, 21)]
    assert rows[0][1].startswith("Automotive Cluster of Serbia")
    assert "8,100" in rows[0]


def test_counts_of_facets_are_those_of_the_data(server: Server, release: Release) -> None:
    """By sector and by town, each cluster once; what is not stated is a value with a count."""
    facets = listed(server, "/clusters").facets
    sectors = counted(release, "SELECT DISTINCT ?s ?c { ?c a cg:Cluster ; cg:sector ?s }")
    towns = counted(release, "SELECT DISTINCT ?t ?c { ?c a cg:Cluster ; locn:address/cg:town ?t }")
    years = facets["year"]

    assert sorted(facets["sector"].values()) == sorted(sectors.values())
    assert sorted(facets["town"].values()) == sorted(towns.values())
    assert facets["town"]["Belgrade"] == 8
    assert sum(years.values()) == 20
    assert years["not stated"] == 20 - sum(count for year, count in years.items() if year != "not stated")


def test_facets_narrow_each_other_but_not_themselves(server: Server) -> None:
    """Two values of one facet are either; values of two facets are both."""
    tourism = listed(server, "/clusters?sector=tourism")
    either = listed(server, "/clusters?sector=tourism&sector=automotive")
    both = listed(server, "/clusters?sector=tourism&region=RS12")

    assert len(tourism.rows) == 5
    assert len(either.rows) == 6
    assert len(both.rows) == 3
    assert tourism.facets["sector"]["Automotive Industry"] == 1
    assert sum(tourism.facets["region"].values()) == 5


def test_sorting_puts_what_is_not_stated_last(server: Server) -> None:
    """In both directions."""
    down = [row[5] for row in listed(server, "/clusters?sort=-employees").rows]
    up = [row[5] for row in listed(server, "/clusters?sort=employees").rows]
    numbers = [int(text.replace(",", "")) for text in down if text[:1].isdigit()]

    assert len(numbers) == 18
    assert numbers == sorted(numbers, reverse=True)
    assert down[18:] == up[18:]
    assert [int(text.replace(",", "")) for text in up[:18]] == numbers[::-1]
    assert 'aria-sort="descending"' in get(server, "/clusters?sort=-employees").text


@pytest.mark.parametrize("typed", ["dundjer", "Ђунђер", "DUNDER", "đunđer"])
def test_a_cluster_is_found_as_it_is_typed(server: Server, typed: str) -> None:
    """In either script, with accents or without."""
    assert [row[0] for row in listed(server, f"/clusters?q={typed}").rows] == ["7"]


def test_the_data_is_what_the_page_shows(server: Server) -> None:
    """The same clusters in the same order, all of them, by the query behind the page."""
    page = get(server, "/clusters?sector=tourism&sort=-employees")
    [link] = re.findall(r'href="(/sparql\?[^"]*format=csv[^"]*)"', page.text)
    rows = list(csv.DictReader(StringIO(httpx.get(server.url + link.replace("&amp;", "&")).text)))

    assert [row["number"] for row in rows] == [row[0] for row in Listed(page.text).rows]
    assert rows[0]["employees"] == "1000"


def test_nothing_fits_and_the_page_says_what_to_take_away(server: Server) -> None:
    """With how many there would be."""
    page = get(server, "/clusters?sector=tourism&region=RS22").text

    assert "Nothing fits all of this" in page
    assert '<span class="count">5</span>' in page
    assert '<span class="count">3</span>' in page


def test_organisations_and_code_lists(server: Server, release: Release) -> None:
    """Those that are more than products or places; every concept scheme with its number of concepts."""
    organisations = listed(server, "/organisations")
    schemes = listed(server, "/schemes")
    query = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?s { ?s a skos:ConceptScheme }"
    [sector] = [row for row in schemes.rows if row[0].startswith("Sectors")]

    assert len(organisations.rows) == 50
    assert len(listed(server, "/organisations?page=2").rows) >= 1
    assert len(schemes.rows) == len(SealedStore(release.store).rows(Question(query))[1])
    assert "10" in sector


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/clusters?sector=No%20Code", 400),
        ("/clusters?colour=red", 400),
        ("/clusters?page=2", 404),
        ("/clusters?q=%25", 400),
    ],
)
def test_what_cannot_be_listed_is_said(server: Server, path: str, status: int) -> None:
    """A true status, for programs as well."""
    assert get(server, path, Accept="application/json").status_code == status


def test_a_reader_of_serbian_sees_serbian(server: Server) -> None:
    """Words of the page, names, numbers."""
    page = get(server, "/clusters?lang=sr-Latn&sort=-employees").text

    assert "8.100" in page
    assert "Automobilski klaster Srbije" in page
    assert "Zaposleni" in page
