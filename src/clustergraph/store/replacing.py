"""A file replaced in one step: whoever reads it finds the old content or the new, whatever ends the writer.

The bytes reach the disk before the name does, and the folder after it (fsync(2) of both). What could not be written
whole leaves nothing behind.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

#: The end of the name of a file that is to replace another.
FRESH = ".new"


def replace_file(path: Path, content: str | bytes, mode: int | None = None) -> None:
    """Write a text in UTF-8, or bytes, in the place of a file, or make one.

    ``mode`` has its permissions, less what the umask takes away (open(2)); without it who may read it stays as it was.
    A link leads where it led. Raises :class:`OSError`, and the file is as it was.
    """
    path = path.resolve()
    fresh = path.with_name(path.name + FRESH)
    try:
        fresh.unlink(missing_ok=True)  # one that a crash has left has its own permissions
        opened = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666 if mode is None else mode)
        with open(opened, "wb") as file:  # noqa: PTH123 - of a handle
            if mode is None and path.exists():
                os.fchmod(file.fileno(), stat.S_IMODE(path.stat().st_mode))
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file or the names in a folder are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
