"""Submissions that are made up for measuring are as good as the example that they are made of."""

import json
import subprocess
import sys
from pathlib import Path

from conftest import ROOT, clustergraph


def test_made_up_clusters_conform_and_share_nothing(tmp_path: Path) -> None:
    """No finding but those that the example has, once for each."""
    command = [sys.executable, str(ROOT / "benchmarks/submissions.py"), "13"]
    many = tmp_path / "many.ttl"
    many.write_bytes(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
    one = ROOT / "docs/examples/cluster.ttl"
    done = clustergraph("validate", "--format", "json", str(one), str(many))
    example, made = json.loads(done.stdout)

    assert done.returncode == 0, done.stderr
    assert made["statements"] == 13 * example["statements"]
    assert {name: 13 * number for name, number in example["counts"].items()} == made["counts"]
