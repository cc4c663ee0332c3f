"""Whether the engine takes a regular expression: one that it does not take has no value, with no word said."""

from functools import lru_cache
from typing import cast

from pyoxigraph import Literal, QuerySolutions, Store


@lru_cache(maxsize=1024)
def compiles(pattern: str, flags: str = "") -> bool:
    """Ask the engine, over nothing."""
    query = f"SELECT (REGEX({Literal('')}, {Literal(pattern)}, {Literal(flags)}) AS ?x) {{}}"
    return next(cast("QuerySolutions", Store().query(query)))["x"] is not None
