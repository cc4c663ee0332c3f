"""Half an hour of everything mixed: what a server holds is level after its first minutes. Seconds by ``SOAK_SECONDS``.

Two hostile clients and a polite one; each ten seconds the serving process is looked at: memory, handles, threads, and
the files of its home. The samples are kept in ``.hostile/soak.json`` and drawn as ``.hostile/soak.svg``, which a whole
run brings to ``benchmarks/``.
"""

import json
import os
import time
from pathlib import Path

import httpx
import pytest

from clustergraph.store.home import Home
from conftest import ROOT, Server
from hostile.battle import POLITE, start_client
from hostile.watch import Watch

SECONDS = float(os.environ.get("SOAK_SECONDS", "1800"))
_EVERY = min(10.0, SECONDS / 60)
_WARM = 1 / 6  # of the time: five minutes of half an hour
_PLACE = ROOT / ".hostile"
#: What is looked at → how much more of it there may be in the last third than in the one before, beside a tenth.
SLACK = {"memory, MiB": 10.0, "handles": 40.0, "threads": 4.0, "files": 20.0}


def _sample(watch: Watch, home: Path) -> dict[str, float]:
    folder = Path(f"/proc/{watch.web}")
    told = (folder / "status").read_text()
    return {
        "memory, MiB": int(told.partition("VmRSS:")[2].split()[0]) / 1024,
        "handles": len(list((folder / "fd").iterdir())),
        "threads": int(told.partition("Threads:")[2].split()[0]),
        "files": sum(1 for path in home.rglob("*") if "citations" not in path.parts and "releases" not in path.parts),
    }


@pytest.mark.long
def test_nothing_grows(home: Home, tmp_path: Path) -> None:
    """The clients leave at the end, and everything answers."""
    (tmp_path / "current").write_text((home.folder / "current").read_text())
    (tmp_path / "releases").symlink_to(home.releases)
    server = Server(tmp_path, query_deadline="3", job_deadline="20", job_kept="30")
    watch = Watch(server.process.pid)
    clients = [
        start_client("hostile.client", address, server.port, SECONDS, 7 + place, 3)
        for place, address in enumerate(("127.0.0.11", "127.0.0.12"))
    ]
    clients.append(start_client("hostile.polite", POLITE, server.port, SECONDS, 10))
    samples, began = [], time.monotonic()
    while (gone := time.monotonic() - began) < SECONDS:
        samples.append({"seconds": round(gone, 1), **_sample(watch, tmp_path)})
        time.sleep(_EVERY)
    flaws = [one["flaw"] for one in clients[-1].lines() if one["flaw"]]
    for client in clients[:-1]:
        client.lines()
    answer = httpx.get(f"{server.url}/sparql", params={"query": "ASK {}"}, timeout=10)
    code = server.stop()
    _keep(samples)

    assert (flaws, answer.status_code, code) == ([], 200, 0)
    level = [one for one in samples if one["seconds"] > SECONDS * _WARM]
    before, last = level[: len(level) * 3 // 5], level[len(level) * 3 // 5 :]
    for name, slack in SLACK.items():
        most, now = max(one[name] for one in before), max(one[name] for one in last)
        assert now <= most * 1.1 + slack, f"{name}: {most} and then {now}"


def _keep(samples: list[dict[str, float]]) -> None:
    _PLACE.mkdir(exist_ok=True)
    (_PLACE / "soak.json").write_text(json.dumps(samples, indent=1))
    (_PLACE / "soak.svg").write_text(_drawn(samples))


def _drawn(samples: list[dict[str, float]]) -> str:
    """Draw a line for each thing that was looked at, from nought to its most."""
    width, height, last = 640, 90, samples[-1]["seconds"]
    box = f"0 0 {width + 160} {len(SLACK) * (height + 30)}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" font-family="sans-serif" font-size="13">',
        "<title>What the serving process holds, by time</title>",
    ]
    for place, name in enumerate(SLACK):
        top, most = place * (height + 30) + 20, max(one[name] for one in samples) or 1
        points = " ".join(
            f"{one['seconds'] / last * width:.1f},{top + height * (1 - one[name] / most):.1f}" for one in samples
        )
        parts.append(f'<polyline fill="none" stroke="#1f5f8b" stroke-width="1.5" points="{points}"/>')
        parts.append(
            f'<path stroke="#888" d="M0 {top + height}H{width}"/><text x="{width + 8}" y="{top + 12}">{name}</text>'
        )
        parts.append(f'<text x="{width + 8}" y="{top + 30}">at most {most:.0f}</text>')
    return "\n".join([*parts, f'<text x="0" y="12">0 to {last / 60:.0f} minutes</text>', "</svg>\n"])
