"""Validators that are measured beside each other: each is a command, given shapes and data, and leaves its findings."""

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

HERE = Path(__file__).parent
SH = "http://www.w3.org/ns/shacl#"
_OFTEN = 0.02  # seconds between two looks at the memory
#: Settings under which no limit of a validation is met.
UNLIMITED_VALIDATION = {
    "CLUSTERGRAPH_CONTENT_MAX_BYTES": "10737418240",
    "CLUSTERGRAPH_CONTENT_MAX_STATEMENTS": "100000000",
    "CLUSTERGRAPH_VALIDATE_FINDINGS": "10000000",
}
_PARTS = ("focusNode", "value", "sourceConstraintComponent", "sourceShape", "resultSeverity")
Findings = Counter[tuple[str | None, ...]]


@dataclass(frozen=True)
class Validator:
    """A name, the command for files of shapes and data, and how what it prints is read."""

    name: str
    command: Callable[[Path, Path], list[str]]
    findings: Callable[[bytes], Findings]


@dataclass(frozen=True)
class Run:
    """Seconds, the most memory of all processes of a run (proportional set size) in MiB, and what was found."""

    seconds: float
    memory: float
    findings: Findings


def validators() -> list[Validator]:
    """Ours first; those of others as far as they are installed."""
    bin_ = Path(sys.executable).parent
    ours = [
        str(bin_ / "clustergraph"),
        "validate",
        "--profile",
        "any",
        "--strict",
        "--separate",
        "--format",
        "ntriples",
    ]
    found = [
        Validator("clustergraph", lambda shapes, data: [*ours, "--shapes", str(shapes), str(data)], _of_report),
        Validator(
            "pyshacl",
            lambda shapes, data: [str(bin_ / "pyshacl"), "-s", str(shapes), "-f", "nt", "-df", "nt", str(data)],
            _of_report,
        ),
    ]
    if (HERE / "node/node_modules/shacl-engine").exists():
        script = str(HERE / "node/validate.js")
        engine = ["node", "--max-old-space-size=8192", script]
        found.append(Validator("shacl-engine", lambda shapes, data: [*engine, str(shapes), str(data)], _of_lines))
    return found


def run(validator: Validator, shapes: Path, data: Path) -> Run:
    """Run a command to its end and look at the memory of its processes meanwhile."""
    environment = {**os.environ, **UNLIMITED_VALIDATION}
    began = time.perf_counter()
    process = subprocess.Popen(validator.command(shapes, data), stdout=subprocess.PIPE, env=environment)
    most = [0.0]
    watch = threading.Thread(target=_watch, args=(process.pid, most))
    watch.start()
    output = process.communicate()[0]
    seconds = time.perf_counter() - began
    watch.join()
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{validator.name} ended with {process.returncode}")
    return Run(seconds, most[0], validator.findings(output))


def _watch(process: int, most: list[float]) -> None:
    while Path(f"/proc/{process}/cmdline").exists():
        most[0] = max(most[0], sum(map(memory, [process, *below(process)])) / 1024)
        time.sleep(_OFTEN)
        if memory(process) == 0:
            return


def below(process: int) -> list[int]:
    """Give the processes that a process has started, and those that these have."""
    try:
        tasks = list(Path(f"/proc/{process}/task").glob("*/children"))
        children = [int(child) for task in tasks for child in task.read_text().split()]
    except OSError:
        return []
    return [*children, *(one for child in children for one in below(child))]


def memory(process: int) -> int:
    """Give the proportional set size of a process in KiB, 0 where there is none."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


def _of_report(output: bytes) -> Findings:
    """Read a report in N-Triples."""
    results: dict[str, dict[str, str | None]] = {}
    for quad in parse(input=output, format=RdfFormat.N_TRIPLES):
        name = quad.predicate.value.removeprefix(SH)
        if name in _PARTS and isinstance(quad.subject, BlankNode):
            value = quad.object
            said = "_" if isinstance(value, BlankNode) else value.value if hasattr(value, "value") else str(value)
            results.setdefault(quad.subject.value, {})[name] = said
        elif quad.object == NamedNode(f"{SH}ValidationResult"):
            results.setdefault(str(getattr(quad.subject, "value", "")), {})
    return Counter(tuple(result.get(part) for part in _PARTS) for result in results.values() if result)


def _of_lines(output: bytes) -> Findings:
    """Read the lines of node/validate.js."""
    lines = [json.loads(line) for line in output.splitlines()]
    return Counter(tuple(line) for line in lines if isinstance(line, list))
