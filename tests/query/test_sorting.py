"""ORDER BY over values of unlike kinds: one order, whatever stands in the column.

With pyoxigraph 0.5.13 numbers and texts in one column beyond some twenty rows end the process; no test has as many.
"""

from collections.abc import Callable
from itertools import combinations, permutations

import httpx
import pytest
from pyoxigraph import NamedNode, Store

from clustergraph.query.sorting import with_sort_keys
from clustergraph.store.sorting import SORT_KEY, sort_key
from conftest import values

Ask = Callable[..., httpx.Response]
XSD = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"


def column(rows: str, order: str = "?x") -> str:
    return f"{XSD}SELECT ?x {{ VALUES ?x {{ {rows} }} }} ORDER BY {order}"


#: What stands in the column → the order in which it comes.
COLUMNS = {
    "numbers and texts": ('9 "5" 10 "10" 9.5 "a" "9"@en', ["10", "5", "9", "a", "9", "9.5", "10"]),
    "what is no number": (
        '"x"^^xsd:integer 10 9 "NaN"^^xsd:double 1e300 "123456789012345678901234567890"^^xsd:integer',
        ["9", "10", 1e300, "NaN", "123456789012345678901234567890", "x"],
    ),
    "numbers that one double holds": (
        "9007199254740993 9007199254740992e0 9007199254740992.5 9007199254740991",
        ["9007199254740991", 9007199254740992.0, "9007199254740992.5", "9007199254740993"],
    ),
    "names, texts, nothing": ('"b" <http://example.org/b> UNDEF "a" 1', [None, "http://example.org/b", "a", "b", "1"]),
    "moments with a zone and without": (
        ('"2020-01-01T10:00:00"^^xsd:dateTime "2020-01-01T11:00:00+02:00"^^xsd:dateTime '
         '"2020-01-01T09:30:00Z"^^xsd:dateTime "-0044-03-15T12:00:00Z"^^xsd:dateTime "2019-05-05"^^xsd:date'),
        ["2019-05-05", "-0044-03-15T12:00:00Z", "2020-01-01T11:00:00+02:00", "2020-01-01T09:30:00Z",
         "2020-01-01T10:00:00"],
    ),
    "months and days": (
        '"P2M"^^xsd:duration "PT90M"^^xsd:duration "P10M"^^xsd:duration "P45D"^^xsd:duration "P1M1D"^^xsd:duration',
        ["P1M1D", "PT1H30M", "P45D", "P2M", "P10M"],
    ),
    "datatypes of others": (
        'true "5"^^<http://example.org/t> 5 false "10"^^<http://example.org/t>',
        ["5", "10", "5", "false", "true"],
    ),
    "triple terms": (
        "<<( <x:a> <x:b> 10 )>> <<( <x:a> <x:b> 9 )>> \"c\" <<( <x:a> <x:b> 'd' )>> <x:e>",
        ["x:e", "c", None, None, None],
    ),
}  # fmt: skip


def same(found: str | None, wanted: object) -> bool:
    return float(found or 0) == wanted if isinstance(wanted, float) else found == wanted


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_has_one_order(ask: Ask, name: str) -> None:
    """Whichever way it comes in, and backwards by DESC."""
    rows, wanted = COLUMNS[name]
    words = rows.split() if "<<" not in rows else [rows]
    for text in (rows, " ".join(reversed(words))):
        found = [row[0] if isinstance(row[0], str | None) else None for row in values(ask(column(text)))]
        assert len(found) == len(wanted)
        assert all(same(*pair) for pair in zip(found, wanted, strict=True)), found
    backwards = [row[0] if isinstance(row[0], str | None) else None for row in values(ask(column(rows, "DESC(?x)")))]
    assert all(same(*pair) for pair in zip(reversed(backwards), wanted, strict=True)), backwards


def test_every_three_values_have_an_order() -> None:
    """Not only as a key says, but as the engine compares with it: each pair, and then each three."""
    numbers = ["9", "10", "5", "-1", "9007199254740993", "9223372036854775807", "123456789012345678901234567890"]
    fractions = ["0.1", "1e-30", "1e300", "INF", "NaN", "16777217", "0.1234567890123456789", "x"]
    moments = [
        *("2020-01-01T00:00:00", "2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00", "2019-12-31T23:00:00-01:00"),
        *("2021-06-31T00:00:00Z", "2021-06-30T23:00:00-01:00", "2021-07-01T01:00:00+01:00", "2020-01-01T24:00:00"),
    ]
    spans = ["P1M", "P31D", "P1Y", "P10M", "PT90M", "P1M1D", "P", "x"]
    terms = [f'"{one}"^^xsd:{kind}' for one in numbers for kind in ("integer", "string", "double")]
    terms += [f'"{one}"^^xsd:{kind}' for one in fractions for kind in ("decimal", "float", "double")]
    terms += [f'"{one}"^^xsd:dateTime' for one in moments]
    terms += [f'"{one}"^^xsd:{kind}' for one in spans for kind in ("duration", "yearMonthDuration", "dayTimeDuration")]
    terms += ['"2020-01-01"^^xsd:date', '"2020-01-01+14:00"^^xsd:date', '"2019-12-31-05:00"^^xsd:date']
    terms += ["<x:a>", '"10"@en', "true", '"5"^^<x:t>', '"2020Z"^^xsd:gYear', '"2020"^^xsd:gYear', "UNDEF"]
    store = Store()

    def first(one: str, other: str) -> bool:
        query = f"{XSD}SELECT ?n {{ VALUES (?n ?x) {{ (1 {one}) (2 {other}) }} }} ORDER BY <{SORT_KEY}>(?x) ?x"
        solutions = store.query(query, custom_functions={NamedNode(SORT_KEY): sort_key})
        return next(iter(solutions))["n"].value == "1"  # type: ignore[union-attr]

    before = {pair: first(*pair) and not first(*reversed(pair)) for pair in permutations(terms, 2)}
    for one, two, three in combinations(terms, 3):
        for a, b, c in permutations((one, two, three)):
            if before[a, b] and not before[c, b]:
                assert before[a, c], (a, b, c)


KEY = f"<{SORT_KEY}>"
#: A text → what is evaluated, where it is another.
TEXTS = {
    "SELECT * {} ORDER BY ?x": f"SELECT * {{}} ORDER BY  ASC({KEY}(?x)) ?x",
    "select * {} order#\nby desc ( ?x )Asc(?y)limit 3": (
        f"select * {{}} order#\nby  DESC({KEY}( ?x )) desc ( ?x ) ASC({KEY}(?y)) Asc(?y)limit 3"
    ),
    "SELECT ?x { { SELECT ?x {} ORDER BY (?x + 1) LIMIT 3 } } ORDER BY <x:f>(?x) VALUES (?x) { (1) }": (
        f"SELECT ?x {{ {{ SELECT ?x {{}} ORDER BY  ASC({KEY}(?x + 1)) (?x + 1) LIMIT 3 }} }} "
        f"ORDER BY  ASC({KEY}(<x:f>(?x))) <x:f>(?x) VALUES (?x) {{ (1) }}"
    ),
    "SELECT ?x {} GROUP BY ?x HAVING(?x>1)ORDER BY NOT EXISTS { ?x ?y ')' }$x": (
        f"SELECT ?x {{}} GROUP BY ?x HAVING(?x>1)ORDER BY NOT EXISTS {{ ?x ?y ')' }} ASC({KEY}($x)) $x"
    ),
    "SELECT * {} ORDER BY STR(?x) DESC(COUNT(*)) ((STRLEN(?x))) RAND() LIMIT 1": None,
    "SELECT * {} ORDER BY STR:len(?x)": f"SELECT * {{}} ORDER BY  ASC({KEY}(STR:len(?x))) STR:len(?x)",
    "SELECT * {} ORDER BY (STRLEN(?x) + ?y)": f"SELECT * {{}} ORDER BY  ASC({KEY}(STRLEN(?x) + ?y)) (STRLEN(?x) + ?y)",
    "SELECT ?ORDER { ?ORDER ex:ORDER 'ORDER BY ?x' } # ORDER BY ?x": None,
    "SELECT * {} ORDER BY (?x": None,
    "ASK {}": None,
}


@pytest.mark.parametrize("text", TEXTS)
def test_keys_stand_before_conditions(text: str) -> None:
    """In the same direction, in sub-SELECTs too; where there is one kind of value only there is none."""
    assert with_sort_keys(text) == TEXTS[text]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("SELECT ?x { { SELECT ?x { VALUES ?x { 9 '5' 10 'a' '10' } } ORDER BY DESC(?x) LIMIT 3 } }", ["10", "9", "a"]),
        ("SELECT ?x { VALUES ?x { 9 '5' 10 } } GROUP BY ?x ORDER BY DESC(SAMPLE(?x)) LIMIT 2", ["10", "9"]),
        ("SELECT DISTINCT ?x { VALUES ?x { 9 '5' 10 9 } } ORDER BY COALESCE(?x, 1)", ["5", "9", "10"]),
        ("SELECT (SUM(?n) AS ?x) { VALUES (?g ?n) { (1 9) (2 5) (1 1) } } GROUP BY ?g ORDER BY ?x", ["5", "10"]),
    ],
)
def test_sorting_is_kept_in_all_its_places(ask: Ask, query: str, wanted: list[str]) -> None:
    """Sub-SELECTs, aggregates, aliases, DISTINCT."""
    assert [row[0] for row in values(ask(query))] == wanted


def test_errors_and_pages_tell_of_the_text_as_it_was_written(ask: Ask) -> None:
    """Its columns are those of the question, and the page shows the question."""
    text = "SELECT ?x { ?x a ?y } ORDER BY ?x DESC(?y) ?z LIMIT ?n"
    problem = ask(text).json()
    page = ask("SELECT ?x { VALUES ?x { 1 'a' } } ORDER BY ?x", accept="text/html").text

    assert problem["code"] == "syntax-error"
    assert 0 <= problem["place"]["column"] - text.index("?n") <= len("?n") + 1
    assert "sort-key" not in page
