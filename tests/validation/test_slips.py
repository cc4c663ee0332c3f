"""What nothing looks at is told: terms that are misspelt, and content that is of no kind that a profile asks about."""

import pytest

from clustergraph.settings import read_settings
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.results import Outcome
from clustergraph.validation.slips import Vocabulary
from clustergraph.validator.brought import read, with_sent_shapes
from clustergraph.validator.checking import Asked, check
from clustergraph.validator.findings import Checked
from clustergraph.validator.ready import Ready, make_ready
from clustergraph.validator.request import Text
from conftest import ROOT

SETTINGS = read_settings(environ={})
GOOD = (ROOT / "docs/examples/cluster.ttl").read_text(encoding="utf-8")
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .
e:S a sh:NodeShape ; sh:targetClass e:Person ; sh:property [ sh:path e:birthday ; sh:minCount 1 ] .
"""


@pytest.fixture(scope="module")
def submission() -> Ready:
    return make_ready(ROOT, "submission")


def checked(content: str, ready: Ready) -> Checked:
    """Check Turtle."""
    return check(read(Text(content.encode(), "text/turtle", "content"), SETTINGS), "content", Asked(ready), SETTINGS)


def test_nothing_is_said_where_all_is_known(submission: Ready) -> None:
    """The example has no slip, and there is something to look at."""
    report = checked(GOOD, submission)

    assert report.notes == ()
    assert report.verdict.focus_nodes


def test_a_slip_is_told_with_its_line_and_what_may_be_meant(submission: Ready) -> None:
    """A property and a class; each once, where it stands first."""
    slipped = GOOD.replace("cg:sector sector:", "cg:sectr sector:")
    slipped += "\nex:other a cg:Clustr .\nex:third a cg:Clustr ; cg:sectr ex:x ; cg:entirelyElse 1 .\n"
    [note] = checked(slipped, submission).notes

    line = next(number for number, text in enumerate(slipped.splitlines(), 1) if "cg:sectr" in text)
    last = len(slipped.splitlines())
    assert f"cg:Clustr (line {last - 1}; is cg:Cluster meant?)" in note
    assert f"cg:sectr (line {line}; is cg:sector meant?)" in note
    assert f"cg:entirelyElse (line {last})" in note


def test_other_vocabularies_are_left_alone_but_for_near_terms(submission: Ready) -> None:
    """A term of no concern here is none of ours to judge."""
    more = (
        "\nex:a <http://purl.org/dc/terms/accrualPolicy> 1 ; <http://else.example/prefLabel> 2 ; skos:prefLable 3 .\n"
    )
    [note] = checked(GOOD + more, submission).notes

    assert note.startswith("Neither the shapes nor the vocabulary of the profile know skos:prefLable (line ")
    assert "skos:prefLabel meant?" in note
    assert "accrualPolicy" not in note
    assert "else.example" not in note


def test_a_graph_of_no_kind_that_is_asked_about_is_told() -> None:
    """It conforms, as SHACL has it, and it is said that this means nothing."""
    ready = make_ready(ROOT, "indicators")
    report = checked(GOOD.partition("ex:cluster\n")[0] + "ex:a a cg:Cluster .", ready)

    assert (report.outcome, report.verdict.focus_nodes) == (Outcome.CONFORMS, 0)
    assert any("nothing was looked at" in note for note in report.notes)


def test_shapes_that_are_sent_along_are_the_vocabulary() -> None:
    """Their slips in the data are seen, too."""
    sent = Text(SHAPES.encode(), "text/turtle", "shapes")
    ready = with_sent_shapes(make_ready(ROOT, "any"), [sent], SETTINGS)
    report = checked("@prefix e: <http://e.example/> . e:a a e:Persn ; e:birthdy 1 ; e:name 2 .", ready)

    assert "looked at" in report.notes[0]
    assert "http://e.example/Persn (line 1; is http://e.example/Person meant?)" in report.notes[1]
    assert "birthday meant?" in report.notes[1]
    assert "e.example/name" not in report.notes[1]


def test_thousands_of_slips_are_few_words() -> None:
    """What is compared and what is told is bounded; it stays a sentence."""
    shapes = TripleIndex(f"<http://e.example/S> <http://www.w3.org/ns/shacl#path> <http://e.example/{'p' * 99}> .\n")
    triples = "".join(
        f"<http://e.example/a> <http://e.example/{'p' * 99}{n}> <http://e.example/b> .\n" for n in range(5000)
    )
    note = Vocabulary(shapes, None).note(TripleIndex(triples), triples.encode(), range(1, 5001))

    assert note.count("meant?") == 8
    assert "and others" in note
    assert len(note) < 4000


def test_http_in_place_of_https_is_told(submission: Ready) -> None:
    """Both would be short for the same name: they are written whole."""
    content = "<http://e.example/a> a <http://w3id.org/clustergraph/ns#Cluster> ."
    note = " ".join(checked(content, submission).notes)

    assert (
        "http://w3id.org/clustergraph/ns#Cluster (line 1; is https://w3id.org/clustergraph/ns#Cluster meant?)" in note
    )
