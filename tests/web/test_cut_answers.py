"""No cut answer looks whole: curl, asking the production server, exits non-zero, whatever the cause and the format."""

import itertools
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from clustergraph.query.formats import FORMATS
from clustergraph.store.home import Home
from conftest import Server
from hostile.watch import Watch

ENDLESS = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "{ ?a ?b ?i FILTER(ISIRI(?i)) } LIMIT 5000"
NAMES = [row.name for row in FORMATS]
ADDRESSES = (f"127.0.2.{number}" for number in itertools.count(1))  # who asks the first time is answered at once
GRAPHS = {row.name for row in FORMATS if row.kind == "graph"}


def serving(home: Home, folder: Path, **settings: str) -> Iterator[Server]:
    """Serve the release of this repository with settings of its own."""
    (folder / "current").write_text((home.folder / "current").read_text())
    (folder / "releases").symlink_to(home.releases)
    running = Server(folder, client_requests="0", client_seconds="0", **settings)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def narrow(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose answers are bounded by 300 kB, of which the first are on their way then."""
    yield from serving(home, tmp_path_factory.mktemp("narrow"), result_max_bytes="300000")


@pytest.fixture(scope="module")
def patient(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that has time for whole answers."""
    yield from serving(home, tmp_path_factory.mktemp("patient"), query_deadline="60", query_patience="60")


class Curl:
    """A curl under way; ``compressed`` lets it ask for gzip and undo it."""

    def __init__(self, server: Server, pattern: str, form: str, *, compressed: bool, timeout: str = "5") -> None:
        head = "CONSTRUCT { ?i ?b ?a }" if form in GRAPHS else "SELECT ?a ?b ?i"
        values = {"query": f"{head} {pattern}", "format": form, "timeout": timeout}
        self._received = tempfile.NamedTemporaryFile()  # noqa: SIM115 - closed at the end
        command = [
            "curl",
            "-sS",
            "-N",
            "-G",
            "--interface",
            next(ADDRESSES),
            "-w",
            "%{http_code} %{size_download}",
            "-o",
            self._received.name,
        ]
        command += ["--compressed"] if compressed else []
        command += [part for name, value in values.items() for part in ("--data-urlencode", f"{name}={value}")]
        command.append(f"{server.url}/sparql")
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def begins(self) -> None:
        """Wait until the first bytes are there."""
        while not Path(self._received.name).stat().st_size and self._process.poll() is None:
            time.sleep(0.05)

    def end(self) -> tuple[int, str, int, str]:
        """Wait for its end; gives exit code, HTTP status, bytes received and complaint."""
        printed, complaint = self._process.communicate(timeout=30)
        self._received.close()
        status, size = printed.split()
        return self._process.returncode, status, int(size), complaint


def _judge(curls: list[Curl]) -> None:
    for code, status, size, complaint in [curl.end() for curl in curls]:
        assert status == "200"
        assert size > 0
        assert code != 0, "a cut answer looked whole"
        assert complaint


@pytest.mark.parametrize("form", NAMES)
def test_the_deadline_after_the_first_byte(server: Server, form: str) -> None:
    """What had come is not passed off as all."""
    _judge([Curl(server, ENDLESS, form, compressed=compressed, timeout="3") for compressed in (False, True)])


@pytest.mark.parametrize("form", NAMES)
def test_the_limit_after_the_first_byte(narrow: Server, form: str) -> None:
    """The same for an answer that grows too large."""
    _judge([Curl(narrow, ENDLESS, form, compressed=compressed) for compressed in (False, True)])


@pytest.mark.parametrize("form", NAMES)
def test_a_process_that_is_killed_in_mid_answer(server: Server, form: str) -> None:
    """As the kernel kills when memory is short."""
    curls = [Curl(server, ENDLESS, form, compressed=compressed) for compressed in (False, True)]
    for curl in curls:
        curl.begins()
    for child in Watch(server.process.pid).children():
        os.kill(child.pid, signal.SIGKILL)

    _judge(curls)


@pytest.mark.parametrize("form", NAMES)
def test_a_whole_answer_is_whole(server: Server, form: str) -> None:
    """Else a failing curl would mean nothing."""
    for compressed in (False, True):
        code, status, size, complaint = Curl(server, LARGE, form, compressed=compressed).end()
        assert (code, status, complaint) == (0, "200", "")
        assert size > 0


def old(server: Server, query: str, **parameters: str) -> tuple[int, str, int, str]:
    """Ask by HTTP/1.0; gives exit code, HTTP status, bytes received and the length that was told."""
    command = ["curl", "-sS", "--http1.0", "-G", "--interface", next(ADDRESSES), "-o", "/dev/null"]
    command += ["--compressed", "-w", "%{http_code} %{size_download} %header{content-length}"]
    values = {"query": query, **parameters}
    command += [part for name, value in values.items() for part in ("--data-urlencode", f"{name}={value}")]
    done = subprocess.run([*command, f"{server.url}/sparql"], capture_output=True, text=True, check=False)
    status, size, length = done.stdout.split(" ")
    return done.returncode, status, int(size), length


@pytest.mark.parametrize("form", NAMES)
def test_by_http_1_0_an_answer_comes_whole_or_not_at_all(patient: Server, narrow: Server, form: str) -> None:
    """An answer without a length ends with its connection there, so that a cut one would look whole."""
    head = "CONSTRUCT { ?i ?b ?a }" if form in GRAPHS else "SELECT ?a ?b ?i"
    code, status, size, length = old(patient, f"{head} {LARGE}", format=form)
    late, large = (
        old(patient, f"{head} {ENDLESS}", format=form, timeout="1"),
        old(narrow, f"{head} {ENDLESS}", format=form),
    )

    assert (code, status, length) == (0, "200", str(size))
    assert size > 100_000
    assert (late[1], large[1]) == ("503", "413")


@pytest.mark.parametrize(
    "path", ["/graphs?default", "/dumps/clustergraph.nq", "/queries", "/catalog.ttl", "/openapi.json"]
)
def test_whatever_is_read_by_http_1_0_has_a_length(patient: Server, path: str) -> None:
    """Graphs and dumps too, and nothing is compressed on its way."""
    command = ["curl", "-sS", "--http1.0", "--compressed", "-o", "/dev/null"]
    told = "%{http_code} %{size_download} %header{content-length}"
    done = subprocess.run([*command, "-w", told, patient.url + path], capture_output=True, text=True, check=True)
    status, size, length = done.stdout.split(" ")

    assert (status, size) == ("200", length)
