"""Which format an answer takes: from ``?format=`` or the Accept header (RFC 9110, section 12.5.1)."""

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from clustergraph.errors import BadParameter, Place
from clustergraph.query.formats import BY_NAME, of_kind


def choose_formats(accept: str | None, wanted: str | None) -> dict[str, str | None]:
    """Choose a format for each kind of result, ``None`` where the client takes none of that kind.

    ``wanted`` is the name in ``?format=`` and beats the header; raises :class:`BadParameter` for an unknown name.
    """
    if wanted is not None:
        if wanted not in BY_NAME:
            raise BadParameter(
                f"There is no format “{wanted}”.",
                place=Place("parameter format"),
                remedy=f"Choose one of {', '.join(BY_NAME)}.",
            )
        return {kind: wanted if BY_NAME[wanted].kind == kind else None for kind in ("solutions", "graph")}
    ranges = _ranges(accept)
    return {kind: _best(ranges, kind) for kind in ("solutions", "graph")}


def prefers_html(accept: str | None) -> bool:
    """Tell a browser, which asks for HTML first, from a client that takes anything."""
    ranges = _ranges(accept)
    return ranges.best_match(["application/problem+json", "text/html"]) == "text/html"


def _ranges(accept: str | None) -> MIMEAccept:
    # an empty header means anything, and Werkzeug would match no range that has a parameter such as charset
    parsed = parse_accept_header(accept or "*/*", MIMEAccept)
    return MIMEAccept([(media_range.split(";")[0].strip(), quality) for media_range, quality in parsed])


def _best(ranges: MIMEAccept, kind: str) -> str | None:
    offered = {media_type: row.name for row in of_kind(kind) for media_type in row.media_types}
    chosen = ranges.best_match(list(offered))
    return offered[chosen] if chosen else None
