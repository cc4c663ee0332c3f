"""What all tests share: the real repository, a release built from it by the real command, and a real server."""

import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import httpx
import hypothesis
import pytest

from clustergraph import resources
from clustergraph.store.home import Home
from clustergraph.store.release import Release

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
SOURCE = SHARED / "source/serbian-clusters-2009.txt"

pytest_plugins = ["browser.chromium"]
# what a rule gives is judged, not how long a busy machine takes for it
hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")
# each of thousands of requests would read the certificates of all authorities again, 25 ms of processor time
ssl.create_default_context = cache(ssl.create_default_context)

Run = Callable[..., subprocess.CompletedProcess[str]]


def clustergraph(*arguments: str, timeout: float = 120, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("CLUSTERGRAPH_")}
    command = [sys.executable, "-m", "clustergraph", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, env={**clean, **environment}, timeout=timeout, check=False
    )


def needs(path: Path) -> Path:
    """Skip the test, saying why, where a shared file is absent."""
    if not path.exists():
        pytest.skip(f"{path.relative_to(ROOT.parent)} is not here")
    return path


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the release of this repository, built once."""
    folder = tmp_path_factory.mktemp("home")
    done = clustergraph("--home", str(folder), "build", "--json")
    assert done.returncode == 0, done.stderr
    return Home(folder)


@pytest.fixture(scope="session")
def release(home: Home) -> Release:
    """The release of this repository."""
    return home.current()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of the repository that a test may change."""
    copy = tmp_path / "repository"
    for folder in resources.FOLDERS:
        shutil.copytree(ROOT / folder, copy / folder)
    return copy


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Make file systems of a size ("1m", say); needs the right to mount."""
    made: list[Path] = []

    def make(size: str) -> Path:
        folder = tmp_path / f"disk{len(made)}"
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
        if subprocess.run(command, capture_output=True).returncode:
            pytest.skip("a small file system cannot be mounted here")
        made.append(folder)
        return folder

    yield make
    for folder in made:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def small_disk(disk: Callable[[str], Path]) -> Path:
    """A file system of 1 MiB."""
    return disk("1m")


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A serving process, started by the real command."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        environment = {f"CLUSTERGRAPH_{name.upper()}": value for name, value in settings.items()}
        command = [sys.executable, "-m", "clustergraph", "--home", str(home), "serve", "--port", str(self.port)]
        self.log = (home / "serve.log").open("w+")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, env={**os.environ, **environment})
        self._wait()

    def _wait(self) -> None:
        for _ in range(600):
            assert self.process.poll() is None, Path(self.log.name).read_text()
            try:
                httpx.get(f"{self.url}/", timeout=5)
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server did not answer within a minute")

    def stop(self) -> int:
        """End the server as an operator would."""
        self.process.terminate()
        code = self.process.wait(30)
        self.log.close()
        return code

    def children(self, program: str = "clustergraph.query.child") -> list[int]:
        """List the processes that evaluate, or validate, for it."""
        mark, found = f"CLUSTERGRAPH_PORT={self.port}\0".encode(), []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                words = (folder / "cmdline").read_bytes().split(b"\0")
                if program.encode() in words and mark in (folder / "environ").read_bytes():
                    found.append(int(folder.name))
        return found


@pytest.fixture(scope="session")
def server(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on the release of this repository, with a deadline that tests can wait for."""
    folder = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(home.folder, folder)
    free = {"client_requests": "0", "client_seconds": "0", "client_citations": "0"}
    running = Server(folder, query_deadline="5", query_patience="60", **free)
    yield running
    running.stop()


@pytest.fixture
def serve(home: Home, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start servers with settings of their own, on the release of this repository; they end with the test."""
    running: list[Server] = []

    def start(**settings: str) -> Server:
        folder = tmp_path / f"home{len(running)}"
        folder.mkdir()
        (folder / "current").write_text((home.folder / "current").read_text())
        (folder / "releases").symlink_to(home.releases)
        running.append(Server(folder, **{"client_requests": "0", "client_seconds": "0", **settings}))
        return running[-1]

    yield start
    for server in running:
        server.stop()


@pytest.fixture(scope="session")
def ask(server: Server) -> Callable[..., httpx.Response]:
    """Ask the server's endpoint by GET."""

    def asked(query: str, accept: str = "application/json", **parameters: str) -> httpx.Response:
        return httpx.get(
            f"{server.url}/sparql", params={"query": query, **parameters}, headers={"Accept": accept}, timeout=30
        )

    return asked


def values(response: httpx.Response) -> list[list[str | None]]:
    """Give the rows of a JSON answer in lexical form."""
    answer = json.loads(response.content)
    columns = answer["head"]["vars"]
    return [[row.get(name, {}).get("value") for name in columns] for row in answer["results"]["bindings"]]
