"""Every IRI of this server, and every permanent name of ours, that a description hands out leads somewhere.

Harvesters store what stands in DCAT, VoID, the service description, the examples, a release's description, Schema.org
and the sitemap.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urldefrag

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from clustergraph.iris import BASE, GRAPH
from clustergraph.store.release import Release
from conftest import Server
from crawl.test_every_name import Links, asked, got

DESCRIPTIONS = ("/catalog", "/.well-known/void", "/.well-known/sparql-examples", "/sparql")
PAGES = ("/", "/clusters", "/catalog", "/doc/id/cluster/netwood", "/doc/id/dataset/clusters", "/doc/scheme/sector")
OF_THE_CATALOGUE = ("catalogue", "dataset", "distribution", "service", "contact")


def described(server: Server, release: Release) -> set[str]:
    """Gather the IRIs of all descriptions."""
    found: set[str] = set()
    for path in (*DESCRIPTIONS, f"/doc/release/{release.manifest.digest}"):
        answer = httpx.get(server.url + path, headers={"Accept": "application/n-triples"}, timeout=60)
        assert answer.status_code == 200
        for quad in parse(answer.content, format=RdfFormat.N_TRIPLES):
            found.update(term.value for term in quad.triple if isinstance(term, NamedNode))
    for path in PAGES:
        found.update(iri for text in structured(server, path) for iri in iris(json.loads(text)))
    sitemap = httpx.get(f"{server.url}/sitemap.xml", timeout=60).text
    found.update(re.findall(r"<loc>([^<]*)</loc>", sitemap)[::40])
    return {iri for iri in found if iri.startswith((BASE, server.url))}


def structured(server: Server, path: str) -> list[str]:
    page = httpx.get(server.url + path, headers={"Accept": "text/html"}, timeout=60).text
    return re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)


def iris(value: Any) -> Iterator[str]:
    """Walk the strings of a JSON document that are IRIs."""
    if isinstance(value, str):
        yield from [value] if re.fullmatch(r"https?://\S+", value) else []
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from iris(one)


def check(client: httpx.Client, iri: str) -> Iterable[str]:
    """Ask as a program and as a browser; data speaks of the IRI, and the page of a permanent name has its fragment."""
    path, fragment = urldefrag(iri.replace(BASE, "/").replace(str(client.base_url).rstrip("/"), ""))
    data = got(client, path or "/", "application/n-triples, */*;q=0.1")
    if data.status_code != 200:
        yield f"{iri}: {data.status_code}"
    elif _is_described(iri) and "n-triples" in data.headers["content-type"] and iri.rstrip("#") not in data.text:
        yield f"{iri}: its data does not speak of it"
    page = got(client, path or "/", "text/html, */*;q=0.1")
    if page.status_code != 200:
        yield f"{iri}: {page.status_code} for a browser"
    elif fragment and iri.startswith(f"{BASE}id/") and fragment not in Links(page.text).ids:
        yield f"{iri}: its page has no such fragment"


def _is_described(iri: str) -> bool:
    """Whether what it leads to is a document about it: addresses are no names, and a graph is its statements."""
    return iri.startswith(BASE) and not iri.startswith(GRAPH)


def chosen(found: Iterable[str]) -> list[str]:
    """Choose every document, by one fragment each; all where they are permanent names."""
    first: dict[str, str] = {}
    for iri in sorted(found):
        first.setdefault(iri if iri.startswith(f"{BASE}id/") else urldefrag(iri).url, iri)
    return list(first.values())


def test_whatever_a_description_names_leads_somewhere(server: Server, release: Release) -> None:
    """The catalogue's own names among it, with their fragments."""
    found = described(server, release)
    kinds = {iri.removeprefix(f"{BASE}id/").partition("/")[0] for iri in found if iri.startswith(f"{BASE}id/")}

    assert set(OF_THE_CATALOGUE) <= kinds
    assert {f"{BASE}id/catalogue/clustergraph#rights", f"{BASE}id/dataset/codes#period"} <= found
    assert len(found) > 1000
    assert asked(server, chosen(found), check) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("catalogue/clustergraph", "http://www.w3.org/ns/dcat#Catalog"),
        ("dataset/indicators", "http://www.w3.org/ns/dcat#Dataset"),
        ("distribution/shapes-ttl", "http://www.w3.org/ns/dcat#Distribution"),
        ("service/sparql", "http://www.w3.org/ns/dcat#DataService"),
        ("contact/clustergraph", "http://www.w3.org/2006/vcard/ns#Kind"),
    ],
)
def test_names_of_the_catalogue_are_names_like_others(server: Server, name: str, kind: str) -> None:
    """303 to a document, which says what the catalogue says; and the catalogue's page leads there."""
    led = httpx.get(f"{server.url}/id/{name}", headers={"Accept": "text/turtle"}, timeout=60)
    document = httpx.get(f"{server.url}/doc/id/{name}.nt", timeout=60)
    catalogue = httpx.get(f"{server.url}/catalog.nt", timeout=60).text.splitlines()
    page = httpx.get(f"{server.url}/catalog", headers={"Accept": "text/html"}, timeout=60)

    assert (led.status_code, led.headers["location"]) == (303, f"/doc/id/{name}.ttl")
    assert f"<{BASE}id/{name}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{kind}> ." in document.text
    assert {line for line in catalogue if line.startswith(f"<{BASE}id/{name}> ")} <= set(document.text.splitlines())
    assert f"/doc/id/{name}" in Links(page.text).found


@pytest.mark.parametrize("name", ["dataset/none", "catalogue/clustergraph2", "distribution/clustergraph.ttl"])
def test_what_the_catalogue_does_not_name_is_not_found(server: Server, name: str) -> None:
    """As any other name that is nobody's."""
    assert httpx.get(f"{server.url}/id/{name}", headers={"Accept": "text/html"}, timeout=60).status_code == 404
