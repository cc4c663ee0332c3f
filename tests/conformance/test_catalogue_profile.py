"""The catalogue profiles beside the published shapes of DCAT-AP: what those call mandatory is a violation here, too."""

from pathlib import Path

import httpx
import pytest

from clustergraph.sources.rdf import triples_of
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.profiles import read_profile
from clustergraph.validation.shapes import Shapes
from clustergraph.validation.terms import sh
from clustergraph.validation.validating import validate
from conftest import ROOT, SHARED, Server, needs

SUITE = SHARED / "suites/dcat-ap"
PUBLISHED = {
    "catalogue": SUITE / "3.0.1/html/shacl/shapes.ttl",
    "catalogue-2.1.1": SUITE / "2.1.1/dcat-ap_2.1.1_shacl_shapes.ttl",
}


def shapes(*paths: Path) -> Shapes:
    return Shapes(TripleIndex(triples_of(paths)))


def violates(data: str, asked: Shapes) -> bool:
    return any(result.severity == sh("Violation") for result in validate(TripleIndex(data), asked).results)


@pytest.mark.parametrize("profile", PUBLISHED)
def test_what_breaks_the_published_shapes_breaks_ours(profile: str) -> None:
    """Each statement of a whole catalogue is left out once, and spoilt once."""
    published = shapes(needs(PUBLISHED[profile]))
    ours = shapes(*read_profile(ROOT, profile).shapes)
    lines = triples_of([ROOT / f"tests/shapes/{profile}/valid.ttl"]).decode().splitlines(keepends=True)
    refused = 0

    assert not violates("".join(lines), published)
    assert not violates("".join(lines), ours)
    for number, line in enumerate(lines):
        subject, predicate, value = line.removesuffix(" .\n").split(" ", 2)
        other = '"wrong"' if value.startswith(("<", "_")) else "<http://wrong.example/>"
        for spoilt in ("", f"{subject} {predicate} {other} .\n"):
            data = "".join([*lines[:number], spoilt, *lines[number + 1 :]])
            if violates(data, published):
                refused += 1
                assert violates(data, ours), line
    assert refused > 20


@pytest.mark.parametrize(
    ("profile", "path"),
    [
        ("catalogue", "/catalog.ttl"),
        ("catalogue", "/doc/id/catalogue/clustergraph.ttl"),
        ("catalogue-2.1.1", "/catalog-2.1.1.ttl"),
    ],
)
def test_our_own_catalogue_conforms(server: Server, profile: str, path: str) -> None:
    """What the server says of itself, also below the catalogue's own name, is handed to its own validator."""
    catalogue = httpx.get(f"{server.url}{path}", timeout=30)
    response = httpx.post(
        f"{server.url}/shacl/clustergraph/api/validate",
        params={"validationType": profile, "reportSyntax": "application/json"},
        content=catalogue.content,
        headers={"Content-Type": "text/turtle"},
        timeout=30,
    )

    assert response.json()["result"] == "SUCCESS", response.text
