"""What a node or value of JSON-LD is known by before it has become a term: its IRI, label, place or words."""

from decimal import Decimal
from typing import Any, NamedTuple

from clustergraph.graph.ntriples import literal
from clustergraph.sources.jsonld.context import Context, Term, is_keyword
from clustergraph.sources.jsonld.text import Number, Path

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TYPE, ITEM, REST, NIL = (f"<{_RDF}{name}>" for name in ("type", "first", "rest", "nil"))
_LONG, _FAR = 40, 60  # characters of a number, and digits before or behind its point


class Key(NamedTuple):
    """What something is known by: a ``term``, ``text`` or ``number``, or the way to a ``node`` or ``list``.

    Terms are N-Triples, a text what stands in quotes there, without language and datatype; numbers are as written.
    """

    kind: str
    value: str | Path

    @property
    def placed(self) -> bool:
        """Whether its label is not known, but its place."""
        return self.kind in ("node", "list")


def reference(word: str, active: Context, *, vocab: bool = False) -> Key | None:
    """Give what a word that stands for a node is known by, nothing where it means none."""
    found = active.expanded(word, vocab=vocab, relative=True)
    if found is None or is_keyword(found):
        return None
    return Key("term", found if found.startswith("_:") else f"<{found}>")


def text_key(value: Any, active: Context, term: Term) -> Key | None:
    """Give what the value of a term is known by, nothing where it is none."""
    if isinstance(value, bool):
        return Key("text", literal(str(value).lower()))
    if isinstance(value, Number):
        return Key("number", value.written)
    if not isinstance(value, str):
        return None
    if term.type in ("@id", "@vocab"):
        return reference(value, active, vocab=term.type == "@vocab")
    return Key("text", literal(value))


def forms(key: Key) -> tuple[str, ...]:
    """Give what the term of a text or number may look like: a number is written as it is, as a double, or in digits."""
    if key.kind != "number":
        return (str(key.value),)
    written = str(key.value)
    number = Decimal(written) if len(written) <= _LONG else None
    if number is None or abs(number.adjusted()) > _FAR:
        return (literal(written),)
    mantissa, _, exponent = f"{number:.15E}".partition("E")
    whole, _, part = mantissa.partition(".")
    digits = f"{number:f}"
    digits = digits.rstrip("0").removesuffix(".") if "." in digits else digits
    return literal(written), literal(f"{whole}.{part.rstrip('0') or '0'}E{int(exponent)}"), literal(digits)


def form(term: str) -> str:
    """Give what a term of a graph is known by: of a literal what stands in quotes."""
    return term[: term.rindex('"') + 1] if term.startswith('"') else term
