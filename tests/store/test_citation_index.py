"""The index of citations says what their files say, whatever was done to either, and knows who may have a place."""

import json
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustergraph.errors import CitationsFull, ClustergraphError, DiskFull, ReleaseError, TooManyRequests
from clustergraph.settings import read_settings
from clustergraph.store.citation_entries import NEVER, Choice
from clustergraph.store.citation_files import Citation
from clustergraph.store.citations import Citations
from clustergraph.store.home import Home

RELEASES = [f"{number:x}" * 64 for number in range(4)]
CLIENTS = [f"192.0.2.{number}" for number in range(1, 5)]
TICK = 0.02  # seconds after which a folder that is changed again has another time
OLD = "2020-01-01T00:00:00+00:00"


class AnyRelease(Home):
    """A home that keeps every release that is asked for, so that none has to be built for each citation."""

    def find(self, digest: str) -> SimpleNamespace:  # type: ignore[override]
        """Say that it is there."""
        return SimpleNamespace(digest=digest)


def kept_in(folder: Path, **limits: float) -> Citations:
    return Citations(AnyRelease(folder), read_settings({"home": folder, **limits}))


def citation(number: int, release: str = RELEASES[1], asked: str | None = None) -> Citation:
    asked = asked or datetime.now(UTC).isoformat(timespec="seconds")
    return Citation(release, f"ASK {{}} #{number}", None, None, None, "csv", "0" * 64, number, asked, "0")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home"


def files(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in (folder / "citations").glob("*.json")}


STEPS = st.one_of(
    st.tuples(st.just("add"), st.integers(0, 30), st.sampled_from(RELEASES[1:]), st.sampled_from(CLIENTS)),
    st.tuples(st.just("drop"), st.integers(0, 30)),
    st.tuples(st.just("fetch"), st.integers(0, 30), st.sampled_from(CLIENTS)),
    st.tuples(st.just("remove by hand"), st.integers(0, 30)),
    st.tuples(st.just("copy by hand"), st.integers(0, 30), st.sampled_from(RELEASES[1:])),
    st.tuples(st.just("damage by hand"), st.integers(0, 30)),
    st.tuples(st.just("damage the index")),
    st.tuples(st.just("lose the index")),
    st.tuples(st.just("rebuild")),
)


def do(folder: Path, citations: Citations, step: tuple) -> None:  # type: ignore[type-arg]
    """Take one step, as the server or a command does it."""
    if step[0].endswith("by hand") or step[0].endswith("index"):
        time.sleep(TICK)
        by_hand(folder, *step)
    elif step[0] == "add":
        with suppress(ClustergraphError):
            citations.add(citation(step[1], step[2]), step[3])
    elif step[0] == "rebuild":
        citations.rebuild()
    elif there := sorted(files(folder)):
        name = there[step[1] % len(there)]
        if step[0] == "drop":
            citations.drop(Choice(names=[name]))
        else:
            citations.fetched([(name, step[2])])


def by_hand(folder: Path, what: str, number: int = 0, release: str = "") -> None:
    """Take one step, as an operator with a file manager does it, or a failing disk."""
    there, index = sorted(files(folder).values()), folder / "citations.sqlite"
    if what == "copy by hand":
        told = citation(number + 100, release, OLD)
        path = folder / "citations" / f"{told.name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_text(json.dumps(asdict(told)))
    elif what == "lose the index":
        index.unlink(missing_ok=True)
    elif what == "damage the index" and index.exists():
        index.write_bytes(b"no database" * 1000)
    elif there and what == "remove by hand":
        there[number % len(there)].unlink()
    elif there and what == "damage by hand":
        path = there[number % len(there)]
        path.write_bytes(path.read_bytes()[:20])


@settings(max_examples=60)
@given(st.lists(STEPS, max_size=25))
def test_the_index_is_what_the_files_say(steps: list[tuple]) -> None:  # type: ignore[type-arg]
    """After any steps of the server, of commands and of people with the files themselves."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        citations = kept_in(folder, citations_max=12, client_citations=20)
        for step in steps:
            do(folder, citations, step)
            compare(folder, citations)
        if files(folder):
            assert citations.rebuild() == len(files(folder))
            compare(folder, citations, rebuilt=True)


def compare(folder: Path, citations: Citations, *, rebuilt: bool = False) -> None:
    """Hold the index against the files; what was damaged in its place is found where all are read."""
    said, damaged = {}, set()
    for name, path in files(folder).items():
        try:
            said[name] = json.loads(path.read_text())
        except ValueError:
            damaged.add(name)
    held = {entry.name: entry for entry in citations.chosen(Choice())}

    assert held.keys() == files(folder).keys()
    for name, told in said.items():
        entry = held[name]
        assert (entry.release, entry.asked, entry.format, entry.bytes) == tuple(
            told[part] for part in ("release", "asked", "format", "bytes")
        )
    assert citations.differences() == dict.fromkeys(damaged, "cannot be read")
    assert citations.pinned() == {entry.release for entry in held.values() if entry.release}
    if rebuilt:
        assert {name for name, entry in held.items() if entry.release is None} == damaged
    if any(entry.release is None for entry in held.values()):
        with pytest.raises(ReleaseError):
            citations.needed()
    else:
        assert citations.needed() == citations.pinned()


def test_what_was_restored_by_hand_is_known_at_once(folder: Path, tmp_path: Path) -> None:
    """Its release is pinned, and it counts as fetched, for nobody knows."""
    citations = kept_in(folder)
    first = citations.add(citation(1), CLIENTS[0]).citation
    shutil.copytree(folder / "citations", tmp_path / "copy")
    citations.drop(Choice(names=[first.name]))
    assert citations.pinned() == set()

    shutil.copy(tmp_path / "copy" / f"{first.name}.json", folder / "citations")

    assert citations.pinned() == {first.release}
    [entry] = citations.chosen(Choice())
    assert (entry.client, entry.fetched) == (None, None)
    assert citations.chosen(Choice(never_fetched=True)) == []


def test_a_citation_is_fetched_by_others_alone(folder: Path) -> None:
    """Who has just made it looks at it, which says nothing; the day stays through a rebuild."""
    citations = kept_in(folder)
    mine, read = (citations.add(citation(number), CLIENTS[0]).citation.name for number in (1, 2))
    citations.fetched([(mine, CLIENTS[0]), (read, CLIENTS[0]), (read, CLIENTS[1]), ("0" * 20, CLIENTS[1])])
    before = {entry.name: entry.fetched for entry in citations.chosen(Choice())}
    citations.rebuild()

    assert before[mine] == NEVER
    assert str(before[read]) > "2026"
    assert {entry.name: entry.fetched for entry in citations.chosen(Choice())} == before


def test_no_address_is_kept(folder: Path) -> None:
    """Neither in clear in any file, nor by a hash that anybody could make; the key and the index are the program's."""
    citations = kept_in(folder)
    for client in CLIENTS:
        citations.add(citation(int(client[-1])), client)
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())

    assert not any(client.encode() in content for client in CLIENTS)
    assert {entry.client for entry in citations.chosen(Choice())} != {None}
    for name in ("citations.key", "citations.sqlite"):
        assert (folder / name).stat().st_mode & 0o077 == 0
    assert not any(b"client" in path.read_bytes() for path in files(folder).values())


def test_a_name_holds_for_a_day_and_a_restart(folder: Path) -> None:
    """The key of another day gives another name; a damaged one is replaced."""
    citations = kept_in(folder)
    citations.add(citation(1), CLIENTS[0])
    kept_in(folder).add(citation(2), CLIENTS[0])
    names = {entry.client for entry in citations.chosen(Choice())}
    key = folder / "citations.key"
    key.write_text(json.dumps({**json.loads(key.read_text()), "day": "2020-01-01"}))
    citations.add(citation(3), CLIENTS[0])
    key.write_text("{")
    citations.add(citation(4), CLIENTS[0])

    assert len(names) == 1
    assert len({entry.client for entry in citations.chosen(Choice())}) == 3


def filled(folder: Path, clients: Iterator[str] | list[str], **limits: float) -> Citations:
    """Have each client cite as much as it can."""
    citations = kept_in(folder, **limits)
    for place, client in enumerate(clients):
        with suppress(CitationsFull, TooManyRequests):
            for number in range(1000):
                citations.add(citation(1000 * place + number), client)
    return citations


LOW = {"citations_max": 40, "client_citations": 20}


def test_a_share_is_a_share_of_what_was_made(folder: Path) -> None:
    """Dropping does not give it back; the same answer again costs nothing."""
    citations = filled(folder, [CLIENTS[0]], **LOW)
    assert len(files(folder)) == 20
    assert citations.add(citation(3), CLIENTS[0]).citation.bytes == 3
    citations.drop(Choice(clients=[str(citations.chosen(Choice())[0].client)]))

    assert len(files(folder)) == 0
    with pytest.raises(TooManyRequests) as refused:
        citations.add(citation(77), CLIENTS[0])
    assert refused.value.limit is not None
    assert refused.value.limit.setting == "client_citations"
    assert 0 < (refused.value.retry_after or 0) <= 86_400


def test_the_last_tenth_is_for_who_has_cited_few(folder: Path) -> None:
    """Two clients share the rest evenly and leave four of forty; each newcomer has two of these."""
    citations = filled(folder, CLIENTS[:2], **LOW)
    assert len(files(folder)) == 36
    citations.fetched((name, "198.51.100.1") for name in files(folder))  # nothing there makes room any more

    citations = filled(folder, CLIENTS[2:], **LOW)
    many = [entry.client for entry in citations.chosen(Choice())]
    assert sorted(many.count(one) for one in set(many)) == [2, 2, 18, 18]
    with pytest.raises(CitationsFull):
        citations.add(citation(9999), "198.51.100.9")


def test_who_made_most_makes_room_for_who_made_few(folder: Path) -> None:
    """The newest first; what others have fetched stays, and what is old, and the first few of each client."""
    citations = kept_in(folder, **LOW)
    old = [citations.add(citation(500 + number, asked=OLD), "198.51.100.1").citation.name for number in range(5)]
    read = [citations.add(citation(600 + number), CLIENTS[0]).citation.name for number in range(5)]
    citations.fetched((name, "198.51.100.2") for name in read)
    polite = [citations.add(citation(700 + number), CLIENTS[3]).citation.name for number in range(2)]
    filled(folder, CLIENTS[:3], **LOW)
    newcomers = [
        citations.add(citation(800 + number), f"203.0.113.{number // 2}").citation.name for number in range(20)
    ]

    assert len(files(folder)) == 40
    assert {*old, *read, *polite, *newcomers} <= files(folder).keys()
    filled(folder, [f"203.0.113.{number}" for number in range(50, 90)], **LOW)
    with pytest.raises(CitationsFull) as refused:
        citations.add(citation(9999), "203.0.113.99")
    assert refused.value.limit is not None
    assert refused.value.limit.setting == "citations_max"
    assert {*old, *read, *polite, *newcomers} <= files(folder).keys()


@pytest.mark.parametrize("limits", [{**LOW, "citations_settle": 0}, {"citations_max": 40, "client_citations": 0}])
def test_what_makes_no_room_is_told_to_stay(folder: Path, limits: dict[str, float]) -> None:
    """Where citations settle at once nothing goes for anybody; without a share the first of a client stays alone."""
    citations = filled(folder, CLIENTS, **limits)
    before = set(files(folder))
    settled = {name for name in before if citations.settled(name)}
    with suppress(CitationsFull):
        citations.add(citation(9999), "203.0.113.99")

    assert settled <= files(folder).keys()
    assert (settled == before) == (limits.get("citations_settle") == 0)


def test_releases_are_counted_against_a_limit(folder: Path) -> None:
    """One more answer of a cited release is no further release; one that is free again can be used again."""
    citations = kept_in(folder, citations_releases_max=2)
    for number, release in enumerate([*RELEASES[1:3], *RELEASES[1:3]]):
        citations.add(citation(number, release), CLIENTS[0])
    with pytest.raises(CitationsFull) as refused:
        citations.add(citation(9, RELEASES[3]), CLIENTS[1])
    assert refused.value.limit is not None
    assert refused.value.limit.setting == "citations_releases_max"
    assert citations.pinned() == set(RELEASES[1:3])

    citations.drop(Choice(names=[citation(number, RELEASES[1]).name for number in (0, 2)]))
    citations.add(citation(9, RELEASES[3]), CLIENTS[1])
    assert citations.pinned() == set(RELEASES[2:4])


def test_an_index_of_another_version_is_made_again(folder: Path) -> None:
    """As a damaged one is; the files stay."""
    citations = kept_in(folder)
    citations.add(citation(1), CLIENTS[0])
    with sqlite3.connect(folder / "citations.sqlite") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()

    assert citations.pinned() == {RELEASES[1]}
    assert len(files(folder)) == 1


def test_a_full_disk_keeps_what_there_was(small_disk: Path) -> None:
    """No half citation, an error of ours that tells no path, and the next can be kept once there is room."""
    citations = kept_in(small_disk)
    citations.add(citation(1), CLIENTS[0])
    filler = small_disk / "filler"
    with suppress(OSError), filler.open("wb") as file:
        while True:
            file.write(b"0" * 4096)
            file.flush()
    with pytest.raises(DiskFull) as refused:
        citations.add(citation(2), CLIENTS[0])
    assert str(small_disk) not in str(refused.value.problem())
    filler.unlink()

    citations.add(citation(9999), CLIENTS[1])
    compare(small_disk, citations)
    assert not list((small_disk / "citations").glob("*.new"))
