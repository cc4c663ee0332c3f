"""What every release is made of, whatever it was made from: canonical lines → the files of its folder."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from clustergraph import __version__
from clustergraph.graph.digest import LineDigest
from clustergraph.ns import PREFIXES
from clustergraph.progress import Progress
from clustergraph.report import Report
from clustergraph.store.release import MANIFEST, Manifest, Release
from clustergraph.store.seal import graph_sizes, write_dumps, write_store
from clustergraph.store.statistics import count
from clustergraph.store.wholeness import describe_files, describe_store


def write_release(
    folder: Path,
    payload: Sequence[bytes],
    report: Report,
    fingerprint: str,
    figures: Mapping[str, Any],
    more: Mapping[str, bytes],
    progress: Progress,
) -> Release:
    """Write a release into an empty folder; ``payload`` holds canonical N-Quads lines, ``more`` further files by name.

    ``fingerprint`` says what the release depends on, ``figures`` what its start page shows.
    """
    digest = LineDigest()
    digest.add(payload)
    progress("Seal", 0, 2)
    triples = write_store(folder / "store", payload)
    progress("Seal", 1, 2)
    lacking = write_dumps(folder / "dumps", payload, PREFIXES)
    (folder / "digest.state").write_bytes(digest.state())
    (folder / "report.json").write_bytes(as_json(report.as_json()))
    (folder / "statistics.json").write_bytes(as_json(count(payload)))
    for name, content in more.items():
        (folder / name).write_bytes(content)
    manifest = Manifest(
        digest=digest.hexdigest(),
        inputs=fingerprint,
        profile=report.profile,
        version=__version__,
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        quads=len(payload),
        triples=triples,
        graphs=graph_sizes(payload),
        figures=figures,
        findings=report.counts(),
        files=describe_files(folder),
        store=describe_store(folder),
        lacking=lacking,
        blank_nodes=any(line.startswith(b"_:") or b" _:" in line for line in payload),
    )
    (folder / MANIFEST).write_text(manifest.as_json(), encoding="utf-8")
    progress("Seal", 2, 2)
    return Release(folder, manifest)


def as_json(content: Mapping[str, Any]) -> bytes:
    """Write JSON as files of a release have it."""
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
