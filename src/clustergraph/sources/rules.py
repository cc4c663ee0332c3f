"""The rules of ``ontology/rules`` with their headers, which say what each derives.

::

    #+ summary: One sentence for readers.
    #+ derives: <properties> [of <subjects>] [to <values>] [beside <property>]

A property is a compact name or ``*`` for any, and may end in a language (``*@sr-Latn``); what stands after ``of`` and
``to`` is how the IRI looks, with ``*`` for anything (``passage:*``); ``beside`` names what the same subject must have,
``*`` being the same property. There is a line for each kind of statement; a rule that adds nothing derives ``nothing``.
"""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from clustergraph.errors import Place, RepositoryError
from clustergraph.ns import PREFIXES, expand
from clustergraph.sources.repository import rules

_HEADER = re.compile(r"^#\+\s*(?P<key>[a-z]+):\s*(?P<value>.*?)\s*$", re.MULTILINE)
_CLAIM = re.compile(
    r"(?P<properties>\S+(?: \S+)*?)(?: of (?P<of>\S+))?(?: to (?P<to>\S+))?(?: beside (?P<beside>\S+))?"
)
_REMEDY = "Write one “#+ summary:”, and “#+ derives:” for each kind, such as “skos:prefLabel@en of cluster:*”."


@dataclass(frozen=True)
class Rule:
    """One rule: its path in the repository, its SPARQL Update with the header, and what the header says.

    A claim is a plain row with whole IRIs: ``properties``, ``of``, ``to`` and ``beside``.
    """

    path: str
    text: str
    summary: str
    claims: tuple[dict[str, Any], ...]


def read_rules(root: Path, *, persons: bool = False) -> list[Rule]:
    """Read the rules in their order; raises :class:`RepositoryError` for a header that cannot be used."""
    return [_read(path, text) for path, text in rules(root, persons=persons)]


def rule_rows(root: Path, *, persons: bool = False) -> list[dict[str, Any]]:
    """Give the rules as plain rows: name, summary, text and claims; raises as :func:`read_rules` does."""
    return [
        {"name": PurePosixPath(rule.path).stem, "summary": rule.summary, "text": rule.text, "claims": rule.claims}
        for rule in read_rules(root, persons=persons)
    ]


def _read(path: str, text: str) -> Rule:
    found = [(match["key"], match["value"]) for match in _HEADER.finditer(text)]
    summaries, derives = ([value for key, value in found if key == name] for name in ("summary", "derives"))
    if len(summaries) != 1 or not derives or len(found) != 1 + len(derives):
        raise RepositoryError("The header of the rule is not complete.", place=Place(path), remedy=_REMEDY)
    return Rule(path, text, summaries[0], tuple(_claim(line, path) for line in derives if line != "nothing"))


def _claim(line: str, path: str) -> dict[str, Any]:
    match = _CLAIM.fullmatch(line)
    if match is None:
        raise RepositoryError(f"“{line}” does not say what the rule derives.", place=Place(path), remedy=_REMEDY)
    try:
        return {
            "properties": [_property(word) for word in match["properties"].split()],
            "of": _pattern(match["of"]),
            "to": _pattern(match["to"]),
            "beside": _property(match["beside"]) if match["beside"] else None,
        }
    except LookupError as error:
        raise RepositoryError(f"“{line}” cannot be read: {error}.", place=Place(path), remedy=_REMEDY) from error


def _property(word: str) -> dict[str, str | None]:
    name, _, language = word.partition("@")
    return {"iri": name if name == "*" else expand(name), "language": language or None}


def _pattern(word: str | None) -> str | None:
    prefix, colon, rest = (word or "").partition(":")
    return PREFIXES[prefix] + rest if colon and prefix in PREFIXES else word
