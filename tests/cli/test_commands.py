"""The command as a shell meets it: exit codes, messages, answers for people and for scripts."""

import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from clustergraph.store.citation_files import Citation
from clustergraph.store.home import Home
from conftest import clustergraph

COMMANDS = ["build", "check", "query", "serve", "doctor"]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples(command: str) -> None:
    """Every command shows how it is used."""
    done = clustergraph(command, "--help")

    assert done.returncode == 0
    assert "Examples:" in done.stdout
    assert f"clustergraph {command}" in done.stdout or f" {command}" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["nonsense"], 2, "No such command"),
        (["query"], 2, "exactly one of"),
        (["query", "ASK {}", "--named", "companies-total"], 2, "exactly one of"),
        (["query", "ASK {}", "--param", "a=b"], 2, "goes with --named"),
        (["query", "ASK {}", "--format", "docx"], 2, "docx"),
        (["serve", "--port", "99999"], 2, "99999"),
        (["query", "ASK {"], 1, "query:1:"),
        (["query", "--named", "nonsense"], 1, "unknown-query"),
        (["query", "--named", "cluster-figures"], 1, "cluster=ac-serbia"),
        (["query", "--named", "cluster-figures", "--param", "cluster"], 1, "not NAME=SLUG"),
        (["query", "--file", "/nowhere.rq"], 1, "/nowhere.rq"),
        (["query", "DROP ALL"], 1, "update-refused"),
        (["query", "ASK {}", "--format", "turtle"], 1, "not-acceptable"),
        (["--repository", "/nowhere", "build"], 1, "ontology/"),
        (["--config", "/nowhere.toml", "build"], 1, "/nowhere.toml"),
        (["--home", "/dev/null/x", "build"], 1, "cannot be written"),
        (["--home", "/nowhere", "query", "ASK {}"], 1, "clustergraph build"),
    ],
)
def test_bad_input(home: Home, arguments: list[str], code: int, words: str) -> None:
    """A message with its place and a remedy, the right exit code, never a trace."""
    done = clustergraph("--home", str(home.folder), *arguments)

    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"CLUSTERGRAPH_PORT": "many"}, "variable CLUSTERGRAPH_PORT"),
        ({"CLUSTERGRAPH_PORT": "0"}, "1 to 65535"),
        ({"CLUSTERGRAPH_NONSENSE": "1"}, "no setting “nonsense”"),
        ({"CLUSTERGRAPH_PROFILE": "nonsense"}, "no validation profile “nonsense”"),
    ],
)
def test_bad_settings(tmp_path: Path, environment: dict[str, str], words: str) -> None:
    """A setting that cannot be used is named with the place it came from."""
    done = clustergraph("--home", str(tmp_path / "home"), "build", **environment)

    assert done.returncode == 1
    assert words in done.stderr


def test_a_settings_file(tmp_path: Path, home: Home) -> None:
    """The file is read, the environment beats it, a flag beats both."""
    config = tmp_path / "settings.toml"
    config.write_text(f'home = "{home.folder}"\nquery_max_bytes = 300\n')
    long = "ASK {} #" + "x" * 400

    assert clustergraph("--config", str(config), "query", "ASK {}").returncode == 0
    assert "300 bytes" in clustergraph("--config", str(config), "query", long).stderr
    assert clustergraph("--config", str(config), "query", long, CLUSTERGRAPH_QUERY_MAX_BYTES="900").returncode == 0
    assert clustergraph("--config", str(config), "--home", str(tmp_path), "query", "ASK {}").returncode == 1


def ask(home: Home, *arguments: str) -> str:
    done = clustergraph("--home", str(home.folder), "query", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_query_warns_beside_its_answer(home: Home) -> None:
    """On standard error, so that what is answered can be piped on."""
    done = clustergraph("--home", str(home.folder), "query", "SELECT ?naem { ?s ?p ?name } LIMIT 1", "--format", "csv")

    assert (done.returncode, done.stdout.splitlines()) == (0, ["naem", '""'])
    assert "warning: Nothing in the query gives ?naem a value." in done.stderr
    assert "(line 1, column 8)" in done.stderr


def test_query_answers_in_every_form(home: Home, tmp_path: Path) -> None:
    """A table for people, CSV and JSON for scripts, from text, file and name."""
    file = tmp_path / "mine.rq"
    file.write_text("SELECT (1 AS ?n) {}")

    assert "459" in ask(home, "--named", "companies-total")
    assert ask(home, "--named", "employees-total", "--format", "csv").splitlines() == [
        "total,stated,clusters",
        "22145,18,20",
    ]
    assert json.loads(ask(home, "--file", str(file), "--format", "json"))["head"]["vars"] == ["n"]
    assert "yes" in ask(home, "ASK {}")
    assert "obsValue" in ask(
        home, "DESCRIBE <https://w3id.org/clustergraph/id/observation/netwood-companies-unstated-2009>"
    )
    assert "cluster-figures" in ask(home, "--list")
    assert "medical-tourism" in ask(home, "--named", "suspect-figures")


def test_query_reads_standard_input(home: Home) -> None:
    """`-` as a file."""
    done = subprocess.run(
        [sys.executable, "-m", "clustergraph", "--home", str(home.folder), "query", "--file", "-", "--format", "csv"],
        input="SELECT (1 AS ?n) {}", capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout.split() == ["n", "1"]


def test_query_has_a_deadline(home: Home) -> None:
    """On the command line too."""
    done = clustergraph(
        "--home", str(home.folder), "query", "SELECT (COUNT(*) AS ?n) {?a ?b ?c . ?d ?e ?f . ?g ?h ?i}",
        CLUSTERGRAPH_QUERY_DEADLINE="0.5",
    )  # fmt: skip

    assert done.returncode == 1
    assert "query_deadline = 0.5 seconds" in done.stderr


def test_doctor_finds_all_well(home: Home) -> None:
    """Each answer is well, in JSON too."""
    done = clustergraph("--home", str(home.folder), "doctor", "--json")

    assert done.returncode == 0
    assert {answer["name"] for answer in json.loads(done.stdout) if answer["well"]} >= {"digest", "files", "freshness"}


def test_doctor_finds_what_is_ill(home: Home, tmp_path: Path) -> None:
    """No release; a damaged dump; counts that are not true; a cited release that is not there."""
    empty = clustergraph("--home", str(tmp_path / "none"), "doctor")
    copy = tmp_path / "home"
    shutil.copytree(home.folder, copy)
    release = Home(copy).current()
    (release.dumps / "clustergraph.ttl").unlink()
    wrong = (release.folder / "statistics.json").read_bytes().replace(b'"classes": ', b'"classes": 1')
    (release.folder / "statistics.json").write_bytes(wrong)
    record = {"bytes": len(wrong), "sha256": hashlib.sha256(wrong).hexdigest()}
    manifest = replace(release.manifest, files={**release.manifest.files, "statistics.json": record})
    (release.folder / "release.json").write_text(manifest.as_json())
    cited = Citation("0" * 64, "ASK {}", None, None, None, "csv", "0" * 64, 0, "2026-11-26T00:00:00+00:00", "0")
    (copy / "citations").mkdir()
    (copy / "citations" / f"{cited.name}.json").write_text(json.dumps(asdict(cited)))
    damaged = clustergraph("--home", str(copy), "doctor")

    assert (empty.returncode, damaged.returncode) == (1, 1)
    assert "No release" in empty.stdout
    assert "damaged: dumps/clustergraph.ttl\n" in damaged.stdout
    assert "not as counted: classes" in damaged.stdout
    assert "not whole: 0000" in damaged.stdout
