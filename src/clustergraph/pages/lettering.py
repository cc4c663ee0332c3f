"""Names of places on a map: below, above or beside their place, where neither a mark nor another name stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clustergraph.pages.outlines import Point
from clustergraph.pages.placing import RADIUS

_LETTER, _LINE = 6.2, 12.0  # width of a letter and height of a line, in units, at the size of the style sheet
_NEAR = 3.0  # how far a name keeps from its place and from marks
_SHIFTS = (0, -9, 9, -16, 16)  # by which a name beside its place may stand higher or lower


@dataclass(frozen=True)
class Label:
    """A name with the middle of its base line."""

    text: str
    at: Point


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "_Box") -> bool:
        """Tell whether two boxes have something in common."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)


def letter(
    names: Mapping[Point, str], marks: Mapping[Point, Sequence[Point]], width: float, height: float
) -> list[Label]:
    """Give the names that have room, in the order of their places; who asks has the others elsewhere.

    ``marks`` are the middles of the marks of each place.
    """
    taken = [_around([mark]) for its in marks.values() for mark in its]
    labels = []
    for place, text in sorted(names.items()):
        for box in _boxes(place, marks[place], len(text) * _LETTER):
            inside = box.left >= 0 and box.top >= 0 and box.right <= width and box.bottom <= height
            if inside and not any(box.touches(other) for other in taken):
                taken.append(box)
                labels.append(Label(text, ((box.left + box.right) / 2, box.bottom - _LINE / 4)))
                break
    return labels


def _boxes(place: Point, marks: Sequence[Point], wide: float) -> Iterator[_Box]:
    """Give the boxes in which a name may stand, the best first: at the place itself, or at the marks around it."""
    x, y = place
    for around in (_Box(x, y, x, y), _around(marks)):
        below, above = around.bottom + _NEAR, around.top - _NEAR - _LINE
        yield from (_Box(x - wide / 2, top, x + wide / 2, top + _LINE) for top in (below, above))
        for shift in _SHIFTS:
            top = y - _LINE / 2 + shift
            for left in (around.right + _NEAR, around.left - _NEAR - wide):
                yield _Box(left, top, left + wide, top + _LINE)


def _around(marks: Sequence[Point]) -> _Box:
    across, down = [x for x, _ in marks], [y for _, y in marks]
    return _Box(min(across) - RADIUS, min(down) - RADIUS, max(across) + RADIUS, max(down) + RADIUS)
