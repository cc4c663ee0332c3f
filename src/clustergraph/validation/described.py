"""What the graph that is served describes, as far as those who send data must know: what there is and how it is called.

Records are not looked into: what is sent is judged by itself, and a stored figure beside a new one is no contradiction.
So of the records only this is kept: the class of each thing with a name, and of each cluster, organisation, company and
institution its names and the ways to reach it, as they are compared.
"""

from dataclasses import dataclass, field
from itertools import islice

from clustergraph.graph.ntriples import literal
from clustergraph.ns import expand
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.sharing import PLAIN, Known, keys, known
from clustergraph.validation.spelling import plain
from clustergraph.validation.terms import TYPE, is_iri, text

_PARTIES = frozenset(
    f"<{expand(name)}>" for name in ("cg:Cluster", "cg:ClusterOrganisation", "cg:Company", "cg:Institution")
)
_LABEL, _TOWN = f"<{expand('rdfs:label')}>", f"<{expand('cg:Town')}>"


@dataclass(frozen=True)
class Described:
    """What is told, as N-Triples: to shapes the classes, and that a party has a name; to rules classes and places.

    ``parties`` are those with whom others may share a name or an address.
    """

    to_shapes: bytes = b""
    to_rules: bytes = b""
    parties: Known = field(default_factory=Known)


def described(triples: bytes, background: TripleIndex | None) -> Described:
    """Take out of records (N-Triples) what is told of them; the background has the places."""
    if not triples:
        return Described()
    records = TripleIndex(triples)
    places = [] if background is None else _places(background)
    classes = [(node, TYPE, kind) for kind in records.values_of(TYPE) for node in records.subjects(TYPE, kind)]
    parties = list(dict.fromkeys(node for node, _, kind in classes if kind in _PARTIES))
    named = [(party, _LABEL, literal(name)) for party in parties for name in islice(keys(records, party, PLAIN), 1)]
    return Described(
        _written([*(one for one in classes if is_iri(one[0])), *named]),
        _written([*(one for one in classes if one[2] in _PARTIES), *places]),
        known(records),
    )


def _places(background: TripleIndex) -> list[tuple[str, str, str]]:
    """Give the names of towns, as they are compared."""
    towns = {town: background.objects(town, _LABEL) for town in background.instances(_TOWN)}
    names = [(town, plain(text(name))) for town, labels in towns.items() for name in labels]
    return [(town, PLAIN, literal(name)) for town, name in dict.fromkeys(names)]


def _written(statements: list[tuple[str, str, str]]) -> bytes:
    return "".join(f"{subject} {predicate} {value} .\n" for subject, predicate, value in statements).encode()
