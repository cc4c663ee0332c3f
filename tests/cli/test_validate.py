"""``clustergraph validate`` as people and scripts run it: reports in every format, and what exit codes say."""

import csv
import gzip
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, clustergraph

GOOD = ROOT / "docs/examples/cluster.ttl"
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .
e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:minCount 1 ; {} ] .
"""
DATA = "<http://e.example/x> a <http://e.example/C> .\n"


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """The example with a name that is no text."""
    path = tmp_path / "bad.ttl"
    path.write_text(GOOD.read_text().replace('skos:prefLabel "Made-up Furniture Cluster"@en', "skos:prefLabel 7"))
    return path


@pytest.fixture
def own(tmp_path: Path) -> tuple[str, str]:
    """Data, and shapes of one's own."""
    (tmp_path / "data.ttl").write_text(DATA)
    (tmp_path / "shapes.ttl").write_text(SHAPES.format(""))
    return str(tmp_path / "data.ttl"), str(tmp_path / "shapes.ttl")


def test_what_conforms_ends_with_0() -> None:
    """And says what it was checked against."""
    done = clustergraph("validate", str(GOOD))

    assert (done.returncode, done.stderr) == (0, "")
    assert "conforms" in done.stdout
    assert "submission" in done.stdout


def test_what_does_not_ends_with_1_and_says_where(bad: Path) -> None:
    """The line as editors take it, and how to mend it."""
    done = clustergraph("validate", str(bad))
    line = next(n for n, text in enumerate(bad.read_text().splitlines(), 1) if "skos:prefLabel 7" in text)

    assert done.returncode == 1
    assert f"{bad}:{line}" in done.stdout
    assert "Write" in done.stdout


def test_what_cannot_be_read_ends_with_2(tmp_path: Path) -> None:
    """A place, a remedy, and no trace; other files are looked at all the same."""
    broken = tmp_path / "broken.ttl"
    broken.write_text("<http://e.example/x>\n a oops .")
    done = clustergraph("validate", str(broken), str(GOOD))
    absent = clustergraph("validate", str(tmp_path / "absent.ttl"))

    assert done.returncode == absent.returncode == 2
    assert f"{broken}:2" in done.stderr
    assert "conforms" in done.stdout
    assert "Traceback" not in done.stderr + absent.stderr


def test_what_could_not_be_checked_ends_with_3(tmp_path: Path, own: tuple[str, str]) -> None:
    """It is never a silent pass."""
    data, _ = own
    shapes = tmp_path / "odd.ttl"
    shapes.write_text(SHAPES.replace("sh:minCount 1 ; {}", "sh:minCuont 1"))
    done = clustergraph("validate", "--profile", "any", "--shapes", str(shapes), data)

    assert done.returncode == 3
    assert ": not checked for sh:minCuont · 0 violations" in done.stdout
    assert "Is sh:minCount meant?" in done.stdout


@pytest.mark.parametrize(
    "form", ["text", "json", "turtle", "jsonld", "ntriples", "rdfxml", "csv", "html", "testbed", "testbed-xml"]
)
def test_every_format_tells_of_the_finding(bad: Path, form: str) -> None:
    """In its own way."""
    done = clustergraph("validate", "--format", form, str(bad))

    assert done.returncode == 1
    assert ("The name is not text" if form == "text" else "SubmittedPartyShape-name-text") in done.stdout
    if form in ("json", "jsonld", "testbed"):
        assert json.loads(done.stdout)
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        assert any("SubmittedPartyShape-name-text" in str(row) for row in rows)


def test_json_is_for_scripts(bad: Path) -> None:
    """Counts, what judged, and each finding with its line."""
    report = json.loads(clustergraph("validate", "--format", "json", str(bad)).stdout)
    [finding] = [one for one in report["findings"] if one["shape"].endswith("SubmittedPartyShape-name-text")]

    assert report["outcome"] == "does not conform"
    assert report["counts"]["Violation"] >= 1
    assert report["profile"] == "submission"
    assert len(report["shapes"]) == 64
    assert finding["line"] > 1
    assert {"en", "sr-Latn", "sr-Cyrl"} <= finding["messages"].keys()


def test_shapes_of_ones_own(own: tuple[str, str], tmp_path: Path) -> None:
    """With any; warnings count where it is strict."""
    data, shapes = own
    (tmp_path / "warn.ttl").write_text(SHAPES.format("sh:severity sh:Warning"))
    warn = str(tmp_path / "warn.ttl")

    assert clustergraph("validate", "--profile", "any", "--shapes", shapes, data).returncode == 1
    assert clustergraph("validate", "--profile", "any", "--shapes", warn, data).returncode == 0
    assert clustergraph("validate", "--profile", "any", "--shapes", warn, "--strict", data).returncode == 1
    missing = clustergraph("validate", "--profile", "any", data)
    assert missing.returncode == 2
    assert "--shapes" in missing.stderr


def test_content_may_come_by_the_standard_input_and_packed(bad: Path, tmp_path: Path) -> None:
    """A dash is the standard input; gzip is seen by its bytes."""
    packed = tmp_path / "bad.ttl.gz"
    packed.write_bytes(gzip.compress(bad.read_bytes()))
    command = [sys.executable, "-m", "clustergraph", "validate", "--format", "json", "-"]
    piped = subprocess.run(command, input=packed.read_bytes(), capture_output=True, timeout=60, check=False)

    assert piped.returncode == 1
    assert clustergraph("validate", str(packed)).returncode == 1


def test_it_speaks_serbian(bad: Path) -> None:
    """In either script."""
    assert "Ime nije tekst" in clustergraph("validate", "--locale", "sr-Latn", str(bad)).stdout
    assert "Име није текст" in clustergraph("validate", "--locale", "sr", str(bad)).stdout


def test_an_unknown_profile_is_refused_with_those_there_are() -> None:
    """Before anything is read."""
    done = clustergraph("validate", "--profile", "nothing", str(GOOD))

    assert done.returncode == 2
    assert "eccp-readiness" in done.stderr


@pytest.mark.parametrize("path", sorted((ROOT / "docs/examples").iterdir()), ids=lambda path: path.name)
def test_the_examples_are_what_their_names_say(path: Path) -> None:
    """Those of the documentation conform, or have errors."""
    assert clustergraph("validate", str(path)).returncode == ("with-errors" in path.name)


def test_several_files_make_one_report(bad: Path) -> None:
    """An array, a table; a format that is about one file is refused."""
    files = [str(GOOD), str(bad)]
    reports = json.loads(clustergraph("validate", "--format", "json", *files).stdout)
    table = list(csv.DictReader(io.StringIO(clustergraph("validate", "--format", "csv", *files).stdout)))
    refused = clustergraph("validate", "--format", "turtle", *files)

    assert [report["content"] for report in reports] == files
    assert {row["content"] for row in table if row["severity"] == "Violation"} == {str(bad)}
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "json, csv" in refused.stderr


def test_a_profile_is_one_of_those_offered() -> None:
    """What judges our own files only is not."""
    for name in ("nope", "none", "office-holders"):
        done = clustergraph("validate", "--profile", name, str(GOOD))

        assert done.returncode == 2
        assert "publication, submission" in done.stderr


def test_too_many_findings_are_no_verdict(bad: Path) -> None:
    """The file was read, and could not be checked whole."""
    done = clustergraph("validate", str(bad), CLUSTERGRAPH_VALIDATE_FINDINGS="1")

    assert done.returncode == 3
    assert "validate_findings" in done.stderr


def test_a_value_makes_no_line_and_moves_no_cursor(tmp_path: Path) -> None:
    """Escapes of terminals, and lines that look like findings, are shown as what they are."""
    path = tmp_path / "forged.ttl"
    path.write_text(
        GOOD.read_text().replace('"Made-up Furniture Cluster"@en', '"\\u001B[31mx\\ny:5: violation: forged"')
    )
    done = clustergraph("validate", str(path))

    assert "\x1b" not in done.stdout
    assert "\ny:5:" not in done.stdout
    assert "\\x1b[31mx\\ny:5: violation: forged" in done.stdout


@pytest.mark.parametrize(
    ("locale", "words"), [("sr-Latn-RS", "prekršaj"), ("sr_Cyrl_RS", "прекршај"), ("de", "violation")]
)
def test_all_words_are_in_the_language_asked_for(bad: Path, locale: str, words: str) -> None:
    """With a country, too; and what may be meant is named in the same letters."""
    bad.write_text(bad.read_text().replace("sector:wood-processing", "sector:turism"))
    told = clustergraph("validate", "--locale", locale, str(bad)).stdout

    assert f": {words}: " in told
    assert {"sr-Latn-RS": "Turizam", "sr_Cyrl_RS": "Туризам", "de": "Tourism"}[locale] in told
    assert ("violation" in told) == (locale == "de")


def test_a_table_says_what_was_not_checked(tmp_path: Path, own: tuple[str, str]) -> None:
    """In rows of their own."""
    data, _ = own
    shapes = tmp_path / "odd.ttl"
    shapes.write_text(SHAPES.replace("sh:minCount 1 ; {}", "sh:minCuont 1"))
    table = clustergraph("validate", "--profile", "any", "--shapes", str(shapes), "--format", "csv", data).stdout

    assert [row["severity"] for row in csv.DictReader(io.StringIO(table))] == ["unchecked"]


def _own(tmp_path: Path, shapes: str, data: str = DATA) -> list[str]:
    """The arguments by which data is checked against shapes."""
    (tmp_path / "own-data.ttl").write_text(HEAD + data)
    (tmp_path / "own-shapes.ttl").write_text(HEAD + shapes)
    return ["--profile", "any", "--shapes", str(tmp_path / "own-shapes.ttl"), str(tmp_path / "own-data.ttl")]


HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .\n"
HEAD += "@prefix dash: <http://datashapes.org/dash#> .\n"
SHAPE = "e:S a sh:NodeShape ; sh:targetClass e:C ; "


@pytest.mark.parametrize(
    ("asks", "words"),
    [
        ("sh:sparql [ sh:select 'SELECT $this { $this ?p ?o FILTER(<http://e.example/f>(?o)) }' ]", "http://e.example/f"),
        ("sh:sparql [ sh:select 'SELECT $this { $this ?p ?o FILTER(<http://e.example/g>(?o)) }' ]", "http://e.example/g"),
        ("sh:not [ dash:indexed true ]", "dash:indexed"),
        ("sh:not [ sh:memberShape [ sh:nodeKind sh:IRI ] ]", "sh:memberShape"),
        ("sh:targetNode [ sh:select 'SELECT ?x {}' ]", "sh:targetNode"),
        ("dash:applicableToClass e:D", "dash:applicableToClass"),
        ("sh:node e:Absent", "http://e.example/S refers to it by sh:node"),
        ("sh:property e:Absent", "http://e.example/S refers to it by sh:property"),
    ],
)  # fmt: skip
def test_what_was_not_evaluated_does_not_pass(tmp_path: Path, asks: str, words: str) -> None:
    """It is named; with --pass-over the report is the same, and the exit code that of what could be checked."""
    arguments = _own(tmp_path, f"{SHAPE}{asks} .")
    done, passed = clustergraph("validate", *arguments), clustergraph("validate", "--pass-over", *arguments)

    assert (done.returncode, passed.returncode) == (3, 0)
    assert done.stdout == passed.stdout
    assert words in done.stdout
    assert ": not checked for " in done.stdout.splitlines()[-1]
    assert ": conforms" not in done.stdout


def test_findings_count_beside_what_is_passed_over(tmp_path: Path) -> None:
    """A grave one is a verdict."""
    arguments = _own(tmp_path, f"{SHAPE}sh:node e:Absent ; sh:property [ sh:path e:p ; sh:minCount 1 ] .")
    report = json.loads(clustergraph("validate", "--format", "json", "--pass-over", *arguments).stdout)

    done = clustergraph("validate", "--pass-over", "--locale", "sr-Latn", *arguments)
    assert done.returncode == 1
    assert ": nije ispravno; nije provereno za http://e.example/Absent · " in done.stdout
    assert "Oblika http://e.example/Absent nema; http://e.example/S upućuje na njega pomoću sh:node." in done.stdout
    assert report["outcome"] == "does not conform"
    assert report["uncheckedFor"] == ["http://e.example/Absent"]
    assert len(report["findings"]) == len(report["unchecked"]) == 1


@pytest.mark.parametrize("value", ['"a\\\\b"', '"C:\\\\dir\\\\"'])
def test_one_bad_query_takes_nothing_from_the_others(tmp_path: Path, value: str) -> None:
    """Nor does a backslash in a value."""
    good = "e:Good sh:select 'SELECT $this ?value { $this <http://e.example/p> ?value }' ."
    bad = "e:Bad sh:select 'SELECT $this { oops' ."
    shapes = f"{SHAPE}sh:sparql e:Good, e:Bad ; sh:nodeKind sh:Literal . {good} {bad}"
    report = json.loads(
        clustergraph("validate", "--format", "json", *_own(tmp_path, shapes, f"{DATA} e:x e:p {value} .")).stdout
    )

    assert sorted(one["component"].rpartition("#")[2] for one in report["findings"]) == [
        "NodeKindConstraintComponent",
        "SPARQLConstraintComponent",
    ]
    assert [one for one in report["unchecked"] if "http://e.example/Bad of http://e.example/S" in one]


@pytest.mark.parametrize("round_", ["e:x e:knows e:x .", "e:x e:knows e:y . e:y a e:C ; e:knows e:x ."])
def test_a_cycle_in_the_data_leaves_the_rest(tmp_path: Path, round_: str) -> None:
    """Of it the report says so."""
    shapes = f"{SHAPE}sh:property [ sh:path e:knows ; sh:node e:S ], [ sh:path e:p ; sh:maxCount 0 ] ."
    done = clustergraph("validate", *_own(tmp_path, shapes, f"{DATA} {round_} e:z a e:C ; e:p 1 ."))

    assert done.returncode == 1
    assert "e.example/z" in done.stdout
    assert "depends on itself" in done.stdout


def test_shapes_are_merged_where_it_is_asked(tmp_path: Path) -> None:
    """Apart is the default, as pySHACL's is; merging is said in the report."""
    arguments = _own(tmp_path, f"{SHAPE}sh:property [ sh:path e:p ; sh:minCount 1 ] . e:own a e:C .", "e:x a e:D .")
    apart, merged = (clustergraph("validate", *more, *arguments) for more in ([], ["--merge"]))

    assert (apart.returncode, clustergraph("validate", "--separate", *arguments).stdout) == (0, apart.stdout)
    assert merged.returncode == 1
    assert "merged into the content" in merged.stdout
    assert "merged into" not in apart.stdout


def test_blanks_alone_are_as_a_comment_alone(tmp_path: Path) -> None:
    """Of both nothing was looked at."""
    outs = []
    for content in (" \n", "# a comment\n"):
        (tmp_path / "blank.ttl").write_text(content)
        done = clustergraph("validate", str(tmp_path / "blank.ttl"))
        outs.append((done.returncode, done.stdout))

    assert outs[0] == outs[1]
    assert "There are no statements in it" in outs[0][1]


@pytest.mark.parametrize(
    ("asks", "code"),
    [
        ("dash:stem 'http://e.example/'", 0),
        ("dash:stem 'http://other.example/'", 1),
        ("sh:not [ dash:rootClass e:C ]", 0),
    ],
)
def test_components_of_dash_have_their_verdict(tmp_path: Path, asks: str, code: int) -> None:
    """No file of DASH is needed."""
    assert clustergraph("validate", *_own(tmp_path, f"{SHAPE}{asks} .")).returncode == code
