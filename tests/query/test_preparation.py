"""What is kept of a form holds of each text that has it: its tokens, what the guard says, what is evaluated."""

from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store

from clustergraph.errors import ClustergraphError
from clustergraph.query.guard import Passed, guard
from clustergraph.query.likeness import NAMES, form_of
from clustergraph.query.preparation import Preparation
from clustergraph.query.tokens import TOKEN
from clustergraph.settings import read_settings
from clustergraph.store.sealed import Question, SealedStore

SETTINGS = read_settings()
PIECES = st.sampled_from(
    [
        "<http://e.example/a>",
        "<http://e.example/b#c>",
        "<x>",
        "<y#z>",
        "<x:-1>",
        "<a(b>",
        "<a'b>",
        "<SERVICE>",
        "<regex>",
        "<://x>",
        "<1*2>",
        "a:b",
        "a:c-d",
        ":e",
        "a:b.c.d",
        "a:-1",
        "_:a",
        "_:b",
        "a:",
        ":",
        "::",
        "a:b:c:d",
        '"a:b"',
        "'x",
        "<y>",
        "z'",
        '"it\'s"',
        "#",
        "SERVICE",
        "FROM",
        "NAMED",
        "GRAPH",
        "SELECT",
        "ASK",
        "WHERE",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "?x",
        "$y",
        ".",
        ";",
        ",",
        "*",
        "+",
        "-",
        "<",
        ">",
        "<=",
        "&&",
        "||",
        "!",
        "1",
        "1.5",
        "a:1",
        "FROMa:b",
        "SERVICE:x",
        "REGEX(",
        "REPLACE(",
        '"x"@en',
        '"1"^^a:b',
        "ORDER",
        "BY",
        "DESC(?x)",
        "a:%20",
        "a:\\-",
        "PREFIX",
        "a:čačak",
        "12:34",
        "@en:x",
        "\ufeff:a",
    ]
)
BLANKS = st.sampled_from(["", " ", "\n"])
texts = st.lists(st.builds(str.__add__, PIECES, BLANKS), max_size=14).map("".join)
names = st.sampled_from(["a", "b1", "c-d", "e.f", "SERVICE", "FROM", "regex", "č"])


def tokens(text: str) -> list[tuple[str | None, str]]:
    """Give the tokens, without what is in names."""
    found = [(match.lastgroup, match[match.lastgroup] if match.lastgroup else "") for match in TOKEN.finditer(text)]
    return [(kind, {"iri": "", "prefixed": form_of(f" {token}")}.get(kind or "", token)) for kind, token in found]


def judged(text: str) -> Passed | str:
    try:
        return guard(text, SETTINGS)
    except ClustergraphError as error:
        return error.code


@given(texts, st.lists(names, min_size=1, max_size=9))
def test_texts_that_are_alike_have_the_same_tokens(text: str, others: list[str]) -> None:
    """And where the guard has nothing to say of one but that it passes, it has nothing to say of the other."""
    more = cycle(others)
    other = NAMES.sub(lambda name: f"<{next(more)}>" if name[0].startswith("<") else next(more), text)
    assume(form_of(other) == form_of(text))

    assert tokens(other) == tokens(text)
    passed, again = judged(text), judged(other)
    if isinstance(passed, Passed) and passed.plain:
        assert isinstance(again, Passed)
        assert again.plain


def seen(preparation: Preparation, store: SealedStore, text: str) -> object:
    """Give what is evaluated in the place of a text, and the warnings; or why nothing is."""
    try:
        passed = preparation.passed(text)
        question, warnings = preparation.prepared(store, Question(text), text, passed)
    except ClustergraphError as error:
        return error.code
    return list(question.evaluated), question.as_written, warnings, bool(passed.calls), len(passed.dataset)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?x {{ {a} <p:q> ?x }} ORDER BY ?x DESC(?y)",
        "SELECT ?x {{ ?x <p:q> {b} }} ORDER BY <x:f>(?x)",
        "SELECT ?x {{ ?x <p:q> {b} }} ORDER BY {a}(?x) ?x LIMIT 3",
        "SELECT ?x FROM {a} {{ ?x <p:q> {b} }}",
        "ASK {{ {a} <p:q>* {b} }}",
        'SELECT ?x {{ ?x <p:q> {a} FILTER(?x + "P1D"^^{b} > 1) }}',
        "SELECT (REPLACE('a:b', '(b)', '$1:x1_') AS ?x) {{ {a} ?p ?o }}",
        "SELECT ?z {{ ?s {a} ?o }}",
        "SELECT (COUNT(DISTINCT *) AS ?n) {{ [] {a} ?c }}",
        "SELECT ?x {{ ?x {a} ?y }} ORDER BY ?x # {b} ?y",
        "SELECT ?x {{ SERVICE {a} {{ ?x ?y {b} }} }}",
        "PREFIX e: <http://e.example/> SELECT ?x {{ e:a.b.c e:{p} ?x }} ORDER BY e:{p}(?x)",
    ],
)
def test_what_was_kept_of_a_text_gives_of_the_next_what_is_found_of_it_alone(text: str, tmp_path: Path) -> None:
    """Whichever came first, and whichever names they have."""
    Store(str(tmp_path)).add(Quad(NamedNode("http://e.example/a"), NamedNode("p:q"), NamedNode("http://e.example/b")))
    store = SealedStore(tmp_path)
    xsd = "<http://www.w3.org/2001/XMLSchema#{}>"
    filling = ["<http://e.example/a>", "<http://e.example/none>", xsd.format("dayTimeDuration"), xsd.format("string")]
    filled = [text.format(a=a, b=b, p=p) for a in filling for b in filling for p in ("p", "c.d.e", "q")]
    kept = Preparation(SETTINGS)

    for _ in range(2):
        for one in filled:
            assert seen(kept, store, one) == seen(Preparation(SETTINGS), store, one)
