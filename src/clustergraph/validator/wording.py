"""Words for findings, out of ``wording.toml``: what is wrong where the shape does not say, and how to mend it."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from clustergraph.graph.ntriples import literal
from clustergraph.graph.script import latin
from clustergraph.ns import compact
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.property_paths import words
from clustergraph.validation.results import Result
from clustergraph.validation.terms import SH, is_iri, is_literal, sh, text
from clustergraph.validation.terms import literal as parts
from clustergraph.validation.vocabulary import DASH

_ENDING = "ConstraintComponent"
_LONG = 120  # characters of a value that are told
_MANY = 8  # members of a list that are told
_PARAMETERS = {"PrimaryKey": "uriStart"}
_LISTS = ("In", "LanguageIn", "HasValueIn")


def messages(result: Result, shapes: TripleIndex) -> tuple[str, ...]:
    """Give the messages of a result: its own, else ours, as literals."""
    if result.messages:
        return result.messages
    templates = {tag: words_ for tag, words_ in _row(result).items() if isinstance(words_, str)}
    said = {tag: _filled(template, result, shapes) for tag, template in templates.items()}
    return tuple(literal(words_, language=tag) for tag, words_ in sorted(_with_latin(said).items()))


def remedy(result: Result, shapes: TripleIndex) -> dict[str, str]:
    """Say how to mend what was found: language → sentence."""
    mend = _row(result)["mend"]
    if not isinstance(mend, Mapping):
        return {}
    return _with_latin({tag: _filled(template, result, shapes) for tag, template in mend.items()})


def shown(term: str) -> str:
    """Write a term for people: compact names, texts in quotes, nothing longer than a line."""
    if is_iri(term):
        return compact(text(term))
    said = f"“{parts(term)[0]}”" if is_literal(term) else term
    return said if len(said) <= _LONG else f"{said[:_LONG]}…"


@cache
def _table() -> dict[str, dict[str, str | dict[str, str]]]:
    return tomllib.loads(files("clustergraph.validator").joinpath("wording.toml").read_text("utf-8"))


def _row(result: Result) -> dict[str, str | dict[str, str]]:
    return _table().get(_name(result), _table()["SPARQL"])


def _name(result: Result) -> str:
    """Give the name of a component of SHACL or DASH, which share none; nothing of another's."""
    iri = text(result.component)
    return iri.rpartition("#")[2].removesuffix(_ENDING) if iri.startswith((SH, DASH)) else ""


def _with_latin(said: dict[str, str]) -> dict[str, str]:
    serbian = said.pop("sr", None)
    return said | ({"sr-Cyrl": serbian, "sr-Latn": latin(serbian)} if serbian else {})


def _filled(template: str, result: Result, shapes: TripleIndex) -> str:
    path = "" if result.path is None else compact(words(result.path))
    value = "The value" if result.value is None else shown(result.value)
    if result.value is not None and is_literal(result.value) and text(result.component).endswith("#Datatype" + _ENDING):
        _, datatype, tag = parts(result.value)
        value += f" ({f'@{tag}' if tag else compact(datatype)})"
    return template.format(path=path or "it", value=value, asked=_asked(result, shapes))


def _asked(result: Result, shapes: TripleIndex) -> str:
    name = _name(result)
    own = _PARAMETERS.get(name, name[:1].lower() + name[1:])
    parameter = f"<{DASH}{own}>" if text(result.component).startswith(DASH) else sh(own)
    told = []
    for value in shapes.objects(result.shape, parameter):
        try:
            told += [shown(one) for one in shapes.items(value)] if name in _LISTS else [shown(value)]
        except ValueError:
            told.append(shown(value))
    return ", ".join(told[:_MANY]) + (", …" if len(told) > _MANY else "") or "what the shape asks for"
