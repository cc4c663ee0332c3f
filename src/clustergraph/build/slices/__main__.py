"""Writes every slice: ``python -m clustergraph.build.slices <folder of reference tables>``."""

import sys
from pathlib import Path

from clustergraph import resources
from clustergraph.build.slices.writers import write_slices

for written in write_slices(Path(sys.argv[1]), resources.repository()):
    sys.stdout.write(f"{written.name}\n")
