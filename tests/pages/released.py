"""The sealed release, asked as pages ask it."""

import json
from io import BytesIO

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
        return Answer(*read_rows(json.loads(written.getvalue())))

    return Reader(LANGUAGES[tag], Names(), ask)
