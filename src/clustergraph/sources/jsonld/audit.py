"""One walk over JSON-LD as the expansion algorithm takes it (JSON-LD 1.1 Processing Algorithms, section 5).

It counts the statements that there are, refuses what a parser would drop because it is ill-formed, and takes note of
what the standard itself passes over. What is wrong as JSON-LD is left to the parser, which says so.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from clustergraph.sources.jsonld.context import NO_TERM, Context, Contexts, Term
from clustergraph.sources.jsonld.ill_formed import (
    check_contexts,
    check_direction,
    check_iri,
    check_language,
    check_reference,
    items,
)
from clustergraph.sources.jsonld.keys import ITEM, Key, text_key
from clustergraph.sources.jsonld.memory import Memory
from clustergraph.sources.jsonld.node import Node
from clustergraph.sources.jsonld.text import Path

_NAMES, _WAYS = 50, 4  # of what is passed over that are kept
_NOTHING = nullcontext()
_ALONE = {"@id", "@index", "@context"}


class Audit:
    """What there is in a document: how many statements, and what is passed over: kind → name → the ways to it.

    ``known`` gives contexts by their addresses, ``base`` is that of the document; ``memory`` keeps where what is said,
    ``most`` is how many terms its contexts may have together.
    """

    def __init__(
        self, known: Callable[[str], Any], base: str | None, memory: Memory | None = None, most: int | None = None
    ) -> None:
        self.contexts = Contexts(known, most)
        self.base = base
        self.memory = memory
        self.statements = 0
        self.passed: dict[str, dict[str, list[Path]]] = {}

    def document(self, document: Any) -> None:
        """Walk over a document; raises :class:`IllFormed` and :class:`TooManyTerms`."""
        active = Context(base=self.base)
        for one, path in items(document, ()):
            self.values(one, active, None, path)

    def pass_over(self, kind: str, path: Path) -> int:
        """Take note of what says nothing, as far as it will be told; gives the number of objects, which is none."""
        name = next((part for part in reversed(path) if isinstance(part, str)), "")
        names = self.passed.setdefault(kind, {})
        if len(names) < _NAMES or name in names:
            ways = names.setdefault(name, [])
            if len(ways) < _WAYS:
                ways.append(path)
        return 0

    # What is said, where somebody wants to know where it stands.

    def about(self, subject: Key | None, predicate: str, *, reverse: bool = False) -> AbstractContextManager[None]:
        """Hold of what is found within that it is said of a subject, or the other way round."""
        return _NOTHING if self.memory is None else self.memory.about(subject, predicate, reverse=reverse)

    def found(self, value: Key | None, path: Path) -> None:
        """Take note of the object of a statement."""
        if self.memory is not None:
            self.memory.found(value, path)

    def within(self, active: Context, term: Term, *, propagates: bool = True) -> Context:
        """Give the context that holds inside of a term's value."""
        if not term.scoped:
            return active
        return self.contexts.within(active, term.context, self.base, propagates=propagates)

    # What a value gives: the number of objects that statements are made of.

    def values(self, value: Any, active: Context, name: str | None, path: Path, *, mapped: bool = False) -> int:
        """Walk over what stands at a member, at none, or below ``@graph``, which is said of nothing (5.1.2)."""
        if value is None:
            return self.pass_over("null", path)
        if isinstance(value, list):
            return sum(self._item(one, active, name, at, mapped=mapped) for one, at in items(value, path))
        if isinstance(value, dict):
            return self._object(value, active, name, path, mapped=mapped)
        if _is_free(name):
            return self.pass_over("free", path)
        self.scalar(value, active, active.term(name), path)
        if self.memory is not None:
            self.memory.found(text_key(value, active, active.term(name)), path)
        return 1

    def scalar(self, value: Any, active: Context, term: Term, path: Path) -> None:
        """Look at a text, number or truth value (5.3.2)."""
        kind = None if term.type == "@none" else term.type
        if isinstance(value, str) and kind in ("@id", "@vocab"):
            check_reference(value, active, path, vocab=kind == "@vocab")
        elif isinstance(value, str) and kind is None:
            check_language(active.language_of(term), path)
            check_direction(active.direction_of(term), path)
        elif kind not in (None, "@id", "@vocab", "@json"):
            check_iri(kind, kind, path)

    def list(self, value: Any, active: Context, name: str | None, path: Path) -> int:
        """Walk over a list: two statements for each item, beside that of which it is the object."""
        self.found(Key("list", path), path)
        with self.about(Key("list", path), ITEM):
            found = sum(self._item(one, active, name, at) for one, at in items(value, path))
        self.statements += 2 * found
        return 1

    def _item(self, one: Any, active: Context, name: str | None, path: Path, *, mapped: bool = False) -> int:
        if isinstance(one, list) and "@list" in active.term(name).containers:
            return self.list(one, active, name, path)
        return self.values(one, active, name, path, mapped=mapped)

    def _object(self, value: dict[str, Any], active: Context, name: str | None, path: Path, *, mapped: bool) -> int:
        """Walk over an object: a value, a list, a set or a node."""
        term = active.term(name)
        if active.previous is not None and not mapped and not _stays(value, active):
            active = active.previous
        active = self.within(active, term)
        if "@context" in value:
            check_contexts(value["@context"], (*path, "@context"))
            active = self.contexts.within(active, value["@context"], self.base)
        around, active = active, self._typed(value, active)
        known = active.members
        keys = {known[key] if key in known else active.member(key): key for key in value}
        if "@value" in keys:
            return self._literal(value, active, name, path, keys)
        if "@list" in keys and not _is_free(name):
            return self.list(value[keys["@list"]], active, name, (*path, keys["@list"]))
        if "@set" in keys:
            return self.values(value[keys["@set"]], active, name, (*path, keys["@set"]))
        if "@list" in keys or keys.keys() == {"@language"}:
            return self.pass_over("free", path)
        before = self.statements
        key = None if self.memory is None else self.memory.entered(value, active, path, free=_is_free(name))
        Node(self, active, around, path, key).members(value, active, path)
        if _is_free(name) and before == self.statements and _ALONE.issuperset(keys):
            self.pass_over("alone", path)
        return 1

    def _typed(self, value: dict[str, Any], around: Context) -> Context:
        """Give the context that holds inside of a node, with those of its types (5.1.2, step 11)."""
        active = around
        for key in sorted(value) if around.has_scoped else ():
            if around.member(key) == "@type":
                for kind in sorted(one for one, _ in items(value[key], ()) if isinstance(one, str)):
                    active = self.within(active, around.term(kind), propagates=False)
        return active

    def _literal(
        self, value: dict[str, Any], active: Context, name: str | None, path: Path, keys: dict[str | None, str]
    ) -> int:
        kind = value.get(keys.get("@type", ""))
        datatype = active.expanded(kind, vocab=True, relative=True) if isinstance(kind, str) else None
        if value[keys["@value"]] is None and datatype != "@json":
            return self.pass_over("null", path)
        if _is_free(name):
            return self.pass_over("free", path)
        if "@language" in keys:
            check_language(value[keys["@language"]], (*path, keys["@language"]))
        if "@direction" in keys:
            check_direction(value[keys["@direction"]], (*path, keys["@direction"]))
        if isinstance(kind, str) and datatype != "@json":
            check_iri(datatype or kind, kind, (*path, keys["@type"]), datatype=True)
        self.found(text_key(value[keys["@value"]], active, NO_TERM), (*path, keys["@value"]))
        return 1


def _is_free(name: str | None) -> bool:
    """Tell a place at which a value is said of nothing."""
    return name is None or name == "@graph"


def _stays(value: dict[str, Any], active: Context) -> bool:
    """Tell an object that is no node of its own: a value, or a mere reference (5.1.2, step 7)."""
    keys = [active.member(key) for key in value]
    return "@value" in keys or keys == ["@id"]
