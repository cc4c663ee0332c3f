"""Our own queries over a copy of the graph in which every property has values of unlike kinds, on some things.

A text stands among the figures, numbers and names among the texts, blank nodes among the names: whatever a graph may
hold that no shape has looked at. What is answered without them must be answered with them, row by row, beside whatever
else is there then.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from clustergraph import pages
from clustergraph.iris import GRAPH, thing
from clustergraph.pages.asking import Answer, query
from clustergraph.pages.browse import compose
from clustergraph.pages.browse.fragments import LISTINGS, listing
from clustergraph.pages.browse.listings import Browse
from clustergraph.pages.browse.selection import read_selection
from clustergraph.pages.description import describe
from clustergraph.pages.language import ENGLISH, LANGUAGES
from clustergraph.pages.names import Names
from clustergraph.pages.panels import panels_of
from clustergraph.pages.start import start
from clustergraph.pages.terms import read_rows
from clustergraph.pages.values import Reader
from clustergraph.query.catalogue import catalogue
from clustergraph.query.parameters import term_of
from clustergraph.query.sorting import with_sort_keys
from clustergraph.store.release import Release
from clustergraph.store.sorting import SORT_KEY, sort_key

XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
INDICATOR = NamedNode("https://w3id.org/clustergraph/ns#indicator")
#: What is put beside a value: texts that sort before digits and behind them, a number, a name, and a blank node.
TEXTS = [Literal("(about)"), Literal("unknown")]
NUMBER, NAME = Literal(7), NamedNode("http://example.org/other")
EXAMPLES = sorted({term_of(kind, query.example[name]).strip("<>") for query in catalogue().values()
                   for name, kind in query.params.items() if kind != "number"})  # fmt: skip
#: A query whose rows are others then → why.
OTHERS: Mapping[str, str] = {"page: used-as-property": "It counts statements, and there are more then."}


class Asked:
    """A graph in memory, asked as children ask: with keys where it is sorted."""

    def __init__(self, quads: list[Quad]) -> None:
        self._store = Store()
        self._store.extend(quads)
        self._store.extend(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in quads)

    def rows(self, text: str) -> Counter[tuple[str, ...]]:
        """Give the rows of an answer, or its statements, in no order."""
        result = self._answer(text)
        if isinstance(result, QueryBoolean):
            return Counter([(str(bool(result)),)])
        if isinstance(result, QueryTriples):
            return Counter((str(statement),) for statement in result)
        return Counter(tuple(map(str, row)) for row in result)

    def __call__(self, text: str, *, excerpt: bool = False) -> Answer:
        """Answer as the service does."""
        written = BytesIO()
        self._answer(text).serialize(written, format=QueryResultsFormat.JSON)
        columns, rows = read_rows(json.loads(written.getvalue()))
        return Answer(columns, rows[:200] if excerpt else rows, more=excerpt and len(rows) > 200)

    def _answer(self, text: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        return self._store.query(with_sort_keys(text) or text, custom_functions={NamedNode(SORT_KEY): sort_key})


def unlike(value: NamedNode | BlankNode | Literal | Triple, number: int) -> list[NamedNode | BlankNode | Literal]:
    """Give values of other kinds than a value."""
    node = BlankNode(f"odd{number}")
    if isinstance(value, NamedNode | BlankNode):
        return [*TEXTS, NUMBER, node]
    is_text = isinstance(value, Literal) and (value.language or value.datatype.value == XSD + "string")
    return [NAME, node, *([NUMBER] if is_text else TEXTS)]


def disturbances(quads: list[Quad]) -> Iterator[Quad]:
    """Put unlike values beside some values of each property of each class, each time on another thing.

    Things in the records of what the queries' examples are about come first, so that these meet them; where all things
    of a kind are taken, a property has them on one that has others too.
    """
    sorts: dict[str, str] = {}
    for quad in quads:
        if quad.predicate in (TYPE, INDICATOR):
            sorts[quad.subject.value] = sorts.get(quad.subject.value, "") + quad.object.value
    ends = tuple(f"/{iri.split('/id/')[-1]}" for iri in EXAMPLES)
    taken: set[str] = set()
    done: Counter[tuple[str, str]] = Counter()
    chosen: dict[str, list[Quad]] = {quad.predicate.value: [] for quad in quads}
    for quad in sorted(quads, key=lambda quad: (not quad.graph_name.value.endswith(ends), str(quad))):
        subject, name = quad.subject.value, quad.predicate.value
        sort = (sorts.get(subject, ""), name)
        if subject not in taken and done[sort] < (12 if is_number(quad.object) else 2):
            done[sort] += 1
            taken.add(subject)
            chosen[name].append(quad)
    last = {quad.predicate.value: quad for quad in quads}
    for number, quad in enumerate(quad for name, found in chosen.items() for quad in found or [last[name]]):
        for value in unlike(quad.object, number):
            yield Quad(quad.subject, quad.predicate, value, quad.graph_name)


def is_number(value: object) -> bool:
    """Whether a value is a whole or a decimal number."""
    return isinstance(value, Literal) and value.datatype.value in (XSD + "integer", XSD + "decimal")


@pytest.fixture(scope="module")
def quads(release: Release) -> list[Quad]:
    """All statements of the release, in their named graphs."""
    return list(parse(path=str(release.dumps / "clustergraph.nq"), format=RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def plain(quads: list[Quad]) -> Asked:
    """The graph as it is."""
    return Asked(quads)


@pytest.fixture(scope="module")
def disturbed(quads: list[Quad]) -> Asked:
    """The graph with unlike values in it."""
    return Asked([*quads, *disturbances(quads)])


def of_listing(of: str) -> Iterator[tuple[str, str]]:
    """Give the queries of a listing, sorted by whatever it can be."""
    chosen = listing(of)
    everything = read_selection(chosen, {})
    for name in (name for name, column in chosen.columns.items() if column.sorts):
        for sort in (name, f"-{name}"):
            yield f"{of} by {sort}", compose.rows(chosen, read_selection(chosen, {"sort": [sort]}), ENGLISH, whole=True)
    yield f"{of} in Serbian", compose.rows(chosen, everything, LANGUAGES["sr-Latn"], whole=True)
    yield f"number of {of}", compose.total(chosen, read_selection(chosen, {"q": ["serbia"]}))
    for name, facet in chosen.facets.items():
        yield f"{of}, values of {name}", compose.counts(chosen, facet, everything)


CLUSTER, VOCABULARY = thing("cluster", "netwood"), "https://w3id.org/clustergraph/ns"
RECORDS = [f"{GRAPH}cluster/{name}" for name in ("netwood", "bipom", "ac-serbia")]
#: The files of clustergraph.pages → with what they are asked.
OF_PAGES: Mapping[str, Mapping[str, Any]] = {
    **{key: {"iri": CLUSTER, "most": 5000} for key in ("statements", "record", "parts-of-one", "mentions")},
    **{key: {"iri": CLUSTER} for key in ("document", "incoming", "exists", "schema-type")},
    **{key: {"iris": EXAMPLES} for key in ("labels", "parts")},
    **{key: {"iri": VOCABULARY} for key in ("versions", "alignments", "ontology")},
    **{key: {} for key in ("vocabulary", "browse/schemes")},
    "used-as-property": {"iri": f"{VOCABULARY}#sector"},
    "records": {"iris": RECORDS},
    "tree": {"iri": "https://w3id.org/clustergraph/scheme/sector"},
    "subjects": {"iri": CLUSTER, "property": f"{VOCABULARY}#cluster", "offset": 0, "most": 900},
    "neighbours": {"iri": CLUSTER.removesuffix("netwood"), "most": 5000},
    "sitemap": {"most": 50_000},
}
OURS = {
    **{name: one.ask(one.example).text for name, one in catalogue().items()},
    **dict(pair for of in LISTINGS for pair in of_listing(of)),
    **{f"page: {name}": query(name, **given) for name, given in OF_PAGES.items()},
}


def test_all_queries_of_pages_are_here() -> None:
    """And those of listings are composed of all their fragments."""
    files = {path.stem for path in Path(pages.__file__).parent.glob("*.rq")}

    assert files == {name for name in OF_PAGES if "/" not in name}


@pytest.mark.parametrize("name", OURS)
def test_a_query_gives_the_same_rows(plain: Asked, disturbed: Asked, name: str) -> None:
    """Each as often as without the unlike values; or the reason stands here."""
    before, after = plain.rows(OURS[name]), disturbed.rows(OURS[name])

    assert before
    assert bool(before - after) == (name in OTHERS), before - after


@pytest.fixture(scope="module")
def reader(disturbed: Asked) -> Reader:
    """A reader of the graph with unlike values."""
    return Reader(ENGLISH, Names(), disturbed)


@pytest.mark.parametrize("of", LISTINGS)
def test_a_listing_is_shown(reader: Reader, of: str) -> None:
    """Sorted by whatever it can be, and narrowed by each value that it offers."""
    chosen, browse = listing(of), Browse()
    for sort in (name for name, column in chosen.columns.items() if column.sorts):
        page = browse.page(chosen, read_selection(chosen, {"sort": [f"-{sort}"]}), reader)
        assert page.rows
    for facet in page.facets:
        selections = [read_selection(chosen, parse_qs(urlsplit(choice.href).query)) for choice in facet.choices]
        assert all(browse.page(chosen, selection, reader).count for selection in selections[:2])


def test_maps_are_drawn(reader: Reader, plain: Asked) -> None:
    """With the marks where they are."""
    drawn, usual = start(reader), start(Reader(ENGLISH, Names(), plain))

    assert drawn
    assert usual
    assert {(mark.cluster.term, mark.place) for mark in usual.stages.marks} == {
        (mark.cluster.term, mark.place) for mark in drawn.stages.marks
    }


@pytest.mark.parametrize("iri", EXAMPLES)
def test_a_page_is_shown(reader: Reader, iri: str) -> None:
    """With what is said, and all panels."""
    assert describe(iri, reader, {}).node.properties
    assert not [panel for panel in panels_of(iri, reader) if panel.error]
