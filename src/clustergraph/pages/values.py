"""Terms as a page shows them: named in the reader's language, linked to where they lead, cut where they are long."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clustergraph.pages.addresses import address, askable, outwards
from clustergraph.pages.asking import Answer, Ask
from clustergraph.pages.language import Language
from clustergraph.pages.names import Name, Names, shortened
from clustergraph.pages.terms import Term

_LONGEST = 1000  # characters of a literal that a page shows


@dataclass(frozen=True)
class Value:
    """One term on a page.

    ``href`` leads to what this graph says of an IRI, ``outward`` to the site that the IRI itself is; ``composed`` says
    that the IRI has no name of its own; ``cut`` is the length of a literal whose beginning alone is shown, else 0.
    """

    term: Term
    text: str
    language: str = ""
    hint: str = ""
    href: str | None = None
    outward: str | None = None
    cut: int = 0
    composed: bool = False


@dataclass(frozen=True)
class Table:
    """An answer on a page; ``more`` says that other rows follow."""

    columns: list[str]
    rows: list[list[Value | None]]
    more: bool = False


class Reader:
    """Who reads: a language, and the names and answers of one release."""

    def __init__(self, language: Language, names: Names, ask: Ask) -> None:
        self.language = language
        self.names = names
        self.ask = ask

    def named(self, iris: Iterable[str]) -> Mapping[str, Name]:
        """Give the names of IRIs in the reader's language."""
        return self.names.of(iris, self.language, self.ask)

    def show(self, terms: Iterable[Term]) -> dict[Term, Value]:
        """Show terms; the names of all are asked for together."""
        distinct = dict.fromkeys(terms)
        names = self.named(term.value for term in distinct if term.is_iri)
        return {term: _iri(term, names[term.value]) if term.is_iri else _literal(term) for term in distinct}

    def table(self, answer: Answer) -> Table:
        """Show an answer; a column that only repeats the names of IRIs in the same rows is left out."""
        shown = self.show(term for row in answer.rows for term in row.values())
        columns = [column for column in answer.columns if not self._repeats(column, answer)]
        rows = [[shown[row[column]] if column in row else None for column in columns] for row in answer.rows]
        return Table(columns, rows, answer.more)

    def _repeats(self, column: str, answer: Answer) -> bool:
        texts = [(row[column], [term.value for term in row.values() if term.is_iri]) for row in answer.rows
                 if column in row]  # fmt: skip
        return bool(texts) and all(
            not text.is_iri and any(self.names.called(iri, text.value) for iri in iris) for text, iris in texts
        )


def _iri(term: Term, name: Name) -> Value:
    href = address(term.value) if askable(term.value) else None
    return Value(term, name.text, name.language, name.hint, href, outwards(term.value), composed=name.composed)


def _literal(term: Term) -> Value:
    text = shortened(term.value, _LONGEST)
    return Value(term, text, term.language, cut=len(term.value) if len(term.value) > _LONGEST else 0)
