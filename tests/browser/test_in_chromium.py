"""The start page, the questions and one's own query, as visitors use them: by mouse, by keyboard, without a script."""

import pytest
from playwright.sync_api import Page

from browser.chromium import Open
from clustergraph.query.catalogue import catalogue

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page: Open) -> Page:
    """The start page, without scripts."""
    return open_page("/", java_script_enabled=False)


def test_a_visitor_reads_the_figures_and_opens_a_question(page: Page) -> None:
    """From the start page to an answer, by links: the figures, all questions, one of them."""
    assert page.get_by_role("heading", level=1).inner_text() == "Business clusters as linked data"
    assert "459" in page.locator(".figures").inner_text()

    page.get_by_role("link", name=f"All {len(catalogue())} questions").click()
    assert page.get_by_role("heading", level=2).first.inner_text() == "Looking something up"
    page.get_by_role("link", name="Which printed figures are too doubtful").click()

    assert page.get_by_role("columnheader").all_text_contents() == ["cluster", "indicator", "printed", "line"]
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

    assert "query:1:21" in page.locator("article.problem").inner_text()
    assert page.get_by_label("SPARQL query").input_value() == "SELECT * WHERE { ?s ?p }"
