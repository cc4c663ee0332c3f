"""The door at ``/sparql``: the query operation of the SPARQL 1.1 Protocol, streamed.

Before the first byte, whatever is wrong is a problem document with a true status. After it, the exception leaves the
application and the server breaks the transfer, so that ``curl`` exits non-zero. A client that goes away takes its
query with it.
"""

import asyncio
from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from typing import Any

from clustergraph.errors import (
    BadParameter,
    ClustergraphError,
    Place,
    UnsupportedMediaType,
    UpdateRefused,
)
from clustergraph.graph.iri import is_absolute_iri
from clustergraph.query.answer import Asking
from clustergraph.query.aside import aside
from clustergraph.query.contents import Contents
from clustergraph.query.service import QueryService
from clustergraph.store.sealed import Question
from clustergraph.web.answering import answer_question
from clustergraph.web.bodies import bounds_of_query, receive_body
from clustergraph.web.doors import Methods
from clustergraph.web.exchange import Scope
from clustergraph.web.habits import FORMAT_NAMES, ignored, meant, one, refuse_updates, seconds
from clustergraph.web.itself import Itself
from clustergraph.web.log import QUERY
from clustergraph.web.negotiation import choose_document, choose_formats, prefers_html
from clustergraph.web.parameters import read_parameters, utf8
from clustergraph.web.preferences import takes_gzip
from clustergraph.web.reply import Receive, Reply, Send, is_old, unless_gone
from clustergraph.web.target import read_headers

PATH = "/sparql"
_METHODS: Methods = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
_FORM, _DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
_UPDATE = "application/sparql-update"
_SHOWN = 200  # characters of a name that is none that are told


@dataclass(frozen=True)
class _Request:
    method: str
    client: str
    headers: dict[str, str]
    parameters: dict[str, list[str]]
    size: int  # bytes of the query string

    @classmethod
    def of(cls, scope: MutableMapping[str, Any]) -> "_Request":
        client = scope["client"][0] if scope.get("client") else "unknown"
        parameters = meant(read_parameters(scope["query_string"], "query string"))
        return cls(scope["method"], client, read_headers(scope), parameters, len(scope["query_string"]))

    @property
    def without_body(self) -> bool:
        """Whether there is no body (RFC 9112, section 6.3)."""
        return self.headers.get("content-length", "0") == "0" and "transfer-encoding" not in self.headers


class SparqlDoor:
    """Answers queries over HTTP."""

    def __init__(self, service: QueryService, contents: Contents, itself: Itself) -> None:
        self._service = service
        self._contents = contents
        self._itself = itself

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        reply = Reply(send, head=scope["method"] == "HEAD")
        try:
            request = await aside(len(scope["query_string"]), _Request.of, scope)
            if not await self._answered_without_query(request, reply):
                parameters, size = await self._parameters(request, scope, receive)
                question, form = await aside(size, _read_question, parameters)
                question = replace(question, base=f"{self._service.settings.base_url}{PATH}")
                scope[QUERY] = question.text
                formats = choose_formats(request.headers.get("accept"), form)
                compress = takes_gzip(request.headers.get("accept-encoding"))
                release = await self._service.find(one(parameters, "release"))
                asking = Asking(request.client, seconds(parameters), compress, whole=is_old(scope), release=release)
                told = self._told(parameters, asking)
                had = request.headers.get("if-none-match") if request.method != "POST" else None
                answering = answer_question(self._service, question, formats, asking, reply, had=had, more=told)
                await unless_gone(answering, receive)
        except ClustergraphError as error:
            if reply.begun:
                raise  # the server breaks the transfer: a cut answer must not look whole
            await reply.problem(error)

    async def _answered_without_query(self, request: _Request, reply: "Reply") -> bool:
        """Answer who came without a query."""
        if request.method not in ("GET", "HEAD") or set(request.parameters) - {"format"}:
            return False
        if prefers_html(request.headers.get("accept")) and not request.parameters:
            await reply.whole(303, {"location": "/query"})
        else:
            await self._describe(request, reply)
        return True

    async def _describe(self, request: _Request, reply: "Reply") -> None:
        """Describe the service (SPARQL 1.1 Service Description, section 2)."""
        manifest = self._service.release.manifest
        form = choose_document(request.headers.get("accept"), one(request.parameters, "format"), page=False)
        headers = {"content-type": form.media_type, "clustergraph-release": manifest.digest}
        await reply.whole(200, headers, await asyncio.to_thread(self._itself.document, form.name))

    async def _parameters(self, request: _Request, scope: Scope, receive: Receive) -> tuple[dict[str, list[str]], int]:
        """Gather the parameters of the query string and of the body, with the bytes of both."""
        if request.method not in ("POST", "QUERY"):
            return request.parameters, request.size
        media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if media_type == _UPDATE:
            raise UpdateRefused(f"A body of type “{_UPDATE}” asks for a change; this endpoint is read-only.")
        if not media_type and "query" in request.parameters and request.without_body:
            return request.parameters, request.size
        if media_type not in (_FORM, _DIRECT):
            raise UnsupportedMediaType(
                f"A body of type “{media_type}” is not read here.", remedy=f"Send {_FORM} or {_DIRECT}."
            )
        with self._contents.new(request.client) as content:
            await receive_body(scope, receive, content, bounds_of_query(self._service.settings))
            body = content.whole()
        size = request.size + len(body)
        return await aside(size, _together, request.parameters, body, media_type), size

    def _told(self, parameters: dict[str, list[str]], asking: Asking) -> dict[str, str]:
        """Tell in headers what had no effect, and which timeout holds where one was given."""
        found = {"clustergraph-ignored": names} if (names := ignored(parameters)) else {}
        if "timeout" in parameters:
            found["clustergraph-timeout"] = f"{self._service.seconds(asking):.15g}"
        return found


def _together(parameters: dict[str, list[str]], body: bytes, media_type: str) -> dict[str, list[str]]:
    """Give the parameters of the query string with those of a body."""
    sent = {"query": [utf8(body, "body")]} if media_type == _DIRECT else meant(read_parameters(body, "body"))
    names = [*parameters, *sent]
    return {name: parameters.get(name, []) + sent.get(name, []) for name in names}


def _read_question(parameters: dict[str, list[str]]) -> tuple[Question, list[str]]:
    """Give the question and the names of the format that was asked for."""
    refuse_updates(parameters)
    text = one(parameters, "query")
    if text is None:
        raise BadParameter(
            "The parameter “query” is missing.", remedy="Send a SPARQL query as ?query=…, a form field or the body."
        )
    form = [value for name in FORMAT_NAMES for value in parameters.get(name, [])]
    default, named = parameters.get("default-graph-uri"), parameters.get("named-graph-uri")
    if default is None and named is None:
        return Question(text), form
    for name in (*(default or ()), *(named or ())):
        if not is_absolute_iri(name):
            raise BadParameter(
                f"“{name[:_SHOWN]}” is not an absolute IRI.", place=Place("parameter default- or named-graph-uri")
            )
    # SPARQL 1.1 Protocol, section 2.1.4: graphs that are given make up the whole dataset
    return Question(text, default or [], named or []), form


def methods_of(path: str) -> Methods:
    """Give the methods of a path of this door."""
    return _METHODS if path == PATH else ()
