"""Whatever makes Oxigraph call somebody, the guard has refused or seen: its verdict is compared with what happens."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from clustergraph.errors import QueryRefused
from clustergraph.query.federation import federate
from clustergraph.query.guard import guard
from clustergraph.settings import Settings, read_settings
from clustergraph.store.remote import Received
from clustergraph.store.sealed import Question
from hostile.hiding import addressed, hidden_calls
from hostile.oracle import Oracle

SETTINGS = read_settings()
HEAD = "PREFIX : <{url}> PREFIX a\u1680: <{url}> PREFIX x: <{url}> PREFIX silent: <{url}> "

#: Each was let through once, or is near to one that was.
KNOWN = [
    "SELECT * { SERVICE:a {?s ?p ?o} }",
    "SELECT * { SERVICE: {?s ?p ?o} }",
    "SELECT * { SERVICEx:a#\n{?s ?p ?o} }",
    "SELECT * { SERVICESILENTx:a {?s ?p ?o} }",
    "SELECT * { SERVICEsilent:a {?s ?p ?o} }",
    "SELECT * { GRAPH ?g {} SERVICE:a {?s ?p ?o} }",
    "SELECT * { OPTIONAL{<http://x/\\u0041'> ?p ?o} SERVICE <{url}> {?a ?b ?c} #'\n }",
    "SELECT * { BIND(1 AS ?x) FILTER(COALESCE(?x<'x>y',true)) SERVICE <{url}> {?a ?b ?c} #'\n }",
    "SELECT * { FILTER(COALESCE(1<x:b#c>'''\n,true)) SERVICE <{url}> {?a ?b ?c} #'''\n }",
    "SELECT * { FILTER(COALESCE(1<<http://x/'>,true)) SERVICE <{url}> {?a ?b ?c} #'\n }",
    "SELECT * { SERVICE:a\ufeff{?s ?p ?o} }",
    "SELECT * { FILTER(COALESCE(1<x:b#c>'''\n,true)) SERVICEa\u1680:b {?a ?b ?c} #'''\n }",
    "SELECT * { OPTIONAL{?s ?p x:.SERVICE<{url}>{?a ?b ?c}} }",
    "SELECT * { OPTIONAL{?s <a:p>?1SERVICE:a{?a ?b ?c}} }",
    "SELECT * { <a:s> <a:p> ?o FILTER(COALESCE(1<'\"><',true)) SERVICE <{url}> {?a ?b ?c} #\"\n }",
]


@pytest.fixture(scope="module")
def oracle() -> Iterator[Oracle]:
    asked = Oracle()
    yield asked
    asked.close()


def refused(text: str) -> bool:
    try:
        guard(text, SETTINGS)
    except QueryRefused:
        return True
    return False


@pytest.mark.parametrize("text", [HEAD + text for text in KNOWN])
def test_what_once_got_through_is_refused(oracle: Oracle, text: str) -> None:
    """Whether or not Oxigraph calls somebody for it."""
    text = addressed(text, oracle.listener.url)

    assert refused(text) or not oracle.calls(text)[0]
    left = left_to_oxigraph(text, replace(SETTINGS, service_allow=oracle.listener.url))
    assert left is None or not oracle.calls(left)[0]


def test_the_oracle_hears_a_call(oracle: Oracle) -> None:
    """Else nothing here would mean anything."""
    assert oracle.calls(f"SELECT * {{ SERVICE <{oracle.listener.url}> {{?s ?p ?o}} }}")[0]
    assert oracle.calls("SELECT * { ?s ?p ?o }") == (False, "1")


def nothing_found(endpoint: str, query: str) -> Received:
    """Answer a call as an endpoint that finds nothing."""
    return Received(b'{"head": {"vars": []}, "results": {"bindings": []}}')


def left_to_oxigraph(text: str, allowing: Settings) -> str | None:
    """Give what Oxigraph is given where the listener may be called; nothing for a refused query."""
    try:
        passed = guard(text, allowing)
    except QueryRefused:
        return None
    return federate(Question(text), passed.prologue_end, passed.calls, allowing, nothing_found)


def _compare(oracle: Oracle, examples: int) -> tuple[int, int]:
    """Compare on so many texts; gives how many really called, and how many did so as allowed."""
    called, carried = set(), set()
    allowing = replace(SETTINGS, service_allow=oracle.listener.url)

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(hidden_calls())
    def compare(text: str) -> None:
        text = addressed(text, oracle.listener.url)
        heard, words = oracle.calls(text)
        if heard:
            called.add(text)
            left = left_to_oxigraph(text, allowing)
            assert left is None or not oracle.calls(left)[0], f"Left of {text}: {left}"
            carried.add(left)
        assert refused(text) or not heard, words

    compare()
    return len(called), len(carried - {None})


def test_no_call_is_hidden_from_the_guard(oracle: Oracle) -> None:
    """Strings, IRIs, comments, escapes, names, glued keywords; many of the texts really call."""
    called, allowed = _compare(oracle, 400)

    assert called > 15
    assert allowed > 2


@pytest.mark.long
def test_no_call_is_hidden_from_the_guard_in_many_texts(oracle: Oracle) -> None:
    """The same, many times over; how many texts call is chance, 1,700 and 280 or so."""
    called, allowed = _compare(oracle, 30_000)

    assert called > 1_500
    assert allowed > 150
