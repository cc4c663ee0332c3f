"""Every check of the curator, made to fail by one edit of the real repository: its name, its file, its line."""

import json
from pathlib import Path

import pytest

from clustergraph.build.checks import CHECKS
from clustergraph.validation.telephones import Number, numbers
from conftest import ROOT, clustergraph

NETWOOD = "data/clusters/netwood.ttl"
EDITS = [
    ("cg:brochureNumber 17", "cg:brochureNummer 17", "unknown-term", "cg:brochureNummer"),
    ("cg:brochureNumber 17", 'cg:brochureNumber 17 ;\n    schema:nmae "x"', "unknown-property", "schema:nmae"),
    ("sector:wood-processing", "sector:wood", "unknown-term", "cg:sector"),
    ('cg:e164 "+38134302701"', 'cg:e164 "+38134302702"', "telephone", "+38134302702"),
    ('cg:e164 "+38134302701"', 'cg:extension "1" ;\n    cg:e164 "+38134302701"', "telephone", "+38134302701"),
    ("sdmx-measure:obsValue 180", "sdmx-measure:obsValue 181", "reading", "181"),
    ("passage:serbian-clusters-2009-l653", "passage:serbian-clusters-2009-l9999", "passage-outside", "l9999"),
    ("passage:serbian-clusters-2009-l653", "passage:another-source-l653", "passage-outside", "another-source"),
    ("cg:brochureNumber 17", "cg:brochureNumber 17 ;\n    cg:website [ a cg:WebSite ]", "blank-node", "[ a"),
    ("cg:brochureNumber 17", 'cg:brochureNumber "17"^^xsd:short', "value", "xsd:short"),
    ("unit:NUM", "<http://example.org/NUM>", "foreign-iri", "example.org"),
    ("cg:brochureNumber 17", "cg:brochureNumber  17", "spelling", "cg:brochureNumber"),
]  # fmt: skip


def check(repository: Path) -> tuple[int, list[dict[str, str]]]:
    done = clustergraph("--repository", str(repository), "check", "--json")
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)["findings"]


@pytest.mark.parametrize(("old", "new", "source", "marker"), EDITS, ids=[f"{row[2]}-{row[3]}" for row in EDITS])
def test_a_defect_is_found_at_its_line(repository: Path, old: str, new: str, source: str, marker: str) -> None:
    """The finding leads to the line that holds the defect, or to the node's line where that cannot be told."""
    file = repository / NETWOOD
    text = file.read_text()
    assert text.count(old) >= 1
    file.write_text(text.replace(old, new, 1))

    code, findings = check(repository)
    found = [finding for finding in findings if finding["source"] == source]

    assert code == 1
    assert found
    path, line = found[0]["place"].split(":")
    near = file.read_text().splitlines()[int(line) - 1 : int(line) + 3]
    assert path == NETWOOD
    assert source in ("blank-node", "telephone") or any(marker in text for text in near), near


def test_a_finding_of_a_shape_has_its_line(repository: Path) -> None:
    """A value that a shape refuses is shown where it stands."""
    file = repository / NETWOOD
    file.write_text(file.read_text().replace('locn:postCode "34000"', 'locn:postCode "3400"'))

    code, findings = check(repository)
    blocking = [
        finding
        for finding in findings
        if finding["severity"] == "Violation" and finding["source"].startswith("shapes:")
    ]

    assert code == 1
    assert len(blocking) == 1
    path, line = blocking[0]["place"].split(":")
    assert path == NETWOOD
    assert 'locn:postCode "3400"' in file.read_text().splitlines()[int(line) - 1]


def test_files_and_slugs(repository: Path) -> None:
    """A file that nothing reads, a slug that nobody allotted, one that vanished, a node in two records."""
    (repository / "data/notes.txt").write_text("x")
    moved = repository / "data/clusters/net-wood.ttl"
    (repository / NETWOOD).rename(moved)
    moved.write_text(moved.read_text().replace("cluster:netwood", "cluster:net-wood"))
    twice = repository / "data/clusters/twice.ttl"
    twice.write_text((repository / "data/clusters/pekos.ttl").read_text())

    found = {finding["source"] for finding in check(repository)[1]}

    assert {"unread-file", "slug-not-allotted", "slug-vanished", "two-records"} <= found


def test_a_file_that_does_not_parse_is_an_error_with_its_place(repository: Path) -> None:
    """No report can be given then: the parser's place is."""
    (repository / NETWOOD).write_text("PREFIX cg: <https://w3id.org/clustergraph/ns#>\n\ncg:x cg:y .\n")
    done = clustergraph("--repository", str(repository), "check")

    assert done.returncode == 1
    assert f"{NETWOOD}:3:" in done.stderr


def test_fix_writes_the_one_spelling(repository: Path) -> None:
    """And changes no fact."""
    file = repository / NETWOOD
    spelt = file.read_text()
    file.write_text(spelt.replace("    ", "\t"))

    assert clustergraph("--repository", str(repository), "check", "--fix").returncode == 0
    assert file.read_text() == spelt


def test_fix_says_where_a_file_does_not_parse(repository: Path) -> None:
    """With path, line and column; the file stays as it is."""
    file = repository / NETWOOD
    broken = file.read_text().replace("cg:brochureNumber 17", "cg:brochureNumber [[ 17")
    file.write_text(broken)
    done = clustergraph("--repository", str(repository), "check", "--fix")

    assert done.returncode == 1
    assert f"{NETWOOD}:" in done.stderr
    assert "Traceback" not in done.stderr
    assert file.read_text() == broken


def test_the_repository_passes() -> None:
    """As committed: nothing that blocks."""
    assert check(ROOT)[0] == 0


def test_every_check_is_documented() -> None:
    """docs/checks.md has a heading for each name a finding can have."""
    text = (ROOT / "docs/checks.md").read_text()

    questions = {f"hygiene:{path.stem}" for path in (ROOT / "ontology/hygiene").glob("*.rq")}

    assert all(f"`{name}`" in text for name in {row[2] for row in EDITS} | questions | {"ledger", "note", "printed"})
    assert all((check.__doc__ or "").strip() for check in CHECKS)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("+381 11 323 9051", ["+381113239051"]),
        ("+ 381 24 554 888", ["+38124554888"]),
        ("+381 (0)24 554-888", ["+38124554888"]),
        ("00381 24 554 888", ["+38124554888"]),
        ("024/554-888", ["+38124554888"]),
        ("tel. 024 554 888", ["+38124554888"]),
        ("+386 1 234 5678", ["+38612345678"]),
        ("ext. 108", []),
        ("", []),
        ("+381 24 554 888 fax", []),
        ("+381 24 554 888 (Ana)", []),
        ("+381 24 554 888 / 12", []),
        ("024/554-888/9", []),
        ("024 554 888 do 90", []),
        ("024 554 888 i 53", ["+38124554888"]),
        ("024 554 888, 024 554 889", ["+38124554888", "+38124554889"]),
        ("024 554 888 или 024 554 889", ["+38124554888", "+38124554889"]),
    ],
)
def test_numbers_have_the_printed_digits(printed: str, expected: list[str]) -> None:
    """No word becomes digits, no slash more of a number, and several are several."""
    assert numbers(printed) == [Number(one) for one in expected]


@pytest.mark.parametrize("words", ["ext. 108", "ext 108", "lok. 108", "(local 108)", "лок. 108", "x108", ";ext=108"])
def test_extensions_stand_apart(words: str) -> None:
    """However they are announced."""
    assert numbers(f"+381 11 337 0952 {words}") == [Number("+381113370952", "108")]
