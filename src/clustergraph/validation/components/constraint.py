"""What a constraint is, and what the makers of checks may use of a run."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from clustergraph.graph.wording import Gap
from clustergraph.ns import compact
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.property_paths import Path
from clustergraph.validation.shapes import Shape, Shapes, ill_formed
from clustergraph.validation.terms import SH, XSD, is_literal, literal, text, truth

if TYPE_CHECKING:
    from clustergraph.validation.queries import QueryData

_MOST_DIGITS = 4000  # int() of more is refused
_TOLD = 80  # characters of a term in a message


class NotEvaluated(Exception):
    """A constraint cannot be evaluated; ``why`` says the reason, as the end of a sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Offence(NamedTuple):
    """What offends: a value node, or nothing in particular; what else there is only where it is not the shape's own.

    One that is not ``known`` is none: whether something offends could not be found out.
    """

    value: str | None = None
    path: Path | None = None
    focus: str | None = None
    severity: str | None = None
    messages: tuple[str, ...] | None = None
    known: bool = True


#: Focus node and value nodes → what offends.
Check = Callable[[str, Sequence[str]], Iterable[Offence]]


class Constraint(NamedTuple):
    """One check with the IRI of its component."""

    component: str
    check: Check


class Run(Protocol):
    """What a check may ask: the data, the shapes, and whether a node conforms to another shape."""

    data: TripleIndex
    shapes: Shapes

    @property
    def queried(self) -> "QueryData":
        """The data as queries see it."""

    def conforms(self, shape: str, node: str) -> bool | None:
        """Whether validating a node against a shape gives no result, ``None`` where it cannot be found out."""

    def tell(self, words: Gap) -> None:
        """Say what could not be checked."""


#: Run, shape and one value of the parameter → constraints.
Maker = Callable[[Run, Shape, str], Iterator[Constraint]]
#: The same of constraints that look at value nodes alone, so that they are good for any data.
LastingMaker = Callable[[Shapes, Shape, str], Iterator[Constraint]]
NOTHING: tuple[Offence, ...] = ()
UNKNOWN = Offence(known=False)


def component(name: str) -> str:
    """Give the IRI of a component of SHACL Core."""
    return f"<{SH}{name}ConstraintComponent>"


def each(offends: Callable[[str], bool]) -> Check:
    """Make a check that looks at each value node by itself."""

    def check(_: str, values: Sequence[str]) -> Iterable[Offence]:
        found = [Offence(value) for value in values if offends(value)]
        return found or NOTHING

    return check


def judged(offends: Callable[[str], bool | None]) -> Check:
    """Make a check that looks at each value node by itself, and may not find out whether it offends (``None``)."""

    def check(_: str, values: Sequence[str]) -> Iterable[Offence]:
        answers = ((value, offends(value)) for value in values)
        found = [UNKNOWN if answer is None else Offence(value) for value, answer in answers if answer is not False]
        return found or NOTHING

    return check


def not_checked(run: Run, name: str, words: Gap) -> Constraint:
    """Make the constraint that stands for one which cannot be evaluated: it tells so where it would be asked."""

    def check(_: str, __: Sequence[str]) -> Iterable[Offence]:
        run.tell(words)
        return (UNKNOWN,)

    return Constraint(name, check)


def count(shape: Shape, value: str, name: str) -> int:
    """Read a number that is not negative; raises :class:`ShapesProblem` where it is none."""
    if is_literal(value):
        words, datatype, _ = literal(value)
        if datatype == f"{XSD}integer" and words.isascii() and words.lstrip("+").isdigit():
            return int(words.lstrip("+0")[:_MOST_DIGITS] or "0")  # nothing is as many
    raise ill_formed(shape.node, f"sh:{name} must be a whole number that is not negative, not {told(value)}")


def told(value: str) -> str:
    """Give a term as it is told: of a literal whose words alone would mislead, the datatype as well."""
    words = text(value)[:_TOLD]
    return f"“{words}” of {compact(literal(value)[1])}" if is_literal(value) else words


def boolean(shape: Shape, name: str) -> bool:
    """Read whether a parameter is true, false where it is absent; raises :class:`ShapesProblem` for what is neither."""
    only(shape, name)
    values = shape.parameters.get(f"<{SH}{name}>", ())
    if any(not is_literal(value) or literal(value)[1] != f"{XSD}boolean" for value in values):
        raise ill_formed(shape.node, f"sh:{name} must be true or false, not {told(values[0])}")
    return any(map(truth, values))


def only(shape: Shape, name: str) -> None:
    """Refuse a parameter that is there more than once; raises :class:`ShapesProblem`."""
    if len(shape.parameters.get(f"<{SH}{name}>", ())) > 1:
        raise ill_formed(shape.node, f"It has more than one sh:{name}")
