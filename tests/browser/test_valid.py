"""One page of every kind, in every language: valid HTML, of a size that any line carries."""

from typing import Any

import httpx
import pytest

from browser.chromium import LANGUAGES, in_language, pages_of
from browser.validity import validated
from conftest import Server

#: Bytes of a cluster's page, uncompressed; a letter of Cyrillic has two.
_MOST = {"en": 90_000, "sr-Latn": 85_000, "sr-Cyrl": 95_000}


def get(server: Server, path: str) -> httpx.Response:
    """Ask as a browser does."""
    return httpx.get(server.url + path, headers={"Accept": "text/html"}, follow_redirects=True, timeout=60)


def test_every_kind_of_page_is_valid(server: Server) -> None:
    """By the HTML Living Standard, and what WCAG asks of markup."""
    pages = {f"{name} ({tag})": get(server, in_language(path, tag)).text
             for name, path in pages_of(server).items() for tag in LANGUAGES}  # fmt: skip
    assert {name: found for name, found in validated(pages).items() if found} == {}


def test_the_checker_sees_what_is_wrong() -> None:
    """A page that is not valid is found out, so that silence means something."""
    told = validated({"bad": "<!doctype html><html><body><p><div id='a'></div><b id='a'></p></body></html>"})
    assert any("no-dup-id" in finding for finding in told["bad"])


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_cluster_has_a_heavy_page(server: Server, tag: str, ask: Any) -> None:
    """Uncompressed, with all panels and statements."""
    rows = ask("SELECT ?one { ?one a <https://w3id.org/clustergraph/ns#Cluster> }").json()["results"]["bindings"]
    names = [row["one"]["value"].removeprefix("https://w3id.org/clustergraph") for row in rows]
    sizes = {name: len(get(server, f"/doc{name}?lang={tag}").content) for name in names}

    assert len(sizes) == 20
    assert {name: size for name, size in sizes.items() if size > _MOST[tag]} == {}
