"""The maps of the start page in a real browser: by mouse, by keyboard, without a script, on a telephone."""

from itertools import combinations
from math import dist

import pytest
from playwright.sync_api import Page

from browser.chromium import Open

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page: Open) -> Page:
    """The start page, without scripts."""
    return open_page("/", java_script_enabled=False)


def test_a_mark_of_the_map_leads_to_its_cluster(page: Page) -> None:
    """By mouse; its name says the number, the sector and the town."""
    page.get_by_role("link", name="17 Netwood", exact=False).first.click()
    page.wait_for_url("**/doc/id/cluster/netwood")

    assert "Netwood" in page.get_by_role("heading", level=1).inner_text()


def test_the_map_is_walked_and_passed_by_keyboard(page: Page) -> None:
    """The way past it is shown on focus; the first mark follows, and what has the focus is seen to have it."""
    past = page.get_by_role("link", name="Past the map").first
    past.focus()
    assert past.bounding_box()["height"] > 20
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.querySelector('title').textContent").startswith("1 ")
    assert page.evaluate("getComputedStyle(document.activeElement).strokeWidth") == "3.5px"
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/id/cluster/ac-serbia")


@pytest.mark.parametrize("width", [360, 1600])
def test_marks_do_not_cover_each_other(page: Page, width: int) -> None:
    """As drawn: 24 pixels from middle to middle at least (WCAG 2.2, 2.5.8), each wholly in the window."""
    page.set_viewport_size({"width": width, "height": 900})
    for name in ("by-sector", "by-stage"):
        marks = page.locator(f"#{name} a.mark > use").all()
        boxes = [mark.bounding_box() for mark in marks]
        middles = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes if box]
        assert len(middles) == 20
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes if box)
        assert min(dist(one, other) for one, other in combinations(middles, 2)) >= 23.5


def test_the_second_map_shows_the_land_of_the_first(page: Page) -> None:
    """Drawn once, used twice: it has the same colours in both."""
    land = page.locator("#by-stage > svg > use").bounding_box()
    first = page.locator("#land").bounding_box()

    assert land is not None
    assert first is not None
    assert (land["width"], land["height"]) == pytest.approx((first["width"], first["height"]), abs=1)


def test_the_table_below_a_map_opens_without_a_script(page: Page) -> None:
    """Twenty clusters in rows; where nothing is said, a dash."""
    page.get_by_text("The same as a table").nth(1).click()
    rows = page.locator("#by-stage tbody tr")

    assert rows.count() == 20
    assert rows.nth(6).locator("td").all_inner_texts() == ["7", "Civil Engineering Cluster - DUNDJER Nis", "–", "Niš"]
