"""The sealed release, asked as pages ask it."""

import json
from dataclasses import replace
from io import BytesIO

from clustergraph.graph.language import recommended_case
from clustergraph.pages.asking import Answer
from clustergraph.pages.language import LANGUAGES
from clustergraph.pages.names import Names
from clustergraph.pages.terms import read_rows
from clustergraph.pages.values import Reader
from clustergraph.store.release import Release
from clustergraph.store.sealed import Question, SealedStore


def reader(release: Release, tag: str = "en") -> Reader:
    """Give a reader of a language."""
    store = SealedStore(release.store)

    def ask(text: str, *, excerpt: bool = False) -> Answer:
        written = BytesIO()
        store.evaluate(Question(text), lambda kind: "json", written)
        columns, rows = read_rows(json.loads(written.getvalue()))
        # as children write them: the store has small letters
        cased = [{name: replace(term, language=_cased(term.language)) for name, term in row.items()} for row in rows]
        return Answer(columns, cased)

    return Reader(LANGUAGES[tag], Names(), ask)


def _cased(tag: str) -> str:
    return recommended_case(tag) if tag else ""
