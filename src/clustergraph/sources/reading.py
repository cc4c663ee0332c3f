"""Statements that a parser gives of what strangers handed in: one graph, each once, within limits, with its line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from pyoxigraph import DefaultGraph, Quad, RdfFormat, serialize

from clustergraph.errors import ContentTooLarge, InputError, Limit, Place
from clustergraph.sources.guess import JSON_LD, N_QUADS, TRIG
from clustergraph.sources.jsonld.numbers import without_exponent
from clustergraph.sources.labels import Labels
from clustergraph.sources.lines import Lines
from clustergraph.sources.reading_limits import ReadingLimits
from clustergraph.sources.relative import NOWHERE, check_absolute
from clustergraph.sources.unpack import MORE

_NAMED_GRAPHS = (TRIG, N_QUADS, JSON_LD)
_DIRECTION = re.compile(r'"@[A-Za-z0-9-]*--(?:ltr|rtl)$')
#: What statements have of which each is looked at by itself: blank nodes, RDF 1.2, relative IRIs. Before it stands a
#: letter that few have, which is found faster.
_LOOKED_AT = ((b"_", b"_:"), (b"(", b"<<("), (b"-", b"--"), (b"", NOWHERE.encode()))
_EXPONENT = re.compile(rb'E-?[0-9]{1,3}"\^\^')


@dataclass
class Reading:
    """What has been read of a document: ``found`` has the line of each statement, ``given`` counts all of them.

    ``at_once`` is how many statements are taken together where no lines are known.
    """

    syntax: str
    base: str | None
    limits: ReadingLimits
    name: str
    labels: Labels
    at_once: int = 1000
    graphs: set[str] = field(default_factory=set)
    found: dict[str, int] = field(default_factory=dict)
    given: int = 0
    _plain: list[bytes] = field(default_factory=list)

    def triples(self) -> bytes:
        """Give what was read as N-Triples."""
        written = b"".join(self._plain)
        if written.count(b"\n") == self.given == len(self.found):  # that is all of it, and none is there twice
            return written
        return (" .\n".join(self.found) + (" .\n" if self.found else "")).encode()

    def take(self, quads: Iterator[Quad], source: Lines) -> None:
        """Take statements one by one, each with its line.

        Raises :class:`ContentTooLarge`, :class:`InputError` for several graphs and for RDF 1.2, and
        :class:`SyntaxProblem` for what is relative.
        """
        named = self.syntax in _NAMED_GRAPHS
        for quad in quads:
            statement = self._text(quad) if named else str(quad)
            source.given()
            self.given += 1
            statement = self._kept(quad, statement)
            line = source.line(statement)
            self._check(statement, line)
            self.found.setdefault(statement, line)

    def take_at_once(self, quads: Iterator[Quad]) -> None:
        """Take statements of which no line is known, many at once; raises what :meth:`take` raises."""
        while many := list(islice(quads, self.at_once)):
            self.given += len(many)
            written = self._written(many)
            statements = written.decode().split(" .\n")[:-1] if written else [self._text(quad) for quad in many]
            if written and self._is_plain(written, statements):
                self.found.update(dict.fromkeys(statements, 0))
                self._plain.append(written)
                self._check_number(len(self.found) - 1, 0)
                continue
            for quad, text in zip(many, statements, strict=True):
                statement = self._kept(quad, without_exponent(text))
                self._check(statement, 0)
                self.found[statement] = 0

    def _written(self, quads: Sequence[Quad]) -> bytes:
        """Write many statements at once, which is twice as fast as each by itself; none where a graph has a name."""
        try:
            written = serialize(quads, format=RdfFormat.N_TRIPLES) or b""
        except ValueError:
            return b""
        self._add_graph("")
        return written

    def _is_plain(self, written: bytes, statements: Sequence[str]) -> bool:
        """Whether none of some statements need be looked at by itself."""
        return (
            len(max(statements, key=len)) <= self.limits.term
            and not any(letter in written and mark in written for letter, mark in _LOOKED_AT)
            and _EXPONENT.search(written) is None
        )

    def _kept(self, quad: Quad, statement: str) -> str:
        """Check that nothing is relative, and give the statement with the labels of its sender."""
        if NOWHERE in statement and self.base is None:
            check_absolute(quad, self.name)
        return self.labels.kept(statement) if "_:" in statement else statement

    def _text(self, quad: Quad) -> str:
        graph = quad.graph_name
        self._add_graph("" if isinstance(graph, DefaultGraph) else graph.value)
        return str(quad.triple)

    def _add_graph(self, graph: str) -> None:
        self.graphs.add(graph)
        if len(self.graphs) > 1:
            told = " and ".join(sorted(f"<{one}>" if one else "the default graph" for one in self.graphs))
            raise InputError(
                f"There is more than one graph: {told}.", place=Place(self.name), remedy="Send each graph by itself."
            )

    def _check(self, statement: str, line: int) -> None:
        if len(statement) > self.limits.term:
            raise term_too_long(self.limits, Place(self.name, line or None))
        self._check_number(len(self.found), line)
        if "<<(" in statement and statement.split(" ", 2)[2].startswith("<<("):
            raise InputError(
                "A statement has a triple for its object, which is RDF 1.2.",
                place=Place(self.name, line or None),
                remedy="The graph is RDF 1.1: describe the statement by a node of its own.",
            )
        if "--" in statement and _DIRECTION.search(statement):
            raise InputError(
                "A text has a base direction, which is RDF 1.2.",
                place=Place(self.name, line or None),
                remedy="Leave it out.",
            )

    def _check_number(self, before: int, line: int) -> None:
        if before >= self.limits.statements:
            raise ContentTooLarge(
                f"There are more than {self.limits.statements} statements.",
                place=Place(self.name, line or None),
                limit=Limit("content_max_statements", self.limits.statements, "statements"),
                remedy=MORE,
            )


def term_too_long(limits: ReadingLimits, place: Place) -> ContentTooLarge:
    """Make the error for a statement that is longer than one may be."""
    return ContentTooLarge(
        f"A statement, or what stands between two, is longer than {limits.term} characters.",
        place=place,
        limit=Limit("content_max_term", limits.term, "characters"),
        remedy="Put long texts elsewhere and refer to them.",
    )
