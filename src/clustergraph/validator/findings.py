"""A report for people and programs: results with the line they stand at, words, a remedy, and what may be meant."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from clustergraph.graph.script import latin
from clustergraph.graph.wording import Said
from clustergraph.validation.results import Outcome, Result, Verdict
from clustergraph.validation.terms import SH, literal, text

#: Tags that a locale takes, in turn, before English and whatever there is.
_SERBIAN = {"sr": ("sr-cyrl", "sr-latn"), "sr-latn": ("sr-latn", "sr-cyrl"), "sr-cyrl": ("sr-cyrl", "sr-latn")}


class Proposal(NamedTuple):
    """What may be meant instead of a value: a concept or place, its code where it has one, its names by language."""

    iri: str
    notation: str
    labels: Mapping[str, str]

    def label(self, locale: str) -> str:
        """Give the name in a language, else in English, else in any; Latin letters where these are asked for."""
        by_tag = {tag.lower(): words for tag, words in self.labels.items()}
        if "sr-cyrl" in by_tag:
            by_tag.setdefault("sr-latn", latin(by_tag["sr-cyrl"]))
        return _chosen(by_tag, locale)

    def words(self, locale: str) -> str:
        """Write it in a line: code, name and IRI."""
        return f"{self.notation} {self.label(locale)} <{self.iri}>".strip()


@dataclass(frozen=True)
class Finding:
    """One result and all that is told of it; ``line`` is 0 where it is not known."""

    result: Result
    line: int
    messages: tuple[str, ...]
    remedies: dict[str, str]
    proposals: tuple[Proposal, ...] = ()

    @property
    def severity(self) -> str:
        """The severity's name, such as ``Violation``; another vocabulary's as its IRI."""
        return text(self.result.severity).removeprefix(SH)

    def message(self, locale: str) -> str:
        """Give the message in a language, else in English, else in any."""
        return _chosen({literal(term)[2].lower(): literal(term)[0] for term in reversed(self.messages)}, locale)

    def remedy(self, locale: str) -> str:
        """Say how to mend it, in a language, else in English."""
        return _chosen({tag.lower(): words for tag, words in self.remedies.items()}, locale)


@dataclass(frozen=True)
class Judge:
    """What judged: the profile with its version and the digest of its shapes, and the engine."""

    profile: str
    title: str
    version: str
    digest: str
    engine: str


@dataclass(frozen=True)
class Checked:
    """The whole report. ``syntax`` is what the content was read as, ``notes`` what its sender should know."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    judge: Judge
    name: str
    syntax: str
    statements: int
    seconds: float
    notes: tuple[Said, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Conforms, does not, or could not be checked."""
        return self.verdict.outcome

    def severities(self) -> Iterator[tuple[str, int]]:
        """Count the findings of each severity, the gravest first."""
        yield from self.verdict.counts().items()

    def about(self) -> dict[str, Any]:
        """Give what the report is about, for JSON."""
        return {
            "outcome": self.outcome.value,
            "content": self.name,
            "syntax": self.syntax,
            "statements": self.statements,
            "profile": self.judge.profile,
            "version": self.judge.version,
            "shapes": self.judge.digest,
            "engine": self.judge.engine,
            "seconds": round(self.seconds, 3),
            "counts": dict(self.severities()),
            "focusNodes": self.verdict.focus_nodes,
            "uncheckedFor": list(self.verdict.gaps),
        }


def page_language(locale: str) -> str:
    """Give the tag of the language in which a report is written for a locale such as ``sr_Latn_RS``."""
    tag = locale.lower().replace("_", "-")
    if tag.partition("-")[0] != "sr":
        return "en"
    return "sr-Latn" if "latn" in tag.split("-") else "sr-Cyrl"


def _chosen(by_tag: dict[str, str], locale: str) -> str:
    for one in (*_ranges(locale), "en", "", "sr-latn"):
        if one in by_tag:
            return by_tag[one]
    return next(iter(by_tag.values()), "")


def _ranges(locale: str) -> Iterator[str]:
    """Give the tags that will do, shorter and shorter (RFC 4647, section 3.4)."""
    parts = locale.lower().replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        tag = "-".join(parts[:length])
        yield tag
        yield from _SERBIAN.get(tag, ())
