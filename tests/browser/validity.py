"""html-validate from npm: whether pages are valid HTML, by a strict checker of others."""

import json
import shutil
import subprocess

import pytest

from conftest import ROOT


def validated(pages: dict[str, str]) -> dict[str, list[str]]:
    """Have html-validate check pages by name; skip where it is not here."""
    node = ROOT / "tests/node"
    if shutil.which("node") is None or not (node / "node_modules/html-validate").is_dir():
        pytest.skip("html-validate is not here; `make test` sets it up where there is npm and Node.js 20.18 or newer")
    done = subprocess.run(
        ["node", node / "validate.js"],
        input=json.dumps(pages),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, list[str]] = json.loads(done.stdout)
    return told
