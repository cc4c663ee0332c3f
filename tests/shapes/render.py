"""Validation reports as lines of text, so that they can be approved, compared and read in a review."""

from collections.abc import Collection

from rdflib import SH, Graph
from rdflib.term import Node

from clustergraph.ns import compact
from clustergraph.validation.paths import path_text


def render(report: Graph, focus_nodes: Collection[Node]) -> str:
    """Give one sorted line for each result on one of ``focus_nodes``.

    A line is ``severity | focus node | path | source shape | message``, names compact, ``-`` where there is no path.
    """
    results = report.objects(None, SH.result)
    lines = [_line(report, result) for result in results if report.value(result, SH.focusNode) in focus_nodes]
    return "".join(f"{line}\n" for line in sorted(lines))


def _line(report: Graph, result: Node) -> str:
    path = report.value(result, SH.resultPath)
    return " | ".join((
        _name(report.value(result, SH.resultSeverity)).removeprefix("sh:"),
        _name(report.value(result, SH.focusNode)),
        "-" if path is None else compact(path_text(report, path)),
        _name(report.value(result, SH.sourceShape)),
        _english(report, result),
    ))  # fmt: skip


def _english(report: Graph, result: Node) -> str:
    messages = {
        getattr(message, "language", None): str(message) for message in report.objects(result, SH.resultMessage)
    }
    return messages["en"]


def _name(term: Node | None) -> str:
    return compact(str(term))
