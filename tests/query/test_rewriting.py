"""What is written otherwise before evaluation: what becomes of texts, and that they mean the same on any data.

The meaning is held against hand-written texts that Oxigraph takes rightly, or against a few lines of Python.
"""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from clustergraph.errors import ClustergraphError, QueryTooComplex, QueryTooDeep
from clustergraph.query.levels import levels, likely
from clustergraph.query.pattern_reader import read_patterns
from clustergraph.query.rewriting import rewritten
from clustergraph.query.sorting import with_sort_keys
from clustergraph.query.traps import traps
from clustergraph.query.warnings import WARNINGS, told
from clustergraph.settings import read_settings
from clustergraph.store.sealed import _FUNCTIONS
from conftest import ROOT, SHARED

EX = "PREFIX ex: <http://example.org/>\n"
NAMES = [NamedNode(f"http://example.org/{name}") for name in "abcd"]
GRAPHS = [NamedNode(f"http://example.org/g{number}") for number in range(3)]
SETTINGS = read_settings()
SUITE = SHARED / "suites/w3c-sparql-tests"
quads = st.lists(
    st.builds(Quad, *[st.sampled_from(NAMES)] * 3, st.sampled_from([DefaultGraph(), *GRAPHS])), max_size=12
)


def rewrite(text: str) -> str:
    """Rewrite as if the graph lacked every term, which leaves it to the text to look whether it does."""
    return rewritten(EX + text, lambda _, terms: set(terms), SETTINGS)[0].removeprefix(EX)


def held(data: Iterable[Quad]) -> Store:
    store = Store()
    store.extend(data)
    for graph in GRAPHS:  # no graph is empty: Oxigraph may forget such ones
        store.add(Quad(NamedNode("http://example.org/in"), NAMES[0], graph, graph))
    return store


def rows(store: Store, text: str, **more: object) -> Counter[frozenset[tuple[str, str]]]:
    """Ask a SELECT as it is; gives its solutions, each as often as it comes."""
    found = store.query(EX + text, custom_functions=_FUNCTIONS, **more)  # type: ignore[arg-type]
    names = found.variables  # type: ignore[union-attr]
    return Counter(
        frozenset((name.value, str(row[name])) for name in names if row[name] is not None)
        for row in found  # type: ignore[union-attr]
    )


#: A query, and one that Oxigraph takes rightly, with the same meaning.
PAIRS = {
    "blank nodes": (
        "SELECT (COUNT(DISTINCT *) AS ?n) { ?a ex:a [] . [] ex:b ?b }",
        "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?a ?b { ?a ex:a ?x . ?y ex:b ?b } } }",
    ),
    "blank nodes, paths and what is optional, in groups": (
        """SELECT ?b (COUNT(DISTINCT *) AS ?n) { _:x ex:a/ex:b ?b OPTIONAL { _:y ex:c ?c } FILTER(?b != ex:d) }
        GROUP BY ?b""",
        """SELECT ?b (COUNT(?b) AS ?n) { { SELECT DISTINCT ?b ?c {
        ?x ex:a ?m . ?m ex:b ?b OPTIONAL { ?y ex:c ?c } FILTER(?b != ex:d) } } } GROUP BY ?b""",
    ),
    "names of names, in SELECT and in HAVING": (
        """SELECT (COUNT(?b) AS ?n) ?a # (
        (?n + 1 AS ?m) (?m * ?n AS ?k) { ?a ex:a ?b } GROUP BY ?a
        HAVING (?m > 2 || !BOUND(?k))""",
        """SELECT ?a ?n (?n + 1 AS ?m) ((?n + 1) * ?n AS ?k) {
        { SELECT ?a (COUNT(?b) AS ?n) { ?a ex:a ?b } GROUP BY ?a } FILTER(?n + 1 > 2) }""",
    ),
    "a name in HAVING and ORDER BY": (
        """SELECT ?a (SAMPLE(STR(?b)) AS ?n) { ?a ex:a ?b } GROUP BY ?a HAVING (?n > STR(ex:b))
        ORDER BY DESC(?n) LIMIT 1""",
        """SELECT ?a ?n { { SELECT ?a (SAMPLE(STR(?b)) AS ?n) { ?a ex:a ?b } GROUP BY ?a } FILTER(?n > STR(ex:b)) }
        ORDER BY DESC(?n) LIMIT 1""",
    ),
    "errors among what is counted": (
        """SELECT ?p (COUNT(IF(?b = ex:b, 1, 1 + ?b)) AS ?n) (COUNT(DISTINCT IF(?b = ex:b, ?a, 1 + ?b)) AS ?m)
        { ?a ?p ?b } GROUP BY ?p""",
        """SELECT ?p (COUNT(?x) AS ?n) (COUNT(DISTINCT ?y) AS ?m) { ?a ?p ?b
        BIND(IF(?b = ex:b, 1, 1 + ?b) AS ?x) BIND(IF(?b = ex:b, ?a, 1 + ?b) AS ?y) } GROUP BY ?p""",
    ),
    "names that are joined": (
        "SELECT ?a (STRLEN(GROUP_CONCAT(DISTINCT ?b; SEPARATOR='')) AS ?n) { ?a ex:a ?b } GROUP BY ?a",
        "SELECT ?a (SUM(STRLEN(STR(?b))) AS ?n) { { SELECT DISTINCT ?a ?b { ?a ex:a ?b } } } GROUP BY ?a",
    ),
}


@pytest.mark.parametrize("name", PAIRS)
@settings(max_examples=25, deadline=None)
@given(data=quads)
def test_a_rewriting_means_what_was_meant(name: str, data: list[Quad]) -> None:
    """On any graph; with sort keys too."""
    text, other = PAIRS[name]
    store, new = held(data), rewrite(text)

    assert new != text
    assert rows(store, with_sort_keys(new) or new) == rows(store, other)


#: What may stand in GRAPH ?g, and what it is in one graph by itself.
BODIES = [
    "SELECT (COUNT(*) AS ?n) { ?a ex:a ?b }",
    "SELECT (COUNT(DISTINCT *) AS ?n) (?n + 1 AS ?m) { [] ex:a ?b } HAVING (?n < 2)",
    "SELECT ?a (COUNT(*) AS ?n) { ?a ?p ?b } GROUP BY ?a HAVING (?n > 1)",
    "SELECT DISTINCT ?a { ?a ?p ?b }",
    "SELECT DISTINCT * { ?a ex:a ?b . ?b ?p ?c }",
    "SELECT ?a ?b { ?a ex:a ?b } ORDER BY ?a ?b LIMIT 2 OFFSET 1",
    "SELECT (MAX(?n) AS ?m) { { SELECT ?a (COUNT(*) AS ?n) { ?a ?p ?b } GROUP BY ?a } }",
    "SELECT ?a { ?a ?g ?b }",
    "?a ex:a ?b { SELECT ?b { ?b ex:b ?g } }",
    "?a ex:a ?b OPTIONAL { SELECT ?b (COUNT(?c) AS ?n) { ?b ex:b ?c } GROUP BY ?b }",
    "?a ex:a ?b FILTER NOT EXISTS { SELECT ?b { ?b ex:b ?c } }",
    "VALUES ?a { ex:a ex:b }",
    "{ ?a ex:a ex:b } UNION { VALUES ?a { ex:c } } # }",
    "GRAPH ex:g1 { ?a ex:a ?b }",
    "GRAPH ?h { ?a ex:a ?b }",
    "ex:zz ex:a* ?a . ex:a ex:b? ?b",
]


@pytest.mark.parametrize("body", BODIES)
@settings(max_examples=12, deadline=None)
@given(data=quads)
def test_what_stands_in_a_graph_is_evaluated_in_each(body: str, data: list[Quad]) -> None:
    """And each solution gets the name of its graph (SPARQL 1.1, 18.6)."""
    store, alone = held(data), rewrite(f"SELECT * {{ {body}\n }}")
    wanted: Counter[frozenset[tuple[str, str]]] = Counter()
    for graph in GRAPHS:
        for row, times in rows(store, alone, default_graph=[graph]).items():
            wanted[row - {pair for pair in row if pair[0] == "g"} | {("g", str(graph))}] += times

    assert rows(store, rewrite(f"SELECT * {{ GRAPH ?g {{ {body}\n }} }}")) == wanted


paths = st.recursive(
    st.sampled_from(["ex:a", "<http://example.org/b>", "^ex:c", "!ex:a", "!(ex:a|^ex:b)"]),
    lambda inner: st.one_of(
        st.builds("({}/{})".format, inner, inner),
        st.builds("({}|{})".format, inner, inner),
        st.builds("({}){}".format, inner, st.sampled_from("*+?")),
        st.builds("^({})".format, inner),
        st.builds("({0}/{1}/{0}/{1}/ex:a)".format, inner, inner),
    ),
    max_leaves=5,
)
Pairs = set[tuple[str, str]]


def _pairs(tree: tuple[str, list[object], str], triples: Sequence[tuple[str, str, str]], nodes: set[str]) -> Pairs:
    """Give the ends of a path: sets, as in EXISTS (SPARQL 1.1, 18.4); ``nodes`` are those of no steps."""
    kind, parts, text = tree
    inner = [_pairs(part, triples, nodes) for part in parts]  # type: ignore[arg-type]
    if kind == "link":
        name = text.replace("ex:", "http://example.org/").strip("<>")
        return {(a, c) for a, b, c in triples if b == name}
    if kind == "!":
        forward, back = (text == "!ex:a" or "ex:a" in text), "^" in text
        found = {(a, c) for a, b, c in triples if forward and b != "http://example.org/a"}
        return found | {(c, a) for a, b, c in triples if back and b != "http://example.org/b"}
    if kind == "^":
        return {(b, a) for a, b in inner[0]}
    if kind == "|":
        return set().union(*inner)
    if kind == "/":
        done = inner[0]
        for part in inner[1:]:
            done = {(a, d) for a, b in done for c, d in part if b == c}
        return done
    done = set(inner[0])
    while kind in "*+" and (more := {(a, d) for a, b in done for c, d in done if b == c} - done):
        done |= more
    return done if kind == "+" else done | {(node, node) for node in nodes}


@settings(max_examples=80, deadline=None)
@given(data=quads, path=paths)
def test_a_path_leads_where_it_should(data: list[Quad], path: str) -> None:
    """Between terms that the graph has and others; in EXISTS, in ASK, and with one end free."""
    found = read_patterns(f"ASK {{ ?a {path} ?b }}")
    assert found
    read = found.statements[0].slots[0].path
    store = held(data)
    default = [quad for quad in store if quad.graph_name == DefaultGraph()]
    triples = [(quad.subject.value, quad.predicate.value, quad.object.value) for quad in default]  # type: ignore[union-attr]
    terms = {"http://example.org/a", "http://example.org/zz"}
    wanted = _pairs(_tree(read), triples, {one for a, _, b in triples for one in (a, b)} | terms)

    for subject, value in product(sorted(terms), repeat=2):
        for text in (
            f"ASK {{ <{subject}> {path} <{value}> }}",
            f"ASK {{ FILTER EXISTS {{ <{subject}> {path} <{value}> }} }}",
        ):
            assert bool(store.query(EX + rewrite(text))) is ((subject, value) in wanted), text
        reached = rows(store, rewrite(f"SELECT DISTINCT ?x {{ <{subject}> {path} ?x }}"))
        assert {dict(row)["x"].strip("<>") for row in reached} == {b for a, b in wanted if a == subject}
        sources = rows(store, rewrite(f"SELECT DISTINCT ?x {{ ?x {path} <{value}> }}"))
        assert {dict(row)["x"].strip("<>") for row in sources} == {a for a, b in wanted if b == value}


def _tree(path: object) -> tuple[str, list[object], str]:
    return path.kind, [_tree(part) for part in path.parts], path.text  # type: ignore[attr-defined]


#: A text → what is evaluated. Those that map to themselves mean the right thing already.
TEXTS = {
    "SELECT (COUNT(DISTINCT *) AS ?n) {}": "SELECT (COUNT(DISTINCT *) AS ?n) { { SELECT * {} } }",
    "SELECT (COUNT(DISTINCT ?x) AS ?n) (COUNT(*) AS ?m) { ?x a [] }": None,
    "SELECT (COUNT(DISTINCT *) AS ?n) { VALUES (?x ?y) { (1 <http://e/a#b>) } }": (
        "SELECT (COUNT(DISTINCT *) AS ?n) { { SELECT * { VALUES (?x ?y) { (1 <http://e/a#b>) } } } }"
    ),
    "SELECT DISTINCT * { [] a ?c FILTER('COUNT(DISTINCT *)' != ?c) } # HAVING (?n > 1)": None,
    "SELECT ?HAVING (1 AS ?n) { ?HAVING ex:HAVING ?y FILTER(?y != <x:HAVING>) }": None,
    "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(*) > 1) ORDER BY ?n": None,
    "SELECT ?s (STR(?s) AS ?n) (STRLEN(?n) AS ?m) { ?s ?p ?o }": None,
    "SELECT (GROUP_CONCAT(STR(?s)) AS ?n) (COUNT((?s)) AS ?m) (COUNT(1) AS ?k) { ?s ?p ?o }": None,
    "SELECT (GROUP_CONCAT(DISTINCT str( ?s ) ; separator=')') AS ?n) { ?s ?p ?o }": None,
    "SELECT * { GRAPH ?g { ?s ?p ?o } GRAPH ex:g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }": None,
    "SELECT * { ?s ex:a* ?o . ex:a ex:b+ ?o . ex:a ex:b/ex:c* ?o FILTER EXISTS { ?s ex:a/ex:b/ex:c ?o } }": None,
    "SELECT * { ?s ex:a/ex:a/ex:a/ex:a/ex:a ?o }": None,
    "ASK { ?s ex:a/ex:a/ex:a/ex:a/ex:a ?o } OFFSET 1": None,
    "ASK { [] ex:a* ex:b ; ex:c ?o }": None,
    "SELECT (REPLACE(?x, '(a)', '[$1]', 'i') AS ?y) (REPLACE(?x, 'a', ?z) AS ?w) {}": None,
    "SELECT (COUNT(DISTINCT *) AS ?n) { [] ex:p ?x FILTER(?x<'a>b#'&&?x>'c') }": None,  # can be read in two ways
}


@pytest.mark.parametrize("text", TEXTS)
def test_only_what_needs_it_is_rewritten(text: str) -> None:
    """Whatever words stand in strings, comments, names and variables."""
    assert rewrite(text) == (TEXTS[text] or text)


def test_names_make_no_difference_but_where_a_path_of_no_steps_leads_from_one_to_itself() -> None:
    """And strings only where they are patterns or what replaces them."""
    for text in (
        "ASK { ex:a ex:p* ex:b }",
        "SELECT ?s { ?s ex:a ?o }",
        "SELECT (REPLACE('a:b', '(b)', '$1') AS ?x) {}",
    ):
        assert rewrite(text) == text
        assert rewrite(text.replace("ex:b", "ex:c")) == text.replace("ex:b", "ex:c")
    assert rewrite("ASK { ex:a ex:p* ex:a }").startswith("ASK { { ex:a ex:p* ex:a } UNION ")
    assert "${1}_" in rewrite("SELECT (REPLACE('a:b', '(b)', '$1_') AS ?x) {}")
    assert not traps("SELECT ?s { ?s <x:a> ?o }")
    assert traps("SELECT ?x { ?s <x:a> ?o }")


def test_what_becomes_too_much_is_refused() -> None:
    """A name that stands for ever more; brackets that would lie too deep."""
    doubled = " ".join(f"(?n{number} + ?n{number} AS ?n{number + 1})" for number in range(20))
    with pytest.raises(ClustergraphError, match="too much"):
        rewrite(f"SELECT (COUNT(*) AS ?n0) {doubled} {{}}")
    nested = " ".join(f"((((((((?n{number})))))))) AS ?n{number + 1})" for number in range(40)).replace(")) AS", ") AS")
    with pytest.raises((QueryTooDeep, QueryTooComplex)) as refused:
        rewrite(f"SELECT (COUNT(*) AS ?n0) {nested} {{}}")
    assert refused.value.place is None


def test_each_kind_of_warning_is_explained() -> None:
    """With an example."""
    told = (ROOT / "docs/endpoint.md").read_text(encoding="utf-8")

    assert all(f"| `{kind}` |" in told for kind in WARNINGS)


def _texts() -> list[str]:
    graphs = [f"SELECT * {{ GRAPH ?g {{ {body}\n}} }}" for body in BODIES]
    return [EX + text for text in (*(one for one, _ in PAIRS.values()), *TEXTS, *graphs)]


@settings(max_examples=300, deadline=None)
@given(text=st.sampled_from(_texts()), seed=st.integers(0, 2**32))
def test_what_does_not_parse_ends_nothing(text: str, seed: int) -> None:
    """Cut, torn and mixed up: it is rewritten somehow, or refused in our words; the parser tells the rest."""
    chance = random.Random(seed)
    words = [
        "(",
        ")",
        "{",
        "}",
        "[",
        "COUNT(",
        "DISTINCT",
        "*",
        "?",
        "SELECT",
        "GRAPH ?g {",
        "EXISTS {",
        "/",
        "'",
        "<",
        "AS",
    ]
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text) + 1)
        text = chance.choice([text[:at], text[:at] + text[at + 5 :], f"{text[:at]} {chance.choice(words)} {text[at:]}"])
    with suppress(ClustergraphError):
        rewritten(text, lambda _, terms: set(terms), SETTINGS)
    assert len(told(traps(text))) <= 5


@pytest.mark.skipif(not SUITE.is_dir(), reason="shared/suites/w3c-sparql-tests is not here")
def test_patterns_of_all_valid_texts_are_read() -> None:
    """Those of the W3C that Oxigraph takes, and what is rewritten of them parses."""
    seen = changed = 0
    for path in sorted(SUITE.glob("**/*.rq")):
        text = path.read_text(errors="replace")
        if not _parses(text):
            continue
        known = likely(text)
        assert known, path
        assert read_patterns(text), path
        assert len(levels(known)) == sum(one.word == "SELECT" for one in known), path
        new = rewritten(text, lambda _, terms: set(terms), SETTINGS)[0] if "nested-aggregate" not in path.name else text
        assert new == text or _parses(new), path
        seen, changed = seen + 1, changed + (new != text)
    assert seen > 900
    assert changed > 20


def _parses(text: str) -> bool:
    try:
        Store().query(text, base_iri="http://example.org/")
    except SyntaxError:
        return False
    except (OSError, RuntimeError):  # what it calls is not there
        return True
    return True
