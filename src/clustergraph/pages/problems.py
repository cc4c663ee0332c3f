"""What each problem of the family of errors means, for the page at which its ``type`` leads."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from clustergraph.errors import PROBLEM_BASE, ClustergraphError, family
from clustergraph.graph.ntriples import iri, literal, triple
from clustergraph.settings.table import TABLE, Setting


@dataclass(frozen=True)
class Problem:
    """One kind of problem: its permanent name, its meaning, the kind it belongs to, and the limits that lead to it."""

    iri: str
    code: str
    title: str
    status: int
    meaning: str
    above: str | None
    below: Sequence[str]
    limits: Sequence[Setting]


@cache
def problems() -> Mapping[str, Problem]:
    """Give every problem by its code, in the order of the family's tree."""
    return {kind.code: _problem(kind) for kind in family()}


def _problem(kind: type[ClustergraphError]) -> Problem:
    base = kind.__base__
    return Problem(
        iri=PROBLEM_BASE + kind.code,
        code=kind.code,
        title=kind.title,
        status=kind.status,
        meaning=(inspect.getdoc(kind) or "").replace("``", ""),
        above=base.code if base is not None and issubclass(base, ClustergraphError) else None,
        below=[below.code for below in kind.__subclasses__()],
        limits=[setting for setting in TABLE if setting.refusal == kind.code],
    )


def problem_statements(told: Problem) -> str:
    """Describe a kind of problem as a concept of SKOS, in N-Triples."""
    name, skos = iri(told.iri), "http://www.w3.org/2004/02/skos/core#"
    lines = [
        triple(name, iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), iri(f"{skos}Concept")),
        triple(name, iri(f"{skos}prefLabel"), literal(told.title, language="en")),
        triple(name, iri(f"{skos}definition"), literal(told.meaning, language="en")),
        triple(name, iri(f"{skos}notation"), literal(told.code)),
        *([triple(name, iri(f"{skos}broader"), iri(PROBLEM_BASE + told.above))] if told.above else []),
        *(triple(name, iri(f"{skos}narrower"), iri(PROBLEM_BASE + code)) for code in told.below),
    ]
    return "".join(lines)
