"""Where the files that come along are: the repository (ontology, shapes, data) and the named queries.

In a source checkout the repository is the checkout itself; in an installed wheel it is ``clustergraph/repository``.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, cast

from clustergraph.errors import Place, RepositoryError

PACKAGE = Path(__file__).parent
QUERIES = PACKAGE / "queries"
FOLDERS = ("ontology", "shapes", "data")


def repository(chosen: Path | None = None) -> Path:
    """Find the repository: the one chosen, else the checkout, else the one inside the wheel.

    Raises :class:`RepositoryError` where the folder lacks one of ontology/, shapes/, data/.
    """
    if chosen is not None and chosen != Path():
        return _complete(chosen)
    checkout = PACKAGE.parent.parent
    return _complete(checkout if (checkout / "ontology").is_dir() else PACKAGE / "repository")


@cache
def context() -> dict[str, Any]:
    """Give the JSON-LD context that comes along: the value of its ``@context``."""
    document = json.loads((repository() / "ontology/context.jsonld").read_text(encoding="utf-8"))
    return cast("dict[str, Any]", document["@context"])


def files(root: Path) -> Iterator[tuple[PurePosixPath, Path]]:
    """Walk the repository's files in one order, as pairs of relative and real path; hidden files are passed over."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            relative = PurePosixPath(path.relative_to(root).as_posix())
            if path.is_file() and not any(part.startswith(".") for part in relative.parts):
                yield relative, path


def fingerprint(root: Path, *extra: str) -> str:
    """Digest the names and bytes of all files, and what else a build depends on (SHA-256, hexadecimal)."""
    state = hashlib.sha256()
    for text in extra:
        state.update(f"{text}\0".encode())
    for relative, path in files(root):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        state.update(f"{relative}\0{content}\n".encode())
    return state.hexdigest()


def _complete(root: Path) -> Path:
    missing = [folder for folder in FOLDERS if not (root / folder).is_dir()]
    if missing:
        raise RepositoryError(
            f"The repository lacks {', '.join(folder + '/' for folder in missing)}.",
            place=Place(str(root)),
            remedy="Point --repository to a folder with ontology/, shapes/ and data/.",
        )
    return root.resolve()


@cache
def built() -> str:
    """Say when this program's files were last changed, in UTC (XSD ``dateTime``): what an install or a build leaves."""
    newest = max(path.stat().st_mtime for path in PACKAGE.rglob("*.py"))
    return datetime.fromtimestamp(newest, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
