"""Calls to other endpoints become values: each is asked first, and what it answered stands in its place.

It runs in the process that evaluates, which has no network: ``ask`` sends a call up to the server. The text of a call
becomes one line of ``VALUES`` and as many line ends as it had, so that complaints about the rest name their lines.
"""

from collections.abc import Callable

from clustergraph.errors import ServiceFailed
from clustergraph.query.calls import Call, place
from clustergraph.settings import Settings
from clustergraph.store.remote import Received, read_values
from clustergraph.store.sealed import Question

#: Endpoint and query → the answer in SPARQL 1.1 Query Results JSON; raises :class:`ServiceFailed`.
Ask = Callable[[str, str], Received]
_NOTHING_KNOWN = "VALUES () { () }"  # what SILENT makes of a failure: one solution without bindings


def federate(question: Question, prologue_end: int, calls: list[Call], settings: Settings, ask: Ask) -> str:
    """Give the question's text with the answers in it.

    Raises :class:`ServiceFailed` for a call without ``SILENT`` that fails.
    """
    text = question.text
    prologue = (f"BASE <{question.base}>\n" if question.base else "") + text[:prologue_end]
    parts, done = [], 0
    for call in calls:
        query = f"{prologue}SELECT * WHERE {text[call.open : call.end]}"
        lines = "\n" * text.count("\n", call.start, call.end)
        parts += [text[done : call.start], "{ ", _values(call, query, settings, ask, text), " }", lines]
        done = call.end
    return "".join([*parts, text[done:]])


def _values(call: Call, query: str, settings: Settings, ask: Ask, text: str) -> str:
    try:
        return read_values(ask(call.endpoint, query), call.endpoint, settings.service_max_rows)
    except ServiceFailed as error:
        if call.silent:
            return _NOTHING_KNOWN
        error.place = place(text, call.start)
        raise
