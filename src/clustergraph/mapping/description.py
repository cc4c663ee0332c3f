"""What the descriptions of a release share: the plain values they are made from, and nodes as N-Triples."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clustergraph.graph.ntriples import XSD, iri, literal, triple
from clustergraph.graph.script import latin
from clustergraph.graph.syntaxes import SYNTAXES
from clustergraph.iris import release
from clustergraph.ns import expand

DUMPS, RELEASES = "/dumps", "/releases"
AUTHORITY = "http://publications.europa.eu/resource/authority/"


@dataclass(frozen=True)
class FileType:
    """A format of dumps: its name, its media type and its code in the EU's table of file types."""

    label: str
    media_type: str
    code: str


#: Name of a syntax → its code there.
_CODES = {"trig": "RDF_TRIG", "nquads": "RDF_N_QUADS", "turtle": "RDF_TURTLE", "jsonld": "JSON_LD"}
#: Suffix of a dump → its format.
FILE_TYPES = {
    row.suffix: FileType(row.label, row.media_type, _CODES[row.name]) for row in SYNTAXES if row.name in _CODES
}


@dataclass(frozen=True)
class Described:
    """A release as its descriptions need it.

    ``base`` is the public base URL without a slash at its end, ``sizes`` the bytes of each dump by its name,
    ``checksums`` their SHA-256 as hexadecimal digits, ``texts`` what ``data/catalogue.toml`` said, ``statistics`` what
    was counted; ``inputs`` is the fingerprint of what it was built from, ``profile`` what it was held to, ``version``
    that of the program. ``files`` is the path below which the dumps are.
    """

    base: str
    digest: str
    built: str
    sizes: Mapping[str, int]
    texts: Mapping[str, Any]
    statistics: Mapping[str, Any]
    checksums: Mapping[str, str]
    inputs: str
    profile: str
    version: str
    files: str = DUMPS

    @property
    def release(self) -> str:
        """The permanent name of the release."""
        return release(self.digest)

    @property
    def void(self) -> str:
        """The URL of the VoID document."""
        return f"{self.base}/.well-known/void"

    def dump(self, name: str) -> str:
        """Give the URL of a dump."""
        return f"{self.base}{self.files}/{name}"


def file_type(name: str) -> FileType:
    """Give the format of a dump from its suffix."""
    return FILE_TYPES[name.rsplit(".", 1)[-1]]


def node(subject: str, kinds: Iterable[str], values: Mapping[str, str | Iterable[str]]) -> Iterator[str]:
    """Describe one node: its classes, and terms that are written already by compact names of properties."""
    yield from (triple(iri(subject), iri(expand("rdf:type")), iri(expand(kind))) for kind in kinds)
    for name, value in values.items():
        for term in [value] if isinstance(value, str) else value:
            yield triple(iri(subject), iri(expand(name)), term)


def texts(row: Mapping[str, str]) -> list[str]:
    """Write a text in its languages; Serbian in Latin script follows from Cyrillic."""
    return [literal(text, language=tag) for tag, text in _both_scripts(row)]


def keywords(row: Mapping[str, Iterable[str]]) -> list[str]:
    """Write keywords in their languages, as :func:`texts` does."""
    pairs = ((tag, word) for tag, words in row.items() for word in words)
    return [term for tag, word in pairs for term in texts({tag: word})]


def authority(table: str, codes: Iterable[str]) -> list[str]:
    """Write concepts of one of the EU's authority tables."""
    return [iri(f"{AUTHORITY}{table}/{code}") for code in codes]


def names(compact: Iterable[str]) -> list[str]:
    """Write IRIs from compact names."""
    return [iri(expand(name)) for name in compact]


def typed(value: object, datatype: str) -> str:
    """Write a literal of an XML Schema datatype, such as ``date``."""
    return literal(str(value), datatype=XSD + datatype)


def _both_scripts(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from row.items()
    if "sr-Cyrl" in row:
        yield "sr-Latn", latin(row["sr-Cyrl"])
