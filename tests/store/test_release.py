"""The sealed release: what it holds, that it stays as it is, and that a crash cannot hurt it."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, RdfFormat, parse

from clustergraph.errors import HomeBusy, ReleaseError
from clustergraph.graph.digest import LineDigest
from clustergraph.graph.values import computed_name, held
from clustergraph.ns import expand
from clustergraph.store.home import Home
from clustergraph.store.release import Release
from clustergraph.store.seal import write_store
from clustergraph.store.sealed import Question, SealedStore
from clustergraph.store.wholeness import damaged_files
from conftest import ROOT

TWICE = [
    b"<http://x/s> <http://x/p> <http://x/o> <http://x/g1> .",
    b"<http://x/s> <http://x/p> <http://x/o> <http://x/g2> .",
    b"<http://x/s> <http://x/p> <http://x/o2> <http://x/g2> .",
]


def count(store: SealedStore, pattern: str) -> str | None:
    return store.rows(Question(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}"))[1][0][0]


def test_a_triple_in_two_graphs_is_counted_once(tmp_path: Path) -> None:
    """The default graph holds each triple once; the named graphs hold it where it was stated."""
    assert write_store(tmp_path / "store", TWICE) == 2
    store = SealedStore(tmp_path / "store")

    assert count(store, "?s ?p ?o") == "2"
    assert count(store, "GRAPH ?g { ?s ?p ?o }") == "3"


def test_the_real_release_counts_shared_triples_once(release: Release) -> None:
    """Passages are described in every record that cites them: the release has such triples, and counts them once."""
    store = SealedStore(release.store)
    stated = int(count(store, "GRAPH ?g { ?s ?p ?o }") or 0)
    distinct = int(count(store, "{ SELECT DISTINCT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } }") or 0)

    assert stated == release.manifest.quads > distinct
    assert count(store, "?s ?p ?o") == str(distinct) == str(release.manifest.triples)


def test_the_digest_can_be_computed_from_the_dump_and_from_the_store(release: Release) -> None:
    """Anybody can check a citation."""
    from_dump, from_store = LineDigest(), LineDigest()
    from_dump.add((release.dumps / "clustergraph.nq").read_bytes().splitlines())
    from_store.add(SealedStore(release.store).payload())

    assert from_dump.hexdigest() == from_store.hexdigest() == release.manifest.digest == release.folder.name


@pytest.mark.parametrize(("name", "form"), [("trig", RdfFormat.TRIG), ("jsonld", RdfFormat.JSON_LD)])
def test_dumps_hold_the_same_statements(release: Release, name: str, form: RdfFormat) -> None:
    """Every dump of the dataset parses back to the lines of the N-Quads."""
    lines = set(parse((release.dumps / "clustergraph.nq").read_bytes(), format=RdfFormat.N_QUADS))

    assert lines == set(parse((release.dumps / f"clustergraph.{name}").read_bytes(), format=form))


def test_the_turtle_dump_holds_each_triple_once(release: Release) -> None:
    """Turtle knows no graphs."""
    quads = parse((release.dumps / "clustergraph.nq").read_bytes(), format=RdfFormat.N_QUADS)
    triples = list(parse((release.dumps / "clustergraph.ttl").read_bytes(), format=RdfFormat.TURTLE))

    assert {quad.triple for quad in quads} == {quad.triple for quad in triples}
    assert len(triples) == release.manifest.triples


def test_the_dumps_of_parts_hold_those_parts(release: Release) -> None:
    """The vocabulary is its graphs; the cube has every observation, its structure and the codes of its dimensions."""
    quads = list(parse((release.dumps / "clustergraph.nq").read_bytes(), format=RdfFormat.N_QUADS))
    vocabulary, cube, codes = (
        {quad.triple for quad in parse((release.dumps / name).read_bytes(), format=RdfFormat.TURTLE)}
        for name in ("vocabulary.ttl", "indicators.ttl", "codes.ttl")
    )
    kind = f"<{expand('rdf:type')}>"

    assert vocabulary == {q.triple for q in quads if re.search("/graph/(ontology|scheme)/", str(q.graph_name))}
    assert codes == {q.triple for q in quads if re.search("/graph/(reference|correspondence)/", str(q.graph_name))}
    for name in ("qb:Observation", "qb:DataSet", "qb:DataStructureDefinition", "cg:Indicator", "cg:ReferencePeriod"):
        there = {q.subject for q in quads if str(q.predicate) == kind and str(q.object) == f"<{expand(name)}>"}
        assert there
        assert {q.triple for q in quads if q.subject in there} <= cube
    assert not any(f"{triple.predicate} {triple.object}" == f"{kind} <{expand('cg:Cluster')}>" for triple in cube)


def test_exports_have_the_recommended_case_of_language_tags(release: Release) -> None:
    """Oxigraph's lower case does not leave the house."""
    for dump in [*release.dumps.glob("clustergraph.*"), *release.dumps.glob("*.ttl")]:
        content = dump.read_bytes()
        assert b"@sr-Latn" in content or b'"sr-Latn"' in content
        assert b"@sr-latn" not in content


def test_no_blank_node_is_stored(release: Release) -> None:
    """Skolem names everywhere, the prefix declarations of the ontology included."""
    quads = list(parse((release.dumps / "clustergraph.nq").read_bytes(), format=RdfFormat.N_QUADS))

    assert not any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object))
    assert any("/.well-known/genid/" in str(quad.subject) for quad in quads)


def test_no_curated_value_has_another_datatype_for_a_query(release: Release) -> None:
    """So nothing stands beside the store, and what is held in other words are decimals that end in noughts alone."""
    written = [
        one
        for path in [*ROOT.glob("data/**/*.ttl"), *ROOT.glob("ontology/**/*.ttl")]
        for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE, base_iri="http://x/")
        if isinstance(one := quad.object, Literal) and computed_name(one.datatype.value)
    ]
    other = {one for one in written if one.value != held(one.value, computed_name(one.datatype.value) or "").words}

    assert not (release.folder / "store.datatypes").exists()
    assert other
    assert all(re.fullmatch(r"[0-9]+\.[0-9]*0", one.value) for one in other)


def test_damage_is_found(home: Home, tmp_path: Path) -> None:
    """One changed byte of a dump is told."""
    copy = tmp_path / "home"
    shutil.copytree(home.folder, copy)
    release = Home(copy).current()
    assert damaged_files(release) == []

    dump = release.dumps / "clustergraph.ttl"
    dump.write_bytes(dump.read_bytes()[:-1] + b" ")

    assert damaged_files(release) == ["dumps/clustergraph.ttl"]


@pytest.mark.parametrize(
    ("pointer", "words"),
    [(None, "No release"), ("nonsense", "does not name"), ("0" * 64, "cannot be read"), ("../../etc", "does not name")],
)
def test_a_home_without_a_usable_release_says_so(tmp_path: Path, pointer: str | None, words: str) -> None:
    """Every way a pointer can be wrong has a message."""
    if pointer is not None:
        (tmp_path / "current").write_text(pointer)

    with pytest.raises(ReleaseError, match=words):
        Home(tmp_path).current()


def test_a_manifest_of_another_format_is_refused(home: Home, tmp_path: Path) -> None:
    """A release of the future, or the past, is not half understood."""
    copy = tmp_path / "home"
    shutil.copytree(home.folder, copy)
    current = Home(copy).current()
    (current.folder / "release.json").write_text(replace(current.manifest, format=99).as_json())

    with pytest.raises(ReleaseError, match="format 99"):
        Home(copy).current()


@pytest.mark.parametrize("content", [None, "[1", "5"])
def test_statistics_that_cannot_be_read_are_said(home: Home, tmp_path: Path, content: str | None) -> None:
    """Absent, cut, or no table: it is not what the manifest tells of."""
    copy = tmp_path / "home"
    shutil.copytree(home.folder, copy)
    release = Home(copy).current()
    path = release.folder / "statistics.json"
    path.unlink()
    if content is not None:
        path.write_text(content)

    with pytest.raises(ReleaseError, match="cannot be read" if content is None else "not as it was written"):
        release.statistics()


def test_one_build_at_a_time(tmp_path: Path) -> None:
    """The second is refused at once, and may try again later."""
    home = Home(tmp_path)
    with home.lock("build"), pytest.raises(HomeBusy), Home(tmp_path).lock("build"):
        pass
    with Home(tmp_path).lock("build"):
        pass


def kill_builds(home: Home, folder: Path, moments: list[float]) -> None:
    """Kill a rebuild at each moment, a share of the time that one takes; what is left must be whole, old or new."""
    shutil.copytree(home.folder, folder)
    expected = home.current().manifest.digest
    command = [sys.executable, "-m", "clustergraph", "--home", str(folder), "build", "--json"]
    began = time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd=ROOT)
    whole = time.monotonic() - began
    for moment in moments:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, cwd=ROOT
        )
        time.sleep(moment * whole)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

        release = Home(folder).current()
        assert release.manifest.digest == expected
        assert damaged_files(release) == []
        assert SealedStore(release.store).rows(Question("SELECT * { ?s ?p ?o } LIMIT 1"))[1]


def test_a_killed_build_leaves_a_whole_release(home: Home, tmp_path: Path) -> None:
    """A few moments; the long tests try hundreds."""
    kill_builds(home, tmp_path / "home", [0.2, 0.6, 0.85, 0.95, 1.0])


@pytest.mark.long
def test_a_build_killed_at_hundreds_of_moments_leaves_a_whole_release(home: Home, tmp_path: Path) -> None:
    """250 of them, evenly over a build and a little beyond its end."""
    kill_builds(home, tmp_path / "home", [1.1 * step / 250 for step in range(1, 251)])
