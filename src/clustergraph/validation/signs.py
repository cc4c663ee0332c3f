"""What data has that a rule needs to find anything: properties and values that are used, and signs of other kinds.

A rule is a query, and to read it takes as long as to look a whole record through for all signs. A sign may be there
where the rule finds nothing; where it is not, the rule finds nothing (``tests/validation/test_signs.py``).
"""

from collections.abc import Callable, Collection
from functools import cached_property
from typing import NamedTuple

from clustergraph.ns import expand
from clustergraph.validation.addresses import fault
from clustergraph.validation.functions import country, dialled
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.sharing import Shared
from clustergraph.validation.terms import TYPE, is_iri, is_literal, literal, text
from clustergraph.validation.vocabularies import vocabulary
from clustergraph.validation.writing import denied, markup, mixed, unseen

_LONG = 2000  # characters that the shortest value has which is too long
_ANY = "*"
#: Beginnings of addresses that are those of terms and codes: of nobody's web site.
_TERMS = ("<https://w3id.org/", "<http://data.europa.eu/", "<http://purl.org/", "<http://www.w3.org/")
_PHONES = tuple(f"<{expand(name)}>" for name in ("cv:telephone", "cg:e164", "schema:telephone", "foaf:phone"))
_REGION, _NUMBERS = f"<{expand('cg:nuts')}>", (f"<{expand('cv:telephone')}>", f"<{expand('cg:e164')}>")


class Need(NamedTuple):
    """A property that must be used, or one with a value; either may be the beginning of IRIs."""

    property: str
    value: str | None = None

    @classmethod
    def read(cls, words: str) -> "Need":
        """Read ``prefix:name``, ``prefix:name=prefix:name`` or ``a=prefix:name``; a name may be ``*``.

        Raises :class:`LookupError` for an unknown prefix or term.
        """
        name, _, value = words.partition("=")
        return cls(TYPE if name == "a" else _term(name), _term(value) if value else None)


class Signs:
    """What some data has; ``shared`` is what its parties share with others. Nothing is looked for that nobody asks."""

    def __init__(self, data: TripleIndex, shared: Shared) -> None:
        self.data = data
        self.shared = shared
        self._shown: dict[str, bool] = {}

    def has(self, need: Need) -> bool:
        """Whether a property, with the value where one is named, is used."""
        if need.value is None:
            return _is_among(need.property, self._properties)
        return _is_among(need.value, self.data.values_of(need.property))

    def shows(self, name: str) -> bool:
        """Whether there is the sign of this name, one of :data:`NAMES`."""
        if name not in self._shown:
            self._shown[name] = _SIGNS[name](self)
        return self._shown[name]

    @cached_property
    def _properties(self) -> set[str]:
        return self.data.properties()

    @cached_property
    def values(self) -> set[str]:
        """All values."""
        return {value for _, _, value in self.data.triples()}

    @cached_property
    def unusual(self) -> list[str]:
        """The values that have, or may have, other characters than the visible ones of ASCII."""
        return [one for one in self.values if "\\" in one or not one.isascii() or not one.isprintable()]


def _term(words: str) -> str:
    return f"<{expand(words)}>" if not words.endswith(_ANY) else f"<{expand(words)}"


def _is_among(wanted: str, terms: Collection[str]) -> bool:
    return wanted in terms if wanted.endswith(">") else any(one.startswith(wanted[:-1]) for one in terms)


def _is_denied(term: str) -> bool:
    words, _, tag = literal(term)
    return bool(tag) and denied(words, tag, name=True) is not None


def _is_marked(term: str) -> bool:
    return ("<" in term or "&" in term or "[" in term) and markup(literal(term)[0]) is not None


def _is_abroad(signs: Signs) -> bool:
    """Whether a telephone or a region is of another country than Serbia."""
    data = signs.data
    regions = [*data.values_of(_REGION), *(data.base.values_of(_REGION) if data.base is not None else ())]
    return any(not text(region).rpartition("/")[2].startswith("RS") for region in regions) or any(
        country(text(number)) not in ("RS", None) for kind in _NUMBERS for number in data.values_of(kind)
    )


#: Name of a sign → whether data has it: a function of rules that gives something for a value, or what the lines say.
_SIGNS: dict[str, Callable[[Signs], bool]] = {
    "unseen": lambda one: any(unseen(text(term), name=True) for term in one.unusual),
    "mixed": lambda one: any(mixed(text(term)) for term in one.unusual),
    "markup": lambda one: any(_is_marked(term) for term in one.values if is_literal(term)),
    "denied": lambda one: any(_is_denied(term) for term in one.values if is_literal(term) and term[-1] != '"'),
    "fault": lambda one: any(fault(term[1:-1]) for term in one.values if is_iri(term) and not term.startswith(_TERMS)),
    "undialled": lambda one: any(dialled(text(term)) is None for kind in _PHONES for term in one.data.values_of(kind)),
    "first-of-january": lambda one: any("-01-01" in term for term in one.values),
    "long": lambda one: any(len(term) > _LONG for term in one.values),
    # something is said of a term of a vocabulary; of what the background or the graph that is served describes
    "vocabulary": lambda one: any(vocabulary(term[1:-1]) for term in one.data.described() if is_iri(term)),
    "known": lambda one: bool(one.data.known_there()),
    "abroad": _is_abroad,
    "shared-name": lambda one: bool(one.shared.names),
    "shared-address": lambda one: bool(one.shared.addresses),
}
NAMES = frozenset(_SIGNS)
