"""Office holders: in the graph only where the operator asks for them, and then in a graph of their own."""

import tomllib
from pathlib import Path

import pytest

from clustergraph.ns import PREFIXES
from clustergraph.store.home import Home
from clustergraph.store.release import Release
from clustergraph.store.sealed import Question, SealedStore
from conftest import ROOT, clustergraph

FILE = ROOT / "data/optional/office-holders.ttl"
GRAPH = "https://w3id.org/clustergraph/graph/optional/office-holders"
PERSONS = """PREFIX foaf: <http://xmlns.com/foaf/0.1/>
SELECT ?name ?g { GRAPH ?g { ?p a foaf:Person ; foaf:name ?name } }"""
WITHHELD = "SELECT ?gap { ?gap cg:reason <https://w3id.org/clustergraph/scheme/gap-reason/withheld-personal> }"
MOBILES = 'SELECT ?n { ?t cg:e164 ?n FILTER(REGEX(?n, "^\\\\+3816")) }'


@pytest.fixture(scope="module")
def with_persons(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release that an operator asked to hold persons."""
    folder = tmp_path_factory.mktemp("persons")
    done = clustergraph("--home", str(folder), "build", CLUSTERGRAPH_PUBLISH_PERSONS="true")
    assert done.returncode == 0, done.stderr
    return Home(folder).current()


def rows(release: Release, query: str) -> list[list[str | None]]:
    return SealedStore(release.store).rows(Question(f"PREFIX cg: <{PREFIXES['cg']}> {query}"))[1]


def test_a_default_release_has_none(release: Release) -> None:
    """No name, no mobile, and the gaps say that something is withheld."""
    assert rows(release, PERSONS) == []
    assert rows(release, MOBILES) == []
    assert len(rows(release, WITHHELD)) == 7


def test_a_release_that_was_asked_to_has_them_in_a_graph_of_their_own(with_persons: Release) -> None:
    """25 office holders, five mobiles, and no gap that says something is withheld."""
    found = rows(with_persons, PERSONS)

    assert len(found) == 25
    assert {graph for _, graph in found} == {GRAPH}
    assert len(rows(with_persons, MOBILES)) == 5
    assert rows(with_persons, WITHHELD) == []


def test_a_release_of_one_kind_is_stale_for_the_other(home: Home, with_persons: Release) -> None:
    """Turning the setting off takes the persons out at the next build."""
    assert home.current().manifest.digest != with_persons.manifest.digest
    assert home.current().manifest.inputs != with_persons.manifest.inputs


def test_the_slugs_of_persons_name_nobody() -> None:
    """A name in an IRI could not be erased."""
    names = {
        part.lower()
        for line in FILE.read_text().splitlines()
        if "foaf:name" in line
        for part in line.split('"')[1].split()
    }
    slugs = {
        line.strip().removeprefix("person:") for line in FILE.read_text().splitlines() if line.startswith("person:")
    }

    assert slugs
    assert not {part for slug in slugs for part in slug.split("-")} & names


def test_a_word_that_is_neither_true_nor_false_is_refused(tmp_path: Path) -> None:
    """A setting that guards persons must not be guessed."""
    done = clustergraph("--home", str(tmp_path), "build", CLUSTERGRAPH_PUBLISH_PERSONS="maybe")

    assert done.returncode == 1
    assert "publish_persons" in done.stderr.lower() or "PUBLISH_PERSONS" in done.stderr


def test_the_wheel_table_of_profiles_names_both_ways() -> None:
    """With persons and without, each with shapes of its own."""
    row = tomllib.loads((ROOT / "shapes/profiles.toml").read_text())["publication"]

    assert row["without_persons"] == ["shapes/person.ttl"]
    assert row["with_persons"] == ["shapes/office-holder.ttl"]
