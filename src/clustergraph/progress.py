"""How far a run has come, told step by step to whoever shows it."""

from collections.abc import Callable

#: Told how far a step has come: its name, how much is done, how much there is.
Progress = Callable[[str, int, int], None]


def silent(step: str, done: int, total: int) -> None:
    """Tell nobody."""
