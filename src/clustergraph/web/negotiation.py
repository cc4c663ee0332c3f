"""Which format an answer takes: from ``?format=`` or the Accept header (RFC 9110, section 12.5.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from werkzeug.datastructures import Accept, MIMEAccept
from werkzeug.http import parse_accept_header, parse_etags

from clustergraph.errors import BadParameter, NotAcceptable, Place
from clustergraph.query.formats import BY_NAME, of_kind
from clustergraph.validator.reports import REPORT_TYPES


@dataclass(frozen=True)
class DocumentFormat:
    """One format of a description: its name in ``?format=``, the suffix of its address, its media type."""

    name: str
    suffix: str
    media_type: str
    label: str


#: The formats of descriptions, the one to prefer first; HTML is for browsers.
DOCUMENTS = (
    DocumentFormat("turtle", "ttl", "text/turtle", "Turtle"),
    DocumentFormat("jsonld", "jsonld", "application/ld+json", "JSON-LD"),
    DocumentFormat("rdfxml", "rdf", "application/rdf+xml", "RDF/XML"),
    DocumentFormat("ntriples", "nt", "application/n-triples", "N-Triples"),
)
HTML = DocumentFormat("html", "html", "text/html", "HTML")
_TYPES = {
    "application/problem+json", HTML.media_type, *REPORT_TYPES, *(row.media_type for row in DOCUMENTS),
    *(media_type for row in BY_NAME.values() for media_type in row.media_types),
}  # fmt: skip
_KNOWN = _TYPES | {"*/*"} | {f"{media_type.partition('/')[0]}/*" for media_type in _TYPES}
_KINDS = ("solutions", "graph")
_LONG = 500  # characters of Accept-Encoding, or of the name of a format, that are read


def choose_document(accept: str | None, wanted: str | None, *, page: bool = True) -> DocumentFormat:
    """Choose the format of a description; ``wanted`` is the name in ``?format=`` and beats the header.

    ``page`` says whether it comes as a page too.

    Raises :class:`BadParameter` for an unknown name, :class:`NotAcceptable` where the client takes none.
    """
    offered = {row.media_type: row for row in (*DOCUMENTS, *([HTML] if page else []))}
    if wanted is not None:
        named = {row.name: row for row in offered.values()}
        if wanted not in named:
            raise BadParameter(
                f"There is no format “{wanted}”.",
                place=Place("parameter format"),
                remedy=f"Choose one of {', '.join(named)}.",
            )
        return named[wanted]
    chosen = _ranges(accept).best_match(list(offered))
    if chosen is None:
        raise NotAcceptable(
            "None of the formats asked for is offered.", remedy=f"This document comes as {', '.join(offered)}."
        )
    return offered[chosen]


def choose_formats(accept: str | None, wanted: Sequence[str]) -> dict[str, str | None]:
    """Choose a format for each kind of result, ``None`` where the client takes none of that kind.

    ``wanted`` is what stands after ``?format=``: names or synonyms of one format, which beat the header. Raises
    :class:`BadParameter` where none is known, or two differ.
    """
    return dict.fromkeys(_KINDS) | _named(wanted) if wanted else dict(_of_header(accept))


def choose_report(accept: str | None) -> str:
    """Choose the media type of a validation report; without a wish RDF/XML, as at the Test Bed.

    Raises :class:`NotAcceptable` where the client takes none.
    """
    chosen = _ranges(accept).best_match(list(REPORT_TYPES))
    if chosen is None:
        raise NotAcceptable(
            "None of the formats asked for is offered.", remedy=f"A report comes as {', '.join(REPORT_TYPES)}."
        )
    return chosen


@lru_cache(256)  # clients send the same few headers
def _of_header(accept: str | None) -> Mapping[str, str | None]:
    ranges = _ranges(accept)
    return {kind: _best(ranges, kind) for kind in _KINDS}


def _named(wanted: Sequence[str]) -> dict[str, str]:
    # SPARQLWrapper gives a name and then media types with commas between them, some of them its own
    words = [word.strip().lower() for value in wanted for word in value[:_LONG].split(",")]
    found = {kind: {row.name for row in of_kind(kind) if not set(words).isdisjoint(row.names)} for kind in _KINDS}
    remedy = f"Choose one of {', '.join(BY_NAME)}."
    if not any(found.values()):
        raise BadParameter(f"There is no format “{wanted[0]}”.", place=Place("parameter format"), remedy=remedy)
    if max(map(len, found.values())) > 1:
        told = " and ".join(f"“{word}”" for word in dict.fromkeys(words) if word)
        raise BadParameter(f"{told} are different formats.", place=Place("parameter format"), remedy=remedy)
    return {kind: names.pop() for kind, names in found.items() if names}


def takes_gzip(accept_encoding: str | None) -> bool:
    """Tell whether a client takes gzip (RFC 9110, section 12.5.3)."""
    if not accept_encoding or "gzip" not in accept_encoding.lower():
        return False
    return bool(parse_accept_header(accept_encoding.lower()[:_LONG], Accept)["gzip"])


def has(if_none_match: str, name: str) -> bool:
    """Tell whether a client has the answer of this name already (RFC 9110, section 13.1.2; compared weakly)."""
    return parse_etags(if_none_match[:_LONG]).contains_weak(name)


def prefers_html(accept: str | None) -> bool:
    """Tell a browser, which asks for HTML before all else, from a client that takes anything or HTML at a pinch."""
    qualities = dict(_ranges(accept))
    return 0 < qualities.get(HTML.media_type, 0) == max(qualities.values())


def _ranges(accept: str | None) -> MIMEAccept:
    # an empty header means anything, and Werkzeug would match no range that has a parameter such as charset; it takes
    # seconds for thousands of ranges, so it is given those that can match, each once
    ranges: dict[str, str] = {}
    for media_range in (accept or "*/*").split(","):
        name = media_range.partition(";")[0].strip().lower()
        if name in _KNOWN:
            ranges.setdefault(name, media_range)
    parsed = parse_accept_header(",".join(ranges.values()), MIMEAccept)
    return MIMEAccept([(media_range.split(";")[0].strip(), quality) for media_range, quality in parsed])


def _best(ranges: MIMEAccept, kind: str) -> str | None:
    offered = {media_type: row.name for row in of_kind(kind) for media_type in row.media_types}
    chosen = ranges.best_match(list(offered))
    return offered[chosen] if chosen else None
