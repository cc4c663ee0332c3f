"""The catalogue of named queries: one ``.rq`` file each, with a header that says what it answers.

::

    #+ summary: One line for a list.
    #+ question: What a person would ask?
    #+ category: lookup                 one of CATEGORIES
    #+ params: cluster=cluster          a variable of the query = what it takes (query.parameters)
    #+ example: cluster=ac-serbia       a value for every parameter
    #+ figure: yes                      its first row is computed at build and stands on the start page
    #+ panel: 30                        its answer stands on the page of what its one parameter takes, in this place;
                                        for a parameter that takes any thing or concept: 30 institution company
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from clustergraph import resources
from clustergraph.errors import BadParameter, Place, RepositoryError, UnknownQuery
from clustergraph.query.parameters import ANY, term_of, value_of
from clustergraph.store.sealed import Question

_HEADER = re.compile(r"^#\+\s*(?P<key>[a-z]+):\s*(?P<value>.*?)\s*$", re.MULTILINE)
_KEYS = {"summary", "question", "category", "params", "example", "figure", "panel"}
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
class Panel:
    """The place of a query's answer on pages, and the kinds of things on whose pages it stands (none: all it takes)."""

    order: int
    kinds: Sequence[str]


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
    panel: "Panel | None"
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
            text = re.sub(rf"[?$]{name}\b", term_of(self.params[name], slug), text)
        return Question(text)

    def about(self, iri: str) -> dict[str, str] | None:
        """Give the parameters with which its answer stands on the page of an IRI; ``None`` where it does not."""
        if self.panel is None:
            return None
        [(name, kind)] = self.params.items()
        value = value_of(kind, iri)
        if value is None or (kind in ANY and value.partition("/")[0] not in self.panel.kinds):
            return None
        return {name: value}


def panels(iri: str) -> list[tuple[NamedQuery, dict[str, str]]]:
    """List the queries whose answers stand on the page of an IRI, with their parameters, in their order."""
    found = [(query, given) for query in catalogue().values() if (given := query.about(iri)) is not None]
    return sorted(found, key=lambda pair: (pair[0].panel.order if pair[0].panel else 0, pair[0].name))


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
            "A query's header needs summary, question and category, and may have params, example, figure and panel.",
            place=Place(str(path)),
            remedy=f"The categories are {', '.join(CATEGORIES)}.",
        )
    params, example = _pairs(header.get("params", "")), _pairs(header.get("example", ""))
    if set(params) != set(example):
        raise RepositoryError("The example has not the same names as the parameters.", place=Place(str(path)))
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip() + "\n"
    return NamedQuery(
        path.stem,
        header["summary"],
        header["question"],
        header["category"],
        params,
        example,
        header.get("figure") == "yes",
        _panel(header["panel"], params, path) if "panel" in header else None,
        body,
    )


def _panel(value: str, params: Mapping[str, str], path: Path) -> Panel:
    order, *kinds = value.split()
    if not order.isdigit() or len(params) != 1 or any(kind in ANY for kind in params.values()) != bool(kinds):
        raise RepositoryError(
            "A panel has a number, a query with one parameter, and kinds where that takes any thing or concept.",
            place=Place(str(path)),
        )
    return Panel(int(order), kinds)


def _pairs(value: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in value.split() if "=" in pair)


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
