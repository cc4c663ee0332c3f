"""A concept scheme as a tree (SKOS Reference, section 8): as many levels as fit on a page, the rest as counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from clustergraph.pages.asking import query
from clustergraph.pages.terms import Row
from clustergraph.pages.values import Reader, Value

_MOST = 250  # concepts on a page


@dataclass(frozen=True)
class Branch:
    """A concept in its tree: its code, what is below it, and how many are below that the page does not show."""

    concept: Value
    notation: str
    below: list["Branch"]
    hidden: int


@dataclass(frozen=True)
class Tree:
    """The tree of a scheme: how many concepts it has in all, and the branches at the top."""

    concepts: int
    branches: list[Branch]


def tree_of(scheme: str, reader: Reader) -> Tree | None:
    """Give the tree of a scheme; ``None`` where nothing is in it."""
    rows = reader.ask(query("tree", iri=scheme)).rows
    return _Planting(rows, reader).tree() if rows else None


class _Planting:
    def __init__(self, rows: list[Row], reader: Reader) -> None:
        self._reader = reader
        self._rows = {row["concept"]: row for row in rows}
        self._below: dict[str, list[Row]] = {}
        for row in self._rows.values():
            wider = row["wider"].value if "wider" in row else ""
            self._below.setdefault(wider, []).append(row)

    def tree(self) -> Tree:
        """Choose how deep the page goes, name what it shows, and build."""
        levels = list(self._levels())
        depth, shown = 0, 0
        while depth < len(levels) and (depth == 0 or shown + len(levels[depth]) <= _MOST):
            shown += len(levels[depth])
            depth += 1
        terms = [row["concept"] for level in levels[:depth] for row in level]
        self._shown = self._reader.show(terms)
        return Tree(len(self._rows), self._branches("", depth))

    def _levels(self) -> Iterator[list[Row]]:
        level, seen = self._below.get("", []), set[str]()
        while level:
            yield level
            seen |= {row["concept"].value for row in level}
            below = [row for above in level for row in self._below.get(above["concept"].value, [])]
            level = [row for row in below if row["concept"].value not in seen]  # a cycle ends here

    def _branches(self, wider: str, depth: int) -> list[Branch]:
        if depth == 0:
            return []
        branches = [self._branch(row, depth - 1) for row in self._below.get(wider, []) if row["concept"] in self._shown]
        return sorted(branches, key=lambda branch: (branch.notation, branch.concept.text.casefold()))

    def _branch(self, row: Row, depth: int) -> Branch:
        iri = row["concept"].value
        hidden = 0 if depth else len(self._below.get(iri, []))
        notation = row["notation"].value if "notation" in row else ""
        return Branch(self._shown[row["concept"]], notation, self._branches(iri, depth), hidden)
