"""The store that the endpoint is asked: a release's, and in its default graph what the endpoint says of itself.

The sealed store stays as it is. A checkpoint of it takes the few statements that depend on this host and its settings;
whoever names a release asks the sealed store and sees none of them.
"""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, Store, parse

from clustergraph.errors import Place, ReleaseError
from clustergraph.store.release import Release


@dataclass(frozen=True)
class Live:
    """The folder of such a store, and the SHA-256 of the statements that were put in."""

    store: Path
    digest: str


def make_live(release: Release, statements: str, folder: Path) -> Live:
    """Make the store in a folder, which is emptied; ``statements`` is N-Triples.

    Call with the serve lock of the home held. Raises :class:`ReleaseError` where the disk does not allow it.
    """
    sealed = _open(release)
    try:
        shutil.rmtree(folder, ignore_errors=True)
        sealed.backup(str(folder))
        store = Store(str(folder))
        store.load(input=statements.encode(), format=RdfFormat.N_TRIPLES)
        store.optimize()  # or each step of a join looks into two files: a quarter of its time
        store.flush()
    except OSError as error:
        raise ReleaseError(
            f"The store for questions cannot be made: {error}.",
            place=Place(str(folder)),
            remedy="Run `clustergraph doctor`: it looks at the disk and the release.",
        ) from error
    return Live(folder, hashlib.sha256(statements.encode()).hexdigest())


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
