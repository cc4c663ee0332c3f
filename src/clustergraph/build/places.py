"""Gives findings of the shapes their file and line in the repository."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from clustergraph.build.correspondences import Correspondence
from clustergraph.errors import Place
from clustergraph.report import Finding
from clustergraph.sources.repository import GraphFile
from clustergraph.sources.turtle import line_index

Index = Mapping[tuple[str, str | None], int]


def with_places(
    findings: Iterable[Finding], files: Iterable[GraphFile], tables: Iterable[Correspondence] = ()
) -> list[Finding]:
    """Look up each focus node and path in the files and tables; what none has keeps an empty place.

    A missing value has no line of its own: then the place is the line where its node begins.
    """
    findings = list(findings)
    if not findings:
        return []
    indices: list[tuple[str, Index]] = [(file.path, line_index(file.text)) for file in files]
    indices += [(table.path, {(name, None): line for name, line in table.lines.items()}) for table in tables]
    return [_placed(finding, indices) for finding in findings]


def _placed(finding: Finding, indices: list[tuple[str, Index]]) -> Finding:
    if finding.focus is None or finding.place != Place():
        return finding
    for key in ((finding.focus, finding.path), (finding.focus, None)):
        for path, index in indices:
            if key in index:
                return replace(finding, place=Place(path, index[key]))
    return finding
