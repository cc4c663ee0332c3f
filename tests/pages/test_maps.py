"""Maps as values: what is drawn where, for graphs of a few lines and for all that could be."""

import re
from collections import Counter
from itertools import combinations, pairwise
from math import dist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_graphs import Small

from clustergraph.pages.lettering import letter
from clustergraph.pages.maps import Land, Map, draw, land_of
from clustergraph.pages.outlines import HIGHEST, MARGIN, WIDEST, Point, Projection, borders, path, rings
from clustergraph.pages.placing import DISTANCE, RADIUS, place_marks
from clustergraph.pages.terms import Row, Term

ID = "https://w3id.org/clustergraph/id/thing/"
NAMES = 'graph:names { :one skos:prefLabel "One"@en . :town rdfs:label "Town"@en . :s skos:prefLabel "S"@en }'
# two squares side by side in one region, a third above them in another
SQUARES = {
    "a": "POLYGON ((20 44, 21 44, 21 45, 20 45, 20 44))",
    "b": "POLYGON ((21 44, 22 44, 22 45, 21 45, 21 44))",
    "c": "MULTIPOLYGON (((20 45, 21 45, 22 45, 22 46, 20 46, 20 45)))",
}
REGIONS = {"a": "south", "b": "south", "c": "north"}
degrees = st.tuples(st.floats(-180, 180), st.floats(-85, 85))


def thing(name: str) -> Term:
    return Term(ID + name, is_iri=True)


def districts() -> list[Row]:
    return [{"district": thing(n), "region": thing(REGIONS[n]), "outline": Term(wkt)} for n, wkt in SQUARES.items()]


def cluster(name: str, number: int, **more: str | float) -> Row:
    """Give a row of a cluster: IRIs but for the coordinates."""
    said = {key: Term(str(value)) if isinstance(value, float) else thing(str(value)) for key, value in more.items()}
    return {"cluster": thing(name), "number": Term(str(number)), **said}


def drawn(rows: list[Row], by: str = "sector") -> Map:
    reader = Small(NAMES).reader()
    land = land_of(districts(), rows, reader)
    assert land is not None
    return draw(land, rows, by, reader)


def steps(data: str) -> list[list[tuple[int, int]]]:
    """Read path data of ours back: the points of each line."""
    lines = []
    for x, y, rest in re.findall(r"M(-?\d+) (-?\d+)l([-\d ]+)", data):
        numbers = [int(number) for number in re.findall(r"-?\d+", rest)]
        points = [(int(x), int(y))]
        for a, b in zip(numbers[::2], numbers[1::2], strict=True):
            points.append((points[-1][0] + a, points[-1][1] + b))
        lines.append(points)
    return lines


def test_outlines_are_closed_paths_in_the_drawing() -> None:
    """North is up, and degrees of longitude are shorter than those of latitude."""
    land = drawn([]).land
    [(first, *_)] = [steps(outline.path) for outline in land.outlines if outline.district.text == "a"]
    wide, high = (max(numbers) - min(numbers) for numbers in zip(*first, strict=True))

    assert len(land.outlines) == len(SQUARES)
    assert all(outline.path.endswith("z") for outline in land.outlines)
    assert wide / high == pytest.approx(0.7071, abs=0.005)  # the cosine of 45°
    assert first[0] == (MARGIN * 10, max(y for _, y in first))


def test_borders_are_where_regions_end() -> None:
    """Around both regions and between them, each side once; not between two districts of one."""
    areas = {name: rings(wkt) for name, wkt in SQUARES.items()}
    sides = Counter(frozenset(side) for line in borders(areas, REGIONS) for side in pairwise(line))

    assert set(sides.values()) == {1}
    assert frozenset({(21.0, 44.0), (21.0, 45.0)}) not in sides
    assert frozenset({(20.0, 45.0), (21.0, 45.0)}) in sides
    assert len(sides) == 9


def test_what_is_no_polygon_in_degrees_is_not_drawn() -> None:
    """A point, another system, an empty polygon, nonsense."""
    other = "<http://example/crs> POLYGON ((1 2, 3 4, 5 6, 1 2))"
    for text in ("POINT (1 2)", other, "POLYGON EMPTY", "POLYGON ((a b))", "POLYGON ((1))", ""):
        assert rings(text) == []


def test_a_mark_stands_at_its_place_and_says_what_it_is() -> None:
    """Number, name, town and group; a name in the reader's language."""
    told = drawn([cluster("one", 7, town="town", longitude=20.5, latitude=44.5, sector="s")])
    [mark] = told.marks

    assert (mark.number, mark.cluster.text, mark.town.text, mark.at) == ("7", "One", "Town", mark.place)
    assert mark.group.value is not None
    assert (mark.group.value.text, mark.group.clusters) == ("S", 1)
    assert mark.cluster.href == "/doc/id/thing/one"
    assert [town.text for town in told.towns] == ["Town"]
    assert told.away == []


def test_groups_differ_by_form_or_filling() -> None:
    """Ten sectors, ten symbols, none told by its colour alone; the order of the names changes no symbol."""
    rows = [cluster(f"c{n}", n, town="town", longitude=20.5, latitude=44.5, sector=f"s{n}") for n in range(10)]
    told, again = drawn(rows), drawn(rows[::-1])

    assert len({(group.symbol.form, group.symbol.hollow) for group in told.groups}) == 10
    assert [group.symbol for group in again.groups] == [group.symbol for group in told.groups]


def test_a_stage_that_is_known_is_drawn_and_the_others_are_said_to_be_unknown() -> None:
    """The map by stage draws what the graph has; nothing of it is written into the program."""
    place = {"town": "town", "longitude": 20.5, "latitude": 44.5}
    told = drawn([cluster("one", 1, stage="first", **place), cluster("two", 2, **place)], "stage")

    assert [(group.value and group.value.text, group.clusters) for group in told.groups] == [("first", 1), (None, 1)]
    assert {mark.number: mark.group.value and mark.group.value.text for mark in told.marks} == {"1": "first", "2": None}
    assert told.groups[0].symbol != told.groups[1].symbol
    assert told.table.columns == ["number", "cluster", "stage", "town"]


def test_a_cluster_without_a_place_is_named_beside_the_map() -> None:
    """No town, or coordinates that are none: nothing vanishes without a word."""
    told = drawn([
        cluster("one", 1, sector="s"),
        {**cluster("two", 2, town="town", sector="s"), "longitude": Term("NaN"), "latitude": Term("44.0")},
        {**cluster("three", 3, town="town", sector="s"), "longitude": Term("east"), "latitude": Term("44.0")},
    ])  # fmt: skip

    assert told.marks == []
    assert [value.text for value in told.away] == ["One", "two", "three"]
    assert len(told.table.rows) == 3


def test_a_cluster_in_two_sectors_is_marked_once() -> None:
    """And has two rows in the table."""
    place = {"town": "town", "longitude": 20.5, "latitude": 44.5}
    told = drawn([cluster("one", 1, sector="s", **place), cluster("one", 1, sector="t", **place)])

    assert [mark.group.value and mark.group.value.text for mark in told.marks] == ["S"]
    assert len(told.table.rows) == 2


def test_a_graph_without_places_has_no_map() -> None:
    """Nothing is drawn rather than an empty frame."""
    assert land_of([], [cluster("one", 1)], Small(NAMES).reader()) is None


def test_places_without_outlines_have_a_map() -> None:
    """Marks alone, on no land."""
    rows = [cluster("one", 1, town="town", longitude=20.5, latitude=44.5)]
    land = land_of([], rows, Small(NAMES).reader())

    assert isinstance(land, Land)
    assert land.outlines == []
    assert len(draw(land, rows, "sector", Small(NAMES).reader()).marks) == 1


@given(st.lists(degrees, min_size=1, max_size=30))
def test_every_place_is_in_the_drawing(places: list[Point]) -> None:
    """Wherever on earth, and however far apart."""
    projection = Projection.around(places)

    assert projection.width <= WIDEST + 1
    assert projection.height <= HIGHEST + 1
    for place in places:
        x, y = projection.of(place)
        assert MARGIN - 0.01 <= x <= projection.width - MARGIN + 0.01
        assert MARGIN - 0.01 <= y <= projection.height - MARGIN + 0.01


towns = st.dictionaries(
    st.tuples(st.integers(MARGIN, 380), st.integers(MARGIN, 500)), st.integers(1, 12), min_size=1, max_size=8
)
few = settings(max_examples=40, deadline=None)


@few
@given(towns)
def test_no_mark_covers_another_or_leaves_the_drawing(counts: dict[Point, int]) -> None:
    """However many are in one town, and however near towns are; the same in whatever order they are given."""
    wanted = {place: [f"{at}-{n}" for n in range(count)] for at, (place, count) in enumerate(counts.items())}
    placed = place_marks(wanted, 400, 520)

    assert placed == place_marks(dict(reversed(wanted.items())), 400, 520)
    assert set(placed) <= {name for names in wanted.values() for name in names}
    assert all(RADIUS <= x <= 400 - RADIUS and RADIUS <= y <= 520 - RADIUS for x, y in placed.values())
    assert all(dist(one, other) >= DISTANCE - 0.001 for one, other in combinations(placed.values(), 2))


@pytest.mark.parametrize("count", range(1, 31))
def test_all_marks_of_one_town_are_placed(count: int) -> None:
    """As long as there is room; around the town, and near it."""
    names = [str(n) for n in range(count)]
    placed = place_marks({(200.0, 260.0): names}, 400, 520)

    assert set(placed) == set(names)
    assert all(dist(middle, (200.0, 260.0)) < 160 for middle in placed.values())


@few
@given(towns, st.text(min_size=1, max_size=30))
def test_no_name_covers_a_mark_or_another_name(counts: dict[Point, int], text: str) -> None:
    """A name without room is left out: marks have it in their titles, and the table has it."""
    wanted = {place: [f"{place}-{n}" for n in range(count)] for place, count in counts.items()}
    placed = place_marks(wanted, 400, 520)
    marks = {place: its for place, names in wanted.items() if (its := [placed[n] for n in names if n in placed])}
    labels = letter(dict.fromkeys(marks, text), marks, 400, 520)
    half = len(text) * 6.2 / 2
    boxes = [(x - half, y - 9, x + half, y + 3) for x, y in (label.at for label in labels)]
    around = [(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for its in marks.values() for x, y in its]

    assert all(left >= -0.01 and right <= 400.01 and top >= -0.01 and low <= 520.01 for left, top, right, low in boxes)
    for at, box in enumerate(boxes):
        for other in (*boxes[at + 1 :], *around):
            overlap = min(box[2], other[2]) - max(box[0], other[0]), min(box[3], other[3]) - max(box[1], other[1])
            assert min(overlap) <= 0.01


@given(st.lists(degrees, min_size=2, max_size=40))
def test_a_path_keeps_its_points_to_a_tenth_of_a_unit(places: list[Point]) -> None:
    """Steps are whole numbers and no error adds up."""
    projection = Projection.around(places)
    written = [point for line in steps(path([places], projection, closed=False)) for point in line]

    for point in written:
        assert min(dist(point, [10 * number for number in projection.of(place)]) for place in places) <= 0.75
