"""Four hostile clients against a real server, and a polite one beside them: nothing that matters dies.

Queries, validations, jobs, citations, slow bodies and slow readers are among the attacks; the polite client asks, reads
pages and has a record validated.

The reports are printed (``-s``) and kept as JSON in ``.hostile/``. A short battle does not judge the polite client's
latency, and lateness more mildly: other tests run beside it, and its first second, in which nobody knows yet who is
hostile, is a tenth of it.
"""

from pathlib import Path

import httpx
import pytest

from clustergraph.store.home import Home
from conftest import ROOT, Server
from hostile.battle import Report, fight
from hostile.watch import processes

_SEED = 20_260
_WEB_GROWTH = 150  # MiB by which the web process may grow: buffers of some hundred connections
_REPORTS = ROOT / ".hostile"


def _battle(home: Home, folder: Path, seconds: float, quiet: float, late: float, **settings: str) -> Report:
    (folder / "current").write_text((home.folder / "current").read_text())
    (folder / "releases").symlink_to(home.releases)
    server = Server(folder, **settings)
    deadline = float(settings.get("query_deadline", 10))
    try:
        report = fight(server.process.pid, server.port, seconds, quiet, deadline, _SEED, late)
        answer = httpx.get(f"{server.url}/sparql", params={"query": "ASK {}"}, timeout=10)
    finally:
        before = {one.pid for one in processes() if one.is_child}
        code = server.stop()
    report.save(_REPORTS / f"{seconds:g}-seconds.json")
    print(f"\n{report}")  # noqa: T201
    assert answer.json()["boolean"] is True
    assert code == 0
    assert not {one.pid for one in processes() if one.is_child and one.parent == 1} & before, "children were left over"
    return report


def _judge(report: Report, memory: float) -> None:
    assert report.flaws == []
    assert report.polite_failures == []
    assert report.watch["web_growth"] < _WEB_GROWTH
    assert report.watch["child_growth"] <= memory


def test_fifteen_seconds(home: Home, tmp_path: Path) -> None:
    """Nobody dies, nothing grows, every refusal says which limit."""
    report = _battle(home, tmp_path, 15, 6, 5, query_deadline="3", query_memory="512")

    _judge(report, 512)
    assert sum(report.clients.values()) > 200


@pytest.mark.long
def test_two_minutes(home: Home, tmp_path: Path) -> None:
    """With the settings as they come; the polite client's 99th percentile stays below 10 times its quiet one."""
    report = _battle(home, tmp_path, 120, 30, 1)

    _judge(report, 1024)
    assert report.factor < 10, f"{report.polite} against {report.quiet}"
    assert sum(report.clients.values()) > 3000
