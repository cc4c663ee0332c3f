"""What is refused or passed over in what strangers send, in the languages of the pages; the words are in a table."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from clustergraph.errors import Place, SyntaxProblem
from clustergraph.graph.script import latin

_LONG = 200  # characters of what was sent that are told


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


def spoken(text: str, tag: str) -> str:
    """Give a text in a language, in English where it is not known in that."""
    return text.others.get(tag, text) if isinstance(text, Said) else text


def tongue(text: str, tag: str) -> str:
    """Give the language in which :func:`spoken` gives a text."""
    return tag if isinstance(text, Said) and tag in text.others else "en"


def refused(kind: str, place: Place, **words: str) -> SyntaxProblem:
    """Make the error of a kind of the table; ``words`` fill its gaps, and are cut where they are long."""
    told = _filled(f"{kind}.message", words)
    mend = _filled(f"{kind}.remedy", words)
    others = {tag: (words_, mend.others.get(tag, mend)) for tag, words_ in told.others.items()}
    return SyntaxProblem(told, place=place, remedy=mend, others=others)


def note(kind: str, **words: str) -> Said:
    """Make the note of a kind of the table."""
    return _filled(f"{kind}.note", words)


def listed(found: Mapping[str, list[int]], most: int) -> Said:
    """List names with the lines at which they stand."""
    texts = {}
    for tag, line in _table()["line.word"].items():
        told = [_at(name, lines, line) for name, lines in list(found.items())[:most]]
        texts[tag] = ", ".join(told) + (", …" if len(found) > most else "")
    return Said.of(texts["en"], texts)


def _at(name: str, lines: list[int], line: str) -> str:
    shown = f"“{name[:80]}”" if name else ""
    numbers = ", ".join(map(str, lines))
    return shown if not lines else f"{shown} ({line} {numbers})" if shown else f"{line} {numbers}"


def _filled(name: str, words: Mapping[str, str]) -> Said:
    texts = {tag: template.format(**_cut(words, tag)) for tag, template in _table()[name].items()}
    return Said.of(texts["en"], {tag: text for tag, text in texts.items() if tag != "en"})


def _cut(words: Mapping[str, str], tag: str) -> dict[str, str]:
    """Give words in a language; those of ours are whole."""
    return {
        key: spoken(word, tag) if isinstance(word, Said) or len(word) <= _LONG else f"{word[:_LONG]}…"
        for key, word in words.items()
    }


@cache
def _table() -> dict[str, dict[str, str]]:
    """Read the table; Latin letters follow from Cyrillic ones before anything that was sent is put in."""
    rows = tomllib.loads(files("clustergraph.sources").joinpath("wording.toml").read_text("utf-8"))
    return {
        f"{kind}.{part}": {"en": texts["en"], "sr-Cyrl": texts["sr"], "sr-Latn": latin(texts["sr"])}
        for kind, row in rows.items()
        for part, texts in row.items()
    }
