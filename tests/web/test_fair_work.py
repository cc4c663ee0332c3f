"""The greedy and the polite: two addresses of the loopback, and whatever the one does, the other has its answer."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest

from conftest import ROOT, Server

GREEDY, POLITE = "127.0.0.2", "127.0.0.3"
RECORD = (ROOT / "docs/examples/cluster.ttl").read_bytes()
#: Quick to read, and to be looked at for long.
SLOW = b"<http://e.example/x> a <http://e.example/C> ; <http://e.example/p> '" + b"a" * 4000 + b"' ."
PATTERN = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> . <http://e.example/S> a sh:NodeShape ; sh:targetClass "
    "<http://e.example/C> ; sh:property [ sh:path <http://e.example/p> ; sh:pattern '^(([a-z])+.)+[A-Z]([a-z])+$' ] ."
)
GROWTH = 64 * 1_048_576  # bytes by which the serving process may grow, whatever is posted


@pytest.fixture
def client() -> Iterator[Callable[[str], httpx.Client]]:
    """Make clients that come from an address."""
    with ExitStack() as kept:

        def make(address: str) -> httpx.Client:
            transport = httpx.HTTPTransport(local_address=address)
            return kept.enter_context(httpx.Client(transport=transport, timeout=60))

        yield make


def validate(who: httpx.Client, server: Server, content: bytes = RECORD, **headers: str) -> httpx.Response:
    """Have a record validated."""
    url = f"{server.url}/shacl/clustergraph/api/validate"
    return who.post(url, content=content, headers={"Content-Type": "text/turtle", **headers})


def slow_job(who: httpx.Client, server: Server) -> httpx.Response:
    """Ask for a job that takes longer than anybody waits."""
    rules = [{"ruleSet": PATTERN, "ruleSyntax": "text/turtle", "embeddingMethod": "STRING"}]
    body = {"contentToValidate": SLOW.decode(), "contentSyntax": "text/turtle", "externalRules": rules}
    return who.post(f"{server.url}/shacl/any/api/validate", json=body, headers={"Prefer": "respond-async"})


def checked(who: httpx.Client, server: Server) -> httpx.Response:
    """Check a record on the page."""
    return who.post(f"{server.url}/check", files={"file": ("c.ttl", RECORD)}, headers={"Accept": "text/html"})


def memory(server: Server) -> int:
    """The bytes of memory that the serving process holds, without those that evaluate and validate."""
    found = [server.process.pid]
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == server.process.pid:
                found.append(int(folder.name))
    told = [Path(f"/proc/{pid}/status").read_text() for pid in found]
    return sum(int(text.partition("VmRSS:")[2].split()[0]) * 1024 for text in told)


def begin_post(server: Server, address: str, path: str, kind: str) -> socket.socket:
    """Begin a request and send a little of its body."""
    one = socket.create_connection(("127.0.0.1", server.port), source_address=(address, 0))
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nContent-Length: 5000\r\n\r\n"
    one.sendall(head.encode() + b"--x\r\nContent-Disp")
    return one


def test_jobs_of_one_client_are_in_nobodys_way(serve, client) -> None:
    """It has its share of them; a validation, a job and the page of another are answered meanwhile."""
    server: Server = serve(client_jobs="6", job_deadline="300")
    greedy, polite = client(GREEDY), client(POLITE)
    accepted = [slow_job(greedy, server) for _ in range(9)]

    assert [one.status_code for one in accepted] == [202] * 6 + [429] * 3
    assert accepted[-1].json()["limit"] == {"setting": "client_jobs", "value": 6, "unit": "jobs"}
    assert validate(polite, server).headers["clustergraph-outcome"] == "conforms"
    assert checked(polite, server).headers["clustergraph-outcome"] == "conforms"
    job = server.url + validate(polite, server, Prefer="respond-async").headers["location"]
    for _ in range(600):
        if (state := polite.get(job).json()["state"]) != "running":
            break
        time.sleep(0.05)
    assert state == "finished"
    assert validate(greedy, server).status_code == 200  # and its own, which it waits for
    for one in accepted[:6]:
        assert greedy.get(server.url + one.headers["location"]).json()["state"] == "running"


def test_the_newest_that_waits_makes_room_for_a_client_that_has_none(serve, client) -> None:
    """It is told so at its address; who has as many is refused."""
    server: Server = serve(jobs_max="4", client_jobs="4", job_deadline="300")
    greedy, polite = client(GREEDY), client(POLITE)
    of_greedy = [slow_job(greedy, server).headers["location"] for _ in range(4)]
    of_polite = [slow_job(polite, server) for _ in range(3)]

    assert [one.status_code for one in of_polite] == [202, 202, 503]
    told = [greedy.get(server.url + address).json() for address in of_greedy]
    assert [one["state"] for one in told] == ["running", "running", "failed", "failed"]
    assert {one["problem"]["limit"]["setting"] for one in told[2:]} == {"jobs_max"}


def test_what_waits_is_on_disk(serve, client) -> None:
    """However much is posted, the serving process grows by no more than is stated; a share of it is one client's."""
    server: Server = serve(client_bodies="100000000", job_deadline="300")
    greedy, polite = client(GREEDY), client(POLITE)
    validate(polite, server)
    for _ in range(2):
        slow_job(greedy, server)
    before = memory(server)
    large = b"# " + b"x" * 19_000_000
    answers = [validate(greedy, server, large, Prefer="respond-async") for _ in range(7)]

    assert [one.status_code for one in answers] == [202] * 5 + [429] * 2
    assert answers[-1].json()["limit"]["setting"] == "client_bodies"
    assert memory(server) - before < GROWTH
    assert validate(polite, server).headers["clustergraph-outcome"] == "conforms"
    for one in answers[:5]:
        greedy.delete(server.url + one.headers["location"])
    assert validate(greedy, server, large, Prefer="respond-async").status_code == 202


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/check", "multipart/form-data; boundary=x"),
        ("/citations", "application/x-www-form-urlencoded"),
        ("/shacl/clustergraph/api/validate", "text/turtle"),
        ("/sparql", "application/sparql-query"),
    ],
)
def test_bodies_that_come_slowly_hold_nothing(serve, client, path: str, kind: str) -> None:
    """Neither places nor threads: a page, a check and a citation of another are answered."""
    server: Server = serve()
    polite = client(POLITE)
    with ExitStack() as open_ones:
        for _ in range(90):
            open_ones.enter_context(begin_post(server, GREEDY, path, kind))
        for address in ("127.0.0.4", "127.0.0.5"):
            for _ in range(20):
                open_ones.enter_context(begin_post(server, address, path, kind))

        assert checked(polite, server).headers["clustergraph-outcome"] == "conforms"
        assert polite.post(f"{server.url}/citations", data={"query": "ASK {}"}).status_code == 303
        assert polite.get(f"{server.url}/clusters", headers={"Accept": "text/html"}).status_code == 200
        assert polite.get(f"{server.url}/sparql", params={"query": "ASK {}"}).status_code == 200
        assert validate(polite, server).headers["clustergraph-outcome"] == "conforms"


def test_who_is_refused_before_the_page_gets_a_page(serve, client) -> None:
    """In the language of the reader, with the form; a program gets the problem document."""
    server: Server = serve(client_bodies="65536", client_documents="1")
    for accept, kind in (("text/html", "text/html; charset=utf-8"), ("*/*", "application/problem+json")):
        files = {"text": (None, "#" * 100_000)}
        response = client(POLITE).post(f"{server.url}/check?lang=sr-Latn", files=files, headers={"Accept": accept})

        assert (response.status_code, response.headers["content-type"]) == (429, kind)
        assert "client_bodies" in response.text
        assert ('<form action="/check' in response.text) == (accept == "text/html")
