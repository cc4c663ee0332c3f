"""What stands in the graph patterns of a query: its statements, and each variable with where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from clustergraph.query.lexemes import NONE, Lexeme
from clustergraph.query.paths import Path


@dataclass(frozen=True)
class Where:
    """What is around: a graph by its name as it is written, OPTIONAL, and what one solution is as good for as many.

    ``test`` is the place of the EXISTS, MINUS or ASK that needs one solution alone, ``level`` that of the SELECT. What
    is ``late`` stands in no pattern, but in what SELECT gives, in a template or in modifiers.
    """

    level: int = -1
    graph: str = ""
    optional: bool = False
    test: int | None = None
    late: bool = False


Range = tuple[int, int]  # lexemes from a place up to another


class Slot(NamedTuple):
    """A verb of a statement with its objects; a variable in its place is a link without characters."""

    verb: Range
    path: Path
    objects: tuple[Range, ...]


class Statement(NamedTuple):
    """Triples of one subject; what is said of a blank node in brackets has no characters for its subject.

    ``block`` is where the statements begin that it stands among, with nothing but FILTER between them.
    """

    subject: Range
    slots: tuple[Slot, ...]
    where: Where
    block: int
    start: int
    end: int


class Variable(NamedTuple):
    """A variable where it stands, and whether it can get its value there; ``calls`` are the functions around it."""

    place: int
    name: str
    binds: bool
    where: Where
    calls: tuple[str, ...] = ()


class Patterns:
    """What was read of a query."""

    def __init__(self, known: Sequence[Lexeme]) -> None:
        self.known = known
        self.statements: list[Statement] = []
        self.variables: list[Variable] = []

    def at(self, place: int) -> Lexeme:
        """Give a lexeme, or none."""
        return self.known[place] if place < len(self.known) else NONE
