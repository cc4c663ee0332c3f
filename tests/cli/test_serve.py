"""``serve`` says that it serves when it does, where it does, and in one line why it cannot."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from clustergraph.store.home import Home
from conftest import clustergraph, free_port

SERVING = re.compile(r"serving (\S+) and (\S+)")


@pytest.fixture
def folder(home: Home, tmp_path: Path) -> Path:
    """A home with the release of this repository."""
    (tmp_path / "current").write_text((home.folder / "current").read_text())
    (tmp_path / "releases").symlink_to(home.releases)
    return tmp_path


@contextmanager
def serving(folder: Path, host: str, port: int) -> Iterator[str]:
    """Start a server; gives its words, up to those that say where it is."""
    command = [
        sys.executable,
        "-m",
        "clustergraph",
        "--home",
        str(folder),
        "serve",
        "--host",
        host,
        "--port",
        str(port),
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        words = ""
        while not SERVING.search(words):
            line = process.stderr.readline()
            assert line, words
            words += line
        yield words
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("host", "written"), [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]"), ("localhost", "localhost"), ("::", "[::]")]
)
def test_what_it_prints_is_answered_at_once(folder: Path, host: str, written: str) -> None:
    """The address can be copied (RFC 3986 wants brackets around IPv6), and somebody is there."""
    if ":" in host and not socket.has_ipv6:
        pytest.skip("there is no IPv6 here")
    port = free_port()
    with serving(folder, host, port) as words:
        found = SERVING.search(words)
        assert found is not None
        assert found.groups() == (f"http://{written}:{port}/", f"http://{written}:{port}/sparql")
        answer = httpx.get(found[2].replace("[::]", "[::1]"), params={"query": "ASK {}"})
        assert answer.json()["boolean"] is True


@pytest.mark.parametrize("option", [None, socket.SO_REUSEPORT], ids=["alone", "shared"])
def test_a_port_that_is_taken_is_told_before_anything_else(tmp_path: Path, option: int | None) -> None:
    """Without a release being built for nothing, whoever has it, and nothing is said to be served."""
    with socket.socket() as other:
        if option is not None:
            other.setsockopt(socket.SOL_SOCKET, option, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = clustergraph("--home", str(tmp_path / "home"), "serve", "--port", str(port))

    assert done.returncode == 1
    assert f"http://127.0.0.1:{port} cannot be listened on: Address already in use. (bad-setting)" in done.stderr
    assert "--port" in done.stderr
    assert "serving" not in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "home/releases").exists()


@pytest.mark.parametrize("host", ["203.0.113.7", "2001:db8::7", "nowhere.invalid", "not a host"])
def test_an_address_that_is_not_this_machines_is_told(tmp_path: Path, host: str) -> None:
    """With what to give instead."""
    done = clustergraph("--home", str(tmp_path / "home"), "serve", "--host", host)

    assert done.returncode == 1
    assert "cannot be listened on" in done.stderr
    assert "127.0.0.1" in done.stderr
    assert "serving" not in done.stderr
    assert "Traceback" not in done.stderr


def test_the_port_is_held_while_a_release_is_built(tmp_path: Path) -> None:
    """Who comes meanwhile is told, and does not share it."""
    port = free_port()
    command = [sys.executable, "-m", "clustergraph", "--home", str(tmp_path / "one"), "serve", "--port", str(port)]
    first = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "TERM": "dumb"})
    assert first.stderr is not None
    try:
        assert "Building" in first.stderr.readline()
        second = clustergraph("--home", str(tmp_path / "two"), "serve", "--port", str(port))
    finally:
        first.kill()
        first.communicate()

    assert second.returncode == 1
    assert "already in use" in second.stderr
