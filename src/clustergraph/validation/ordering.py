"""Many literals in their order, so that one is compared with all of them in a moment, however many they are."""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from clustergraph.validation.datatypes import FARTHEST, comparable


class Ordered:
    """Literals by the kind of their value, times with a zone and without apart; each kind in its order."""

    def __init__(self, terms: Sequence[str]) -> None:
        kinds: dict[tuple[str, bool], list[Any]] = defaultdict(list)
        for term in terms:
            found = comparable(term)
            if found is not None and not _is_none(found[1]):
                kinds[found[0], found[2]].append(found[1])
        self._size = len(terms)
        self._kinds = {kind: sorted(values) for kind, values in kinds.items()}

    def not_above(self, term: str, *, or_equal: bool) -> int:
        """Count those of which :func:`less` does not say that ``term`` is less (or equal)."""
        found = comparable(term)
        if found is None or _is_none(found[1]):
            return self._size
        kind, value, floating = found
        alike, apart = self._kinds.get((kind, floating), ()), self._kinds.get((kind, not floating), ())
        above = len(alike) - (bisect_left if or_equal else bisect_right)(alike, value)
        if apart and isinstance(value, Decimal):  # a zone may be as far away as that
            above += len(apart) - bisect_right(apart, value + FARTHEST)
        return self._size - above


def _is_none(value: Decimal | float | str) -> bool:
    return not isinstance(value, str) and math.isnan(value)
