"""What processes below a server inherit: none of what lies in the environment of whoever starts it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from clustergraph.settings.inherited import inherited
from conftest import Server

_SECRETS = {
    "AWS_SECRET_ACCESS_KEY": "a key of a store of files",
    "DATABASE_URL": "postgres://operator:a-password@db.example.org/own",
    "CLUSTERGRAPHS_TOKEN": "a name that begins nearly as ours do",
    "PYTHON_REGISTRY_PASSWORD": "a name that begins as Python's do",
    "LCOV_TOKEN": "a name that begins nearly as those of locales do",
}
_NEEDED = {"PATH": os.environ["PATH"], "LC_TIME": "C.UTF-8", "TZ": "Europe/Belgrade"}
_TURTLE = "<https://example.org/a> a <https://w3id.org/clustergraph/ns#Cluster> ."


@pytest.fixture
def secretive(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment with secrets, a file of settings, and what programs need."""
    config = tmp_path / "operator.toml"
    config.write_text("query_children = 1\n")
    for name, value in {**_SECRETS, **_NEEDED, "CLUSTERGRAPH_CONFIG": str(config)}.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def started(secretive: None, serve) -> Server:
    """A server that was started with that environment, and has evaluated and validated."""
    server = serve()
    assert httpx.get(f"{server.url}/sparql", params={"query": "ASK {}"}).status_code == 200
    about = {"content": _TURTLE, "headers": {"Content-Type": "text/turtle", "Accept": "application/json"}}
    assert httpx.post(f"{server.url}/shacl/clustergraph/api/validate", timeout=60, **about).status_code < 500
    return server


def _below(process: int) -> list[int]:
    tasks = list(Path(f"/proc/{process}/task").glob("*/children"))
    children = [int(word) for task in tasks for word in task.read_text().split()]
    return [*children, *(further for child in children for further in _below(child))]


def _environment(process: int) -> dict[str, str]:
    words = Path(f"/proc/{process}/environ").read_bytes().decode().split("\0")
    return dict(word.split("=", 1) for word in words if word)


def test_no_process_below_a_server_has_a_secret_of_its_operator(started: Server) -> None:
    """The one that serves, those that evaluate and that validate, and whatever else there is."""
    below = {process: _environment(process) for process in _below(started.process.pid)}
    assert set(started.children()) <= set(below)
    assert set(started.children("clustergraph.validator.child")) <= set(below)
    assert started.children()
    assert started.children("clustergraph.validator.child")

    for found in below.values():
        assert not _SECRETS.keys() & found.keys()
        assert "CLUSTERGRAPH_CONFIG" not in found
        assert _NEEDED.items() <= found.items()
        assert found["CLUSTERGRAPH_QUERY_CHILDREN"] == "1", "what the file says, the settings say"


def test_the_memory_of_what_serves_has_none_either(started: Server) -> None:
    """A process that is forked would have all that its parent has read: it is a new one."""
    own = Path(f"/proc/{started.process.pid}/environ").read_bytes()
    assert _SECRETS["DATABASE_URL"].encode() in own, "the command itself was given them"

    for process in _below(started.process.pid):
        assert _SECRETS["DATABASE_URL"].encode() not in _stack(process)


def _stack(process: int) -> bytes:
    """Read the memory of a process in which its environment lies."""
    for line in Path(f"/proc/{process}/maps").read_text().splitlines():
        if line.endswith("[stack]"):
            first, last = (int(number, 16) for number in line.split()[0].split("-"))
            with Path(f"/proc/{process}/mem").open("rb") as memory:
                memory.seek(first)
                return memory.read(last - first)
    raise AssertionError("a process has a stack")


def test_a_server_ends_with_its_command(started: Server) -> None:
    """However it is ended: a process of its own notices that nobody could stop it any more."""
    below = _below(started.process.pid)
    started.process.kill()
    started.process.wait()

    until = time.monotonic() + 30
    while (left := [one for one in below if Path(f"/proc/{one}").exists()]) and time.monotonic() < until:
        time.sleep(0.1)
    assert not left


def test_what_tells_blank_nodes_apart_inherits_as_little(secretive: None, tmp_path: Path) -> None:
    """It is started by builds, which have the whole environment of the one who builds."""
    record = tmp_path / "environment"
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\n"
        "if 'clustergraph.sources.canonical' in ' '.join(sys.orig_argv) and '-c' not in sys.orig_argv:\n"
        f"    open({str(record)!r}, 'w').write('\\n'.join(os.environ))\n"
    )
    ring = "".join(f"_:n{n} <https://example.org/next> _:n{(n + 1) % 6} .\n" for n in range(6))
    script = (
        "from pyoxigraph import RdfFormat, parse\n"
        "from clustergraph.sources.canonical import canonicalised\n"
        f"canonicalised([list(parse({ring!r}, format=RdfFormat.N_QUADS))], 'ring')\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    subprocess.run([sys.executable, "-c", script], check=True, env=environment)

    names = set(record.read_text().split())
    assert not _SECRETS.keys() & names
    assert _NEEDED.keys() <= names


def test_nothing_else_is_chosen() -> None:
    """Without settings there are none of them."""
    assert inherited({**_SECRETS, **_NEEDED, "CLUSTERGRAPH_PORT": "1"}) == _NEEDED
