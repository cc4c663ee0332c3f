"""What the start page draws: the two maps of the brochure, by sector and by stage of support, from named queries."""

from dataclasses import dataclass

from clustergraph.pages.asking import Answer
from clustergraph.pages.maps import Map, draw, land_of
from clustergraph.pages.terms import Term
from clustergraph.pages.values import Reader, Value
from clustergraph.query.catalogue import named_query

_COUNTRY = "RS"  # of whose districts the graph has outlines


@dataclass(frozen=True)
class StageGroup:
    """How many clusters the source counts in a stage: the stage, or none and what is printed."""

    stage: Value | None
    printed: str
    clusters: int


@dataclass(frozen=True)
class Asked:
    """A named query behind a map: its name with its parameters as an address has them, and its text."""

    name: str
    address: str
    text: str


@dataclass(frozen=True)
class Start:
    """The maps, what the source counts by stage, and the queries behind them."""

    sectors: Map
    stages: Map
    counted: list[StageGroup]
    clusters: Asked
    outlines: Asked
    groups: Asked


def start(reader: Reader) -> Start | None:
    """Ask and draw; ``None`` for a graph without places. Raises what asking raises."""
    clusters, outlines = _asked("clusters-on-the-map"), _asked("outlines-in-region", within=_COUNTRY)
    groups = _asked("stage-groups")
    rows = reader.ask(clusters.text).rows
    land = land_of(reader.ask(outlines.text).rows, rows, reader)
    if land is None:
        return None
    by_sector, by_stage = (draw(land, rows, column, reader) for column in ("sector", "stage"))
    return Start(by_sector, by_stage, _counted(reader.ask(groups.text), reader), clusters, outlines, groups)


def _asked(name: str, **given: str) -> Asked:
    address = f"/queries/{name}" + "".join(f"?{key}={value}" for key, value in given.items())
    return Asked(name, address, named_query(name).ask(given).text)


def _counted(answer: Answer, reader: Reader) -> list[StageGroup]:
    shown = reader.show(row["stage"] for row in answer.rows if "stage" in row)
    none = Term("")
    return [
        StageGroup(shown.get(row.get("stage", none)), row["group"].value, int(row["clusters"].value))
        for row in answer.rows
    ]
