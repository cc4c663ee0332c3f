"""The whole battle: a quiet time, then four hostile clients and a polite one; what is true at the end, as a report.

Each client is a process of its own. Hostile ones run at low priority: elsewhere they would not use the server's
processors, and it is the server that is judged.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from hostile.watch import Watch

HOSTILE = ("127.0.0.11", "127.0.0.12", "127.0.0.13", "127.0.0.14")
POLITE = "127.0.0.21"
_PACE = 20  # polite questions a second
_TESTS = Path(__file__).parent.parent
_LATE = 1.0  # seconds that an answer may take beyond its deadline
_LIMITED = {"deadline-passed", "result-too-large", "server-busy", "too-many-requests", "query-too-long"}
_LIMITED |= {"validator-busy", "citations-full"}
_LIMITED |= {"query-too-deep", "query-too-complex", "request-too-slow"}


@dataclass
class Report:
    """What happened; latencies in seconds, memory in MiB."""

    quiet: dict[str, float] = field(default_factory=dict)
    polite: dict[str, float] = field(default_factory=dict)
    polite_failures: list[str] = field(default_factory=list)
    hostile: dict[str, dict[str, Any]] = field(default_factory=dict)  # by attack
    clients: dict[str, int] = field(default_factory=dict)  # attacks by client
    flaws: list[str] = field(default_factory=list)
    watch: dict[str, Any] = field(default_factory=dict)

    @property
    def factor(self) -> float:
        """How many times its quiet 99th percentile the polite client's has become."""
        return self.polite["p99"] / self.quiet["p99"]

    def save(self, path: Path) -> None:
        """Keep it as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({**asdict(self), "factor": self.factor}, indent=1))

    def __str__(self) -> str:
        """Render as tables."""
        lines = [f"{'attack':28}{'sent':>6}{'median':>8}{'p99':>8}{'most':>8}  outcomes"]
        for name, row in sorted(self.hostile.items()):
            outcomes = ", ".join(f"{number} {what}" for what, number in row["outcomes"].items())
            lines.append(f"{name:28}{row['n']:6}{row['median']:8.2f}{row['p99']:8.2f}{row['most']:8.2f}  {outcomes}")
        for name, row in (("quiet", self.quiet), ("under attack", self.polite)):
            lines.append(f"polite, {name:14}" + "  ".join(f"{key} {value:.4g}" for key, value in row.items()))
        lines.append(f"factor {self.factor:.1f}; failures {len(self.polite_failures)}; clients {self.clients}")
        lines.append("  ".join(f"{key} {value}" for key, value in self.watch.items()))
        return "\n".join([*lines, *self.flaws, *self.polite_failures[:5]])


def fight(
    command: int, port: int, seconds: float, quiet: float, deadline: float, seed: int, late: float = _LATE
) -> Report:
    """Fight for so long against the server whose command has this pid; ``late`` seconds after its deadline are late."""
    report = Report()
    report.quiet, failures = _judged(_polite(port, quiet).lines())
    report.polite_failures += [f"quiet: {failure}" for failure in failures]
    watch = Watch(command)
    watch.start()
    hostile = {
        address: start_client("hostile.client", address, port, seconds, seed + place, deadline)
        for place, address in enumerate(HOSTILE)
    }
    polite = _polite(port, seconds)
    report.polite, failures = _judged(polite.lines())
    report.polite_failures += failures
    for address, client in hostile.items():
        outcomes = client.lines()
        report.clients[address] = len(outcomes)
        for outcome in outcomes:
            _enter(report, outcome, deadline, late)
    for row in report.hostile.values():
        row.update(quantiles(row.pop("took")), outcomes=dict(row["outcomes"].most_common()))
    watch.stop()
    report.watch = _at_the_end(watch, report)
    return report


def quantiles(values: list[float]) -> dict[str, float]:
    """Give number, median, 99th percentile and maximum."""
    ordered = sorted(values)
    return {
        "n": len(ordered),
        "median": round(ordered[len(ordered) // 2], 4),
        "p99": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))], 4),
        "most": round(ordered[-1], 4),
    }


@dataclass(frozen=True)
class Client:
    """A client's process; it prints into a file, because a full pipe would stop it."""

    process: subprocess.Popen[bytes]
    printed: IO[bytes]

    def lines(self) -> list[dict[str, Any]]:
        """Wait for its end, and give what it printed."""
        assert self.process.wait() == 0, f"{self.process.args} ended with {self.process.returncode}"
        self.printed.seek(0)
        with self.printed:
            return [json.loads(line) for line in self.printed]


def start_client(module: str, *arguments: object) -> Client:
    """Start a client in a process of its own."""
    command = [sys.executable, "-m", module, *(str(argument) for argument in arguments)]
    printed = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it is read
    low = (lambda: os.nice(10)) if module == "hostile.client" else None
    return Client(subprocess.Popen(command, cwd=_TESTS, stdout=printed, preexec_fn=low), printed)


def _polite(port: int, seconds: float) -> Client:
    return start_client("hostile.polite", POLITE, port, seconds, _PACE)


def _judged(answers: list[dict[str, Any]]) -> tuple[dict[str, float], list[str]]:
    failures = [f"{answer['question']}: {answer['flaw']}" for answer in answers if answer["flaw"]]
    return quantiles([answer["took"] for answer in answers]), failures


def _enter(report: Report, outcome: dict[str, Any], deadline: float, late: float) -> None:
    """Count one outcome, and say what is wrong with it."""
    row = report.hostile.setdefault(outcome["attack"], {"outcomes": Counter(), "took": []})
    row["outcomes"][_name(outcome)] += 1
    row["took"].append(outcome.get("last", outcome["took"]))
    flaw = _flaw(outcome, deadline, late)
    if flaw:
        report.flaws.append(f"{outcome['attack']}: {flaw}: {outcome}")


def _name(outcome: dict[str, Any]) -> str:
    for what in ("refused", "lost", "closed", "left"):
        if what in outcome:
            return what
    broken = "" if outcome["whole"] else " broken"
    return f"{outcome['status']} {outcome['code']}{broken}".replace("  ", " ").strip()


def _flaw(outcome: dict[str, Any], deadline: float, late: float) -> str:
    """Say what is untrue about an outcome, if anything is."""
    if "lost" in outcome:
        return "no answer within the deadline and five seconds"
    if "status" not in outcome:
        return ""  # it left, or the connection was closed before a status
    if outcome["last"] > deadline + late:
        return f"{outcome['last']:.2f} s is later than its deadline of {deadline:g} s and {late:g} s"
    if outcome["status"] >= 400 and outcome["whole"] and not (outcome["problem"] and outcome["code"]):
        return "no problem document"
    if outcome["code"] in _LIMITED and not outcome["limit"]:
        return "a limit without its name"
    return ""


def _at_the_end(watch: Watch, report: Report) -> dict[str, Any]:
    """Look at the processes when all clients have left: what runs still, and whose it is."""
    time.sleep(_LATE)
    before = {one.pid: one.busy for one in watch.children()}
    time.sleep(_LATE)
    after = watch.children()
    still = [one.pid for one in after if one.busy - before.get(one.pid, one.busy) > _LATE / 4]
    if still:
        report.flaws.append(f"{len(still)} queries run on although their clients have left")
    if watch.left_over():
        report.flaws.append(f"{len(watch.left_over())} children belong to nobody")
    if not watch.web_lives():
        report.flaws.append("the web process is not the one it was")
    return {
        "web_growth": round(watch.web_peak - watch.web_first, 1),
        "web_peak": round(watch.web_peak, 1),
        "child_growth": round(watch.child_peak - watch.child_first, 1),
        "resident_peak": round(watch.resident_peak, 1),
        "children_peak": round(watch.children_peak, 1),
        "most_children": watch.most_children,
        "children_started": len(watch.children_seen),
        "children_at_the_end": len(after),
        "web_processor_seconds": watch.web_busy,
        "samples": watch.samples,
    }
