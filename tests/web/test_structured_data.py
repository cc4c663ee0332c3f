"""Schema.org where search engines look for it: the start page, pages of data sets, the catalogue's page."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from clustergraph.iris import BASE
from clustergraph.store.home import Home
from clustergraph.store.release import Release
from conftest import Server, clustergraph

PAGES = ("/", *(f"/doc/id/dataset/{slug}" for slug in ("clusters", "indicators", "vocabulary", "shapes", "codes")))
#: What Google's guide to data sets requires and recommends, as far as a data set of ours can have it.
ASKED = (
    *("name", "description", "license", "creator", "distribution", "temporalCoverage", "spatialCoverage", "version"),
    *("isAccessibleForFree", "keywords", "identifier", "sameAs", "includedInDataCatalog", "url", "publisher"),
)


def structured(server: Server, path: str, language: str = "en") -> Any:
    """Give the one data block of a page; nothing that runs is on it."""
    page = httpx.get(f"{server.url}{path}?lang={language}", headers={"Accept": "text/html"}, timeout=60)
    assert page.status_code == 200
    assert "script-src" not in page.headers["content-security-policy"] or (
        "unsafe-inline" not in page.headers["content-security-policy"]
    )
    blocks = re.findall(r"<script([^>]*)>(.*?)</script>", page.text, re.DOTALL)
    assert [attributes for attributes, _ in blocks] == [' type="application/ld+json"']
    return json.loads(blocks[0][1])


@pytest.mark.parametrize("language", ["en", "sr-Cyrl", "sr-Latn"])
@pytest.mark.parametrize("path", PAGES)
def test_a_data_set_has_what_search_engines_ask(server: Server, path: str, language: str) -> None:
    """In the language of the page."""
    told = structured(server, path, language)

    assert (told["@context"], told["@type"]) == ("https://schema.org/", "Dataset")
    assert [name for name in ASKED if not told.get(name)] == []
    assert 50 <= len(told["description"]) <= 5000
    assert told["@id"] == told["sameAs"] == told["identifier"]
    assert told["@id"].startswith(f"{BASE}id/dataset/")
    assert told["url"] == server.url + path
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert told["isAccessibleForFree"] is True
    assert re.fullmatch(r"[0-9]{4}(/[0-9]{4})?", told["temporalCoverage"])
    assert datetime.fromisoformat(told["dateModified"]).tzinfo is not None
    assert told["creator"]["@type"] == "Organization"
    assert told["spatialCoverage"]["name"] == {"en": "Serbia", "sr-Cyrl": "Србија", "sr-Latn": "Srbija"}[language]
    assert (language == "sr-Cyrl") == bool(re.search("[а-я]", told["name"] + told["description"]))
    assert all(isinstance(word, str) and "," not in word for word in told["keywords"])


@pytest.mark.parametrize("path", PAGES)
def test_files_are_where_and_what_it_says(server: Server, path: str, release: Release) -> None:
    """Address, media type and size; the version is the release's."""
    told = structured(server, path)

    assert told["version"] == release.manifest.digest[:16]
    assert told["distribution"]
    for file in told["distribution"]:
        answer = httpx.get(file["contentUrl"], headers={"Accept-Encoding": "identity"}, timeout=60)
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == file["encodingFormat"]
        assert file["contentSize"] == f"{len(answer.content)} B"


def test_the_start_page_names_the_parts_and_the_catalogue_all(server: Server) -> None:
    """Each by its permanent name."""
    whole, catalogue = structured(server, "/"), structured(server, "/catalog")

    assert catalogue["@type"] == "DataCatalog"
    assert catalogue["@id"] == whole["includedInDataCatalog"]["@id"] == f"{BASE}id/catalogue/clustergraph"
    assert [whole["@id"], *(part["@id"] for part in whole["hasPart"])] == [one["@id"] for one in catalogue["dataset"]]
    assert all(50 <= len(one["description"]) <= 5000 for one in catalogue["dataset"])
    assert "hasPart" not in structured(server, PAGES[2])


def test_texts_of_anybody_stay_inside(repository: Path, tmp_path: Path) -> None:
    """A table of texts that would end the element, or open another, is read as the text it is."""
    table = repository / "data/catalogue.toml"
    evil = "</script><script>alert(1)</script><!--<script> &amp; ' \\u2028"
    texts = table.read_text(encoding="utf-8")
    title = 'en = "Business clusters of Serbia: linked-data graph"'
    assert title in texts
    table.write_text(texts.replace(title, f'en = "{evil}"'), encoding="utf-8")
    home = tmp_path / "home"
    built = clustergraph("--home", str(home), "--repository", str(repository), "build")
    assert built.returncode == 0, built.stderr
    server = Server(home, repository=str(repository))
    try:
        for path in ("/", "/catalog", "/doc/id/dataset/clusters"):
            page = httpx.get(server.url + path, headers={"Accept": "text/html"}, timeout=60).text
            told = structured(server, path)
            assert evil.replace("\\u2028", "\u2028") in json.dumps(told, ensure_ascii=False)
            assert "alert(1)</script>" not in page
    finally:
        server.stop()


def test_a_graph_of_others_says_nothing(home: Home, tmp_path: Path) -> None:
    """Nobody here has described it."""
    (tmp_path / "some.ttl").write_text("<a:s> <a:p> <a:o> .\n")
    folder = tmp_path / "loaded"
    assert clustergraph("--home", str(folder), "load", str(tmp_path / "some.ttl")).returncode == 0
    server = Server(folder)
    try:
        page = httpx.get(f"{server.url}/", headers={"Accept": "text/html"}, timeout=60)
        assert page.status_code == 200
        assert "ld+json" not in page.text
        assert (
            httpx.get(f"{server.url}/id/dataset/clusters", headers={"Accept": "text/html"}, timeout=60).status_code
            == 404
        )
    finally:
        server.stop()
