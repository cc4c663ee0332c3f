"""Outlines of districts as paths of a drawing: from Well-Known Text in degrees to whole numbers in its own units.

The projection is equirectangular with one true parallel, the middle latitude of what is drawn (Snyder, Map Projections,
USGS 1987, chapter 12): over four degrees of latitude shapes are true to about three in a hundred, which no eye sees.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: The drawing is at most this wide and this high, its margin included; outlines are kept to a tenth of a unit.
WIDEST, HIGHEST, MARGIN, FINE = 400, 560, 22, 10
_SMALLEST = 0.5  # degrees: a single place is drawn with this much around it
_RING = re.compile(r"\(([^()]+)\)")

#: Longitude and latitude in degrees; in a drawing, x to the right and y downwards.
Point = tuple[float, float]
_Ring = Sequence[Point]


@dataclass(frozen=True)
class Projection:
    """How degrees become units of the drawing, whose size is in the same units."""

    west: float
    north: float
    per_degree: Point
    width: int
    height: int

    @classmethod
    def around(cls, places: Sequence[Point]) -> "Projection":
        """Fit all places into the drawing; raises :class:`ValueError` where there is none."""
        west, east = _span([longitude for longitude, _ in places])
        south, north = _span([latitude for _, latitude in places])
        narrowing = max(math.cos(math.radians((south + north) / 2)), 0.01)
        wide, high = (east - west) * narrowing, north - south
        unit = min((WIDEST - 2 * MARGIN) / wide, (HIGHEST - 2 * MARGIN) / high)
        size = [math.ceil(degrees * unit) + 2 * MARGIN for degrees in (wide, high)]
        return cls(west, north, (unit * narrowing, unit), *size)

    def of(self, place: Point) -> Point:
        """Give the place in the drawing."""
        x, y = self.per_degree
        return MARGIN + (place[0] - self.west) * x, MARGIN + (self.north - place[1]) * y


def rings(text: str) -> list[list[Point]]:
    """Read the rings of a polygon or of several (OGC 06-103r4, section 7); none for any other geometry or system."""
    if not text.startswith(("POLYGON", "MULTIPOLYGON")):
        return []
    try:
        return [[_place(pair) for pair in ring.split(",")] for ring in _RING.findall(text)]
    except ValueError:
        return []


def path(drawn: Iterable[_Ring], projection: Projection, *, closed: bool = True) -> str:
    """Write lines as path data (SVG 2, section 9.3) in tenths of units: the first point, then steps."""
    return "".join(_line([_fine(projection.of(place)) for place in line], closed=closed) for line in drawn)


def borders(areas: Mapping[str, Sequence[_Ring]], region: Mapping[str, str]) -> list[list[Point]]:
    """Give the lines at which one region ends: those sides of areas that no other area of the region has."""
    sides: dict[frozenset[Point], list[str]] = {}
    for area, its in areas.items():
        for ring in its:
            for side in pairwise(ring):
                sides.setdefault(frozenset(side), []).append(region[area])
    kept = [side for side, regions in sides.items() if len(side) == 2 and (len(regions) == 1 or len(set(regions)) > 1)]
    return list(_stitched(kept))


def _stitched(sides: Iterable[frozenset[Point]]) -> Iterator[list[Point]]:
    """Join sides to lines as long as they go; each side is in one line."""
    beside: dict[Point, dict[Point, None]] = {}
    for side in sides:
        one, other = sorted(side)
        beside.setdefault(one, {})[other] = None
        beside.setdefault(other, {})[one] = None
    # ends and forks first: a line that begins there is not cut in two
    for start in sorted(beside, key=lambda point: (len(beside[point]) == 2, point)):
        while beside[start]:
            line = [start]
            while beside[line[-1]]:
                following = min(beside[line[-1]])
                del beside[line[-1]][following], beside[following][line[-1]]
                line.append(following)
            yield line


def _line(points: Sequence[tuple[int, int]], *, closed: bool) -> str:
    if closed and points[0] == points[-1]:
        points = points[:-1] or points
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points) if (x, y) != (a, b)]
    first = f"M{points[0][0]} {points[0][1]}"
    return f"{first}l{_numbers(steps)}{'z' if closed else ''}" if steps else ""


def _numbers(steps: Iterable[tuple[int, int]]) -> str:
    text = " ".join(str(number) for step in steps for number in step)
    return text.replace(" -", "-")


def _fine(point: Point) -> tuple[int, int]:
    return round(point[0] * FINE), round(point[1] * FINE)


def _place(pair: str) -> Point:
    longitude, latitude = pair.split()[:2]
    return float(longitude), float(latitude)


def _span(numbers: Sequence[float]) -> tuple[float, float]:
    least, most = min(numbers), max(numbers)
    lack = max(_SMALLEST - (most - least), 0) / 2
    return least - lack, most + lack
