"""What is loaded, validated, dumped and answered is one graph: words of the store, datatypes that were written."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from clustergraph.graph.ntriples import XSD
from clustergraph.store.home import Home
from clustergraph.web.negotiation import DOCUMENTS
from conftest import ROOT, Server, clustergraph

PROFILES = ("catalogue", "catalogue-2.1.1")
#: Further statements for a catalogue: its profile asks for two of these datatypes by name.
MORE = """
<https://example.org/catalogue/file> <http://www.w3.org/ns/dcat#byteSize> "000{size}"^^xsd:{size_type} .
<https://example.org/catalogue/data> <http://www.w3.org/ns/dcat#temporalResolution> "PT36H"^^xsd:duration ;
    <http://a/when> "2024-02-29T24:00:00+00:00"^^xsd:dateTimeStamp ; <http://a/part> [ <http://a/n> "+3"^^xsd:byte ] .
"""
#: The same, as it comes back; words that are equal in value to those that were written.
HELD = {"4711", "P1DT12H", "2024-03-01T00:00:00Z", "3"}
FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
    "nquads": RdfFormat.N_QUADS,
}


def catalogue(profile: str) -> str:
    """A catalogue that keeps to a profile, with other sizes and resolutions."""
    text = (ROOT / f"tests/shapes/{profile}/valid.ttl").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.strip().startswith(("dcat:byteSize", "dcat:temporalRes"))]
    size_type = "nonNegativeInteger" if profile == "catalogue" else "decimal"
    return "\n".join(lines) + MORE.format(size=4711, size_type=size_type)


def load(home: Path, *arguments: str) -> dict[str, object]:
    done = clustergraph("--home", str(home), "load", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a catalogue of each profile, each in a graph that is named for it."""
    folder = tmp_path_factory.mktemp("held")
    for profile in PROFILES:
        (folder / f"{profile}.ttl").write_text(catalogue(profile), encoding="utf-8")
    load(folder / "home", *(str(folder / f"{profile}.ttl") for profile in PROFILES), "--base", "urn:")
    server = Server(folder / "home", client_requests="0", client_seconds="0")
    yield server
    server.stop()


def validated(server: Server, profile: str, content: bytes, media_type: str) -> str:
    """Give the verdict of a server's own validator."""
    response = httpx.post(
        f"{server.url}/shacl/clustergraph/api/validate",
        params={"validationType": profile, "reportSyntax": "text/plain"},
        content=content,
        headers={"Content-Type": media_type},
        timeout=60,
    )
    return f"{response.headers.get('clustergraph-outcome')}: {response.text}"


@pytest.mark.parametrize("profile", PROFILES)
def test_a_catalogue_that_conforms_is_loaded_and_its_dumps_conform(tmp_path: Path, profile: str) -> None:
    """The same verdict of the same profile on what goes in and on each dump that comes out."""
    (tmp_path / "a.ttl").write_text(catalogue(profile), encoding="utf-8")
    told = load(tmp_path / "home", str(tmp_path / "a.ttl"), "--profile", profile)
    dumps = Home(tmp_path / "home").current().dumps
    files = [tmp_path / "a.ttl", *dumps.glob("clustergraph.*")]
    done = clustergraph("validate", "--profile", profile, *map(str, files))

    assert told["profile"] == profile
    assert done.stdout.count(": conforms") == 5, done.stdout
    if profile == PROFILES[0]:
        assert load(tmp_path / "again", str(dumps / "clustergraph.nq"))["digest"] == told["digest"]
        assert clustergraph("--home", str(tmp_path / "home"), "doctor").returncode == 0


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/sparql", {"query": "CONSTRUCT WHERE { ?s ?p ?o }", "default-graph-uri": "urn:{}.ttl"}),
        ("/sparql", {"query": "CONSTRUCT { ?s ?p ?o } FROM <urn:{}.ttl> { ?s ?p ?o }"}),
        ("/sparql", {"query": "CONSTRUCT { ?s ?p ?o } { GRAPH <urn:{}.ttl> { ?s ?p ?o } }", "format": "jsonld"}),
        ("/graphs", {"graph": "urn:{}.ttl", "format": "rdfxml"}),
    ],
)
def test_a_graph_that_is_answered_conforms(loaded: Server, profile: str, path: str, parameters: dict[str, str]) -> None:
    """However a catalogue is asked for, its profile finds it as it was."""
    asked = {name: value.replace("{}", profile) for name, value in parameters.items()}
    answer = httpx.get(f"{loaded.url}{path}", params=asked, timeout=30)
    verdict = validated(loaded, profile, answer.content, answer.headers["content-type"].partition(";")[0])

    assert answer.status_code == 200
    assert verdict.startswith("conforms"), verdict


@pytest.mark.parametrize("form", FORMATS)
def test_graphs_have_the_datatypes_that_were_written(loaded: Server, form: str) -> None:
    """Of names and of blank nodes, in each format; a statement that is not in the data has what was computed."""
    query = "CONSTRUCT { ?s ?p ?o . ?s <http://a/same> ?o } { ?s ?p ?o FILTER(STR(?o) IN ('4711', '3')) }"
    answer = httpx.get(f"{loaded.url}/sparql", params={"query": query, "format": form}, timeout=30)
    found = {
        (quad.predicate.value.rpartition("/")[2], quad.object.value, quad.object.datatype.value.removeprefix(XSD))
        for quad in parse(answer.content, format=FORMATS[form])
    }

    assert found == {
        *(("dcat#byteSize", "4711", "nonNegativeInteger"), ("dcat#byteSize", "4711", "decimal"), ("n", "3", "byte")),
        *(("same", "4711", "integer"), ("same", "4711", "decimal"), ("same", "3", "integer")),
    }


def test_documents_have_the_datatypes_that_were_written(loaded: Server) -> None:
    """What is said of one thing, as a description and as its document."""
    file = "https://example.org/catalogue/file"
    for path, asked in (("/sparql", {"query": f"DESCRIBE <{file}>"}), ("/about", {"iri": file, "format": "ntriples"})):
        answer = httpx.get(f"{loaded.url}{path}", params=asked, timeout=30, follow_redirects=True)

        assert "XMLSchema#nonNegativeInteger" in answer.text, path


def test_tables_have_the_words_and_datatypes_of_the_store(loaded: Server) -> None:
    """And a pattern finds a value in whatever datatype and words it is written."""
    query = """
        PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX dcat: <http://www.w3.org/ns/dcat#>
        SELECT ?o FROM <urn:catalogue.ttl> {
          { ?s dcat:temporalResolution ?o } UNION { ?s <http://a/when> ?o } UNION { ?s <http://a/n> ?o }
          UNION { ?s dcat:byteSize "04711"^^xsd:nonNegativeInteger, 4711, ?o FILTER(?o > "4710"^^xsd:unsignedInt) } }
    """
    answer = httpx.get(f"{loaded.url}/sparql", params={"query": query, "format": "json"}, timeout=30).json()
    found = {row["o"]["value"]: row["o"]["datatype"].removeprefix(XSD) for row in answer["results"]["bindings"]}

    assert set(found) == HELD
    assert {found["4711"], found["3"], found["2024-03-01T00:00:00Z"]} == {"integer", "dateTime"}


def test_our_own_catalogue_conforms_in_each_format(server: Server) -> None:
    """What harvesters read of the release that is served, sizes of files in their datatype."""
    for form in DOCUMENTS:
        if form.name != "html":
            answer = httpx.get(f"{server.url}/catalog.{form.suffix}", timeout=30)
            verdict = validated(server, "catalogue", answer.content, form.media_type)

            assert "nonNegativeInteger" in answer.text
            assert verdict.startswith("conforms"), verdict


NOTED = """
@prefix : <http://a/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:s :tall "1.2500000000000000000000001"^^xsd:decimal ;
   :far "-9223372036854775809"^^xsd:negativeInteger , "2147483648"^^xsd:int ;
   :long "P0Y14M"^^xsd:yearMonthDuration ; :leap "--02-29"^^xsd:gMonthDay ;
   :near "0.1000000000000000055511"^^xsd:double ; :small "-1"^^xsd:short .
"""
#: Line → what is said of the value there.
SAID = {
    3: ("“1.2500000000000000000000001”", "no number to the store", "18 decimal places"),
    4: ("“-9223372036854775809” (line 4)", "no number to the store", "64 bits"),
    5: ("“P0Y14M” as “P1Y2M”", "another spelling of the same value"),
    6: ("“0.1000000000000000055511” as “0.1”", "the nearest value"),
}


def test_values_are_noted_beside_a_verdict_and_change_none(server: Server) -> None:
    """Value, datatype, line and what to write; a note is no result, so that the strictest profile conforms."""
    shapes = "@prefix sh: <http://www.w3.org/ns/shacl#> . <a:S> a sh:NodeShape ; sh:targetNode <http://a/s> ."
    request = {
        "contentToValidate": NOTED.replace('"2147483648"^^xsd:int', '"7"^^xsd:int'),
        "contentSyntax": "text/turtle",
        "validationType": "strict",
        "externalRules": [{"ruleSet": shapes, "ruleSyntax": "text/turtle"}],
        "reportSyntax": "application/vnd.clustergraph.report+json",
    }
    report = httpx.post(f"{server.url}/shacl/any/api/validate", json=request, timeout=60).json()
    said = " ".join(report["notes"])

    assert report["outcome"] == "conforms"
    assert report["counts"] == {"Violation": 0, "Warning": 0, "Info": 0}
    for line, words in SAID.items():
        assert all(word in said for word in (*words, f"line {line}")), (words, report["notes"])
    assert "“--02-29” (line 5)" in said
    assert "“-1” as xsd:integer" in said


def test_values_are_told_when_files_are_loaded(tmp_path: Path) -> None:
    """With counts, examples, files and lines: a warning where a value is lost, else an info; nothing of plain ones."""
    (tmp_path / "a.ttl").write_text(NOTED)
    (tmp_path / "b.nt").write_text(f'<a:s> <a:p> "1.0"^^<{XSD}double> .\n<a:s> <a:p> "2E0"^^<{XSD}double> .\n')
    (tmp_path / "plain.ttl").write_text(f'<a:s> <a:p> 1, 2.5, true, "2024-01-31"^^<{XSD}date> .')
    told = load(tmp_path / "home", str(tmp_path / "a.ttl"), str(tmp_path / "b.nt"))["values"]
    by_severity: dict[str, str] = {"Warning": "", "Info": ""}
    for one in told:  # type: ignore[attr-defined]
        by_severity[one["severity"]] += one["message"]
        assert one["place"].startswith(str(tmp_path))

    assert "2 values of xsd:double, 1 of xsd:yearMonthDuration are held here in another spelling" in by_severity["Info"]
    assert f"“2E0” as “2” (xsd:double, {tmp_path}/b.nt:2)" in by_severity["Info"]
    assert f"“1.2500000000000000000000001” ({tmp_path}/a.ttl:3)" in by_severity["Warning"]
    assert f"“2147483648” ({tmp_path}/a.ttl:4)" in by_severity["Warning"]
    assert load(tmp_path / "other", str(tmp_path / "plain.ttl"))["values"] == []
    printed = clustergraph("--home", str(tmp_path / "home"), "load", str(tmp_path / "b.nt")).stdout
    assert f"{tmp_path}/b.nt:1: info 2 values of xsd:double are held here in another spelling" in printed


def test_what_is_loaded_is_validated_as_it_will_be_held(tmp_path: Path) -> None:
    """A profile's list, background and rules are asked, of the words that the store will have."""
    text = (ROOT / "docs/examples/cluster.ttl").read_text(encoding="utf-8")
    (tmp_path / "a.ttl").write_text(text, encoding="utf-8")
    assert load(tmp_path / "home", str(tmp_path / "a.ttl"), "--profile", "submission")["profile"] == "submission"
