"""axe-core over one page of every kind, in every language, light and dark: it finds nothing (WCAG 2.2 AA and more)."""

import pytest
from playwright.sync_api import Page

from browser.chromium import LANGUAGES, Open, in_language, pages_of
from conftest import ROOT, Server

pytestmark = pytest.mark.browser
_AXE = ROOT / "tests/node/node_modules/axe-core/axe.min.js"
_RUN = """async (only) => (await axe.run(document, {
    resultTypes: ["violations"],
    ...(only ? {runOnly: {type: "rule", values: only}} : {rules: {"target-size": {enabled: true}}}),
  })).violations.map(
    rule => `${rule.impact} ${rule.id}: ${rule.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(" | ")}`)"""


@pytest.fixture(scope="module")
def axe() -> str:
    """The checker's source, as npm brings it."""
    if not _AXE.is_file():
        pytest.skip("axe-core is not here; `make test` sets it up where there is npm and Node.js 20.18 or newer")
    return _AXE.read_text(encoding="utf-8")


def found(page: Page, axe: str, only: list[str] | None = None) -> list[str]:
    """Check a page, by all rules or by some."""
    page.evaluate(axe)
    told: list[str] = page.evaluate(_RUN, only)
    return told


@pytest.mark.parametrize("tag", LANGUAGES)
def test_nothing_is_in_the_way_of_anybody(open_page: Open, server: Server, axe: str, tag: str) -> None:
    """Contrast, names, landmarks, headings, languages, targets: no finding of any weight, by day and by night."""
    page = open_page("/", reduced_motion="reduce")
    told = {}
    for name, path in pages_of(server).items():
        page.emulate_media(color_scheme="light")
        page.goto(server.url + in_language(path, tag))
        told[name] = found(page, axe)
        page.emulate_media(color_scheme="dark")
        told[f"{name} (dark)"] = found(page, axe, ["color-contrast", "link-in-text-block"])

    assert {name: findings for name, findings in told.items() if findings} == {}


def test_the_checker_sees_what_is_wrong(open_page: Open, axe: str) -> None:
    """A page made worse is found out, by day and by night, so that silence means something."""
    page = open_page("/doc/id/cluster/netwood", color_scheme="dark")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    page.evaluate("document.querySelector('h1').style.color = '#222'")

    told = " ".join(found(page, axe))
    assert "html-has-lang" in told
    assert "color-contrast" in told
    assert "color-contrast" in " ".join(found(page, axe, ["color-contrast"]))
