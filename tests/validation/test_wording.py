"""The table of what is told of gaps and values: both languages fill the same gaps, and no row is there for nothing."""

import pickle
import re
import tomllib
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest

from clustergraph.graph.wording import Gap, Said, spoken, tongues
from clustergraph.validation.wording import gap
from conftest import ROOT

SOURCES = ROOT / "src/clustergraph"
TABLES = ["validation/wording.toml", "sources/wording.toml"]
CODE = "".join(path.read_text() for path in sorted(SOURCES.rglob("*.py")))


def rows(table: dict[str, Any], name: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    for key, value in table.items():
        if "en" in value:
            yield f"{name}{key}", value
        else:
            yield from rows(value, f"{name}{key}.")


ROWS = {f"{file} {name}": row for file in TABLES for name, row in rows(tomllib.loads((SOURCES / file).read_text()))}


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("name", ROWS)
def test_both_languages_say_the_same_things(name: str) -> None:
    """Serbian stands in Cyrillic, and may leave out only a word that English grammar needs."""
    row = ROWS[name]

    assert gaps(row["en"]) - gaps(row["sr"]) <= {"are", "value"}
    assert gaps(row["sr"]) <= gaps(row["en"])
    assert bool(row["en"]) == bool(row["sr"]) or name.endswith((".are.one", ".are.many"))


@pytest.mark.parametrize("name", [name.partition(" ")[2] for name in ROWS if name.startswith("validation")])
def test_each_row_is_said_somewhere(name: str) -> None:
    """By its name, or by the last part of it."""
    parts = name.split(".")

    assert any(re.search(rf"[\".]{re.escape(part)}[\".]", CODE) for part in parts[1:] or parts), name


def test_a_gap_is_the_same_in_another_process() -> None:
    """Parts of large content are validated in processes of their own."""
    told = pickle.loads(pickle.dumps(gap("not-evaluated", "sh:js", shape="e:S")))

    assert isinstance(told, Gap)
    assert isinstance(told, Said)
    assert told.about == "sh:js"
    assert dict(tongues(told)) == {
        "en": "sh:js is not evaluated here; e:S asks for it.",
        "sr-Cyrl": "sh:js се овде не израчунава; то тражи e:S.",
        "sr-Latn": "sh:js se ovde ne izračunava; to traži e:S.",
    }
    assert spoken(told, "sr-Latn") == "sh:js se ovde ne izračunava; to traži e:S."
