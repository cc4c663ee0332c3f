"""RDF bytes into quads by Oxigraph's parser, strict, with line and column for every error.

Foreign bytes meet this parser only: rdflib accepts 105 of the 272 invalid files of the W3C suites and fetches remote
JSON-LD contexts.
"""

from collections.abc import Sequence

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from clustergraph.errors import Place, SyntaxProblem

__all__ = ["BlankNode", "Literal", "NamedNode", "Quad", "parse_graph", "parse_quads"]


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


def _read(content: bytes, syntax: RdfFormat, name: str) -> Sequence[Quad]:
    try:
        return list(parse(input=content, format=syntax, rename_blank_nodes=False))
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
