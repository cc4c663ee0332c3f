"""Which format an answer takes: from ``?format=`` or the Accept header, by one rule for all addresses."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from clustergraph.errors import BadParameter, NotAcceptable, Place
from clustergraph.graph.syntaxes import SYNTAXES, Syntax
from clustergraph.query.formats import BY_NAME, of_kind
from clustergraph.validator.reports import REPORT_TYPES
from clustergraph.web.preferences import LONGEST, MOST, best, media_ranges

#: The formats that descriptions name beside themselves, the one to prefer first; HTML is for browsers.
DOCUMENTS = tuple(row for row in SYNTAXES if row.name not in ("trig", "nquads"))
HTML = Syntax("html", "text/html", "HTML", ("html",))
#: Suffix of an address → the format of a document.
BY_SUFFIX = {row.suffix: row for row in (*SYNTAXES, HTML)}
_BY_TYPE = {row.media_type: row for row in (*SYNTAXES, HTML)}
_TYPES = {
    "application/problem+json", HTML.media_type, *REPORT_TYPES,
    *(media_type for row in BY_NAME.values() for media_type in row.media_types),
}  # fmt: skip
_KNOWN = _TYPES | {"*/*"} | {f"{media_type.partition('/')[0]}/*" for media_type in _TYPES}
_KINDS = ("solutions", "graph")
_LONG, _MOST = 80, 4  # characters of the name of a format, and how many names, that are told
_AUTO = "auto"  # what Virtuoso's form sends for no wish


def choose_document(accept: str | None, wanted: str | None, *, page: bool = True) -> Syntax:
    """Choose the format of a description; ``wanted`` stands after ``?format=``, and beats the header.

    ``page`` says whether it comes as a page too.

    Raises :class:`BadParameter` for an unknown name, :class:`NotAcceptable` where the client takes none.
    """
    offered = (*SYNTAXES, *([HTML] if page else []))
    if words := _words([wanted or ""]):
        found = {row.name: row for row in offered if not words.isdisjoint(BY_NAME[row.name].names)}
        return found[_the_one(found, words, offered)]
    return _BY_TYPE[choose(accept, [(row.media_type, *row.aliases) for row in offered])]


def choose(accept: str | None, offered: Sequence[Sequence[str]]) -> str:
    """Choose the media type of an answer; each is offered with its aliases.

    A page goes to a browser, which asks for it before all else. Raises :class:`NotAcceptable` where none is taken.
    """
    types = [media_type for media_type, *_ in offered]
    if HTML.media_type in types and prefers_html(accept):
        return HTML.media_type
    chosen = best(accept, offered)
    if chosen is None:
        raise NotAcceptable(
            "None of the formats asked for is offered.", remedy=f"What is here comes as {', '.join(types)}."
        )
    return chosen


def choose_formats(accept: str | None, wanted: Sequence[str]) -> dict[str, str | None]:
    """Choose a format for each kind of result, ``None`` where the client takes none of that kind.

    ``wanted`` is what stands after ``?format=``: names or synonyms of one format, which beat the header. Raises
    :class:`BadParameter` where none is known, or two differ.
    """
    words = _words(wanted)
    if not words:
        return dict(_of_header((accept or "")[:LONGEST]))
    known = {row.name: row for row in BY_NAME.values() if not words.isdisjoint(row.names)}
    found = {kind: {name: row for name, row in known.items() if row in of_kind(kind)} for kind in _KINDS}
    if not known:
        _the_one(known, words, BY_NAME.values())
    return {kind: _the_one(rows, words, BY_NAME.values()) if rows else None for kind, rows in found.items()}


def choose_report(accept: str | None) -> str:
    """Choose the media type of a validation report; without a wish RDF/XML, as at the Test Bed.

    Raises :class:`NotAcceptable` where the client takes none.
    """
    chosen = best(accept, [(media_type,) for media_type in REPORT_TYPES])
    if chosen is None:
        raise NotAcceptable(
            "None of the formats asked for is offered.", remedy=f"A report comes as {', '.join(REPORT_TYPES)}."
        )
    return chosen


@lru_cache(256)  # clients send the same few headers
def _of_header(accept: str) -> Mapping[str, str | None]:
    return {kind: _best(accept, kind) for kind in _KINDS}


def _best(accept: str | None, kind: str) -> str | None:
    offered = {row.media_types[0]: row for row in of_kind(kind)}
    chosen = best(accept, [row.media_types for row in offered.values()])
    return offered[chosen].name if chosen else None


def _words(wanted: Iterable[str]) -> set[str]:
    """Read what stands after ``format=``: an empty field of a form, and “auto”, say nothing.

    SPARQLWrapper gives a name and then media types with commas between them, some of them its own. A plus that was not
    percent-encoded has become a blank on its way.
    """
    parts = [word for value in wanted for word in value.split(",", MOST)]
    if len(parts) > MOST:
        raise BadParameter(
            f"More than {MOST} formats are named.", place=Place("parameter format"), remedy="Name the one you want."
        )
    words = (word.partition(";")[0].strip().lower() for word in parts)
    return {word.replace(" ", "+") if "/" in word else word for word in words} - {"", _AUTO}


def _the_one(found: Mapping[str, object], words: set[str], offered: Iterable[Syntax | object]) -> str:
    place, told = Place("parameter format"), " and ".join(f"“{word[:_LONG]}”" for word in sorted(words)[:_MOST])
    remedy = f"Choose one of {', '.join(getattr(row, 'name', '') for row in offered)}."
    if not found:
        raise BadParameter(f"There is no format {told}.", place=place, remedy=remedy)
    if len(found) > 1:
        raise BadParameter(f"{told} are different formats.", place=place, remedy=remedy)
    return next(iter(found))


def prefers_html(accept: str | None) -> bool:
    """Tell a browser, which asks for HTML before all else, from a client that takes anything or HTML at a pinch."""
    known = {name: weight for name, weight in media_ranges(accept).items() if name in _KNOWN}
    return 0 < known.get(HTML.media_type, 0) == max(known.values())
