"""The pages in a real browser: what is seen, by keyboard, without a script, without a call to anywhere else."""

import shutil
from collections.abc import Iterator

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
