"""Through the graph in a real browser: by mouse, by keyboard, without a script, dark, on paper, narrow and wide."""

import re
from typing import TYPE_CHECKING

import pytest

from browser.chromium import LANGUAGES, PAGES, Open, in_language, overflow, pages_of
from conftest import Server

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
_CLUSTER = "Netwood – Cluster for Furniture Production"
WAYS = {
    "as it is": {},
    "without a script": {"java_script_enabled": False},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 360, "height": 740}, "has_touch": True},
    "wide": {"viewport": {"width": 1600, "height": 1000}},
    "forced colours": {"forced_colors": "active"},
}


def to_a_cluster(page: "Page") -> None:
    """From the start page to a cluster: by its mark on the map."""
    page.get_by_role("link", name="17 Netwood", exact=False).first.click()
    page.wait_for_url("**/doc/id/cluster/netwood")


def heading(page: "Page") -> str:
    """Give the heading of a page."""
    return page.get_by_role("heading", level=1).inner_text()


@pytest.mark.parametrize("way", WAYS)
def test_from_the_start_to_a_query(open_page: Open, way: str) -> None:
    """Start → map → cluster → sector → scheme, and cluster → category → scheme; the query behind a part, its data."""
    page = open_page("/", **WAYS[way])
    to_a_cluster(page)
    assert heading(page) == _CLUSTER
    assert overflow(page) == 0
    cluster = page.url

    page.locator("#statements ~ dl a[href^='/doc/scheme/sector/']").first.click()
    assert heading(page) == "Wood Processing Industry"
    page.locator("#statements ~ dl a[href='/doc/scheme/sector']").first.click()
    assert page.locator(".tree > li").count() == 10

    page.goto(cluster)
    page.locator("#statements ~ dl a[href^='/doc/scheme/observatory-category/']").first.click()
    assert heading(page) == "Furniture"
    page.locator("#statements ~ dl a[href='/doc/scheme/observatory-category']").first.click()
    assert page.locator(".tree > li").count() == 38

    page.goto(cluster)
    page.locator("section.panel a[href^='/queries/']").first.click()
    assert page.get_by_role("table").count() == 1
    page.get_by_text("The query behind this").click()
    page.get_by_role("button", name="Ask").last.click()
    page.wait_for_url("**/query?**")
    assert page.get_by_role("row").count() > 1
    assert overflow(page) == 0


def press_to(page: "Page", wanted: "Locator") -> None:
    """Press Tab until something has the focus, and see that the focus shows."""
    assert wanted.count() == 1
    for _ in range(400):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            look = wanted.evaluate(
                "element => [getComputedStyle(element).outlineStyle, getComputedStyle(element).strokeWidth]"
            )
            assert look[0] != "none" or look[1] == "3.5px", (
                "nobody sees where the focus is"
            )  # marks of a map have an edge
            return
    raise AssertionError("the keyboard does not get there")


def test_by_keyboard_alone(open_page: Open) -> None:
    """The same way with Tab and Enter: every link and field is reached, and shows that it is."""
    page = open_page("/")
    press_to(page, page.locator("#by-sector a.mark[href$='/cluster/netwood']"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/id/cluster/netwood")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "To the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"

    press_to(page, page.locator("nav.contents a[href='#statements']"))
    page.keyboard.press("Enter")
    press_to(page, page.locator("#statements ~ dl a[href='/doc/scheme/sector/wood-processing']"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/scheme/sector/wood-processing")
    page.goto(page.url + "?lang=en")
    press_to(page, page.locator("#statements ~ dl a[href='/doc/scheme/sector']").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/scheme/sector")

    page.goto(page.url.replace("/doc/scheme/sector", "/queries/cluster-figures"))
    press_to(page, page.get_by_label("cluster"))
    page.keyboard.type("Netwood")
    press_to(page, page.locator("form.params button"))
    page.keyboard.press("Enter")
    page.wait_for_url("**cluster=netwood**")
    assert "180" in page.get_by_role("table").inner_text()


def test_a_definition_is_one_step_away(open_page: Open) -> None:
    """What shows on hover is on the page to which the same link leads, for fingers and keyboards."""
    page = open_page("/doc/id/cluster/netwood")
    link = page.locator("#statements ~ dl dt a[href='/doc/ns#activity']").first
    definition = link.get_attribute("title")
    assert definition
    link.click()
    assert definition in page.locator("main").inner_text()


@pytest.mark.parametrize("width", [360, 768, 1600])
def test_no_page_is_wider_than_its_window(open_page: Open, server: Server, width: int) -> None:
    """On a telephone too: wide tables scroll in their own frame."""
    page = open_page("/", viewport={"width": width, "height": 800})
    told = {}
    for name, path in pages_of(server).items():
        for tag in LANGUAGES:
            page.goto(server.url + in_language(path, tag))
            told[f"{name} ({tag})"] = overflow(page)

    assert {name: pixels for name, pixels in told.items() if pixels} == {}


def test_on_paper(open_page: Open, server: Server) -> None:
    """Black on white with everything said; no menus, no forms."""
    page = open_page("/doc/id/cluster/netwood", color_scheme="dark")
    page.emulate_media(media="print")
    assert not page.locator("nav.contents").is_visible()
    assert not page.locator("header nav").first.is_visible()
    assert page.get_by_text("https://w3id.org/clustergraph/id/cluster/netwood").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert len(page.pdf()) > 10_000
    page.emulate_media(media="screen")
    page.goto(f"{server.url}/queries/cluster-figures?cluster=netwood")
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Ask").first.is_visible()


def test_nothing_moves_for_who_wants_no_motion(open_page: Open) -> None:
    """Jumps within a page glide, unless the reader has asked for less motion."""
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert open_page("/queries").evaluate(behaviour) == "smooth"
    assert open_page("/queries", reduced_motion="reduce").evaluate(behaviour) == "auto"


def test_the_language_follows_the_reader(open_page: Open, server: Server) -> None:
    """By Accept-Language at first, by the link once chosen, by the cookie from then on."""
    page = open_page("/doc/scheme/sector", locale="sr-Latn-RS")
    assert page.locator("html").get_attribute("lang") == "sr-Latn"

    page.get_by_role("link", name="Српски (ћирилица)").click()
    assert page.locator("html").get_attribute("lang") == "sr-Cyrl"
    assert re.search("[А-я]", heading(page))

    page.goto(f"{server.url}/doc/scheme/sector/wood-processing")
    assert page.locator("html").get_attribute("lang") == "sr-Cyrl"
    assert page.locator("nav.languages [aria-current=true]").inner_text() == "Српски (ћирилица)"

    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert heading(page) == "Wood Processing Industry"


def test_doubts_lead_to_what_they_doubt(open_page: Open) -> None:
    """Each is named at the top, once, and stands once below, beside what it is about."""
    page = open_page("/doc/id/cluster/netwood")
    links = page.locator(".names a[href^='#doubt-']")
    told = page.locator("main").inner_text()

    assert links.count() == page.locator(".doubt").count() >= 5
    assert told.count("The fax number is the one printed for Sumadijski cvet.") == 1
    links.last.click()
    assert page.locator(".doubt:target").count() == 1


def test_columns_stand_side_by_side(open_page: Open, server: Server) -> None:
    """In the answer that is streamed as in the others: no class of one page means something else on another."""
    for path in (PAGES["streamed answer"], PAGES["own answer"], PAGES["question with a form"]):
        heads = open_page(path).get_by_role("columnheader")
        boxes = [heads.nth(place).bounding_box() for place in range(heads.count())]
        assert len(boxes) > 1
        assert len({box["y"] for box in boxes if box}) == 1
