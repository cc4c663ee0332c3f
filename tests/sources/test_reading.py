"""Many statements of JSON-LD are taken at once, and are what each by itself would have been."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from clustergraph.errors import ClustergraphError, ContentTooLarge, SyntaxProblem
from clustergraph.settings import read_settings
from clustergraph.sources.foreign import Document, read_document
from clustergraph.sources.guess import JSON_LD
from clustergraph.sources.labels import Labels
from clustergraph.sources.reading import Reading
from clustergraph.sources.reading_limits import ReadingLimits

LIMITS = ReadingLimits.of(read_settings(environ={}))
XSD = "http://www.w3.org/2001/XMLSchema#"
#: Values of which each takes another way, and how a statement ends that has it.
VALUES: dict[str, tuple[Any, str]] = {
    "a text": ("E-1 of (two) -- three _ four", '"E-1 of (two) -- three _ four"'),
    "a name": ({"@id": "https://example.org/o"}, "<https://example.org/o>"),
    "a blank node": ({"@id": "_:here"}, "_:here"),
    "a number": ({"@value": 44.8154, "@type": f"{XSD}decimal"}, f'"44.8154"^^<{XSD}decimal>'),
    "letters": ({"@value": "Дрво \n", "@language": "sr"}, '"Дрво \\n"@sr'),
}


def document(kinds: list[str]) -> bytes:
    """One node for each value."""
    nodes = [
        {"@id": f"https://example.org/{number}", "https://example.org/p": VALUES[kind][0]}
        for number, kind in enumerate(kinds)
    ]
    return json.dumps(nodes, ensure_ascii=False).encode()


def read(content: bytes, **limits: int) -> Document:
    """Read it as JSON-LD."""
    return read_document(content, declared=".jsonld", base=None, limits=replace(LIMITS, **limits))


@given(st.lists(st.sampled_from(sorted(VALUES)), max_size=40), st.integers(1, 7), st.booleans())
def test_statements_are_what_they_say_whatever_stands_beside_them(kinds: list[str], number: int, twice: bool) -> None:
    """However many are taken at once, and where all are there twice."""
    found = Reading(JSON_LD, None, LIMITS, "content", Labels(b""), at_once=number)
    for _ in range(1 + twice):
        found.take_at_once(parse(document(kinds), RdfFormat.JSON_LD, rename_blank_nodes=False))

    assert found.triples().decode().splitlines() == [
        f"<https://example.org/{at}> <https://example.org/p> {VALUES[kind][1]} ." for at, kind in enumerate(kinds)
    ]
    assert len(found.found) == len(kinds)
    assert found.given == len(kinds) * (1 + twice)


@pytest.mark.parametrize("kind", ["a text", "a blank node"])
def test_limits_hold_for_each(kind: str) -> None:
    """Of the number of statements, and of their length."""
    content = document([kind] * 2500)

    assert len(read(content, statements=2500).lines) == 2500
    with pytest.raises(ContentTooLarge, match="more than 2499 statements"):
        read(content, statements=2499)
    with pytest.raises(ContentTooLarge, match="longer than 50 characters"):
        read(content, term=50)


@pytest.mark.parametrize(
    ("last", "error"),
    [
        ({"@id": "relative", "https://example.org/p": 1}, SyntaxProblem),
        (
            {"@id": "https://example.org/g", "@graph": [{"@id": "https://example.org/1", "@type": "https://e.org/T"}]},
            None,
        ),
    ],
)
def test_what_is_far_behind_is_looked_at_too(last: dict[str, Any], error: type[Exception] | None) -> None:
    """A relative name, and another graph than the one before."""
    content = json.dumps([*json.loads(document(["a text"] * 2500)), last]).encode()
    with pytest.raises(error or ClustergraphError):
        read(content)
