"""The store that the endpoint is asked: a release's, and in its default graph what the endpoint says of itself.

The sealed store stays as it is. A checkpoint of it takes the few statements that depend on this host and its settings;
whoever names a release asks the sealed store and sees none of them.
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, Store, parse

from clustergraph.disk import disk_error, is_of_disk, words_of
from clustergraph.errors import ClustergraphError, Place, ReleaseError
from clustergraph.store.datatypes import copy_datatypes
from clustergraph.store.opening import open_store, unreadable
from clustergraph.store.release import Release
from clustergraph.store.replacing import replace_file

_FRESH = ".tmp"  # where RocksDB writes a checkpoint before it has its name


@dataclass(frozen=True)
class Live:
    """The folder of such a store, the SHA-256 of what was put in, and how many triples its default graph has then.

    ``notes`` are what the operator must know of the release that was chosen, a sentence each.
    """

    store: Path
    digest: str
    triples: int
    notes: Sequence[str] = ()


def read_live(folder: Path) -> Live:
    """Read what was made; raises :class:`ReleaseError` where nothing was."""
    path = _told(folder)
    try:
        return Live(folder, **json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ReleaseError(
            f"The store for questions is not there: {words_of(error)}.",
            place=Place(str(path)),
            remedy="Run `clustergraph serve`.",
        ) from error


def make_live(release: Release, statements: str, triples: int, folder: Path, notes: Sequence[str] = ()) -> None:
    """Make the store in a folder, which is emptied; ``statements`` is N-Triples, ``triples`` how many it has then.

    Call with the serve lock of the home held, and in a process that was not forked from one that had a store open:
    RocksDB's threads do not live on in such a one, and whoever waits for them waits for ever. Raises
    :class:`ReleaseError` where the release does not allow it, :class:`StorageFailed` where the disk does not; nothing
    is left then.
    """
    sealed = open_store(release.store)
    try:
        _clear(folder)
        sealed.backup(str(folder))
        store = Store(str(folder))
        store.load(input=statements.encode(), format=RdfFormat.N_TRIPLES)
        store.optimize()  # or each step of a join looks into two files: a quarter of its time
        store.flush()
        copy_datatypes(release.store, folder)
        told = {"digest": hashlib.sha256(statements.encode()).hexdigest(), "triples": triples, "notes": list(notes)}
        replace_file(_told(folder), json.dumps(told, ensure_ascii=False))
    except (OSError, RuntimeError) as error:
        _clear(folder)
        raise _release_or_disk(error, folder) from error


def new_triples(release: Release, statements: str) -> int:
    """Count the statements that the default graph of a release does not have yet; ``statements`` is N-Triples."""
    store = open_store(release.store)
    return sum(quad not in store for quad in set(parse(input=statements.encode(), format=RdfFormat.N_TRIPLES)))


def _release_or_disk(error: OSError | RuntimeError, folder: Path) -> ClustergraphError:
    """Say whether the release or the disk is why."""
    what = "The store for questions cannot be made"
    damaged = None if is_of_disk(error) else unreadable(error, folder)
    return damaged or disk_error(error, what, Place(str(folder)))


def _clear(folder: Path) -> None:
    for path in (folder, folder.with_name(folder.name + _FRESH)):
        shutil.rmtree(path, ignore_errors=True)
    with suppress(OSError):
        _told(folder).unlink(missing_ok=True)


def _told(folder: Path) -> Path:
    return folder.with_suffix(".json")
