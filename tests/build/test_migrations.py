"""The vocabulary over time: nothing vanishes, every change is listed, and data can follow."""

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph, Literal, URIRef

from clustergraph.build.migrations import migrated, migrations
from clustergraph.ns import PREFIXES, expand
from conftest import ROOT, clustergraph

NS = PREFIXES["cg"]
VERSIONS = sorted((ROOT / "ontology/versions").glob("*.ttl"))
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def terms(path: Path) -> set[str]:
    """Collect the local names of a version's terms."""
    graph = Graph(bind_namespaces="none").parse(path)
    return {
        str(term).removeprefix(NS)
        for kind in KINDS
        for term in graph.subjects(RDF.type, kind)
        if str(term).startswith(NS)
    }


CURRENT = Graph(bind_namespaces="none").parse(ROOT / "ontology/cluster.ttl").parse(ROOT / "ontology/versions.ttl")
DEPRECATED = sorted(CURRENT.subjects(OWL.deprecated, Literal("true", datatype=URIRef(expand("xsd:boolean")))))
SECTIONS = dict(
    re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", (ROOT / "ontology/CHANGES.md").read_text(), re.MULTILINE | re.DOTALL)
)


def listed(section: str) -> dict[str, set[str]]:
    """Read the table of a version: kind of change → terms."""
    rows: dict[str, set[str]] = {}
    for change, names in re.findall(r"^\| (\w+) \| ([^|]+) \|", section, re.MULTILINE):
        if change != "change":
            rows.setdefault(change, set()).update(name.strip() for name in names.split(","))
    return rows


def test_no_term_ever_vanishes() -> None:
    """What a frozen version defines is defined to this day."""
    assert VERSIONS
    for version in VERSIONS:
        assert terms(version) <= terms(ROOT / "ontology/cluster.ttl"), version.name


def test_every_change_of_terms_is_listed() -> None:
    """Between a frozen version and the one after it, the last of which is the current one."""
    files = [*VERSIONS, ROOT / "ontology/cluster.ttl"]
    numbers = [*(path.stem for path in VERSIONS), str(CURRENT.value(URIRef(NS[:-1]), OWL.versionInfo))]

    assert listed(SECTIONS[numbers[0]]) == {"added": terms(files[0])}
    for before, after, number in zip(files, files[1:], numbers[1:], strict=False):
        assert listed(SECTIONS[number])["added"] == terms(after) - terms(before)
    old = set().union(*(listed(section).get("deprecated", set()) for section in SECTIONS.values()))
    assert old == {str(term).removeprefix(NS) for term in DEPRECATED}


def test_there_is_something_deprecated() -> None:
    """The tests below would pass over nothing."""
    assert DEPRECATED


@pytest.mark.parametrize("term", DEPRECATED)
def test_a_deprecated_term_carries_its_migration(term: URIRef) -> None:
    """It names what replaces it; data that use it are rewritten, and nothing else about them changes."""
    replacement = CURRENT.value(term, URIRef(expand("dct:isReplacedBy")))
    old = f'<urn:a> <{term}> <urn:b> ; <urn:says> "č"@sr-Latn .\n'
    new = Graph(bind_namespaces="none").parse(data=migrated(old, "old.ttl", ROOT), format="turtle")
    expected = Graph(bind_namespaces="none").parse(data=old.replace(str(term), str(replacement)), format="turtle")

    assert replacement is not None
    assert set(new) == set(expected)
    assert any(str(term).removeprefix(NS) in update for _, update in migrations(ROOT))
    assert str(CURRENT.value(term, URIRef(expand("skos:changeNote")))).count("ontology/migrations/") == 1


def test_data_without_old_terms_stay_as_they_are(repository: Path) -> None:
    """Byte by byte, comments too."""
    text = "# mine\n<urn:a>   <urn:b> <urn:c> ."

    assert migrated(text, "new.ttl", repository) == text


def test_the_command_shows_and_writes(repository: Path) -> None:
    """A record with an old term is found by the check, shown, rewritten, and then passes."""
    path = repository / "data/programme/cluster-development-support.ttl"
    right = path.read_text()
    path.write_text(right.replace("schema:funder", "cg:funder"))

    checked = clustergraph("--repository", str(repository), "check")
    shown = clustergraph("--repository", str(repository), "migrate", str(path))
    untouched = path.read_text()
    written = clustergraph("--repository", str(repository), "migrate", "--write", str(path))

    assert checked.returncode == 1
    assert "deprecated-term" in checked.stdout
    assert "+    schema:funder institution:government-norway ;" in shown.stdout
    assert untouched != right
    assert (written.stdout, path.read_text()) == ("1 of 1 files rewritten\n", right)
