"""The end of a real server: answers may finish, what does not is visibly broken, the exit code is 0."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from conftest import Server

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture
def curl() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Ask with curl, in the background, reading so many bytes a second."""
    with ExitStack() as stack:

        def ask(server: Server, query: str, rate: str = "10M") -> subprocess.Popen[bytes]:
            words = [
                "-s",
                "-o",
                "/dev/null",
                "-w",
                "%{http_code}",
                "--limit-rate",
                rate,
                "-G",
                f"{server.url}/sparql",
            ]
            command = ["curl", *words, "--data-urlencode", f"query={query}"]
            asked = stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE))
            stack.callback(asked.kill)
            return asked

        yield ask


def test_a_running_query_finishes(serve, curl) -> None:
    """A query of two seconds, told to end in its midst: its true status comes, and then the end."""
    server = serve(query_deadline="2.5", shutdown_grace="20")
    asked = curl(server, CROSS)
    time.sleep(1)
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    code, status = asked.wait(20), asked.stdout.read()  # type: ignore[union-attr]

    assert (code, status) == (0, b"503")  # the deadline's, a whole problem document
    assert server.process.wait(20) == 0
    assert time.monotonic() - began < 8


def test_a_service_manager_may_signal_all_processes(serve, curl) -> None:
    """As systemd does by default: those that evaluate go on until their server ends them."""
    server = serve(query_deadline="2.5", shutdown_grace="20")
    asked = curl(server, CROSS)
    time.sleep(1)
    running = server.children()
    for process in (*running, server.process.pid):
        os.kill(process, signal.SIGTERM)

    assert (asked.wait(20), asked.stdout.read()) == (0, b"503")
    assert server.process.wait(20) == 0
    assert running
    assert not any(Path(f"/proc/{process}").exists() for process in running)


def test_an_answer_under_way_finishes(serve, curl) -> None:
    """A transfer that takes longer than the signal."""
    server = serve(shutdown_grace="20")
    asked = curl(server, "SELECT * { ?s ?p ?o }", "1M")
    time.sleep(1)
    assert asked.poll() is None
    server.process.send_signal(signal.SIGTERM)

    assert asked.wait(20) == 0
    assert server.process.wait(20) == 0


def test_what_does_not_finish_is_broken(serve, curl) -> None:
    """curl exits non-zero; the log says why; nobody is left behind."""
    server = serve(shutdown_grace="1", query_deadline="60", access_log="stderr", result_max_bytes="10737418240")
    asked = curl(server, ENDLESS)
    time.sleep(1.5)
    assert asked.poll() is None
    left = server.children()
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)

    assert asked.wait(20) == 18
    assert server.process.wait(20) == 0
    assert 1 < time.monotonic() - began < 8
    assert '"error": "shutting-down"' in Path(server.log.name).read_text()
    assert left
    assert not any(Path(f"/proc/{child}").exists() for child in left)


def test_what_has_not_begun_is_refused_at_the_end(serve) -> None:
    """A query without its first byte gets a true status; so does a page."""
    server = serve(shutdown_grace="1", query_deadline="60")
    answers: list[httpx.Response] = []

    def ask(path: str) -> None:
        answers.append(httpx.get(f"{server.url}{path}", params={"query": CROSS}, timeout=30))

    askers = [threading.Thread(target=ask, args=(path,)) for path in ("/sparql", "/query")]
    for asker in askers:
        asker.start()
    time.sleep(1)
    server.process.send_signal(signal.SIGTERM)
    for asker in askers:
        asker.join()

    assert [answer.json()["code"] for answer in answers] == ["shutting-down"] * 2
    assert {answer.status_code for answer in answers} == {503}
    assert {answer.headers["retry-after"] for answer in answers} == {"5"}
    assert server.process.wait(20) == 0


def test_ready_says_that_the_server_is_ending(serve, curl) -> None:
    """New questions are refused, health is told, while an answer finishes."""
    server = serve(shutdown_grace="20", query_deadline="3")
    asked = curl(server, CROSS)
    time.sleep(1)
    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    ready, live = httpx.get(f"{server.url}/health/ready"), httpx.get(f"{server.url}/health/live")
    refused = httpx.get(f"{server.url}/sparql", params={"query": "ASK {}"})

    assert (ready.status_code, ready.json()["code"]) == (503, "shutting-down")
    assert live.status_code == 200
    assert (refused.status_code, refused.json()["limit"]["setting"]) == (503, "shutdown_grace")
    assert asked.wait(20) == 0
    assert server.process.wait(20) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_idle_server_ends_at_once(serve, number: signal.Signals) -> None:
    """Though a client keeps its connection."""
    server = serve(shutdown_grace="60")
    with httpx.Client() as client:
        client.get(f"{server.url}/health/live")
        began = time.monotonic()
        server.process.send_signal(number)

        assert server.process.wait(20) == 0
    assert time.monotonic() - began < 4
