"""JSON-LD for people to read: short names and language maps by a context, which is written along (JSON-LD 1.1, 5.6).

Of the context a document has the part that it uses, so that whoever reads it need fetch nothing. A value that does not
fit the type or the map of its short name stands under a compact name, and a name that is the scheme of an IRI in the
document, which it would be taken for, is not used: the statements stay what they are.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Node = Mapping[str, Any]
_HEAD = {"@version": 1.1, "id": "@id", "type": "@type"}
_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,15}")  # as JSON writes one
_SAFE = 2**53  # whole numbers below are the same to every reader (RFC 8259, section 6)


def compacted(nodes: Iterable[Node], context: Mapping[str, Any], prefixes: Mapping[str, str], first: str = "") -> Node:
    """Compact expanded nodes, which may come in parts, into one document; the one called ``first`` stands first.

    ``context`` is the value of an ``@context`` with prefixes, names, types and language maps; ``prefixes`` are for
    what it has none for.
    """
    whole = _together(nodes)
    schemes = {iri.partition(":")[0] for iri in _iris(whole.values()) if not iri.partition(":")[2].startswith("//")}
    names = _Names(context, prefixes, schemes)
    order = sorted(whole, key=lambda name: (name != first, name.startswith("_:")))
    graph = [_node(whole[name], names) for name in order]
    head = {"@context": names.used()}
    return head | graph[0] if len(graph) == 1 else head | {"@graph": graph}


def as_text(document: Node) -> str:
    """Write a document with one name of its context a line, so that what is said is not far below."""
    names = [f"{_json(name)}: {_json(said)}" for name, said in document["@context"].items()]
    said = {key: value for key, value in document.items() if key != "@context"}
    head = '{\n  "@context": {\n    ' + ",\n    ".join(names) + "\n  },"
    return head + json.dumps(said, ensure_ascii=False, indent=2)[1:] + "\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _together(nodes: Iterable[Node]) -> dict[str, dict[str, Any]]:
    """Put what is said of one node in several places into one."""
    whole: dict[str, dict[str, Any]] = {}
    for node in nodes:
        said = whole.setdefault(node["@id"], {"@id": node["@id"]})
        for key, values in node.items():
            if key != "@id":
                said.setdefault(key, []).extend(values)
    return whole


def _iris(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        yield node["@id"]
        yield from node.get("@type", ())
        for key in node.keys() - {"@id", "@type"}:
            yield key
            yield from (value.get("@id") or value.get("@type", "") for value in node[key])


@dataclass(frozen=True)
class _Term:
    """A short name: the IRI it stands for, of what type its values are (``@id`` for IRIs), whether by language."""

    name: str
    iri: str
    type: str = ""
    spoken: bool = False


class _Names:
    """What a document calls things by; remembers what of the context it used."""

    def __init__(self, context: Mapping[str, Any], prefixes: Mapping[str, str], schemes: set[str]) -> None:
        starts = {name: iri for name, iri in context.items() if isinstance(iri, str) and iri.endswith(("#", "/"))}
        more = {name: iri for name, iri in prefixes.items() if name not in context and iri.endswith(("#", "/"))}
        self._prefixes = {iri: name for name, iri in (more | starts).items() if name not in schemes}
        self._used_prefixes: dict[str, str] = {}
        self._used_terms: dict[str, Any] = {}
        self._terms: dict[str, _Term] = {}
        for name, said in context.items():
            row = {"@id": said} if isinstance(said, str) else said
            if name not in schemes and name not in starts and name not in _HEAD and "@id" in row:
                kind = _expanded(row.get("@type", ""), starts)
                term = _Term(name, _expanded(row["@id"], starts), kind, row.get("@container") == "@language")
                self._terms[term.iri] = term

    def used(self) -> dict[str, Any]:
        """Give the part of the context that was used."""
        return {**_HEAD, **dict(sorted(self._used_prefixes.items())), **dict(sorted(self._used_terms.items()))}

    def short(self, iri: str) -> str:
        """Name a class."""
        term = self._terms.get(iri)
        return self.compact(iri) if term is None else self._use(term)

    def compact(self, iri: str) -> str:
        """Write an IRI with a prefix, where there is one for all of it up to its last part."""
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self._prefixes.get(iri[:cut])
        if prefix is None:
            return iri
        self._used_prefixes[prefix] = iri[:cut]
        return f"{prefix}:{iri[cut:]}"

    def place(self, iri: str, value: Mapping[str, Any]) -> tuple[str, Any]:
        """Give the name under which a value stands, and how it is written there: a pair goes into a language map."""
        term = self._terms.get(iri)
        if term is not None and term.spoken and value.keys() == {"@language", "@value"}:
            return self._use(term), (value["@language"], value["@value"])
        if term is not None and term.type == "@id" and "@id" in value:
            return self._use(term), value["@id"]
        if term is not None and term.type and value.get("@type") == term.type:
            return self._use(term), value["@value"]
        plain = term is not None and not term.type and not term.spoken
        return self._use(term) if term and plain else self.compact(iri), self._by_itself(value)

    def _use(self, term: _Term) -> str:
        if term.name not in self._used_terms:
            said: dict[str, str] = {"@id": self.compact(term.iri)}
            if term.type:
                said["@type"] = term.type if term.type == "@id" else self.compact(term.type)
            if term.spoken:
                said["@container"] = "@language"
            self._used_terms[term.name] = said if len(said) > 1 else said["@id"]
        return term.name

    def _by_itself(self, value: Mapping[str, Any]) -> Any:
        """Write a value of which nothing is known beforehand."""
        if "@id" in value:
            return {"id": value["@id"]}
        if value.keys() == {"@value"}:
            return value["@value"]
        words, kind = value["@value"], value.get("@type")
        if kind == f"{_XSD}integer" and _is_safe(words):
            return int(words)
        if kind == f"{_XSD}boolean" and words in ("true", "false"):
            return words == "true"
        return dict(value) if kind is None else {"type": self.compact(kind), "@value": words}


def _node(node: Node, names: _Names) -> dict[str, Any]:
    lists: dict[str, list[Any]] = defaultdict(list)
    maps: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for iri in sorted(node.keys() - {"@id", "@type"}):
        for value in node[iri]:
            place, written = names.place(iri, value)
            if isinstance(written, tuple):
                maps[place][written[0]].append(written[1])
            else:
                lists[place].append(written)
    spoken = {place: {tag: _one(texts) for tag, texts in sorted(said.items())} for place, said in maps.items()}
    told = {place: _one(values) for place, values in lists.items()}
    kinds = [names.short(iri) for iri in node.get("@type", ())]
    return {"id": node["@id"], **({"type": _one(kinds)} if kinds else {}), **dict(sorted((told | spoken).items()))}


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _is_safe(words: str) -> bool:
    return _WHOLE.fullmatch(words) is not None and abs(int(words)) < _SAFE


def _expanded(name: str, starts: Mapping[str, str]) -> str:
    prefix, colon, rest = name.partition(":")
    return starts[prefix] + rest if colon and prefix in starts else name
