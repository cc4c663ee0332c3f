"""Texts that know themselves in the languages of the pages, made out of tables beside the modules that speak."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from importlib.resources import files
from typing import Any

from clustergraph.graph.script import latin

#: The languages beside English in which texts are known.
SERBIAN = ("sr-Cyrl", "sr-Latn")


class Said(str):
    """A text in English that knows itself in other languages."""

    __slots__ = ("others",)
    others: Mapping[str, str]

    @classmethod
    def of(cls, text: str, others: Mapping[str, str]) -> "Said":
        """Make one; ``others`` has the text by language tag."""
        said = cls(text)
        said.others = others
        return said


class Gap(Said):
    """What could not be checked, as a sentence; ``about`` is the term, shape or address that it is for."""

    __slots__ = ("about",)
    about: str

    @classmethod
    def over(cls, said: Said, about: str) -> "Gap":
        """Make one of a text."""
        gap = cls(said)
        gap.others, gap.about = said.others, about
        return gap


def spoken(text: str, tag: str) -> str:
    """Give a text in a language, in English where it is not known in that."""
    return text.others.get(tag, text) if isinstance(text, Said) else text


def tongues(text: str) -> Iterator[tuple[str, str]]:
    """Give a text in each language in which it is known, by its tag, English first."""
    yield "en", text
    if isinstance(text, Said):
        yield from text.others.items()


def composed(make: Callable[[str], str]) -> Said:
    """Make a text out of what gives it in a language."""
    return Said.of(make("en"), {tag: make(tag) for tag in SERBIAN})


def joined(between: str, texts: Iterable[str]) -> Said:
    """Join texts, each in the language of the whole."""
    parts = list(texts)
    return composed(lambda tag: between.join(spoken(part, tag) for part in parts))


class Words:
    """A table of texts, ``wording.toml`` of a package unless another file is named: name → English and Serbian.

    Latin letters follow from Cyrillic ones before anything that was sent is put in. What is put in and is longer than
    ``most`` characters is cut, but for texts of ours.
    """

    def __init__(self, package: str, file: str = "wording.toml", *, most: int | None = None) -> None:
        self._package, self._file, self._most = package, file, most

    def said(self, name: str, /, **words: str) -> Said:
        """Give the text of a name with its gaps filled."""
        row = self._rows[name]
        return composed(lambda tag: row[tag].format(**{key: self._put(word, tag) for key, word in words.items()}))

    def _put(self, word: str, tag: str) -> str:
        if isinstance(word, Said):
            return spoken(word, tag)
        return word if self._most is None or len(word) <= self._most else f"{word[: self._most]}…"

    @cached_property
    def _rows(self) -> dict[str, dict[str, str]]:
        return dict(_rows(tomllib.loads(files(self._package).joinpath(self._file).read_text("utf-8"))))


def _rows(table: Mapping[str, Any], name: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    for key, value in table.items():
        whole = f"{name}.{key}" if name else key
        if "en" in value:
            yield whole, {"en": value["en"], "sr-Cyrl": value["sr"], "sr-Latn": latin(value["sr"])}
        else:
            yield from _rows(value, whole)
