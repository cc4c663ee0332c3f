"""What a page says of a thing, as values: nodes with their properties, doubts, those who lead here, and records."""

from dataclasses import dataclass, field

from clustergraph.pages.derivations import Rule
from clustergraph.pages.values import Value


@dataclass(frozen=True)
class Statement:
    """One value of a property: what it is, the part shown inside, the numbers of the records that state it.

    ``rule`` says which rule derived it; ``None`` where somebody stated it.
    """

    value: Value
    inside: "Node | None"
    records: tuple[int, ...]
    rule: Rule | None = None


@dataclass(frozen=True)
class Property:
    """A property with its values; those after the first ``shown`` are too many to be seen at once."""

    name: Value
    statements: list[Statement]
    shown: int


@dataclass(frozen=True)
class Note:
    """A doubt (Data Quality Vocabulary, quality annotation): its flags, what it says, and the node with the rest."""

    number: int
    flags: list[Value]
    remarks: list[Value]
    node: "Node"


@dataclass(frozen=True)
class Node:
    """A thing with what is said of it; its kinds, whose word it is, the lines that state it and doubts are apart.

    ``anchor`` is the fragment by which its name leads into the page.
    """

    iri: str
    kinds: list[Value] = field(default_factory=list)
    basis: list[Value] = field(default_factory=list)
    passages: list[Value] = field(default_factory=list)
    properties: list[Property] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    anchor: str = ""


@dataclass(frozen=True)
class Incoming:
    """Those who lead here by one property: how many, the first of them, and where all are, if that can be asked."""

    name: Value
    count: int
    subjects: list[Value]
    href: str | None


@dataclass(frozen=True)
class Record:
    """A named graph in which statements of the page stand: who answers for it, and since when."""

    number: int
    graph: Value
    agents: list[Value]
    date: str
    restated: list[Value]


@dataclass(frozen=True)
class Description:
    """Everything a page says of one IRI; ``cut`` says that there are more statements than it shows."""

    name: Value
    node: Node
    incoming: list[Incoming]
    records: list[Record]
    uses: int = 0
    cut: bool = False
    deprecated: bool = False
    replaced_by: list[Value] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
