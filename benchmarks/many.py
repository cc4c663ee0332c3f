"""Makes a larger graph of the curated one: each cluster's record again and again, under other names.

``python benchmarks/many.py DUMP.nq 100 > many.nq``; then ``clustergraph --home FOLDER load many.nq``. What is not a
cluster's record stands in it once, so that the copies share sectors, towns and partners as clusters do.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

_RECORD = re.compile(r"<https://w3id\.org/clustergraph/graph/cluster/([a-z0-9-]+)> \.$")
_NUMBER = "<https://w3id.org/clustergraph/ns#brochureNumber>"
_CLUSTERS = 20  # in the brochure: the copies are numbered on


def many(lines: Iterable[str], times: int) -> Iterator[str]:
    """Give the N-Quads of a release with ``times`` copies of each cluster's record, the first under its own name."""
    for line in lines:
        yield line
        record = _RECORD.search(line)
        if record:
            for turn in range(1, times):
                yield _again(line, record[1], turn)


def _again(line: str, slug: str, turn: int) -> str:
    """Write a line for a copy: all names with the cluster's slug in them, but those of the source's lines."""
    copied = re.sub(rf"(clustergraph/(?:id|graph)/[a-z]+/{slug})(?=[->])", rf"\1-copy{turn}", line)
    if _NUMBER in copied:
        copied = re.sub(r'"(\d+)"', lambda number: f'"{int(number[1]) + turn * _CLUSTERS}"', copied)
    return copied


if __name__ == "__main__":
    with Path(sys.argv[1]).open(encoding="utf-8") as dump:
        sys.stdout.writelines(many(dump, int(sys.argv[2])))
