"""The catalogue of named queries: one ``.rq`` file each, with a header that says what it answers.

::

    #+ summary: One line for a list.
    #+ question: What a person would ask?
    #+ params: cluster=cluster          a variable of the query = the kind of thing whose slug it takes
    #+ example: cluster=ac-serbia       a value for every parameter
    #+ figure: yes                      its first row is computed at build and stands on the start page
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from clustergraph import resources
from clustergraph.errors import BadParameter, Place, RepositoryError, UnknownQuery
from clustergraph.iris import thing
from clustergraph.store.sealed import Question

_HEADER = re.compile(r"^#\+\s*(?P<key>[a-z]+):\s*(?P<value>.*?)\s*$", re.MULTILINE)
_KEYS = {"summary", "question", "params", "example", "figure"}


@dataclass(frozen=True)
class NamedQuery:
    """One named query; ``params`` maps a variable to a kind of thing, ``example`` a variable to a slug."""

    name: str
    summary: str
    question: str
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
            text = re.sub(rf"[?$]{name}\b", f"<{thing(self.params[name], slug)}>", text)
        return Question(text)


@cache
def catalogue() -> Mapping[str, NamedQuery]:
    """Read all named queries once, by name; raises :class:`RepositoryError` for a header that is not complete."""
    return {path.stem: _read(path) for path in sorted(resources.QUERIES.glob("*.rq"))}


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
    if not {"summary", "question"} <= set(header) <= _KEYS:
        raise RepositoryError(
            "A query's header needs summary and question, and may have params, example and figure.",
            place=Place(str(path)),
        )
    params, example = _pairs(header.get("params", "")), _pairs(header.get("example", ""))
    if set(params) != set(example):
        raise RepositoryError("The example has not the same names as the parameters.", place=Place(str(path)))
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip() + "\n"
    figure = header.get("figure") == "yes"
    return NamedQuery(path.stem, header["summary"], header["question"], params, example, figure, body)


def _pairs(value: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in value.split() if "=" in pair)


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
