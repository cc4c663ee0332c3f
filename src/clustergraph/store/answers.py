"""One answer in one format: Oxigraph's serialisers, with what they do wrong mended or refused.

A reader of what is written gets each term back; CSV has of a term its text alone (SPARQL 1.1 Query Results CSV, 3).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, cast

from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples, Triple, serialize

from clustergraph.errors import FormatCannotHold
from clustergraph.store.cells import CsvHeld, comes_again, write_rows
from clustergraph.store.excerpt import write_excerpt
from clustergraph.store.formats import GRAPH_FORMATS, SOLUTION_FORMATS, cannot_hold
from clustergraph.store.held import XmlHeld
from clustergraph.store.table import write_table

Result = QuerySolutions | QueryBoolean | QueryTriples | Iterator[Triple]
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NO_TRIPLE_TERMS = "JSON-LD 1.1 has no triple terms, and one is the object of this statement"
_RESERVED = "RDF/XML has no property of this name, which means something else there"
#: What Oxigraph says of statements that a format cannot hold.
_SAID = {"jsonld": "does not support RDF 1.2", "rdfxml": "reserved syntax term"}
# RDF 1.1 XML Syntax, 5.1: coreSyntaxTerms, and what else is no name of a property element
_NO_PROPERTY = {
    *(_RDF + name for name in ("RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype", "li")),
    *(_RDF + name for name in ("Description", "aboutEach", "aboutEachPrefix", "bagID")),
}  # fmt: skip


def write_answer(result: Result, name: str, query: str, output: IO[bytes], warnings: Sequence[str] = ()) -> None:
    """Write an answer to a query in the format of a name; a page has the ``warnings`` above it.

    Raises :class:`FormatCannotHold`, and :class:`TooManyCells` for rows that :func:`write_rows` must write.
    """
    if name == "html":
        write_table(result, query, output, warnings)
    elif isinstance(result, QuerySolutions | QueryBoolean):
        _write_solutions(result, name, query, output)
    elif name == "rdfxml":
        held = XmlHeld(output, name)
        _write_graph(result, name, cast("IO[bytes]", held))
        held.finish()
    else:
        _write_graph(result, name, output)


def _write_solutions(result: QuerySolutions | QueryBoolean, name: str, query: str, output: IO[bytes]) -> None:
    if name == "excerpt":
        write_excerpt(result, output)
    elif name == "xml":
        held = XmlHeld(output, name)
        result.serialize(cast("IO[bytes]", held), format=SOLUTION_FORMATS[name])
        held.finish()
    elif name == "csv" and isinstance(result, QuerySolutions) and not comes_again(query):
        write_rows(result, -1, output)
    elif name == "csv" and isinstance(result, QuerySolutions):
        cells = CsvHeld(output, len(result.variables))
        result.serialize(cast("IO[bytes]", cells), format=SOLUTION_FORMATS[name])
        cells.finish()
    else:
        result.serialize(output, format=SOLUTION_FORMATS[name])


def _write_graph(result: QueryTriples | Iterator[Triple], name: str, output: IO[bytes]) -> None:
    if isinstance(result, QueryTriples):
        result.serialize(output, format=GRAPH_FORMATS[name])
    else:
        serialize(result, output, format=GRAPH_FORMATS[name])


def said_by_oxigraph(error: OSError, name: str) -> bool:
    """Whether an error of a serialiser is that the format cannot hold a statement."""
    return name in _SAID and _SAID[name] in str(error)


def refusal(statements: Iterable[Triple] | Iterable[Quad], name: str) -> FormatCannotHold:
    """Find the statement for which a serialiser of Oxigraph ended, and make the refusal that names it."""
    without = [one for one in GRAPH_FORMATS if one != name]
    for statement in statements:
        if name == "jsonld" and isinstance(statement.object, Triple):
            return cannot_hold(_NO_TRIPLE_TERMS, _written(statement), str(statement.subject), [*without, "html"])
        if name == "rdfxml" and (found := _reserved(statement)):
            return cannot_hold(_RESERVED, found, str(statement.subject), [*without, "html"])
    what = _NO_TRIPLE_TERMS if name == "jsonld" else _RESERVED
    return cannot_hold(what, "it is not the same any more", "answer", [*without, "html"])


def _reserved(statement: Triple | Quad) -> str | None:
    if statement.predicate.value in _NO_PROPERTY:
        return str(statement.predicate)
    return _reserved(statement.object) if isinstance(statement.object, Triple) else None


def _written(statement: Triple | Quad) -> str:
    return f"{statement.subject} {statement.predicate} <<( {statement.object} )>>"
