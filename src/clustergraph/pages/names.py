"""What IRIs are called, in the reader's language: asked of the graph in batches and kept for a release's life.

A thing that has no name of its own is called by its class and by what tells it from its like (``parts.rq``); what the
graph does not know is called by the end of its IRI. No IRI is without a name.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from unicodedata import category

from clustergraph.iris import BASE
from clustergraph.ns import compact
from clustergraph.pages.addresses import askable
from clustergraph.pages.asking import Ask, query
from clustergraph.pages.catalogued import Catalogued
from clustergraph.pages.language import Language
from clustergraph.pages.terms import Row, Term

_BATCH = 100  # IRIs that are asked for at once: a question has a longest text
_MOST = 50_000  # IRIs whose names are kept
_LONGEST = 120  # characters of a name
_EXPLAINS = 20  # ranks from here on explain
_PARTS = 3  # parts of a name that is put together


@dataclass(frozen=True)
class Name:
    """What an IRI is called: the text and its language, and an explanation in one sentence where there is one.

    ``hint`` is the explanation where it is written in the reader's language: for what has no way to say another.
    ``composed`` says that it has no name of its own, and is called by its class and its parts.
    """

    text: str
    language: str = ""
    explanation: str = ""
    hint: str = ""
    composed: bool = False


@dataclass
class _Known:
    labels: dict[int, list[Term]] = field(default_factory=dict)
    parts: dict[int, list[Term]] = field(default_factory=dict)


class Names:
    """Names of IRIs of one release; ``catalogued`` gives what its catalogue calls things of which no graph tells."""

    def __init__(self, catalogued: Callable[[], Catalogued] = Catalogued) -> None:
        self._catalogued = catalogued
        self._known: dict[str, _Known] = {}
        self._lock = Lock()

    def of(self, iris: Iterable[str], language: Language, ask: Ask) -> Mapping[str, Name]:
        """Give the names of IRIs in a language; one that cannot be asked for is called by its end."""
        wanted = list(dict.fromkeys(iris))
        self._learn((iri for iri in wanted if askable(iri)), ask)
        return {iri: self._name(iri, language) for iri in wanted}

    def called(self, iri: str, text: str) -> bool:
        """Tell whether a text is a name of an IRI that has been asked for, in any language."""
        known = self._known.get(iri)
        return known is not None and any(
            term.value == text for rank, terms in known.labels.items() if rank < _EXPLAINS for term in terms
        )

    def _learn(self, iris: Iterable[str], ask: Ask, *, parts: bool = True) -> None:
        missing = [iri for iri in iris if iri not in self._known]
        if not missing:
            return
        found = {iri: _Known() for iri in missing}
        for row in _asked("labels", missing, ask):
            if _visible(row["text"].value):
                found[row["iri"].value].labels.setdefault(int(row["rank"].value), []).append(row["text"])
        told = self._catalogued()
        for iri in (iri for iri, known in found.items() if not _named(known) and iri in told.names):
            found[iri].labels.setdefault(0, []).extend(told.names[iri])
            if explained := told.explanations.get(iri):
                found[iri].labels.setdefault(_EXPLAINS, []).extend(explained)
        nameless = [iri for iri, known in found.items() if not _named(known)]
        for row in _asked("parts", nameless, ask) if parts else ():
            found[row["iri"].value].parts.setdefault(int(row["order"].value), []).append(row["part"])
        with self._lock:
            if len(self._known) + len(found) > _MOST:
                self._known.clear()
            self._known.update(found)
        made_of = {term.value for known in found.values() for terms in known.parts.values() for term in terms
                   if term.is_iri and askable(term.value)}  # fmt: skip
        self._learn(made_of, ask, parts=False)

    def _name(self, iri: str, language: Language) -> Name:
        known = self._known.get(iri) or _Known()
        explains = language.best(_first(known.labels, _EXPLAINS)) if known.labels else None
        explanation = explains.value if explains else ""
        hint = explanation if explains and (not explains.language or language.place(explains) == 0) else ""
        label = language.best(_first(known.labels, 0)) if _named(known) else None
        if label is not None:
            return Name(shortened(label.value), label.language, explanation, hint)
        return Name(shortened(self._composed(iri, known, language)), "", explanation, hint, composed=True)

    def _composed(self, iri: str, known: _Known, language: Language) -> str:
        kind = [self._short(term.value, language) for term in known.parts.get(0, ())[:1]]
        parts = [
            self._short(term.value, language) if term.is_iri else term.value
            for order, terms in sorted(known.parts.items())
            if order
            for term in terms[:1]
        ]
        lines = [term.value for order in (13, 14) for term in known.parts.get(order, ())]
        if lines:
            parts = ["–".join(dict.fromkeys(lines))]
        return ": ".join([*kind, " · ".join(parts[:_PARTS]) or _ending(iri)])

    def _short(self, iri: str, language: Language) -> str:
        known = self._known.get(iri)
        label = language.best(_first(known.labels, 0)) if known and _named(known) else None
        return label.value if label else _ending(iri)


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Cut a text that is too long for a name, at a word where that is near, and say so with an ellipsis."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    word = cut.rfind(" ", longest * 2 // 3)
    return (cut[:word] if word > 0 else cut) + "…"


def _visible(text: str) -> bool:
    return any(category(letter)[0] not in "CZM" for letter in text)


def _asked(name: str, iris: list[str], ask: Ask) -> Iterable[Row]:
    for begin in range(0, len(iris), _BATCH):
        yield from ask(query(name, iris=iris[begin : begin + _BATCH])).rows


def _named(known: _Known) -> bool:
    return any(rank < _EXPLAINS for rank in known.labels)


def _first(ranked: Mapping[int, list[Term]], least: int) -> list[Term]:
    ranks = [rank for rank in ranked if rank >= least]
    return ranked[min(ranks)] if ranks else []


def _ending(iri: str) -> str:
    if iri.startswith(BASE):
        return re.split(r"[/#]", iri.rstrip("/#"))[-1].replace("-", " ")
    return compact(iri)
