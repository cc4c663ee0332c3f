"""How pages ask: in the event loop's service, on the account of the client whose request it is."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from functools import cached_property
from typing import Any, TypeVar

from flask import request

from clustergraph.mapping.catalogue import catalogue_statements
from clustergraph.mapping.description import Described
from clustergraph.pages.asking import Answer
from clustergraph.pages.catalogued import Catalogued
from clustergraph.pages.names import Names
from clustergraph.pages.terms import read_rows
from clustergraph.pages.values import Reader
from clustergraph.query.answer import Asking, Share, Whole
from clustergraph.query.service import QueryService
from clustergraph.store.release import Release
from clustergraph.store.sealed import Question
from clustergraph.web.routes import route_of
from clustergraph.web.translation import language

T = TypeVar("T")
_EXCERPT: dict[str, str | None] = {"solutions": "excerpt", "graph": "turtle"}
_WHOLE: dict[str, str | None] = {"solutions": "json", "graph": "ntriples"}


class Reading:
    """Asks the service from the threads of pages; ``loop`` gives the event loop in which the service runs."""

    def __init__(self, service: QueryService, loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
        self.service = service
        self._loop = loop
        self._names = Names(lambda: self.catalogued)

    @cached_property
    def catalogued(self) -> Catalogued:
        """What the catalogue says of the names in it, nothing where the release was loaded."""
        return Catalogued() if self.described is None else Catalogued.of(catalogue_statements(self.described))

    @cached_property
    def described(self) -> Described | None:
        """What descriptions are made from, nothing where the release was loaded."""
        release = self.service.release
        return None if release.manifest.loaded else release.described(self.service.settings.base_url)

    def reader(self) -> Reader:
        """Give the reader of the request at hand."""
        return Reader(language(), self._names, self.ask)

    def ask(self, text: str, *, excerpt: bool = False) -> Answer:
        """Answer a SELECT or ASK; raises what the service raises."""
        answer = json.loads(self.read(Question(text), self.service.release, excerpt=excerpt).content)
        columns, rows = read_rows(answer)
        return Answer(columns, rows, answer.get("more", False))

    def construct(self, text: str) -> str:
        """Answer a CONSTRUCT as N-Triples."""
        return self.read(Question(text), self.service.release).content.decode()

    def read(self, question: Question, release: Release | None, *, excerpt: bool = False) -> Whole:
        """Answer anything: rows as JSON (the first of them where an excerpt will do), a graph as text.

        Pages tell of a release; without one the endpoint is asked, with what it says of itself.
        """
        share = route_of(request.path).share or Share.QUERIES
        asking = Asking(request.remote_addr or "unknown", bytes_limit="page_max_bytes", release=release, share=share)
        formats = _EXCERPT if excerpt else _WHOLE
        return self.run(self.service.read(question, formats, asking))

    def run(self, asking: Coroutine[Any, Any, T]) -> T:
        """Let the event loop of the service do something, and wait for it."""
        return asyncio.run_coroutine_threadsafe(asking, self._loop()).result()
