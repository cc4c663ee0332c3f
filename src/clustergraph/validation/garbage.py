"""When Python looks for garbage: after a validation, not during it.

Its collector looks through all terms again and again while they grow in number, a tenth of the time of a large
validation, and finds nothing; the lists that lie behind every record take ten times as long as a record.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off() -> Iterator[None]:
    """Leave garbage to the end of a block."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        if before:
            gc.enable()


def keep() -> None:
    """Never look again through what has been kept over a :func:`put_off`."""
    gc.freeze()
