"""Permanent names that are no longer described, from the register of slugs: a release keeps them and they lead on."""

from pathlib import Path
from typing import Any

from clustergraph.errors import Place, RepositoryError
from clustergraph.iris import thing
from clustergraph.sources.repository import table

_REGISTER = "data/slugs.toml"


def retired_names(root: Path) -> dict[str, dict[str, Any]]:
    """Give IRI → date and replacement; raises :class:`RepositoryError` where a replacement is not allotted."""
    names: dict[str, dict[str, Any]] = {}
    for kind, rows in table(root / _REGISTER).items():
        for slug, row in rows.items():
            if "retired" in row:
                names[thing(kind, slug)] = {
                    "retired": str(row["retired"]),
                    "replacedBy": _replacement(kind, slug, row, rows),
                }
    return names


def _replacement(kind: str, slug: str, row: dict[str, Any], rows: dict[str, Any]) -> str | None:
    replaced = row.get("replaced-by")
    if replaced is None:
        return None
    if replaced not in rows or replaced == slug:
        raise RepositoryError(
            f"{kind} “{slug}” is replaced by “{replaced}”, which is not a slug of this kind.",
            place=Place(_REGISTER),
            remedy="Name an allotted slug, or none.",
        )
    return thing(kind, replaced)
