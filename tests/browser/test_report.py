"""The report of a validation as a page: valid, for everybody, with nothing of what was sent taken for markup."""

import httpx
import pytest

from browser.chromium import LANGUAGES, Open
from browser.test_accessible import axe, found
from browser.validity import validated
from conftest import ROOT, Server

__all__ = ["axe"]
BAD = (ROOT / "docs/examples/cluster-with-errors.ttl").read_text(encoding="utf-8")
HOSTILE = BAD.replace("skos:prefLabel 7", "skos:prefLabel '<img src=x onerror=alert(1)></td>\"'^^<http://e.example/t>")


def report(server: Server, content: str, tag: str) -> httpx.Response:
    url = f"{server.url}/shacl/clustergraph/api/validate"
    asked = {"reportSyntax": "text/html", "locale": tag}
    return httpx.post(url, params=asked, content=content.encode(), headers={"Content-Type": "text/turtle"}, timeout=30)


def test_a_report_is_valid(server: Server) -> None:
    """With findings and without, in every language."""
    good = (ROOT / "docs/examples/cluster.ttl").read_text(encoding="utf-8")
    pages = {f"{tag} {len(one)}": report(server, one, tag).text for tag in LANGUAGES for one in (good, BAD, HOSTILE)}

    assert {name: told for name, told in validated(pages).items() if told} == {}


@pytest.mark.browser
@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_report_is_for_everybody(open_page: Open, server: Server, axe: str, tag: str) -> None:
    """By day and by night, on a telephone too; hostile words are words."""
    response = report(server, HOSTILE, tag)
    page = open_page("/")
    headers = {name: response.headers[name] for name in ("content-type", "content-security-policy")}
    page.route("**/report", lambda route: route.fulfill(body=response.text, headers=headers))
    for scheme, width in (("light", 1280), ("dark", 360)):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(f"{server.url}/report")
        assert found(page, axe) == []
        assert page.locator("img").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
