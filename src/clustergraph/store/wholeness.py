"""Whether the files of a release are as its manifest says: sizes and SHA-256 of all, or of as many as may be read.

A damaged store must never be opened. RocksDB looks at its blocks as they are read, but not at the list of its files:
with half of it an answer comes as from an empty store, and a damaged block may cost all memory there is.
"""

import hashlib
import time
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from clustergraph.disk import stamp_of
from clustergraph.errors import Place, ReleaseError
from clustergraph.store.release import MANIFEST, Release

STORE = "store"
_NAMED = 5  # files in a message
_REMEMBERED = 4096  # files
_FRESH = 1.0  # seconds
Described = Mapping[str, Mapping[str, Any]]


def describe_files(folder: Path) -> dict[str, dict[str, Any]]:
    """Give size and SHA-256 of the files beside the store, by their path in the release."""
    paths = [path for path in folder.rglob("*") if path.parent.name != STORE and path.name != MANIFEST]
    return _described(folder, paths)


def describe_store(folder: Path) -> dict[str, dict[str, Any]]:
    """Give size and SHA-256 of the files of the store, by their path in the release; call when nobody writes it."""
    return _described(folder, (folder / STORE).rglob("*"))


def damaged_files(release: Release, most: int | None = None) -> list[str]:
    """List the files that are missing, differ from what the manifest says, or are in the store and not in it.

    Sizes are compared of all, SHA-256 of the smallest as far as ``most`` bytes reach, or of all. What was read once is
    read again only when the file has changed since.
    """
    told = {**release.manifest.files, **release.manifest.store}
    sizes = {name: _size(release.folder / name) for name in told}
    damaged = {name for name, said in told.items() if sizes[name] != said["bytes"]} | _strange(release)
    left = most
    for name, said in sorted(told.items(), key=lambda pair: int(pair[1]["bytes"])):
        if left is not None and (left := left - said["bytes"]) < 0:
            break
        if name not in damaged and sha256_of(release.folder / name) != said["sha256"]:
            damaged.add(name)
    return sorted(damaged)


def check_whole(release: Release, most: int | None = None) -> None:
    """Raise :class:`ReleaseError` where a release is damaged."""
    if damaged := damaged_files(release, most):
        raise ReleaseError(
            f"The release {release.folder.name} is damaged: {named(damaged)}.",
            place=Place(str(release.folder)),
            remedy="Take its folder from a copy, or run `clustergraph build` (or `load`, with the same files) again.",
        )


class Watched:
    """The files of a store that is open: whether they still are what they were, looked at once in a second at most."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamps = _stamps(folder)
        self._looked = time.monotonic()

    def check(self) -> None:
        """Raise :class:`ReleaseError` where a file has changed or gone: what is answered then may be anything."""
        if time.monotonic() < self._looked + _FRESH:
            return
        if _stamps(self._folder) != self._stamps:
            raise ReleaseError(
                "The store was changed while it was asked.",
                place=Place(str(self._folder)),
                remedy="Run `clustergraph doctor`, then start the server again.",
            )
        self._looked = time.monotonic()


def named(files: list[str]) -> str:
    """Name some files, and how many more there are."""
    more = f" and {len(files) - _NAMED} more" if len(files) > _NAMED else ""
    return f"{', '.join(files[:_NAMED])}{more}"


def sha256_of(path: Path) -> str | None:
    """Give the SHA-256 of a file, of which a piece is in memory at a time; nothing where it cannot be read."""
    try:
        return _digest(path, stamp_of(path))
    except OSError:
        return None


@lru_cache(_REMEMBERED)
def _digest(path: Path, _stamp: tuple[int, ...]) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stamps(folder: Path) -> dict[str, tuple[int, ...]]:
    """Tell files by what changes with them; not by their ctime, which changes with another link to them."""
    try:
        return {path.name: stamp_of(path)[:-1] for path in folder.iterdir()}
    except OSError:
        return {}


def _described(folder: Path, paths: Iterable[Path]) -> dict[str, dict[str, Any]]:
    files = sorted(path for path in paths if path.is_file())
    return {
        path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": _digest(path, stamp_of(path))}
        for path in files
    }


def _strange(release: Release) -> set[str]:
    """Give the files in a store that are none of it: one that looks like a log of RocksDB would be read."""
    if not release.manifest.store:
        return set()
    there = {path.relative_to(release.folder).as_posix() for path in release.store.rglob("*") if path.is_file()}
    return there - release.manifest.store.keys()


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
