"""A broken answer is one line in the log of the server, which says what was asked and what happened; never a trace."""

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from clustergraph.store.home import Home
from conftest import Server, clustergraph, free_port
from hostile.watch import Watch

ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TRACES = ("Traceback", "raised an exception", 'File "')


@pytest.fixture
def own(home: Home, tmp_path: Path) -> Iterator[Server]:
    """A server with a home of its own, whose files may be damaged."""
    folder = tmp_path / "home"
    shutil.copytree(home.folder, folder)
    running = Server(folder, query_deadline="4", send_timeout="2", client_seconds="0", result_max_bytes="3000000000")
    yield running
    running.stop()


def lines(server: Server, since: int = 0) -> list[str]:
    """Give what the server has written since it served; none of it is a trace."""
    time.sleep(0.3)
    written = Path(server.log.name).read_text()
    assert not [mark for mark in TRACES if mark in written], written
    return written.split("/sparql\n", 1)[1].splitlines()[since:]


def curl(address: str, *options: str) -> int:
    """Fetch something; gives curl's exit code, which is 0 where all came."""
    return subprocess.run(
        ["curl", "-sS", "-o", "/dev/null", *options, address], capture_output=True, check=False
    ).returncode


def test_a_process_that_dies_in_mid_answer(own: Server) -> None:
    """Killed, as the kernel does when memory is short."""
    with httpx.stream("GET", f"{own.url}/sparql", params={"query": ENDLESS}, timeout=20) as answer:
        received = answer.iter_raw()
        next(received)
        for child in Watch(own.process.pid).children():
            os.kill(child.pid, signal.SIGKILL)
        with pytest.raises(httpx.RemoteProtocolError):
            list(received)

    told = lines(own)  # those that were being started have ended as well
    assert [line for line in told if line.startswith("GET")] == [told[-1]]
    assert told[-1].startswith("GET /sparql was broken off: query-crashed: ")


def test_a_deadline_in_mid_answer(own: Server) -> None:
    """The same for a graph."""
    query = "CONSTRUCT { ?a ?b ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert curl(f"{own.url}/sparql", "-G", "--data-urlencode", f"query={query}") == 18

    [line] = lines(own)
    assert line == "GET /sparql was broken off: deadline-passed: The query was stopped after 4 seconds."


@pytest.mark.parametrize("compressed", [False, True])
def test_a_dump_that_becomes_shorter(own: Server, tmp_path: Path, compressed: bool) -> None:
    """In the middle of being sent."""
    release = tmp_path / "home/releases" / (tmp_path / "home/current").read_text().strip()
    dump = release / "dumps/clustergraph.nq"
    with socket.create_connection(("127.0.0.1", own.port)) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        coding = "Accept-Encoding: gzip\r\n" if compressed else ""
        client.sendall(f"GET /dumps/clustergraph.nq HTTP/1.1\r\nHost: x\r\n{coding}\r\n".encode())
        assert client.recv(100).startswith(b"HTTP/1.1 200")
        os.truncate(dump, 1000)
        while client.recv(1_000_000):
            pass

    [line] = lines(own)
    assert line.startswith("GET /dumps/clustergraph.nq was broken off: release-error: ")


def rewritten(home: Home, folder: Path, file: str, change: Callable[[bytes], bytes]) -> Path:
    """Copy a home, and write a file of its release otherwise, as if it had been built so."""
    shutil.copytree(home.folder, folder)
    release = Home(folder).current()
    content = change((release.folder / file).read_bytes())
    (release.folder / file).write_bytes(content)
    record = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    manifest = replace(release.manifest, files={**release.manifest.files, file: record})
    (release.folder / "release.json").write_text(manifest.as_json())
    return folder


@pytest.mark.parametrize(("path", "accept"), [("/", "text/html"), ("/catalog", "text/turtle")])
def test_what_nobody_foresaw(home: Home, tmp_path: Path, path: str, accept: str) -> None:
    """The client is told a number, in a page or a problem document; operators find the line, and where it was."""
    texts = json.loads((home.current().folder / "catalogue.json").read_text())
    folder = rewritten(
        home, tmp_path / "home", "catalogue.json", lambda _: json.dumps({**texts, "languages": 5}).encode()
    )
    server = Server(folder)
    try:
        answer = httpx.get(f"{server.url}{path}", headers={"Accept": accept})
        [*_, line] = lines(server)  # whoever waited for the server asked for the start page
    finally:
        server.stop()

    assert (answer.status_code, answer.headers["clustergraph-error"]) == (500, "internal-error")
    assert answer.headers["content-type"].startswith("text/html" if "html" in accept else "application/problem+json")
    number = line.rpartition("[")[2].rstrip("]")
    assert len(number) == 8
    assert "Ask its operator" in answer.text
    assert number in answer.text
    assert line.startswith(f"GET {path}: TypeError: ")
    assert "(clustergraph/mapping/" in line


def test_a_command_that_ends_in_what_nobody_foresaw(home: Home, tmp_path: Path) -> None:
    """In a line that says where, with an exit code of its own."""
    folder = rewritten(home, tmp_path / "home", "statistics.json", lambda _: b'{"classPartitions": 5}')
    done = clustergraph("--home", str(folder), "serve", "--port", str(free_port()))

    assert done.returncode == 70
    assert "Traceback" not in done.stderr
    assert "(internal-error)" in done.stderr
    assert "clustergraph/mapping/void.py:" in done.stderr or "clustergraph/web/templates/" in done.stderr


@pytest.mark.parametrize("change", ["gone", "edited", "broken"])
def test_a_file_of_the_repository_that_was_changed(home: Home, repository: Path, tmp_path: Path, change: str) -> None:
    """It is the server's fault, not the visitor's: a version of shapes is given as it was kept, or not at all."""
    shutil.copytree(home.folder, tmp_path / "home")
    server = Server(tmp_path / "home", repository=str(repository))
    try:
        [version, *_] = sorted((repository / "shapes/versions").rglob("*.ttl"))
        address = f"{server.url}/shapes/{version.parent.name}/{version.stem}"
        assert httpx.get(address, headers={"Accept": "text/turtle"}).status_code == 200
        if change == "gone":
            version.unlink()
        else:
            version.write_text("# another\n" if change == "edited" else "oops")
        answers = [httpx.get(address, headers={"Accept": kind}) for kind in ("text/turtle", "application/n-triples")]
        told = lines(server)
    finally:
        server.stop()

    for answer, line in zip(answers, told, strict=True):
        assert (answer.status_code, answer.json()["code"]) == (500, "repository-error")
        assert answer.json()["place"] == {"source": version.name}
        assert str(version) in line
        assert str(tmp_path) not in answer.text


@pytest.mark.parametrize(
    ("path", "file"),
    [("/catalog", "catalogue.json"), ("/.well-known/void", "statistics.json"), ("/dumps/codes.ttl", "dumps/codes.ttl")],
)
def test_a_file_that_somebody_edited(own: Server, tmp_path: Path, path: str, file: str) -> None:
    """It is not served: the client is told a number and no path, the operator both."""
    release = tmp_path / "home/releases" / (tmp_path / "home/current").read_text().strip()
    (release / file).write_text('{"somebody": "edited it"}')
    answer = httpx.get(f"{own.url}{path}", headers={"Accept": "application/problem+json, text/turtle"})

    assert (answer.status_code, answer.headers["clustergraph-error"]) == (503, "release-error")
    problem, [line] = answer.json(), lines(own)
    assert line.endswith(f"[{problem['instance'].rpartition(':')[2]}]")
    assert str(release / file) in line
    assert str(tmp_path) not in answer.text
    assert httpx.get(f"{own.url}/health/ready").status_code == 503


def test_a_reader_that_reads_nothing(own: Server) -> None:
    """It is cut off, in a line."""
    with socket.create_connection(("127.0.0.1", own.port)) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.sendall(b"GET /dumps/clustergraph.nq HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(4)

    [line] = lines(own)
    assert line.startswith("GET /dumps/clustergraph.nq was broken off: reader-too-slow: ")


@pytest.mark.parametrize(
    "path",
    ["/dumps/clustergraph.nq", "/graphs?default", "/clusters", "/sparql?query=SELECT*{?a+?b+?c.?d+?e+?f}", "/ns"],
)
def test_a_client_that_goes_away(own: Server, path: str) -> None:
    """Before its answer, and in the middle of it: that is nothing to write of."""
    for wait in (0.0, 0.05, 0.5):
        with socket.create_connection(("127.0.0.1", own.port)) as client:
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            time.sleep(wait)
    assert httpx.get(f"{own.url}/limits").status_code == 200

    assert lines(own) == []
