"""RDF bytes into quads by Oxigraph's parser, strict, with line and column for every error.

Foreign bytes meet this parser only: rdflib accepts 105 of the 272 invalid files of the W3C suites and fetches remote
JSON-LD contexts.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Any, TypeVar, cast

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from clustergraph.errors import Place, SyntaxProblem
from clustergraph.sources.contexts import known
from clustergraph.sources.jsonld.checked import checked
from clustergraph.sources.jsonld.numbers import in_digits
from clustergraph.sources.lines import Lines
from clustergraph.sources.rdfxml import readable
from clustergraph.sources.wording import refused

_Read = TypeVar("_Read")

#: Suffix of a file → its syntax.
SYNTAXES = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
_XML, _JSON_LD = (".rdf", ".owl"), ".jsonld"

__all__ = [
    "BlankNode", "Literal", "NamedNode", "Quad", "left_out", "lines_of", "literals", "parse_document", "parse_graph",
    "parse_quads", "triples_of",
]  # fmt: skip


def parse_graph(content: bytes, graph: str, name: str) -> list[Quad]:
    """Parse Turtle into the named graph ``graph``; ``name`` says in errors what was read.

    Raises :class:`SyntaxProblem` with line and column. Relative IRIs are errors: no base is given.
    """
    target = NamedNode(graph)
    return [Quad(q.subject, q.predicate, q.object, target) for q in _read(content, RdfFormat.TURTLE, name)]


def parse_quads(content: bytes, name: str) -> list[Quad]:
    """Parse N-Quads, in which every statement must be in a named graph.

    Raises :class:`SyntaxProblem` with line and column.
    """
    quads = _read(content, RdfFormat.N_QUADS, name)
    if any(isinstance(quad.graph_name, DefaultGraph) for quad in quads):
        raise SyntaxProblem("A statement is in no named graph.", place=Place(name))
    return list(quads)


def parse_document(content: bytes, suffix: str, graph: str, name: str) -> list[Quad]:
    """Parse a file of any of :data:`SYNTAXES`; its default graph becomes the named graph ``graph``, which is its base.

    ``name`` says in errors what was read. Raises :class:`SyntaxProblem` with line and column, and for a document type
    declaration: its entities can make a small file endless.
    """
    if suffix in _XML and b"<!DOCTYPE" in content:
        before = content[: content.index(b"<!DOCTYPE")]
        raise SyntaxProblem(
            "RDF/XML with a document type declaration is not read.",
            place=Place(name, before.count(b"\n") + 1, len(before) - before.rfind(b"\n")),
            remedy="Take the declaration out and write its entities in full.",
        )
    target = NamedNode(graph)
    return [
        Quad(q.subject, q.predicate, q.object, target if isinstance(q.graph_name, DefaultGraph) else q.graph_name)
        for q in (
            _json_ld(content, name, graph)
            if suffix == _JSON_LD
            else _read(_taken(content, suffix), SYNTAXES[suffix], name, graph)
        )
    ]


def left_out(content: bytes, suffix: str, graph: str, name: str) -> tuple[str, ...]:
    """Tell what JSON-LD that has been parsed passes over, as its standard has it; of other files nothing."""
    return checked(content, graph, known().value, name).notes if suffix == _JSON_LD else ()


def _taken(content: bytes, suffix: str) -> bytes:
    return readable(content) if suffix in _XML else content


def _json_ld(content: bytes, name: str, graph: str) -> Sequence[Quad]:
    """Parse JSON-LD; what the parser would drop without a word is refused."""
    whole = known().put_in(content, None, name)
    there = checked(content, graph, known().value, name).statements
    quads = [in_digits(quad) for quad in _read(whole, SYNTAXES[_JSON_LD], name, graph)]
    if len(quads) != there:
        raise refused("unread", Place(name), expected=str(there), given=str(len(quads)))
    return quads


def literals(statement: Quad | Triple) -> Iterator[Literal]:
    """Give the literal of a statement, those inside of triple terms too."""
    if isinstance(statement.object, Literal):
        yield statement.object
    elif isinstance(statement.object, Triple):
        yield from literals(statement.object)


def lines_of(content: bytes, suffix: str, graph: str, wanted: Collection[Literal]) -> dict[Literal, int]:
    """Give the line at which each of some literals stands first in a file that has been parsed, of JSON-LD none."""
    found: dict[Literal, int] = {}
    if SYNTAXES[suffix] == RdfFormat.JSON_LD or not wanted:
        return found
    source = Lines(_taken(content, suffix), most=len(content), comments=suffix not in _XML)
    for quad in parse(cast("IO[bytes]", source), SYNTAXES[suffix], base_iri=graph, rename_blank_nodes=False):
        line = source.line(str(quad))
        for one in literals(quad):
            if one in wanted:
                found.setdefault(one, line)
        if len(found) == len(wanted):
            break
    return found


def triples_of(files: Sequence[Path]) -> bytes:
    """Read Turtle files of ours into one N-Triples text; blank nodes are numbered as they come, over all files.

    Raises :class:`SyntaxProblem` with line and column.
    """
    numbers: dict[tuple[Path, BlankNode], BlankNode] = {}  # two files may use one label

    def named(path: Path, term: Any) -> Any:
        return numbers.setdefault((path, term), BlankNode(f"s{len(numbers)}")) if isinstance(term, BlankNode) else term

    written = []
    for path in files:
        content = path.read_bytes()
        # from parser to serialiser a statement is no object of Python that anybody looks at: three times as fast
        found = _told(partial(_turtle_bytes, content), str(path))
        if b"_:" in found:
            quads = _read(content, RdfFormat.TURTLE, str(path))
            found = _bytes(Triple(named(path, one.subject), one.predicate, named(path, one.object)) for one in quads)
        written.append(found)
    return b"".join(written)


def _bytes(statements: Iterable[Quad] | Iterable[Triple]) -> bytes:
    return serialize(statements, format=RdfFormat.N_TRIPLES) or b""


def _turtle_bytes(content: bytes) -> bytes:
    return _bytes(_parsed(content, RdfFormat.TURTLE))


def _parsed(content: bytes, syntax: RdfFormat, base: str | None = None) -> Iterator[Quad]:
    return parse(input=content, format=syntax, rename_blank_nodes=False, base_iri=base)


def _read(content: bytes, syntax: RdfFormat, name: str, base: str | None = None) -> Sequence[Quad]:
    return _told(lambda: list(_parsed(content, syntax, base)), name)


def _told(reading: Callable[[], _Read], name: str) -> _Read:
    """Read, and tell a mistake with its place; ``name`` says what was read."""
    try:
        return reading()
    except SyntaxError as error:
        # Oxigraph repeats the place in its words; the place is told apart already
        words = (error.msg or "").split(": ", 1)[-1]
        raise SyntaxProblem(
            f"{words}.".replace("..", "."),
            place=Place(name, error.lineno, error.offset),
            remedy="Check the punctuation before this place: a missing “;”, “.” or quote shows up one token later.",
        ) from error
    except UnicodeDecodeError as error:
        raise SyntaxProblem(f"The text is not UTF-8: {error.reason}.", place=Place(name)) from error
