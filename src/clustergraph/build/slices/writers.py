"""All slices, in one list."""

from collections.abc import Callable
from pathlib import Path

from clustergraph.build.slices.eurovoc import write_eurovoc
from clustergraph.build.slices.nace import write_nace
from clustergraph.build.slices.nuts import write_nuts
from clustergraph.build.slices.outlines import write_outlines
from clustergraph.build.slices.schemes import write_schemes
from clustergraph.build.slices.scopes import write_scopes
from clustergraph.build.slices.towns import write_towns

#: Every writer takes the folder of reference tables and the root of the repository, and gives what it wrote.
WRITERS: tuple[Callable[[Path, Path], list[Path]], ...] = (
    write_schemes,
    write_nace,
    write_nuts,
    write_towns,
    write_outlines,
    write_eurovoc,
    write_scopes,
)


def write_slices(reference: Path, root: Path) -> list[Path]:
    """Write every slice below ``root``; raises :class:`OSError` or :class:`ValueError` for an unusable table."""
    return [path for write in WRITERS for path in write(reference, root)]
