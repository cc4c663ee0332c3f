"""The door at ``/sparql``: the query operation of the SPARQL 1.1 Protocol, streamed.

Before the first byte, whatever is wrong is a problem document with a true status. After it, the exception leaves the
application and the server breaks the transfer, so that ``curl`` exits non-zero. A client that goes away takes its
query with it.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from dataclasses import dataclass
from typing import Any

from clustergraph.errors import (
    BadParameter,
    ClustergraphError,
    Limit,
    MethodNotAllowed,
    Place,
    QueryTooLong,
    ReaderTooSlow,
    RequestRefused,
    RequestTooSlow,
    UnsupportedMediaType,
    UpdateRefused,
)
from clustergraph.query.service import Asking, QueryService
from clustergraph.store.sealed import Question
from clustergraph.web.negotiation import choose_formats, prefers_html, takes_gzip
from clustergraph.web.parameters import read_parameters, utf8

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

_METHODS = "GET, HEAD, POST, QUERY, OPTIONS"
_FORM, _DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
_PARAMETERS = {"query", "default-graph-uri", "named-graph-uri", "format", "timeout"}
_COMMON = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "clustergraph-release, retry-after",
    "vary": "Accept, Accept-Encoding",
    "x-content-type-options": "nosniff",
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
}


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

    def __init__(self, service: QueryService) -> None:
        self._service = service

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        reply = Reply(send, self._service.settings.send_timeout, head=scope["method"] == "HEAD")
        try:
            request = _Request.of(scope)
            if not await self._answered_without_query(request, reply):
                parameters = await self._parameters(request, receive)
                question, form = _read_question(parameters)
                formats = choose_formats(request.headers.get("accept"), form)
                compress = takes_gzip(request.headers.get("accept-encoding"))
                asking = Asking(request.client, _seconds(parameters), compress)
                await _unless_gone(self._answer(question, formats, asking, reply), receive)
        except ClustergraphError as error:
            if reply.begun:
                raise  # the server breaks the transfer: a cut answer must not look whole
            await reply.problem(error)

    async def _answered_without_query(self, request: _Request, reply: "Reply") -> bool:
        """Answer what needs no evaluation: OPTIONS, and a browser that came without a query."""
        if request.method == "OPTIONS":
            allowed = {"allow": _METHODS, "access-control-allow-methods": _METHODS, "access-control-max-age": "86400"}
            await reply.whole(204, {**allowed, "access-control-allow-headers": "Accept, Content-Type"})
            return True
        if request.method not in _METHODS.split(", "):
            raise MethodNotAllowed(f"{request.method} is not offered at /sparql.", remedy=f"Use one of {_METHODS}.")
        lost = request.method in ("GET", "HEAD") and "query" not in request.parameters
        if lost and prefers_html(request.headers.get("accept")):
            await reply.whole(303, {"location": "/query"})
            return True
        return False

    async def _parameters(self, request: _Request, receive: Receive) -> dict[str, list[str]]:
        """Gather the parameters of the query string and of the body."""
        if request.method not in ("POST", "QUERY"):
            return request.parameters
        media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if media_type not in (_FORM, _DIRECT):
            raise UnsupportedMediaType(
                f"A body of type “{media_type}” is not read here.", remedy=f"Send {_FORM} or {_DIRECT}."
            )
        body = await self._body_in_time(receive)
        sent = {"query": [utf8(body, "body")]} if media_type == _DIRECT else read_parameters(body, "body")
        names = [*request.parameters, *sent]
        return {name: request.parameters.get(name, []) + sent.get(name, []) for name in names}

    async def _body_in_time(self, receive: Receive) -> bytes:
        seconds = self._service.settings.request_timeout
        try:
            async with asyncio.timeout(seconds):
                return await self._body(receive)
        except TimeoutError as error:
            raise RequestTooSlow(
                f"The body was not complete after {seconds:g} seconds.",
                limit=Limit("request_timeout", seconds, "seconds"),
            ) from error

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

    async def _answer(self, question: Question, formats: dict[str, str | None], asking: Asking, reply: "Reply") -> None:
        async with self._service.answer(question, formats, asking) as answer:
            headers = {
                "content-type": answer.format.content_type,
                "clustergraph-release": self._service.release.manifest.digest,
            }
            if answer.encoding:
                headers["content-encoding"] = answer.encoding
            async for chunk in answer.chunks:
                await reply.start(200, headers)
                if reply.head:
                    break
                await reply.send_chunk(chunk)
            await reply.start(200, headers)
            await reply.end()


class Reply:
    """One response: knows whether it has begun, and leaves the body of a HEAD out.

    ``patience`` is how long, in seconds, the client may take to make room for what is sent next.
    """

    def __init__(self, send: Send, patience: float, *, head: bool) -> None:
        self._send = send
        self._patience = patience
        self.head = head
        self.begun = False

    async def start(self, status: int, headers: dict[str, str]) -> None:
        """Send status and headers, once."""
        if not self.begun:
            self.begun = True
            pairs = [(name.encode(), value.encode()) for name, value in {**_COMMON, **headers}.items()]
            await self._send({"type": "http.response.start", "status": status, "headers": pairs})

    async def send_chunk(self, content: bytes) -> None:
        """Send a part of the body; raises :class:`ReaderTooSlow` where the client does not read on."""
        try:
            async with asyncio.timeout(self._patience):
                await self._send({"type": "http.response.body", "body": content, "more_body": True})
        except TimeoutError as error:
            raise ReaderTooSlow(
                f"The client read nothing for {self._patience:g} seconds.",
                limit=Limit("send_timeout", self._patience, "seconds"),
            ) from error

    async def end(self, content: bytes = b"") -> None:
        """Send the last part of the body."""
        await self._send({"type": "http.response.body", "body": b"" if self.head else content})

    async def whole(self, status: int, headers: dict[str, str], content: bytes = b"") -> None:
        """Send a response that is known whole."""
        await self.start(status, headers)
        await self.end(content)

    async def problem(self, error: ClustergraphError) -> None:
        """Send a problem document."""
        headers = {"content-type": "application/problem+json", "cache-control": "no-store"}
        if isinstance(error, MethodNotAllowed):
            headers["allow"] = _METHODS
        if error.retry_after is not None:
            headers["retry-after"] = str(error.retry_after)
        await self.whole(error.status, headers, json.dumps(error.problem(), ensure_ascii=False).encode())


async def _unless_gone(answering: Coroutine[Any, Any, None], receive: Receive) -> None:
    """Answer, and stop as soon as the client goes away."""
    work = asyncio.create_task(answering)
    watch = asyncio.create_task(_gone(receive))
    try:
        await asyncio.wait({work, watch}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            work.cancel()
            await asyncio.wait({work})
        if not work.cancelled():
            work.result()
    finally:
        watch.cancel()
        work.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _read_question(parameters: dict[str, list[str]]) -> tuple[Question, str | None]:
    """Give the question and the name of the format that was asked for."""
    if "update" in parameters:
        raise UpdateRefused("The parameter “update” asks for a change; this endpoint is read-only.")
    unknown = sorted(set(parameters) - _PARAMETERS)
    if unknown:
        raise BadParameter(
            f"There is no parameter “{unknown[0]}” here.",
            remedy=f"The parameters are {', '.join(sorted(_PARAMETERS))}.",
        )
    text = _one(parameters, "query")
    if text is None:
        raise BadParameter(
            "The parameter “query” is missing.", remedy="Send a SPARQL query as ?query=…, a form field or the body."
        )
    form = _one(parameters, "format")
    default, named = parameters.get("default-graph-uri"), parameters.get("named-graph-uri")
    if default is None and named is None:
        return Question(text), form
    for name in (*(default or ()), *(named or ())):
        if ":" not in name or any(character in '<>"{}|^`\\' or character <= " " for character in name):
            raise BadParameter(
                f"“{name}” is not an absolute IRI.", place=Place("parameter default- or named-graph-uri")
            )
    # SPARQL 1.1 Protocol, section 2.1.4: graphs that are given make up the whole dataset
    return Question(text, default or [], named or []), form


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
