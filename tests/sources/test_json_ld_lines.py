"""Statements of JSON-LD have the lines at which they stand, or none; never those of others."""

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.errors import SyntaxProblem
from clustergraph.graph.ntriples import literal
from clustergraph.sources.foreign import read_document
from clustergraph.sources.jsonld.located import MOST
from sources.test_jsonld import CONTEXT, LIMITS, VALUES, _nodes

HEAD = {
    "@context": {
        "@vocab": "http://e.example/",
        "ref": {"@type": "@id"},
        "day": {"@type": "http://www.w3.org/2001/XMLSchema#date"},
        "size": {"@type": "http://www.w3.org/2001/XMLSchema#decimal"},
        "list": {"@container": "@list"},
        "text": {"@container": "@language"},
        "of": {"@reverse": "http://e.example/p"},
    }
}


def read(document: Any) -> list[tuple[str, int, str]]:
    """Give each statement with its line and the words there; a value stands at a line of its own."""
    text = json.dumps(document, indent=1, ensure_ascii=False)
    found = read_document(text.encode(), declared="application/ld+json", base=None, limits=LIMITS)
    words = ["", *text.split("\n")]
    return [
        (statement, line, words[line])
        for statement, line in zip(found.triples.decode().splitlines(), found.lines, strict=True)
    ]


def distinct(value: Any, numbers: Iterator[int]) -> Any:
    """Make the plain texts of a document different, so that each stands at one place alone."""
    if isinstance(value, dict):
        kept = ("@id", "@type", "@language")
        return {key: one if key in kept else distinct(one, numbers) for key, one in value.items()}
    if isinstance(value, list):
        return [distinct(one, numbers) for one in value]
    return f"text {next(numbers)}" if isinstance(value, str) and value[:1] in ("x", "y", "") else value


@given(st.lists(st.one_of(VALUES, _nodes()), max_size=3))
def test_a_text_never_has_the_line_of_another(nodes: list[Any]) -> None:
    """Whatever containers, scopes, lists, maps and reversed properties there are."""
    try:
        found = read({"@context": CONTEXT, "@graph": distinct(nodes, count())})
    except SyntaxProblem:
        return
    for statement, line, words in found:
        said = statement.split(" ", 2)[2]
        if line and said.startswith('"text '):
            assert f"{said[1:].partition(chr(34))[0]}" in words or words.rstrip().endswith(("[", "{")), statement


TREE: dict[str, Any] = {
    **HEAD,
    "@id": "http://e.example/a",
    "@type": ["C", "D"],
    "p": [44, 44.8, -7, 1e3, True, "plain", 'with "quotes" and \\'],
    "contact": [
        {"@type": "K", "tel": "1", "inner": {"deep": "one"}},
        {"@type": "K", "tel": "2", "inner": {"deep": "two"}},
        {"@id": "_:own", "tel": "3"},
    ],
    "list": [{"w": "in a list"}, {"w": "in a list too"}, "s"],
    "text": {"en": "one", "sr": ["један", "два"]},
    "of": [{"tel": "4"}, {"tel": "5"}],
    "day": "2026-12-01",
    "size": 44.8154,
    "ref": ["http://e.example/r", "http://e.example/s"],
}


def test_each_statement_of_a_record_has_its_line() -> None:
    """Of nodes without a name too, in lists, and where a property is read the other way round."""
    found = read(TREE)
    lines = {statement: words.strip().rstrip(",") for statement, _, words in found}
    texts = {said: words for statement, words in lines.items() if (said := statement.split(" ", 2)[2])[0] == '"'}

    assert all(line for _, line, _ in found)
    for value in ("plain", "1", "2", "3", "4", "5", "one", "два", "in a list", "in a list too", "2026-12-01"):
        ours = [words for said, words in texts.items() if said.startswith(literal(value))]
        assert ours, value
        assert all(json.dumps(value, ensure_ascii=False) in words for words in ours), ours
    for number in ("44", "44.8", "-7", "1000.0", "44.8154"):
        assert any(words.endswith(number) for words in texts.values()), number
    for iri in ("http://e.example/r", "http://e.example/s"):
        assert [words for statement, words in lines.items() if f"<{iri}>" in statement] == [f'"{iri}"']


@pytest.mark.parametrize("shuffled", [1, 2, 3])
def test_two_nodes_that_are_alike_have_each_its_own(shuffled: int) -> None:
    """What is in them tells them apart; they come in the order of the document."""
    alike = [{"@type": "K", "tel": f"+{number % shuffled}", "at": {"n": f"n{number}"}} for number in range(6)]
    found = read({**HEAD, "@id": "http://e.example/a", "contact": alike})
    inner = {statement.split(" ")[0]: words for statement, _, words in found if "/n>" in statement}
    outer = {statement.split(" ")[2]: line for statement, line, _ in found if "/at>" in statement}

    assert [f'"n": "n{number}"' in words for number, words in enumerate(inner.values())] == [True] * 6
    assert list(outer) == list(inner)
    assert sorted(outer.values()) == list(outer.values())
    assert len(set(outer.values())) == 6


def test_of_very_long_content_lines_are_not_looked_for() -> None:
    """It would take longer than to validate it."""
    for more, known in ((-1, True), (1, False)):
        found = read({**HEAD, "@id": "http://e.example/a", "p": list(range(MOST + more))})
        assert all(bool(line) is known for _, line, _ in found)
