"""Which rule derived a statement, told from what the rules' headers claim (``sources.rules``) and from its neighbours.

Rules add to the record that they derive from, so the graph itself does not tell. A test runs the rules on the real
repository and compares: what is claimed is what was added.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from clustergraph.pages.terms import Row, Term
from clustergraph.store.release import Release

_ANY = "*"
#: Property → the languages of its texts on one subject, in small letters; ``""`` stands for what has no language.
Beside = Mapping[str, Set[str]]


@dataclass(frozen=True)
class Pattern:
    """A property, ``*`` for any; with a language its texts in that language alone."""

    iri: str
    language: str | None

    def fits(self, iri: str, language: str) -> bool:
        """Whether a property with a text in a language is meant; languages in small letters."""
        return self.iri in (_ANY, iri) and (self.language is None or self.language.lower() == language)


@dataclass(frozen=True)
class Claim:
    """One kind of statement that a rule derives: the properties, how subject and value look, what must stand beside."""

    properties: Sequence[Pattern]
    of: str | None
    to: str | None
    beside: Pattern | None

    def covers(self, subject: str, name: str, value: Term, beside: Beside) -> bool:
        """Whether a statement is of this kind; ``name`` is its property."""
        return (
            any(pattern.fits(name, value.language.lower()) for pattern in self.properties)
            and (self.of is None or fnmatchcase(subject, self.of))
            and (self.to is None or fnmatchcase(value.value, self.to))
            and (self.beside is None or _stands(self.beside, name, beside))
        )


@dataclass(frozen=True)
class Rule:
    """A rule that ran: its name, what it does in a sentence, its SPARQL Update, what it derives."""

    name: str
    summary: str
    text: str
    claims: Sequence[Claim]


@dataclass(frozen=True)
class Derivations:
    """The rules of a release, in the order in which they ran; none where it was loaded from files."""

    rules: Sequence[Rule]

    @classmethod
    def read(cls, release: Release) -> "Derivations":
        """Read what the release keeps; raises :class:`ReleaseError` where that is damaged."""
        return cls.of_rows(release.rules().get("rules", ()))

    @classmethod
    def of_rows(cls, rows: Sequence[Mapping[str, Any]]) -> "Derivations":
        """Read rows as ``sources.rules`` gives them."""
        return cls([Rule(row["name"], row["summary"], row["text"], [_claim(c) for c in row["claims"]]) for row in rows])

    def rule_of(self, subject: str, name: str, value: Term, besides: Iterable[Beside]) -> Rule | None:
        """Tell which rule derived a statement, ``None`` where none did, or where a graph states it of itself.

        ``name`` is the property; ``besides`` says for each graph with the statement what else the subject has in it
        (:func:`beside_by_graph`), because a rule works in one record at a time.
        """
        rules = [self._rule_in(subject, name, value, beside) for beside in besides]
        return rules[0] if rules and None not in rules else None

    def _rule_in(self, subject: str, name: str, value: Term, beside: Beside) -> Rule | None:
        """Tell the rule in one graph.

        Where the claims of two fit, the later one meant it: its condition is about the same subjects, and narrower.
        """
        fits = [rule for rule in self.rules if any(c.covers(subject, name, value, beside) for c in rule.claims)]
        return fits[-1] if fits else None


def beside_by_graph(rows: Iterable[Row]) -> Mapping[str, Beside]:
    """Give the languages of each property in each graph from the statements of one subject.

    A row has ``property``, ``value`` and ``graph``.
    """
    graphs: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        graphs[row["graph"].value][row["property"].value].add(row["value"].language.lower())
    return graphs


def _stands(wanted: Pattern, name: str, beside: Beside) -> bool:
    iri = name if wanted.iri == _ANY else wanted.iri
    return any(wanted.fits(iri, language) for language in beside.get(iri, ()))


def _claim(row: Mapping[str, Any]) -> Claim:
    beside = row["beside"] and Pattern(**row["beside"])
    return Claim([Pattern(**term) for term in row["properties"]], row["of"], row["to"], beside)
