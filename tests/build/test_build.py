"""Builds: the same everywhere, stale when something changed, and nothing half-written when something is wrong."""

import json
from pathlib import Path

import pytest

from clustergraph import resources
from clustergraph.build.release import stale
from clustergraph.build.terms import ns_module
from clustergraph.ns import CG, PREFIXES, compact, expand
from clustergraph.settings import read_settings
from clustergraph.store.home import Home
from clustergraph.store.release import Release
from conftest import ROOT, clustergraph


def test_two_builds_anywhere_are_equal(repository: Path, tmp_path: Path, release: Release) -> None:
    """Another hash seed, time zone, language, folder and umask: the same digest and the same dumps, byte for byte."""
    done = clustergraph(
        "--home", str(tmp_path / "elsewhere"), "--repository", str(repository), "build", "--json",
        PYTHONHASHSEED="12345", TZ="Pacific/Kiritimati", LC_ALL="C",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    other = Home(tmp_path / "elsewhere").current()

    assert other.manifest.digest == release.manifest.digest
    assert other.manifest.figures == release.manifest.figures
    dumps = {path.name: path.read_bytes() for path in release.dumps.iterdir()}
    assert dumps == {path.name: path.read_bytes() for path in other.dumps.iterdir()}


def test_a_build_is_stale_when_a_fact_changes(repository: Path, tmp_path: Path) -> None:
    """Absent, fresh, stale, fresh again."""
    home, arguments = tmp_path / "home", ["--home", str(tmp_path / "home"), "--repository", str(repository)]
    settings = read_settings({"home": home, "repository": repository})
    assert "No release" in str(stale(Home(home), settings))

    assert clustergraph(*arguments, "build").returncode == 0
    first = Home(home).current()
    assert stale(Home(home), settings) is None

    netwood = repository / "data/clusters/netwood.ttl"
    netwood.write_text(netwood.read_text().replace("sdmx-measure:obsValue 180", "sdmx-measure:obsValue 181"))
    assert "changed" in str(stale(Home(home), settings))
    assert clustergraph(*arguments, "build").returncode == 0
    second = Home(home).current()

    assert stale(Home(home), settings) is None
    assert second.manifest.digest != first.manifest.digest
    assert second.manifest.figures["employees-total"][0]["total"] == "22146"


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("cg:sector sector:wood-processing ;", "cg:sector ;", "syntax-error", "data/clusters/netwood.ttl:"),
        ("sdmx-measure:obsValue 180", 'sdmx-measure:obsValue "many"', "validation-failed", None),
    ],
)
def test_nothing_is_written_when_something_is_wrong(
    repository: Path, tmp_path: Path, old: str, new: str, code: str, place: str | None
) -> None:
    """The message, exit code 1, and the old release untouched."""
    home, arguments = tmp_path / "home", ["--home", str(tmp_path / "home"), "--repository", str(repository)]
    assert clustergraph(*arguments, "build").returncode == 0
    before = Home(home).current()
    netwood = repository / "data/clusters/netwood.ttl"
    text = netwood.read_text()
    assert old in text
    netwood.write_text(text.replace(old, new))

    done = clustergraph(*arguments, "build")

    assert done.returncode == 1
    assert code in done.stderr
    assert "Traceback" not in done.stderr
    assert place is None or place in done.stderr
    assert Home(home).current() == before
    assert [path.name for path in (home / "releases").iterdir()] == [before.folder.name]
    assert list(home.glob("staging/*")) == []


def test_texts_of_the_catalogue_are_kept_and_change_no_digest(
    repository: Path, tmp_path: Path, release: Release
) -> None:
    """A release built from other texts is another folder with the same name in citations."""
    table = repository / "data/catalogue.toml"
    table.write_text(table.read_text().replace("Cluster vocabulary and code lists", "Another title"))
    arguments = ("--home", str(tmp_path / "home"), "--repository", str(repository), "build")
    assert clustergraph(*arguments).returncode == 0
    built = Home(tmp_path / "home").current()

    assert built.manifest.digest == release.manifest.digest
    assert "Another title" in (built.folder / "catalogue.json").read_text()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('themes = ["ECON"]', "", "'themes'"),
        ('name = "clustergraph.nq"', 'name = "absent.nq"', "'absent.nq'"),
        ('"cluster:ac-serbia"', '"clutter:ac-serbia"', "no prefix 'clutter'"),
        ("[catalogue.title]", "[catalogue.title", "data/catalogue.toml"),
        (None, "", "absent"),
    ],
)
def test_a_table_of_texts_that_lacks_something_is_said(
    repository: Path, tmp_path: Path, old: str | None, new: str, words: str
) -> None:
    """What, and where; nothing is published."""
    table = repository / "data/catalogue.toml"
    text = table.read_text()
    if old is None:
        table.unlink()
    else:
        assert old in text
        table.write_text(text.replace(old, new))
    done = clustergraph("--home", str(tmp_path / "home"), "--repository", str(repository), "build")

    assert done.returncode == 1
    assert words in done.stderr.replace("\n", "")
    assert "catalogue.toml" in done.stderr.replace("\n", "")
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "home").glob("releases/*"))


def test_ns_is_what_the_ontology_gives() -> None:
    """The generated module is fresh: `python -m clustergraph.build.terms` writes it."""
    assert (resources.PACKAGE / "ns.py").read_text(encoding="utf-8") == ns_module(ROOT)


def test_a_misspelt_term_is_an_error() -> None:
    """In Python and in compact names, with what was probably meant."""
    with pytest.raises(AttributeError):
        _ = CG.brochureNummer  # type: ignore[attr-defined]
    with pytest.raises(LookupError, match="near: brochureNumber"):
        expand("cg:brochureNummer")
    with pytest.raises(LookupError, match="no prefix"):
        expand("nonsense:x")
    assert expand("cg:Cluster") == CG.Cluster


def test_compact_names_lead_back(release: Release) -> None:
    """What compact() shortens, expand() lengthens; what has no prefix stays whole."""
    for iri in [
        *release.manifest.graphs,
        *(namespace + "x" for prefix, namespace in PREFIXES.items() if prefix != "cg"),
    ]:
        short = compact(iri)
        assert iri in (short, "" if short == iri else expand(short))


def test_the_manifest_is_json_that_says_what_the_release_is(release: Release) -> None:
    """For scripts, and for the next version."""
    manifest = json.loads((release.folder / "release.json").read_text())

    assert manifest["release"] == f"https://w3id.org/clustergraph/release/{manifest['digest']}"
    assert manifest["findings"]["Violation"] == 0
    assert sum(manifest["graphs"].values()) == manifest["quads"]
    assert set(manifest["files"]) >= {"dumps/clustergraph.nq", "report.json", "digest.state"}
