"""Slips of grouped queries that show in what SELECT computes: names that a group has no one value for, or not yet."""

from collections.abc import Callable, Iterator

from clustergraph.query.levels import Item, closing, is_aggregate, levels, outside_braces
from clustergraph.query.slips import Known, Slip
from clustergraph.query.slips_of_clauses import grouped_by


def grouping_by_results(known: Known) -> Iterator[Slip]:
    """GROUP BY a name that the same SELECT computes, which it does after the groups are made."""
    for level in levels(known):
        first, end = level.clauses.get("GROUP", (0, 0))
        computed = {item.name: item for item in level.items if item.computed}
        for place in outside_braces(known, first, end):
            one = known[place]
            if one.kind == "variable" and one.text[1:] in computed and known[place - 1].word != "AS":
                expression = _shown(known, computed[one.text[1:]])
                words = f"{one.text} is computed by SELECT, after the groups are made"
                yield Slip(one.start, words, f"Write GROUP BY ({expression} AS {one.text}), and in SELECT {one.text}.")


def computing(known: Known) -> Iterator[Slip]:
    """An expression of a grouped SELECT over what is neither grouped by nor computed before."""
    for level in levels(known):
        given = set(grouped_by(known[level.closed + 1 : level.end], known[level.at].depth) or ())
        later = {item.name for item in level.items if item.computed}
        if not level.is_grouped(known) or given & later:
            continue
        for item in level.items:
            if item.computed:
                yield from _without_value(known, item, given, later - {item.name})
                given.add(item.name)


def _without_value(known: Known, item: Item, given: set[str], later: set[str]) -> Iterator[Slip]:
    aggregated = 0
    for place in outside_braces(known, item.first + 1, item.end - 3):
        one = known[place]
        if is_aggregate(known, place):
            aggregated = max(aggregated, closing(known, place + 1))
        if one.kind != "variable" or place < aggregated or one.text[1:] in given:
            continue
        if one.text[1:] in later:
            remedy = f"Give (… AS {one.text}) before it is used."
            yield Slip(one.start, f"{one.text} is computed only further on", remedy)
        else:
            words = f"{one.text} is neither grouped by nor computed from a group"
            yield Slip(one.start, words, f"Add {one.text} to GROUP BY, or write SAMPLE({one.text}).")


def _shown(known: Known, item: Item) -> str:
    """Write what is computed, in short where it is long."""
    parts = known[item.first + 1 : item.end - 3]
    return "…" if len(parts) > 12 else "".join(one.text + " " * (one.text == ",") for one in parts)


CERTAIN: tuple[Callable[[Known], Iterator[Slip]], ...] = (grouping_by_results, computing)
