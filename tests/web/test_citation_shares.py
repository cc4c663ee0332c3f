"""Citations are fair to everybody: whatever the greedy do, the polite can cite, and nothing that is read is lost."""

import json
import os
import re
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import httpx
import pytest

from clustergraph.store.citation_files import Citation
from conftest import Server, clustergraph

Serve = Callable[..., Server]
POLITE = "127.0.0.99"
LOW = {"citations_max": "30", "client_citations": "10"}


def at(address: str) -> httpx.Client:
    """Give a client with an address of its own on the loopback."""
    return httpx.Client(transport=httpx.HTTPTransport(local_address=address), timeout=60)


def cite(server: Server, client: httpx.Client, words: str, **more: str) -> httpx.Response:
    return client.post(f"{server.url}/citations", data={"query": f"ASK {{}} # {words}", **more})


def greedy(server: Server, address: str, *, follow: bool = False) -> list[str]:
    """Cite until it is refused, over several connections; gives where they are."""
    found = []
    with at(address) as client:
        for number in range(1000):
            answer = cite(server, client, f"{address} {number}")
            if answer.status_code != 303:
                assert answer.json()["code"] in {"too-many-requests", "citations-full"}
                return found
            found.append(answer.headers["location"])
            if follow:
                client.get(f"{server.url}{found[-1]}")
                client.get(f"{server.url}{found[-1]}/answer")
    raise AssertionError("nothing refused it")


def folder_of(server: Server) -> Path:
    return Path(server.log.name).parent


@pytest.mark.parametrize("follow", [False, True])
def test_the_polite_can_cite_after_the_greedy(serve: Serve, follow: bool) -> None:
    """Many addresses have filled all places, whether they look at their own or not; what others read stays."""
    server = serve(**LOW)
    with at(POLITE) as polite:
        early = cite(server, polite, "early").headers["location"]
        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(lambda n: greedy(server, f"127.0.0.{n}", follow=follow), range(2, 8)))
        read = next(where for where in made[0] if polite.get(f"{server.url}{where}").status_code == 200)
        answers = [cite(server, polite, str(number)) for number in range(3)]
        with at("127.0.0.98") as other:
            answers.append(cite(server, other, "newcomer"))

        assert sum(map(len, made)) >= 29
        assert [answer.status_code for answer in answers] == [303, 303, 303, 303]
        for where in (early, read, *(answer.headers["location"] for answer in answers)):
            assert polite.get(f"{server.url}{where}/answer").status_code == 200
        assert len(list((folder_of(server) / "citations").glob("*.json"))) == 30
        assert "made room for" in Path(server.log.name).read_text()


def test_a_share_is_told_and_the_same_again_is_free(serve: Serve) -> None:
    """429 with the limit and when; nothing is evaluated for nothing, and a restart gives no share back."""
    server = serve(client_citations="2")
    with at("127.0.0.2") as client:
        kept = [cite(server, client, str(number)).headers["location"] for number in range(2)]
        refused = cite(server, client, "2")
        again = [cite(server, client, str(number)).headers["location"] for number in range(2)]
        page = client.post(
            f"{server.url}/citations", data={"query": "ASK {} # 3"}, headers={"Accept": "text/html"}
        )  # fmt: skip
    with at("127.0.0.3") as other:
        assert cite(server, other, "0").headers["location"] == kept[0]
        assert cite(server, other, "2").status_code == 303

    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (429, "too-many-requests")
    assert problem["limit"] == {"setting": "client_citations", "value": 2, "unit": "citations a day"}
    assert 0 < int(refused.headers["retry-after"]) <= 86_400
    assert page.status_code == 429
    assert again == kept
    assert "127.0.0" not in refused.text


def test_clients_behind_a_proxy_are_told_apart(serve: Serve) -> None:
    """By the header of a proxy that is trusted; from anybody else it makes nobody another client."""
    trusting, other = serve(client_citations="1", trusted_proxies="127.0.0.0/8"), serve(client_citations="1")
    for server, statuses in ((trusting, [303, 303, 429]), (other, [303, 429, 429])):
        told = []
        for number, address in enumerate(["198.51.100.1", "198.51.100.2", "198.51.100.1"]):
            answer = httpx.post(
                f"{server.url}/citations",
                data={"query": f"ASK {{}} # {number}"},
                headers={"X-Forwarded-For": address},
                timeout=30,
            )
            told.append(answer.status_code)
        assert told == statuses


def test_parallel_requests_have_one_share(serve: Serve) -> None:
    """What is asked at once is counted once it is kept: no race gives more."""
    server = serve(client_citations="3", client_queries="64")
    with at("127.0.0.2") as client, ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda number: cite(server, client, str(number)).status_code, range(24)))

    assert codes.count(303) == 3
    assert set(codes) == {303, 429}


def test_who_fetches_is_noted_and_nobody_is_told(serve: Serve) -> None:
    """By page and by answer, but not by who cited it; no pseudonym is in anything that is served."""
    server = serve()
    with at("127.0.0.2") as author, at("127.0.0.3") as reader:
        mine, page, answer = (cite(server, author, words).headers["location"] for words in ("a", "b", "c"))
        served = author.get(f"{server.url}{mine}").text + author.get(f"{server.url}{mine}.json").text
        served += author.get(f"{server.url}{mine}/answer").text + reader.get(f"{server.url}{page}").text
        reader.get(f"{server.url}{answer}/answer")
        served += reader.get(f"{server.url}/releases/").text + reader.get(f"{server.url}/metrics").text
    fetched = {}
    for _ in range(100):  # it is written aside
        done = clustergraph("--home", str(folder_of(server)), "citations", "--json")
        entries = httpx.Response(200, text=done.stdout).json()
        fetched = {f"/citation/{entry['name']}": entry["fetched"] for entry in entries}
        if "never" not in (fetched[page], fetched[answer]):
            break
        time.sleep(0.1)

    assert fetched[mine] == "never"
    assert re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", fetched[page])
    assert fetched[page] == fetched[answer]
    [client] = {entry["client"] for entry in entries}
    assert client
    assert client not in served
    assert "127.0.0.2" not in done.stdout + served


def test_many_from_one_address_are_told_that_they_may_go(serve: Serve) -> None:
    """The page of one that is not settled says so; the first few are, and the others once somebody has read them."""
    server = serve(**LOW)
    with at("127.0.0.2") as author, at("127.0.0.3") as reader:
        first = cite(server, author, "1").headers["location"]
        words = "Many answers were cited from your address today"
        assert words not in author.get(f"{server.url}{first}", headers={"Accept": "text/html"}).text
        second = cite(server, author, "2").headers["location"]
        assert words in author.get(f"{server.url}{second}", headers={"Accept": "text/html"}).text
        reader.get(f"{server.url}{second}/answer")
        for _ in range(100):
            told = author.get(f"{server.url}{second}", headers={"Accept": "text/html"}).text
            if words not in told:
                break
            time.sleep(0.1)
        assert words not in told


def test_a_limit_of_releases_is_told_and_kept(serve: Serve) -> None:
    """Another release is refused, one that is cited is not."""
    server = serve(citations_releases_max="1")
    with at("127.0.0.2") as client:
        assert cite(server, client, "1").status_code == 303
        folder = folder_of(server)
        path = next((folder / "citations").glob("*.json"))
        told = path.read_text()
        path.unlink()
        other = Citation(**{**json.loads(told), "release": "0" * 64})
        (folder / "citations" / f"{other.name}.json").write_text(json.dumps(asdict(other)))
        refused = cite(server, client, "2")

    assert (refused.status_code, refused.json()["code"]) == (507, "citations-full")
    assert refused.json()["limit"] == {"setting": "citations_releases_max", "value": 1, "unit": "releases"}


def test_a_damaged_citation_takes_no_page_from_anybody(serve: Serve) -> None:
    """The list of releases is there, others are found and made; the damaged one is told where it is asked for."""
    server = serve()
    with at("127.0.0.2") as client:
        well = cite(server, client, "1").headers["location"]
        folder = folder_of(server) / "citations"
        (folder / f"{'b' * 20}.json").write_bytes(b"")
        (folder / f"{'c' * 20}.json").write_text('{"release": 5}')
        listed = client.get(f"{server.url}/releases/")

        assert listed.status_code == 200
        assert {row["cited"] for row in listed.json()["releases"]} == {True}
        assert client.get(f"{server.url}{well}").status_code == 200
        for name in ("b" * 20, "c" * 20):
            damaged = client.get(f"{server.url}/citation/{name}")
            assert (damaged.status_code, damaged.json()["code"]) == (503, "release-error")
            assert str(folder_of(server)) not in damaged.text
        assert cite(server, client, "2").status_code == 303
    doctor = clustergraph("--home", str(folder_of(server)), "doctor")
    assert "b" * 20 + " cannot be read" in doctor.stdout


def test_a_killed_server_loses_no_citation(serve: Serve, tmp_path: Path) -> None:
    """What was answered with 303 is there after the process was killed in the middle of more."""
    server = serve(client_citations="0")
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(lambda n=number: _where(server, n)) for number in range(200)]
        while sum(one.done() for one in asked) < 20:
            time.sleep(0.01)
        for pid in _serving(server):
            os.kill(pid, signal.SIGKILL)
        found = {where for one in asked if (where := one.result())}
    listed = clustergraph("--home", str(folder_of(server)), "citations", "--json")
    names = {f"/citation/{entry['name']}" for entry in httpx.Response(200, text=listed.stdout).json()}

    assert len(found) >= 20
    assert found <= names
    assert clustergraph("--home", str(folder_of(server)), "citations", "--rebuild").returncode == 0


def _where(server: Server, number: int) -> str | None:
    with suppress(httpx.TransportError), httpx.Client(timeout=30) as client:
        return cite(server, client, f"killed {number}").headers.get("location")
    return None


def _serving(server: Server) -> list[int]:
    """Give the command and the process that serves."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    return [server.process.pid, *map(int, children)]
