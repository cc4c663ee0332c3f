"""The rules of ``shapes/rules``: queries about the whole graph, with what they say where they find something.

A file is a SELECT of ``?focus``, ``?path`` and ``?value`` with a head; ``shapes/rules/README.md`` describes it. Who
runs a rule gives it the judged data and the background as the default graph, and drops rows about the background. What
else a row binds stands in the message where ``{?name}`` does, as in messages of SHACL (section 5.3.2). A head may say
what judged data must have so that the rule finds anything; to read a query takes longer than to look for that.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clustergraph.errors import Place, RepositoryError
from clustergraph.graph.ntriples import literal
from clustergraph.graph.script import latin
from clustergraph.ns import compact, expand
from clustergraph.report import Severity
from clustergraph.validation.signs import NAMES, Need, Signs
from clustergraph.validation.terms import is_iri, is_literal, text
from clustergraph.validation.terms import literal as parts

_LINE = re.compile(r"^#\+ (?P<part>[a-z-]+): (?P<text>.+)$", re.MULTILINE)
_NAMED = re.compile(r"\{\?(\w+)\}")
_LONG = 120  # characters of a term that are told
_PARTS, _MAY = {"shape", "severity", "message", "message-sr"}, {"needs", "sign"}


@dataclass(frozen=True)
class Rule:
    """One rule: the IRI by which results name it, how grave it is, its messages by language, and the query.

    It finds nothing in data that lacks one of its ``needs`` (each is met by any of its parts), nor in data with none of
    its ``signs``, where it has any.
    """

    name: str
    shape: str
    severity: Severity
    messages: Mapping[str, str]
    query: str
    needs: tuple[tuple[Need, ...], ...] = ()
    signs: tuple[str, ...] = ()

    @classmethod
    def read(cls, path: Path) -> "Rule":
        """Read one file; raises :class:`RepositoryError` for a head that cannot be used."""
        text = path.read_text(encoding="utf-8")
        head = {match["part"]: match["text"].strip() for match in _LINE.finditer(text)}
        if not _PARTS <= set(head) <= _PARTS | _MAY:
            raise RepositoryError(
                f"The head of the rule is not {', '.join(sorted(_PARTS))}, and perhaps {', '.join(sorted(_MAY))}.",
                place=Place(str(path), 1),
                remedy="shapes/rules/README.md describes it.",
            )
        try:
            shape, severity = expand(head["shape"]), Severity[head["severity"].upper()]
            needs = tuple(tuple(map(Need.read, one.split("|"))) for one in head.get("needs", "").split())
            signs = tuple(_known(name) for name in head.get("sign", "").split())
        except LookupError as error:
            raise RepositoryError(
                f"The head of the rule cannot be used: {error}.", place=Place(str(path), 1)
            ) from error
        cyrillic = head["message-sr"]
        messages = {"en": head["message"], "sr-Cyrl": cyrillic, "sr-Latn": latin(cyrillic)}
        return cls(path.stem, shape, severity, messages, text, needs, signs)

    def may_find(self, signs: Signs) -> bool:
        """Whether it may find anything in some data: where not, it need not be asked."""
        return all(any(map(signs.has, one)) for one in self.needs) and (
            not self.signs or any(map(signs.shows, self.signs))
        )

    def said(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """Give the messages for a row of the answer (name → N-Triples term), as literals."""
        return tuple(
            sorted(
                literal(_NAMED.sub(lambda one: _words(row.get(one[1], "")), words), language=tag)
                for tag, words in self.messages.items()
            )
        )

    def turtle(self) -> str:
        """Describe the rule in Turtle, query included, so that a profile is one document."""
        lines = [
            f"<{self.shape}>",
            "    a sh:SPARQLSelectExecutable ;",
            *(f"    sh:message {_quoted(text)}@{tag} ;" for tag, text in self.messages.items()),
            f"    sh:select {_quoted(self.query)} ;",
            f"    sh:severity sh:{self.severity.label} ;",
            ".",
        ]
        return "PREFIX sh: <http://www.w3.org/ns/shacl#>\n\n" + "\n".join(lines) + "\n"


def _known(sign: str) -> str:
    if sign not in NAMES:
        raise LookupError(f"there is no sign “{sign}”; there are {', '.join(sorted(NAMES))}")
    return sign


def _words(term: str) -> str:
    """Write a term into a message, nothing for a variable that is not bound."""
    if not term:
        return ""
    if is_iri(term):
        return compact(text(term))
    said = text(term) if not is_literal(term) else parts(term)[0]
    return said if len(said) <= _LONG else f"{said[:_LONG]}…"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
