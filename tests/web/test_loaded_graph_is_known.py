"""The validator knows a graph that was loaded from files as it knows one that was built: by HTTP and by command."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from conftest import Server, clustergraph

HEAD = """@prefix cg: <https://w3id.org/clustergraph/ns#> . @prefix cv: <http://data.europa.eu/m8g/> .
@prefix ex: <https://example.org/loaded/> . @prefix new: <https://example.org/new/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix schema: <https://schema.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
LOADED = f"""{HEAD}
ex:institute a cg:Institution ; skos:prefLabel "Made-up Institute of Glass"@en .
ex:works a cg:Company ; skos:prefLabel "Made-up Glass Works"@en .
ex:glass a cg:Cluster ; skosxl:prefLabel ex:name ; foaf:homepage <https://glass.example.org/> ;
  cv:contactPoint [ cv:telephone "+381110000707" ; cg:telephone [ cg:e164 "+381210000303" ] ] .
ex:name skosxl:literalForm "Измишљени кластер стакла"@sr-Cyrl .
ex:else a owl:Thing .
"""
REFERS = "a org:Membership ; org:organization new:c ; org:member"
CLUSTER = f'{HEAD}new:c a cg:Cluster ; skos:prefLabel "Another Made-up Cluster"@en '
Check = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose release was loaded from a file."""
    folder = tmp_path_factory.mktemp("loaded")
    (folder / "glass.ttl").write_text(LOADED, encoding="utf-8")
    done = clustergraph("--home", str(folder / "home"), "load", str(folder / "glass.ttl"))
    assert done.returncode == 0, done.stderr
    return folder / "home"


@pytest.fixture(scope="module", params=["HTTP", "page", "command"])
def check(home: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Check]:
    """Check a record beside that graph."""
    path = tmp_path_factory.mktemp("sent") / "record.ttl"

    def by_command(content: str) -> dict[str, Any]:
        path.write_text(content, encoding="utf-8")
        done = clustergraph("--home", str(home), "validate", "--format", "json", str(path))
        return dict(json.loads(done.stdout))

    if request.param == "command":
        yield by_command
        return
    server = Server(home, client_requests="0", client_seconds="0")

    def by_http(content: str) -> dict[str, Any]:
        headers = {"Content-Type": "text/turtle", "Accept": "application/vnd.clustergraph.report+json"}
        address = f"{server.url}/shacl/clustergraph/api/validate"
        return dict(httpx.post(address, content=content.encode(), headers=headers, timeout=60).json())

    def by_page(content: str) -> dict[str, Any]:
        answer = httpx.post(f"{server.url}/check", data={"text": content, "report": "report"}, timeout=60)
        return dict(answer.json())

    yield by_http if request.param == "HTTP" else by_page
    server.stop()


def shapes(report: dict[str, Any], *severities: str) -> set[str]:
    """The shapes that something was found by."""
    found = [one for one in report["findings"] if one["severity"] in severities]
    return {one["shape"].rpartition("#")[2] for one in found}


@pytest.mark.parametrize(
    ("member", "known"),
    [
        ("ex:institute", True),
        ("ex:works", True),
        ("<https://w3id.org/clustergraph/id/institution/siepa>", True),
        ("ex:nobody", False),
        ("ex:else", False),
    ],
)
def test_who_refers_to_what_is_described_there_need_not_describe_it(check: Check, member: str, known: bool) -> None:
    """What the repository describes is known as before; what is of another class is no member."""
    report = check(f"{CLUSTER} . new:m {REFERS} {member} .")

    assert (report["counts"]["Violation"] == 0) is known, report["findings"]


@pytest.mark.parametrize(
    ("statements", "rule"),
    [
        ('; skos:altLabel "Izmišljeni klaster stakla"@sr-Latn', "SameNameRule"),
        ('; skos:altLabel "Измишљени – кластер „стакла“"@sr-Cyrl', "SameNameRule"),
        ("; foaf:homepage <http://www.glass.example.org>", "SameContactRule"),
        ('; cv:contactPoint [ a cv:ContactPoint ; cv:telephone "011/0000-707" ]', "SameContactRule"),
        ('; cv:contactPoint [ a cv:ContactPoint ; cv:telephone "+381210000303" ]', "SameContactRule"),
    ],
)
def test_a_copy_of_a_cluster_that_was_loaded_is_told(check: Check, statements: str, rule: str) -> None:
    """By its name in either script, its web site and its telephone numbers; the loaded one is named."""
    report = check(f"{CLUSTER}{statements} .")
    told = [one["message"] for one in report["findings"] if one["shape"].endswith(f"#{rule}")]

    assert told
    assert all("loaded/glass" in message for message in told)


def test_its_own_iri_is_told_and_another_cluster_is_not(check: Check) -> None:
    """A correction is an info."""
    own = check(f'{HEAD}ex:glass a cg:Cluster ; skos:prefLabel "Made-up Glass"@en .')
    other = check(f"{CLUSTER} .")

    rules = {"DescribedAlreadyRule", "SameNameRule", "SameContactRule"}

    assert rules & shapes(own, "Violation", "Warning", "Info") == {"DescribedAlreadyRule"}
    assert not rules & shapes(other, "Violation", "Warning", "Info")
