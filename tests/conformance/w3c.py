"""The W3C's SPARQL suites: reading their manifests, and comparing answers whatever blank nodes are called."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)
from rdflib import RDF, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from conftest import SHARED

SUITE = SHARED / "suites/w3c-sparql-tests/sparql"
BASE = "http://w3c.test/"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RESULTS = {".srx": QueryResultsFormat.XML, ".srj": QueryResultsFormat.JSON, ".tsv": QueryResultsFormat.TSV}
GRAPHS = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".nt": RdfFormat.N_TRIPLES}
ACCEPT = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".tsv": "text/tab-separated-values",
    ".csv": "text/csv",
}


@dataclass(frozen=True)
class Case:
    """One test; ``result`` is a file, ``None`` for a syntax test, where ``valid`` says what is expected."""

    name: str
    query: Path
    default: tuple[Path, ...] = ()
    named: tuple[Path, ...] = ()
    result: Path | None = None
    valid: bool = True
    lax: bool = False

    @property
    def graphs(self) -> list[str]:
        """Name the named graphs of its dataset: files, and what a file of the default graph has beside that."""
        inside = [quad.graph_name for path in self.default if path.suffix == ".trig" for quad in parse(path=str(path))]
        return [*map(iri_of, self.named), *{name.value for name in inside if isinstance(name, NamedNode)}]


def iri_of(path: Path) -> str:
    """Name a file of the suite."""
    return BASE + path.relative_to(SUITE).as_posix()


def cases(manifest: Path) -> Iterator[Case]:
    """Read query tests from a manifest and from all that it includes."""
    graph = read(manifest)
    for included in graph.objects(None, MF.include):  # a file has one manifest, of whatever name
        for one in Collection(graph, included):
            yield from cases(_path(one))
    for entries in graph.objects(None, MF.entries):
        for test in Collection(graph, entries):
            case = _case(graph, test)
            if case is not None:
                yield case


def read(manifest: Path) -> Graph:
    """Parse a manifest."""
    return Graph().parse(manifest, format="turtle", publicID=iri_of(manifest))


def _path(node: Node) -> Path:
    return SUITE / unquote(str(node).removeprefix(BASE))


def _case(graph: Graph, test: Node) -> Case | None:
    kind = str(graph.value(test, RDF.type)).rsplit("#", 1)[-1]
    action = graph.value(test, MF.action)
    name = str(test).removeprefix(BASE)
    if "Syntax" in kind and "Update" not in kind:
        return Case(name, _path(action), valid="Positive" in kind)
    if kind not in ("QueryEvaluationTest", "CSVResultFormatTest"):
        return None
    return Case(
        name,
        _path(graph.value(action, QT.query)),
        tuple(_path(one) for one in graph.objects(action, QT.data)),
        tuple(_path(one) for one in graph.objects(action, QT.graphData)),
        _path(graph.value(test, MF.result)),
        lax=(test, MF.resultCardinality, MF.LaxCardinality) in graph,
    )


def expected(case: Case) -> object:
    """Give what a case expects, in a form that can be compared with :func:`received`."""
    assert case.result is not None
    content, suffix = case.result.read_bytes(), case.result.suffix
    if suffix == ".csv":
        return _table(content)
    if suffix in RESULTS:
        return _of_results(content, RESULTS[suffix], lax=case.lax)
    quads = list(parse(input=content, format=GRAPHS[suffix], base_iri=iri_of(case.result)))
    if any(quad.object == NamedNode(RS + "ResultSet") for quad in quads):
        return _of_result_set(quads, lax=case.lax)
    return _canonical(quads)


def received(content: bytes, media_type: str, case: Case) -> object:
    """Give what an endpoint answered."""
    kind = media_type.split(";")[0]
    if kind == "text/csv":
        return _table(content)
    suffixes = {accept: suffix for suffix, accept in ACCEPT.items()}
    if kind in suffixes:
        return _of_results(content, RESULTS[suffixes[kind]], lax=case.lax)
    return _canonical(list(parse(input=content, format=RdfFormat.N_TRIPLES)))


def engine_passes(case: Case) -> bool:
    """Tell whether Oxigraph passes a case by itself, without HTTP, guard or release."""
    store = Store()
    for path, graph in [*((path, None) for path in case.default), *((path, iri_of(path)) for path in case.named)]:
        for quad in parse(path=str(path), base_iri=iri_of(path)):
            store.add(Quad(*quad.triple, NamedNode(graph)) if graph else quad)
    try:
        result = store.query(case.query.read_text(), base_iri=iri_of(case.query))
    except SyntaxError:
        return not case.valid
    if case.result is None:
        return case.valid
    if isinstance(result, QueryTriples):
        return received(result.serialize(format=RdfFormat.N_TRIPLES), "application/n-triples", case) == expected(case)
    suffix = case.result.suffix if case.result.suffix in ACCEPT else ".srx"
    form = RESULTS.get(suffix, QueryResultsFormat.CSV)
    return received(result.serialize(format=form), ACCEPT[suffix], case) == expected(case)


def _of_results(content: bytes, form: QueryResultsFormat, *, lax: bool) -> object:
    result = parse_query_results(content, format=form)
    if isinstance(result, QueryBoolean):
        return bool(result)
    names = [variable.value for variable in result.variables]
    rows = [{name: row[name] for name in names if row[name] is not None} for row in result]
    return _rows(names, rows, lax=lax)


def _of_result_set(quads: list[Quad], *, lax: bool) -> object:
    def values(subject: object, name: str) -> list[object]:
        return [quad.object for quad in quads if quad.subject == subject and quad.predicate == NamedNode(RS + name)]

    (start,) = {quad.subject for quad in quads if quad.object == NamedNode(RS + "ResultSet")}
    for answer in values(start, "boolean"):
        return answer.value == "true"
    names = [name.value for name in values(start, "resultVariable")]
    rows = []
    for solution in values(start, "solution"):
        pairs = values(solution, "binding")
        rows.append({values(pair, "variable")[0].value: values(pair, "value")[0] for pair in pairs})
    return _rows(names, rows, lax=lax)


def _rows(names: list[str], rows: list[dict[str, object]], *, lax: bool) -> object:
    """Write rows as a graph, so that blank nodes can be called anything; the order of rows is not compared."""
    quads = [Quad(NamedNode("urn:result"), NamedNode("urn:variable"), Literal(name)) for name in names]
    for row in rows:
        node = BlankNode()
        quads.append(Quad(NamedNode("urn:result"), NamedNode("urn:row"), node))
        quads.extend(Quad(node, NamedNode(f"urn:column:{name}"), value) for name, value in row.items())
    return _canonical(quads, lax=lax)


def _canonical(quads: list[Quad], *, lax: bool = False) -> frozenset[str] | tuple[str, ...]:
    store = Store()  # writes numbers in their canonical form
    store.extend(quads)
    dataset = Dataset(iter(store))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(str(quad) for quad in dataset)
    if not lax:
        return tuple(lines)
    # REDUCED may drop repetitions: what is left are the kinds of rows
    rows: dict[str, list[str]] = {}
    for quad in dataset:
        rows.setdefault(str(quad.subject), []).append(f"{quad.predicate} {quad.object}")
    return frozenset(" ".join(sorted(line)) for name, line in rows.items() if name != "<urn:result>")


def _table(content: bytes) -> object:
    names, *lines = csv.reader(io.StringIO(content.decode()))
    head = sorted(names)  # SELECT * gives columns in any order
    rows = [[line[names.index(name)] for name in head] for line in lines]
    labels: dict[str, str] = {}
    for row in rows:
        row[:] = [labels.setdefault(cell, f"_:{len(labels)}") if cell.startswith("_:") else cell for cell in row]
    return head, sorted(rows)
