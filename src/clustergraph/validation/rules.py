"""The rules of ``shapes/rules``: queries about the whole graph, with what they say where they find something.

A file is a SELECT of ``?focus``, ``?path`` and ``?value`` with a head; ``shapes/rules/README.md`` describes it. Who
runs a rule gives it the judged data and the background as the default graph, and drops rows about the background.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clustergraph.errors import Place, RepositoryError
from clustergraph.graph.script import latin
from clustergraph.ns import expand
from clustergraph.report import Severity

_LINE = re.compile(r"^#\+ (?P<part>[a-z-]+): (?P<text>.+)$", re.MULTILINE)
_PARTS = {"shape", "severity", "message", "message-sr"}


@dataclass(frozen=True)
class Rule:
    """One rule: the IRI by which results name it, how grave it is, its messages by language, and the query."""

    name: str
    shape: str
    severity: Severity
    messages: Mapping[str, str]
    query: str

    @classmethod
    def read(cls, path: Path) -> "Rule":
        """Read one file; raises :class:`RepositoryError` for a head that cannot be used."""
        text = path.read_text(encoding="utf-8")
        head = {match["part"]: match["text"].strip() for match in _LINE.finditer(text)}
        if set(head) != _PARTS:
            raise RepositoryError(
                f"The head of the rule is not {', '.join(sorted(_PARTS))}.",
                place=Place(str(path), 1),
                remedy="shapes/rules/README.md describes it.",
            )
        try:
            shape, severity = expand(head["shape"]), Severity[head["severity"].upper()]
        except LookupError as error:
            raise RepositoryError(
                f"The head of the rule cannot be used: {error}.", place=Place(str(path), 1)
            ) from error
        cyrillic = head["message-sr"]
        messages = {"en": head["message"], "sr-Cyrl": cyrillic, "sr-Latn": latin(cyrillic)}
        return cls(path.stem, shape, severity, messages, text)

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


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
