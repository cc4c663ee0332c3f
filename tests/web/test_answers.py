"""Answers as they travel: compressed, as a page, within limits, to slow readers; by a real server."""

import gzip
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from clustergraph.query.formats import BY_NAME, FORMATS
from clustergraph.store.home import Home
from conftest import Server

MANY = "SELECT * { ?s ?p ?o } LIMIT 3000"


@pytest.fixture(scope="module")
def narrow(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a low limit for answers."""
    folder = tmp_path_factory.mktemp("narrow") / "home"
    folder.mkdir()
    (folder / "current").write_text((home.folder / "current").read_text())
    (folder / "releases").symlink_to(home.releases)
    running = Server(folder, result_max_rows="10", client_requests="0")
    yield running
    running.stop()


@pytest.mark.parametrize("accept_encoding", ["gzip", "deflate, gzip;q=0.5", "GZIP"])
def test_large_answers_are_compressed_where_the_client_takes_it(server: Server, accept_encoding: str) -> None:
    """And are the same answers."""
    plain = httpx.get(f"{server.url}/sparql", params={"query": MANY}, headers={"Accept-Encoding": "identity"})
    with httpx.stream(
        "GET", f"{server.url}/sparql", params={"query": MANY}, headers={"Accept-Encoding": accept_encoding}
    ) as response:
        raw = b"".join(response.iter_raw())

    assert response.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["vary"]
    assert len(raw) < len(plain.content) / 5
    assert len(gzip.decompress(raw)) == len(plain.content)


@pytest.mark.parametrize("accept_encoding", ["identity", "gzip;q=0", "br"])
def test_nothing_is_compressed_that_nobody_wants_so(server: Server, accept_encoding: str) -> None:
    """And small answers never are."""
    headers = {"Accept-Encoding": accept_encoding}
    large = httpx.get(f"{server.url}/sparql", params={"query": MANY}, headers=headers)
    small = httpx.get(f"{server.url}/sparql", params={"query": "ASK {}"}, headers={"Accept-Encoding": "gzip"})

    assert "content-encoding" not in large.headers
    assert "content-encoding" not in small.headers


HOSTILE = (
    "SELECT ?x { VALUES ?x { <javascript:alert(1)> '<script>alert(1)</script>' <http://a/?b&c> "
    '"\\" onmouseover=\\"alert(1)"@en 7 UNDEF } }'
)


def test_a_browser_gets_a_page_of_all_rows(ask: Callable[..., httpx.Response]) -> None:
    """With links for what can be followed, and nothing that runs."""
    page = ask(HOSTILE, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")

    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src" not in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.text.count("<tr>") == 6
    assert "<script" not in page.text
    assert 'href="javascript' not in page.text
    assert '<a href="http://a/?b&amp;c"' in page.text
    assert '<td class="number" title="xsd:integer">7</td>' in page.text
    assert ask("SELECT * { ?s ?p ?o } LIMIT 5000", "text/html").text.count("<tr>") == 5000


@pytest.mark.parametrize(
    ("query", "rows"),
    [("ASK {}", ["yes"]), ("CONSTRUCT { <a:s> <a:p> 'o'@sr-Latn } {}", ["a:s", "a:p", "o"]), ("SELECT ?x {}", ["–"])],
)
def test_all_kinds_of_answers_have_a_page(ask: Callable[..., httpx.Response], query: str, rows: list[str]) -> None:
    """Also what has no columns of its own."""
    page = ask(query, "text/html").text
    cells = [cell.split(">", 1)[1].split("</td>")[0] for cell in page.split("<td")[1:]]

    assert [re.sub("<[^>]*>", "", cell) for cell in cells] == rows


@pytest.mark.parametrize("form", [row.name for row in FORMATS])
def test_more_rows_than_the_limit_are_refused_in_every_format(narrow: Server, form: str) -> None:
    """Never cut: refused, with the limit."""
    head = "CONSTRUCT { ?s ?p ?o }" if BY_NAME[form].kind == "graph" else "SELECT *"

    def get(number: int) -> httpx.Response:
        query = f"{head} {{ ?s ?p ?o }} LIMIT {number}"
        return httpx.get(f"{narrow.url}/sparql", params={"query": query, "format": form}, timeout=30)

    assert get(10).status_code == 200
    refused = get(11)
    assert refused.status_code == 413
    assert refused.json()["code"] == "result-too-large"
    assert refused.json()["limit"] == {"setting": "result_max_rows", "value": 10, "unit": "rows"}


def _slow_reader(server: Server) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", server.port))
    names = " ".join(f"<a:{number}>" for number in range(20))
    query = f"CONSTRUCT {{ ?s ?g ?o }} {{ VALUES ?g {{ {names} }} ?s ?p ?o }}"
    parameters = httpx.QueryParams({"query": query, "format": "turtle"})
    client.sendall(f"GET /sparql?{parameters} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return client


def test_a_slow_reader_holds_no_child_and_is_cut_off(serve: Callable[..., Server]) -> None:
    """It reads nothing: others are answered at once, and its transfer is broken after the time to send."""
    server = serve(send_timeout="1", query_children="1")
    with _slow_reader(server) as client:
        time.sleep(0.5)
        for _ in range(5):
            response = httpx.get(f"{server.url}/sparql", params={"query": "ASK {}"}, timeout=30)
            assert response.json()["boolean"] is True
        time.sleep(4)
        client.settimeout(5)
        received = b""
        try:
            while piece := client.recv(65_536):
                received += piece
        except ConnectionResetError:
            pass

    assert received.startswith(b"HTTP/1.1 200")
    assert not received.endswith(b"0\r\n\r\n")


def test_curl_understands_a_compressed_answer_and_its_end(server: Server, tmp_path: Path) -> None:
    """Whole, it is whole; cut, curl says so."""

    def curl(query: str) -> int:
        command = ["curl", "-sS", "-G", "--compressed", "-o", str(tmp_path / "out"), "--data-urlencode"]
        done = subprocess.run([*command, f"query={query}", f"{server.url}/sparql"], capture_output=True, check=False)
        return done.returncode

    assert curl(MANY) == 0
    assert curl("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }") != 0
