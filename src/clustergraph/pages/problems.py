"""What each problem of the family of errors means, for the page at which its ``type`` leads."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from clustergraph.errors import PROBLEM_BASE, ClustergraphError, family
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
