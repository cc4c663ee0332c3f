"""Makes up submissions of any size: the example of the documentation under other names, which share nothing.

``python benchmarks/submissions.py 300 > many.ttl`` writes 300 clusters, each a record of some 70 statements.
"""

import sys
from collections.abc import Iterator

from clustergraph import resources

_RECORD = "docs/examples/cluster.ttl"


def made_up_clusters(number: int) -> Iterator[str]:
    """Give so many records in Turtle, of which none has a name, a telephone or an address of another."""
    record = (resources.repository() / _RECORD).read_text(encoding="utf-8")
    for one in range(1, number + 1):
        other = record.replace("made-up-furniture/", f"made-up-{one}/").replace("Made-up F", f"Made-up {one} F")
        other = other.replace("Измишљени", f"Измишљени {one}.").replace("Made-up Chairs", f"Made-up Chairs {one}")
        other = other.replace('"MFC"', f'"MFC {one}"').replace("office@", f"office-{one}@")
        yield other.replace("+381110000101", f"+38111{2_000_000 + one}")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.writelines(made_up_clusters(int(sys.argv[1])))
