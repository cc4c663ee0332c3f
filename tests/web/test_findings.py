"""A finding names value, path, line and node as its reader knows them: by HTTP, and by the command."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from clustergraph.settings import read_settings
from clustergraph.sources.foreign import ReadingLimits, read_document
from conftest import Server, clustergraph

OWN = "application/vnd.clustergraph.report+json"
Report = dict[str, Any]
Check = Callable[[str], Report]
CONTENT = """PREFIX cg: <https://w3id.org/clustergraph/ns#>
PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX ex: <https://example.org/>
PREFIX legal: <http://www.w3.org/ns/legal#>
PREFIX nuts: <http://data.europa.eu/nuts/code/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
ex:c a cg:Cluster ; skos:prefLabel "One"@en ,
    "Two"@en , "Jedan"@sr-Latn ,
    "Dva"@sr-Latn ; cg:nuts nuts:RS23 ; legal:companyActivity "6201" ;
  cv:contactPoint _:office , [
    cv:email 7 ] .
_:office a cv:ContactPoint ;
  cv:telephone 8 .
_:report a cv:ContactPoint ; cv:email 9 .
_:1x a cv:ContactPoint ; cv:email 10 .
"""
#: Label → the line at which its value stands.
LABELS = {"_:office": 14, "_:report": 15, "_:1x": 16}


@pytest.fixture(scope="module", params=["HTTP", "command"])
def check(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """Check some Turtle, in either way: the report in a format."""
    folder = tmp_path_factory.mktemp("findings")

    def by_command(content: str, form: str = "json", media_type: str = "") -> bytes:
        (folder / "content.ttl").write_text(content, encoding="utf-8")
        return clustergraph("validate", "--format", form, str(folder / "content.ttl")).stdout.encode()

    def by_http(content: str, form: str = "json", media_type: str = OWN) -> bytes:
        server: Server = request.getfixturevalue("server")
        url = f"{server.url}/shacl/clustergraph/api/validate"
        headers = {"Content-Type": "text/turtle", "Accept": media_type}
        return httpx.post(url, content=content.encode(), headers=headers, timeout=60).content

    return by_http if request.param == "HTTP" else by_command


def of_shape(report: Report, shape: str) -> list[Report]:
    """The findings of a shape."""
    return [one for one in report["findings"] if one["shape"].endswith(f"#{shape}")]


def test_texts_of_one_language_are_named(check: Callable[..., bytes]) -> None:
    """Which language, both texts, and the line of the second."""
    findings = of_shape(json.loads(check(CONTENT)), "SubmittedPartyShape-name-single")
    told = sorted((one["line"], one["message"].partition("altLabel. ")[2]) for one in findings)

    assert told == [(9, "@en: “One”, “Two”."), (10, "@sr-Latn: “Jedan”, “Dva”.")]
    assert all("@sr-Latn" in one["messages"]["sr-Cyrl"] or "@en" in one["messages"]["sr-Cyrl"] for one in findings)


def test_a_blank_node_has_the_label_of_its_sender(check: Callable[..., bytes]) -> None:
    """And is found at its line."""
    report = json.loads(check(CONTENT))
    blank = {one["focusNode"]: one["line"] for one in report["findings"] if one["focusNode"].startswith("_:")}

    assert {label: blank[label] for label in LABELS} == LABELS
    assert set(blank) == {*LABELS, "_:b0"}
    assert blank["_:b0"] in (11, 12)


@pytest.mark.parametrize(
    ("form", "media_type"),
    [("turtle", "text/turtle"), ("ntriples", "application/n-triples"), ("jsonld", "application/ld+json"),
     ("rdfxml", "application/rdf+xml")],
)  # fmt: skip
def test_a_report_has_that_label_alone(check: Callable[..., bytes], form: str, media_type: str) -> None:
    """In each format; the report itself has another label than a node that the sender calls so."""
    written = check(CONTENT, form, media_type)
    limits = ReadingLimits.of(read_settings(environ={}))
    triples = read_document(written, declared=media_type, base=None, limits=limits).triples.decode()
    focus = {line.split(" ")[2] for line in triples.splitlines() if "#focusNode>" in line}
    reports = {line.split(" ")[0] for line in triples.splitlines() if line.endswith("#ValidationReport> .")}

    assert {one for one in focus if one.startswith("_:")} == {
        "_:b0", "_:office", "_:report", "_:data-1x" if form == "rdfxml" else "_:1x"
    }  # fmt: skip
    assert len(reports) == 1
    assert not reports & focus


def test_what_may_be_meant_is_what_a_person_meant(check: Callable[..., bytes]) -> None:
    """Codes of the level that was written, the nearest first; the one code where it is that."""
    report = json.loads(check(CONTENT))
    [region] = of_shape(report, "ListedPartyShape-nuts")
    [activity] = of_shape(report, "ListedPartyShape-activity")

    assert [one["notation"] for one in region["proposals"]] == ["RS22", "RS21", "RS12"]
    assert [one["notation"] for one in activity["proposals"]] == ["62.01"]
    assert region["line"] == activity["line"] == 10


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .
e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:uniqueLang true ] ,
  [ sh:path [ sh:inversePath e:of ] ; sh:uniqueLang true ; sh:message "One each."@en ] .
"""


def test_shapes_of_others_are_answered_so_too(tmp_path: Path, server: Server) -> None:
    """Where a shape has a message of its own, that stays as it is, and the texts stand in the remedy."""
    shapes = SHAPES.replace("[ sh:inversePath e:of ]", "e:q")
    data = '@prefix e: <http://e.example/> . e:x a e:C ; e:p "a"@de ,\n "b"@de-AT , "c"@de ; e:q "d"@fr, "e"@fr .'
    (tmp_path / "shapes.ttl").write_text(shapes)
    (tmp_path / "data.ttl").write_text(data)
    done = clustergraph(
        "validate", "--profile", "any", "--shapes", str(tmp_path / "shapes.ttl"), "--format", "json",
        str(tmp_path / "data.ttl"),
    )  # fmt: skip
    asked = {
        "contentToValidate": data, "contentSyntax": "text/turtle",
        "externalRules": [{"ruleSet": shapes, "ruleSyntax": "text/turtle"}], "reportSyntax": OWN,
    }  # fmt: skip
    sent = httpx.post(f"{server.url}/shacl/any/api/validate", json=asked, timeout=60).json()
    for report in (json.loads(done.stdout), sent):
        ours, theirs = sorted(report["findings"], key=lambda one: one["path"])

        assert "@de: “a”, “c”" in ours["message"]
        assert theirs["message"] == "One each."
        assert theirs["remedy"] == "@fr: “d”, “e”"
        assert ours["line"] == 2


RECORD = """{
  "@context": "https://w3id.org/clustergraph/ontology/context.jsonld",
  "@id": "https://example.org/c",
  "@type": "Cluster",
  "skos_prefLabel": {
    "en": ["One",
      "Two"],
    "sr-Latn": "Jedan"
  },
  "nuts": {"@id": "http://data.europa.eu/nuts/code/RS23"},
  "foaf:homepage": {
    "@id": "javascript:alert(1)"
  },
  "contactPoint": [
    {"@type": "cv:ContactPoint",
      "cv:telephone": "+38111"
    },
    {"@type": "cv:ContactPoint",
      "cv:email": 7
    }
  ],
  "isClusterOf": {
    "@type": "qb:Observation",
    "indicator": {"@id": "https://w3id.org/clustergraph/scheme/indicator/employees"},
    "obsValue": "many"
  }
}
"""
#: Part of the shape → what stands at the line of its finding.
AT = {
    "SubmittedPartyShape-name-single": '"Two"],',
    "UnsafeAddressRule": '"@id": "javascript:alert(1)"',
    "ImpossibleTelephoneRule": '"cv:telephone": "+38111"',
    "email": '"cv:email": 7',
    "IndicatorObservationShape-value": '"obsValue": "many"',
    "ListedPartyShape-nuts": '"nuts": {"@id"',
    "IndicatorObservationShape-unit": '"isClusterOf": {',
}


@pytest.mark.parametrize("how", ["HTTP", "command", "page"])
def test_findings_in_json_ld_have_the_lines_of_their_values(server: Server, how: str, tmp_path: Path) -> None:
    """In nodes without a name too; where something is missing, that at which its node begins."""
    path = tmp_path / "record.jsonld"
    path.write_text(RECORD)
    if how == "HTTP":
        url = f"{server.url}/shacl/clustergraph/api/validate"
        headers = {"Content-Type": "application/ld+json", "Accept": OWN}
        report = httpx.post(url, content=RECORD.encode(), headers=headers, timeout=60).json()
    elif how == "command":
        report = json.loads(clustergraph("validate", "--format", "json", str(path)).stdout)
    else:
        report = httpx.post(f"{server.url}/check", data={"text": RECORD, "report": "report"}, timeout=60).json()
        page = httpx.post(f"{server.url}/check", data={"text": RECORD}, timeout=60).text
        assert re.search(r"<pre [^>]*>[^<]*javascript:alert\(1\)[^<]*</pre>", page)
    lines = ["", *RECORD.splitlines()]
    told = {finding["shape"].rpartition("#")[2]: lines[finding.get("line", 0)] for finding in report["findings"]}

    assert all(told.values()), [shape for shape, line in told.items() if not line]
    for shape, words in AT.items():
        found = [line for name, line in told.items() if shape in name]
        assert found, (shape, list(told))
        assert any(words in line for line in found), (shape, found)
