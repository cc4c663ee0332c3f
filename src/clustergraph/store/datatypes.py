"""Datatypes that the engine widens, kept beside a store, so that graphs and dumps give them back.

To Oxigraph each integer is an ``xsd:integer`` and each ``xsd:dateTimeStamp`` an ``xsd:dateTime`` (``graph.values``). A
catalogue whose ``dcat:byteSize`` is an ``xsd:nonNegativeInteger`` would come back as one that breaks its profile. So a
file beside the store has, for each statement that was written with a narrower datatype, a digest of the statement as
the engine gives it and the datatype: 16 bytes. What a query computes has none, and stays as it is.
"""

import hashlib
import re
import shutil
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Self, cast

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from clustergraph.disk import words_of
from clustergraph.errors import Place, ReleaseError
from clustergraph.graph.ntriples import XSD
from clustergraph.graph.values import WIDENED, computed_name, held

_NAMES = tuple(WIDENED)
_CODES = {XSD + name: code for code, name in enumerate(_NAMES)}
_NODES = tuple(NamedNode(XSD + name) for name in _NAMES)
_DIGEST = 15  # bytes: two of a thousand million statements are taken for one with a chance of 10⁻¹⁸
_RECORD = _DIGEST + 1
_WIDE = tuple(f"^^<{XSD}{name}>" for name in sorted(set(WIDENED.values())))
_GRAPH = rb"(?: <[^<>]*>| _:[^ ]+)? \."
#: A line of N-Triples or N-Quads: the statement as far as its wide datatype, and what follows.
_LINE = re.compile(rb'(.*"\^\^<%s)(?:integer|dateTime)>(%s)' % (re.escape(XSD.encode()), _GRAPH))
_NARROW = re.compile(rb'"\^\^<%s(?:%s)>%s$' % (re.escape(XSD.encode()), "|".join(_NAMES).encode(), _GRAPH))


class Datatypes:
    """Which statements have which narrower datatype: statements with the wide one go in, as they were written come out.

    Where one statement was written with several, which all have one value, the first of :data:`WIDENED` is given.
    """

    def __init__(self, records: bytes = b"") -> None:
        self._records = records

    @classmethod
    def of(cls, found: Mapping[bytes, int]) -> Self:
        """Make it of what :func:`gather` found."""
        return cls(b"".join(sorted(name + bytes([code]) for name, code in found.items())))

    @classmethod
    def of_lines(cls, lines: Iterable[bytes]) -> Self:
        """Make it of lines of N-Quads, as they are in a release."""
        narrow = b"\n".join(line for line in lines if _NARROW.search(line))
        found: dict[bytes, int] = {}
        gather(parse(narrow, format=RdfFormat.N_QUADS), found)
        return cls.of(found)

    @classmethod
    def beside(cls, store: Path) -> Self:
        """Read what stands beside a store, which is nothing where no statement had such a datatype.

        Raises :class:`ReleaseError` where it cannot be read.
        """
        path = _path(store)
        try:
            return cls(path.read_bytes())
        except FileNotFoundError:
            return cls()
        except OSError as error:
            raise ReleaseError(f"The datatypes cannot be read: {words_of(error)}.", place=Place(str(path))) from error

    def write(self, store: Path) -> None:
        """Write it beside a store."""
        if self:
            _path(store).write_bytes(self._records)

    def __bool__(self) -> bool:
        return bool(self._records)

    def lines(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Give lines of N-Triples or N-Quads as they were written; they have no line ends."""
        return map(self._line, lines) if self else iter(lines)

    def statements(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """Give statements as they were written."""
        for triple in triples:
            text = str(triple)
            code = self._code(text.encode()) if text.endswith(_WIDE) else None
            if code is None:
                yield triple
            else:
                words = cast("Literal", triple.object).value
                yield Triple(triple.subject, triple.predicate, Literal(words, datatype=_NODES[code]))

    def _line(self, line: bytes) -> bytes:
        match = _LINE.fullmatch(line)
        code = self._code(line[: match.start(2)]) if match else None
        return line if match is None or code is None else b"%s%s>%s" % (match[1], _NAMES[code].encode(), match[2])

    def _code(self, statement: bytes) -> int | None:
        name, records = _digest(statement), self._records
        places = range(len(records) // _RECORD)
        at = bisect_left(places, name, key=lambda place: records[place * _RECORD : place * _RECORD + _DIGEST]) * _RECORD
        return records[at + _DIGEST] if records[at : at + _DIGEST] == name else None


def gather(quads: Iterable[Quad], found: dict[bytes, int]) -> None:
    """Gather from statements as they were written those with a datatype that the engine widens."""
    for quad in quads:
        value = quad.object
        if isinstance(value, Literal) and (code := _CODES.get(value.datatype.value)) is not None:
            form = held(value.value, _NAMES[code])
            if form.computed:
                wide = f'{quad.subject} {quad.predicate} "{form.words}"^^<{XSD}{form.datatype}>'
                name = _digest(wide.encode())
                found[name] = min(code, found.get(name, code))


def released(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Give statements as a release will have them: words that the store holds, and the datatypes that were written.

    Inside of triple terms datatypes are those of the store, which nothing gives back there.
    """
    for quad in quads:
        value = _held(quad.object, inside=False)
        yield quad if value is quad.object else Quad(quad.subject, quad.predicate, value, quad.graph_name)


def _held(term: Any, *, inside: bool) -> Any:
    if isinstance(term, Triple):
        value = _held(term.object, inside=True)
        return term if value is term.object else Triple(term.subject, term.predicate, value)
    name = computed_name(term.datatype.value) if isinstance(term, Literal) else None
    if name is None:
        return term
    form = held(term.value, name)
    datatype = form.datatype if inside else name
    if (form.words, datatype) == (term.value, name):
        return term
    return Literal(form.words, datatype=NamedNode(XSD + datatype))


def copy_datatypes(store: Path, other: Path) -> None:
    """Put what stands beside one store beside another, which may have had something else."""
    _path(other).unlink(missing_ok=True)
    if _path(store).is_file():
        shutil.copyfile(_path(store), _path(other))


def _path(store: Path) -> Path:
    return store.with_name(f"{store.name}.datatypes")


def _digest(statement: bytes) -> bytes:
    return hashlib.blake2b(statement, digest_size=_DIGEST).digest()
