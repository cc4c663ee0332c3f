"""What may be chosen for a parameter of a named query: the things of its kind that the release has."""

from dataclasses import dataclass

from clustergraph.iris import BASE, FOREIGN_CODES, ID
from clustergraph.pages.asking import query
from clustergraph.pages.values import Reader
from clustergraph.query.catalogue import NamedQuery
from clustergraph.query.parameters import ANY, value_of

_MOST = 300  # choices in one list; beyond that a visitor types


@dataclass(frozen=True)
class Choice:
    """One choice: what the parameter takes, and what it is called."""

    value: str
    text: str


@dataclass(frozen=True)
class Field:
    """A parameter as a field of a form; without choices, what is typed is a number or a code."""

    name: str
    kind: str
    choices: list[Choice]


class Choices:
    """The choices of one release."""

    def __init__(self) -> None:
        self._kept: dict[str, list[str]] = {}

    def fields(self, named: NamedQuery, reader: Reader) -> list[Field]:
        """Give the fields of a query's form."""
        return [Field(name, kind, self._choices(named, kind, reader)) for name, kind in named.params.items()]

    def _choices(self, named: NamedQuery, kind: str, reader: Reader) -> list[Choice]:
        if kind == "number":
            return []
        kinds = named.panel.kinds if named.panel and kind in ANY else ()
        begins = [_begin(one if kind == "thing" else f"scheme/{one}") for one in kinds] or [_begin(kind)]
        iris = {iri: value for begin in begins for iri in self._iris(begin, reader) if (value := value_of(kind, iri))}
        if not iris or len(iris) > _MOST:
            return []
        names = reader.named(iris)
        return sorted(
            (Choice(value, names[iri].text) for iri, value in iris.items()), key=lambda one: one.text.casefold()
        )

    def _iris(self, begin: str, reader: Reader) -> list[str]:
        if begin not in self._kept:
            rows = reader.ask(query("neighbours", iri=begin, most=5000)).rows
            self._kept[begin] = [row["iri"].value for row in rows]
        return self._kept[begin]


def _begin(kind: str) -> str:
    if kind in FOREIGN_CODES:
        return FOREIGN_CODES[kind][0]
    return f"{BASE}{kind}/" if kind.startswith("scheme/") else f"{ID}{kind}/"
