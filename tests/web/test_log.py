"""The access log of a real server."""

import json
import socket
import time
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from clustergraph.web.log import Pseudonyms
from conftest import Server, clustergraph

PARTS = {"time", "client", "method", "path", "status", "complete", "bytes", "seconds", "error", "format"}
PARTS |= {"encoding", "release"}


def entries(path: Path, wanted: Callable[[dict[str, object]], bool]) -> list[dict[str, object]]:
    """Read the log, waiting for a line that is wanted; every line must be whole."""
    deadline = time.monotonic() + 10
    while True:
        found = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
        if any(wanted(entry) for entry in found):
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.1)


@pytest.fixture
def logged(serve, tmp_path: Path) -> tuple[Server, Path]:
    """A server that writes its log into a file, as is usual."""
    path = tmp_path / "access.jsonl"
    return serve(access_log=str(path), send_timeout="1", result_max_bytes="10737418240"), path


def test_a_line_tells_all_but_who_and_what(logged: tuple[Server, Path]) -> None:
    """Path without query text, digest of the query, pseudonym of the client."""
    server, path = logged
    query = "SELECT (7 AS ?secret) {}"
    httpx.get(f"{server.url}/sparql", params={"query": query, "format": "csv"})
    httpx.post(f"{server.url}/sparql", data={"query": query})
    httpx.get(f"{server.url}/query", params={"query": query})
    httpx.get(f"{server.url}/sparql", params={"query": "SELECT ?secret {"})
    httpx.get(f"{server.url}/last%0A?secret")
    found = entries(path, lambda entry: str(entry["path"]).startswith("/last"))
    asked = [entry for entry in found if "query" in entry]

    assert "secret" not in path.read_text()
    assert "127.0.0.1" not in path.read_text()
    assert {entry["query"] for entry in asked[:3]} == {sha256(query.encode()).hexdigest()[:16]}
    first = asked[0]
    assert set(first) == {*PARTS, "query"}
    assert (first["method"], first["path"], first["status"], first["complete"]) == ("GET", "/sparql", 200, True)
    assert (first["bytes"], first["format"]) == (len("secret\r\n7\r\n"), "text/csv; charset=utf-8")
    assert len(str(first["release"])) == 64
    assert [entry["error"] for entry in asked] == [None, None, None, "syntax-error"]
    assert len({entry["client"] for entry in found}) == 1


def test_addresses_and_queries_are_written_where_that_is_set(serve, tmp_path: Path) -> None:
    """For an operator who needs them."""
    path = tmp_path / "access.jsonl"
    server = serve(access_log=str(path), access_log_clients="yes", access_log_queries="yes")
    httpx.get(f"{server.url}/sparql", params={"query": "ASK {}"})
    found = entries(path, lambda entry: "query" in entry)

    assert (found[-1]["client"], found[-1]["query"]) == ("127.0.0.1", "ASK {}")


def test_a_broken_transfer_is_logged_as_such(logged: tuple[Server, Path]) -> None:
    """By a reader that stops, and by one that leaves."""
    server, path = logged
    request = b"GET /sparql?query=SELECT%20*%20%7B?a%20?b%20?c.?d%20?e%20?f%7D HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port)) as slow:
        slow.sendall(request)
        found = entries(path, lambda entry: entry["error"] == "reader-too-slow")
        broken = next(entry for entry in found if entry["error"] == "reader-too-slow")
    with socket.create_connection(("127.0.0.1", server.port)) as leaving:
        leaving.sendall(request)
        leaving.recv(1000)
    left = entries(path, lambda entry: entry["error"] == "client-left")[-1]

    assert (broken["status"], broken["complete"]) == (200, False)
    assert int(str(broken["bytes"])) > 65_536
    assert (left["status"], left["complete"]) == (200, False)


def test_a_log_may_be_moved_away(logged: tuple[Server, Path]) -> None:
    """As logrotate does, without a word to the server."""
    server, path = logged
    httpx.get(f"{server.url}/first")
    entries(path, lambda entry: entry["path"] == "/first")
    path.rename(path.with_suffix(".1"))
    httpx.get(f"{server.url}/second")

    assert [entry["path"] for entry in entries(path, lambda entry: entry["path"] == "/second")] == ["/second"]


def test_a_full_disk_stops_no_answer(serve) -> None:
    """Lost lines are counted."""
    server = serve(access_log="/dev/full")
    statuses = {httpx.get(f"{server.url}/sparql", params={"query": "ASK {}"}).status_code for _ in range(50)}
    time.sleep(0.3)
    lost = [line for line in httpx.get(f"{server.url}/metrics").text.splitlines() if "log_lost " in line][-1]

    assert statuses == {200}
    assert float(lost.split()[1]) >= 50


def test_nothing_is_logged_without_being_asked(server: Server) -> None:
    """The default is off."""
    httpx.get(f"{server.url}/never-logged")

    assert "never-logged" not in Path(server.log.name).read_text()


def test_a_log_that_cannot_be_written_is_told_at_the_start(home, tmp_path: Path) -> None:
    """Not when it is too late."""
    done = clustergraph("--home", str(home.folder), "serve", CLUSTERGRAPH_ACCESS_LOG=str(tmp_path / "no/access.jsonl"))

    assert done.returncode == 1
    assert "access_log" in done.stderr


def test_pseudonyms_hold_for_a_day() -> None:
    """The same client is the same within a day, and nobody's the next; another server has other keys."""
    names, others, today = Pseudonyms(), Pseudonyms(), date(2026, 11, 23)

    assert names.of("192.0.2.1", today) == names.of("192.0.2.1", today)
    assert names.of("192.0.2.1", today) != names.of("192.0.2.2", today)
    assert names.of("192.0.2.1", today) != others.of("192.0.2.1", today)
    first = names.of("192.0.2.1", today)
    assert names.of("192.0.2.1", date(2026, 11, 24)) != first
    assert names.of("192.0.2.1", today) != first  # the key of a day that is over is gone
