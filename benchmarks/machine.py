"""Says on what a run was made: the machine, and the version of everything that was measured."""

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

from peers import program
from virtuoso import is_installed

_GIB = 1_048_576  # KiB


def describe_machine() -> str:
    """Name the processor, its cores, the memory and the system."""
    model = _find(r"model name\s*:\s*(.+)", "/proc/cpuinfo") or platform.machine()
    memory = int(_find(r"MemTotal:\s*(\d+)", "/proc/meminfo") or 0) / _GIB
    load = os.getloadavg()[0]
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}; load before the run {load:.1f}"


def describe_versions() -> str:
    """Name the versions of Python and of all that is measured beside peers."""
    return ", ".join([describe_ours(), *_of_rdflib(), _of_virtuoso()])


def describe_ours() -> str:
    """Name the versions of Python and of what a build is measured with."""
    ours = [f"{name} {version(name)}" for name in ("clustergraph", "pyoxigraph", "oxigraph", "granian", "pyshacl")]
    return ", ".join([f"Python {platform.python_version()}", *ours])


def _of_rdflib() -> list[str]:
    """Ask the environment in which rdflib-endpoint is installed."""
    python = Path(program("rdflib-endpoint")).parent / "python"
    words = "import importlib.metadata as m; print(m.version('rdflib-endpoint'), m.version('rdflib'))"
    found = subprocess.run([python, "-c", words], capture_output=True, text=True, check=True).stdout.split()
    return [f"{name} {number}" for name, number in zip(("rdflib-endpoint", "rdflib"), found, strict=True)]


def _of_virtuoso() -> str:
    if not is_installed():
        return "no Virtuoso"
    said = subprocess.run(["virtuoso-t", "-?"], capture_output=True, text=True, check=False)
    found = re.search(r"Version (\S+)", said.stdout + said.stderr)
    return f"Virtuoso {found[1] if found else 'of an unknown version'}"


def _find(pattern: str, file: str) -> str | None:
    found = re.search(pattern, Path(file).read_text())
    return found[1] if found else None
