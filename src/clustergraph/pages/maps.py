"""Maps of clusters, as values: outlines, borders, marks with their symbols, names of places; all drawn from answers.

A mark says by its symbol to which group its cluster belongs (a sector, a stage), so that no colour is needed to tell.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from clustergraph.pages.lettering import Label, letter
from clustergraph.pages.outlines import Point, Projection, borders, path, rings
from clustergraph.pages.placing import place_marks
from clustergraph.pages.terms import Row, Term
from clustergraph.pages.values import Reader, Table, Value

#: Forms of symbols, each filled and hollow; then they begin again, and the numbers alone tell.
FORMS = ("circle", "square", "diamond", "hexagon", "pentagon")


@dataclass(frozen=True)
class Symbol:
    """How a group is marked: a form, filled or hollow, and the number of its colour."""

    form: str
    hollow: bool
    tone: int


@dataclass(frozen=True)
class Group:
    """A row of the legend: the group (none: nothing is known), its symbol, and how many clusters are in it."""

    value: Value | None
    symbol: Symbol
    clusters: int


@dataclass(frozen=True)
class Mark:
    """A cluster on the map: its middle, its place, its number in the source, and its group."""

    cluster: Value
    number: str
    at: Point
    place: Point
    town: Value
    group: Group


@dataclass(frozen=True)
class Outline:
    """A district: what it is and its path, in tenths of units."""

    district: Value
    path: str


@dataclass(frozen=True)
class Land:
    """What lies below the marks of every map: outlines, the paths of the regions' borders, and the size."""

    width: int
    height: int
    outlines: list[Outline]
    borders: str
    projection: Projection


@dataclass(frozen=True)
class Map:
    """One map; ``away`` are clusters that are not on it, because their place is unknown or there is no room."""

    land: Land
    marks: list[Mark]
    towns: list[Label]
    groups: list[Group]
    away: list[Value]
    table: Table


@dataclass(frozen=True)
class _Cluster:
    term: Term
    number: str
    town: Term | None
    place: Point | None
    row: Row


def land_of(districts: Sequence[Row], clusters: Sequence[Row], reader: Reader) -> Land | None:
    """Draw the land, out of rows ``district``, ``region``, ``outline``; ``None`` where there is no place at all."""
    read = {row["district"]: rings(row["outline"].value) for row in districts}
    drawn = {district: its for district, its in read.items() if its}
    places = [place for its in drawn.values() for ring in its for place in ring]
    places += [place for row in clusters if (place := _place(row))]
    if not places:
        return None
    projection = Projection.around(places)
    shown = reader.show(drawn)
    region = {row["district"].value: row["region"].value for row in districts}
    lines = borders({district.value: its for district, its in drawn.items()}, region)
    outlines = [Outline(shown[district], path(its, projection)) for district, its in drawn.items()]
    return Land(projection.width, projection.height, outlines, path(lines, projection, closed=False), projection)


def draw(land: Land, rows: Sequence[Row], by: str, reader: Reader) -> Map:
    """Draw clusters on the land, out of rows ``cluster``, ``number``, ``town``, ``latitude``, ``longitude``.

    ``by`` names the column of the groups. A cluster with several values in it is marked by the first, and the table has
    all; one that has none is in the group of which nothing is known.
    """
    clusters = _clusters(rows, land)
    shown = reader.show(term for row in rows for term in row.values() if term.is_iri)
    groups = _groups([cluster.row.get(by) for cluster in clusters], shown)
    places: dict[Point, list[str]] = {}
    for cluster in clusters:
        if cluster.place:
            places.setdefault(cluster.place, []).append(cluster.term.value)
    middles = place_marks(places, land.width, land.height)
    marks = [
        Mark(
            shown[cluster.term],
            cluster.number,
            middles[cluster.term.value],
            cluster.place,
            shown[cluster.town],
            groups[cluster.row.get(by)],
        )
        for cluster in clusters
        if cluster.place and cluster.town and cluster.term.value in middles
    ]
    return Map(
        land,
        marks,
        _letter(marks, land),
        list(groups.values()),
        [shown[cluster.term] for cluster in clusters if cluster.term.value not in middles],
        _table(rows, by, shown),
    )


def _letter(marks: Sequence[Mark], land: Land) -> list[Label]:
    names, around = {mark.place: mark.town.text for mark in marks}, dict[Point, list[Point]]()
    for mark in marks:
        around.setdefault(mark.place, []).append(mark.at)
    return letter(names, around, land.width, land.height)


def _clusters(rows: Iterable[Row], land: Land) -> list[_Cluster]:
    """Give each cluster once, by the first of its rows."""
    first: dict[Term, Row] = {}
    for row in rows:
        first.setdefault(row["cluster"], row)
    found = []
    for term, row in first.items():
        degrees = _place(row)
        number = row["number"].value if "number" in row else ""
        town = row.get("town")
        # the town's own point, so that all in it have one place
        found.append(_Cluster(term, number, town, land.projection.of(degrees) if degrees and town else None, row))
    return found


def _groups(values: Sequence[Term | None], shown: Mapping[Term, Value]) -> dict[Term | None, Group]:
    """Give the groups their symbols in the order of their names' IRIs, so that a language changes no symbol."""
    counts = Counter(values)
    known = sorted((value for value in counts if value), key=lambda value: value.value)
    groups: dict[Term | None, Group] = {
        value: Group(shown.get(value), _symbol(at), counts[value]) for at, value in enumerate(known)
    }
    if None in counts:
        groups[None] = Group(None, Symbol("circle", hollow=True, tone=len(FORMS) * 2), counts[None])
    return groups


def _symbol(at: int) -> Symbol:
    form, round_ = at % len(FORMS), at // len(FORMS)
    return Symbol(FORMS[form], hollow=round_ % 2 == 1, tone=at % (len(FORMS) * 2))


def _table(rows: Iterable[Row], by: str, shown: Mapping[Term, Value]) -> Table:
    columns = ["number", "cluster", by, "town"]
    return Table(columns, [[_cell(row.get(column), shown) for column in columns] for row in rows])


def _cell(term: Term | None, shown: Mapping[Term, Value]) -> Value | None:
    return None if term is None else shown.get(term) or Value(term, term.value)


def _place(row: Row) -> Point | None:
    try:
        place = float(row["longitude"].value), float(row["latitude"].value)
    except (KeyError, ValueError):
        return None
    return place if all(map(math.isfinite, place)) else None
