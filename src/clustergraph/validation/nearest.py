"""What may be meant by a value that is on no list: codes and names near it, in either script; a door to rapidfuzz.

Names are compared in Latin letters without their marks, codes without their punctuation and NACE's letter of section,
with those of the same level.
Where nothing is near, nothing is proposed: a wrong proposal is worse than none.
"""

import re
from itertools import takewhile
from typing import NamedTuple

from rapidfuzz import fuzz, process

from clustergraph.validation.index import TripleIndex
from clustergraph.validation.spelling import plain
from clustergraph.validation.terms import RDFS, is_literal, literal, text

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_NAMES = tuple(
    f"<{iri}>"
    for iri in (
        f"{_SKOS}prefLabel", f"{_SKOS}altLabel", f"{RDFS}label", "http://purl.org/dc/terms/title",
        "http://xmlns.com/foaf/0.1/name",
    )
)  # fmt: skip
_NOTATION, _IN_SCHEME = f"<{_SKOS}notation>", f"<{_SKOS}inScheme>"
_LIKE = 78  # of 100: below this nothing is near
_BEHIND = 6  # how far behind the nearest another may be and still be told
_MOST = 20_000  # members of a list that are looked through
_SHARED = 2  # first characters that a code must share with what is written
_LONGEST = 200  # characters of a value that are looked at
_CODE = re.compile(r"[A-Za-z]{0,3}[\d.\- ]+[A-Za-z]?")


class Candidate(NamedTuple):
    """What may be meant: its IRI, its names by language, its code, and how near it is, of 100."""

    iri: str
    label: dict[str, str]
    notation: str
    score: float


class Nearest:
    """Looks among the members of schemes and classes of a background."""

    def __init__(self, background: TripleIndex) -> None:
        self._background = background
        self._spelt: dict[str, dict[str, list[str]]] = {}
        self._codes: dict[str, dict[str, list[str]]] = {}

    def propose(self, term: str, scheme: str, limit: int = 3) -> tuple[Candidate, ...]:
        """Propose members of a scheme or class (its IRI) for a term (N-Triples), the nearest first."""
        words = text(term)[:_LONGEST] if is_literal(term) else _ending(text(term))[:_LONGEST]
        spelt = self._of(scheme)
        if not words.strip() or not spelt:
            return ()
        coded = self._coded(words, scheme)
        if coded:
            return tuple(self._candidate(member, score) for member, score in coded[:limit])
        scores: dict[str, float] = {}
        for form in dict.fromkeys((plain(words), _code(words))):
            found = process.extract(form, spelt.keys(), scorer=fuzz.ratio, limit=limit * 3, score_cutoff=_LIKE)
            for near, score, _ in found:
                for member in spelt[near]:
                    scores[member] = max(scores.get(member, 0.0), score)
        best = max(scores.values(), default=0.0)
        ranked = sorted(
            (item for item in scores.items() if item[1] >= best - _BEHIND), key=lambda item: (-item[1], item[0])
        )
        return tuple(self._candidate(member, score) for member, score in ranked[:limit])

    def _coded(self, words: str, scheme: str) -> list[tuple[str, float]]:
        """Give members by their codes: the one whose code it is, else those of its level that it nearly is.

        Nobody who writes RS23 means RS123: whoever errs in a code errs in its last characters.
        """
        code, codes = _code(words), self._codes[scheme]
        if code in codes:
            return [(member, 100.0) for member in codes[code]]
        if not any(one.isdigit() for one in code) or _CODE.fullmatch(words.strip()) is None:
            return []
        shared = {one: _shared(one, code) for one in codes if len(one) == len(code)}
        near = [one for one, number in shared.items() if number >= _SHARED]
        near.sort(key=lambda one: (-shared[one], _apart(one, code), one))
        return [(member, 100.0 * shared[one] / len(code)) for one in near for member in codes[one]]

    def _of(self, scheme: str) -> dict[str, list[str]]:
        """Give the spellings of all members of a scheme: spelling → members."""
        if scheme not in self._spelt:
            background, term = self._background, f"<{scheme}>"
            members = [*background.subjects(_IN_SCHEME, term), *background.instances(term)][:_MOST]
            spelt: dict[str, list[str]] = {}
            coded: dict[str, list[str]] = {}
            for member in members:
                words = [literal(name)[0] for path in _NAMES for name in background.objects(member, path)]
                codes = [literal(code)[0] for code in background.objects(member, _NOTATION)]
                for form in {*map(plain, words), *map(_code, codes), plain(_ending(text(member)))} - {""}:
                    spelt.setdefault(form, []).append(member)
                for code in set(map(_code, codes)):
                    coded.setdefault(code, []).append(member)
            self._spelt[scheme], self._codes[scheme] = spelt, coded
        return self._spelt[scheme]

    def _candidate(self, member: str, score: float) -> Candidate:
        background = self._background
        labels: dict[str, str] = {}
        for path in _NAMES:
            for name in background.objects(member, path):
                words, _, tag = literal(name)
                labels.setdefault(tag, words)
        notations = [literal(code)[0] for code in background.objects(member, _NOTATION)]
        return Candidate(text(member), labels, min(notations, default=""), score)


def _ending(iri: str) -> str:
    return iri[max(iri.rfind("/"), iri.rfind("#"), iri.rfind(":")) + 1 :].replace("-", " ").replace("_", " ")


def _code(words: str) -> str:
    """Write a code without punctuation, and without the letter that NACE has before the digits."""
    bare = words.strip()
    if _CODE.fullmatch(bare) is None:
        return plain(words)
    letters = re.sub(r"[^0-9A-Za-z]", "", bare).lower()
    return re.sub(r"^[a-u](?=\d{2,4}$)", "", letters)


def _shared(one: str, other: str) -> int:
    """Count the first characters that two codes share."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _apart(one: str, other: str) -> int:
    """Say how far two codes are from each other by their numbers."""
    numbers = [int(re.sub(r"\D", "", code.replace("o", "0")) or 0) for code in (one, other)]
    return abs(numbers[0] - numbers[1])
