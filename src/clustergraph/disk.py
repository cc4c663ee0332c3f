"""What a disk says, as errors of the family: that it is full, cannot be written, or does not give back what it took.

Paths of this machine stand in the place of an error, which operators see, and never in its words.
"""

import errno
import re
from pathlib import Path

from clustergraph.errors import ClustergraphError, DiskFull, Place, StorageFailed

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_UNWRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM}
_FAILING = {errno.EIO, errno.EMFILE, errno.ENFILE, errno.ESTALE}
#: How RocksDB says it, whose errors have no number.
_FULL_WORDS = re.compile("No space left on device|Disk quota exceeded|File too large")
_FAILING_WORDS = re.compile("Read-only file system|Permission denied|Input/output error|Too many open files")
_ABSOLUTE = re.compile(r"""(?<![\w:/])/(?:[^\s'"“”:/]+/)+""")
_PATH = re.compile(r"""(?:[^\s'"“”:]*/)+([^\s'"“”/:]*)""")


def is_of_disk(error: BaseException) -> bool:
    """Whether an exception tells of the disk, not of a fault in this program."""
    if not isinstance(error, OSError):
        return False
    words = str(error)
    known = error.errno in _FULL | _UNWRITABLE | _FAILING
    return known or bool(_FULL_WORDS.search(words) or _FAILING_WORDS.search(words))


def is_full(error: BaseException) -> bool:
    """Whether an exception tells that the disk, or what its owner may take of it, is full."""
    return isinstance(error, OSError) and (error.errno in _FULL or bool(_FULL_WORDS.search(str(error))))


def disk_error(error: BaseException, what: str, place: Place | None = None) -> StorageFailed:
    """Make the error of the family; ``what`` says what could not be done, as a sentence without its full stop."""
    if is_full(error):
        return DiskFull(f"{what}: the disk is full.", place=place, remedy=_MAKE_ROOM)
    return StorageFailed(f"{what}: {words_of(error)}.", place=place, remedy=_MEND)


def words_of(error: BaseException) -> str:
    """Say what the system said, without the paths in it: the last part of each stays."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return _PATH.sub(r"\1", " ".join(said.split())).rstrip(". ") or type(error).__name__


def without_folders(text: str) -> str:
    """Leave of each absolute path its last part; addresses of the web stay."""
    return _ABSOLUTE.sub("", text)


def stamp_of(path: Path) -> tuple[int, ...]:
    """Tell a file by what changes when it is written: whoever read it need not again while this is the same.

    Its ctime is in it, which changes with another link too. Raises :class:`OSError`.
    """
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def foreseen(error: BaseException, what: str) -> ClustergraphError | None:
    """Give the error of the family that an exception amounts to, or nothing where nobody foresaw it."""
    if isinstance(error, ClustergraphError):
        return error
    return disk_error(error, what) if is_of_disk(error) else None


_MAKE_ROOM = (
    "Make room on the disk of the home (`clustergraph doctor` says how much is free); nothing was left half done."
)
_MEND = "Look at the disk of the home and its permissions; `clustergraph doctor` does."
