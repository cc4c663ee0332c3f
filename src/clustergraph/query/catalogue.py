"""The catalogue of named queries: one ``.rq`` file each, with a header that says what it answers.

::

    #+ summary: One line for a list.
    #+ question: What a person would ask?
    #+ category: lookup                 one of CATEGORIES
    #+ params: cluster=cluster          a variable of the query = what it takes: the slug of a thing of that kind,
                                        a code of scheme/<name>, one of NUTS (nuts) or of NACE Rev. 2
                                        (nace2), or a number
    #+ example: cluster=ac-serbia       a value for every parameter
    #+ figure: yes                      its first row is computed at build and stands on the start page
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from clustergraph import resources
from clustergraph.errors import BadParameter, Place, RepositoryError, UnknownQuery
from clustergraph.iris import FOREIGN_CODES, concept, foreign_code, thing
from clustergraph.store.sealed import Question

_HEADER = re.compile(r"^#\+\s*(?P<key>[a-z]+):\s*(?P<value>.*?)\s*$", re.MULTILINE)
_KEYS = {"summary", "question", "category", "params", "example", "figure"}
#: Category → what its heading says, in the order in which lists show them.
CATEGORIES = {
    "lookup": "Looking something up",
    "filter": "Which clusters",
    "aggregate": "Totals, with who states them",
    "categories": "Categories of the European Cluster Observatory",
    "codes": "Codes of activities, and how the lists relate",
    "regions": "Statistical regions and towns",
    "contacts": "Contacts",
    "relations": "Relations to others",
    "programme": "The support programme",
    "instruments": "Instruments of the European Union",
    "provenance": "Where it is written",
    "quality": "Doubts and gaps",
}


@dataclass(frozen=True)
class NamedQuery:
    """One named query; ``params`` maps a variable to what it takes, ``example`` a variable to a value."""

    name: str
    summary: str
    question: str
    category: str
    params: Mapping[str, str]
    example: Mapping[str, str]
    figure: bool
    text: str

    def ask(self, given: Mapping[str, str]) -> Question:
        """Write the slugs' IRIs in the place of the parameters; raises :class:`BadParameter` where they do not fit."""
        missing, unknown = set(self.params) - set(given), set(given) - set(self.params)
        if missing or unknown:
            what = f"lacks {_list(missing)}" if missing else f"takes no {_list(unknown)}"
            raise BadParameter(
                f"The query “{self.name}” {what}.",
                remedy=f"For example: {_list(f'{k}={v}' for k, v in self.example.items()) or 'no parameters'}.",
            )
        text = self.text
        for name, slug in given.items():
            text = re.sub(rf"[?$]{name}\b", _term(self.params[name], slug), text)
        return Question(text)


def _term(kind: str, value: str) -> str:
    if kind == "number":
        if not re.fullmatch(r"[0-9]{1,9}", value):
            raise BadParameter(f"“{value}” is not a number.", remedy="Give digits only, such as 123.")
        return value
    if kind in FOREIGN_CODES:
        return f"<{foreign_code(kind, value)}>"
    return f"<{concept(kind, value) if kind.startswith('scheme/') else thing(kind, value)}>"


@cache
def catalogue() -> Mapping[str, NamedQuery]:
    """Read all named queries once, by name; raises :class:`RepositoryError` for a header that is not complete."""
    return {path.stem: _read(path) for path in sorted(resources.QUERIES.glob("*.rq"))}


def by_category() -> Mapping[str, Sequence[NamedQuery]]:
    """Group the named queries under the headings of their categories."""
    return {
        heading: [query for query in catalogue().values() if query.category == category]
        for category, heading in CATEGORIES.items()
    }


def named_query(name: str) -> NamedQuery:
    """Find one named query; raises :class:`UnknownQuery`."""
    try:
        return catalogue()[name]
    except KeyError as error:
        raise UnknownQuery(
            f"There is no named query “{name}”.", remedy="`clustergraph query --list` and /queries list them."
        ) from error


def _read(path: Path) -> NamedQuery:
    text = path.read_text(encoding="utf-8")
    header = {match["key"]: match["value"] for match in _HEADER.finditer(text)}
    if not {"summary", "question", "category"} <= set(header) <= _KEYS or header["category"] not in CATEGORIES:
        raise RepositoryError(
            "A query's header needs summary, question and category, and may have params, example and figure.",
            place=Place(str(path)),
            remedy=f"The categories are {', '.join(CATEGORIES)}.",
        )
    params, example = _pairs(header.get("params", "")), _pairs(header.get("example", ""))
    if set(params) != set(example):
        raise RepositoryError("The example has not the same names as the parameters.", place=Place(str(path)))
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip() + "\n"
    figure = header.get("figure") == "yes"
    return NamedQuery(
        path.stem, header["summary"], header["question"], header["category"], params, example, figure, body
    )


def _pairs(value: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in value.split() if "=" in pair)


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
