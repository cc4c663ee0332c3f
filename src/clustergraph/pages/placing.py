"""Marks for what lies at the same places, so placed that none covers another: deterministic, without chance.

One mark stands at its place. Several stand on a ring around theirs, spread over the part of it that is free. Where no
ring of a fair size holds all, rings are filled from the inside; what has no room stays away, and who asks is told.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from clustergraph.pages.outlines import Point

RADIUS = 13  # units; with DISTANCE, 24 pixels at the width of a telephone (WCAG 2.2, 2.5.8)
DISTANCE = 30  # from one mark's middle to another's
_FAIR = 75  # the largest ring for a place
_STEP = 4
_TURN = 3  # degrees


def place_marks(wanted: Mapping[Point, Sequence[str]], width: float, height: float) -> dict[str, Point]:
    """Give each mark its middle; ``wanted`` are the names of the marks at each place. What has no room is left out."""
    field = _Field(width, height)
    for place, names in sorted(wanted.items(), key=lambda item: (len(item[1]), item[0])):
        field.take(place, names)
    return field.placed


class _Field:
    def __init__(self, width: float, height: float) -> None:
        self._size = width, height
        self.placed: dict[str, Point] = {}

    def take(self, place: Point, names: Sequence[str]) -> None:
        """Place the marks of one place."""
        if len(names) == 1 and self._free(place, self.placed.values()):
            self.placed[names[0]] = place
            return
        for radius in range(_inner(len(names)), _FAIR, _STEP):
            ring = self._ring(place, radius, len(names))
            if len(ring) == len(names):
                self.placed |= dict(zip(names, ring, strict=True))
                return
        self._fill(place, list(names))

    def _fill(self, place: Point, names: list[str]) -> None:
        radius = DISTANCE
        while names and radius < math.hypot(*self._size):
            ring = self._ring(place, radius, len(names))
            self.placed |= dict(zip(names, ring, strict=False))
            names, radius = names[len(ring) :], radius + DISTANCE

    def _ring(self, place: Point, radius: float, wanted: int) -> list[Point]:
        """Give as many places on a ring as are wanted and free, as far from each other as that many can be."""
        near = [other for other in self.placed.values() if math.dist(place, other) < radius + DISTANCE]
        free = [angle for angle in range(0, 360, _TURN) if self._free(_at(place, radius, angle), near)]
        least = math.degrees(2 * math.asin(min(DISTANCE / (2 * radius), 1)))
        best = _spread(free, least, wanted)
        for apart in range(math.ceil(least), 360 // max(wanted, 1) + 1, _TURN):
            found = _spread(free, apart, wanted)
            if len(found) < len(best):
                break
            best = found
        return [_at(place, radius, angle) for angle in best]

    def _free(self, point: Point, others: Iterable[Point]) -> bool:
        inside = all(RADIUS <= value <= size - RADIUS for value, size in zip(point, self._size, strict=True))
        return inside and all(math.dist(point, other) >= DISTANCE for other in others)


def _inner(count: int) -> int:
    """Give the smallest ring on which so many marks fit."""
    return math.ceil(DISTANCE / (2 * math.sin(math.pi / count))) if count > 1 else _STEP


def _spread(free: Sequence[int], apart: float, wanted: int) -> list[int]:
    """Choose angles out of the free ones, clockwise from the end of the widest gap, so far apart at least."""
    if not free:
        return []
    chosen: list[int] = []
    for angle in _from_widest_gap(free):
        if not chosen or (angle - chosen[-1] >= apart and chosen[0] + 360 - angle >= apart):
            chosen.append(angle)
    return [angle % 360 for angle in chosen[:wanted]]


def _from_widest_gap(free: Sequence[int]) -> Iterator[int]:
    gaps = [(free[at] - free[at - 1]) % 360 for at in range(len(free))]
    start = gaps.index(max(gaps))
    return (angle + 360 * (angle < free[start]) for angle in (*free[start:], *free[:start]))


def _at(place: Point, radius: float, angle: float) -> Point:
    """Give the point at an angle clockwise from the top."""
    turned = math.radians(angle)
    return place[0] + radius * math.sin(turned), place[1] - radius * math.cos(turned)
