"""Outlines of Serbia's districts (NUTS 3), simplified together so that neighbours still share their borders.

The one door of shapely, which only whoever generates slices needs. Simplification is that of a coverage (Visvalingam
and Whyatt's, by area; GEOS ``GEOSCoverageSimplifyVW``), so that no gap or overlap comes up. Another GEOS may choose
other points: a new one is a reason to generate again, and to look.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely.geometry import shape

from clustergraph.build.slices.nuts import JUDGED, features
from clustergraph.build.slices.tables import NATURAL_EARTH, NUTS_2024, TOWNS, described
from clustergraph.build.slices.writing import english, node, write
from clustergraph.graph.ntriples import iri, literal
from clustergraph.iris import thing
from clustergraph.ns import expand

_TOLERANCE = 0.012  # degrees: 30 kB of text, and nothing that an eye sees on a map of a page's width
_DECIMALS = 3  # about 100 m; the outlines are made for maps of 1 : 10 million


@dataclass(frozen=True)
class _District:
    """A district: its code, Natural Earth's number and name for it, its outline, and the towns seen to lie inside."""

    code: str
    number: str
    name: str
    outline: shapely.Polygon
    towns: Sequence[str]

    @property
    def evidence(self) -> str:
        """Say on what it rests that this outline is that of the code."""
        how = "in our judgement, as the names are written differently" if self.number in JUDGED else "by its name"
        inside = f"; {' and '.join(self.towns)}, with the same code in the table of towns, within" if self.towns else ""
        return f"Feature {self.number}, “{self.name}”, of Natural Earth; taken for {self.code} {how}{inside}."


def write_outlines(reference: Path, root: Path) -> list[Path]:
    """Write data/reference/outlines.ttl; raises :class:`ValueError` where outlines and codes do not fit together."""
    return [write(root / "data/reference/outlines.ttl", _statements(reference))]


def _statements(reference: Path) -> Iterator[str]:
    title = "Outlines of the districts of Serbia, simplified"
    yield from described("outlines", title, reference, [NATURAL_EARTH], known=[NUTS_2024, TOWNS])
    for district in _districts(reference):
        yield from node(iri(thing("geometry", district.code.lower())), [
            ("rdf:type", iri(expand("gsp:Geometry"))),
            ("rdfs:label", english(f"Outline of {district.code}")),
            ("dct:description", english(district.evidence)),
            ("dct:identifier", literal(district.number)),
            ("gsp:asWKT", literal(_text(district.outline), datatype=expand("gsp:wktLiteral"))),
        ])  # fmt: skip


def _text(outline: shapely.Polygon) -> str:
    """Write Well-Known Text: longitude, then latitude, as CRS 84 has them (GeoSPARQL 1.1, requirement 15)."""
    return str(shapely.to_wkt(outline, rounding_precision=_DECIMALS, trim=True))


def _districts(reference: Path) -> list[_District]:
    found = features(reference)
    outlines = [shape(feature["geometry"]) for feature in found.values()]
    towns = _towns(dict(zip(found, outlines, strict=True)), TOWNS.rows(reference))
    return [
        _District(code, told["properties"]["adm1_code"], told["properties"]["NAME_2"], outline, towns.get(code, []))
        for (code, told), outline in zip(found.items(), _simplified(outlines), strict=True)
    ]


def _simplified(outlines: Sequence[shapely.Polygon]) -> list[shapely.Polygon]:
    simple = shapely.coverage_simplify(outlines, _TOLERANCE)
    rounded = [
        shapely.normalize(shapely.transform(outline, lambda points: points.round(_DECIMALS))) for outline in simple
    ]
    if not (shapely.coverage_is_valid(rounded) and all(outline.is_valid for outline in rounded)):
        raise ValueError("the simplified outlines overlap, or cross themselves; use a smaller tolerance")
    return rounded


def _towns(outlines: Mapping[str, shapely.Polygon], rows: Sequence[Mapping[str, str]]) -> dict[str, list[str]]:
    """Give each district its towns; raises :class:`ValueError` for a town that lies in another than its code says."""
    towns: dict[str, list[str]] = {}
    for row in rows:
        place = shapely.Point(float(row["longitude"]), float(row["latitude"]))
        inside = [code for code, outline in outlines.items() if outline.contains(place)]
        if inside != [row["nuts3"]]:
            raise ValueError(f"{row['name']} has the code {row['nuts3']} and lies in {inside}")
        towns.setdefault(row["nuts3"], []).append(row["name"])
    return towns
