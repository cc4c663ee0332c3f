"""Validations that nobody waits for, and what is left of those whose client leaves."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from conftest import Server

ASYNC = {"Content-Type": "text/turtle", "Prefer": "respond-async"}
SMALL = b"<http://example.org/c> a <https://w3id.org/clustergraph/ns#Cluster> ."
LARGE = b"".join(
    b"<http://example.org/%d> a <https://w3id.org/clustergraph/ns#Company> .\n" % number for number in range(30_000)
)
#: Quick to read, and to be looked at for long.
SLOW = b"<http://e.example/x> a <http://e.example/C> ; <http://e.example/p> '" + b"a" * 4000 + b"' ."
PATTERN = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> . <http://e.example/S> a sh:NodeShape ; sh:targetClass "
    "<http://e.example/C> ; sh:property [ sh:path <http://e.example/p> ; sh:pattern '^(([a-z])+.)+[A-Z]([a-z])+$' ] ."
)
PROGRAM = "clustergraph.validator.child"


def start(server: Server, content: bytes, **parameters: str) -> str:
    """Start a job; gives its address."""
    url = f"{server.url}/shacl/clustergraph/api/validate"
    response = httpx.post(url, params=parameters, content=content, headers=ASYNC, timeout=30)
    assert response.status_code == 202, response.text
    assert response.headers["preference-applied"] == "respond-async"
    assert response.json()["status"] == response.headers["location"]
    return server.url + response.headers["location"]


def ended(address: str) -> dict[str, object]:
    """Wait for the end of a job; gives what is told of it, with all that was told before."""
    seen = []
    for _ in range(600):
        told = httpx.get(address).json()
        seen.append((told["progress"]["step"], told["progress"]["done"], told["progress"]["total"]))
        if told["state"] != "running":
            return {**told, "seen": seen}
        time.sleep(0.05)
    raise AssertionError("the job does not end")


def gone(what: Callable[[], bool]) -> bool:
    """Whether something is so within ten seconds."""
    for _ in range(200):
        if what():
            return True
        time.sleep(0.05)
    return False


def slow(server: Server, **headers: str) -> dict[str, object]:
    """A validation that takes longer than anybody waits."""
    rules = [{"ruleSet": PATTERN, "ruleSyntax": "text/turtle", "embeddingMethod": "STRING"}]
    body = {"contentToValidate": SLOW.decode(), "contentSyntax": "text/turtle", "externalRules": rules}
    return {"url": f"{server.url}/shacl/any/api/validate", "json": body, "headers": headers}


def test_a_job_tells_how_far_it_is_and_then_gives_its_report(server: Server) -> None:
    """The very report that one who waits would have got."""
    address = start(server, SMALL, reportSyntax="application/n-triples")
    told = ended(address)
    report = httpx.get(f"{address}/report")
    waited = httpx.post(
        f"{server.url}/shacl/clustergraph/api/validate",
        params={"reportSyntax": "application/n-triples"},
        content=SMALL,
        headers={"Content-Type": "text/turtle"},
    )

    assert told["state"] == "finished"
    assert told["outcome"] == "does not conform"
    assert server.url + str(told["report"]) == f"{address}/report"
    assert report.content == waited.content
    assert report.headers["clustergraph-outcome"] == "does not conform"


def test_progress_is_told_in_steps(serve) -> None:
    """Of a large one more than its end is seen."""
    server = serve()
    told = ended(start(server, LARGE, reportSyntax="text/plain"))

    assert told["state"] == "finished"
    steps = {step for step, _, _ in told["seen"]}  # type: ignore[attr-defined]
    assert steps & {"Read", "Validate"}
    assert all(0 <= done <= total for _, done, total in told["seen"])  # type: ignore[attr-defined]


def test_a_job_that_fails_has_a_problem_for_its_report(server: Server) -> None:
    """With the status that one who waits would have got."""
    address = start(server, b"<oops")
    told = ended(address)
    report = httpx.get(f"{address}/report")

    assert told["state"] == "failed"
    assert told["problem"]["code"] == "syntax-error"  # type: ignore[index]
    assert (report.status_code, report.json()["code"]) == (400, "syntax-error")


def test_a_job_may_be_ended(serve) -> None:
    """Its process ends with it, and nothing is kept."""
    server = serve(job_deadline="300")
    headers = {"Prefer": "respond-async"}
    response = httpx.post(**slow(server, **headers))  # type: ignore[arg-type]
    address = server.url + response.headers["location"]
    assert gone(lambda: bool(server.children(PROGRAM)))
    running = set(server.children(PROGRAM))
    early = httpx.get(f"{address}/report")

    assert (early.status_code, early.headers["retry-after"]) == (404, "1")
    assert httpx.delete(address).status_code == 204
    assert httpx.get(address).status_code == 404
    assert gone(lambda: running.isdisjoint(server.children(PROGRAM)))  # another may have been started in its place


def test_reports_are_kept_for_a_while(serve) -> None:
    """And no longer."""
    server = serve(job_kept="1")
    address = start(server, SMALL)
    ended(address)

    assert gone(lambda: httpx.get(address).status_code == 404)


def test_who_leaves_leaves_no_process(serve) -> None:
    """The validation of a client that goes away is ended."""
    server = serve()
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(httpx.post, **slow(server), timeout=3)  # type: ignore[arg-type]
        assert gone(lambda: bool(server.children(PROGRAM)))
        running = set(server.children(PROGRAM))
        with pytest.raises(httpx.ReadTimeout):
            asked.result()

    assert gone(lambda: running.isdisjoint(server.children(PROGRAM)))
    assert gone(lambda: _outcomes(server).get("client-left", 0) >= 1)


def test_a_server_that_ends_leaves_no_process(serve) -> None:
    """Neither the child nor those that it has forked."""
    server = serve(validate_deadline="60", shutdown_grace="0.5")
    many = b"".join(
        b"<http://e.example/%d> a <http://e.example/C> ; <http://e.example/p> '%s' .\n" % (number, b"a" * 40)
        for number in range(9000)
    )
    request = slow(server, Prefer="respond-async")
    request["json"]["contentToValidate"] = many.decode()  # type: ignore[index]
    httpx.post(**request)  # type: ignore[arg-type]
    assert gone(lambda: len(server.children(PROGRAM)) > 1), "two forked workers"
    children = server.children(PROGRAM)
    server.stop()

    assert gone(lambda: not any(_lives(child) for child in children))


def _lives(process: int) -> bool:
    with suppress(OSError):
        return "clustergraph" in (Path("/proc") / str(process) / "cmdline").read_text()
    return False


def test_validations_are_counted(serve) -> None:
    """By outcome; and how many wait, and how many jobs are kept."""
    server = serve()
    ended(start(server, SMALL))
    httpx.post(
        f"{server.url}/shacl/clustergraph/api/validate", content=b"<oops", headers={"Content-Type": "text/turtle"}
    )
    found = _outcomes(server)

    assert found == {"does not conform": 1, "syntax-error": 1}
    metrics = httpx.get(f"{server.url}/metrics").text
    assert "clustergraph_jobs 1.0" in metrics
    assert "clustergraph_validations_waiting 0.0" in metrics
    assert "clustergraph_validation_seconds_count 2.0" in metrics


def _outcomes(server: Server) -> dict[str, float]:
    name = 'clustergraph_validations_total{outcome="'
    lines = [line for line in httpx.get(f"{server.url}/metrics").text.splitlines() if line.startswith(name)]
    return {line.removeprefix(name).partition('"')[0]: float(line.split()[-1]) for line in lines}


def test_who_sends_slowly_takes_nobodys_place(serve) -> None:
    """A body that does not come is refused like any other, and others are answered meanwhile."""
    server = serve(read_timeout="1", validate_children="1")

    def trickle() -> object:
        yield b"<http://example.org/c> "
        time.sleep(3)
        yield b"a <https://w3id.org/clustergraph/ns#Cluster> ."

    try:
        answer = httpx.post(
            f"{server.url}/shacl/clustergraph/api/validate",
            content=trickle(),  # type: ignore[arg-type]
            headers={"Content-Type": "text/turtle"},
            timeout=30,
        )
    except httpx.TransportError:
        pass
    else:
        assert answer.status_code in (400, 408)
    assert httpx.get(f"{server.url}/shacl/api/version").status_code == 200
