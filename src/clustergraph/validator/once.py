"""One fault is told once: results in which one shape says the same of the same value, of which one is enough.

A text where a number is expected is neither of a datatype nor above nor below a bound: three results (SHACL, section
3.4) with one message. It is so with profiles of ours alone; of shapes that were sent along every result is told.
"""

from collections.abc import Iterable

from clustergraph.validation.results import Result
from clustergraph.validation.terms import sh

#: What is wrong with a value as such comes before what else it is not.
_FIRST = tuple(sh(f"{name}ConstraintComponent") for name in ("Datatype", "NodeKind", "Class", "Or", "Xone"))


def told_once(results: Iterable[Result]) -> tuple[Result, ...]:
    """Leave out results that say what another one says, in the order in which they came."""
    kept: dict[object, Result] = {}
    for number, result in enumerate(results):
        told = (result.focus, result.path, result.value, result.shape, result.severity, result.messages)
        key = told if result.messages and result.value is not None else number
        other = kept.setdefault(key, result)
        if _rank(result) < _rank(other):
            kept[key] = result
    return tuple(kept.values())


def _rank(result: Result) -> int:
    return _FIRST.index(result.component) if result.component in _FIRST else len(_FIRST)
