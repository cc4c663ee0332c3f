"""A date and a duration have one sum, however it is written (XPath Functions 3.1, section 9)."""

from itertools import product

import pytest
from pyoxigraph import Store

from clustergraph.query.durations import write_sums

XSD = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
DATES = {
    '"2009-01-31"^^xsd:date': ["2009-02-01", "2009-02-28", "2009-03-01"],
    '"2009-01-31Z"^^xsd:date': ["2009-02-01Z", "2009-02-28Z", "2009-03-01Z"],
    '"2009-01-31T10:00:00"^^xsd:dateTime': ["2009-02-01T10:00:00", "2009-02-28T10:00:00", "2009-03-01T10:00:00"],
    '"2009-01-31T10:00:00+02:00"^^xsd:dateTime': [
        "2009-02-01T10:00:00+02:00", "2009-02-28T10:00:00+02:00", "2009-03-01T10:00:00+02:00"],
    '"10:00:00"^^xsd:time': ["10:00:00", None, "10:00:00"],
}  # fmt: skip
DURATIONS = ['"P1D"^^xsd:dayTimeDuration', '"P1M"^^xsd:yearMonthDuration', '"P1M1D"^^xsd:duration']
#: How a sum of a date and a duration is written: the expression, with the variables ?a and ?b.
WAYS = ["D + P", "P + D", "?b + ?a", "?a + ?b", "?b + P", "P + ?b", "D + ?a", "?a+D", "(?b + P)", "xsd:C(STR(?b)) + P",
        "?b + xsd:K('V')", "xsd:K('V') + ?b", "?b + xsd:K(STR('V'))"]  # fmt: skip


def value(query: str) -> str | None:
    found = next(iter(Store().query(write_sums(query))))["x"]  # type: ignore[union-attr]
    return None if found is None else str(found.value)


@pytest.mark.parametrize("way", WAYS)
def test_a_date_and_a_duration_have_one_sum(way: str) -> None:
    """Whichever comes first, as a constant, a variable or a cast."""
    for (date, sums), (number, duration) in product(DATES.items(), enumerate(DURATIONS)):
        kinds = date.rpartition(":")[2], duration.rpartition(":")[2]
        written = way.replace("C", kinds[0]).replace("K", kinds[1]).replace("'V'", duration.partition("^")[0])
        written = written.replace("D +", f"{date} +").replace("+ D", f"+ {date}").replace("+D", f"+{date}")
        written = written.replace("+ P", f"+ {duration}").replace("P +", f"{duration} +")
        query = f"{XSD}SELECT ({written} AS ?x) {{ VALUES (?b ?a) {{ ({date} {duration}) }} }}"
        assert value(query) == sums[number], written


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("?a + ?b", "7"),
        ("?b + ?a * 2", "9"),
        ("?a - ?b + ?a", "-1"),
        ("?a + ?c", None),
        ('"P1D"^^xsd:dayTimeDuration + "PT1H"^^xsd:dayTimeDuration', "P1DT1H"),
        ('xsd:date("2009-01-31") + "P1D"^^xsd:dayTimeDuration + "P1D"^^xsd:dayTimeDuration', "2009-02-02"),
        ('IF(?a + ?b > 6, "yes", "no")', "yes"),
    ],
)
def test_other_sums_are_what_they_were(expression: str, wanted: str | None) -> None:
    """Numbers, what has no sum, and longer sums."""
    assert value(f"{XSD}SELECT ({expression} AS ?x) {{ VALUES (?a ?b ?c) {{ (2 5 'x') }} }}") == wanted


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (?x + 1 AS ?y) { ?s :p+ ?x ; (:p+|:q)+ '5'^^:duration FILTER(STRLEN(?x) + STRLEN(?y) > 3 + 4) }",
        "SELECT (?a + ?b AS ?c) (COUNT(*) AS ?n) { ?s :p ?a ; :q ?b } GROUP BY ?s",
        "SELECT * { ?s ?p '?x + ?y' FILTER(?x * ?y + ?z > 1) } # (?x + ?y)",
    ],
)
def test_what_is_no_such_sum_is_left(text: str) -> None:
    """Paths, texts, numbers and what multiplies."""
    assert write_sums(text) == text


def test_what_is_not_grouped_by_is_still_refused() -> None:
    """By the engine, whatever is written in the place of a sum."""
    text = f"{XSD}SELECT (?a + {DURATIONS[0]} AS ?c) (COUNT(*) AS ?n) {{ ?s <x:p> ?a }} GROUP BY ?s"

    assert write_sums(text) != text
    with pytest.raises(SyntaxError):
        Store().query(write_sums(text))
