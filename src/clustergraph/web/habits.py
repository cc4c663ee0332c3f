"""What clients of other endpoints send to every endpoint out of habit: understood where it has a meaning here.

An optional parameter without a value is none: forms send all their fields. ``timeout=0`` is Virtuoso's and RDF4J's way
to set none; what is above ours means milliseconds to Virtuoso and Stardog, and is more than we give anyway. The names
of what was passed over are told, and so are the seconds that hold. What looks like a slip of the pen is refused, since
it would change an answer silently.
"""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from clustergraph.errors import BadParameter, Place, UpdateRefused
from clustergraph.pages.nearest import nearest_word

PARAMETERS = ("query", "default-graph-uri", "named-graph-uri", "format", "timeout", "release")
#: Names under which a format is asked for; the last two are what Fuseki's and Sesame's clients say.
FORMAT_NAMES = ("format", "output", "results")
#: In small letters, what looks like ours and is another endpoint's: the language of a query (RDF4J, GraphDB,
#: AllegroGraph), what to call it in lists of queries (Blazegraph, Stardog), formats to choose from.
_FOREIGN = ("queryln", "queryid", "query.id", "query-id", "query_id", "formats")
_LANGUAGE = "queryLn"
_NAMES, _NAME = 10, 40  # how many parameters that are ignored are named, and how many of their characters
_MOST_IGNORED, _LIKE = 50, 75  # each is compared with ours, and like one from so many of 100
_LONGEST_NUMBER = 1000  # characters
_KNOWN = {*PARAMETERS, *FORMAT_NAMES}
_SECONDS = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+")

Parameters = Mapping[str, list[str]]


def meant(parameters: Parameters, needed: Iterable[str] = ("query", "update")) -> dict[str, list[str]]:
    """Leave out what has no value, but for those that are ``needed`` as they are."""
    found = {
        name: values if name in needed else [value for value in values if value.strip()]
        for name, values in parameters.items()
    }
    return {name: values for name, values in found.items() if values}


def refuse_updates(names: Iterable[str]) -> None:
    """Raise :class:`UpdateRefused` where an update is sent (SPARQL 1.1 Protocol, section 2.2)."""
    if "update" in names:
        raise UpdateRefused(
            "The parameter “update” asks for a change; this endpoint is read-only.",
            remedy="Send a query in the parameter “query”.",
        )


def ignored(parameters: Parameters) -> str:
    """List parameters that mean nothing here, for a header.

    Raises :class:`BadParameter` for what looks like one of ours, and for a query in another language.
    """
    for language in parameters.get(_LANGUAGE, ()):
        if language.lower() != "sparql":
            raise BadParameter(
                f"Queries in “{language[:_NAME]}” are not read here.",
                place=Place(f"parameter {_LANGUAGE}"),
                remedy="Write the query in SPARQL.",
            )
    unknown = sorted(set(parameters) - _KNOWN)
    if len(unknown) > _MOST_IGNORED:
        raise BadParameter(
            f"There are more than {_MOST_IGNORED} parameters that mean nothing here.",
            remedy=f"Leave them out. The parameters are {', '.join(sorted(PARAMETERS))}.",
        )
    for name in unknown:
        near = nearest_word(name[:_NAME].lower(), PARAMETERS, _LIKE)
        if near is not None and name.lower() not in _FOREIGN:
            raise BadParameter(
                f"There is no parameter “{name[:_NAME]}” here.",
                remedy=f"Do you mean “{near}”? The parameters are {', '.join(sorted(PARAMETERS))}.",
            )
    return ", ".join(quote(name[:_NAME]) for name in unknown[:_NAMES])


def seconds(parameters: Parameters) -> float | None:
    """Give the seconds that the client gives us; nothing, and 0, set none. Raises :class:`BadParameter`."""
    text = one(parameters, "timeout")
    if text is None:
        return None
    if len(text) > _LONGEST_NUMBER or not _SECONDS.fullmatch(text):
        raise BadParameter(
            f"“{text[:_NAME]}” is not a number of seconds.",
            place=Place("parameter timeout"),
            remedy="Give one such as 2.5.",
        )
    return float(text) or None


def one(parameters: Parameters, name: str) -> str | None:
    """Give the value of a parameter that is given once; raises :class:`BadParameter` where it is given more often."""
    values = parameters.get(name, [])
    if len(values) > 1:
        raise BadParameter(f"The parameter “{name}” is given {len(values)} times.", remedy="Give it once.")
    return values[0] if values else None
