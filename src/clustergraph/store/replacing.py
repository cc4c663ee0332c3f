"""A file replaced in one step: whoever reads it finds the old content or the new, whatever ends the writer.

The bytes reach the disk before the name does, and the folder after it (fsync(2) of both). What could not be written
whole leaves nothing behind.
"""

import os
from contextlib import suppress
from pathlib import Path

_FRESH = ".new"


def replace_file(path: Path, content: str) -> None:
    """Write a text in UTF-8 in the place of a file, or make one; raises :class:`OSError`, and the file is as it was."""
    fresh = path.with_name(path.name + _FRESH)
    try:
        with fresh.open("w", encoding="utf-8", newline="\n") as file:
            file.write(content)
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
