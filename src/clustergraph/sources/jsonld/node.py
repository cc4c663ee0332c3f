"""The members of a node of JSON-LD, each with its container (JSON-LD 1.1 Processing Algorithms, 5.1.2, step 13)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clustergraph.sources.jsonld.context import NO_TERM, Context, Term, is_keyword
from clustergraph.sources.jsonld.ill_formed import (
    IllFormed,
    check_direction,
    check_iri,
    check_language,
    check_reference,
    is_plainly_well,
    items,
)
from clustergraph.sources.jsonld.keys import TYPE, Key, reference, text_key
from clustergraph.sources.jsonld.terms import is_iri
from clustergraph.sources.jsonld.text import Path

if TYPE_CHECKING:
    from clustergraph.sources.jsonld.audit import Audit

_GRAPH = "@graph"
_MANY = 4096  # names that are remembered


@dataclass
class Node:
    """One node; its types are understood ``around`` it, where the contexts of these types do not hold yet."""

    audit: "Audit"
    active: Context
    around: Context
    path: Path
    key: Key | None = None
    named: str | None = None

    def members(self, value: dict[str, Any], active: Context, path: Path) -> None:
        """Walk over members; those of ``@nest`` are members like these."""
        plain, statements = active.plain, 0
        counting = self.audit.memory is None  # who remembers where each is looks at all of them
        for key, one in value.items():
            kind = plain[key] if key in plain else self._is_plain(key, active)
            if counting and kind is not None and isinstance(one, str) and (not kind or is_plainly_well(one, active)):
                statements += 1
                continue
            if key == "@context":
                continue
            iri = active.member(key)
            if is_keyword(iri):
                self._keyword(iri or "", key, one, active, (*path, key))
            else:
                self._property(iri, key, one, active, (*path, key))
        self.audit.statements += statements

    def _is_plain(self, key: str, active: Context) -> bool | None:
        """Tell whether a text at a member is one statement, whatever it is (false), or if it is an IRI (true).

        Nothing where more must be looked at. It is remembered: a document has few names of members.
        """
        iri, term = active.member(key), active.term(key)
        found: bool | None = None
        if iri is not None and not is_keyword(iri) and is_iri(iri) and not term.containers and not term.scoped:
            if term.type in ("@id", "@vocab"):
                found = True
            elif term.type in (None, "@none"):
                found = None if active.language_of(term) or active.direction_of(term) else False
            elif is_iri(term.type or ""):
                found = False
        if len(active.plain) < _MANY:
            active.plain[key] = found
        return found

    def _keyword(self, keyword: str, key: str, value: Any, active: Context, path: Path) -> None:
        if keyword == "@id":
            self._id(key, value, active, path)
        elif keyword == "@type":
            self._types(value, path)
        elif keyword in (_GRAPH, "@included"):
            with self.audit.about(None, ""):
                for one, at in items(value, path):
                    self.audit.values(one, active, _GRAPH, at)
        elif keyword == "@reverse" and isinstance(value, dict):
            self._reversed(value, active, path)
        elif keyword == "@nest":
            self._nested(value, self.audit.within(active, active.term(key)), path)

    def _reversed(self, value: dict[str, Any], active: Context, path: Path) -> None:
        for name, one in value.items():
            iri = active.member(name)
            self._property(None if is_keyword(iri) else iri, name, one, active, (*path, name), reverse=True)

    def _nested(self, value: Any, active: Context, path: Path) -> None:
        for one, at in items(value, path):
            if isinstance(one, dict):
                self.members(one, active, at)

    def _id(self, key: str, value: Any, active: Context, path: Path) -> None:
        if self.named is not None:
            raise IllFormed("keyword-twice", path, member=True, value=key, other=self.named)
        self.named = key
        if isinstance(value, str) and not is_plainly_well(value, active):
            check_reference(value, active, path)

    def _types(self, value: Any, path: Path) -> None:
        known = self.around.types
        for one, at in [(value, path)] if isinstance(value, str) else items(value, path):
            if isinstance(one, str):
                if one not in known:
                    check_reference(one, self.around, at, vocab=True)
                    if len(known) < _MANY:
                        known.add(one)
                self.audit.statements += 1
                if self.audit.memory is not None:
                    with self.audit.memory.about(self.key, TYPE):
                        self.audit.memory.found(reference(one, self.around, vocab=True), at)

    def _property(
        self, iri: str | None, key: str, value: Any, active: Context, path: Path, *, reverse: bool = False
    ) -> None:
        audit = self.audit
        if iri is None or ":" not in iri:
            audit.pass_over("meaning", path)
            return
        if iri.startswith("_:"):
            audit.pass_over("blank", path)
        else:
            check_iri(iri, key, path, member=True)
        if audit.memory is None:
            found = self._objects(key, value, active, path)
        else:
            with audit.memory.about(self.key, f"<{iri}>", reverse=reverse is not active.term(key).reverse):
                found = self._objects(key, value, active, path)
        audit.statements += 0 if iri.startswith("_:") else found

    def _objects(self, key: str, value: Any, active: Context, path: Path) -> int:
        """Give how many objects a member has."""
        audit, term = self.audit, active.term(key)
        containers = term.containers
        if term.type == "@json":
            audit.found(None, path)
            return 1
        if isinstance(value, dict) and "@language" in containers:
            return self._texts(value, active, term, path)
        if isinstance(value, dict) and containers & {"@index", "@id", "@type"}:
            return self._map(key, value, active, path)
        if "@list" in containers and value is not None and not _has(value, "@list", active):
            return audit.list(value, active, key, path)
        if _GRAPH in containers:
            return sum(self._graph(one, key, active, at) for one, at in items(value, path))
        return audit.values(value, active, key, path)

    def _texts(self, value: dict[str, Any], active: Context, term: Term, path: Path) -> int:
        """Walk over a map of languages."""
        found, known = 0, active.tags
        counting = active.direction_of(term) is None and self.audit.memory is None
        for tag, texts in value.items():
            if counting and tag in known and isinstance(texts, str):
                found += 1
                continue
            none = active.member(tag) == "@none"
            for one, at in items(texts, (*path, tag)):
                if one is None:
                    self.audit.pass_over("null", at)
                    continue
                if not none:
                    check_language(tag, (*path, tag), member=True)
                check_direction(active.direction_of(term), at)
                if self.audit.memory is not None:
                    self.audit.memory.found(text_key(one, active, NO_TERM), at)
                found += 1
            if len(known) < _MANY:
                known.add(tag)  # nothing of it was refused
        return found

    def _map(self, key: str, value: dict[str, Any], active: Context, path: Path) -> int:
        """Walk over a map by index, name or type; the word before a value may be a statement about it."""
        term, found = active.term(key), 0
        for word, values in value.items():
            held = active
            if term.containers & {"@id", "@type"} and active.previous is not None:
                held = active.previous
            if "@type" in term.containers:
                held = self.audit.within(held, held.term(word))
            none = active.member(word) == "@none"
            for one, at in items(values, (*path, word)):
                objects = self._mapped(one, key, held, term, at)
                found += objects
                if objects and not none:
                    self._before(word, active, term, (*path, word))
        return found

    def _mapped(self, value: Any, key: str, active: Context, term: Term, path: Path) -> int:
        if _GRAPH in term.containers:
            return self._graph(value, key, active, path, mapped=True)
        if "@type" in term.containers and isinstance(value, str):
            check_reference(value, active, path, vocab=term.type == "@vocab")
            self.audit.found(reference(value, active, vocab=term.type == "@vocab"), path)
            return 1
        return self.audit.values(value, active, key, path, mapped=True)

    def _before(self, word: str, active: Context, term: Term, path: Path) -> None:
        """Check the word of a map that stands before a value."""
        if "@id" in term.containers:
            check_reference(word, active, path, member=True)
        elif "@type" in term.containers:
            check_reference(word, active, path, vocab=True, member=True)
            self.audit.statements += 1
        elif term.index not in (None, "@index"):
            name = term.index or ""
            check_iri(active.member(name) or name, name, path, member=True)
            self.audit.scalar(word, active, active.term(name), path)
            self.audit.statements += 1

    def _graph(self, value: Any, key: str, active: Context, path: Path, *, mapped: bool = False) -> int:
        """Walk over the content of a graph, or over a node that has one."""
        found = self.audit.values(value, active, key, path, mapped=mapped)
        return found if _has(value, _GRAPH, active) else min(found, 1)


def _has(value: Any, keyword: str, active: Context) -> bool:
    return isinstance(value, dict) and any(active.member(key) == keyword for key in value)
