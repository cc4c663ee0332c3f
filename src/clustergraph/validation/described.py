"""What the graph that is served describes, as far as those who send data must know: what there is and how it is called.

Records are not looked into: what is sent is judged by itself, and a stored figure beside a new one is no contradiction.
So of the records only this is kept: the class of each thing with a name, and of each cluster, organisation, company and
institution its names and the ways to reach it, as they are compared.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clustergraph.graph.ntriples import literal
from clustergraph.ns import expand
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.spelling import plain, reached
from clustergraph.validation.terms import TYPE, is_iri, text

_PARTIES = frozenset(
    f"<{expand(name)}>" for name in ("cg:Cluster", "cg:ClusterOrganisation", "cg:Company", "cg:Institution")
)
_NAMES = (
    "skos:prefLabel", "skos:altLabel", "rdfs:label", "skosxl:prefLabel skosxl:literalForm",
    "skosxl:altLabel skosxl:literalForm",
)  # fmt: skip
_ADDRESSES = (
    "cv:contactPoint cv:telephone", "cv:contactPoint cg:telephone cg:e164", "cv:contactPoint cv:email", "foaf:homepage",
    "cg:website schema:url",
)  # fmt: skip
_PLAIN, _REACHED = "<urn:x-clustergraph:plain>", "<urn:x-clustergraph:reached>"
#: What is told of a party → how values are compared, and the ways that lead to them, property by property.
_TOLD = {
    told: (compared, tuple(tuple(f"<{expand(step)}>" for step in way.split()) for way in ways))
    for told, compared, ways in (
        (_PLAIN, plain, _NAMES),
        (_REACHED, reached, _ADDRESSES),
    )
}
_LABEL, _TOWN = f"<{expand('rdfs:label')}>", f"<{expand('cg:Town')}>"


@dataclass(frozen=True)
class Described:
    """What is told, as N-Triples: to shapes the classes, and that a party has a name; to rules the rest."""

    to_shapes: bytes = b""
    to_rules: bytes = b""


def described(triples: bytes, background: TripleIndex | None) -> Described:
    """Take out of records (N-Triples) what is told of them; the background has the places."""
    if not triples:
        return Described()
    records = TripleIndex(triples)
    places = [] if background is None else _places(background)
    classes = [(node, TYPE, kind) for kind in records.values_of(TYPE) for node in records.subjects(TYPE, kind)]
    parties = list(dict.fromkeys(node for node, _, kind in classes if kind in _PARTIES))
    told = {party: dict.fromkeys(_of_party(records, party)) for party in parties}
    named = [(party, _LABEL, value) for party, said in told.items() for value in _first_name(said)]
    return Described(
        _written([*(one for one in classes if is_iri(one[0])), *named]),
        _written(
            [*(one for one in classes if one[2] in _PARTIES), *(one for said in told.values() for one in said), *places]
        ),
    )


def _places(background: TripleIndex) -> list[tuple[str, str, str]]:
    """Give the names of towns, as they are compared."""
    towns = {town: background.objects(town, _LABEL) for town in background.instances(_TOWN)}
    names = [(town, plain(text(name))) for town, labels in towns.items() for name in labels]
    return [(town, _PLAIN, literal(name)) for town, name in dict.fromkeys(names)]


def _of_party(records: TripleIndex, party: str) -> Iterator[tuple[str, str, str]]:
    for predicate, (compared, ways) in _TOLD.items():
        for way in ways:
            nodes = [party]
            for step in way:
                nodes = [value for node in nodes for value in records.objects(node, step)]
            keys = (compared(text(node)) for node in nodes)
            yield from ((party, predicate, literal(key)) for key in keys if key)


def _first_name(said: Iterable[tuple[str, str, str]]) -> list[str]:
    return [value for _, predicate, value in said if predicate == _PLAIN][:1]


def _written(statements: list[tuple[str, str, str]]) -> bytes:
    return "".join(f"{subject} {predicate} {value} .\n" for subject, predicate, value in statements).encode()
