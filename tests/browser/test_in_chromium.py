"""The pages in a real browser: what is seen, by keyboard, without a script, without a call to anywhere else."""

import shutil
from collections.abc import Iterator
from itertools import combinations
from math import dist

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from clustergraph.query.catalogue import catalogue
from conftest import Server

pytestmark = pytest.mark.browser
_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
          "--disable-component-update"]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed (Debian package chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page on the start page; requests to other hosts and console errors fail the test."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    troubles: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.goto(server.url)
    yield page
    context.close()
    assert all(url.startswith(server.url) for url in asked)
    # a page with a true error status is logged as such: that is meant
    assert [trouble for trouble in troubles if "status of 400" not in trouble] == []


def test_a_visitor_reads_the_figures_and_opens_a_question(page: Page) -> None:
    """From the start page to an answer, by links: the figures, all questions, one of them."""
    assert page.get_by_role("heading", level=1).inner_text() == "Business clusters as linked data"
    assert "459" in page.locator(".figures").inner_text()

    page.get_by_role("link", name=f"All {len(catalogue())} questions").click()
    assert page.get_by_role("heading", level=2).first.inner_text() == "Looking something up"
    page.get_by_role("link", name="Which printed figures are too doubtful").click()

    assert page.get_by_role("columnheader").all_inner_texts() == ["cluster", "indicator", "printed", "line"]
    assert page.get_by_role("cell").nth(2).inner_text() == "4"


def test_a_visitor_asks_a_query_by_keyboard(page: Page) -> None:
    """The first Tab shows the way past the header; the form can be sent without a mouse."""
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "To the content"

    page.get_by_label("SPARQL query").fill("SELECT (6 * 7 AS ?answer) {}")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Ask"
    page.keyboard.press("Enter")
    page.wait_for_url("**/query?**")

    assert page.get_by_role("cell").all_inner_texts() == ["42"]


def test_a_mistake_is_explained_beside_the_query(page: Page) -> None:
    """What, where, what helps; and the text is still there to mend."""
    page.get_by_label("SPARQL query").fill("SELECT * WHERE { ?s ?p }")
    page.get_by_role("button", name="Ask").click()

    assert "query:1:25" in page.locator("dl.problem").inner_text()
    assert page.get_by_label("SPARQL query").input_value() == "SELECT * WHERE { ?s ?p }"


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_is_wider_than_its_window(page: Page, server: Server, width: int) -> None:
    """On a telephone too: wide tables scroll in their own frame."""
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/", "/queries", "/queries/cluster-directory", "/query"):
        page.goto(server.url + path)
        box = page.locator("body").bounding_box()
        assert box is not None
        assert box["width"] <= width
        assert page.locator("main").bounding_box()["width"] <= width


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
