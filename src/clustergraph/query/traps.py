"""Finds what is answered as it is written and seldom meant: variables that nothing gives a value, or too late.

It looks at names alone, in the whole text, so that what is warned of is so; what is only perhaps so is not told.
"""

from collections.abc import Iterator

from clustergraph.query.pattern_reader import read_patterns
from clustergraph.query.patterns import Patterns, Variable
from clustergraph.query.warnings import Warned

_MAY_BE_UNBOUND = {"BOUND", "COALESCE", "IF"}
_NEED_ALL = {"SUM", "AVG", "MIN", "MAX", "GROUP_CONCAT"}


def traps(text: str) -> list[Warned]:
    """Give a warning for each name of which there is something to tell."""
    found = read_patterns(text)
    return [] if found is None else [*_without_value(text, found), *_missing(text, found)]


def _without_value(text: str, found: Patterns) -> Iterator[Warned]:
    whole = min((one.where.level for one in found.variables), default=-1)
    bound = {one.name for one in found.variables if one.binds}
    early = {one.name for one in found.variables if one.binds and not (one.where.late and one.where.level == whole)}
    for one in found.variables:
        if one.binds or _MAY_BE_UNBOUND & set(one.calls[-1:]):
            continue
        if one.name not in bound:
            yield _warned(text, found, one, "never-bound", {})
        elif one.name not in early and not one.where.late:
            yield _warned(text, found, one, "alias-in-pattern", {})


def _missing(text: str, found: Patterns) -> Iterator[Warned]:
    """An aggregate over what is optional, and is neither asked for elsewhere nor looked after by COALESCE."""
    early = [one for one in found.variables if not one.where.late]
    needed = {(one.name, one.where.level) for one in early if not one.where.optional}
    optional = {(one.name, one.where.level) for one in early if one.binds and one.where.optional}
    for one in found.variables:
        aggregate = next((call for call in one.calls if call in _NEED_ALL), None)
        if aggregate and not _MAY_BE_UNBOUND & set(one.calls) and (one.name, one.where.level) in optional - needed:
            yield _warned(text, found, one, "missing-in-aggregate", {"aggregate": aggregate})


def _warned(text: str, found: Patterns, one: Variable, kind: str, more: dict[str, str]) -> Warned:
    return Warned.at(text, found.known[one.place].start, kind, {"name": one.name, **more})
