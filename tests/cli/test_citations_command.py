"""``clustergraph citations``: lists and drops by the real command, with and without a server that runs meanwhile."""

import json
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from clustergraph.settings import read_settings
from clustergraph.store.citation_files import Citation
from clustergraph.store.citations import Citations
from clustergraph.store.home import Home
from clustergraph.store.release import Release
from conftest import Server, clustergraph

Done = subprocess.CompletedProcess[str]
AGES = {"old": 400, "older": 500, "new": 0, "newer": 0}  # days
CLIENTS = {"old": "192.0.2.1", "older": "192.0.2.2", "new": "192.0.2.1", "newer": "192.0.2.2"}


@pytest.fixture
def folder(home: Home, release: Release, tmp_path: Path) -> Path:
    """A home with four citations, of two clients and two ages; somebody else has read the old one."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "current").write_text((home.folder / "current").read_text())
    (folder / "releases").symlink_to(home.releases)
    citations = Citations(Home(folder), read_settings({"home": folder}))
    for words, days in AGES.items():
        citations.add(cited(release, words, days), CLIENTS[words])
    citations.fetched([(cited(release, "old").name, "198.51.100.1")])
    return folder


def cited(release: Release, words: str, days: int = 0) -> Citation:
    asked = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
    digest = release.manifest.digest
    return Citation(digest, f"ASK {{}} # {words}", None, None, None, "csv", "0" * 64, 5, asked, "0")


def run(folder: Path, *arguments: str) -> Done:
    return clustergraph("--home", str(folder), "citations", *arguments)


def listed(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    done = run(folder, "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def test_all_are_listed(folder: Path, release: Release) -> None:
    """The newest first; as a table for people and as JSON with the age."""
    entries = listed(folder)
    table = run(folder).stdout

    assert {entry["name"] for entry in entries} == {cited(release, words).name for words in AGES}
    assert [round(entry["days"]) for entry in entries] == [0, 0, 400, 500]
    assert {entry["fetched"] for entry in entries[:2]} == {"never"}
    assert len({entry["client"] for entry in entries}) == 2
    assert all(entry["name"] in table and entry["client"] in table for entry in entries)
    assert "4 citations; 1 of them were fetched" in table
    assert "1 releases are cited" in table
    assert not any(client in table for client in CLIENTS.values())


@pytest.mark.parametrize(
    ("choice", "meant"),
    [
        (["--older-than", "30"], {"old", "older"}),
        (["--older-than", "450"], {"older"}),
        (["--never-fetched"], {"older", "new", "newer"}),
        (["--older-than", "30", "--never-fetched"], {"older"}),
        (["--client", "OF old"], {"old", "new"}),
        (["--client", "OF old", "--client", "OF older"], set(AGES)),
        (["--client", "OF old", "--never-fetched"], {"new"}),
        (["NAME newer"], {"newer"}),
        (["NAME newer", "NAME old"], {"newer", "old"}),
        (["--client", "0000000000000000"], set()),
        (["--older-than", "1e9"], set()),
    ],
)
def test_what_is_chosen_is_shown_then_dropped(
    folder: Path, release: Release, choice: list[str], meant: set[str]
) -> None:
    """Nothing goes without --write; then exactly what was shown."""
    names = {words: cited(release, words).name for words in AGES}
    clients = {entry["name"]: entry["client"] for entry in listed(folder)}
    options = [
        names[word[5:]] if word.startswith("NAME ") else clients[names[word[3:]]] if word.startswith("OF ") else word
        for word in choice
    ]
    expected = {names[words] for words in meant}

    assert {entry["name"] for entry in listed(folder, *options)} == expected
    assert {entry["name"] for entry in listed(folder, *options, "--drop")} == expected
    assert f"{len(meant)} citations would be dropped" in run(folder, *options, "--drop").stdout
    assert len(listed(folder)) == len(AGES)
    done = run(folder, *options, "--drop", "--write")
    assert (done.returncode, f"{len(meant)} citations dropped" in done.stdout) == (0, True)
    assert {entry["name"] for entry in listed(folder)} == set(names.values()) - expected
    assert {path.stem for path in (folder / "citations").glob("*")} == set(names.values()) - expected


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--drop", "--write"], 2, "Say which"),
        (["--write"], 2, "goes with --drop"),
        (["--rebuild", "--never-fetched"], 2, "give it alone"),
        (["--older-than", "-1"], 2, "older-than"),
        (["--older-than", "soon"], 2, "older-than"),
        (["0" * 20], 1, "There is no citation"),
        (["../current", "--drop", "--write"], 1, "There is no citation"),
    ],
)
def test_what_cannot_be_meant_is_told(folder: Path, options: list[str], code: int, words: str) -> None:
    """With the exit code of all commands; nothing is dropped."""
    done = run(folder, *options)

    assert (done.returncode, words in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr
    assert len(listed(folder)) == len(AGES)


def test_a_home_without_citations_has_none(tmp_path: Path) -> None:
    """Nothing is made to say so."""
    assert listed(tmp_path / "none") == []
    assert not (tmp_path / "none").exists()


def test_doctor_tells_what_rebuild_mends(folder: Path, release: Release) -> None:
    """A file that was changed in its place; who cited what, and what was fetched, is still known afterwards."""
    before = listed(folder)
    path = folder / "citations" / f"{cited(release, 'new').name}.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "bytes": 7}))
    ill = clustergraph("--home", str(folder), "doctor")
    assert f"{path.stem} is another in the index" in ill.stdout
    assert "clustergraph citations --rebuild" in ill.stdout

    assert run(folder, "--rebuild").stdout == "4 citations are in the index.\n"
    after = listed(folder)
    assert [entry["bytes"] for entry in after if entry["name"] == path.stem] == [7]
    assert [(entry["name"], entry["client"], entry["fetched"]) for entry in after] == [
        (entry["name"], entry["client"], entry["fetched"]) for entry in before
    ]
    path.write_text(path.read_text()[:10])
    assert f"{path.stem} cannot be read" in clustergraph("--home", str(folder), "doctor").stdout
    assert run(folder, "--rebuild").returncode == 0
    assert "cannot be read" in run(folder).stdout


def test_it_works_while_a_server_runs(serve: Callable[..., Server]) -> None:
    """Dropped is dropped for the server at once, and there is room again; what is cited meanwhile is not lost."""
    server = serve(citations_max="8", client_citations="0")
    folder = Path(server.log.name).parent

    def cite(number: int) -> httpx.Response:
        return httpx.post(f"{server.url}/citations", data={"query": f"ASK {{}} # {number}"}, timeout=60)

    with ThreadPoolExecutor(4) as pool:
        first = [answer.headers["location"] for answer in pool.map(cite, range(8))]
        assert cite(8).json()["code"] == "citations-full"
        dropped = first[:4]
        citing = [pool.submit(cite, number) for number in range(8, 12)]
        done = run(folder, *(where.rpartition("/")[2] for where in dropped), "--drop", "--write")
        assert done.returncode == 0, done.stderr
        answers = [one.result() for one in citing]
        answers += [cite(number) for number in range(8, 12)]

    assert [httpx.get(f"{server.url}{where}").status_code for where in dropped] == [404] * 4
    kept = {*first[4:], *(answer.headers["location"] for answer in answers if answer.status_code == 303)}
    assert len(kept) == 8
    assert {f"/citation/{entry['name']}" for entry in listed(folder)} == kept
    assert all(httpx.get(f"{server.url}{where}/answer").status_code == 200 for where in kept)
