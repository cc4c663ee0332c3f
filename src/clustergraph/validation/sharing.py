"""Parties that have a name or an address in common: with each other, or with what the graph that is served describes.

Who is alike is told by what is compared, names and addresses in one spelling each, which are written once for a party.
A query that compared each with each would take the square of their number. Of many who share one thing each is told
that there are so many, with one of them, not each with each.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from clustergraph.graph.ntriples import literal
from clustergraph.ns import expand
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.spelling import plain, reached
from clustergraph.validation.terms import TYPE, is_blank, text

PLAIN, REACHED = "<urn:x-clustergraph:plain>", "<urn:x-clustergraph:reached>"
_OF, _WITH, _MORE = (f"<urn:x-clustergraph:{name}>" for name in ("of", "with", "more"))
_EACH = 10  # others that are told, each by itself
_NAMES = (
    "skos:prefLabel", "skos:altLabel", "rdfs:label", "skosxl:prefLabel skosxl:literalForm",
    "skosxl:altLabel skosxl:literalForm",
)  # fmt: skip
_ADDRESSES = (
    "cv:contactPoint cv:telephone", "cv:contactPoint cg:telephone cg:e164", "cv:contactPoint cv:email", "foaf:homepage",
    "cg:website schema:url",
)  # fmt: skip
#: What is told of a party → how values are compared, and the ways that lead to them, property by property.
_TOLD = {
    told: (compared, tuple(tuple(f"<{expand(step)}>" for step in way.split()) for way in ways))
    for told, compared, ways in (
        (PLAIN, plain, _NAMES),
        (REACHED, reached, _ADDRESSES),
    )
}
_KINDS = {
    told: tuple(f"<{expand(name)}>" for name in names.split())
    for told, names in ((PLAIN, "cg:Cluster cg:ClusterOrganisation cg:Institution"), (REACHED, "cg:Cluster"))
}
#: Class and key → who of that class has the key.
_Having = Mapping[tuple[str, str], list[str]]


@dataclass(frozen=True)
class Known:
    """The parties of a graph that is served, by what they may share: their names and their addresses."""

    having: Mapping[str, _Having] = field(default_factory=dict)


@dataclass(frozen=True)
class Shared:
    """What parties of some data share, as N-Triples: names, and addresses.

    For each party, class and key that it shares there is a node with the party (``of``), the key (``plain`` or
    ``reached``) and others who have it (``with``): all where they are few, else one and how many there are beside it
    (``more``).
    """

    names: str = ""
    addresses: str = ""


def known(records: TripleIndex) -> Known:
    """Take the parties out of records."""
    return Known({told: _having(records, told) for told in _TOLD})


def shared(data: TripleIndex, served: Known) -> Shared:
    """Find what the parties of some data share, the background left aside."""
    return Shared(*("".join(_shared(_having(data, told), served.having.get(told, {}), told)) for told in _TOLD))


def keys(records: TripleIndex, party: str, told: str) -> Iterator[str]:
    """Give the names (``PLAIN``) or the addresses (``REACHED``) of a party as they are compared."""
    compared, ways = _TOLD[told]
    for way in ways:
        nodes = [party]
        for step in way:
            nodes = [value for node in nodes for value in records.objects_here(node, step)]
        yield from filter(None, (compared(text(node)) for node in nodes if not is_blank(node)))


def _having(records: TripleIndex, told: str) -> _Having:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    said: dict[str, list[str]] = {}
    for kind in _KINDS[told]:
        for party in records.subjects_here(TYPE, kind):
            if party not in said:
                said[party] = list(dict.fromkeys(keys(records, party, told)))
            for key in said[party]:
                found[kind, key].append(party)
    return found


def _shared(here: _Having, served: _Having, told: str) -> Iterator[str]:
    number = 0
    for (kind, key), parties in here.items():
        everybody = list(dict.fromkeys([*served.get((kind, key), ()), *parties]))
        for party in parties if len(everybody) > 1 else ():
            number += 1
            node = f"<{told[1:-1]}/{number}>"
            yield from (
                f"{node} {predicate} {value} .\n"
                for predicate, value in [(_OF, party), (told, literal(key)), *_others(party, everybody)]
            )


def _others(party: str, everybody: list[str]) -> Iterable[tuple[str, str]]:
    """Give who shares with a party, which is one of them; of many the first is told, and how many there are beside."""
    beside = list(islice((one for one in everybody if one != party), _EACH + 1))
    if len(beside) <= _EACH:
        return [(_WITH, one) for one in beside]
    return [(_WITH, beside[0]), (_MORE, literal(f" (+{len(everybody) - 2})"))]
