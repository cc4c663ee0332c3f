"""A list of categories dropped in as one table."""

import csv
import json
from pathlib import Path

import pytest
from rdflib import OWL, RDF, SKOS, Graph, URIRef

from conftest import ROOT, clustergraph

SCHEME = URIRef("https://w3id.org/clustergraph/scheme/observatory-category")


def present() -> dict[str, str]:
    """Code and name of each of the 38."""
    graph = Graph(bind_namespaces="none").parse(ROOT / "ontology/schemes/observatory-category.ttl")
    return {
        str(graph.value(concept, SKOS.notation)): str(graph.value(concept, SKOS.prefLabel))
        for concept in graph.subjects(RDF.type, SKOS.Concept)
    }


def write(path: Path, rows: list[dict[str, str]]) -> str:
    """Write a table and give its path."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["code", "name", "source", "former"])
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def official() -> list[dict[str, str]]:
    """The 38 as some authority might have them: one name differs, one is split off, footwear is called shoes."""
    names = {**present(), "automotive": "Automotive industry"}
    del names["footwear"], names["tobacco"]
    rows = [{"code": code, "name": name} for code, name in names.items()]
    return [*rows, {"code": "shoes", "name": "Shoes", "former": "footwear"}, {"code": "tobaccos", "name": "Tobaccos"}]


def test_the_same_list_changes_nothing(tmp_path: Path) -> None:
    """Exit code 0, as diff has it."""
    table = write(tmp_path / "same.csv", [{"code": code, "name": name} for code, name in present().items()])
    done = clustergraph("categories", "diff", table)

    assert (done.returncode, done.stdout) == (0, "0 removed, 0 renamed, 0 added\n")


def test_a_difference_names_what_hangs_on_it(tmp_path: Path) -> None:
    """Footwear has one cluster and mappings; the guess by name is marked as one."""
    table = write(tmp_path / "official.csv", official())
    done = clustergraph("categories", "diff", table, "--json")
    shown = clustergraph("categories", "diff", table).stdout
    answer = json.loads(done.stdout)
    changes = {change["code"]: change for change in answer["changes"]}

    assert done.returncode == 1
    assert (answer["removed"], answer["renamed"], answer["added"]) == (2, 1, 2)
    assert changes["footwear"]["clusters"] == 1
    assert changes["footwear"]["mappings"] > 1
    assert (changes["footwear"]["becomes"], changes["footwear"]["near"]) == ("shoes", None)
    assert (changes["tobacco"]["becomes"], changes["tobacco"]["near"]) == (None, "tobaccos")
    assert (changes["automotive"]["before"], changes["automotive"]["after"]) == ("Automotive", "Automotive industry")
    assert "tobaccos?" in shown


def test_the_table_takes_the_place_of_the_list(repository: Path, tmp_path: Path) -> None:
    """Codes that are gone stay as deprecated ones; the check names what uses them, and the migration mends records."""
    table = write(tmp_path / "official.csv", official())
    adopted = clustergraph("--repository", str(repository), "categories", "adopt", table)
    graph = Graph(bind_namespaces="none").parse(repository / "ontology/schemes/observatory-category.ttl")
    records = [str(path) for path in (repository / "data/clusters").glob("*.ttl")]
    before = clustergraph("--repository", str(repository), "check", "--json")
    migrated = clustergraph("--repository", str(repository), "migrate", "--write", *records)
    after = clustergraph("--repository", str(repository), "check", "--json")
    again = clustergraph("--repository", str(repository), "categories", "diff", table)

    assert adopted.returncode == 0, adopted.stderr
    assert len(set(graph.subjects(SKOS.topConceptOf, SCHEME))) == len(official())
    assert {str(node).rsplit("/", 1)[1] for node in graph.subjects(OWL.deprecated)} == {"footwear", "tobacco"}
    assert "1 of 20 files rewritten" in migrated.stdout
    assert "data/clusters/knjazevac-shoemakers.ttl" in {place(f) for f in findings(before)}
    assert {place(f) for f in findings(after)} == {
        f"data/correspondences/{name}.csv"
        for name in (
            "observatory-category-nace1-1", "observatory-category-nace2", "observatory-category-traded-category",
            "sector-observatory-category",
        )
    }  # fmt: skip
    assert {f["source"] for f in findings(after)} == {"deprecated-term"}
    assert again.returncode == 0, again.stdout


def findings(done: object) -> list[dict[str, str]]:
    """Read the findings of a check, without what it only tells: the text of the source is not beside the copy."""
    found = json.loads(getattr(done, "stdout"))["findings"]  # noqa: B009
    return [finding for finding in found if finding["severity"] != "Info"]


def place(finding: dict[str, str]) -> str:
    """Give the file of a finding."""
    return finding["place"].rsplit(":", 1)[0]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("name\nA\n", 1, "does not name the columns"),
        ("code,name\nA b,A\n", 2, "no code"),
        ("code,name\na,A\na,B\n", 3, "twice"),
        ("code,name\na,\n", 2, "missing"),
        ("code,name\na\n", 2, "missing"),
        ("code,name,former\na,A,nothing\n", None, "no such code"),
    ],
)
def test_a_table_that_cannot_be_used(tmp_path: Path, text: str, line: int | None, said: str) -> None:
    """What, where, and how to mend it."""
    table = tmp_path / "table.csv"
    table.write_text(text)
    done = clustergraph("categories", "diff", str(table))

    assert done.returncode == 1
    assert said in done.stderr
    assert line is None or f"table.csv:{line}" in done.stderr


def test_an_unknown_list(tmp_path: Path) -> None:
    """With the names of those that are there."""
    done = clustergraph("categories", "diff", write(tmp_path / "t.csv", []), "--scheme", "nonsense")

    assert done.returncode == 1
    assert "emerging-industry" in done.stderr
