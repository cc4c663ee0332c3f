"""Alternatives in paths count each way (SPARQL 1.1, 18.4), compared with the definitions written out here."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from clustergraph.errors import QueryRefused
from clustergraph.query.alternatives import part_alternatives

PREFIX = "PREFIX : <http://example.org/>\n"
STATEMENTS = [("a", "p", "b"), ("a", "q", "b"), ("b", "p", "c"), ("b", "q", "c"), ("a", "r", "c"), ("c", "r", "a"),
              ("d", "p", "d"), ("d", "q", "d")]  # fmt: skip
NODES = "abcd"
Pairs = Counter[tuple[str, str]]
Path = tuple[str, Pairs]  # as it is written, and its pairs of ends by the definitions


@pytest.fixture(scope="module")
def store() -> Store:
    """A graph in which two ways often lead to the same end."""
    store = Store()
    store.update(f"{PREFIX}INSERT DATA {{ {' . '.join(f':{s} :{p} :{o}' for s, p, o in STATEMENTS)} }}")
    return store


def one(name: str) -> Path:
    return f":{name}", Counter((s, o) for s, p, o in STATEMENTS if p == name)


def inverse(path: Path) -> Path:
    return f"^({path[0]})", Counter({(o, s): n for (s, o), n in path[1].items()})


def alternative(one: Path, other: Path) -> Path:
    return f"({one[0]}|{other[0]})", one[1] + other[1]


def sequence(one: Path, other: Path) -> Path:
    found: Pairs = Counter()
    for ((s, m), n), ((k, o), times) in product(one[1].items(), other[1].items()):
        if m == k:
            found[s, o] += n * times
    return f"({one[0]})/{other[0]}", found


def perhaps(path: Path) -> Path:
    return f"({path[0]})?", Counter(set(path[1]) | {(n, n) for n in NODES})


def repeated(path: Path) -> Path:
    found = set(path[1])
    while more := {(s, o) for s, m in found for k, o in path[1] if m == k} - found:
        found |= more
    return f"({path[0]})+", Counter(found)


def negated(there: list[str], back: list[str]) -> Path:
    pairs: Pairs = Counter()
    pairs.update((s, o) for s, p, o in STATEMENTS if there and p not in there)
    pairs.update((o, s) for s, p, o in STATEMENTS if back and p not in back)
    return f"!({'|'.join([f':{p}' for p in there] + [f'^:{p}' for p in back])})", pairs


# what a negated set itself finds twice is another difference (docs/differences.toml)
NAMES = st.sampled_from([[], ["p"], ["q"], ["q", "r"]])
LEAVES = st.sampled_from("pqr").map(one) | st.tuples(NAMES, NAMES).filter(any).map(lambda pair: negated(*pair))
PATHS = st.recursive(
    LEAVES,
    lambda inside: (
        st.builds(alternative, inside, inside)
        | st.builds(sequence, inside, inside)
        | st.builds(inverse, inside)
        | st.builds(perhaps, inside)
        | st.builds(repeated, inside)
    ),
    max_leaves=6,
)


@given(path=PATHS, ends=st.tuples(st.sampled_from(["?x", ":a", ":b"]), st.sampled_from(["?y", ":c", ":b"])))
def test_each_pair_of_ends_comes_as_often_as_there_are_ways(store: Store, path: Path, ends: tuple[str, str]) -> None:
    """Whatever a path is made of, with variables and with names at its ends."""
    wanted = Counter({
        pair: number
        for pair, number in path[1].items()
        if ends[0] in ("?x", f":{pair[0]}") and ends[1] in ("?y", f":{pair[1]}")
    })  # fmt: skip
    query = f"{PREFIX}SELECT * {{ {ends[0]} {path[0]} {ends[1]} }}"
    found: Pairs = Counter()
    for row in store.query(part_alternatives(query)):
        named = {variable.value: row[variable].value[-1] for variable in store.query(query).variables}
        found[named.get("x", ends[0][-1]), named.get("y", ends[1][-1])] += 1

    assert found == wanted


#: A query → what is evaluated in its place; the prefix is left out in both.
TEXTS = {
    "SELECT * { ?a :p|:q ?b }": "SELECT * { { ?a :p ?b } UNION { ?a :q ?b } }",
    "SELECT * { ?a :t 1, 2 ; (:p|:q)/:r ?b ; . FILTER(?a || ?b) }": (
        "SELECT * { ?a :t 1 . ?a :t 2 . { ?a :p/:r ?b } UNION { ?a :q/:r ?b } . FILTER(?a || ?b) }"
    ),
    "SELECT * { [ :p|:q 'x'@en ] :t ?b OPTIONAL { ?b a|:p ( :c 5.0 ) } }": (
        "SELECT * { { [ :p 'x'@en ] :t ?b } UNION { [ :q 'x'@en ] :t ?b } "
        "OPTIONAL { { ?b a ( :c 5.0 ) } UNION { ?b :p ( :c 5.0 ) } } }"
    ),
    "CONSTRUCT { _:x :t ?b } { _:x :p|:q ?b . _:x :r ?c }": (
        "CONSTRUCT { _:x :t ?b } { { ?x_blank :p ?b } UNION { ?x_blank :q ?b } . ?x_blank :r ?c }"
    ),
    "SELECT * { { SELECT (COUNT(*) AS ?n) { _:x :p|:q ?b . _:x :r ?c } HAVING(COUNT(DISTINCT ?b) > 0) } }": (
        "SELECT * { { SELECT (COUNT(*) AS ?n) { { ?x_blank :p ?b } UNION { ?x_blank :q ?b } . ?x_blank :r ?c } "
        "HAVING(COUNT(DISTINCT ?b) > 0) } }"
    ),
    "SELECT * { _:x :p|:q ?b }": "SELECT * { { [  ] :p ?b } UNION { [  ] :q ?b } }",
    "SELECT * { ?a !(:p|^:q) ?b }": "SELECT * { { ?a !(:p) ?b } UNION { ?a !(^:q) ?b } }",
    "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?a { ?a :p|:q ?b } } ?a :p|:q ?c }": (
        "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?a { ?a :p|:q ?b } } { ?a :p ?c } UNION { ?a :q ?c } }"
    ),
    "SELECT DISTINCT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b <<( :s :p 1 )>> ; :p|:q 2 } }": (
        "SELECT DISTINCT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b <<( :s :p 1 )>> . { ?a :p 2 } UNION { ?a :q 2 } } }"
    ),
}
#: Queries in which no number changes, or that do not parse.
LEFT = [
    "SELECT * { ?a (:p|:q)*/(:p|:q)? ?b ; !(:p|:q) ?c }",
    "SELECT DISTINCT ?a { ?a :p|:q ?b }",
    "ASK { ?a :p|:q ?b }",
    "SELECT * { ?a :p ?b FILTER(EXISTS { ?a :p|:q ?c } || ?b = ':p|:q') } # :p|:q",
    "SELECT (COUNT(DISTINCT *) AS ?n) (MAX(?b) AS ?m) { _:x :p|:q ?b . _:x :r ?c } HAVING(COUNT(DISTINCT ?c) > 0)",
    "SELECT ?b (SAMPLE(?c) AS ?n) { ?a :p|:q ?b ; :r ?c } GROUP BY ?b ORDER BY ?b",
    "SELECT ?b { { SELECT ?b { ?a :p|:q ?b ; :r ?c } GROUP BY ?b } }",
    "SELECT * { ?a :p|:q }",
    "SELECT * { ?a :p|:q ?b {| :c :d |} }",
    "SELECT * { ?a (:p|:q ?b }",
    "SELECT * { ?a :p|:q ?b FILTER(?a<'x>b') }",
]


@pytest.mark.parametrize("text", TEXTS)
def test_an_alternative_is_a_union(store: Store, text: str) -> None:
    """Where it stands, with nothing else changed; the engine takes it."""
    assert part_alternatives(text) == TEXTS[text]
    assert store.query(PREFIX + TEXTS[text])


@pytest.mark.parametrize("text", LEFT)
def test_what_counts_nothing_is_left(text: str) -> None:
    """As are expressions and texts."""
    assert part_alternatives(text) == text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * {\n _:x :p|:q ?b . _:x :r ?c }", "a variable for _:x"),
        ("DESCRIBE * {\n _:x :p|:q ?b . _:x :r ?c }", "a variable for _:x"),
        ("SELECT ?a { SELECT * {\n _:x :p|:q ?a . _:x :r ?c } }", "a variable for _:x"),
        ("SELECT (COUNT(DISTINCT *) AS ?n) (SUM(?b) AS ?m) {\n _:x :p|:q ?b . _:x :r ?c }", "DISTINCT *"),
        (f"SELECT * {{\n ?a {'/'.join(['(:p|:q)'] * 10)} ?b }}", "VALUES ?property"),
        (f"SELECT * {{\n ?a {' ; '.join(['(:p|:q)/(:p|:q) ?b'] * 251)} }}", "VALUES ?property"),
        (f"SELECT * {{ ?a :p {'[ :p ' * 300} ?b {']' * 300} ; :p|:q 1 }}", "fewer brackets"),
        (f"SELECT * {{\n ?a {'|'.join([':p'] * 900)} '{'x' * 9000}' }}", "VALUES ?property"),
    ],
)
def test_what_cannot_be_parted_is_refused(query: str, said: str) -> None:
    """With its line, and the way to write it."""
    with pytest.raises(QueryRefused) as refused:
        part_alternatives(query)

    assert refused.value.place is not None
    assert refused.value.place.line == 1 + query.count("\n")
    assert said in (refused.value.remedy or "")
