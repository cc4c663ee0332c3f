"""The store that the endpoint is asked: a release's, and in its default graph what the endpoint says of itself.

The sealed store stays as it is. A checkpoint of it takes the few statements that depend on this host and its settings;
whoever names a release asks the sealed store and sees none of them.
"""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, Store, parse

from clustergraph.errors import Place, ReleaseError
from clustergraph.store.datatypes import copy_datatypes
from clustergraph.store.release import Release


@dataclass(frozen=True)
class Live:
    """The folder of such a store, the SHA-256 of what was put in, and how many triples its default graph has then."""

    store: Path
    digest: str
    triples: int


def read_live(folder: Path) -> Live:
    """Read what was made; raises :class:`ReleaseError` where nothing was."""
    path = folder.with_suffix(".json")
    try:
        return Live(folder, **json.loads(path.read_text(encoding="ascii")))
    except (OSError, ValueError, TypeError) as error:
        raise ReleaseError(
            f"The store for questions is not there: {error}.",
            place=Place(str(path)),
            remedy="Run `clustergraph serve`.",
        ) from error


def make_live(release: Release, statements: str, triples: int, folder: Path) -> None:
    """Make the store in a folder, which is emptied; ``statements`` is N-Triples, ``triples`` how many it has then.

    Call with the serve lock of the home held, and in a process that was not forked from one that had a store open:
    RocksDB's threads do not live on in such a one, and whoever waits for them waits for ever. Raises
    :class:`ReleaseError` where the disk does not allow it.
    """
    sealed = _open(release)
    try:
        shutil.rmtree(folder, ignore_errors=True)
        sealed.backup(str(folder))
        store = Store(str(folder))
        store.load(input=statements.encode(), format=RdfFormat.N_TRIPLES)
        store.optimize()  # or each step of a join looks into two files: a quarter of its time
        store.flush()
        copy_datatypes(release.store, folder)
        told = {"digest": hashlib.sha256(statements.encode()).hexdigest(), "triples": triples}
        folder.with_suffix(".json").write_text(json.dumps(told), encoding="ascii")
    except OSError as error:
        raise ReleaseError(
            f"The store for questions cannot be made: {error}.",
            place=Place(str(folder)),
            remedy="Run `clustergraph doctor`: it looks at the disk and the release.",
        ) from error


def new_triples(release: Release, statements: str) -> int:
    """Count the statements that the default graph of a release does not have yet; ``statements`` is N-Triples."""
    store = _open(release)
    return sum(quad not in store for quad in set(parse(input=statements.encode(), format=RdfFormat.N_TRIPLES)))


def _open(release: Release) -> Store:
    try:
        return Store.read_only(str(release.store))
    except OSError as error:
        raise ReleaseError(
            f"The sealed store cannot be opened: {error}.",
            place=Place(str(release.store)),
            remedy="Run `clustergraph doctor`, then `clustergraph build`.",
        ) from error
