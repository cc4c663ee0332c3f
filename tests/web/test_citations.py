"""Cited answers: by the real server, over restarts, rebuilds and later releases."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from clustergraph.store.home import Home
from conftest import ROOT, Server, clustergraph

QUERY = (ROOT / "src/clustergraph/queries/companies-by-sector.rq").read_text()
GRAPH = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 20"


def cite(server: Server, query: str = QUERY, **more: str) -> str:
    """Cite an answer, and give the address of the citation."""
    answer = httpx.post(f"{server.url}/citations", data={"query": query, **more}, timeout=30)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def refused(server: Server, query: str = QUERY, **more: str) -> tuple[int, str]:
    answer = httpx.post(f"{server.url}/citations", data={"query": query, **more}, timeout=30)
    return answer.status_code, answer.json()["code"]


def test_a_citation_is_text_bibtex_csl_and_a_page(server: Server) -> None:
    """All say the release, the digest of the answer and the address; the same answer has one citation."""
    where = cite(server, format="csv")
    answer = httpx.get(f"{server.url}{where}/answer")
    sha256 = hashlib.sha256(answer.content).hexdigest()

    assert cite(server, format="csv") == where != cite(server, format="json")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["repr-digest"] == f"sha-256=:{b64encode(bytes.fromhex(sha256)).decode()}:"
    assert "immutable" in answer.headers["cache-control"]
    release = answer.headers["clustergraph-release"]
    for suffix, accept in (("txt", "text/plain"), ("bib", "application/x-bibtex"), ("json", "application/json")):
        told = httpx.get(f"{server.url}{where}", headers={"Accept": accept})
        assert told.content == httpx.get(f"{server.url}{where}.{suffix}").content
        assert told.headers["content-location"] == f"{where}.{suffix}"
        assert all(word in told.text for word in (sha256, release[:16], f"{server.url}{where}"))
    [item] = json.loads(httpx.get(f"{server.url}{where}.json").text)
    assert (item["type"], item["version"], item["URL"]) == ("dataset", release, f"{server.url}{where}")
    page = httpx.get(f"{server.url}{where}", headers={"Accept": "text/html"}).text
    assert sha256 in page
    assert "@misc{clustergraph-" in page
    assert httpx.get(f"{server.url}{where}/answer", headers={"If-None-Match": f'"{sha256}"'}).status_code == 304


def test_a_graph_and_a_kept_release_can_be_cited(server: Server) -> None:
    """A graph comes as Turtle where no format is named; the release may be named."""
    digest = httpx.get(f"{server.url}/sparql", params={"query": "ASK {}"}).headers["clustergraph-release"]
    where = cite(server, GRAPH, release=digest)
    answer = httpx.get(f"{server.url}{where}/answer")
    same = httpx.get(f"{server.url}/sparql", params={"query": GRAPH, "release": digest, "format": "turtle"})

    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    assert answer.content == same.content


@pytest.mark.parametrize(
    ("query", "more", "status", "code"),
    [
        ("SELECT (RAND() AS ?x) {}", {}, 400, "not-citable"),
        ("SELECT * { ?s ?p", {}, 400, "syntax-error"),
        ("", {}, 400, "bad-parameter"),
        ("ASK {}", {"format": "html"}, 400, "bad-parameter"),
        ("ASK {}", {"format": "turtle"}, 406, "not-acceptable"),
        ("ASK {}", {"formats": "csv"}, 400, "bad-parameter"),
        ("ASK {}", {"release": "0" * 64}, 404, "unknown-release"),
        ("ASK {} #" + 300_000 * "x", {}, 413, "query-too-long"),
    ],
)
def test_what_cannot_be_cited_is_refused(
    server: Server, query: str, more: dict[str, str], status: int, code: str
) -> None:
    """Before anything is kept."""
    assert refused(server, query, **more) == (status, code)
    assert httpx.get(f"{server.url}/citation/{20 * '0'}").json()["code"] == "not-found"
    assert httpx.get(f"{server.url}/citation/{20 * '0'}/answer").json()["code"] == "not-found"


def test_the_page_of_an_answer_leads_to_its_citation(server: Server) -> None:
    """From the answer to the offer; what the offer's form sends makes the citation."""
    page = httpx.get(f"{server.url}/query", params={"query": "ASK {}"}, headers={"Accept": "text/html"}).text
    assert 'href="/cite?query=ASK+%7B%7D"' in page
    offer = httpx.get(f"{server.url}/cite", params={"query": "ASK {}"}, headers={"Accept": "text/html"})
    assert 'action="/citations" method="post"' in offer.text


def test_the_endpoint_tells_when_it_answers_otherwise_than_the_release(server: Server) -> None:
    """Its own words are in no release: who counts them is told so."""
    browser = {"Accept": "text/html"}
    every, one = cite(server, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"), cite(server, "ASK {}")

    assert "Asked without a release" in httpx.get(f"{server.url}{every}", headers=browser).text
    assert "Asked without a release" not in httpx.get(f"{server.url}{one}", headers=browser).text


def test_an_answer_that_differs_breaks_off(serve: Callable[..., Server], home: Home) -> None:
    """Not a byte of it looks like the answer that was cited."""
    server = serve()
    where = cite(server)
    folder = next(path.parent for path in Path(server.log.name).parent.glob("citations/*.json"))
    path = folder / f"{where.rsplit('/', 1)[-1]}.json"
    told = json.loads(path.read_text())
    path.write_text(json.dumps({**told, "sha256": "0" * 64}))
    answer = httpx.get(f"{server.url}{where}/answer")

    assert (answer.status_code, answer.json()["code"]) == (500, "cited-answer-differs")
    large = cite(server, "SELECT * { ?s ?p ?o } LIMIT 20000")
    path = folder / f"{large.rsplit('/', 1)[-1]}.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "sha256": "0" * 64}))
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{server.url}{large}/answer")


def test_a_cited_answer_stays_as_it_is(tmp_path: Path) -> None:
    """After a restart, after the release is built again from nothing, and after ten later releases."""
    folder, data = tmp_path / "home", tmp_path / "data.nq"
    kept = {"CLUSTERGRAPH_RELEASES_KEPT": "2"}
    assert clustergraph("--home", str(folder), "build", **kept).returncode == 0
    server = Server(folder)
    try:
        queries = [(QUERY, "json"), (QUERY, "csv"), (GRAPH, "turtle"), ("SELECT * { ?s ?p ?o } LIMIT 5000", "tsv")]
        cited = {(where := cite(server, query, format=form)): read(server, where) for query, form in queries}
    finally:
        server.stop()
    for number in range(10):
        data.write_text(f"<http://x/s> <http://x/p> <http://x/{number}> <http://x/g> .\n")
        assert clustergraph("--home", str(folder), "load", str(data), **kept).returncode == 0
    server = Server(folder)
    try:
        assert {where: read(server, where) for where in cited} == cited
        listed = httpx.get(f"{server.url}/releases/").json()["releases"]
        assert [row["kept"] for row in listed] == [True, True, *[False] * 8, True]
        assert [row["cited"] for row in listed] == [*[False] * 10, True]
        digest = listed[-1]["digest"]
        asked = {"query": QUERY, "format": "csv", "release": digest}
        assert httpx.get(f"{server.url}/sparql", params=asked).content in cited.values()
        dump = httpx.get(f"{server.url}/releases/{digest}/clustergraph.nq", headers={"Accept-Encoding": "identity"})
        assert dump.headers["clustergraph-release"] == digest
    finally:
        server.stop()
    (folder / "current").unlink()
    for release in (folder / "releases").iterdir():
        release.rename(tmp_path / release.name)
    assert clustergraph("--home", str(folder), "build", **kept).returncode == 0
    server = Server(folder)
    try:
        assert {where: read(server, where) for where in cited} == cited
    finally:
        server.stop()


def read(server: Server, where: str) -> bytes:
    answer = httpx.get(f"{server.url}{where}/answer", timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.content
