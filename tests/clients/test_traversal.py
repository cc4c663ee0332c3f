"""Comunica's engine for link traversal as it comes from npm: it follows our names, dozens at once, and loses none."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from conftest import ROOT, Server, values

NODE = ROOT / "tests/node"
OURS = "https://w3id.org/clustergraph"
PREFIXES = f"""
PREFIX cg: <{OURS}/ns#> PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
SECTIONS = """SELECT DISTINCT ?thing ?passage ?section {
  <SEED> ?p ?thing . ?thing prov:wasDerivedFrom ?passage . ?passage cg:section ?section
}"""
NAMES = "SELECT DISTINCT ?thing ?name { <SEED> ?p ?thing . ?thing skos:prefLabel ?name }"
#: Where it begins → what is asked, and how many documents it takes at least.
TRAVERSALS = {f"{OURS}/id/cluster/ac-serbia": (SECTIONS, 60), f"{OURS}/id/cluster/netwood": (NAMES, 15)}


def traverse(server: Server, seed: str, query: str) -> dict[str, Any]:
    """Ask by following links from a name; skip where it cannot be run."""
    if shutil.which("node") is None or not (NODE / "node_modules/@comunica/query-sparql-link-traversal").is_dir():
        pytest.skip("Comunica is not here; `make test` sets it up where there is npm and Node.js 20.18 or newer")
    asked = json.dumps({"server": server.url, "names": OURS, "seed": seed, "query": query})
    done = subprocess.run(
        ["node", NODE / "traversal.js"], input=asked, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("seed", TRAVERSALS)
def test_a_traversal_gets_every_document(
    serve: Callable[..., Server], ask: Callable[..., httpx.Response], seed: str
) -> None:
    """With the settings as they come; it finds what the endpoint finds."""
    words, least = TRAVERSALS[seed]
    query = PREFIXES + words.replace("SEED", seed)
    told = traverse(serve(client_requests="3000", client_seconds="60"), seed, query)
    names = re.findall(r"\?(\w+)", words.partition("{")[0])
    rows = [[row[name] for name in names] for row in told["rows"]]

    assert told["statuses"].keys() == {"200"}
    assert told["statuses"]["200"] >= least
    assert told["most"] > 8
    assert sorted(rows) == sorted(values(ask(query)))
