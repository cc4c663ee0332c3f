"""Nothing in the event loop takes long, whatever is sent and however much is served: while a step runs, all wait."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import pytest
from steps import Steps

from clustergraph.settings import read_settings
from clustergraph.store.home import Home
from clustergraph.web.app import Application
from clustergraph.web.itself import Itself
from conftest import clustergraph, free_port

#: Lines of Python in one step: a third of a millisecond where it was measured, half of them what any request takes.
MOST = 3000
FEW, MANY = 30, 900
T = TypeVar("T")
NAMES = "https://example.org/graph/record-{}"


@dataclass
class Told:
    """What an application answered."""

    status: int = 0
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class Served:
    """An application in this process, whose loop is driven one request after another."""

    def __init__(self, home: Path, **settings: object) -> None:
        given = {"home": home, "port": free_port(), "client_requests": 0, "client_seconds": 0.0, **settings}
        self._settings = read_settings(given)
        held = Home(home)
        release = held.current()
        held.serves(release)
        Itself(release, self._settings).make_live(held)
        self.release = release
        self._loop = asyncio.new_event_loop()
        self._app = Application(self._settings)
        self._events: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        self._states: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._life = self._loop.create_task(self._app({"type": "lifespan"}, self._events.get, self._states.put))
        assert self._turn("startup") == "lifespan.startup.complete"

    def close(self) -> None:
        """End it."""
        assert self._turn("shutdown") == "lifespan.shutdown.complete"
        self._run(self._loop.shutdown_default_executor())
        self._loop.close()

    def _turn(self, kind: str) -> str:
        self._events.put_nowait({"type": f"lifespan.{kind}"})
        return str(self._run(self._states.get())["type"])

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run the loop, though there may be another in this thread: whatever drives a browser leaves one running."""
        other = asyncio._get_running_loop()
        asyncio._set_running_loop(None)
        try:
            return self._loop.run_until_complete(work)
        finally:
            asyncio._set_running_loop(other)

    def ask(
        self,
        path: str,
        query: str = "",
        *,
        method: str = "GET",
        body: bytes = b"",
        steps: Steps | None = None,
        **headers: str,
    ) -> Told:
        """Answer one request; the steps that it takes are counted."""
        return self._run(self._answered(path, query, method, body, steps, headers))

    async def _answered(
        self, path: str, query: str, method: str, body: bytes, steps: Steps | None, headers: dict[str, str]
    ) -> Told:
        told = Told()
        pieces = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if pieces:
                return pieces.pop()
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                told.status = message["status"]
                told.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            else:
                told.body += message.get("body", b"")

        pairs = [(b"host", b"x"), *((name.replace("_", "-").encode(), text.encode()) for name, text in headers.items())]
        scope = {
            "type": "http", "http_version": "1.1", "method": method, "path": path, "raw_path": quote(path).encode(),
            "query_string": query.encode("latin-1"), "headers": pairs, "client": ("127.0.0.1", 1), "scheme": "http",
            "server": ("127.0.0.1", 80), "root_path": "", "asgi": {"version": "3.0"},
        }  # fmt: skip
        if steps is None:
            await self._app(scope, receive, send)
        else:
            with steps:
                await asyncio.create_task(self._app(scope, receive, send))
        return told


@contextmanager
def served(folder: Path, graphs: int, **settings: object) -> Iterator[Served]:
    """Serve a release with so many graphs of one statement each."""
    folder.mkdir()
    lines = (f'<https://example.org/a{n}> <https://example.org/p> "{n}" <{NAMES.format(n)}> .\n' for n in range(graphs))
    (folder / "graphs.nq").write_text("".join(lines))
    done = clustergraph("--home", str(folder / "home"), "load", str(folder / "graphs.nq"))
    assert done.returncode == 0, done.stderr
    one = Served(folder / "home", **settings)
    try:
        yield one
    finally:
        one.close()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A release with few graphs."""
    with served(tmp_path_factory.mktemp("small") / "served", 100, trusted_proxies="127.0.0.1/32") as one:
        yield one


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A release with a hundred times as many."""
    with served(tmp_path_factory.mktemp("large") / "served", 10_000, trusted_proxies="127.0.0.1/32") as one:
        yield one


Ask = Callable[[Served, int, Steps | None], Told]


def _get(path: str, query: Callable[[int], str] = lambda _: "", **headers: Callable[[int], str]) -> Ask:
    def ask(one: Served, number: int, steps: Steps | None) -> Told:
        said = {name: make(number) for name, make in headers.items()}
        return one.ask(path, query(number), steps=steps, **said)

    return ask


def _post(content_type: str, body: Callable[[int], str], path: str = "/sparql", method: str = "POST") -> Ask:
    def ask(one: Served, number: int, steps: Steps | None) -> Told:
        return one.ask(path, method=method, body=body(number).encode(), steps=steps, content_type=content_type)

    return ask


def _many(text: str, between: str = "&") -> Callable[[int], str]:
    return lambda number: between.join(text.format(n) for n in range(number))


def _asked(text: str, more: Callable[[int], str]) -> Callable[[int], str]:
    return lambda number: f"query={quote(text)}&{more(number)}"


def _values(number: int) -> str:
    return f"ASK {{ VALUES ?n {{ {' '.join(map(str, range(number * 9)))} }} }}"


FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
#: What is asked, by what grows in it: parameters, fields, names, items of headers, tokens, characters of a path.
ASKED: dict[str, tuple[Ask, set[int]]] = {
    "parameters that mean nothing": (_get("/sparql", _asked("ASK {}", _many("x{}=1"))), {200, 400}),
    "parameters that look like ours": (_get("/sparql", _asked("ASK {}", _many("fromage{}=1"))), {200, 400}),
    "parameters without a value": (_get("/sparql", _asked("ASK {}", _many("x{}="))), {200}),
    "graphs of a dataset": (_get("/sparql", _asked("ASK {}", _many("default-graph-uri=urn:a:{}"))), {200, 400}),
    "formats": (_get("/sparql", _asked("ASK {}", lambda n: f"format={_many('a/b{}', ',')(n)}")), {400}),
    "digits of a timeout": (_get("/sparql", _asked("ASK {}", lambda n: f"timeout={'9' * 9 * n}")), {200, 400}),
    "letters as they are typed": (
        lambda one, n, steps: one.ask(
            "/sparql", "query=ASK{}%23" + "č".encode().decode("latin-1") * 9 * n, steps=steps
        ),
        {200},
    ),
    "fields of a form": (_post(FORM, _asked("ASK {}", _many("default-graph-uri=urn:a:{}"))), {200, 400}),
    "escapes of a form": (_post(FORM, lambda n: f"query=ASK{{}}%23{'%C4%8D' * 9 * n}"), {200}),
    "values of a query": (_post(QUERY, _values), {200, 400}),
    "brackets of a query": (_post(QUERY, lambda n: f"ASK {{}} #{'(' * 9 * n}"), {200}),
    "values of a query by QUERY": (_post(QUERY, _values, method="QUERY"), {200, 400}),
    "media types": (_get("/sparql", _asked("ASK {}", lambda _: ""), accept=_many("a/b{}", ",")), {406, 200}),
    "commas of Accept": (_get("/graphs", accept=lambda n: "," * 9 * n), {200}),
    "languages": (_get("/graphs", accept_language=_many("a-x{}", ",")), {200}),
    "encodings": (_get("/sparql", _asked("ASK {}", lambda _: ""), accept_encoding=_many("x{}", ",")), {200}),
    "names of answers": (_get("/sparql", _asked("ASK {}", lambda _: ""), if_none_match=_many('"{}"', ",")), {200}),
    "commas of If-None-Match": (
        _get("/sparql", _asked("ASK {}", lambda _: ""), if_none_match=lambda n: "," * 9 * n),
        {200},
    ),
    "addresses of proxies": (
        _get("/health/live", x_forwarded_for=lambda n: "127.0.0.1," * (n * 4 // 5)),
        {200},
    ),
    "preferences": (
        lambda one, n, steps: one.ask(
            "/shacl/clustergraph/api/validate", method="POST", steps=steps, prefer=_many("a{}", ",")(n), accept="a/b"
        ),
        {400, 404, 406},
    ),
    "headers of a script": (
        lambda one, n, steps: one.ask(
            "/sparql", method="OPTIONS", steps=steps, access_control_request_headers=_many("x{}", ",")(n)
        ),
        {204},
    ),
    "slashes": (lambda one, n, steps: one.ask("/" * 4 * n, steps=steps), {308, 404}),
    "escapes of a path": (lambda one, n, steps: one.ask("/graphs/" + "%" * n, steps=steps), {404}),
    "escapes of a path with slashes": (lambda one, n, steps: one.ask("/nothing" + "č/" * (n // 2), steps=steps), {404}),
    "characters of a path": (lambda one, n, steps: one.ask("/graph/" + "č" * (n // 2), steps=steps), {404}),
    "characters of a graph": (_get("/graphs", lambda n: f"graph=https://example.org/{'b' * 50 * n}"), {404}),
    "characters of a graph that is none": (_get("/graphs", lambda n: f"graph={'b@' * 30 * n}"), {400}),
    "characters of an authority": (_get("/graphs", lambda n: f"graph=http://{'b:' * 30 * n}"), {400, 404}),
}


@pytest.mark.parametrize("name", ASKED)
def test_no_step_gets_long_by_what_is_sent(small: Served, name: str) -> None:
    """With thirty times as much in a request no step takes more than any step may."""
    ask, expected = ASKED[name]
    ask(small, FEW, None)  # what is found once, is found
    few, many = Steps(), Steps()
    assert ask(small, FEW, few).status in expected
    told = ask(small, MANY, many)

    assert told.status in expected, told.body
    assert few.longest > 20, "steps were seen"
    assert few.longest <= MOST, few.where
    assert many.longest <= MOST, many.where


SERVED: dict[str, tuple[Callable[[Served], dict[str, Any]], int]] = {
    "a name near one of a graph": (
        lambda one: {"path": "/graphs", "query": "graph=https://example.org/graph/recrod-77"},
        404,
    ),
    "a name near none": (lambda one: {"path": "/graphs", "query": "graph=urn:nothing:like:it"}, 404),
    "an address near a graph's": (lambda one: {"path": "/graph/record-77"}, 404),
    "a graph": (lambda one: {"path": "/graphs", "query": f"graph={NAMES.format(77)}"}, 200),
    "a graph by an address that is not there": (lambda one: {"path": "/graphs/record-77"}, 404),
    "all graphs": (lambda one: {"path": "/graphs"}, 200),
    "a graph that is not there in FROM": (
        lambda one: {"path": "/sparql", "query": f"query={quote('ASK FROM <urn:a:b> {}')}"},
        400,
    ),
    "graphs of the protocol": (
        lambda one: {"path": "/sparql", "query": f"query=ASK%7B%7D&named-graph-uri={NAMES.format(7)}"},
        200,
    ),
    "a release by its name": (
        lambda one: {"path": "/sparql", "query": f"query=ASK%7B%7D&release={one.release.manifest.digest}"},
        200,
    ),
    "a release that is not kept": (
        lambda one: {"path": "/sparql", "query": f"query=ASK%7B%7D&release={'0' * 64}"},
        404,
    ),
    "an answer that nobody cited": (lambda one: {"path": "/citation/nothing/answer"}, 404),
    "figures for operators": (lambda one: {"path": "/metrics"}, 200),
    "whether it is ready": (lambda one: {"path": "/health/ready"}, 200),
    "what the endpoint is": (lambda one: {"path": "/sparql"}, 200),
    "limits": (lambda one: {"path": "/limits", "accept": "application/json"}, 200),
    "a page": (lambda one: {"path": "/graphs", "accept": "text/html"}, 200),
}


@pytest.mark.parametrize("name", SERVED)
def test_no_step_gets_long_by_what_is_served(small: Served, large: Served, name: str) -> None:
    """With a hundred times as many graphs each step takes what it took, but for the odd line."""
    make, status = SERVED[name]
    longest = []
    for one in (small, large):
        one.ask(**make(one))
        steps = Steps()
        told = one.ask(**make(one), steps=steps)
        assert told.status == status, told.body[:500]
        assert steps.longest <= MOST, steps.where
        longest.append(steps.longest)

    assert longest[0] > 20, "steps were seen"
    assert longest[1] <= 1.5 * longest[0] + 300


def test_what_is_near_is_found_all_the_same(large: Served) -> None:
    """A slip anywhere in a name, among ten thousand that are alike."""
    for slip in ("recrod-7071", "record-70711", "ecord-7071", "record_7071", "Record-7071", "records/record-7071"):
        told = large.ask("/graphs", f"graph=https://example.org/graph/{slip}")
        assert NAMES.format(7071) in json.loads(told.body)["remedy"], slip
