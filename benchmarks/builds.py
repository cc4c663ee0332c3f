"""Two builds of ours side by side: how each is called, and its commands run as whole processes.

Both have their modules compiled, as they are for whoever runs a command twice: what is compiled stands in a folder of
the run, and no checkout is changed.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from peers import Peer, clustergraph, start

from clustergraph import resources


class Build(NamedTuple):
    """A name in the tables, the interpreter that has it installed, and the checkout in which it runs."""

    name: str
    python: str
    checkout: Path

    def command(self, home: Path, *arguments: str) -> list[str]:
        """Give a command of this build on a home."""
        return [self.python, *clustergraph(home, *arguments)[1:]]

    def serve(self, running: ExitStack, home: Path, settings: dict[str, str]) -> Peer:
        """Start its server."""
        command = self.command(home, "serve", "--port")
        port, process = start(running, lambda port: [*command, str(port)], settings, self.checkout)
        return Peer(self.name, port, "/sparql", process)


class Took(NamedTuple):
    """What a process took: seconds, those of the processor, and the most memory of it, in MiB."""

    seconds: float
    used: float
    memory: float


def builds_beside(other: Path) -> list[Build]:
    """Give this build and that of another checkout."""
    command = ["git", "-C", str(other), "log", "-1", "--format=%h, %cs"]
    commit = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    return [
        Build("clustergraph", sys.executable, resources.repository()),
        Build(f"earlier ({commit})", str(other.absolute() / ".venv/bin/python"), other.absolute()),
    ]


def keep_compiled(folder: Path) -> None:
    """Have all processes that are started keep compiled modules in a folder."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder)


def run(command: Sequence[str], place: Path, settings: Mapping[str, str] | None = None) -> Took:
    """Run a process to its end in a folder; what it and its children took of the processor counts."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=place, env={**os.environ, **(settings or {})}
    )
    with process.stderr or sys.exit("There is no pipe."):
        said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"{command[0]} ended with {process.returncode}: {said.decode(errors='replace')[-500:]}")
    return Took(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
