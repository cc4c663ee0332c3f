"""Questions that pages ask of a release: texts in ``.rq`` files beside the modules, with IRIs put in their places.

Nothing but IRIs that :func:`clustergraph.pages.addresses.checked` lets pass, and numbers, is ever put into a text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol

from clustergraph.pages.addresses import checked
from clustergraph.pages.terms import Row

_HERE = Path(__file__).parent
_PLACE = re.compile(r"\$(?P<name>[a-z]+)|\bUNDEF\b")


@dataclass(frozen=True)
class Answer:
    """A table: its columns, its rows, and whether more rows than these would fit."""

    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    more: bool = False


class Ask(Protocol):
    """Asks the release; raises members of the family of errors, such as :class:`DeadlinePassed`."""

    def __call__(self, text: str, *, excerpt: bool = False) -> Answer:
        """Answer a query; ``excerpt`` asks for its first rows only."""


@cache
def _text(name: str) -> str:
    return (_HERE / f"{name}.rq").read_text(encoding="utf-8")


def query(name: str, *, iris: Iterable[str] = (), **given: str | int) -> str:
    """Give the text of ``<name>.rq``: ``$x`` becomes the IRI or number given for it, ``UNDEF`` the list of ``iris``.

    Raises :class:`BadParameter` for what is no IRI.
    """
    filled = {name: str(value) if isinstance(value, int) else f"<{checked(value)}>" for name, value in given.items()}
    filled[""] = " ".join(f"<{checked(iri)}>" for iri in iris)
    # all at once: an IRI may have in it what looks like a place for another
    return _PLACE.sub(lambda place: filled.get(place["name"] or "", place[0]), _text(name))
