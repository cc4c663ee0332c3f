"""The command imports what it runs, no more: what nobody asked for costs nobody's time."""

import subprocess
import sys

import pytest

from clustergraph.cli import COMMANDS
from conftest import ROOT, clustergraph

_LOADED = """
import sys
from click.testing import CliRunner
from clustergraph.cli import main
result = CliRunner().invoke(main, sys.argv[1:])
print(result.exit_code, *sorted({name.split(".")[0] for name in sys.modules} & set("{libraries}".split())))
print(*sorted(name for name in sys.modules if name.startswith("clustergraph.")))
"""
_LIBRARIES = "pyoxigraph rdflib flask granian httpx elementpath"


def loaded(*arguments: str) -> tuple[str, set[str]]:
    """Run a command; gives its exit code with the libraries that it imported, and our modules."""
    script = _LOADED.replace("{libraries}", _LIBRARIES)
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True)
    first, second = done.stdout.splitlines()
    return first, set(second.split())


@pytest.mark.parametrize("arguments", [("--version",), ("--help",)])
def test_saying_what_it_is_needs_no_library(arguments: tuple[str, ...]) -> None:
    """Neither the version nor the list of commands."""
    libraries, modules = loaded(*arguments)

    assert libraries == "0"
    assert {name for name in modules if name.startswith("clustergraph.cli.")} == {"clustergraph.cli.render"}


def test_shapes_without_sparql_need_no_rdflib() -> None:
    """The engine of ours judges all of the profile for submissions."""
    libraries, _ = loaded("validate", str(ROOT / "docs/examples/cluster.ttl"))

    assert libraries.split()[0] == "0"
    assert "pyoxigraph" in libraries
    assert "rdflib" not in libraries
    assert "flask" not in libraries


def test_every_module_with_a_command_is_listed() -> None:
    """By its own name, with a sentence."""
    modules = {path.stem for path in (ROOT / "src/clustergraph/cli").glob("*.py")} - {"__init__", "render"}

    assert set(COMMANDS) == modules
    assert all(sentence.endswith(".") for sentence in COMMANDS.values())


def test_a_command_that_is_not_there() -> None:
    """The command line was wrong."""
    done = clustergraph("biuld")

    assert done.returncode == 2
    assert "No such command 'biuld'" in done.stderr
