"""Every named query gives the answer that was worked out by hand from the source before the query was written."""

import json
import tomllib
from pathlib import Path

import pytest

from clustergraph.errors import BadParameter, UnknownQuery
from clustergraph.ns import compact
from clustergraph.query.catalogue import by_category, catalogue, named_query
from clustergraph.store.release import Release
from clustergraph.store.sealed import SealedStore
from conftest import ROOT, SHARED, SOURCE, needs

HERE = Path(__file__).parent
EXPECTED = {path.stem: tomllib.loads(path.read_text()) for path in sorted(HERE.glob("*.toml"))}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_answer_is_the_one_worked_out_by_hand(name: str, release: Release) -> None:
    """Columns, rows and their order."""
    expected = EXPECTED[name]
    columns, rows = SealedStore(release.store).rows(named_query(name).ask(expected.get("params", {})))
    answer = [["" if value is None else compact(value) for value in row] for row in rows]
    wanted = [row["values"] for row in expected["rows"]]

    assert columns == expected["columns"]
    assert wanted == answer if expected["ordered"] else sorted(wanted) == sorted(answer)


def test_every_named_query_has_an_expectation() -> None:
    """And none is left over."""
    assert set(catalogue()) == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_every_expected_row_cites_what_it_was_worked_out_from(name: str) -> None:
    """Lines of the source that are not empty, or lines of a table by their beginning."""
    lines = needs(SOURCE).read_text(encoding="utf-8").split("\n")
    for row in EXPECTED[name]["rows"]:
        cited = [int(number) for number in row.get("lines", "").split(",") if number]
        tables = row.get("tables", [])
        assert cited or tables
        assert all(lines[number - 1].strip() for number in cited), row
        assert all(_stands(*table.split(": ", 1)) for table in tables), row


def _stands(file: str, beginning: str) -> bool:
    path = next(path for path in (ROOT / file, SHARED / "reference" / file) if path.exists())
    return any(line.startswith(beginning) for line in path.read_text(encoding="utf-8-sig").splitlines())


@pytest.mark.parametrize("name", list(catalogue()))
def test_every_example_has_rows(name: str, release: Release) -> None:
    """An example that shows nothing teaches nothing."""
    query = catalogue()[name]

    assert SealedStore(release.store).rows(query.ask(query.example))[1]


@pytest.mark.parametrize("name", [name for name, query in catalogue().items() if query.panel])
def test_the_columns_of_a_panel_are_headings(name: str) -> None:
    """One plain word each, because a page translates them."""
    assert all(column.isalpha() and column.islower() for column in EXPECTED[name]["columns"])


def test_a_suspect_figure_enters_no_total(release: Release) -> None:
    """And its panel says why."""
    question = named_query("figure-and-total").ask({"figure": "figure/medical-tourism-turnover"})
    columns, [row] = SealedStore(release.store).rows(question)
    found = dict(zip(columns, [value and compact(value) for value in row], strict=True))

    assert (found["printed"], found["reason"]) == ("4", "gap-reason:suspect")
    assert found["value"] is found["total"] is None


def test_the_figures_of_the_release_are_the_queries_answers(release: Release) -> None:
    """The start page cannot say anything else than the endpoint."""
    for name, rows in release.manifest.figures.items():
        columns, answer = SealedStore(release.store).rows(named_query(name).ask({}))
        assert rows == [dict(zip(columns, row, strict=True)) for row in answer]
    assert json.dumps(release.manifest.figures)


@pytest.mark.parametrize(
    "given", [{}, {"cluster": "ac-serbia", "x": "y"}, {"cluster": "AC Serbia"}, {"cluster": "a>b"}]
)
def test_parameters_that_do_not_fit_are_refused(given: dict[str, str]) -> None:
    """With an example of what would."""
    with pytest.raises(BadParameter):
        named_query("cluster-figures").ask(given)


def test_an_unknown_name_is_refused() -> None:
    """With the way to the list."""
    with pytest.raises(UnknownQuery, match="nonsense"):
        named_query("nonsense")


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("what-a-line-carries", {"line": "five"}),
        ("what-a-line-carries", {"line": "1; DROP"}),
        ("what-a-line-carries", {"line": "12345678901"}),
    ],
)
def test_a_number_is_a_number(name: str, given: dict[str, str]) -> None:
    """Nothing else is written into a query."""
    with pytest.raises(BadParameter):
        named_query(name).ask(given)


def test_every_category_has_questions() -> None:
    """A heading without a list would be a promise."""
    assert all(by_category().values())
    assert sum(map(len, by_category().values())) == len(catalogue()) >= 50
