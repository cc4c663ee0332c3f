"""A hostile client, on one loopback address: ``python -m hostile.client <address> <port> <seconds> <seed> <deadline>``.

Some twenty attacks are under way at any time, one after the other, in random order. Prints a line of JSON for each.
"""

import asyncio
import json
import logging
import sys
from contextlib import suppress
from random import Random
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hostile.attacks import CROSS, TEXTS
from hostile.wire import connect, get, post, read_reply

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_AT_ONCE = 16
_PAUSE = 0.2  # seconds at most between two attacks of one kind of task
_WAIT = 5.0  # seconds beyond the deadline, after which a reply is given up as lost
LARGE = "SELECT * { ?s ?p ?o . ?a ?b ?c }"


_SHACL, _MULTIPART = "/shacl", "multipart/form-data; boundary=x"
_PART = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
_FORM = _PART % (b"text", b"<http://e.example/a> a <http://e.example/b> .\n" * 2000) + b"--x--\r\n"
#: Quick to read, and to be looked at for long.
_LONG = "<http://e.example/x> a <http://e.example/C> ; <http://e.example/p> '" + "a" * 4000 + "' ."
_PATTERN = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> . <http://e.example/S> a sh:NodeShape ; sh:targetClass "
    "<http://e.example/C> ; sh:property [ sh:path <http://e.example/p> ; sh:pattern '^(([a-z])+.)+[A-Z]([a-z])+$' ] ."
)


def _slow_validation(more: str = "") -> bytes:
    rules = [{"ruleSet": _PATTERN, "ruleSyntax": "text/turtle", "embeddingMethod": "STRING"}]
    body = {"contentToValidate": _LONG, "contentSyntax": "text/turtle", "externalRules": rules}
    return post(json.dumps(body).encode(), "application/json", more, path=f"{_SHACL}/any/api/validate")


class HostileClient:
    """One client and its address."""

    def __init__(self, source: str, port: int, seed: int, deadline: float) -> None:
        self._source = source
        self._port = port
        self._random = Random(seed)
        self._deadline = deadline
        self._wires: dict[str, Callable[[], Awaitable[dict[str, Any]]]] = {
            "slow reader": self._slow_reader,
            "half open": self._half_open,
            "slow header": self._slow_header,
            "slow body": self._slow_body,
            "leaves in the middle": self._leaves,
            "many connections": self._many,
            "big body": self._big_body,
            "not HTTP": self._noise,
            "head of a cross product": self._head,
            "validation": self._validation,
            "job": self._job,
            "slow form": self._slow_form,
            "citing": self._citing,
        }

    async def run(self, seconds: float) -> None:
        """Attack for so long, then end what is under way."""
        end = monotonic() + seconds
        await asyncio.gather(*(self._attack_until(end) for _ in range(_AT_ONCE)))

    async def _attack_until(self, end: float) -> None:
        while monotonic() < end:
            name = self._random.choice([*TEXTS, *TEXTS, *self._wires])
            begun = monotonic()
            try:
                outcome = await (self._wires[name]() if name in self._wires else self._ask(TEXTS[name](self._random)))
            except OSError as error:
                outcome = {"refused": type(error).__name__}
            sys.stdout.write(json.dumps({"attack": name, "took": monotonic() - begun, **outcome}) + "\n")
            await asyncio.sleep(self._random.random() * _PAUSE)

    async def _ask(self, text: str) -> dict[str, Any]:
        """Send a text in one of the ways, and read the answer as fast as it comes."""
        form = self._random.choice(["", "csv", "xml", "tsv", "html"]) if text.startswith("SELECT") else ""
        suffix = f"&format={form}" if form else ""
        more = self._random.choice(["", "Accept-Encoding: gzip\r\n"])
        ways = [lambda: post(f"query={quote(text)}{suffix}".encode(), "application/x-www-form-urlencoded", more)]
        if len(text) < 20_000:
            ways.append(lambda: get(f"query={quote(text)}{suffix}", more))
        return await self._exchange(self._random.choice(ways)())

    async def _exchange(self, request: bytes) -> dict[str, Any]:
        reader, writer = await connect(self._source, self._port)
        begun = monotonic()
        try:
            writer.write(request)
            with suppress(OSError):
                await writer.drain()
            async with asyncio.timeout(self._deadline + _WAIT):
                reply = await read_reply(reader, begun)
        except TimeoutError:
            return {"lost": True}
        finally:
            writer.close()
        if not reply.status:
            return {"closed": True}
        limit = (json.loads(reply.body) if reply.code else {}).get("limit") or {}
        return {
            "status": reply.status, "code": reply.code, "limit": limit.get("setting", ""), "whole": reply.whole,
            "problem": reply.headers.get("content-type") == "application/problem+json",
            "size": reply.size, "first": reply.first, "last": reply.last,
        }  # fmt: skip

    async def _send_and_wait(self, request: bytes, seconds: float) -> dict[str, Any]:
        """Send something, read nothing for so long, and leave."""
        _, writer = await connect(self._source, self._port, 1024)
        try:
            writer.write(request)
            await asyncio.sleep(seconds)
        finally:
            writer.transport.abort()
        return {"left": True}

    async def _slow_reader(self) -> dict[str, Any]:
        query = self._random.choice([LARGE, f"SELECT * {{ {CROSS} }}", "CONSTRUCT WHERE { ?s ?p ?o }"])
        return await self._send_and_wait(get(f"query={quote(query)}"), self._random.uniform(1, self._deadline))

    async def _leaves(self) -> dict[str, Any]:
        query = TEXTS[self._random.choice(list(TEXTS))](self._random)
        return await self._send_and_wait(post(query.encode()), self._random.choice([0, 0.05, 0.5, 1]))

    async def _half_open(self) -> dict[str, Any]:
        return await self._send_and_wait(
            self._random.choice([b"", b"G", b"GET /sparql?query=ASK"]), self._random.uniform(1, 5)
        )

    async def _slow_header(self) -> dict[str, Any]:
        return await self._slowly(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n" + b"X-A: b\r\n" * 1000)

    async def _slow_body(self) -> dict[str, Any]:
        return await self._slowly(post(b"ASK {} #" + b"x" * 1000))

    async def _slowly(self, request: bytes) -> dict[str, Any]:
        _, writer = await connect(self._source, self._port)
        try:
            for place in range(0, min(len(request), 400), 20):
                writer.write(request[place : place + 20])
                await asyncio.sleep(0.2)
        finally:
            writer.transport.abort()
        return {"left": True}

    async def _many(self) -> dict[str, Any]:
        """Two hundred connections at once, each with a small question or with nothing."""
        request = self._random.choice([b"", get("query=ASK%7B%7D"), get(f"query={quote(LARGE)}")])
        attempts = [self._send_and_wait(request, self._random.uniform(0.5, 2)) for _ in range(200)]
        await asyncio.gather(*attempts, return_exceptions=True)
        return {"left": True}

    async def _big_body(self) -> dict[str, Any]:
        size = self._random.choice([70_000, 190_000, 1_000_000, 20_000_000])
        media_type = self._random.choice(
            ["application/sparql-query", "application/x-www-form-urlencoded", "text/plain"]
        )
        return await self._exchange(post(b"query=ASK{}&a=" + b"x" * size, media_type))

    async def _noise(self) -> dict[str, Any]:
        noise = self._random.choice(
            [self._random.randbytes(5000), b"GET / HTTP/9.9\r\n\r\n", b"\r\n" * 500, b"GET /sparql" + b"x" * 50_000,
             b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", post(b"x").replace(b"Content-Length: 1", b"Content-Length: -1"),
             b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n"]
        )  # fmt: skip
        return await self._send_and_wait(noise, 0.5)

    async def _validation(self) -> dict[str, Any]:
        """A validation that takes longer than anybody waits, in turn with other ways to ask for one."""
        request = self._random.choice([_slow_validation(), post(_FORM, _MULTIPART, path="/check")])
        return await self._send_and_wait(request, self._random.uniform(0, self._deadline))

    async def _job(self) -> dict[str, Any]:
        """A job that takes long, or one with much content."""
        asynchronous = "Prefer: respond-async\r\n"
        large = post(b"# " + b"x" * 3_000_000, "text/turtle", asynchronous, path=f"{_SHACL}/clustergraph/api/validate")
        return await self._exchange(self._random.choice([_slow_validation(asynchronous), large]))

    async def _slow_form(self) -> dict[str, Any]:
        path = self._random.choice(["/check", "/citations", f"{_SHACL}/clustergraph/api/validate"])
        return await self._slowly(post(_FORM, _MULTIPART, path=path))

    async def _citing(self) -> dict[str, Any]:
        query = f"SELECT * {{ ?s ?p {self._random.randrange(10**9)} }}"
        body = f"query={quote(query)}".encode()
        return await self._exchange(post(body, "application/x-www-form-urlencoded", path="/citations"))

    async def _head(self) -> dict[str, Any]:
        query = quote(TEXTS["cross product"](self._random))
        return await self._send_and_wait(get(f"query={query}").replace(b"GET", b"HEAD"), self._random.uniform(0, 2))


if __name__ == "__main__":
    address, port, seconds, seed, deadline = sys.argv[1:]
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # it warns of connections that were reset
    asyncio.run(HostileClient(address, int(port), int(seed), float(deadline)).run(float(seconds)))
