"""What becomes of values that a store holds otherwise than they are written, as findings with a file and a line.

Files that are loaded may have such (``validation.held``); the curated ones have none of which a query would find
another datatype, or no value.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from clustergraph.build.curated import Curated, at
from clustergraph.errors import Place
from clustergraph.graph.values import computed_name, held
from clustergraph.report import Finding, Severity
from clustergraph.sources.rdf import Literal, Quad, lines_of, literals
from clustergraph.validation.held import Gathered

#: A file, the graph that it goes into, and a literal in it.
Where = tuple[Path, str, Literal]
#: The name of these findings.
VALUES = "values"


class Values:
    """Gathers what becomes of values, file by file."""

    def __init__(self) -> None:
        self._gathered: Gathered[Where] = Gathered()

    def look(self, quads: Iterable[Quad], path: Path, graph: str) -> None:
        """Look at the statements of a file that goes into a graph."""
        for quad in quads:
            for one in literals(quad):
                name = computed_name(one.datatype.value)
                if name is not None:
                    self._gathered.add(one.value, name, (path, graph, one))

    def findings(self) -> Iterator[Finding]:
        """Tell it, with counts, and examples with their lines: warnings where a value is lost, else infos."""
        found = list(self._gathered)
        lines = _lines([one.place for each in found for one in each.examples])
        for each in found:
            severity = Severity.WARNING if each.kind.is_grave else Severity.INFO
            message = each.sentences(lambda place: str(lines[place]))
            yield Finding(severity, VALUES, message, place=lines[each.examples[0].place])


def _lines(places: Iterable[Where]) -> dict[Where, Place]:
    """Find the lines: what was parsed is parsed once more, as far as the last example."""
    files: dict[tuple[Path, str], set[Literal]] = defaultdict(set)
    for path, graph, one in places:
        files[path, graph].add(one)
    found: dict[Where, Place] = {}
    for (path, graph), wanted in files.items():
        lines = lines_of(path.read_bytes(), path.suffix.lower(), graph, wanted)
        found |= {(path, graph, one): Place(str(path), lines.get(one)) for one in wanted}
    return found


def values_held_otherwise(curated: Curated) -> Iterator[Finding]:
    """What a query would find in another datatype, or as no value, would surprise whoever reads the record."""
    for file, quads in curated.files:
        for quad in quads:
            for one in literals(quad):
                name = computed_name(one.datatype.value)
                form = held(one.value, name) if name else None
                if form and not form.computed:
                    yield at("value", f"“{one.value}” is no xsd:{name} that a query could compute with.", file, quad)
                elif form and form.datatype != name:
                    message = f"A query would find an xsd:{form.datatype} here; write that, not an xsd:{name}."
                    yield at("value", message, file, quad)
