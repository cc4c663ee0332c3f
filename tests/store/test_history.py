"""The history of a home, and which of its releases stay."""

from collections.abc import Callable
from pathlib import Path

import pytest

from clustergraph.errors import CitationsFull, NotFound
from clustergraph.settings import read_settings
from clustergraph.store.citation_files import Citation
from clustergraph.store.citations import Citations
from clustergraph.store.home import Home
from clustergraph.store.release import Release
from clustergraph.store.retention import trim
from conftest import clustergraph

Make = Callable[[str], Release]
CLIENT = "192.0.2.1"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home."""
    return Home(tmp_path / "home")


@pytest.fixture
def make(home: Home, tmp_path: Path) -> Make:
    """Make a release of N-Quads and point the home to it, by the real command; it keeps two."""

    def made(statements: str) -> Release:
        path = tmp_path / "data.nq"
        path.write_text(statements)
        done = clustergraph("--home", str(home.folder), "load", str(path), CLUSTERGRAPH_RELEASES_KEPT="2")
        assert done.returncode == 0, done.stderr
        return home.current()

    return made


def quad(value: str, graph: str = "a") -> str:
    return f"<http://x/s> <http://x/p> <http://x/{value}> <http://x/{graph}> .\n"


def citation(release: str, text: str = "ASK {}") -> Citation:
    return Citation(release, text, None, None, None, "csv", "0" * 64, 0, "2026-11-26T00:00:00+00:00", "0")


def cited_in(home: Home, most: int = 10) -> Citations:
    return Citations(home, read_settings({"home": home.folder, "citations_max": most}))


def test_each_release_says_what_changed_since_the_one_before(home: Home, make: Make) -> None:
    """By graph; the first has nothing before it, and what is built again is no new release."""
    first = make(quad("1") + quad("2") + quad("3", "b"))
    make(quad("1") + quad("2") + quad("3", "b"))
    second = make(quad("1") + quad("4") + quad("5") + quad("6", "c"))
    one, two = home.history.read()

    assert (one.digest, one.previous, one.changes) == (first.manifest.digest, None, None)
    assert (two.digest, two.previous) == (second.manifest.digest, first.manifest.digest)
    assert two.changes == {"http://x/a": (2, 1), "http://x/b": (0, 1), "http://x/c": (1, 0)}
    assert (two.added, two.removed, two.triples, two.graphs) == (3, 2, 4, 2)


def test_the_newest_stay_and_what_was_cited(home: Home, make: Make) -> None:
    """And the one that is served; the history goes on knowing the others."""
    first, served = make(quad("1")), make(quad("2"))
    cited_in(home).add(citation(first.manifest.digest), CLIENT)
    home.serves(served)
    made = [make(quad(str(number))) for number in (3, 4, 5)]

    kept = {release.manifest.digest for release in home.kept()}
    assert kept == {release.manifest.digest for release in (first, served, *made[1:])}
    assert len(home.history.read()) == 5
    assert home.find(made[0].manifest.digest) is None
    assert not list((home.folder / "staging").glob("*"))


def test_what_is_damaged_takes_no_place_of_what_is_whole(home: Home, make: Make) -> None:
    """Two stay that could stand in, however many lie there that could not."""
    first, second = make(quad("1")), make(quad("2"))
    (second.store / "CURRENT").unlink()
    third = make(quad("3"))

    assert {release.folder for release in home.kept()} == {first.folder, second.folder, third.folder}


def test_a_citation_that_cannot_be_read_keeps_everything(home: Home, make: Make) -> None:
    """Which release it pins is not known, so that none may go."""
    releases = [make(quad("1")), make(quad("2"))]
    (home.folder / "citations").mkdir()
    (home.folder / "citations" / f"{20 * 'a'}.json").write_text("{")
    assert trim(home, 1, cited_in(home)) == []

    assert len(home.kept()) == len(releases)


def test_a_citation_is_written_once_and_they_are_bounded(home: Home, make: Make) -> None:
    """The same question has the same name; a release that is gone cannot be cited."""
    digest, citations = make(quad("1")).manifest.digest, cited_in(home, 1)
    kept = citations.add(citation(digest), CLIENT).citation

    assert citations.add(citation(digest), CLIENT).citation == citations.find(kept.name) == kept
    with pytest.raises(CitationsFull) as refused:
        citations.add(citation(digest, "ASK { ?s ?p ?o }"), CLIENT)
    assert refused.value.limit is not None
    assert refused.value.limit.setting == "citations_max"
    with pytest.raises(NotFound):
        citations.add(citation("0" * 64), CLIENT)
    for name in ("../current", "0" * 20, ""):
        with pytest.raises(NotFound):
            citations.find(name)


@pytest.mark.parametrize("bad", ['{"name": "x"}', "{", "", "[]", '{"name": 1', "\x85\xff"])
def test_a_damaged_line_is_passed_over_and_stays(home: Home, make: Make, bad: str) -> None:
    """It is counted for the operator; the next entry is written after it."""
    first = make(quad("1"))
    path = home.folder / "history.jsonl"
    path.write_bytes(path.read_bytes() + bad.encode("latin-1") + b"\n")
    second = make(quad("2"))

    assert [entry.digest for entry in home.history.read()] == [first.manifest.digest, second.manifest.digest]
    assert home.history.broken() == [2]
    assert path.read_bytes().split(b"\n")[1] == bad.encode("latin-1")
