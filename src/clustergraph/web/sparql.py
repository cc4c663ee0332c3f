"""The door at ``/sparql``: the query operation of the SPARQL 1.1 Protocol, streamed.

Before the first byte, whatever is wrong is a problem document with a true status. After it, the exception leaves the
application and the server breaks the transfer, so that ``curl`` exits non-zero. A client that goes away takes its
query with it.
"""

import re
from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any
from urllib.parse import quote

from clustergraph.errors import (
    BadParameter,
    ClustergraphError,
    Limit,
    Place,
    QueryTooLong,
    RequestRefused,
    UnsupportedMediaType,
    UpdateRefused,
)
from clustergraph.graph.iri import is_absolute_iri
from clustergraph.ns import PREFIXES
from clustergraph.query.answer import Asking, freshness
from clustergraph.query.service import QueryService
from clustergraph.store.sealed import Question
from clustergraph.store.text import rewrite
from clustergraph.web.doors import Methods
from clustergraph.web.itself import Itself
from clustergraph.web.log import QUERY
from clustergraph.web.negotiation import choose_document, choose_formats, has, prefers_html, takes_gzip
from clustergraph.web.parameters import read_parameters, utf8
from clustergraph.web.reply import Receive, Reply, Send, is_old, send_answer, unless_gone

PATH = "/sparql"
_METHODS: Methods = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
_FORM, _DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
_PARAMETERS = ("query", "default-graph-uri", "named-graph-uri", "format", "timeout", "release")
_FORMAT_NAMES = ("format", "output", "results")  # the last two are what Fuseki's and Sesame's clients say
_NAMES, _NAME = 10, 40  # how many parameters that are ignored are named, and how many of their characters


@dataclass(frozen=True)
class _Request:
    method: str
    client: str
    headers: dict[str, str]
    parameters: dict[str, list[str]]

    @classmethod
    def of(cls, scope: MutableMapping[str, Any]) -> "_Request":
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        client = scope["client"][0] if scope.get("client") else "unknown"
        return cls(scope["method"], client, headers, read_parameters(scope["query_string"], "query string"))


class SparqlDoor:
    """Answers queries over HTTP."""

    def __init__(self, service: QueryService, itself: Itself) -> None:
        self._service = service
        self._itself = itself

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        reply = Reply(send, head=scope["method"] == "HEAD")
        try:
            request = _Request.of(scope)
            if not await self._answered_without_query(request, reply):
                parameters = await self._parameters(request, receive)
                question, form = _read_question(parameters)
                question = replace(question, base=f"{self._service.settings.base_url}{PATH}")
                scope[QUERY] = question.text
                formats = choose_formats(request.headers.get("accept"), form)
                compress = takes_gzip(request.headers.get("accept-encoding"))
                release = self._service.named(_one(parameters, "release"))
                asking = Asking(request.client, _seconds(parameters), compress, whole=is_old(scope), release=release)
                ignored = {"clustergraph-ignored": names} if (names := _ignored(parameters)) else {}
                had = request.headers.get("if-none-match") if request.method != "POST" else None
                if had is not None:
                    name = self._service.name(question, formats, asking)
                    if name is not None and has(had, name):
                        await self._unchanged(asking, name, ignored, reply)
                        return
                await unless_gone(self._answer(question, formats, asking, ignored, reply), receive)
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
        form = choose_document(request.headers.get("accept"), _one(request.parameters, "format"), page=False)
        headers = {"content-type": form.media_type, "clustergraph-release": manifest.digest}
        await reply.whole(200, headers, rewrite(self._itself.service, form.name, PREFIXES))

    async def _parameters(self, request: _Request, receive: Receive) -> dict[str, list[str]]:
        """Gather the parameters of the query string and of the body."""
        if request.method not in ("POST", "QUERY"):
            return request.parameters
        media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if media_type not in (_FORM, _DIRECT):
            raise UnsupportedMediaType(
                f"A body of type “{media_type}” is not read here.", remedy=f"Send {_FORM} or {_DIRECT}."
            )
        body = await self._body(receive)
        sent = {"query": [utf8(body, "body")]} if media_type == _DIRECT else read_parameters(body, "body")
        names = [*request.parameters, *sent]
        return {name: request.parameters.get(name, []) + sent.get(name, []) for name in names}

    async def _body(self, receive: Receive) -> bytes:
        # percent-encoding writes up to three bytes for one
        most = 3 * self._service.settings.query_max_bytes + 4096
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise RequestRefused("The client left before its request was complete.")
            body += message.get("body", b"")
            if len(body) > most:
                raise QueryTooLong(
                    f"The body is longer than {most} bytes.", limit=Limit("query_max_bytes", most, "bytes")
                )
            if not message.get("more_body"):
                return bytes(body)

    async def _unchanged(self, asking: Asking, name: str, more: dict[str, str], reply: "Reply") -> None:
        """Say that the client has the answer (RFC 9110, 15.4.5); it counts as a question all the same."""
        told = (asking.release or self._service.release).manifest.digest
        headers = {"clustergraph-release": told, **freshness(name, fixed=asking.release is not None), **more}
        with self._service.accounts.query(asking.client):
            await reply.whole(304, headers)

    async def _answer(
        self,
        question: Question,
        formats: dict[str, str | None],
        asking: Asking,
        more: dict[str, str],
        reply: "Reply",
    ) -> None:
        async with self._service.answer(question, formats, asking) as answer:
            await send_answer(answer, reply, more)


def _read_question(parameters: dict[str, list[str]]) -> tuple[Question, list[str]]:
    """Give the question and the names of the format that was asked for."""
    if "update" in parameters:
        raise UpdateRefused("The parameter “update” asks for a change; this endpoint is read-only.")
    text = _one(parameters, "query")
    if text is None:
        raise BadParameter(
            "The parameter “query” is missing.", remedy="Send a SPARQL query as ?query=…, a form field or the body."
        )
    form = [value for name in _FORMAT_NAMES for value in parameters.get(name, [])]
    default, named = parameters.get("default-graph-uri"), parameters.get("named-graph-uri")
    if default is None and named is None:
        return Question(text), form
    for name in (*(default or ()), *(named or ())):
        if not is_absolute_iri(name):
            raise BadParameter(
                f"“{name}” is not an absolute IRI.", place=Place("parameter default- or named-graph-uri")
            )
    # SPARQL 1.1 Protocol, section 2.1.4: graphs that are given make up the whole dataset
    return Question(text, default or [], named or []), form


def _ignored(parameters: dict[str, list[str]]) -> str:
    """List parameters that mean nothing here: other endpoints have more, and stock clients send theirs to all.

    Raises :class:`BadParameter` for what looks like one of ours: a slip of the pen must not change an answer silently.
    """
    unknown = sorted(set(parameters) - {*_PARAMETERS, *_FORMAT_NAMES})
    for name in unknown:
        if near := get_close_matches(name[:_NAME].lower(), _PARAMETERS, 1, 0.75):
            raise BadParameter(
                f"There is no parameter “{name}” here.",
                remedy=f"Do you mean “{near[0]}”? The parameters are {', '.join(sorted(_PARAMETERS))}.",
            )
    return ", ".join(quote(name[:_NAME]) for name in unknown[:_NAMES])


def _seconds(parameters: dict[str, list[str]]) -> float | None:
    """Give the seconds that the client gives us (``timeout``), a number or nothing."""
    text = _one(parameters, "timeout")
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", text):
        raise BadParameter(
            f"“{text}” is not a number of seconds.", place=Place("parameter timeout"), remedy="Give one such as 2.5."
        )
    return float(text)


def _one(parameters: dict[str, list[str]], name: str) -> str | None:
    values = parameters.get(name, [])
    if len(values) > 1:
        raise BadParameter(f"The parameter “{name}” is given {len(values)} times.", remedy="Give it once.")
    return values[0] if values else None


def methods_of(path: str) -> Methods:
    """Give the methods of a path of this door."""
    return _METHODS if path == PATH else ()
