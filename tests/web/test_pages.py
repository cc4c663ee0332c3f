"""The pages of a real server."""

import shutil
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from clustergraph.query.catalogue import by_category, catalogue
from clustergraph.store.home import Home
from conftest import Server, clustergraph, free_port


def get(server: Server, path: str, accept: str = "text/html") -> httpx.Response:
    return httpx.get(server.url + path, headers={"Accept": accept}, timeout=30)


def test_the_start_page_has_the_figures_and_runnable_examples(server: Server) -> None:
    """459 companies, 22,145 employees with their coverage, and a few questions of every category."""
    page = get(server, "/").text

    assert "459" in page
    assert "22,145" in page
    assert "18 of 20 clusters state it" in page
    for heading, queries in by_category().items():
        assert heading in page
        assert f'href="/queries/{queries[0].name}"' in page


def test_the_page_of_questions_has_every_one(server: Server) -> None:
    """Under the heading of its category."""
    page = get(server, "/queries").text

    assert all(f'href="/queries/{name}"' in page for name in catalogue())


@pytest.mark.parametrize("name", list(catalogue()))
def test_every_named_question_has_a_page_with_its_answer(server: Server, name: str) -> None:
    """The example is answered, and the same answer is offered in every format."""
    page = get(server, f"/queries/{name}")

    assert page.status_code == 200
    assert "<table>" in page.text
    assert page.text.count("/sparql?format=") == 5


def test_the_links_of_a_question_give_the_same_rows(server: Server) -> None:
    """Values of parameters are written into the text."""
    page = get(server, "/queries/cluster-figures?cluster=netwood").text
    link = page.split('href="/sparql?format=csv')[1].split('"')[0].replace("&amp;", "&")
    csv = get(server, "/sparql?format=csv" + link).text

    assert csv.splitlines()[0] == "indicator,value,period,printed,line"
    assert "180" in csv
    assert "<td" in page
    assert "180" in page


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/nothing", 404, "not-found"),
        ("/queries/nothing", 404, "unknown-query"),
        ("/queries/cluster-figures?cluster=A%20B", 400, "bad-parameter"),
        ("/query?query=ASK+%7B", 400, "syntax-error"),
        (
            "/query?query=SELECT+(COUNT(*)+AS+%3Fn)+%7B%3Fa+%3Fb+%3Fc.%3Fd+%3Fe+%3Ff.%3Fg+%3Fh+%3Fi%7D",
            503,
            "deadline-passed",
        ),
    ],
)
def test_problems_look_right_to_people_and_to_programs(server: Server, path: str, status: int, code: str) -> None:
    """HTML for a browser, a problem document for everybody else, the same status for both."""
    page, document = get(server, path), get(server, path, "application/json")

    assert (page.status_code, document.status_code) == (status, status)
    assert page.headers["content-type"].startswith("text/html")
    assert code in page.text
    assert document.json()["code"] == code


def test_what_a_visitor_writes_is_shown_as_text(server: Server) -> None:
    """Markup in a query, an answer or an address is never markup of the page."""
    evil = "<script>alert(1)</script>"
    for path in (f"/query?query=SELECT+('{evil}'+AS+%3Fx)+%7B%7D", f"/{evil}", f"/query?query={evil}"):
        response = get(server, path)
        assert evil not in response.text
        assert "default-src 'self'; script-src 'self';" in response.headers["content-security-policy"]


def test_a_graph_answer_is_shown_as_turtle(server: Server) -> None:
    """CONSTRUCT on a page."""
    page = get(server, "/query?query=CONSTRUCT+%7B%3Ca:s%3E+%3Ca:p%3E+1%7D+%7B%7D").text

    assert "&lt;a:s&gt; &lt;a:p&gt; 1 ." in page


def test_a_long_answer_says_that_it_is_shortened(server: Server) -> None:
    """Never a partial answer that looks whole."""
    page = get(server, "/query?query=SELECT+*+%7B%3Fs+%3Fp+%3Fo%7D").text

    assert "The first 200 rows of more; the data has all" in page


def test_one_serving_process_has_a_home(server: Server) -> None:
    """A second is refused, with the reason."""
    second = clustergraph("--home", str(server.log.name).rsplit("/", 1)[0], "serve", "--port", "1")

    assert second.returncode == 1
    assert "home-busy" in second.stderr


def test_nothing_survives_a_server_that_is_killed(home: Home, tmp_path: Path) -> None:
    """Killed outright, its processes end by themselves, and the home and the port are free again."""
    folder = tmp_path / "home"
    shutil.copytree(home.folder, folder)
    doomed = Server(folder)
    doomed.process.kill()
    doomed.process.wait()
    doomed.log.close()
    for _ in range(100):
        if not _running(str(folder)):
            break
        time.sleep(0.1)

    assert _running(str(folder)) == []
    Server(folder).stop()


def test_a_server_that_is_told_to_stop_leaves_nothing_behind(home: Home, tmp_path: Path) -> None:
    """While a query runs, too."""
    folder = tmp_path / "home"
    shutil.copytree(home.folder, folder)
    server = Server(folder)
    query = "SELECT (COUNT(*) AS ?n) {?a ?b ?c . ?d ?e ?f . ?g ?h ?i}"
    client = threading.Thread(target=lambda: _ask_and_forget(server, query))
    client.start()
    time.sleep(0.3)
    server.stop()
    client.join()

    assert _running(str(folder)) == []


def test_a_port_that_is_taken_is_said(home: Home, tmp_path: Path) -> None:
    """Exit code 1, the address and what helps."""
    folder = tmp_path / "home"
    shutil.copytree(home.folder, folder)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = clustergraph("--home", str(folder), "serve", "--port", str(taken.getsockname()[1]))

    assert done.returncode == 1
    assert "cannot be listened on" in done.stderr
    assert "--port" in done.stderr


def test_a_release_that_cannot_be_served_ends_the_server(tmp_path: Path) -> None:
    """At once and with the reason, where it cannot be built again: never a server that runs and answers nothing."""
    folder = tmp_path / "home"
    (tmp_path / "one.nt").write_text("<http://e.example/a> <http://e.example/b> <http://e.example/c> .\n")
    assert clustergraph("--home", str(folder), "load", str(tmp_path / "one.nt")).returncode == 0
    (Home(folder).current().store / "CURRENT").unlink()
    done = clustergraph("--home", str(folder), "serve", "--port", str(free_port()), timeout=30)

    assert done.returncode == 1
    assert "store/CURRENT" in done.stdout + done.stderr
    assert "from a copy" in done.stdout + done.stderr


def _ask_and_forget(server: Server, query: str) -> None:
    with suppress(httpx.TransportError):
        httpx.get(f"{server.url}/sparql", params={"query": query}, timeout=30)


def _running(folder: str) -> list[str]:
    """The processes whose command line names a folder."""
    commands = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            commands.append(path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
    return [command for command in commands if folder in command]
