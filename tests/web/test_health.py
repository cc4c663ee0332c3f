"""What operators ask: health and measures of a real server."""

import os
import signal
import threading
import time
from contextlib import suppress

import httpx
from prometheus_client.parser import text_string_to_metric_families

from clustergraph.errors import family
from clustergraph.web.routes import OTHER, ROUTES
from conftest import Server

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def measures(server: Server) -> dict[tuple[str, ...], float]:
    """Read the measures as Prometheus does; a key is a name and the values of its labels."""
    answer = httpx.get(f"{server.url}/metrics", timeout=10)
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(answer.text)
    return {(s.name, *s.labels.values()): s.value for one in families for s in one.samples}


def test_a_server_lives_and_is_ready(server: Server) -> None:
    """As JSON that nobody keeps, without a body for HEAD."""
    for path in ("/health/live", "/health/ready"):
        answer, head = httpx.get(f"{server.url}{path}"), httpx.head(f"{server.url}{path}")

        assert answer.status_code == head.status_code == 200
        assert answer.json()["status"] == "pass"
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["cache-control"] == "no-store"
        assert head.content == b""
    assert httpx.post(f"{server.url}/health/live").status_code == 405
    assert httpx.get(f"{server.url}/health/nothing").json()["code"] == "not-found"


def test_health_is_no_part_of_a_share(serve) -> None:
    """A monitor that asks often costs its network nothing."""
    server = serve(client_requests="2")
    statuses = {httpx.get(f"{server.url}{path}").status_code for path in ["/health/live", "/metrics"] * 10}

    assert statuses == {200}


def test_a_server_whose_children_do_not_answer_is_not_ready(serve) -> None:
    """Its children are stopped (SIGSTOP), as a machine without memory stops them; then they go on."""
    server = serve(query_children="2")
    stopped = server.children()
    assert len(stopped) >= 2, "two, and spares"
    for child in stopped:
        os.kill(child, signal.SIGSTOP)
    began = time.monotonic()
    answer = httpx.get(f"{server.url}/health/ready", timeout=10)
    taken = time.monotonic() - began
    live = httpx.get(f"{server.url}/health/live")
    for child in stopped:
        with suppress(ProcessLookupError):  # the one that was asked has been replaced
            os.kill(child, signal.SIGCONT)

    assert (answer.status_code, answer.json()["code"]) == (503, "not-ready")
    assert "within 1 second" in answer.json()["detail"]
    assert taken < 2
    assert live.status_code == 200
    deadline = time.monotonic() + 20
    while httpx.get(f"{server.url}/health/ready", timeout=10).status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_measures_tell_what_happened(serve) -> None:
    """Answers by outcome, rows, bytes, children, routes and statuses, the release."""
    server = serve(query_deadline="1", query_children="1", query_slow="1")
    ask, before = f"{server.url}/sparql", measures(server)  # the start page has asked already
    httpx.get(ask, params={"query": "SELECT ?x { VALUES ?x { 1 2 3 } }", "format": "csv"})
    httpx.get(ask, params={"query": "SELECT * {"})
    httpx.get(ask, params={"query": CROSS}, timeout=10)
    httpx.get(ask, params={"query": "ASK {}", "timeout": "soon"})
    after = measures(server)
    found = {key: value - before.get(key, 0) for key, value in after.items()}

    assert found[("clustergraph_answers_total", "ok")] == 1
    assert found[("clustergraph_answers_total", "syntax-error")] == 1
    assert found[("clustergraph_answers_total", "deadline-passed")] == 1
    assert found[("clustergraph_errors_total", "bad-parameter")] == 1
    assert found[("clustergraph_answer_rows_sum",)] == 3
    assert found[("clustergraph_answer_bytes_sum",)] == len("x\r\n1\r\n2\r\n3\r\n")
    assert found[("clustergraph_query_seconds_count",)] == 1
    assert found[("clustergraph_first_byte_seconds_count",)] == 1
    assert found[("clustergraph_children_events_total", "killed")] == 1
    assert after[("clustergraph_children_events_total", "started")] >= 2
    assert found[("clustergraph_requests_total", "/sparql", "200")] == 1
    assert found[("clustergraph_requests_total", "/sparql", "400")] == 2
    assert found[("clustergraph_requests_total", "/sparql", "503")] == 1
    assert after[("process_resident_memory_bytes",)] > 10_000_000
    assert any(key[0] == "clustergraph_release_info" and len(key[1]) == 64 for key in after)


def test_measures_see_a_busy_child_and_a_queue(serve) -> None:
    """While a long query runs and another waits; and that a client left."""
    server = serve(query_deadline="6", query_children="1", query_slow="1", query_quick="6", query_patience="6")

    def leave() -> None:
        with suppress(httpx.ReadTimeout):
            httpx.get(f"{server.url}/sparql", params={"query": CROSS}, timeout=2)

    askers = [threading.Thread(target=leave) for _ in range(2)]
    for asker in askers:
        asker.start()
    time.sleep(1)
    found = measures(server)
    for asker in askers:
        asker.join()
    time.sleep(0.5)
    after = measures(server)

    assert found[("clustergraph_children", "busy")] == 1
    assert found[("clustergraph_queue_length",)] == 1
    assert after[("clustergraph_queue_length",)] == 0
    assert after[("clustergraph_answers_total", "client-left")] == 2
    assert after[("clustergraph_errors_total", "client-left")] == 2


def test_clients_cannot_make_the_measures_grow(server: Server) -> None:
    """Whatever paths, methods, parameters and headers they send."""
    with httpx.Client(base_url=server.url, timeout=10) as client:
        for turn in range(40):
            client.get(f"/no/{turn}", headers={"User-Agent": f"a{turn}"})
            client.get(f"/queries/q{turn}")
            client.get(f"/dumps/{turn}.nt")
            client.get("/sparql", params={f"p{turn}": "1"})
            client.request(f"M{turn}", "/sparql")
        routes = {route.path for route in (*ROUTES, OTHER)}
        codes = {error.code for error in family()} | {"ok", "client-left"}
        for name, *labels in measures(server):
            if name == "clustergraph_requests_total":
                assert labels[0] in routes
                assert labels[1].isdigit()
            elif name in ("clustergraph_errors_total", "clustergraph_answers_total"):
                assert labels[0] in codes
