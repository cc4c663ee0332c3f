"""Names near one that does not exist: slips of the pen, other ways of spelling; the door to rapidfuzz."""

from functools import lru_cache
from threading import Lock

from rapidfuzz import fuzz, process, utils

from clustergraph.errors import ClustergraphError
from clustergraph.iris import BASE
from clustergraph.pages.asking import Ask, query

_MOST = 5000  # names among which is looked
_SHOWN = 3
_LIKE = 60  # of 100: below this nothing is near
_KINDS = 64  # kinds whose names are kept


class Nearest:
    """Looks among the names of one release."""

    def __init__(self) -> None:
        self._kept: dict[str, list[str]] = {}
        self._lock = Lock()

    def to(self, iri: str, ask: Ask) -> list[str]:
        """Give the nearest names of the same kind, the nearest first; none where that cannot be told in time."""
        kind = _kind(iri)
        try:
            names = self._names(kind, ask)
        except ClustergraphError:  # the answer is that there is nothing; what is near is only help
            return []
        found = process.extract(iri, names, scorer=fuzz.ratio, processor=_ending, limit=_SHOWN, score_cutoff=_LIKE)
        return [name for name, _, _ in found]

    def _names(self, kind: str, ask: Ask) -> list[str]:
        if kind not in self._kept:
            names = [row["iri"].value for row in ask(query("neighbours", iri=kind, most=_MOST)).rows]
            with self._lock:
                if not names or len(self._kept) >= _KINDS:
                    return names
                self._kept[kind] = names
        return self._kept[kind]


def _kind(iri: str) -> str:
    """Give the beginning that an IRI shares with its like: everything up to its last part."""
    kind = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
    return kind if kind.startswith(BASE) else BASE


@lru_cache(maxsize=20_000)
def _ending(iri: str) -> str:
    return utils.default_process(iri[len(_kind(iri)) :])
