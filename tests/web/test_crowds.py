"""Connections: nobody keeps others out by holding many, or by saying nothing."""

import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from clustergraph.store.home import Home
from conftest import Server

HALVES = {
    "idle": b"",
    "half a header": b"GET /sparql?query=ASK{} HTTP/1.1\r\nHost: x\r\n",
    "half a body": (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nAS"
    ),
    "half a body for a page": b"POST /query HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nAS",
}


@pytest.fixture(scope="module")
def brief(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that waits a second for a request, and lets a client hold twenty connections."""
    folder = tmp_path_factory.mktemp("brief") / "home"
    shutil.copytree(home.folder, folder)
    running = Server(folder, read_timeout="1", client_connections="20", client_requests="0")
    yield running
    running.stop()


def _connect(server: Server, source: str, first: bytes) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", server.port), timeout=5, source_address=(source, 0))
    client.sendall(first)
    return client


@pytest.mark.parametrize("first", HALVES.values(), ids=HALVES)
def test_two_thousand_connections_of_one_client_keep_nobody_out(server: Server, first: bytes) -> None:
    """Granian takes 1,024 connections by default, and one client could hold them all: nobody else was answered."""
    with ExitStack() as held:
        for _ in range(2000):
            held.enter_context(_connect(server, "127.0.0.11", first))
        for _ in range(5):
            begun = time.monotonic()
            assert httpx.get(f"{server.url}/sparql", params={"query": "ASK {}"}, timeout=5).json()["boolean"] is True
            assert time.monotonic() - begun < 2


def test_a_client_that_holds_too_many_connections_loses_the_oldest(brief: Server) -> None:
    """Those of others stay, and the client itself can still ask."""
    with ExitStack() as held:
        other = held.enter_context(_connect(brief, "127.0.0.12", HALVES["half a body for a page"]))
        crowd = [held.enter_context(_connect(brief, "127.0.0.11", HALVES["half a body"])) for _ in range(60)]
        time.sleep(0.8)
        lost = [client for client in crowd if _ended(client)]
        assert len(lost) >= 40
        assert not _ended(other)
        client = held.enter_context(
            _connect(brief, "127.0.0.11", b"GET /sparql?query=ASK{} HTTP/1.1\r\nHost: x\r\n\r\n")
        )
        assert client.recv(100).startswith(b"HTTP/1.1 200")


def _ended(client: socket.socket) -> bool:
    client.setblocking(False)
    try:
        return client.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True
