"""JSON-LD contexts: what terms mean (JSON-LD 1.1 Processing Algorithms, sections 4.1, 4.2 and 5.1).

Contexts that are wrong are left to the parser, which refuses them; here they mean as little as they can.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

KEYWORDS = frozenset((
    "@base", "@container", "@context", "@default", "@direction", "@embed", "@explicit", "@graph", "@id", "@included",
    "@index", "@json", "@language", "@list", "@nest", "@none", "@omitDefault", "@prefix", "@preserve", "@propagate",
    "@protected", "@requireAll", "@reverse", "@set", "@type", "@value", "@version", "@vocab",
))  # fmt: skip
#: How addresses of the web begin: what stands before two slashes is never a prefix.
WEB = ("https://", "http://")
_DELIMITERS = tuple(":/?#[]@")
_UNSET: Any = object()
_MANY = 4096  # names that are remembered


@dataclass(frozen=True, slots=True)
class Term:
    """A term's definition; without ``iri`` it has no meaning, ``language`` and ``context`` may be unset."""

    iri: str | None
    type: str | None = None
    containers: frozenset[str] = frozenset()
    reverse: bool = False
    prefix: bool = False
    language: Any = _UNSET
    direction: Any = _UNSET
    index: str | None = None
    context: Any = _UNSET

    @property
    def scoped(self) -> bool:
        """Tell whether a context of its own holds inside."""
        return self.context is not _UNSET


NO_TERM = Term(None)


@dataclass(frozen=True, eq=False)
class Context:
    """An active context; ``previous`` is what holds again behind a node, where this does not propagate.

    ``members`` remembers what :meth:`member` gave, ``plain``, ``types`` and ``tags`` which names of members, types and
    languages need no second look (``node``).
    """

    terms: dict[str, Term] = field(default_factory=dict)
    base: str | None = None
    vocab: str | None = None
    language: str | None = None
    direction: str | None = None
    previous: "Context | None" = None
    members: dict[str, str | None] = field(default_factory=dict, init=False, repr=False)
    plain: dict[str, bool | None] = field(default_factory=dict, init=False, repr=False)
    types: set[str] = field(default_factory=set, init=False, repr=False)
    tags: set[str] = field(default_factory=set, init=False, repr=False)

    @cached_property
    def has_scoped(self) -> bool:
        """Tell whether any term has a context of its own; asked when all terms are there."""
        return any(term.scoped for term in self.terms.values())

    def member(self, name: str) -> str | None:
        """Expand the name of a member, of which a document has few and each of them often."""
        if name not in self.members:
            if len(self.members) >= _MANY:
                self.members.clear()
            self.members[name] = self.expanded(name, vocab=True)
        return self.members[name]

    def term(self, name: str | None) -> Term:
        """Give a term's definition, an empty one where there is none."""
        return self.terms.get(name or "", NO_TERM)

    def language_of(self, term: Term) -> str | None:
        """Give the language of plain texts of a term."""
        return self.language if term.language is _UNSET else term.language

    def direction_of(self, term: Term) -> str | None:
        """Give the base direction of plain texts of a term."""
        return self.direction if term.direction is _UNSET else term.direction

    def expanded(self, word: str, *, vocab: bool = False, relative: bool = False) -> str | None:
        """Expand a word to an IRI or keyword (section 5.2): nothing where it has no meaning, itself where no rule fits.

        What is ``relative`` is resolved against the base, where there is one.
        """
        if word.startswith(WEB) and word not in self.terms:
            return word
        return _expanded(self, word, lambda _: None, vocab=vocab, relative=relative)


def is_keyword(word: object) -> bool:
    """Tell a keyword."""
    return isinstance(word, str) and word in KEYWORDS


class TooManyTerms(Exception):
    """More terms in all contexts of a document together than are made."""


class Contexts:
    """Makes active contexts; ``known`` gives the value of ``@context`` at an address, nothing where it is unknown.

    A context has all terms that hold around it beside its own, and whoever reads it makes each anew: so they are
    counted wherever one stands, up to ``most``.
    """

    def __init__(self, known: Callable[[str], Any], most: int | None = None) -> None:
        self._known = known
        self._most = most
        self._terms = 0
        self._made: dict[tuple[int, int, bool, str | None], tuple[Context, Any, Context]] = {}

    def within(self, active: Context, local: Any, base: str | None, *, propagates: bool = True) -> Context:
        """Make the context that holds where ``local`` stands inside of ``active``; ``base`` is the document's own.

        Raises :class:`TooManyTerms`.
        """
        self._terms += len(active.terms) + (len(local) if isinstance(local, dict) else 0)
        if self._most is not None and self._terms > self._most:
            raise TooManyTerms
        key = (id(active), id(local), propagates, base)
        if key not in self._made:  # what is made is kept beside what it was made from, so that no id returns
            self._made[key] = (active, local, self._within(active, local, base, propagates=propagates))
        return self._made[key][2]

    def _within(self, active: Context, local: Any, base: str | None, *, propagates: bool) -> Context:
        if isinstance(local, dict) and isinstance(local.get("@propagate"), bool):
            propagates = local["@propagate"]
        result = active
        if not propagates and result.previous is None:
            result = replace(result, previous=active)
        for given in local if isinstance(local, list) else [local]:
            one = self._known(given) if isinstance(given, str) else given
            if isinstance(one, list):
                result = self._within(result, one, base, propagates=True)
            elif one is None:
                result = Context(base=base, previous=None if propagates else result.previous)
            elif isinstance(one, dict):
                result = _with(result, one)
        return result


def _with(active: Context, local: dict[str, Any]) -> Context:
    result = replace(active, terms=dict(active.terms))
    if "@base" in local:
        base = local["@base"]
        if isinstance(base, str) and result.base is not None:
            base = _resolved(result.base, base)
        result = replace(result, base=base if isinstance(base, str) else None)
    if "@vocab" in local:
        vocab = local["@vocab"]
        if isinstance(vocab, str) and (found := result.expanded(vocab, vocab=True, relative=True)) is not None:
            vocab = found
        result = replace(result, vocab=vocab if isinstance(vocab, str) else None)
    for name in ("language", "direction"):
        if f"@{name}" in local:
            result = replace(result, **{name: local[f"@{name}"]})
    defined: set[str] = set()
    for name in local:
        _define(result, local, name, defined)
    return result


def _define(active: Context, local: dict[str, Any], name: str, defined: set[str]) -> None:
    """Add a term and those that it is made of (section 4.2)."""
    if name not in local or name in defined or (_is_reserved(name) and name != "@type"):
        return
    defined.add(name)
    value = local[name]
    active.terms.pop(name, None)
    simple = isinstance(value, str)
    said: dict[str, Any] = {"@id": value} if simple else value if isinstance(value, dict) else {"@id": None}
    if any(_is_reserved(word) and word not in KEYWORDS for word in (said.get("@id"), said.get("@reverse"))):
        return  # it is as if it were not there

    def define(other: str) -> None:
        _define(active, local, other, defined)

    iri = _iri_of(active, name, said, define)
    containers = said.get("@container")
    held = frozenset(containers if isinstance(containers, list) else [containers] if containers else [])
    ends = iri is not None and (iri.endswith(_DELIMITERS) or iri.startswith("_:"))
    active.terms[name] = Term(
        iri=iri,
        type=_kind(active, said, define) if "@type" in said else "@id" if "@type" in held else None,
        containers=held,
        reverse="@reverse" in said,
        prefix=said.get("@prefix") is True or (simple and ends and ":" not in name and "/" not in name),
        language=said.get("@language", _UNSET),
        direction=said.get("@direction", _UNSET),
        index=said["@index"] if isinstance(said.get("@index"), str) else None,
        context=said.get("@context", _UNSET),
    )


def _kind(active: Context, said: dict[str, Any], define: "_Define") -> str | None:
    word = said["@type"]
    return _expanded(active, word, define, vocab=True) if isinstance(word, str) else None


def _iri_of(active: Context, name: str, said: dict[str, Any], define: "_Define") -> str | None:
    """Give the IRI of a term: what its definition says, or what its name is made of."""
    word = said.get("@reverse", said.get("@id", name))
    if word != name:
        return _expanded(active, word, define, vocab=True) if isinstance(word, str) else None
    if ":" in name[1:] or "/" in name:
        prefix, _, rest = name.partition(":")
        if rest:
            define(prefix)
        found = active.term(prefix).iri if rest else None
        # without its own definition, which is what is being made
        return f"{found}{rest}" if found else _expanded(active, name, lambda _: None, vocab=True)
    return name if name == "@type" else None if active.vocab is None else active.vocab + name


#: Adds another term of the same context before it is needed.
_Define = Callable[[str], None]


def _expanded(
    active: Context, word: str, define: _Define, *, vocab: bool = False, relative: bool = False
) -> str | None:
    if word in KEYWORDS:
        return word
    if _is_reserved(word):
        return None
    define(word)
    term = active.terms.get(word)
    if term is not None and (vocab or is_keyword(term.iri)):
        return term.iri
    found = _absolute(active, word, define) if ":" in word[1:] else None
    if found is not None:
        return found
    if vocab and active.vocab is not None:
        return active.vocab + word
    return _resolved(active.base, word) if relative and active.base is not None else word


def _absolute(active: Context, word: str, define: _Define) -> str | None:
    """Give the IRI for which a word with a colon stands, nothing where the colon is no sign of one."""
    prefix, _, rest = word.partition(":")
    if prefix == "_" or rest.startswith("//"):
        return word
    define(prefix)
    start = active.term(prefix)
    if start.iri and start.prefix:
        return start.iri + rest
    return word if has_scheme(word) else None


def _resolved(base: str, word: str) -> str:
    """Resolve a relative IRI, well enough to say whether it is well-formed and to show it."""
    found = urljoin(base, word) if word else base.partition("#")[0]
    return found if has_scheme(found) else f"{base.partition(':')[0]}:{found}"


def has_scheme(word: str) -> bool:
    """Tell whether a word begins as an absolute IRI does (RFC 3986, section 3.1)."""
    scheme, colon, _ = word.partition(":")
    return bool(colon) and scheme[:1].isalpha() and scheme.isascii() and scheme.translate(_MARKS).isalnum()


_MARKS = str.maketrans("", "", "+-.")


def _is_reserved(word: object) -> bool:
    """Tell what has the form of a keyword, which is never a term."""
    return isinstance(word, str) and word[:1] == "@" and word[1:].isalpha() and word.isascii()
