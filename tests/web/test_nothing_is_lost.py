"""Nothing that was sent is lost in silence: over HTTP, on the page and by the command, in the reader's language."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from pyld import jsonld
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, RdfFormat, parse

from clustergraph.graph.script import latin
from clustergraph.sources.contexts import MOST_BYTES
from conftest import SHARED, Server, clustergraph, needs

CONTEXT = "https://w3id.org/clustergraph/ontology/context.jsonld"
SUITE = SHARED / "suites/semic-core-vocabularies"
SEMIC = "https://semiceu.github.io/uri.semic.eu-generated"
#: Addresses in SEMIC's examples → the files of its releases.
PLACED = {
    f"{SEMIC}/CCCEV/releases/2.1.0/context/cccev-ap.jsonld": "cccev/2.1.0/context/cccev-ap.jsonld",
    f"{SEMIC}/CPOV/releases/2.1.1/context/core-public-organisation-ap.jsonld":
        "cpov/2.1.2/context/core-public-organisation-ap.jsonld",
    f"{SEMIC}/CPSV-AP/releases/3.2.0/context/cpsv-ap.jsonld": "cpsv-ap/3.2.0/context/cpsv-ap.jsonld",
    f"{SEMIC}/Core-Business-Vocabulary/releases/2.2.0/context/core-business-ap.jsonld":
        "core-business/2.3.0/context/core-business-ap.jsonld",
    f"{SEMIC}/Core-Location-Vocabulary/releases/2.1.0/context/core-location-ap.jsonld":
        "core-location/2.1.0/context/core-location-ap.jsonld",
    f"{SEMIC}/Core-Person-Vocabulary/releases/2.1.1/context/core-person-ap.jsonld":
        "core-person/2.1.2/context/core-person-ap.jsonld",
}  # fmt: skip
LOST = '{\n "@id": "https://example.org/clusters/my cluster",\n "@type": "http://e.example/C"}'
TWICE = '{"@context": {"@vocab": "http://e.example/"},\n "@id": "http://e.example/a", "name": "A",\n "name": "B"}'
TAG = '{"@id": "http://e.example/a",\n "http://e.example/p": {"@value": "x", "@language": "sr_Latn"}}'
#: A document → its media type, what is told, the line and column.
REFUSED = {
    LOST: ("application/ld+json", "https://example.org/clusters/my cluster", (2, 9)),
    TWICE: ("application/ld+json", "“name” is given twice in one object, at 2:31 and at 3:2", (3, 2)),
    TAG: ("application/ld+json", "sr_Latn", (2, 53)),
    "<http://e.example/a b> <http://e.example/p> 1 .": ("text/turtle", "http://e.example/a b", (1, 2)),
    '<http://e.example/a>\n <http://e.example/p> "x"@sr_Latn .': ("text/turtle", "sr_Latn", (2, 27)),
}


HTML = {"Accept": "text/html,*/*;q=0.8"}


def post(server: Server, content: str, media_type: str, query: str = "") -> httpx.Response:
    headers = {"Content-Type": media_type, "Accept": "application/vnd.clustergraph.report+json"}
    address = f"{server.url}/shacl/clustergraph/api/validate{query}"
    return httpx.post(address, content=content.encode(), headers=headers, timeout=60)


def canonical(text: str) -> list[str]:
    """The statements with the labels of RDFC-1.0."""
    dataset = Dataset(parse(input=text.encode(), format=RdfFormat.N_QUADS))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


def seen(page: str) -> str:
    """The words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("content", REFUSED, ids=range(len(REFUSED)))
def test_what_would_be_dropped_is_a_400_with_its_place(server: Server, content: str) -> None:
    """With the IRI or the tag, line and column; in Turtle it has always been so."""
    media_type, words, place = REFUSED[content]
    response = post(server, content, media_type)
    told = response.json()

    assert response.status_code == 400
    assert words in told["detail"]
    assert (told["place"]["line"], told["place"]["column"]) == place
    assert told["remedy"]


@pytest.mark.parametrize(
    ("locale", "words"), [("sr-Latn", "nije ispravan"), ("sr_Cyrl_RS", "није исправан"), ("de", "is not well-formed")]
)
def test_refusals_speak_the_language_that_is_asked_for(server: Server, locale: str, words: str) -> None:
    """In the query string and in a request of the Test Bed, by the command and on the page."""
    body = json.dumps({"contentToValidate": LOST, "contentSyntax": "application/ld+json", "locale": locale})
    for response in (
        post(server, LOST, "application/ld+json", f"?locale={locale}"),
        post(server, body, "application/json"),
    ):
        assert response.status_code == 400
        assert words in response.json()["detail"]
        assert words in response.json()["message"] if "message" in response.json() else True


@pytest.mark.parametrize(
    ("language", "words"), [("en", "is not well-formed"), ("sr-Latn", "nije ispravan"), ("sr-Cyrl", "није исправан")]
)
def test_the_page_speaks_to_its_reader(server: Server, language: str, words: str) -> None:
    """The IRI, the line with a mark below, how to mend it, and the form with the text as it was."""
    response = httpx.post(f"{server.url}/check?lang={language}", files={"text": (None, LOST)}, headers=HTML, timeout=60)

    assert response.status_code == 400
    assert words in seen(response.text)
    assert "https://example.org/clusters/my cluster" in seen(response.text)
    assert "%20" in seen(response.text)
    assert "check-text" in response.text
    assert ('lang="en"' in response.text.partition('class="lead"')[2][:20]) is False


def test_the_command_refuses_it_too(tmp_path: Path) -> None:
    """With 2, for nothing was checked."""
    path = tmp_path / "lost.jsonld"
    for content, (media_type, words, place) in REFUSED.items():
        path.write_text(content)
        done = clustergraph("validate", str(path) if media_type != "text/turtle" else _as(path, ".ttl"))

        assert done.returncode == 2
        assert words in done.stderr
        assert f".{'ttl' if media_type == 'text/turtle' else 'jsonld'}:{place[0]}" in done.stderr
    path.write_text(LOST)
    assert "nije ispravan" in clustergraph("validate", "--locale", "sr-Latn", str(path)).stderr


def _as(path: Path, suffix: str) -> str:
    other = path.with_suffix(suffix)
    other.write_text(path.read_text())
    return str(other)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        ("<http://e.example/g> { <http://e.example/a> a <http://e.example/C> . }", "application/trig"),
        ("<http://e.example/a> a <http://e.example/C> <http://e.example/g> .".replace(
            " a ", " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "), "application/n-quads"),
        ('{"@id": "http://e.example/g", "@graph": {"@id": "http://e.example/a", "@type": "http://e.example/C"}}',
         "application/ld+json"),
    ],
)  # fmt: skip
def test_a_named_graph_is_told(server: Server, content: str, media_type: str, tmp_path: Path) -> None:
    """Its name is no part of what is checked."""
    report = post(server, content, media_type).json()
    other = post(server, content, media_type, "?locale=sr-Latn").json()
    suffix = {"application/trig": ".trig", "application/n-quads": ".nq", "application/ld+json": ".jsonld"}[media_type]
    (tmp_path / f"content{suffix}").write_text(content)

    assert report["statements"] == 1
    assert any("named graph <http://e.example/g>" in note for note in report["notes"])
    assert any("imenovanom grafu <http://e.example/g>" in note for note in other["notes"])
    assert "named graph" in clustergraph("validate", str(tmp_path / f"content{suffix}")).stdout


def test_what_the_standard_leaves_out_stands_in_every_report(server: Server, tmp_path: Path) -> None:
    """By name and line, in the words of the reader; a member of one name that was kept elsewhere is not meant."""
    content = f'{{"@context": "{CONTEXT}", "@id": "http://e.example/a", "type": "Seat",\n "titel": "x",\n "lat": null}}'
    page = httpx.post(
        f"{server.url}/check?lang=sr-Latn", files={"text": (None, content)}, headers=HTML, timeout=60
    ).text
    path = tmp_path / "content.jsonld"
    path.write_text(content)

    for form in ("text", "json", "turtle", "csv", "html", "testbed"):
        told = clustergraph("validate", "--format", form, str(path)).stdout
        assert "titel" in told
        assert "line 2" in told
    assert "“titel” (red 2)" in seen(page)
    assert "“lat” (red 3)" in seen(page)


EMPTY = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.example/">
<rdf:Description rdf:about="http://e.example/a">
{}
</rdf:Description></rdf:RDF>"""


@pytest.mark.parametrize(
    "element",
    [
        '<e:p rdf:parseType="Literal"/>',
        "<e:p rdf:parseType='Literal'></e:p>",
        '<e:p xml:lang="en" rdf:parseType="Literal"><!-- nothing --></e:p>',
        '<e:p rdf:parseType="somethingElse">text</e:p>',
        '<e:p rdf:parseType="Literal"><b rdf:parseType="Literal" xmlns="http://x.example/"/></e:p>',
    ],
)
def test_xml_literals_are_read_whatever_is_in_them(server: Server, element: str, tmp_path: Path) -> None:
    """The empty one, and what a parse type that nobody knows makes one of."""
    content = EMPTY.format(element)
    path = tmp_path / "content.rdf"
    path.write_text(content)

    assert post(server, content, "application/rdf+xml").json()["statements"] == 1
    assert "1 statement" in clustergraph("validate", str(path)).stdout


NUMBERS = ["44.8154", "44", "4.48e1", "44.0", '"44.8"', "448E-1", "4.4e+1"]


def _context() -> dict[str, Any]:
    path = Path(__file__).parent.parent.parent / "ontology/context.jsonld"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["@context"]
    return found


@pytest.mark.parametrize("number", NUMBERS)
def test_a_latitude_takes_every_way_in_which_json_writes_numbers(server: Server, number: str, tmp_path: Path) -> None:
    """No finding is about it."""
    content = f'{{"@context": "{CONTEXT}", "@id": "https://e.example/a", "type": "Seat", "lat": {number}, "long": 20}}'
    report = post(server, content, "application/ld+json").json()
    (tmp_path / "content.jsonld").write_text(content)

    assert [one for one in report["findings"] if one.get("path", "").endswith(("lat", "long"))] == []
    assert ": violation: " not in clustergraph("validate", str(tmp_path / "content.jsonld")).stdout


@pytest.mark.parametrize("profile", ["publication"])
@pytest.mark.parametrize("term", [name for name, told in _context().items() if "decimal" in str(told)])
def test_so_does_every_decimal_of_our_context(server: Server, term: str, profile: str) -> None:
    """The shapes that ask for a decimal find one."""
    for number in ("44.5", "44", "4.45e1", '"44.5"', "0.5", "5e-1"):
        kind = {"ceiling": "FundingRule"}.get(term, "Town")
        content = f'{{"@context": "{CONTEXT}", "@id": "https://e.example/a", "type": "{kind}", "{term}": {number}}}'
        report = post(server, content, "application/ld+json", f"?validationType={profile}").json()
        told = [one for one in report["findings"] if one.get("path", "").endswith(term) and "value" in one]

        assert [one for one in told if "atatype" in one["component"] or "decimal" in one["message"]] == []


@pytest.mark.parametrize("value", ['"about 44"', "true", '{"@value": "44,8"}', "1e400"])
def test_one_fault_is_told_once(server: Server, value: str) -> None:
    """A text is no number: that it is neither above nor below a bound is the same fault."""
    content = f'{{"@context": "{CONTEXT}", "@id": "https://e.example/a", "type": "Seat", "lat": {value}, "long": 20}}'
    report = post(server, content, "application/ld+json").json()
    told = [one for one in report["findings"] if one.get("path", "").endswith("lat")]

    assert len(told) == 1
    assert report["counts"]["Violation"] == sum(one["severity"] == "Violation" for one in report["findings"])


SH = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .\n"
CG = "https://w3id.org/clustergraph/ns#"
COMMENT = "http://www.w3.org/2000/01/rdf-schema#comment"
XSD = "http://www.w3.org/2001/XMLSchema#"
INDICATOR = "https://w3id.org/clustergraph/scheme/indicator/turnover"
EURO = "http://publications.europa.eu/resource/authority/currency/EUR"
#: A number as a text → how it is to be written.
TEXTS = {"44.8": "44.8", "44": "44", " 1150 ": "1150", "-3": "-3", "44,8": "44.8"}


@pytest.mark.parametrize("profile", ["submission", "indicators", "eccp-readiness"])
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("term", ["obsValue", "sdmx-measure:obsValue"])
def test_a_number_that_is_a_text_is_told_with_the_number(
    server: Server, text: str, profile: str, term: str, tmp_path: Path
) -> None:
    """What may be an integer or a decimal has no type in our context, so that a text stays one: by HTTP and command."""
    said = {"@context": CONTEXT, "@id": "https://e.example/o", "@type": "qb:Observation", term: text}
    said |= {"cg:indicator": {"@id": INDICATOR}, "unitMeasure": {"@id": EURO}, "cg:cluster": {"@id": "urn:a:c"}}
    report = post(server, json.dumps(said), "application/ld+json", f"?validationType={profile}&locale=sr-Latn").json()
    told = [one for one in report["findings"] if one.get("path", "").endswith("obsValue") and "value" in one]
    (tmp_path / "content.jsonld").write_text(json.dumps(said))
    done = clustergraph("validate", "--profile", profile, str(tmp_path / "content.jsonld"))

    assert [(one["severity"], one["value"]) for one in told] == [("Violation", f'"{text}"')]
    assert told[0]["remedy"] == (
        f"„{text.strip()}“ stoji pod navodnicima i zato je tekst. Napišite broj bez njih: {TEXTS[text]}."
    )
    words = f"“{text.strip()}” stands in quotes and is a text. Write the number without them: {TEXTS[text]}."
    assert words in done.stdout


def test_so_is_one_in_turtle_and_by_shapes_of_ones_own(server: Server) -> None:
    """Where a bound, a datatype or an alternative asks for a number; a text that is asked for is none."""
    shapes = (
        f"{SH}@prefix xsd: <{XSD}> . e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:n ; "
        "sh:datatype xsd:int ] , [ sh:path e:least ; sh:minExclusive 5 ] , [ sh:path e:or ; sh:or ( [ sh:datatype "
        'xsd:decimal ] [ sh:datatype xsd:integer ] ) ] , [ sh:path e:code ; sh:pattern "^A" ] .'
    )
    data = '@prefix e: <http://e.example/> . e:x e:n "7" ; e:least "12.5" ; e:or "3"@en ; e:code "11000" .'
    body = {
        "contentToValidate": data, "externalRules": [{"ruleSet": shapes}], "mergeModelsBeforeValidation": False,
        "reportSyntax": "application/vnd.clustergraph.report+json",
    }  # fmt: skip
    report = httpx.post(f"{server.url}/shacl/any/api/validate", json=body, timeout=60).json()
    told = {one["path"].rpartition("/")[2]: "Write the number without" in one.get("remedy", "") for one in (
        report["findings"]
    )}  # fmt: skip

    assert told == {"n": True, "least": True, "or": True, "code": False}


SHEET = "Назив;Место;Запослени\nКластер А;Београд;12\nКластер Б;Ниш;7\n"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "spreadsheets are not read here yet"), ("sr-Latn", "tabele se ovde još ne čitaju"),
     ("sr-Cyrl", "табеле се овде још не читају")],
)  # fmt: skip
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("кластери.csv", SHEET.encode()),
        ("k.csv", SHEET.encode("windows-1251")),
        ("book.xlsx", b"PK\x03\x04 xl/workbook"),
    ],
)
def test_a_spreadsheet_is_refused_with_an_example_one_click_away(
    server: Server, language: str, words: str, name: str, content: bytes
) -> None:
    """In the reader's language; the link fills the form with a record that conforms."""
    page = httpx.post(f"{server.url}/check?lang={language}", files={"file": (name, content)}, headers=HTML, timeout=60)
    links = re.findall(r'href="(/check\?example=[a-z]+)"', page.text)

    assert page.status_code == 400
    assert words in seen(page.text).lower().replace("  ", " ")
    assert len(links) == 2
    for link in links:
        form = httpx.get(f"{server.url}{link}", headers={**HTML, "Accept-Language": language}).text
        [text] = re.findall(r'id="check-text"[^>]*>\n(.*?)</textarea>', form, re.DOTALL)
        sent = text.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"').replace("&amp;", "&")
        checked = httpx.post(f"{server.url}/check", files={"text": (None, sent)}, headers=HTML, timeout=60)
        assert checked.headers["clustergraph-outcome"] == "conforms"


def test_the_api_and_the_command_call_a_spreadsheet_what_it_is(server: Server, tmp_path: Path) -> None:
    """As the body, inside a request, and as a file."""
    inside = json.dumps({"contentToValidate": SHEET, "contentSyntax": "text/csv", "locale": "sr-Latn"})
    as_body = post(server, SHEET, "text/csv", "?locale=sr-Latn")
    unnamed = post(server, SHEET.replace(";", "\t"), "application/octet-stream")
    in_request = post(server, inside, "application/json")
    (tmp_path / "clusters.tsv").write_text(SHEET.replace(";", "\t"))
    done = clustergraph("validate", "--locale", "sr-Latn", str(tmp_path / "clusters.tsv"))

    assert (as_body.status_code, unnamed.status_code, in_request.status_code) == (415, 400, 400)
    assert "tabela (CSV)" in as_body.json()["detail"]
    assert "spreadsheet (TSV)" in unnamed.json()["detail"]
    assert "tabela (CSV, “;”)" in in_request.json()["detail"]
    assert done.returncode == 2
    assert "tabela (TSV)" in done.stderr
    assert "docs/examples/cluster.ttl" in done.stderr
    assert httpx.get(f"{server.url}/check?example=none").status_code == 400


@pytest.fixture
def placed(tmp_path: Path) -> Path:
    """A folder as an operator fills it."""
    lines = []
    for address, file in PLACED.items():
        name = file.replace("/", "-")
        (tmp_path / name).write_bytes(needs(SUITE / file).read_bytes())
        lines.append(f'"{address}" = "{name}"\n')
    (tmp_path / "contexts.toml").write_text("".join(lines))
    return tmp_path


EXAMPLES = sorted(SUITE.glob("*/*/html/examples/example-rdf_*.jsonld"))


def _loaded(address: str, _: Any) -> dict[str, Any]:
    document = json.loads((SUITE / PLACED[address]).read_text(encoding="utf-8"))
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address, "document": document}


def test_documents_are_read_with_contexts_that_an_operator_has_placed(
    serve: Callable[..., Server], placed: Path
) -> None:
    """Those of the European core vocabularies have as many statements as another processor finds in them."""
    server = serve(contexts=str(placed))
    assert len(EXAMPLES) == 12
    by_command = clustergraph("validate", "--format", "json", *map(str, EXAMPLES), CLUSTERGRAPH_CONTEXTS=str(placed))
    for path, told in zip(EXAMPLES, json.loads(by_command.stdout), strict=True):
        content = path.read_text(encoding="utf-8")
        report = post(server, content, "application/ld+json").json()
        options = {"documentLoader": _loaded, "format": "application/n-quads"}
        found = len(set(jsonld.to_rdf(json.loads(content), options).splitlines()))

        assert found > 1
        assert (report["statements"], told["statements"]) == (found, found), path


def test_without_them_such_a_document_is_refused(server: Server) -> None:
    """Nothing is fetched; the address is named."""
    response = post(server, needs(EXAMPLES[0]).read_text(encoding="utf-8"), "application/ld+json", "?locale=sr-Latn")

    assert response.status_code == 400
    assert SEMIC in response.json()["detail"]
    assert "ne preuzima" in response.json()["detail"]


@pytest.mark.parametrize(
    ("table", "content", "words"),
    [
        ('"http://e.example/c" = "c.jsonld"', '{"@context": "http://e.example/d"}', "names another one"),
        ('"http://e.example/c" = "c.jsonld"', '{"p": 1}', "member @context"),
        ('"http://e.example/c" = "c.jsonld"', " " * (MOST_BYTES + 1), f"{MOST_BYTES} bytes"),
        ('"http://e.example/c" = "../c.jsonld"', "{}", "not one of the folder"),
        ('"http://e.example/c" = 7', "{}", "not one of the folder"),
        ("oops", "{}", "cannot be read"),
    ],
)
def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path, table: str, content: str, words: str) -> None:
    """With the setting and what to write."""
    (tmp_path / "contexts.toml").write_text(table)
    (tmp_path / "c.jsonld").write_text(content)
    (tmp_path / "content.ttl").write_text("<http://e.example/a> a <http://e.example/C> .")
    done = clustergraph("validate", str(tmp_path / "content.ttl"), CLUSTERGRAPH_CONTEXTS=str(tmp_path))

    assert done.returncode == 2
    assert words in done.stderr
    assert "bad-setting" in done.stderr


def test_contexts_that_are_put_in_do_not_make_a_small_document_endless(server: Server) -> None:
    """What is put in counts as content."""
    one = f'{{"@context": "{CONTEXT}", "@id": "http://e.example/a", "lat": 1}}'
    response = post(server, f"[{','.join([one] * 5000)}]", "application/ld+json")

    assert response.status_code == 413
    assert response.json()["limit"]["setting"] == "content_max_bytes"


def test_flags_may_come_as_text(server: Server) -> None:
    """Clients of the Test Bed that fill forms send them so."""
    asked = {"contentToValidate": "<http://e.example/a> a <http://e.example/C> .", "contentSyntax": "text/turtle"}
    for flag, there in ((True, True), ("true", True), ("TRUE", True), ("false", False), (False, False)):
        body = {**asked, "addInputToReport": flag, "addRdfReportToReport": flag, "reportSyntax": "application/json"}
        report = post(server, json.dumps(body), "application/json").json()
        assert bool(report["context"]) == there
    assert post(server, json.dumps({**asked, "loadImports": "ja"}), "application/json").status_code == 400


def test_a_report_in_json_ld_is_compact(server: Server) -> None:
    """Its terms are those of SHACL, each result stands in the report, and others read the same statements in it."""
    data = (Path(__file__).parent.parent.parent / "docs/examples/cluster-with-errors.ttl").read_text(encoding="utf-8")
    asked = {"contentToValidate": data, "contentSyntax": "text/turtle"}
    found = {}
    for syntax in ("application/ld+json", "application/n-triples"):
        response = post(server, json.dumps({**asked, "reportSyntax": syntax}), "application/json")
        found[syntax] = response.text
    report = json.loads(found["application/ld+json"])

    assert report["@type"] == "ValidationReport"
    assert report["conforms"] is False
    assert {"focusNode", "resultMessage", "resultSeverity", "sourceShape"} <= report["result"][0].keys()
    assert report["result"][0]["resultSeverity"] == "Violation"
    assert {"en", "sr-Latn", "sr-Cyrl"} <= report["result"][0]["resultMessage"].keys()
    assert "://" not in report["result"][0]["resultPath"]
    other = jsonld.to_rdf(report, {"format": "application/n-quads"})
    assert canonical(other) == canonical(found["application/n-triples"])


@pytest.mark.parametrize("form", [RdfFormat.TURTLE, RdfFormat.JSON_LD, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML])
@pytest.mark.parametrize(
    ("content", "shapes", "english", "serbian"),
    [
        ("# nothing", "", "There are no statements in it.", "У њему нема тврдњи."),
        (f'<urn:a:b> <urn:a:c> "P12M"^^<{XSD}duration> .', "", "in another spelling of the same", "другом запису"),
        ('{"@context": {"@vocab": "urn:a:"}, "@id": "urn:a:x", "p": 1, "q": null}', "", "What is null", "што је null"),
        (f"<urn:a:b> a <{CG}Clustr> .", "", "is cg:Cluster meant?", "да ли се мисли на cg:Cluster?"),
        ("<urn:a:b> a <urn:a:C> .", "sh:node e:Absent", "is not there; http://e.example/S", "нема; http://e.example/S"),
        ("<urn:a:b> a <urn:a:C> .", "sh:minCuont 1", "Is sh:minCount meant?", "Да ли се мисли на sh:minCount?"),
    ],
)  # fmt: skip
def test_what_is_told_of_the_whole_is_in_the_languages_of_messages(
    server: Server, form: RdfFormat, content: str, shapes: str, english: str, serbian: str
) -> None:
    """In reports as RDF each sentence stands in English and in Serbian of both scripts, as messages do."""
    rules = [
        {"ruleSet": f"{SH}e:S a sh:NodeShape ; sh:targetClass <urn:a:C> ; {shapes} .", "ruleSyntax": "text/turtle"}
    ]
    body = {"contentToValidate": content, "reportSyntax": form.media_type, "passOver": True}
    body |= {"externalRules": rules, "mergeModelsBeforeValidation": False} if shapes else {}
    domain = "any" if shapes else "clustergraph"
    answer = httpx.post(f"{server.url}/shacl/{domain}/api/validate", json=body, timeout=60)
    comments = [quad.object for quad in parse(input=answer.content, format=form) if quad.predicate.value == COMMENT]
    tags = [one.language.lower() for one in comments if isinstance(one, Literal) and one.language]
    words = {tag: " ".join(one.value for one in comments if one.language.lower() == tag) for tag in set(tags)}

    assert answer.status_code == 200
    assert len(tags) == len(comments) > 0
    assert tags.count("en") == tags.count("sr-cyrl") == tags.count("sr-latn")
    assert english in words["en"]
    assert serbian in words["sr-cyrl"]
    assert latin(serbian) in words["sr-latn"]
