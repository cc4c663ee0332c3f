"""What is called stated, beside the text of the source; and what is read from printed characters."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.build.curated import Curated
from clustergraph.build.printed import printed_findings, stands_in
from clustergraph.build.readings import address, date, number
from clustergraph.report import Finding, Severity
from clustergraph.validation.profiles import read_profile
from conftest import ROOT, SOURCE, clustergraph, needs

NETWOOD, DUNDJER = "data/clusters/netwood.ttl", "data/clusters/dundjer.ttl"
#: File, what stands there, what is put in its place, and words of the finding.
EDITS = [
    (DUNDJER, '"Civil Engineering Cluster - DUNDJER Nis"', '"Civil Engineering Cluster – DUNDJER Nis"', "l103"),
    (DUNDJER, '"Civil Engineering Cluster DUNDJER Nis"', '"Civil engineering Cluster DUNDJER Nis"', "l805"),
    (NETWOOD, '"Furniture producing cluster „Netwood“"', '"Furniture producing cluster Netwood"', "l633"),
    (NETWOOD, '"+381 34 302 701"', '"+381 34 302 702"', "+381 34 302 702"),
    (NETWOOD, 'cg:asPrinted "9"', 'cg:asPrinted "8"', "“8” is not printed"),
    (NETWOOD, '"office@netwoodcluster.net"', '"info@netwoodcluster.net"', "info@netwoodcluster.net"),
    (NETWOOD, 'locn:fullAddress "Kralja Petra I 17', 'locn:fullAddress "Kralja Petra I 18', "Kralja Petra I 18"),
    (NETWOOD, 'locn:locatorDesignator "17"', 'locn:locatorDesignator "71"', "“71” is no part of"),
    (NETWOOD, "passage:serbian-clusters-2009-l641", "passage:serbian-clusters-2009-l640", "“180” is not printed"),
]


def findings(root: Path, texts: Path) -> list[Finding]:
    return list(printed_findings(Curated.read(root, read_profile(root, "publication")), texts))


@pytest.fixture(scope="module")
def texts() -> Path:
    """The folder with the texts of the sources."""
    return needs(SOURCE).parent


def test_every_stated_name_and_every_printed_word_is_printed(texts: Path) -> None:
    """In every line that is cited for it."""
    assert findings(ROOT, texts) == []


@pytest.mark.parametrize(("file", "old", "new", "said"), EDITS, ids=[row[3] for row in EDITS])
def test_what_is_not_printed_is_found(repository: Path, texts: Path, file: str, old: str, new: str, said: str) -> None:
    """A dash, a letter, a digit or a line that is not the printed one."""
    path = repository / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))

    found = findings(repository, texts)

    assert found
    assert {finding.source for finding in found} == {"printed"}
    assert {str(finding.place).split(":")[0] for finding in found} == {file}
    assert any(said in finding.message for finding in found), [finding.message for finding in found]


def test_an_absent_text_is_told_and_blocks_nothing(repository: Path) -> None:
    """A curator without the text can work; the check says what it did not do."""
    done = clustergraph("--repository", str(repository), "check")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Skipped: serbian-clusters-2009.txt is not in" in done.stdout
    assert "1 info" in done.stdout


def test_another_text_is_refused(tmp_path: Path, texts: Path) -> None:
    """Line numbers hold for one text alone."""
    copy = tmp_path / SOURCE.name
    shutil.copy(texts / SOURCE.name, copy)
    copy.write_text(copy.read_text() + "\n")

    [found] = findings(ROOT, tmp_path)

    assert found.severity is Severity.VIOLATION
    assert "another text" in found.message


@pytest.mark.parametrize(
    ("text", "line", "stands"),
    [
        ("6", "Number of companies:\t6", True),
        ("6", "Number of companies:\t16", False),
        ("6", "Turnover: 6,5", False),
        ("350.000,00 EUR", "Turnover: 1.350.000,00 EUR", False),
        ("Pcinja district", "Jablanica and Pcinja districts", False),
        ("A – B", "A - B", False),
        ("Memos", "MEMOS Cluster", False),
        ("Cluster – DP", "„Cluster – DP” information system", True),
        ("two\t words", "**two words**", True),
    ],
)
def test_words_stand_whole_and_as_they_are(text: str, line: str, *, stands: bool) -> None:
    """Blanks alone may differ."""
    assert stands_in(text, [line]) is stands


@given(st.lists(st.text("aB6č–„.", min_size=1), min_size=1), st.data())
def test_a_run_of_whole_words_stands_in_its_line(words: list[str], data: st.DataObject) -> None:
    """Whatever the words are, as long as no word begins or ends inside a number."""
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))

    assert stands_in(" ".join(words[first : last + 1]), [" ".join(words)])


@pytest.mark.parametrize(
    ("reading", "printed", "value"),
    [
        (number, "140.000.000,00 EUR (2007)", "140000000.00"),
        (number, "four related university faculties", "4"),
        (number, "more than 200 stakeholders", "200"),
        (number, "some", None),
        (date, "November 2005", "2005-11"),
        (date, "June of 2004 on the territory of Vojvodina", "2004-06"),
        (date, "established in the city of Nis in 2007", "2007"),
        (date, "some years ago", None),
        (address, "www.ssc.rs", "http://www.ssc.rs/"),
        (address, "www.ec.europa.eu/cip", "http://www.ec.europa.eu/cip"),
    ],
)
def test_readings(reading, printed: str, value: str | None) -> None:
    """As a reader of the time would."""
    assert reading(printed) == value
