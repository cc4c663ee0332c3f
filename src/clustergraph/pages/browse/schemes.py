"""The concept schemes there are: what each is, how many concepts it has, and whose it is."""

from dataclasses import dataclass

from clustergraph.pages.addresses import ours
from clustergraph.pages.asking import query
from clustergraph.pages.terms import Row, Term
from clustergraph.pages.values import Reader, Value


@dataclass(frozen=True)
class Scheme:
    """One scheme; ``description`` is the text in the reader's language, where there is one."""

    scheme: Value
    description: Value | None
    concepts: int
    makers: list[Value]


@dataclass(frozen=True)
class Schemes:
    """All schemes by name, ours and those of other houses, and the query that found them."""

    ours: list[Scheme]
    others: list[Scheme]
    text: str


def schemes(reader: Reader) -> Schemes:
    """Read all schemes."""
    text = query("browse/schemes")
    rows: dict[Term, list[Row]] = {}
    for row in reader.ask(text).rows:
        rows.setdefault(row["scheme"], []).append(row)
    shown = reader.show(term for said in rows.values() for row in said for term in row.values())
    told = [_scheme(shown[iri], said, reader, shown) for iri, said in rows.items()]
    told.sort(key=lambda scheme: scheme.scheme.text.casefold())
    apart = {mine: [one for one in told if ours(one.scheme.term.value) == mine] for mine in (True, False)}
    return Schemes(apart[True], apart[False], text)


def _scheme(scheme: Value, rows: list[Row], reader: Reader, shown: dict[Term, Value]) -> Scheme:
    best = reader.language.best(row["description"] for row in rows if "description" in row)
    makers = dict.fromkeys(row["maker"] for row in rows if "maker" in row)
    concepts = int(rows[0]["concepts"].value) if "concepts" in rows[0] else 0
    return Scheme(scheme, shown[best] if best else None, concepts, [shown[maker] for maker in makers])
