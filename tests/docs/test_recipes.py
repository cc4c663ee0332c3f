"""The recipes of docs/recipes.md, run as they stand against a real server: they print what the page shows."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clustergraph.query.catalogue import catalogue
from conftest import ROOT, Server

PAGE = (ROOT / "docs/recipes.md").read_text(encoding="utf-8")
RECIPES = {
    language: (code, shown)
    for language, code, shown in re.findall(r"```(\w+)\n(.+?)```\n\n```text\n(.+?)```", PAGE, re.DOTALL)
}
COMMANDS = {
    "sh": ["sh", "-c"],
    "python": [sys.executable, "-c"],
    "js": ["node", "--input-type=module", "-e"],
    "r": ["Rscript", "-e"],
}


def test_each_language_has_its_recipe() -> None:
    """And the queries that are named exist."""
    assert set(RECIPES) == set(COMMANDS)
    assert set(re.findall(r"/queries/([a-z-]+)", PAGE)) <= set(catalogue())


@pytest.mark.parametrize("language", COMMANDS)
def test_a_recipe_prints_what_is_shown(server: Server, tmp_path: Path, language: str) -> None:
    """With the address of the test's server."""
    command = COMMANDS[language]
    if shutil.which(command[0]) is None or (language == "sh" and shutil.which("curl") is None):
        pytest.skip(f"{command[0]} or curl is not installed")
    code, shown = RECIPES[language]
    code = code.replace("http://localhost:8000", server.url)
    done = subprocess.run([*command, code], capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == shown
