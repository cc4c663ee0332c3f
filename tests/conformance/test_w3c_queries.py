"""The W3C's tests of SPARQL queries, asked of a real server over HTTP.

All their data is one loaded release, each file a named graph; the dataset of a test is what its request names.
"""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from conformance.w3c import ACCEPT, BASE, SUITE, Case, cases, engine_passes, expected, iri_of, received
from conftest import Server

MANIFESTS = {
    "1.1": "sparql11/manifest-sparql11-query.ttl",
    "csv-tsv": "sparql11/csv-tsv-res/manifest.ttl",
    "json": "sparql11/json-res/manifest.ttl",
    "1.0": "sparql10/manifest-evaluation.ttl",
    "1.0 syntax": "sparql10/manifest-syntax.ttl",
    "federation syntax": "sparql11/syntax-fed/manifest.ttl",
    "1.2": "sparql12/manifest.ttl",
}
KNOWN: dict[str, str] = tomllib.loads((Path(__file__).parent / "w3c-known.toml").read_text())["queries"]
CASES = {case.name: case for name in MANIFESTS.values() for case in cases(SUITE / name)} if SUITE.is_dir() else {}
pytestmark = pytest.mark.skipif(not CASES, reason="shared/suites/w3c-sparql-tests is not here")


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server on all the data of all tests."""
    home = tmp_path_factory.mktemp("w3c")
    named = {path for case in CASES.values() for path in case.default + case.named}
    also = SUITE.glob("sparql10/dataset/data-*.ttl")  # what queries name in FROM
    files = sorted({path.relative_to(SUITE) for path in (*named, *also)})
    command = [sys.executable, "-m", "clustergraph", "--home", str(home), "load", "--base", BASE, "--json"]
    done = subprocess.run([*command, *map(str, files)], cwd=SUITE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    server = Server(home, client_requests="0", client_seconds="0", query_deadline="20", query_patience="20")
    with httpx.Client(base_url=server.url, timeout=60) as client:
        yield client
    server.stop()


def ask(endpoint: httpx.Client, case: Case) -> httpx.Response:
    """Ask what a case asks, of its dataset."""
    text = case.query.read_bytes()
    if case.result is None:
        headers = {"Content-Type": "application/sparql-query"}
        return endpoint.post("/sparql", params={"default-graph-uri": "urn:empty"}, content=text, headers=headers)
    accept = ACCEPT.get(case.result.suffix, f"{ACCEPT['.srx']}, application/n-triples")
    dataset = {
        "default-graph-uri": [iri_of(path) for path in case.default] or ["urn:empty"],
        "named-graph-uri": case.graphs,
    }
    if re.search(rb"\bFROM\b", text):
        dataset = {}  # the query names its own
    # a file's relative IRIs are relative to the file; over HTTP they would be relative to the endpoint
    base = f"BASE <{iri_of(case.query)}>\n".encode()
    headers = {"Content-Type": "application/sparql-query", "Accept": accept}
    return endpoint.post("/sparql", params=dataset, content=base + text, headers=headers)


def passes(endpoint: httpx.Client, case: Case) -> bool:
    response = ask(endpoint, case)
    if case.result is None:
        # a query may be well formed and yet call a function that nobody knows
        accepted = response.status_code == 200 or response.json()["code"] == "query-refused"
        return accepted == case.valid and (accepted or response.json()["code"] == "syntax-error")
    if response.status_code != 200:
        return False
    return received(response.content, response.headers["content-type"], case) == expected(case)


@pytest.mark.parametrize("name", [name for name in CASES if name not in KNOWN])
def test_passes(endpoint: httpx.Client, name: str) -> None:
    """As the suite expects."""
    assert passes(endpoint, CASES[name])


@pytest.mark.parametrize("name", [name for name in CASES if name in KNOWN])
def test_known_failures_still_fail(endpoint: httpx.Client, name: str) -> None:
    """One that starts to pass is to be taken from the list; and Oxigraph by itself must not pass it either."""
    case = CASES[name]

    assert not passes(endpoint, case)
    assert KNOWN[name].startswith("policy: ") or not engine_passes(case)


def test_the_list_names_only_tests_that_exist() -> None:
    """And each has a reason."""
    assert set(KNOWN) <= set(CASES)
    assert all(KNOWN.values())
