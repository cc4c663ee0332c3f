"""The kernel's part: without any guard, a query reaches nobody."""

import platform
import subprocess
import sys

import pytest

from hostile.oracle import Listener

ATTEMPTS = """
import os, socket, subprocess, sys
from pyoxigraph import Store
from clustergraph.query.sandbox import forbid_network
confined = sys.argv[2] == "confined" and forbid_network()
store, url = Store(), sys.argv[1]
for attempt in (
    lambda: list(store.query(f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}")),
    lambda: store.update(f"LOAD <{url}>"),
    lambda: socket.create_connection(("127.0.0.1", int(url.rstrip("/").rpartition(":")[2]))),
    lambda: subprocess.run(["/bin/true"], check=True),
):
    try:
        attempt()
    except (OSError, RuntimeError) as error:
        print(type(error).__name__, error)
    else:
        print("done")
print(confined, len(os.listdir(".")) > 0)
"""


@pytest.mark.skipif(platform.system() != "Linux", reason="seccomp is Linux's")
def test_a_confined_process_calls_nobody_and_starts_nothing() -> None:
    """A process that is not confined is heard three times; files can still be read."""
    listener = Listener()

    def attempts(how: str) -> list[str]:
        command = [sys.executable, "-c", ATTEMPTS, listener.url, how]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.splitlines()

    confined = attempts("confined")
    assert listener.calls == 0
    assert confined[-1] == "True True"
    assert "done" not in confined

    free = attempts("free")
    assert listener.calls == 3
    assert free[2:] == ["done", "done", "False True"]
    listener.close()
