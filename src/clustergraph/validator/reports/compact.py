"""RDF that is about validation as compact JSON-LD: terms of SHACL by their names, one tree below each node.

What a term of the context does not hold (another datatype, a value of another kind) is written out beside it, so that
any processor of JSON-LD finds the same statements.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from clustergraph.graph.language import recommended_case
from clustergraph.validation.terms import RDF, SH, TYPE, XSD, is_blank, is_iri, is_literal, literal, text

_FIRST, _REST, _NIL = (f"<{RDF}{name}>" for name in ("first", "rest", "nil"))
#: Terms beside those of ``@vocab``: name → its definition.
_TERMS: dict[str, Any] = {
    "comment": {"@id": "rdfs:comment", "@container": "@language"},
    "conformsTo": {"@id": "dct:conformsTo"},
    "focusNode": {"@type": "@id"},
    "line": {"@id": "cg:line"},
    "proposal": {"@id": "cg:proposal", "@type": "@id"},
    "remedy": {"@id": "cg:remedy", "@container": "@language"},
    "result": {"@container": "@set"},
    "resultMessage": {"@container": "@language"},
    "resultPath": {"@type": "@id"},
    "resultSeverity": {"@type": "@vocab"},
    "sourceConstraintComponent": {"@type": "@vocab"},
    "sourceShape": {"@type": "@id"},
}


def write_compact(ntriples: str, prefixes: Mapping[str, str]) -> bytes:
    """Write N-Triples of ours as JSON-LD with a context of its own; ``prefixes`` are those that it may have."""
    tree = _Tree(ntriples, prefixes)
    nodes = tree.nodes()
    body: dict[str, Any] = nodes[0] if len(nodes) == 1 else {"@graph": nodes}
    return json.dumps({"@context": tree.context(), **body}, indent=2, ensure_ascii=False).encode() + b"\n"


class _Tree:
    """The statements by their subjects; blank nodes that are said once stand where they are said."""

    def __init__(self, ntriples: str, prefixes: Mapping[str, str]) -> None:
        self._about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        uses: Counter[str] = Counter()
        schemes: set[str] = set()
        for line in ntriples.splitlines():
            subject, predicate, value = line.removesuffix(" .").split(" ", 2)
            self._about[subject][predicate].append(value)
            uses.update([value] if is_blank(value) else [])
            schemes.update(term[1:].partition(":")[0] for term in (subject, predicate, value) if is_iri(term))
        # a prefix that is the scheme of an IRI would make another IRI of it
        self._prefixes = {name: start for name, start in prefixes.items() if name not in schemes and start != SH}
        named = {predicate for said in self._about.values() for predicate in said}
        self._terms = {name: told for name, told in _TERMS.items() if f"<{self._iri(name, told)}>" in named}
        self._names = {f"<{self._iri(name, told)}>": name for name, told in self._terms.items()}
        self._used = {told["@id"].partition(":")[0] for told in self._terms.values() if "@id" in told}
        self._once = {node for node, number in uses.items() if number == 1 and node in self._about}
        self._uses = uses
        self._written: set[str] = set()

    def context(self) -> dict[str, Any]:
        """Give the context, with the prefixes that were needed."""
        used = {name: self._prefixes[name] for name in sorted(self._used) if name in self._prefixes}
        return {"@vocab": SH, **used, **self._terms}

    def nodes(self) -> list[dict[str, Any]]:
        """Give the nodes that stand in no other, and those that stand in each other."""
        nodes = [self._node(subject) for subject in self._about if subject not in self._once]
        nodes.extend(self._node(subject, named=True) for subject in self._about if subject not in self._written)
        return nodes

    def _iri(self, name: str, told: Mapping[str, Any]) -> str:
        prefix, _, local = told.get("@id", "").partition(":")
        return self._prefixes.get(prefix, f"{prefix}:") + local if prefix else SH + name

    def _node(self, subject: str, *, named: bool = False) -> dict[str, Any]:
        self._written.add(subject)
        node: dict[str, Any] = {}
        if not is_blank(subject) or self._uses[subject] > 1 or named:
            node["@id"] = self._reference(subject)
        for predicate, values in self._about[subject].items():
            if predicate == TYPE:
                node["@type"] = _one([self._word(value) for value in values])
            else:
                name = self._names.get(predicate) or self._word(predicate)
                node |= self._member(name, predicate, values)
        return node

    def _member(self, name: str, predicate: str, values: list[str]) -> dict[str, Any]:
        told = self._terms.get(name, {})
        container, kind = told.get("@container"), told.get("@type")
        if container == "@language" and all(is_literal(value) and literal(value)[2] for value in values):
            texts: dict[str, list[str]] = defaultdict(list)
            for value in values:
                texts[recommended_case(literal(value)[2])].append(literal(value)[0])
            return {name: {tag: _one(words) for tag, words in texts.items()}}
        if container == "@language":  # beside the term, which does not hold texts without a language
            return {text(predicate): _one([self._value(value) for value in values])}
        shown = [self._coerced(value, kind) if kind else self._value(value) for value in values]
        return {name: shown if container == "@set" else _one(shown)}

    def _coerced(self, value: str, kind: str) -> Any:
        if is_iri(value) and value != _NIL:
            return self._word(value) if kind == "@vocab" else self._reference(value)
        if is_blank(value) and value not in self._about:
            return self._reference(value)
        shown = self._value(value)
        return {"@value": shown} if isinstance(shown, str) else shown

    def _value(self, value: str) -> Any:
        if is_literal(value):
            return _literal(value, self._short)
        if value == _NIL or self._is_list(value):
            return {"@list": self._items(value)}
        if value in self._once and value not in self._written:
            return self._node(value)
        return {"@id": self._reference(value)}

    def _is_list(self, value: str) -> bool:
        return value in self._once and self._about[value].keys() == {_FIRST, _REST} and self._is_rest(value)

    def _is_rest(self, value: str) -> bool:
        rest = self._about[value][_REST]
        one = len(rest) == 1 and len(self._about[value][_FIRST]) == 1
        return one and (rest[0] == _NIL or self._is_list(rest[0]))

    def _items(self, value: str) -> list[Any]:
        found = []
        while value != _NIL:
            self._written.add(value)
            found.append(self._value(self._about[value][_FIRST][0]))
            value = self._about[value][_REST][0]
        return found

    def _reference(self, term: str) -> str:
        return term if is_blank(term) else self._short(text(term))

    def _word(self, term: str) -> str:
        """Write what is expanded by ``@vocab``: a term of SHACL by its name, where no term of ours has it."""
        iri = text(term)
        local = iri.removeprefix(SH)
        if local != iri and local.isalpha() and local not in self._terms:
            return local
        return self._reference(term) if local == iri else iri

    def _short(self, iri: str) -> str:
        for name, start in self._prefixes.items():
            if iri.startswith(start) and not iri.startswith(f"{start}//"):
                self._used.add(name)
                return f"{name}:{iri[len(start) :]}"
        return iri


def _literal(term: str, short: Any) -> Any:
    words, datatype, tag = literal(term)
    if tag:
        return {"@language": recommended_case(tag), "@value": words}
    if datatype == f"{XSD}string":
        return words
    if datatype == f"{XSD}boolean" and words in ("true", "false"):
        return words == "true"
    if datatype == f"{XSD}integer" and words.isdigit() and str(int(words[:15])) == words:
        return int(words)
    return {"@type": short(datatype), "@value": words}


def _one(values: Iterable[Any]) -> Any:
    found = list(values)
    return found[0] if len(found) == 1 else found
