"""Names near one that does not exist: slips of the pen, other ways of spelling; the door to rapidfuzz."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import lru_cache
from threading import Lock

from rapidfuzz import fuzz, process, utils

from clustergraph.errors import ClustergraphError
from clustergraph.iris import BASE
from clustergraph.pages.asking import Ask, query

_MOST = 5000  # names of a kind that are fetched
_AROUND = 40  # neighbours on either side that are compared
_SHOWN = 3
_LIKE = 60  # of 100: below this nothing is near
_LONGEST = 300  # characters that are compared
_KINDS = 64  # kinds whose names are kept


def nearest_word(word: str, words: Iterable[str], like: int) -> str | None:
    """Give the one of a few words that is nearest, nothing where none is as much ``like`` it, of 100."""
    found = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=like)
    return found[0] if found else None


class Neighbours:
    """The names of one kind, ordered by their beginnings and by their ends.

    A slip leaves what stands before it as it was, and what stands behind it: so the name that is meant is a neighbour
    in one order or the other, and no more than some dozens are compared, however many names there are. ``part`` gives
    what of a name is compared.
    """

    def __init__(self, names: Iterable[str], part: Callable[[str], str] = str.casefold) -> None:
        self._part = part
        parts = [(part(name), name) for name in names]
        self._by_beginning = sorted(parts)
        self._by_end = sorted((word[::-1], name) for word, name in parts)

    def near(self, name: str) -> list[str]:
        """Give the nearest names, the nearest first."""
        word = self._part(name[:_LONGEST])
        around = {name: part[:_LONGEST] for part, name in _around(self._by_beginning, word)}
        around |= {name: part[::-1][:_LONGEST] for part, name in _around(self._by_end, word[::-1])}
        found = process.extract(word, around, scorer=fuzz.ratio, limit=_SHOWN, score_cutoff=_LIKE)
        return [name for _, _, name in found]


def _around(ordered: list[tuple[str, str]], word: str) -> list[tuple[str, str]]:
    at = bisect_left(ordered, (word,))
    return ordered[max(0, at - _AROUND) : at + _AROUND]


class Nearest:
    """Looks among the names of one release."""

    def __init__(self) -> None:
        self._kept: dict[str, Neighbours] = {}
        self._lock = Lock()

    def to(self, iri: str, ask: Ask) -> list[str]:
        """Give the nearest names of the same kind, the nearest first; none where that cannot be told in time."""
        try:
            return self._neighbours(_kind(iri), ask).near(iri)
        except ClustergraphError:  # the answer is that there is nothing; what is near is only help
            return []

    def _neighbours(self, kind: str, ask: Ask) -> Neighbours:
        if kind not in self._kept:
            names = [row["iri"].value for row in ask(query("neighbours", iri=kind, most=_MOST)).rows]
            neighbours = Neighbours(names, _ending)
            with self._lock:
                if not names or len(self._kept) >= _KINDS:
                    return neighbours
                self._kept[kind] = neighbours
        return self._kept[kind]


def _kind(iri: str) -> str:
    """Give the beginning that an IRI shares with its like: everything up to its last part."""
    kind = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
    return kind if kind.startswith(BASE) else BASE


@lru_cache(maxsize=20_000)
def _ending(iri: str) -> str:
    return utils.default_process(iri[len(_kind(iri)) :])
