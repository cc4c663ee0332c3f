"""Connections of clients that do not do their part, and the headers that every answer has; real sockets."""

import re
import socket
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest

import clustergraph
from conftest import Server

HALVES = {
    "nothing": (b"", b""),
    "half a request line": (b"GET / HT", b""),
    "half the headers": (b"GET / HTTP/1.1\r\nHost: x\r\nAcc", b""),
    "headers for ever": (b"GET / HTTP/1.1\r\nHost: x\r\n", b"a: b\r\n"),
    "idle after an answer": (b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n", b""),
    "HTTP/2 begun": (b"PRI * HTTP/2.0\r\n", b""),
}
POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 5000\r\n\r\n"


@pytest.fixture
def strict(serve) -> Server:
    """A server that waits for a second."""
    running: Server = serve(read_timeout="1")
    return running


def closed_after(port: int, first: bytes, drip: bytes) -> tuple[float, bytes]:
    """Send, then a little every 0.2 s; give the seconds until the server closes, and what it said."""
    said, began = b"", time.monotonic()
    with socket.create_connection(("127.0.0.1", port)) as half:
        half.settimeout(0.2)
        half.sendall(first)
        while time.monotonic() - began < 8:
            try:
                piece = half.recv(65_536)
                if not piece:
                    return time.monotonic() - began, said
                said += piece
            except TimeoutError:
                half.sendall(drip)
            except ConnectionError:
                return time.monotonic() - began, said
    raise AssertionError("the connection stays open")


@pytest.mark.parametrize("name", HALVES)
def test_half_open_connections_are_closed(strict: Server, name: str) -> None:
    """Also where not one byte came."""
    seconds, _ = closed_after(strict.port, *HALVES[name])

    assert seconds < 3


@pytest.mark.parametrize("drip", [b"", b"A"])
def test_a_body_that_does_not_come_is_refused(strict: Server, drip: bytes) -> None:
    """With a true status, however it drips."""
    seconds, said = closed_after(strict.port, POST + b"ASK", drip)

    assert seconds < 3
    assert said.startswith(b"HTTP/1.1 408 ")
    assert b'"request-too-slow"' in said
    assert b'"read_timeout"' in said


def test_many_half_open_connections_stop_nobody(serve) -> None:
    """As many as may be open at once: others wait for the timeout of these, no longer."""
    server = serve(read_timeout="1", connections="20")
    held = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(20)]
    began = time.monotonic()
    answer = httpx.get(f"{server.url}/health/live", timeout=10)
    for one in held:
        one.close()

    assert answer.status_code == 200
    assert time.monotonic() - began < 4


DATA = [
    "/sparql?query=ASK%7B%7D",
    "/sparql",
    "/catalog.ttl",
    "/dumps/",
    "/limits",
    "/clusters",
    "/queries/employees-total.csv",
    "/no",
]


@pytest.mark.parametrize(
    "path", [*DATA, "/health/live", "/metrics", "/", "/queries", "/queries/no", "/static/style.css"]
)
def test_headers_that_every_answer_has(server: Server, path: str) -> None:
    """Once each; refusals have them too."""
    answer = httpx.get(f"{server.url}{path}", headers={"Origin": "https://example.org"})
    counts = {name: len(answer.headers.get_list(name)) for name in answer.headers}

    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert {count for name, count in counts.items() if name not in ("vary", "link")} == {1}
    assert "access-control-allow-credentials" not in answer.headers
    data = path in DATA
    assert answer.headers.get("access-control-allow-origin") == ("*" if data else None)
    assert answer.headers["cross-origin-resource-policy"] == ("cross-origin" if data else "same-origin")
    exposed = answer.headers.get("access-control-expose-headers", "")
    assert data == all(name in exposed for name in ("Link", "Retry-After", "Clustergraph-Release"))


def test_a_script_of_another_page_may_read_each_header_of_ours(server: Server) -> None:
    """Each that occurs in our code is exposed."""
    code = "".join(
        path.read_text(encoding="utf-8") for path in (Path(clustergraph.__file__).parent / "web").rglob("*.py")
    )
    ours = {name.lower() for name in re.findall(r'"(clustergraph-[a-z]+)"', code, re.IGNORECASE)}
    exposed = httpx.get(f"{server.url}/limits").headers["access-control-expose-headers"].lower().split(", ")

    assert ours <= set(exposed)
    assert len(ours) > 4


def test_a_refusal_names_its_error_in_a_header(server: Server) -> None:
    """For HEAD, which has no body, and for a page."""
    head = httpx.head(f"{server.url}/sparql", params={"query": "SELECT"})
    page = httpx.get(f"{server.url}/queries/no", headers={"Accept": "text/html"})

    assert (head.status_code, head.headers["clustergraph-error"]) == (400, "syntax-error")
    assert (page.status_code, page.headers["clustergraph-error"]) == (404, "unknown-query")


def test_slow_readers_of_dumps_stop_no_page(server: Server) -> None:
    """More of them than there are threads for pages."""
    listed = httpx.get(f"{server.url}/dumps/").text
    name = next(name for name in re.findall(r'href="/dumps/([^"]+)"', listed) if name.endswith(".nq"))
    with ExitStack() as stack:
        for _ in range(80):
            slow = stack.enter_context(socket.socket())
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.connect(("127.0.0.1", server.port))
            slow.sendall(f"GET /dumps/{name} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(1)
        began = time.monotonic()
        page = httpx.get(f"{server.url}/queries", timeout=20)

    assert page.status_code == 200
    assert time.monotonic() - began < 5


def test_a_dump_that_is_not_read_on_is_broken(serve) -> None:
    """And its transfer is seen to be broken."""
    server = serve(send_timeout="1", access_log="stderr")
    listed = httpx.get(f"{server.url}/dumps/").text
    name = next(name for name in re.findall(r'href="/dumps/([^"]+)"', listed) if name.endswith(".nq"))
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", server.port))
        slow.sendall(f"GET /dumps/{name} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(4)
        slow.settimeout(5)
        received = b""
        with suppress(ConnectionError):
            while piece := slow.recv(1_000_000):
                received += piece
    length = int(re.search(rb"content-length: (\d+)", received)[1])  # type: ignore[index]

    assert len(received) < length
    assert '"error": "reader-too-slow"' in Path(server.log.name).read_text()
