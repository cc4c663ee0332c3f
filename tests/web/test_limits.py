"""Every limit that is told is kept: each is provoked on a real server, and the refusal names it."""

import gzip
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from clustergraph.settings.table import TABLE
from conftest import Server

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
EVERYTHING = "SELECT * { ?s ?p ?o }"
AGAIN = re.compile(r"\b(ask|try) (it )?again|\blater\b", re.IGNORECASE)
Provoke = Callable[[Server], httpx.Response]


def asks(query: str, path: str = "/sparql") -> Provoke:
    """Ask once."""
    return lambda server: httpx.get(f"{server.url}{path}", params={"query": query}, timeout=30)


def at_once(query: str, number: int) -> Provoke:
    """Ask so often at once; give the first refusal that is no deadline's."""

    def ask(server: Server) -> httpx.Response:
        with ThreadPoolExecutor(number) as pool:
            answers = list(pool.map(lambda _: asks(query)(server), range(number)))
        return next(one for one in answers if one.headers.get("clustergraph-error") != "deadline-passed")

    return ask


def in_turn(query: str, number: int) -> Provoke:
    """Ask so often in turn; give the last answer."""
    return lambda server: [asks(query)(server) for _ in range(number)][-1]


def sends(content: bytes, times: int = 1, *, job: bool = False) -> Provoke:
    """Hand in content to be validated so often, the last as a client that waits."""

    def send(server: Server) -> httpx.Response:
        url, headers = f"{server.url}/shacl/clustergraph/api/validate", {"Content-Type": "text/turtle"}
        for _ in range(times - 1):
            httpx.post(url, content=content, headers={**headers, "Prefer": "respond-async"}, timeout=30)
        last = {"Prefer": "respond-async"} if job else {}
        return httpx.post(url, content=content, headers={**headers, **last}, timeout=60)

    return send


def sends_at_once(content: bytes, number: int) -> Provoke:
    """Hand in content so often at once; give the first refusal that is no deadline's."""

    def send(server: Server) -> httpx.Response:
        with ThreadPoolExecutor(number) as pool:
            answers = list(pool.map(lambda _: sends(content)(server), range(number)))
        return next(one for one in answers if one.headers.get("clustergraph-error") != "validation-too-long")

    return send


def sends_many(number: int) -> Provoke:
    """Ask for several validations in one call."""
    one = {"contentToValidate": SMALL.decode(), "contentSyntax": "text/turtle"}
    return lambda server: httpx.post(f"{server.url}/shacl/clustergraph/api/validateMultiple", json=[one] * number)


def job_problem(content: bytes) -> Provoke:
    """Hand in a job and fetch what it ended with."""

    def ask(server: Server) -> httpx.Response:
        job = sends(content, job=True)(server)
        address = f"{server.url}{job.headers['location']}"
        while httpx.get(address).json()["state"] == "running":
            time.sleep(0.1)
        return httpx.get(f"{address}/report")

    return ask


SMALL = b"<http://example.org/c> a <https://w3id.org/clustergraph/ns#Cluster> ."
NESTED = (
    b"<http://example.org/c> <http://example.org/p> " + b"[ <http://example.org/p> " * 20 + b"1" + b" ]" * 20 + b" ."
)
ATTRIBUTES = (
    b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:e='http://example.org/'>"
    b"<rdf:Description " + b" ".join(b"e:p%d=''" % number for number in range(20)) + b"/></rdf:RDF>"
)
TERMS = b'{"@context": {%b}, "@graph": [%b]}' % (
    b", ".join(b'"t%d": "http://example.org/%d"' % (number, number) for number in range(40)),
    b", ".join([b'{"@context": {"a": "http://example.org/a"}, "a": 1}'] * 40),
)
#: So much that a second is not enough.
LARGE = b"".join(
    b"<http://example.org/%d> a <https://w3id.org/clustergraph/ns#Cluster> .\n" % number for number in range(150_000)
)
ONE = {"query_children": "1", "query_slow": "1"}
#: Limit → the settings with which it is met soon, and how.
CASES: dict[str, tuple[dict[str, str], Provoke]] = {
    "query_deadline": ({"query_deadline": "1"}, asks(CROSS)),
    "query_slow": ({"query_slow": "1", "query_deadline": "4"}, at_once(CROSS, 3)),
    "query_queue": ({**ONE, "query_queue": "0", "query_quick": "3", "query_deadline": "3"}, at_once(CROSS, 2)),
    "query_patience": ({**ONE, "query_patience": "0.5", "query_quick": "3", "query_deadline": "3"}, at_once(CROSS, 2)),
    "query_memory": (
        {"query_memory": "64", "query_deadline": "60"},
        asks("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"),
    ),
    "query_max_bytes": ({"query_max_bytes": "300"}, asks("ASK {} #" + 300 * "x")),
    "query_max_calls": ({"query_max_calls": "1"}, asks("ASK { FILTER(REGEX(SUBSTR('a', 1), 'a')) }")),
    "query_max_nesting": ({"query_max_nesting": "4"}, asks("ASK {{{{{}}}}}")),
    "query_max_operators": ({"query_max_operators": "16"}, asks("SELECT * {" + 20 * "{} UNION " + "{}}")),
    "result_max_bytes": ({"result_max_bytes": "1024"}, asks(EVERYTHING)),
    "page_max_bytes": ({"page_max_bytes": "1024"}, asks(EVERYTHING, "/query")),
    "result_max_rows": ({"result_max_rows": "10"}, asks(EVERYTHING)),
    "citations_max": (
        {"citations_max": "0"},
        lambda server: httpx.post(f"{server.url}/citations", data={"query": "ASK {}"}),
    ),
    "citations_releases_max": (
        {"citations_releases_max": "0"},
        lambda server: httpx.post(f"{server.url}/citations", data={"query": "ASK {}"}),
    ),
    "client_citations": (
        {"client_citations": "1"},
        lambda server: [httpx.post(f"{server.url}/citations", data={"query": f"ASK {{}} #{n}"}) for n in range(2)][-1],
    ),
    "client_requests": ({"client_requests": "3"}, in_turn("ASK {}", 5)),
    "client_seconds": ({"client_seconds": "1", "query_deadline": "2"}, in_turn(CROSS, 2)),
    "content_max_bytes": ({"content_max_bytes": "1024"}, sends(SMALL * 20)),
    "content_max_statements": ({"content_max_statements": "1"}, sends(SMALL + SMALL.replace(b"/c>", b"/d>"))),
    "content_max_nesting": ({"content_max_nesting": "10"}, sends(NESTED)),
    "content_max_term": ({"content_max_term": "1024"}, sends(SMALL.replace(b"/c>", b"/" + b"c" * 2000 + b">"))),
    "content_max_attributes": ({"content_max_attributes": "16"}, sends(ATTRIBUTES)),
    "content_max_terms": ({"content_max_terms": "1000"}, sends(TERMS)),
    "content_max_ratio": ({"content_max_ratio": "10"}, sends(gzip.compress(b"#" * 1_000_000))),
    "validate_deadline": ({"validate_deadline": "1"}, sends(LARGE)),
    "validate_queue": (
        {"validate_children": "1", "validate_queue": "0", "validate_deadline": "60"},
        sends(LARGE, times=2),
    ),
    "validate_memory": ({"validate_memory": "64", "validate_deadline": "60"}, sends(LARGE)),
    "validate_findings": ({"validate_findings": "1"}, sends(SMALL)),
    "validate_batch": ({"validate_batch": "2"}, sends_many(3)),
    "job_deadline": ({"job_deadline": "1"}, job_problem(LARGE)),
    "client_validations": ({"validate_deadline": "1"}, sends_at_once(LARGE, 4)),
    "client_jobs": ({"client_jobs": "1"}, sends(LARGE, times=2, job=True)),
    "client_bodies": ({"client_bodies": "65536"}, sends(b"#" * 100_000)),
    "bodies_max_bytes": ({"bodies_max_bytes": "1048576"}, sends(b"#" * 2_000_000)),
    "jobs_max": ({"jobs_max": "0"}, sends(SMALL, job=True)),
    "client_queries": ({"client_queries": "1", "query_deadline": "3"}, at_once(CROSS, 2)),
}
#: Limits whose refusals need a socket or a signal, and stand in tests of their own.
ELSEWHERE = {
    "send_timeout": "test_log.py::test_a_broken_transfer_is_logged_as_such",
    "read_timeout": "test_connections.py::test_a_body_that_does_not_come_is_refused",
    "service_deadline": "test_federation.py::test_a_bad_endpoint_is_a_502",
    "service_max_bytes": "test_federation.py::test_a_bad_endpoint_is_a_502",
    "service_max_rows": "test_federation.py::test_a_bad_endpoint_is_a_502",
    "service_max_calls": "test_federation.py::test_what_is_not_allowed_is_not_called",
    "client_documents": "test_crawlers.py::test_what_has_no_turn_in_time_is_told_why",
    "document_patience": "test_crawlers.py::test_what_has_no_turn_in_time_is_told_why",
    "shutdown_grace": "test_shutdown.py::test_what_has_not_begun_is_refused_at_the_end",
}
#: Limits that may be free again in a while; a refusal by any other would be the same each time.
PASSING = {"query_slow", "query_queue", "query_patience", "client_requests", "client_seconds", "client_queries"}
PASSING |= {"validate_queue", "client_validations", "client_jobs", "client_bodies", "bodies_max_bytes"}
PASSING |= {"client_citations"}
PUBLIC = {setting.name: setting for setting in TABLE if setting.refusal}


def test_every_limit_is_provoked() -> None:
    """Here or where it is said; what is named exists."""
    assert PUBLIC.keys() == {*CASES, *ELSEWHERE}
    for where in ELSEWHERE.values():
        file, name = where.split("::")
        assert f"def {name}(" in (Path(__file__).parent / file).read_text()


@pytest.mark.parametrize("name", CASES)
def test_a_limit_is_as_it_is_told(serve, name: str) -> None:
    """Value, code and status of /limits are those of the refusal."""
    settings, provoke = CASES[name]
    server = serve(**settings)
    told = {one["name"]: one for one in httpx.get(f"{server.url}/limits").json()["limits"]}[name]
    refusal = provoke(server)
    problem = refusal.json()

    assert (problem["code"], refusal.status_code) == (told["code"], told["status"])
    assert problem["code"] == refusal.headers["clustergraph-error"] == PUBLIC[name].refusal
    assert problem["limit"]["setting"] == name
    assert problem["limit"]["value"] == told["value"]
    assert ("retry-after" in refusal.headers) == ("retry_after" in problem) == (name in PASSING)
    if name not in PASSING:
        assert not AGAIN.search(problem.get("remedy", "")), "what would be refused again is not to be asked again"


def test_a_browser_gets_a_page(server: Server) -> None:
    """With the same rows."""
    page = httpx.get(f"{server.url}/limits", headers={"Accept": "text/html"})

    assert page.headers["content-type"].startswith("text/html")
    assert page.text.count("<tr>") == len(PUBLIC) + 1
    assert all(f"<code>{name}</code>" in page.text for name in PUBLIC)
