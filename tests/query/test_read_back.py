"""What is sent can be read back: any term, in every format, by another parser than Oxigraph's, or it is refused.

Answers are written as children write them. A refusal names formats, and those hold the term.
"""

import io
import re
import string
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Store

from clustergraph.errors import FormatCannotHold
from clustergraph.graph.characters import NOT_HTML, NOT_XML, Forbidden
from clustergraph.query.formats import FORMATS
from clustergraph.query.frames import read_frame
from clustergraph.query.rows import row_counter
from clustergraph.query.writer import AnswerWriter
from clustergraph.settings import read_settings
from clustergraph.store.cells import CsvHeld, TooManyCells
from clustergraph.store.sealed import Question, SealedStore
from query import readers
from query.readers import RDF, XSD, Term, text

SETTINGS = read_settings(environ={})
SOLUTIONS = [row.name for row in FORMATS if row.kind != "graph"]
GRAPHS = [row.name for row in FORMATS if row.kind != "solutions"]
ROWS: dict[str, Any] = {
    "json": readers.read_json, "xml": readers.read_xml, "tsv": readers.read_tsv, "html": readers.read_html,
}  # fmt: skip
STATEMENTS: dict[str, Any] = {
    "turtle": readers.read_turtle, "trig": readers.read_turtle, "ntriples": readers.read_turtle,
    "nquads": readers.read_turtle, "jsonld": readers.read_json_ld, "rdfxml": readers.read_rdf_xml,
}  # fmt: skip
# rdflib's readers of TriG and N-Quads call what it has itself deprecated, and warnings are errors here
OTHERS: dict[str, Any] = {
    "turtle": readers.read_by_rdflib("turtle"), "ntriples": readers.read_by_rdflib("nt"),
    "rdfxml": readers.read_by_rdflib("xml"), "jsonld": readers.read_by_pyld,
}  # fmt: skip


# Terms ----------------------------------------------------------------------------------------------------------------

ODD = (
    "\0\x01\x08\t\n\x0b\x0c\r\x1f \x7f\x80\x85\x9f\u00a0\u2028\u200f\ufdd0\ufeff\ufffd\ufffe\uffff\U0001ffff\"'\\<>&,;]"
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.text(st.sampled_from(ODD + "aж"), max_size=6),
    st.sampled_from(["", " ", "\n", " x ", "\r\n", "]]>", "<b>&amp;</b>", "_:b", "http://x", '"@en', "a\\u0041", "1"]),
)


def _is_iri(value: str) -> bool:
    try:
        NamedNode(value)
    except ValueError:
        return False
    return True


IRIS = st.one_of(
    st.sampled_from([
        "http://example.org/2009", "http://example.org/x", "a:", "a:b:", "urn:x:1a", "http://e/p%20x", "http://e/",
        "http://e/a·b", "http://е/ж", "http://e/٠x", "http://e/𐀀", "http://e/⁰x", "http://e/?q=r&s=t'", "http://e/(p)",
        "http://e/p?q=1", "http://e/a;b", "http://e/é", "http://www.w3.org/2000/xmlns/foo", "http://e/-x", "http://e/xmlns",
        "http://www.w3.org/XML/1998/namespacelang", f"{XSD}integer", f"{XSD}", "http://www.w3.org/2005/11/itsdir",
        "mailto:a@b.c", "urn:a,b", "http://e/#", "http://e/x#_", "http://[::1]/a", "http://e/?\ue000", "x-y+z.1:a",
    ]),
    st.sampled_from(["type", "li", "_1", "Description", "RDF", "ID", "about", "aboutEach", "aboutEachPrefix", "bagID",
                     "nodeID", "resource", "datatype", "parseType", "foo", "", "first", "Seq", "1", "é"])
    .map(lambda name: RDF + name),
    st.text(st.sampled_from("az09-._~!$'()*+,;=:@/%éжж·٠×𐀀"), max_size=6).map("http://e/".__add__),
).filter(_is_iri)  # fmt: skip
TAGS = st.sampled_from(["en", "sr-Latn", "ar", "de-CH-1996", "x-a", "sr-Cyrl-RS"])
DATATYPES = st.sampled_from(
    ["http://e/dt", "a:dt", f"{RDF}XMLLiteral", f"{RDF}JSON", f"{RDF}HTML", f"{XSD}anyURI", f"{XSD}token"]
)
LITERALS = st.one_of(
    TEXTS.map(text),
    st.builds(text, TEXTS, TAGS),
    st.builds(text, TEXTS, TAGS, st.sampled_from(["ltr", "rtl"])),
    st.builds(lambda value, datatype: text(value, datatype=datatype), TEXTS, DATATYPES),
    st.sampled_from([("7", "integer"), ("-1.5", "decimal"), ("1", "double"), ("true", "boolean"), ("x", "integer"),
                     ("2009", "gYear"), ("2009-05-01", "date")])
    .map(lambda one: text(one[0], datatype=XSD + one[1])),
)  # fmt: skip
LABELS = st.sampled_from(["b", "c", "1x", "2", "a.b", "a·b", "ж", "٠", "x_1", "a-b"])
BLANKS = LABELS.map(lambda label: ("blank", label))
NAMES = st.one_of(IRIS.map(lambda iri: ("iri", iri)), BLANKS)
PROPERTIES = IRIS.map(lambda iri: ("iri", iri))
SIMPLE = st.one_of(NAMES, LITERALS)
TERMS = st.recursive(
    SIMPLE, lambda inner: st.tuples(st.just("triple"), NAMES, PROPERTIES, inner), max_leaves=3
)  # as in RDF 1.2: a triple term is an object
GRAPH = st.sets(st.tuples(NAMES, PROPERTIES, TERMS), min_size=1, max_size=4)


# Asking ---------------------------------------------------------------------------------------------------------------


def _expression(term: Term) -> str:
    """Write a term as SPARQL; whatever is no letter or digit of ASCII is escaped."""
    kind, value, *more = term
    if kind == "iri":
        return f"<{value}>"
    if kind == "blank":
        return f'BNODE("{value}")'
    if kind == "triple":
        return f"TRIPLE({', '.join(map(_expression, term[1:]))})"
    plain = string.ascii_letters + string.digits
    quoted = '"' + "".join(one if one in plain else f"\\U{ord(one):08X}" for one in value) + '"'
    tag, direction, datatype = more
    if tag:
        return f"{quoted}@{tag}--{direction}" if direction else f"{quoted}@{tag}"
    return f"{quoted}^^<{datatype}>"


def _select(row: list[Term | None]) -> str:
    names = [f"?x{place}" for place in range(len(row))]
    binds = [f"BIND({_expression(term)} AS {name})" for name, term in zip(names, row, strict=True) if term is not None]
    return f"SELECT {' '.join(names)} {{ {' '.join(binds)} }}"


def _construct(statements: set[Term]) -> str:
    groups = [_group(one) for one in statements]
    return f"CONSTRUCT {{ ?s ?p ?o }} {{ {' UNION '.join(groups)} }}"


def _group(statement: Term) -> str:
    binds = [f"BIND({_expression(term)} AS ?{name})" for name, term in zip("spo", statement, strict=True)]
    return f"{{ {' '.join(binds)} }}"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> SealedStore:
    """An empty store: all terms are in the question."""
    folder = tmp_path_factory.mktemp("nothing")
    Store(str(folder)).flush()
    return SealedStore(Path(folder))


def answer(store: SealedStore, query: str, form: str) -> bytes:
    """Evaluate as a child does, and put the frames together."""
    pipe = io.BytesIO()
    writer: Any = AnswerWriter(pipe, SETTINGS, "result_max_bytes", compress=False)

    def choose(_: str) -> str:
        writer.begin(form)
        return form

    store.evaluate(Question(query), choose, writer)
    writer.finish()
    pipe.seek(0)
    frames = []
    while (frame := read_frame(pipe)) is not None:
        frames.append(frame)
    return b"".join(content for kind, content in frames if kind == b"D")


def _able(refused: FormatCannotHold) -> list[str]:
    """Give the names of formats that a refusal names."""
    assert refused.status == 406
    assert refused.place is not None
    return re.findall(r"(\w+) \(", refused.remedy or "")


# Comparing ------------------------------------------------------------------------------------------------------------


def _parts(term: Any) -> list[Term]:
    if term is None:
        return []
    return [term, *(part for one in term[1:] for part in _parts(one))] if term[0] == "triple" else [term]


def _numbered(rows: list[list[Term | None]]) -> list[Any]:
    """Number blank nodes in the order in which they come."""
    numbers: dict[str, int] = {}

    def one(term: Any) -> Any:
        if term is None or term[0] not in ("blank", "triple"):
            return term
        if term[0] == "triple":
            return ("triple", *map(one, term[1:]))
        return ("blank", numbers.setdefault(term[1], len(numbers)))

    return [[one(term) for term in row] for row in rows]


def _same(read: set[Term], sent: set[Term]) -> bool:
    """Whether two small graphs are one, whatever blank nodes are called."""
    labels = [sorted({part[1] for one in graph for term in one for part in _parts(term) if part[0] == "blank"})
              for graph in (read, sent)]  # fmt: skip
    if len(labels[0]) != len(labels[1]):
        return False
    return any(_renamed(read, dict(zip(labels[0], order, strict=True))) == sent for order in permutations(labels[1]))


def _renamed(graph: set[Term], names: dict[str, str]) -> set[Term]:
    def one(term: Term) -> Term:
        if term[0] == "triple":
            return ("triple", *map(one, term[1:]))
        return ("blank", names[term[1]]) if term[0] == "blank" else term

    return {tuple(map(one, statement)) for statement in graph}


def _strings(term: Term | None) -> str:
    """Give what CSV has of a term: its text (SPARQL 1.1 Query Results CSV, 3.2)."""
    if term is None:
        return ""
    if term[0] == "triple":
        return " ".join(map(_strings, term[1:]))
    return f"_:{term[1]}" if term[0] == "blank" else str(term[1])


# SELECT ---------------------------------------------------------------------------------------------------------------


def _has_control(terms: list[Term | None], forbidden: Forbidden) -> bool:
    return any(part[0] == "text" and forbidden.find(part[1]) >= 0 for term in terms for part in _parts(term))


@pytest.mark.parametrize("form", ["json", "xml", "tsv", "html"])
@settings(max_examples=250, deadline=None)
@given(row=st.lists(st.one_of(st.none(), TERMS), min_size=1, max_size=3))
def test_rows_are_read_back_or_refused(store: SealedStore, form: str, row: list[Term | None]) -> None:
    """What a format has no characters for is refused, and nothing else."""
    query = _select(row)
    forbidden = {"xml": NOT_XML, "html": NOT_HTML}.get(form)
    try:
        content = answer(store, query, form)
    except FormatCannotHold as refused:
        assert forbidden is not None
        assert _has_control(row, forbidden)
        able = _able(refused)
        assert form not in able
        assert {"json", "csv", "tsv"} <= set(able)
        return
    assert forbidden is None or not _has_control(row, forbidden)
    assert _numbered(ROWS[form](content)) == _numbered([row])


@settings(max_examples=250, deadline=None)
@given(row=st.lists(st.one_of(st.none(), TERMS), min_size=1, max_size=3))
def test_csv_has_the_texts_of_terms(store: SealedStore, row: list[Term | None]) -> None:
    """As its specification has it; a row without values is a row, and a triple term the texts of its parts."""
    (read,) = readers.read_csv(answer(store, _select(row), "csv"))

    assert read == [_strings(term) for term in row]


def _quoted(cell: str) -> str:
    """Write a cell as Oxigraph does where it is a literal."""
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set('",\r\n') else cell


@settings(max_examples=300, deadline=None)
@given(
    rows=st.integers(1, 3).flatmap(
        lambda size: st.lists(st.lists(st.text('\r\n",x', max_size=4), min_size=size, max_size=size), min_size=1)
    ),
    size=st.integers(1, 9),
    comma=st.booleans(),
)
def test_csv_in_whatever_pieces_it_comes(rows: list[list[str]], size: int, comma: bool) -> None:
    """Rows are passed on whole, and none that has a cell too many."""
    names = [f"x{place}" for place in range(len(rows[0]))]
    lines = [",".join(map(_quoted, row)) + "\r\n" for row in [names, *rows]]
    lines += ["http://e/a,b" + "," * (len(names) - 1) + "\r\n"] if comma else []
    content, out = "".join(lines).encode(), io.BytesIO()
    held = CsvHeld(out, len(names))
    try:
        for start in range(0, len(content), size):
            held.write(content[start : start + size])
        held.finish()
    except TooManyCells as found:
        assert comma
        rows = rows[: found.passed]
    else:
        assert not comma
    assert readers.read_csv(out.getvalue()) == rows


@pytest.mark.parametrize("before", [0, 1, 5000])
def test_commas_in_iris_are_in_one_cell(store: SealedStore, before: int) -> None:
    """Also where many rows have been passed on before one comes."""
    iris = [*(f"http://e/{place}" for place in range(before)), "http://e/a,b", "http://e/c"]
    query = f"SELECT ?a (1 AS ?b) {{ VALUES ?a {{ {' '.join(f'<{iri}>' for iri in iris)} }} }}"

    assert readers.read_csv(answer(store, query, "csv")) == [[iri, "1"] for iri in iris]


# CONSTRUCT ------------------------------------------------------------------------------------------------------------


def _held_by(form: str, statements: set[Term]) -> bool:
    """Whether a format can hold statements, as far as their kinds of terms say it."""
    terms: list[Term | None] = [term for one in statements for term in one]
    if form == "jsonld":
        return not any(term is not None and term[0] == "triple" for term in terms)
    return form != "rdfxml" or not _has_control(terms, NOT_XML)


@pytest.mark.parametrize("form", list(STATEMENTS))
@settings(max_examples=250, deadline=None)
@given(statements=GRAPH)
def test_statements_are_read_back_or_refused(store: SealedStore, form: str, statements: set[Term]) -> None:
    """By readers of ours that know RDF 1.2, and by rdflib or PyLD where it is RDF 1.1."""
    try:
        content = answer(store, _construct(statements), form)
    except FormatCannotHold as refused:
        assert form in ("jsonld", "rdfxml")
        assert form == "rdfxml" or not _held_by(form, statements)
        able = _able(refused)
        assert form not in able
        assert {"turtle", "ntriples", "trig", "nquads"} <= set(able)
        return
    assert _held_by(form, statements)
    assert _same(STATEMENTS[form](content), statements)
    if not _new_in_rdf_1_2(statements) and not _misread(form, statements):
        assert form not in OTHERS or _same(OTHERS[form](content), statements)


def _new_in_rdf_1_2(statements: set[Term]) -> bool:
    parts = [part for one in statements for term in one for part in _parts(term)]
    return any(part[0] == "triple" or (part[0] == "text" and part[3]) for part in parts)


def _misread(form: str, statements: set[Term]) -> bool:
    """What readers of others get wrong by themselves; the reader above has read it all the same."""
    terms = [term for one in statements for term in one]
    # rdflib 7.6 changes white space in these, also where it is told to change no spelling
    changed = {f"{XSD}token", f"{XSD}normalizedString"}
    if form != "jsonld" and any(term[0] == "text" and term[4] in changed for term in terms):
        return True
    if form == "ntriples":  # rdflib 7.6 takes ASCII alone in labels
        return any(term[0] == "blank" and not term[1].isascii() for term in terms)
    # PyLD 3.3 makes 1.0E0 of "1"^^xsd:double, which is for numbers of JSON alone (JSON-LD 1.1 API, 8.2.2)
    return form == "jsonld" and any(term[0] == "text" and term[4] == f"{XSD}double" for term in terms)


@settings(max_examples=150, deadline=None)
@given(statements=GRAPH)
def test_a_page_of_statements_is_read_back_or_refused(store: SealedStore, statements: set[Term]) -> None:
    """As rows of subject, predicate and object."""
    try:
        content = answer(store, _construct(statements), "html")
    except FormatCannotHold:
        assert _has_control([term for one in statements for term in one], NOT_HTML)
        return
    assert _same({tuple(row) for row in readers.read_html(content)}, statements)


@pytest.mark.parametrize(
    ("iri", "held"),
    [
        *(
            (iri, False)
            for iri in ("http://example.org/2009", "http://e/x/", "http://e/٠x", RDF, f"{RDF}li", f"{RDF}bagID")
        ),
        *((iri, True) for iri in ("http://e/x", "http://e/ж", "a:b", "http://e/p%20x", f"{RDF}_1", f"{RDF}type")),
    ],
)
def test_properties_that_rdf_xml_cannot_name_are_refused(store: SealedStore, iri: str, held: bool) -> None:
    """And only those; the refusal names the property."""
    query = f"CONSTRUCT {{ <http://e/s> <{iri}> 'v' }} {{}}"
    if held:
        assert readers.read_rdf_xml(answer(store, query, "rdfxml")) == {
            (("iri", "http://e/s"), ("iri", iri), text("v"))
        }
        return
    with pytest.raises(FormatCannotHold) as caught:
        answer(store, query, "rdfxml")
    assert f"<{iri}>" in caught.value.message
    assert caught.value.place is not None
    assert caught.value.place.source == "<http://e/s>"


@pytest.mark.parametrize("iri", ["http://example.org/2009", f"{RDF}li", f"{RDF}bagID", RDF, "http://e/٠x&y", "a:b"])
def test_classes_that_rdf_xml_cannot_name_are_values_of_a_property(store: SealedStore, iri: str) -> None:
    """With other statements of the same subject and of the next, and counted once."""
    own = {(("iri", "http://e/s"), ("iri", f"{RDF}type"), ("iri", name)) for name in (iri, "http://e/T")}
    other = (("iri", "http://e/t"), ("iri", f"{RDF}type"), ("iri", iri))
    sent = own | {other, (("iri", "http://e/s"), ("iri", "http://e/p"), text("\n\t"))}
    content = answer(store, _construct(sent), "rdfxml")
    count = row_counter("rdfxml")

    assert readers.read_rdf_xml(content) == sent
    assert count is not None
    assert count(content) == len(sent)


def test_a_refusal_says_where(store: SealedStore) -> None:
    """The row, the column, the character and the text."""
    query = 'SELECT ?a ?b { VALUES (?a ?b) { (1 "x") (2 "one\\u000Btwo") } }'
    for form, able in (("xml", "json"), ("html", "csv")):
        with pytest.raises(FormatCannotHold, match=r"U\+000B.*one\\u000Btwo") as caught:
            answer(store, query, form)
        assert str(caught.value.place) == "row 2, column b"
        assert able in _able(caught.value)
