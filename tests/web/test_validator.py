"""The Test Bed's API at /shacl, asked as its clients ask: what they send, what they read, and true status codes."""

import base64
import csv
import gzip
import io
import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest

from clustergraph.settings import read_settings
from clustergraph.sources.foreign import ReadingLimits, read_document
from clustergraph.validator.domains import domains
from conftest import ROOT, Server

GOOD = (ROOT / "docs/examples/cluster.ttl").read_text(encoding="utf-8")
#: A name that is no text, a sector that is none, a number that is a guess.
BAD = (
    GOOD.replace('skos:prefLabel "Made-up Furniture Cluster"@en', "skos:prefLabel 7")
    .replace('skos:prefLabel "Измишљени кластер намештаја"@sr-Cyrl ;', "")
    .replace("sector:wood-processing", "sector:wood-procesing")
)
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .
e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:minCount 1 ; sh:message "none"@en ] .
"""
DATA = "<http://e.example/x> a <http://e.example/C> .\n"
RDF = ["text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"]
Validate = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def validate(server: Server) -> Validate:
    """Send a request's members as JSON."""

    def validated(domain: str = "clustergraph", accept: str = "*/*", **members: Any) -> httpx.Response:
        return httpx.post(
            f"{server.url}/shacl/{domain}/api/validate", json=members, headers={"Accept": accept}, timeout=60
        )

    return validated


def brought(**more: Any) -> dict[str, Any]:
    """A request with shapes of one's own."""
    return {
        "domain": "any",
        "contentToValidate": DATA,
        "contentSyntax": "text/turtle",
        "externalRules": [{"ruleSet": SHAPES, "ruleSyntax": "text/turtle"}],
        "reportSyntax": "application/json",
        **more,
    }


def own(data: str, shapes: str, syntax: str) -> dict[str, Any]:
    """A request with content and shapes of one's own."""
    rules = [{"ruleSet": shapes, "ruleSyntax": "text/turtle"}]
    return brought(contentToValidate=data, externalRules=rules, reportSyntax=syntax)


def statements(response: httpx.Response) -> bytes:
    """The statements of a report in RDF."""
    declared = response.headers["content-type"].partition(";")[0]
    limits = ReadingLimits.of(read_settings(environ={}))
    return read_document(response.content, declared=declared, base=None, limits=limits).triples


def test_what_there_is_is_told(server: Server) -> None:
    """Domains with their types, the version, and that it lives, as a client looks for them first."""
    found = httpx.get(f"{server.url}/shacl/api/info").json()
    one = httpx.get(f"{server.url}/shacl/clustergraph/api/info").json()

    assert [domain["domain"] for domain in found] == list(domains(ROOT))
    assert one == found[0]
    assert {"submission", "indicators", "catalogue", "catalogue-2.1.1", "eccp-readiness", "publication"} <= {
        kind["type"] for kind in one["validationTypes"]
    }
    assert all(kind["description"] for kind in one["validationTypes"])
    assert httpx.get(f"{server.url}/shacl/api/version").json()["versionNumber"]
    for path in ("/shacl/api/healthcheck", "/shacl/any/api/healthcheck"):
        assert (httpx.get(server.url + path).status_code, httpx.get(server.url + path).content) == (200, b"")
    assert httpx.get(f"{server.url}/shacl/nobody/api/healthcheck").status_code == 404


def test_a_record_that_is_right_conforms(validate: Validate) -> None:
    """The example of the documentation, in the report that clients of the Test Bed read."""
    response = validate(contentToValidate=GOOD, contentSyntax="text/turtle", reportSyntax="application/json")
    report = response.json()

    assert response.status_code == 200
    assert report["result"] == "SUCCESS"
    assert report["counters"]["nrOfErrors"] == 0
    assert report["name"] == "SHACL Validation"
    assert report["overview"]["profileID"].startswith("submission ")
    assert len(report["overview"]["customizationID"]) == 64
    assert response.headers["clustergraph-outcome"] == "conforms"


def test_a_finding_says_what_where_and_how_to_mend_it(validate: Validate) -> None:
    """Focus node, path, value, shape in the words that clients take apart; line, remedy, and what may be meant."""
    report = validate(contentToValidate=BAD, contentSyntax="text/turtle", reportSyntax="application/json").json()
    [error] = [one for one in report["reports"]["error"] if "prefLabel" in one["location"]]
    [warning] = [one for one in report["reports"]["warning"] if "wood-procesing" in one["test"]]
    line = next(number for number, text in enumerate(BAD.splitlines(), 1) if "skos:prefLabel 7" in text)

    assert report["result"] == "FAILURE"
    assert report["counters"] == {
        "nrOfAssertions": len(report["reports"].get("info", ())),
        "nrOfErrors": len(report["reports"]["error"]),
        "nrOfWarnings": len(report["reports"]["warning"]),
    }
    assert error["location"].startswith("[Focus node] - [https://example.org/clusters/made-up-furniture/cluster]")
    assert " - [Result path] - [" in error["location"]
    assert error["test"].startswith("[Shape] - [https://w3id.org/clustergraph/shapes#")
    assert error["test"].endswith(" - [Value] - [7]")
    assert f"line {line}" in error["assertionID"]
    assert "sector/wood-processing>" in warning["assertionID"], "the nearest code is proposed"


@pytest.mark.parametrize(
    "embedded",
    [
        {"contentToValidate": BAD, "embeddingMethod": "STRING"},
        {"contentToValidate": base64.b64encode(BAD.encode()).decode(), "embeddingMethod": "BASE64"},
        {"contentToValidate": base64.encodebytes(BAD.encode()).decode(), "embeddingMethod": "BASE64"},
        {"contentToValidate": base64.b64encode(BAD.encode()).decode()},
        {"contentToValidate": base64.b64encode(gzip.compress(BAD.encode())).decode()},
        {"contentToValidate": BAD},
        {"contentToValidate": BAD, "contentSyntax": "application/rdf+xml"},
        {"contentToValidate": BAD, "embeddingMethod": "string", "somethingElse": {"is": ["passed over"]}},
        {"contentToValidate": BAD, "validationType": "submission", "locale": None},
    ],
)
def test_content_comes_as_clients_embed_it(validate: Validate, embedded: dict[str, Any]) -> None:
    """As text or BASE64, said or not, with a type or a wrong one or none."""
    report = validate(**embedded, reportSyntax="application/json").json()
    same = validate(contentToValidate=BAD, contentSyntax="text/turtle", reportSyntax="application/json").json()

    assert report["reports"] == same["reports"]


@pytest.mark.parametrize("media_type", RDF)
def test_a_report_comes_in_each_syntax(validate: Validate, media_type: str) -> None:
    """The same SHACL report, by ``reportSyntax`` or by ``Accept``, where the first wins."""
    wanted = validate(contentToValidate=BAD, reportSyntax=media_type, accept="application/xml")
    accepted = validate(contentToValidate=BAD, accept=media_type)
    turtle = validate(contentToValidate=BAD, reportSyntax="application/n-triples")

    assert wanted.headers["content-type"].startswith(media_type)
    assert accepted.content == wanted.content
    assert len(statements(wanted).splitlines()) == len(statements(turtle).splitlines())
    assert b'<http://www.w3.org/ns/shacl#conforms> "false"' in statements(wanted)


def test_the_default_is_rdf_xml(validate: Validate) -> None:
    """As at the Test Bed."""
    assert validate(contentToValidate=GOOD).headers["content-type"].startswith("application/rdf+xml")


@pytest.mark.parametrize("media_type", ["application/xml", "text/xml"])
@pytest.mark.parametrize("cdata", [True, False])
def test_the_report_in_xml_is_that_of_the_schema(validate: Validate, media_type: str, *, cdata: bool) -> None:
    """Its elements in the schema's order, with what was asked to be attached."""
    response = validate(
        contentToValidate=BAD,
        reportSyntax=media_type,
        addInputToReport=True,
        addShapesToReport=True,
        addRdfReportToReport=True,
        rdfReportSyntax="text/turtle",
        wrapReportDataInCDATA=cdata,
    )
    root = ET.fromstring(response.content)
    tr, core = "{http://www.gitb.com/tr/v1/}", "{http://www.gitb.com/core/v1/}"

    assert response.headers["content-type"].startswith(media_type)
    assert (b"<![CDATA[" in response.content) is cdata
    assert root.tag == f"{tr}TestStepReport"
    assert [child.tag for child in root] == [
        tr + name for name in ("date", "result", "overview", "counters", "context", "reports")
    ]
    items = root.findall(f"{tr}context/{core}item")
    assert [item.get("name") for item in items] == ["input", "shapes", "report"]
    values = [item.findtext(f"{core}value") or "" for item in items]
    assert values[0] == BAD
    assert values[1].startswith("<?xml")
    assert "sh:ValidationReport" in values[2]
    errors = root.findall(f"{tr}reports/{tr}error")
    assert str(len(errors)) == root.findtext(f"{tr}counters/{tr}nrOfErrors")


@pytest.mark.parametrize("tag", ["sr", "sr-Latn", "sr_Cyrl", "sr-Cyrl", "en", "fr", "fr_FR", "nonsense"])
def test_messages_come_in_a_language(validate: Validate, tag: str) -> None:
    """In Serbian in either script; in English for every other."""
    report = validate(contentToValidate=BAD, reportSyntax="application/json", locale=tag).json()
    words = " ".join(one["description"] for one in report["reports"]["error"])

    if tag == "sr-Latn":
        assert "Ime nije" in words
    elif tag.startswith("sr"):
        assert "Име није" in words
    else:
        assert "name" in words


def test_shapes_may_be_brought_along(validate: Validate) -> None:
    """Once as text, once as BASE64; several are one graph; they are forgotten with the answer."""
    as_text = validate(**brought()).json()
    rules = [
        {
            "ruleSet": base64.b64encode(SHAPES.encode()).decode(),
            "embeddingMethod": "BASE64",
            "ruleSyntax": "text/turtle",
        },
        {"ruleSet": SHAPES.replace("e:S", "e:T").replace("e:p", "e:q"), "embeddingMethod": "STRING"},
    ]
    both = validate(**brought(externalRules=rules)).json()

    assert as_text["counters"]["nrOfErrors"] == 1
    assert as_text["reports"]["error"][0]["description"] == "none"
    assert both["counters"]["nrOfErrors"] == 2
    assert validate(domain="any", contentToValidate=DATA).status_code == 400


def test_shapes_are_merged_into_the_content_unless_it_is_said(validate: Validate) -> None:
    """As at the Test Bed: classes that the shapes describe then count for the content."""
    told = "<http://e.example/C> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://e.example/D> ."
    rules = [{"ruleSet": SHAPES.replace("e:C", "e:D") + told, "ruleSyntax": "text/turtle"}]

    merged = validate(**brought(externalRules=rules)).json()
    apart = validate(**brought(externalRules=rules, mergeModelsBeforeValidation=False)).json()

    assert (merged["result"], apart["result"]) == ("FAILURE", "SUCCESS")


def test_warnings_do_not_fail_but_where_it_is_strict(validate: Validate) -> None:
    """The type ``any`` judges as the Test Bed does, ``strict`` as the recommendation says."""
    rules = [{"ruleSet": SHAPES.replace("sh:minCount 1", "sh:minCount 1 ; sh:severity sh:Warning")}]

    assert validate(**brought(externalRules=rules)).json()["result"] == "SUCCESS"
    assert validate(**brought(externalRules=rules, validationType="strict")).json()["result"] == "FAILURE"


def test_a_query_makes_another_report(validate: Validate) -> None:
    """A CONSTRUCT takes its place; it reaches nothing but the report."""
    focus = "?r <http://www.w3.org/ns/shacl#focusNode> ?f"
    query = f"CONSTRUCT {{ ?f <http://e.example/bad> true }} WHERE {{ {focus} }}"
    made = validate(**brought(reportQuery=query, reportSyntax="application/n-triples"))
    far = validate(**brought(reportQuery="CONSTRUCT {} { SERVICE <http://e.example/> {} }", reportSyntax="text/turtle"))

    assert (
        made.text
        == '<http://e.example/x> <http://e.example/bad> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .\n'
    )
    assert far.status_code in (400, 403)


@pytest.mark.parametrize(
    "media_type", ["text/turtle", "application/ld+json", "application/octet-stream", "application/gzip"]
)
@pytest.mark.parametrize("encoding", [None, "gzip"])
def test_the_body_may_be_the_content(server: Server, validate: Validate, media_type: str, encoding: str | None) -> None:
    """Plain or compressed, by its type or a false one."""
    headers = {"Content-Type": media_type, **({"Content-Encoding": encoding} if encoding else {})}
    response = httpx.post(
        f"{server.url}/shacl/clustergraph/api/validate",
        params={"reportSyntax": "application/json", "validationType": "submission", "locale": "en"},
        content=gzip.compress(BAD.encode()) if encoding or media_type == "application/gzip" else BAD.encode(),
        headers=headers,
    )

    same = validate(contentToValidate=BAD, reportSyntax="application/json").json()
    assert response.json()["reports"] == same["reports"]


def test_a_request_may_be_compressed(server: Server) -> None:
    """Within the limits of content."""
    packed = gzip.compress(json.dumps({"contentToValidate": GOOD}).encode())
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    bomb = gzip.compress(b" " * 300_000_000)

    for content, status in ((packed, 200), (bomb, 413), (packed[:-20], 400)):
        response = httpx.post(f"{server.url}/shacl/clustergraph/api/validate", content=content, headers=headers)
        assert response.status_code == status, response.text[:300]


def test_several_are_answered_in_their_order(server: Server) -> None:
    """Reports in BASE64; JSON becomes XML, as there; with ``partial`` a problem stands in its place."""
    url = f"{server.url}/shacl/clustergraph/api/validateMultiple"
    asked = [
        {"contentToValidate": GOOD, "reportSyntax": "text/turtle"},
        {"contentToValidate": "nonsense <", "contentSyntax": "text/turtle"},
        {"contentToValidate": BAD, "reportSyntax": "application/json"},
    ]
    first, last = httpx.post(url, json=[asked[0], asked[2]]).json()
    whole, part = httpx.post(url, json=asked), httpx.post(url, json=asked, params={"partial": "true"})

    assert (first["reportSyntax"], last["reportSyntax"]) == ("text/turtle", "application/xml")
    assert b"sh:conforms" in base64.b64decode(first["report"])
    assert ET.fromstring(base64.b64decode(last["report"])).findtext("{*}result") == "FAILURE"
    assert whole.status_code == 400
    assert "What stands at body[1] failed." in whole.json()["detail"]
    assert [sorted(one) for one in part.json()] == [["report", "reportSyntax"], ["error"], ["report", "reportSyntax"]]
    assert part.json()[1]["error"]["code"] == "syntax-error"
    assert part.json()[1]["error"]["place"]["line"] == 1


@pytest.mark.parametrize("form", ["text/html", "text/csv", "text/plain", "application/vnd.clustergraph.report+json"])
def test_our_own_reports(validate: Validate, form: str) -> None:
    """For people, tables and scripts; hostile words in a value are words."""
    hostile = BAD.replace("prefLabel 7", "prefLabel 7, '<script>alert(1)</script>=1'^^<http://e.example/t>")
    response = validate(contentToValidate=hostile, reportSyntax=form)

    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith(form)
    assert "<script>alert" not in response.text or not form.endswith("html")
    assert "submission" in response.text.lower() or form == "text/csv"


def test_what_is_no_request_has_its_problem_too(server: Server) -> None:
    """Where ``partial`` is asked for; a JSON report by the header becomes XML as one by its member does."""
    url = f"{server.url}/shacl/clustergraph/api/validateMultiple"
    asked = [{"contentToValidate": GOOD}, 1, {"contentToValidate": 5}, {}]
    part = httpx.post(url, json=asked, params={"partial": "true"}, headers={"Accept": "application/json"}).json()

    assert part[0]["reportSyntax"] == "application/xml"
    assert [one["error"]["place"]["source"] for one in part[1:]] == [
        "body[1]", "body[2].contentToValidate", "body[3].contentToValidate",
    ]  # fmt: skip
    assert httpx.post(url, json=asked, params={"partial": "1"}).json()["code"] == "bad-parameter"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("application/json, text/plain, */*", "application/json"),
        ("application/json, text/html", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("text/xml", "text/xml"),
        ("application/xml", "application/xml"),
        ("text/csv, application/json;q=0.5", "text/csv; charset=utf-8"),
        ("*/*", "application/rdf+xml"),
    ],
)
def test_headers_of_usual_clients_get_what_they_read(validate: Validate, accept: str, expected: str) -> None:
    """Types of the Test Bed come first among those that a client takes alike."""
    response = validate(accept=accept, contentToValidate=GOOD)

    assert response.headers["content-type"] == expected
    if "/xml" in expected or "json" in expected:
        assert "SUCCESS" in response.text


@pytest.mark.parametrize(
    "wanted", ["application/xml; charset=iso-8859-1", "text/xml;\r\nX-Evil: y", "application/xml;\0"]
)
def test_nothing_of_a_name_is_said_back_in_a_header(validate: Validate, wanted: str) -> None:
    """It is the type that is meant, as we name it."""
    response = validate(contentToValidate=GOOD, reportSyntax=wanted)

    assert response.status_code == 200
    assert response.headers["content-type"] == wanted.partition(";")[0]
    assert "x-evil" not in response.headers


@pytest.mark.parametrize("member", ["validationType", "embeddingMethod", "reportSyntax", "contentSyntax", "locale"])
def test_half_of_a_character_is_refused(server: Server, member: str) -> None:
    """As a problem; at the address, in a batch and as a job."""
    body = json.dumps({"contentToValidate": "x", member: "\ud800"})
    headers = {"Content-Type": "application/json"}
    one = httpx.post(f"{server.url}/shacl/clustergraph/api/validate", content=body, headers=headers)
    many = httpx.post(f"{server.url}/shacl/clustergraph/api/validateMultiple", content=f"[{body}]", headers=headers)

    assert (one.status_code, one.json()["code"]) == (400, "bad-parameter")
    assert (many.status_code, many.json()["code"]) == (400, "bad-parameter")


def test_the_query_string_says_what_the_body_does_not(server: Server) -> None:
    """The body's own word counts."""
    url = f"{server.url}/shacl/clustergraph/api/validate"
    params = {"validationType": "eccp-readiness", "reportSyntax": "text/plain", "locale": "sr-Latn"}
    told = httpx.post(url, json={"contentToValidate": GOOD}, params=params).text
    own = httpx.post(url, json={"contentToValidate": GOOD, "validationType": "submission"}, params=params).text

    assert "profil eccp-readiness" in told
    assert "profil submission" in own


def test_characters_that_xml_cannot_hold_are_told(validate: Validate) -> None:
    """The report is well-formed, and says that they were replaced; Turtle has them."""
    content = BAD.replace("prefLabel 7", 'prefLabel "a\\u0001\\\\u0001b"^^<http://e.example/type>')
    rdf = validate(contentToValidate=content)
    trl = validate(contentToValidate=content, reportSyntax="text/xml")
    turtle = validate(contentToValidate=content, reportSyntax="text/turtle")

    assert ET.fromstring(rdf.content) is not None
    assert ET.fromstring(trl.content) is not None
    assert "a\ufffd\\u0001b" in rdf.text
    assert "stand as U+FFFD" in rdf.text
    assert "U+FFFD" not in turtle.text


def test_a_severity_of_a_constraint_in_sparql_counts(validate: Validate) -> None:
    """As at the Test Bed."""
    select = 'sh:sparql [ sh:severity sh:Warning ; sh:message "m" ; sh:select "SELECT $this WHERE { $this a ?o }" ]'
    shapes = SHAPES.partition("sh:property")[0] + f"{select} ."
    report = validate(**brought(externalRules=[{"ruleSet": shapes, "ruleSyntax": "text/turtle"}])).json()

    assert (report["result"], report["counters"]["nrOfWarnings"]) == ("SUCCESS", 1)


def test_shapes_that_ask_nothing_are_no_verdict(validate: Validate) -> None:
    """Data that was sent in the place of shapes, say."""
    response = validate(**brought(externalRules=[{"ruleSet": DATA, "ruleSyntax": "text/turtle"}]))

    assert (response.status_code, response.json()["code"]) == (422, "not-checked")
    assert "no target" in response.json()["detail"]


def test_what_is_attached_is_what_was_read(validate: Validate) -> None:
    """Content that came packed is attached unpacked; a syntax that is no RDF is refused by its own name."""
    packed = base64.b64encode(gzip.compress(GOOD.encode())).decode()
    asked = {"contentToValidate": packed, "embeddingMethod": "BASE64", "reportSyntax": "application/json"}
    report = validate(**asked, addInputToReport=True).json()
    refused = validate(**asked, addRdfReportToReport=True, rdfReportSyntax="text/html")

    assert report["context"]["items"][0]["value"] == GOOD
    assert refused.json()["place"]["source"] == "rdfReportSyntax"
    assert "text/csv" not in refused.json()["remedy"]


def test_messages_have_a_length(validate: Validate) -> None:
    """A problem is no echo of what was sent."""
    for members in ({"contentToValidate": "a" * 900_000}, {"contentToValidate": GOOD, "validationType": "a" * 900_000}):
        response = validate(**members, embeddingMethod="STRING")

        assert response.status_code == 400
        assert len(response.content) < 5000


def test_scripts_of_other_sites_may_ask_for_jobs_and_send_gzip(server: Server) -> None:
    """What a browser asks before it sends."""
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    answer = httpx.options(f"{server.url}/shacl/clustergraph/api/validate", headers=asked)
    allowed = answer.headers["access-control-allow-headers"].lower().split(", ")

    assert {"prefer", "content-encoding", "content-type"} <= set(allowed)


def test_numbers_stay_numbers_in_a_table_and_formulas_do_not(validate: Validate) -> None:
    """A spreadsheet would take what begins with an equals sign for a formula; a latitude below zero is none."""
    data = '<http://e.example/x> a <http://e.example/C> ; <http://e.example/q> -91.5, "-1+1", "=1", "-1e3" .'
    shapes = SHAPES + "e:T sh:targetClass e:C ; sh:property [ sh:path e:q ; sh:nodeKind sh:IRI ] ."
    table = validate(**own(data, shapes, "text/csv")).text
    found = {row["value"] for row in csv.DictReader(io.StringIO(table))}

    assert {"-91.5", "'-1+1", "'=1", "-1e3"} <= found


def test_a_page_holds_no_characters_that_html_does_not(validate: Validate) -> None:
    """They stand as replacements."""
    data = DATA + '<http://e.example/x> <http://e.example/q> "a\\u0001\\u0008b" .'
    shapes = SHAPES + "e:T sh:targetClass e:C ; sh:property [ sh:path e:q ; sh:nodeKind sh:IRI ] ."
    page = validate(**own(data, shapes, "text/html")).text

    assert "a\ufffd\ufffdb" in page
    assert not set(map(chr, range(9))) & set(page)


def test_a_job_is_of_its_domain_and_several_have_no_outcome(server: Server) -> None:
    """At another domain nobody finds it; of several each has its own."""
    items = [{"contentToValidate": GOOD, "contentSyntax": "text/turtle"}] * 2
    url = f"{server.url}/shacl/clustergraph/api"
    where = httpx.post(f"{url}/validateMultiple", json=items, headers={"Prefer": "respond-async"}).headers["location"]
    job = where.rpartition("/")[2]
    while (state := httpx.get(f"{url}/jobs/{job}").json())["state"] == "running":
        time.sleep(0.05)

    assert "outcome" not in state
    assert httpx.get(f"{server.url}/shacl/any/api/jobs/{job}").status_code == 404
    assert httpx.get(f"{server.url}/shacl/any/api/jobs/{job}/report").status_code == 404
    assert httpx.delete(f"{server.url}/shacl/any/api/jobs/{job}").status_code == 404
    assert httpx.delete(f"{url}/jobs/{job}").status_code == 204


def test_a_body_that_unpacks_to_too_much_names_the_setting(serve: Callable[..., Server]) -> None:
    """As it is set, not as many times as a body may be longer than its content."""
    server = serve(content_max_bytes="10000")
    body = gzip.compress(random.Random(8).randbytes(20_000).hex().encode())
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    answer = httpx.post(f"{server.url}/shacl/clustergraph/api/validate", content=body, headers=headers, timeout=60)

    assert len(body) < 30_000
    assert answer.status_code == 413
    assert answer.json()["detail"] == "The body is longer than 30000 bytes when it is unpacked."
    assert (answer.json()["limit"]["setting"], answer.json()["limit"]["value"]) == ("content_max_bytes", 10_000)


def test_a_datatype_is_told_with_the_value(validate: Validate) -> None:
    """The words alone would say that 1 is no integer."""
    schema = "http://www.w3.org/2001/XMLSchema#"
    data = f'<http://e.example/x> a <http://e.example/C> ; <http://e.example/q> "1"^^<{schema}int> .'
    shapes = f"{SHAPES} e:T sh:targetClass e:C ; sh:property [ sh:path e:q ; sh:datatype <{schema}integer> ] ."
    words = validate(**own(data, shapes, "text/plain")).text

    assert "“1” (xsd:int) is not a well-formed xsd:integer." in words


def test_a_server_that_ends_leaves_no_trace(serve: Callable[..., Server]) -> None:
    """Its log has what it served, and no error of its own."""
    server = serve()
    url = f"{server.url}/shacl/clustergraph/api/validate"
    assert httpx.post(url, content=GOOD, headers={"Content-Type": "text/turtle"}, timeout=60).status_code == 200

    assert server.stop() == 0
    assert "Traceback" not in Path(server.log.name).read_text(encoding="utf-8")
