"""Numbers that were written as texts: where a number is asked for, the quotes are what is wrong.

A context of JSON-LD makes numbers of texts only where its term has one datatype; what may be an integer or a decimal,
as the value of an observation, stays as it is written, and so does every text in Turtle.
"""

import re

from clustergraph.graph.wording import tongues
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.results import Result
from clustergraph.validation.terms import XSD, is_literal, literal, sh
from clustergraph.validation.wording import said

_TEXTS = (f"{XSD}string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
_NUMBER = re.compile(r"\s*([+-]?)(\d+)(?:[.,](\d+))?\s*", re.ASCII)
_NUMERIC = frozenset(
    f"{XSD}{name}"
    for name in (
        "byte", "decimal", "double", "float", "int", "integer", "long", "negativeInteger", "nonNegativeInteger",
        "nonPositiveInteger", "positiveInteger", "short", "unsignedByte", "unsignedInt", "unsignedLong",
        "unsignedShort",
    )
)  # fmt: skip
_BOUNDS = tuple(map(sh, ("minInclusive", "minExclusive", "maxInclusive", "maxExclusive")))
_LISTS = tuple(map(sh, ("or", "xone", "and")))
_LONG = 40  # characters of a number
_DEEP = 2  # shapes within shapes that are looked at


class Quoted:
    """Tells of the shapes of one graph which ask for a number."""

    def __init__(self, shapes: TripleIndex) -> None:
        self._shapes = shapes
        self._asking: dict[str, bool] = {}

    def mend(self, result: Result) -> dict[str, str]:
        """Say by language how to write a number that is a text, nothing where a result is about anything else."""
        if result.value is None or not is_literal(result.value):
            return {}
        words, datatype, _ = literal(result.value)
        found = _NUMBER.fullmatch(words) if datatype in _TEXTS and len(words) < _LONG else None
        if found is None or not self._asks(result.shape):
            return {}
        sign, whole, part = found.groups()
        number = f"{sign}{whole}{f'.{part}' if part else ''}"
        return dict(tongues(said("quoted", value=words.strip(), number=number)))

    def _asks(self, shape: str) -> bool:
        if shape not in self._asking:
            self._asking[shape] = _asks_number(self._shapes, shape, _DEEP)
        return self._asking[shape]


def _asks_number(shapes: TripleIndex, shape: str, deep: int) -> bool:
    """Whether a shape asks for a number: by a datatype or a bound, itself or in what it says of alternatives."""
    asked = shapes.objects(shape, sh("datatype"))
    bounds = [value for bound in _BOUNDS for value in shapes.objects(shape, bound)]
    if any(one[1:-1] in _NUMERIC for one in asked) or any(_is_number(value) for value in bounds):
        return True
    try:
        held = [one for name in _LISTS for head in shapes.objects(shape, name) for one in shapes.items(head)]
    except ValueError:  # ill-formed lists are told elsewhere
        held = []
    return deep > 0 and any(_asks_number(shapes, one, deep - 1) for one in held)


def _is_number(value: str) -> bool:
    return is_literal(value) and literal(value)[1] in _NUMERIC
