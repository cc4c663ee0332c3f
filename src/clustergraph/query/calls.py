"""A call to another endpoint as a query writes it: ``SERVICE SILENT <iri> { … }`` (SPARQL 1.1 Federated Query, 2).

Only the plain form is read: the keyword, perhaps ``SILENT``, an IRI in full and a group. A variable or a prefixed name
in place of the IRI is refused, because what is called must be plain before anything is evaluated.
"""

import re
from dataclasses import dataclass

from clustergraph.errors import Limit, Place, QueryTooComplex, ServiceRefused
from clustergraph.settings import Settings

_BLANK = r"(?:[ \t\n\r]++|\#[^\n\r]*+)"
_CALL = re.compile(
    rf"""SERVICE (?:{_BLANK}++ (?P<silent>SILENT))? {_BLANK}*+
    <(?P<iri>[^<>"{{}}|^`\\\x00-\x20]++)> {_BLANK}*+ (?P<open>{{)""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


# what looks like a call and is a part of Wikidata's own engine (Blazegraph with its extensions)
_OF_WIKIDATA = re.compile(
    rf"""SERVICE (?:{_BLANK}++ SILENT)? {_BLANK}*+
    (?P<name>(?:wikibase|bd|bds|gas|mwapi):[\w-]*+ | <http://(?:wikiba\.se/ontology\#|www\.bigdata\.com/)[^>\s]*+>)""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_LABELS = 'Labels are here by a pattern: ?item skos:prefLabel ?label FILTER(LANG(?label) = "en").'


@dataclass(frozen=True)
class Call:
    """One call: from ``start`` to ``end`` in the text, the pattern between ``open`` and ``close`` braces' offsets."""

    endpoint: str
    silent: bool
    start: int
    open: int
    close: int

    @property
    def end(self) -> int:
        """Where the text goes on behind the call."""
        return self.close + 1


class CallReader:
    """Gathers the calls of a query while its tokens are read."""

    def __init__(self, text: str, settings: Settings) -> None:
        self._text = text
        self._allowed = settings.service_allow.split()
        self._most = settings.service_max_calls
        self._pending: tuple[re.Match[str], int] | None = None
        self.calls: list[Call] = []

    def keyword(self, start: int, depth: int) -> None:
        """Take the keyword SERVICE; raises :class:`ServiceRefused` or :class:`QueryTooComplex`."""
        found = _CALL.match(self._text, start)
        if own := _OF_WIKIDATA.match(self._text, start):
            what = (
                "the label service of Wikidata's endpoint"
                if "label" in own["name"]
                else "a part of Wikidata's endpoint"
            )
            words = f"{own['name'][:60]} is {what}; SPARQL does not have it."
            raise ServiceRefused(words, place=place(self._text, start), remedy=_LABELS)
        if not self._allowed:
            raise refusal(self._text, start, "SERVICE would call another endpoint; none is allowed here.")
        if self._pending is not None:
            raise refusal(self._text, start, "A call to another endpoint stands inside another.")
        if found is None:
            raise refusal(self._text, start, "What SERVICE would call is not written as an IRI in full.", self._allowed)
        if found["iri"] not in self._allowed:
            raise refusal(self._text, start, f"SERVICE may not call <{found['iri']}>.", self._allowed)
        if len(self.calls) == self._most:
            raise QueryTooComplex(
                f"The query calls other endpoints more than {self._most} times.",
                place=place(self._text, start),
                limit=Limit("service_max_calls", self._most, "calls"),
                remedy="Call each endpoint once, with UNION inside the call.",
            )
        self._pending = found, depth

    def closed(self, depth: int, start: int) -> None:
        """Take a closing bracket that leads back to a depth."""
        if self._pending is None or depth != self._pending[1]:
            return
        found, self._pending = self._pending[0], None
        if self._text[start] != "}":
            raise refusal(self._text, start, "The brackets of a call to another endpoint do not match.")
        self.calls.append(Call(found["iri"], found["silent"] is not None, found.start(), found.start("open"), start))

    def ended(self) -> list[Call]:
        """Give the calls at the end of the text."""
        if self._pending is not None:
            start = self._pending[0].start()
            raise refusal(self._text, start, "The group of a call to another endpoint is not closed.")
        return self.calls


def refusal(text: str, start: int, message: str, allowed: list[str] | None = None) -> ServiceRefused:
    """Say what about a call is refused."""
    remedy = "Ask the other endpoint yourself and join the answers."
    if allowed:
        remedy = f"Written in full, these may be called: {', '.join(f'<{iri}>' for iri in allowed)}."
    return ServiceRefused(message, place=place(text, start), remedy=remedy)


def place(text: str, offset: int) -> Place:
    """Say where in a query an offset is."""
    line = text.count("\n", 0, offset) + 1
    return Place("query", line, offset - (text.rfind("\n", 0, offset) + 1) + 1)
