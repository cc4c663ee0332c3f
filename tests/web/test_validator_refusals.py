"""What the validator refuses, and how: true status codes, problem documents, no verdict on what it did not see."""

import gzip
import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Server
from sources.test_foreign import BOMBS, SYNTAXES

DATA = "<http://e.example/x> a <http://e.example/C> ; <http://e.example/p> 1 .\n"
HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> . "
SHAPE = HEAD + "e:S a sh:NodeShape ; sh:targetClass e:C ; "
NONE_TAKEN = {"contentToValidate": DATA, "validationType": "publication"}
IMPORT = "<http://e.example/> <http://www.w3.org/2002/07/owl#imports> e:far ."
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o FILTER(?a = ?o)"
TURTLE = {"Content-Type": "text/turtle"}


def post(server: Server, document: Any, domain: str = "clustergraph", **more: Any) -> httpx.Response:
    return httpx.post(f"{server.url}/shacl/{domain}/api/validate", json=document, timeout=60, **more)


def brought(server: Server, shapes: str, data: str = DATA, **members: Any) -> httpx.Response:
    """Validate with shapes of one's own."""
    rules = [{"ruleSet": shapes, "ruleSyntax": "text/turtle", "embeddingMethod": "STRING"}]
    asked = {"contentToValidate": data, "contentSyntax": "text/turtle", "externalRules": rules, **members}
    return post(server, {"reportSyntax": "application/json", **asked}, "any")


def problem(response: httpx.Response) -> dict[str, Any]:
    """Read a problem document, which clients of the Test Bed read, too."""
    assert response.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["status"] == response.status_code
    assert document["code"] == response.headers["clustergraph-error"]
    assert document["message"] == document["detail"]
    assert document["timestamp"][:2] == "20"
    assert "Traceback" not in response.text
    return document


@pytest.mark.parametrize(
    ("document", "status", "code", "place"),
    [
        ({}, 400, "bad-parameter", "body.contentToValidate"),
        ([], 400, "bad-parameter", "body"),
        ("text", 400, "bad-parameter", "body"),
        ({"contentToValidate": 7}, 400, "bad-parameter", "body.contentToValidate"),
        ({"contentToValidate": "<a"}, 400, "syntax-error", "content"),
        ({"contentToValidate": DATA, "validationType": "none"}, 400, "bad-parameter", "validationType"),
        ({"contentToValidate": DATA, "validationType": "any"}, 400, "bad-parameter", "validationType"),
        ({"contentToValidate": DATA, "reportSyntax": "application/pdf"}, 400, "bad-parameter", "reportSyntax"),
        ({"contentToValidate": DATA, "embeddingMethod": "FILE"}, 400, "bad-parameter", "body.embeddingMethod"),
        ({"contentToValidate": "é", "embeddingMethod": "BASE64"}, 400, "bad-parameter", "body.embeddingMethod"),
        ({"contentToValidate": "http://127.0.0.1/x"}, 400, "bad-parameter", "body.embeddingMethod"),
        ({"contentToValidate": "x", "embeddingMethod": "URL"}, 400, "bad-parameter", "body.embeddingMethod"),
        ({"contentToValidate": DATA, "externalRules": {}}, 400, "bad-parameter", "body.externalRules"),
        ({"contentToValidate": DATA, "externalRules": [7]}, 400, "bad-parameter", "body.externalRules[0]"),
        ({"contentToValidate": DATA, "externalRules": [{}]}, 400, "bad-parameter", "body.externalRules[0].ruleSet"),
        ({**NONE_TAKEN, "externalRules": [{"ruleSet": DATA}]}, 400, "bad-parameter", "externalRules"),
        ({"contentToValidate": DATA, "addInputToReport": "yes"}, 400, "bad-parameter", "body.addInputToReport"),
        ({"contentQuery": "CONSTRUCT {} {}", "contentQueryEndpoint": "http://127.0.0.1/"}, 400, "bad-parameter", None),
        ({"contentToValidate": DATA, "reportQuery": "SELECT *", "reportSyntax": "text/turtle"}, 400, None, None),
    ],
)
def test_what_is_wrong_with_a_request_is_said(
    server: Server, document: Any, status: int, code: str | None, place: str | None
) -> None:
    """The member by its place in the body; at the Test Bed each of these is a 500."""
    told = problem(post(server, document))

    assert told["status"] == status
    assert code is None or told["code"] == code
    assert place is None or told["place"]["source"] == place


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/shacl/clustergraph/api/validate", {}, 405),
        ("POST", "/shacl/api/info", TURTLE, 405),
        ("POST", "/shacl/nobody/api/validate", TURTLE, 404),
        ("GET", "/shacl/nowhere", {}, 404),
        ("GET", "/shacl/any/api/jobs/none", {}, 404),
        ("POST", "/shacl/any/api/validate", {"Content-Type": "image/png"}, 415),
        ("POST", "/shacl/any/api/validate", {**TURTLE, "Content-Encoding": "br"}, 415),
        ("POST", "/shacl/clustergraph/api/validate?nothing=1", TURTLE, 400),
        ("POST", "/shacl/clustergraph/api/validate?locale=en&locale=sr", TURTLE, 400),
        ("POST", "/shacl/clustergraph/api/validate", {**TURTLE, "Accept": "image/png"}, 406),
        ("POST", "/shacl/clustergraph/api/validateMultiple", TURTLE, 415),
    ],
)
def test_the_door_has_true_status_codes(
    server: Server, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    """For what is no request of this API."""
    response = httpx.request(method, server.url + path, headers=headers, content=DATA if method == "POST" else None)

    assert response.status_code == status, response.text
    assert problem(response)["remedy"]


def test_a_body_that_is_no_json_has_a_place(server: Server) -> None:
    """Line and column."""
    for content, line in ((b'{"contentToValidate":\n oops}', 2), (b"\xff\xfe", None), (b"[" * 200_000, None)):
        url, headers = f"{server.url}/shacl/clustergraph/api/validate", {"Content-Type": "application/json"}
        told = problem(httpx.post(url, content=content, headers=headers, timeout=60))
        assert told["status"] == 400
        assert line is None or told["place"]["line"] == line


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_do_not_go_off(server: Server, name: str) -> None:
    """Entities, archives and nesting: refused, with the limit where one is meant."""
    content, setting = BOMBS[name]
    url = f"{server.url}/shacl/clustergraph/api/validate"
    told = problem(httpx.post(url, content=content, headers={"Content-Type": "application/octet-stream"}, timeout=60))

    assert told["status"] in (400, 413)
    assert setting is None or told["limit"]["setting"] == setting


@pytest.mark.parametrize(
    ("shapes", "status", "words"),
    [
        (SHAPE + "sh:property [ sh:path e:p ; sh:minCuont 1 ] .", 422, "Is sh:minCount meant?"),
        (SHAPE + "sh:js [ sh:jsFunctionName 'f' ] .", 422, "sh:js is not evaluated"),
        (SHAPE + "sh:rule [ a sh:TripleRule ] .", 422, "sh:rule is not evaluated"),
        (SHAPE + "sh:target [ a sh:SPARQLTarget ] .", 422, "sh:target is not evaluated"),
        (SHAPE + f"sh:nodeKind sh:IRI . {IMPORT}", 422, "not fetched"),
        (SHAPE + "sh:sparql [ sh:select 'SELECT $this { SERVICE <http://127.0.0.1/> {} }' ] .", 400, "SERVICE"),
        (SHAPE + "sh:sparql [ sh:select 'SELECT $this FROM <file:///etc/passwd> { $this ?p ?o }' ] .", 400, "FROM"),
        (SHAPE + "sh:sparql [ sh:select 'SELECT $this { oops' ] .", 422, "could not be evaluated"),
        (SHAPE + "sh:sparql [ sh:select 'DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }' ] .", 400, "DELETE"),
        (SHAPE + "sh:minCount 1 .", 400, "Only a property shape"),
        (SHAPE + "sh:property [ sh:minCount 1 ] .", 400, "must have a path"),
        (SHAPE + "sh:property [ sh:path e:p ; sh:minCount 'one' ] .", 400, "minCount"),
        (SHAPE + "sh:property [ sh:path e:p ; sh:pattern '(' ] .", 400, "pattern"),
        (SHAPE + "sh:node e:T . e:T a sh:NodeShape ; sh:node e:S .", 422, "itself"),
        ("nonsense", 400, ""),
    ],
)  # fmt: skip
def test_shapes_that_cannot_be_used_give_no_verdict(server: Server, shapes: str, status: int, words: str) -> None:
    """A misspelt constraint, what is beyond this engine, what would be fetched: never silently passed."""
    response = brought(server, shapes)
    problem(response)

    assert response.status_code == status, response.text
    assert words in response.text


def test_what_is_seen_is_told_though_something_was_not(server: Server) -> None:
    """A violation stands, whatever else could not be looked at; the report says so."""
    shapes = SHAPE + "sh:property [ sh:path e:q ; sh:minCount 1 ] ; sh:rule [ a sh:TripleRule ] ."
    report = brought(server, shapes).json()

    assert report["result"] == "FAILURE"
    assert "sh:rule is not evaluated" in report["overview"]["note"]


def test_a_pattern_that_would_take_for_ever_is_ended(serve) -> None:
    """Its process is; the next client has another."""
    server = serve(validate_deadline="3")
    shapes = SHAPE + "sh:property [ sh:path e:p ; sh:pattern '^(([a-z])+.)+[A-Z]([a-z])+$' ] ."
    data = f"<http://e.example/x> a <http://e.example/C> ; <http://e.example/p> '{'a' * 4000}' .\n"
    sparql = SHAPE + f"sh:sparql [ sh:select 'SELECT $this {{ {CROSS} }}' ] ."
    many = "".join(f"<http://e.example/x{n}> a <http://e.example/C> .\n" for n in range(100))

    for answer in (brought(server, shapes, data), brought(server, sparql, many)):
        told = problem(answer)
        assert (told["code"], told["status"]) == ("validation-too-long", 503)
        assert told["limit"]["setting"] == "validate_deadline"
    assert brought(server, SHAPE + "sh:nodeKind sh:IRI .").json()["result"] == "SUCCESS"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_request_is_a_500(server: Server, data: st.DataObject) -> None:
    """Whatever stands in the members and in the documents."""
    words = st.one_of(
        st.sampled_from([*SYNTAXES.values(), DATA, SHAPE + "sh:nodeKind sh:IRI .", "", "<", "{", "http://e.example/"]),
        st.text(max_size=40),
    )
    anything = st.one_of(words, st.none(), st.booleans(), st.integers(), st.lists(words, max_size=2))
    rule = st.fixed_dictionaries({}, optional={"ruleSet": words, "ruleSyntax": anything, "embeddingMethod": anything})
    kinds = st.sampled_from([None, "STRING", "BASE64", "URL", "x"])
    types = st.sampled_from([None, *SYNTAXES, "text/html", "x"])
    document = data.draw(
        st.fixed_dictionaries(
            {"contentToValidate": words},
            optional={
                "contentSyntax": types,
                "embeddingMethod": kinds,
                "validationType": st.sampled_from([None, "submission", "any", "strict", "catalogue", "x"]),
                "externalRules": st.lists(rule, max_size=2),
                "reportSyntax": st.sampled_from([None, *SYNTAXES, "application/xml", "text/html", "application/json"]),
                "reportQuery": words,
                "locale": anything,
                "addRdfReportToReport": anything,
                "rdfReportSyntax": types,
                "mergeModelsBeforeValidation": anything,
            },
        )
    )
    response = post(server, document, data.draw(st.sampled_from(["clustergraph", "any"])))

    assert response.status_code in (200, 400, 403, 406, 413, 422), (document, response.text)
    if response.status_code != 200:
        assert problem(response)["code"]


def test_gzip_of_gzip_is_not_unpacked_for_ever(server: Server) -> None:
    """Once is enough."""
    content = gzip.compress(gzip.compress(DATA.encode()))
    url, headers = f"{server.url}/shacl/clustergraph/api/validate", {"Content-Type": "application/gzip"}

    assert "packed twice" in problem(httpx.post(url, content=content, headers=headers))["detail"]
    assert json.loads(httpx.get(f"{server.url}/shacl/api/version").content)
