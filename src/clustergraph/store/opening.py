"""Opens a store that nobody writes, and makes errors of the family of what the engine says of its files."""

import re
from pathlib import Path

from pyoxigraph import Store

from clustergraph.disk import is_full, words_of
from clustergraph.errors import Place, ReleaseError

#: How RocksDB begins what it says of files: that they are not what was written, or cannot be read.
_OF_FILES = re.compile("Corruption|IO error|The database")
_LOOK = "Run `clustergraph doctor`, then `clustergraph build`."


def open_store(folder: Path) -> Store:
    """Open a store read-only; raises :class:`ReleaseError` where its files do not allow it.

    Only one that was found whole should be opened (``store.wholeness``).
    """
    try:
        return Store.read_only(str(folder))
    except (OSError, RuntimeError, ValueError) as error:
        raise ReleaseError(
            f"The sealed store cannot be opened: {words_of(error)}.", place=Place(str(folder)), remedy=_LOOK
        ) from error


def unreadable(error: BaseException, folder: Path) -> ReleaseError | None:
    """Give the error where the engine told of its files while it answered, nothing where it told of the question."""
    if not isinstance(error, OSError | RuntimeError) or is_full(error) or not _OF_FILES.match(str(error)):
        return None
    return ReleaseError(f"The store cannot be read: {words_of(error)}.", place=Place(str(folder)), remedy=_LOOK)
