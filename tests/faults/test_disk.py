"""What files and disks can do to a home: the table in docs/operations.md, row by row, through commands and servers."""

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from clustergraph.store.home import Home
from clustergraph.store.release import Release
from conftest import ROOT, Server, clustergraph

Row = tuple[str, str, str]
Disk = Callable[[str], Path]
OPERATIONS = ROOT / "docs/operations.md"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s <http://x/p> ?o }"
CROSS = "SELECT * { ?a <http://x/p> ?b . ?c <http://x/p> ?d }"
FLIPPED = "a byte of any file of the current release"
FULL, READ_ONLY = "the disk is full", "the home can only be read"


def table() -> list[Row]:
    """Read the rows of the table."""
    text = OPERATIONS.read_text().partition("| what fails | when | what follows |\n")[2]
    lines = [line for line in text.partition("\n\n")[0].splitlines() if not line.startswith("|---")]
    return [tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in lines]


def flip(path: Path) -> None:
    """Change a byte in the middle of a file, in place; one that is empty gets one."""
    content = bytearray(path.read_bytes() or b"\0")
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def cut(path: Path) -> None:
    """Leave the first half of a file."""
    os.truncate(path, path.stat().st_size // 2)


@dataclass
class World:
    """A home with releases that were loaded from files, and servers on it that end with the test."""

    folder: Path
    files: Path
    servers: list[Server] = field(default_factory=list)
    home: Home = field(init=False)

    def __post_init__(self) -> None:
        self.home = Home(self.folder)

    def load(self, number: int, **settings: str) -> subprocess.CompletedProcess[str]:
        """Load so many statements, which become the current release."""
        path = self.files / "data.nt"
        path.write_text("".join(f"<http://x/s> <http://x/p> <http://x/{one}> .\n" for one in range(number)))
        return self.run("load", str(path), **settings)

    def run(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command on the home; none ever shows a trace."""
        done = clustergraph("--home", str(self.folder), *words, **settings)
        assert "Traceback" not in done.stderr + done.stdout, done.stderr
        return done

    def refused(self, code: str, *words: str, **settings: str) -> str:
        """Run a command that ends with an error; gives what it said."""
        done = self.run(*words, **settings)
        assert (done.returncode, f"({code})" in done.stderr) == (1, True), done.stderr
        return done.stderr

    def serve(self, **settings: str) -> Server:
        """Start a server."""
        self.servers.append(Server(self.folder, **{"client_requests": "0", "client_seconds": "0", **settings}))
        return self.servers[-1]

    def tree(self) -> dict[str, int]:
        """List what is in the home, without locks and empty folders."""
        found = [path for path in self.folder.rglob("*") if path.is_file() and path.suffix not in (".lock", ".log")]
        return {path.relative_to(self.folder).as_posix(): path.stat().st_size for path in found}

    @property
    def current(self) -> Release:
        """The release that the home points to."""
        return self.home.current()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A home of its own with two releases: of one statement, and of two."""
    made = World(tmp_path / "home", tmp_path)
    for number in (1, 2):
        assert made.load(number).returncode == 0
    yield made
    stop(made)


def stop(world: World) -> None:
    """End the servers; nothing they wrote is a trace."""
    for server in world.servers:
        server.stop()
        assert "Traceback" not in Path(server.log.name).read_text()
    world.servers.clear()


def on(folder: Path, tmp_path: Path) -> World:
    """Make a home on a disk, with one release; the log of its server lies elsewhere."""
    made = World(folder / "home", tmp_path)
    assert made.load(300).returncode == 0
    return made


def fill(disk: Path, left: int = 0) -> Path:
    """Fill a disk but for some bytes."""
    filler, free = disk / "filler", shutil.disk_usage(disk).free - left
    filler.write_bytes(b"\0" * max(free, 0))
    return filler


def ask(server: Server, query: str = COUNT) -> httpx.Response:
    return httpx.get(f"{server.url}/sparql", params={"query": query, "format": "csv"}, timeout=30)


def count(server: Server) -> int:
    """Give the number of statements, which must be answered."""
    answer = ask(server)
    assert answer.status_code == 200, answer.text
    return int(answer.text.split()[1])


def ready(server: Server) -> tuple[int, str]:
    """Give status and word of the readiness."""
    answer = httpx.get(f"{server.url}/health/ready", timeout=30)
    return answer.status_code, answer.json()["status"] if answer.is_success else answer.json()["code"]


def cite(server: Server, query: str = COUNT) -> httpx.Response:
    return httpx.post(f"{server.url}/citations", data={"query": query, "format": "csv"}, timeout=30)


def problem(answer: httpx.Response, status: int, code: str, world: World) -> None:
    """It is this problem, in a document with a number that the log has, and without a path of the machine."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert document["code"] == code
    number = document["instance"].rpartition(":")[2]
    time.sleep(0.3)
    assert f"[{number}]" in Path(world.servers[-1].log.name).read_text()
    for path in (world.folder, world.files, ROOT):
        assert str(path) not in answer.text


def kinds(world: World, beginning: str = "") -> list[Path]:
    """Give the files of the current release."""
    folder = world.current.folder
    return [
        path for path in sorted(folder.rglob("*")) if path.is_file() and str(path).startswith(f"{folder}/{beginning}")
    ]


def spoil_each(world: World, paths: list[Path], spoil: Callable[[Path], None]) -> Iterator[Path]:
    """Spoil one file after another, and mend it again."""
    for path in paths:
        content = path.read_bytes()
        spoil(path)
        yield path
        path.write_bytes(content)


def any_byte_query(world: World) -> None:
    for path in spoil_each(world, kinds(world), flip):
        said = world.refused("release-error", "query", COUNT)
        assert path.name in said


def any_byte_doctor(world: World) -> None:
    examples = [path for path in kinds(world) if path.name.startswith(("MANIFEST", "statistics", "release", "00001"))]
    for path in spoil_each(world, examples[:4], flip):
        done = world.run("doctor", "--json")
        ill = {answer["name"]: answer["detail"] for answer in json.loads(done.stdout) if not answer["well"]}
        assert done.returncode == 1
        assert path.name in json.dumps(ill)
        assert path.parent.name != "store" or "not opened" in ill["digest"]


def store_files(world: World) -> None:
    paths = kinds(world, "store/")
    for spoil in (cut, Path.unlink):
        for path in spoil_each(world, [one for one in paths if one.stat().st_size], spoil):
            assert path.name in world.refused("release-error", "query", COUNT)
    shutil.copy(next(path for path in paths if path.suffix == ".log"), paths[0].with_name("999999.log"))
    assert "999999.log" in world.refused("release-error", "query", COUNT)


def before_record(world: World) -> None:
    path = world.current.folder / "release.json"
    older = {name: said for name, said in json.loads(path.read_text()).items() if name not in ("store", "sha256")}
    path.write_text(json.dumps(older))
    assert "2" in world.run("query", COUNT).stdout
    done = world.run("doctor")
    assert (done.returncode, "only these were recorded" in done.stdout) == (0, True), done.stdout
    assert world.load(2).returncode == 0
    assert "only these were recorded" not in world.run("doctor").stdout
    flip(world.current.store / "CURRENT")
    world.refused("release-error", "query", COUNT)


def curated_again(world: World, home: Home) -> None:
    shutil.rmtree(world.folder)
    shutil.copytree(home.folder, world.folder)
    flip(world.current.store / "CURRENT")
    server = world.serve()
    assert ready(server) == (200, "warn")
    assert "It was built again." in httpx.get(f"{server.url}/health/live").json()["notes"]
    assert "damaged" in Path(server.log.name).read_text()
    assert world.run("query", "ASK {}").returncode == 0


def curated_not(world: World, home: Home, repository: Path) -> None:
    before = world.current.manifest.digest
    shutil.copytree(home.current().folder, world.home.releases / home.current().folder.name)
    (world.folder / "current").write_text((home.folder / "current").read_text())
    flip(world.current.folder / "catalogue.json")
    cut(next((repository / "data/clusters").glob("*.ttl")))
    server = world.serve(repository=str(repository))
    assert (count(server), ready(server)) == (2, (200, "warn"))
    answer = httpx.get(f"{server.url}/health/live")
    assert answer.json()["release"] == before
    assert any("could not be built again" in note for note in answer.json()["notes"])
    assert str(world.files) not in answer.text


def older_serves(world: World) -> None:
    flip(world.current.store / "CURRENT")
    server = world.serve()
    assert count(server) == 1
    assert ready(server) == (200, "warn")
    notes = httpx.get(f"{server.url}/health/live").json()["notes"]
    assert "store/CURRENT" in notes[0]
    assert str(world.folder) not in json.dumps(notes)
    damaged = Path(server.log.name).read_text()
    assert "damaged" in damaged
    assert httpx.get(f"{server.url}/releases/", headers={"Accept": "application/json"}).status_code == 200


def none_whole(world: World) -> None:
    for release in world.home.kept():
        flip(next(release.store.glob("MANIFEST-*")))
    assert "No release of this home is whole" in world.refused("release-error", "serve", "--port", "8")


def manifest_cut(world: World) -> None:
    cut(world.current.folder / "release.json")
    server = world.serve()
    assert (count(server), ready(server)) == (1, (200, "warn"))


def json_cut(world: World) -> None:
    for _ in spoil_each(world, [path for path in kinds(world) if path.suffix == ".json"], cut):
        world.refused("release-error", "query", COUNT)


def pointer_cut(world: World) -> None:
    cut(world.folder / "current")
    server = world.serve()
    assert (count(server), ready(server)) == (2, (200, "warn"))


def serving_cut(world: World) -> None:
    server = world.serve()
    server.stop()
    world.servers.clear()
    for name in ("serving", "live.json"):
        cut(world.folder / name)
    server = world.serve()
    assert (count(server), ready(server)) == (2, (200, "pass"))


def history_cut(world: World) -> None:
    server, path = world.serve(), world.folder / "history.jsonl"
    first, second = path.read_text().splitlines()
    for line in (first[: len(first) // 2], "", "[]"):
        path.write_text(f"{line}\n{second}\n")
        answer = httpx.get(f"{server.url}/releases/", headers={"Accept": "application/json"})
        assert answer.status_code == 200
        assert len(answer.json()["releases"]) == 2  # what lies there is told without its line
        assert "not lines 1 of history.jsonl" in world.run("doctor").stdout
    path.write_text(f"{first}\n{second[:-9]}")
    assert world.load(3).returncode == 0
    assert path.read_text().splitlines()[:2] == [first, second[:-9]]


def citation_empty(world: World) -> None:
    server = world.serve()
    where, other = (cite(server, query).headers["location"] for query in (COUNT, "ASK {}"))
    path = world.folder / f"citations/{where.rpartition('/')[2]}.json"
    whole = path.read_text()
    for content in ("", whole[: len(whole) // 2], "[]"):
        path.write_text(content)
        problem(httpx.get(f"{server.url}{where}", headers={"Accept": "text/plain"}), 503, "release-error", world)
        for address in ("/releases/", other, f"{other}/answer"):
            assert httpx.get(f"{server.url}{address}").status_code == 200
        assert path.stem in world.run("doctor").stdout
        assert world.load(4, releases_kept="1").returncode == 0
        assert len(world.home.kept()) >= 3
    assert cite(server).headers["location"] == where
    assert httpx.get(f"{server.url}{where}/answer").text == ask(server).text
    assert path.with_suffix(".damaged").read_text() == "[]"


def full_load(world: World, disk: Disk) -> None:
    folder = disk("8m")
    filled = on(folder, world.files)
    before, answer = filled.tree(), filled.run("query", COUNT).stdout
    for left in (0, 4096, 65_536, 131_072, 262_144, 393_216, 524_288, 786_432, 1_572_864):
        filler = fill(folder, left)
        done = filled.load(301)
        filler.unlink()
        if done.returncode == 0:
            assert left > 131_072
            return
        assert "(disk-full)" in done.stderr, (left, done.stderr)
        assert filled.tree() == before
        assert filled.run("query", COUNT).stdout == answer
    raise AssertionError("it never had room enough")


def full_build(world: World, disk: Disk) -> None:
    folder = disk("8m")
    filled = on(folder, world.files)
    before = filled.tree()
    assert "the disk is full" in filled.refused("disk-full", "build")
    assert filled.tree() == before


def full_serve(world: World, disk: Disk) -> None:
    folder = disk("8m")
    filled = on(folder, world.files)
    before = filled.tree()
    for left in (0, 65_536, 131_072):
        filler = fill(folder, left)
        assert "the disk is full" in filled.refused("disk-full", "serve", "--port", "8"), left
        filler.unlink()
        assert {name: size for name, size in filled.tree().items() if name != "serving"} == before


def full_citations(world: World, disk: Disk) -> None:
    folder = disk("8m")
    filled = on(folder, world.files)
    server = filled.serve()
    filler = fill(folder)
    problem(cite(server), 507, "disk-full", filled)
    page = httpx.post(
        f"{server.url}/citations", data={"query": COUNT, "format": "csv"},
        headers={"Accept": "text/html", "Accept-Language": "sr-Cyrl"},
    )  # fmt: skip
    assert (page.status_code, page.headers["content-type"]) == (507, "text/html; charset=utf-8")
    assert "Диск сервера је пун" in page.text
    assert list((filled.folder / "citations").glob("*")) == []
    assert count(server) == 300
    filler.unlink()
    assert cite(server).status_code == 303
    stop(filled)


def full_answer(world: World, disk: Disk) -> None:
    folder = disk("8m")
    filled = on(folder, world.files)
    server = filled.serve()
    fill(folder)
    try:
        with httpx.stream(
            "GET", f"{server.url}/sparql", params={"query": CROSS, "format": "csv"},
            headers={"Accept-Encoding": "identity"}, timeout=30,
        ) as answer:  # fmt: skip
            time.sleep(3)
            content = b"".join(answer.iter_bytes())
        assert answer.status_code == 507 or len(content.splitlines()) == 90_001  # who reads fast enough needs no disk
    except httpx.RemoteProtocolError:
        time.sleep(0.3)
        assert "was broken off: disk-full" in Path(server.log.name).read_text()
    stop(filled)


def full_output(world: World) -> None:
    command = [sys.executable, "-m", "clustergraph", "--home", world.folder]
    for words in (
        ["query", COUNT],
        ["query", "--list"],
        ["doctor", "--json"],
        ["query", "CONSTRUCT WHERE { ?s ?p ?o }"],
    ):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run([*command, *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert (done.returncode, "(disk-full)" in done.stderr) == (1, True), (words, done.stderr)
        assert "Traceback" not in done.stderr
    with Path("/dev/full").open("w") as full:  # nobody can be told
        assert subprocess.run([*command, "query", "oops"], stderr=full, check=False).returncode == 1


def limited_load(world: World) -> None:
    before = world.tree()

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    command = [sys.executable, "-m", "clustergraph", "--home", world.folder, "load", ROOT / "data/clusters"]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=limit, check=False)
    assert (done.returncode, "(disk-full)" in done.stderr) == (1, True), done.stderr
    assert "Traceback" not in done.stderr
    assert world.tree() == before


def release_gone(world: World) -> None:
    server, digest = world.serve(), world.current.manifest.digest
    shutil.rmtree(world.current.folder)
    assert count(server) == 2
    problem(httpx.get(f"{server.url}/dumps/clustergraph.nq"), 503, "release-error", world)
    named = {"query": COUNT, "release": digest}
    problem(httpx.get(f"{server.url}/sparql", params=named), 503, "release-error", world)
    assert httpx.get(f"{server.url}/health/live").status_code == 200
    assert ready(server) == (503, "not-ready")


def live_gone(world: World) -> None:
    server = world.serve(cache_max_bytes="0")
    time.sleep(1.1)
    shutil.rmtree(world.home.live)
    problem(ask(server), 503, "release-error", world)
    assert ready(server) == (503, "not-ready")


def changed_while_served(world: World) -> None:
    for path in (next(world.current.store.glob("*.sst")), None):
        server = world.serve(cache_max_bytes="0")
        time.sleep(1.1)
        if path is not None:  # the same file as one of the live store, or not
            whole = path.read_bytes()
            flip(path)
            named = {"query": COUNT, "release": world.current.manifest.digest}
            problem(httpx.get(f"{server.url}/sparql", params=named), 503, "release-error", world)
        else:
            flip(max(world.home.live.glob("*.sst"), key=lambda one: one.stat().st_mtime))
            problem(ask(server), 503, "release-error", world)
        assert ready(server) == (503, "not-ready")
        stop(world)
        if path is not None:
            path.write_bytes(whole)
    assert ready(world.serve()) == (200, "pass")  # what is live is made anew


def dump_changed(world: World) -> None:
    server, path = world.serve(), world.current.dumps / "clustergraph.ttl"
    assert httpx.get(f"{server.url}/dumps/{path.name}").status_code == 200
    flip(path)
    problem(httpx.get(f"{server.url}/dumps/{path.name}"), 503, "release-error", world)
    assert httpx.get(f"{server.url}/dumps/clustergraph.nq").status_code == 200
    assert ready(server) == (503, "not-ready")


def only_read(folder: Path) -> None:
    """Let a folder be read only, from now on; what is open stays so."""
    for options in (["--bind", folder, folder], ["-o", "remount,bind,ro", folder]):
        if subprocess.run(["mount", *options], capture_output=True).returncode:
            pytest.skip("a folder cannot be mounted here")


def read_only_served(world: World) -> None:
    server = world.serve()
    only_read(world.folder)
    try:
        problem(cite(server), 503, "storage-failed", world)
        for path in ("/", "/releases/", "/dumps/clustergraph.nq", "/health/ready"):
            assert httpx.get(f"{server.url}{path}").status_code == 200
        assert count(server) == 2
    finally:
        subprocess.run(["umount", "--lazy", world.folder], check=True)
    assert cite(server).status_code == 303


def read_only(world: World) -> None:
    only_read(world.folder)
    try:
        world.refused("storage-failed", "serve", "--port", "8")
        done = world.load(5)
        assert (done.returncode, "(storage-failed)" in done.stderr) == (1, True)
        assert "home can" in world.run("doctor").stdout.lower() or "cannot be written" in world.run("doctor").stdout
    finally:
        subprocess.run(["umount", "--lazy", world.folder], check=True)


CHECKS: dict[tuple[str, str], Callable[..., None]] = {
    (FLIPPED, "`query`"): any_byte_query,
    (FLIPPED, "`doctor`"): any_byte_doctor,
    ("a file of the store is cut, missing, or one too many", "`query`"): store_files,
    (
        "nothing, but the release is from before the record of the store's files",
        "`query`, `doctor`, `load`",
    ): before_record,
    ("a byte of the curated release", "`serve`"): curated_again,
    ("a byte of the curated release, and a repository that gives none", "`serve`"): curated_not,
    ("a byte of a loaded release, an older one is whole", "`serve`"): older_serves,
    ("a byte of each release, all of them loaded", "`serve`"): none_whole,
    ("`release.json` cut in two", "`serve`"): manifest_cut,
    ("any JSON file of a release cut in two", "`query`"): json_cut,
    ("`current` cut in two", "`serve`"): pointer_cut,
    ("`serving` or `live.json` cut in two", "`serve`"): serving_cut,
    ("a line of `history.jsonl` cut in two", "while serving"): history_cut,
    ("a citation empty, or cut in two", "while serving"): citation_empty,
    (FULL, "`load`, at any step"): full_load,
    (FULL, "`build`"): full_build,
    (FULL, "`serve`"): full_serve,
    (FULL, "`POST /citations`"): full_citations,
    (FULL, "a long answer that is read slowly"): full_answer,
    (FULL, "where a command prints to"): full_output,
    ("a file may not grow further", "`load`"): limited_load,
    ("the folder of the current release is gone", "while serving"): release_gone,
    ("the folder of the live store is gone", "while serving"): live_gone,
    ("a byte of the live store, or of the release", "while serving"): changed_while_served,
    ("a byte of a dump", "while serving"): dump_changed,
    (READ_ONLY, "while serving"): read_only_served,
    (READ_ONLY, "`serve`, `load`"): read_only,
}


def test_the_table_and_the_checks_have_the_same_rows() -> None:
    assert [row[:2] for row in table()] == list(CHECKS)


@pytest.mark.parametrize("row", table(), ids=lambda row: f"{row[0]}, {row[1]}")
def test_what_follows(row: Row, world: World, request: pytest.FixtureRequest) -> None:
    """What a row says is what happens."""
    check = CHECKS[row[0], row[1]]
    wanted = [name for name in ("home", "disk", "repository") if name in check.__annotations__]
    check(world, *map(request.getfixturevalue, wanted))
