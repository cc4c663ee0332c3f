"""Clusters are found by keyboard alone: choosing, sorting, looking for a name, taking back; wide and narrow."""

from typing import TYPE_CHECKING

import pytest

from browser.chromium import Open, overflow
from browser.test_walk import press_to

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
_WAYS = {
    "wide": {"viewport": {"width": 1600, "height": 1000}},
    "narrow, dark, without a script": {
        "viewport": {"width": 360, "height": 740},
        "color_scheme": "dark",
        "java_script_enabled": False,
    },
}


def follow(page: "Page", name: str, *, within: str) -> None:
    """Go to a link by Tab, and take it by Enter."""
    press_to(page, page.locator(within).get_by_role("link", name=name, exact=True))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def rows(page: "Page") -> int:
    """Count the clusters on a page."""
    return page.locator("tbody tr").count()


@pytest.mark.parametrize("way", _WAYS)
def test_from_all_clusters_to_one(open_page: Open, way: str) -> None:
    """Two sectors, those without a year, sorted by employees; one taken back; a name; and to the cluster."""
    page = open_page("/clusters", **_WAYS[way])
    assert rows(page) == 20
    follow(page, "Tourism", within=".facets")
    follow(page, "Automotive Industry", within=".facets")
    assert rows(page) == 6
    assert page.locator(".facets a[aria-current=true]").count() == 2
    follow(page, "not stated", within=".facets")
    assert rows(page) == 3

    follow(page, "Employees", within="thead")
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Employees")
    assert page.locator("tbody tr").last.locator("td.none").count() > 0
    follow(page, "Remove: Sector: Automotive Industry", within=".chips")
    assert rows(page) == 3
    assert page.locator(".chips li").count() == 3
    assert overflow(page) == 0

    press_to(page, page.get_by_label("Name, in any language or script"))
    page.keyboard.type("срем")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    assert page.get_by_role("searchbox").input_value() == "срем"
    assert page.locator("th[aria-sort=descending]").count() == 1, "what was chosen stays"
    follow(page, "Tourist Cluster Srem", within="tbody")
    assert page.get_by_role("heading", level=1).inner_text() == "Tourist Cluster Srem"


@pytest.mark.parametrize("way", _WAYS)
def test_a_dead_end_has_a_way_out(open_page: Open, way: str) -> None:
    """Nothing fits: what to leave out is said, and followed by keyboard."""
    page = open_page("/clusters?sector=automotive&year=2006", **_WAYS[way])
    assert page.get_by_role("table").count() == 0
    assert overflow(page) == 0
    follow(page, "without the filter Year of founding or launch: 2006", within=".empty")

    assert rows(page) == 1


def test_the_ways_to_filters_query_and_lists(open_page: Open) -> None:
    """On a telephone the filters are a jump away; from a cluster's list to its query; from all lists to one."""
    page = open_page("/clusters", viewport={"width": 360, "height": 740})
    follow(page, "To the filters", within="main")
    assert page.evaluate("document.activeElement.id") == "narrow"
    page.get_by_role("link", name="The query behind this").click()
    assert page.get_by_role("row").count() == 21

    page.get_by_role("link", name="Code lists").click()
    page.get_by_role("link", name="Sectors of the 2009 brochure").click()
    assert page.locator(".tree > li").count() == 10
