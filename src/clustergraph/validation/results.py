"""What validation finds, in the exact terms of the data: results, and the verdict over all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from clustergraph.graph.wording import Gap
from clustergraph.validation.property_paths import Path, words
from clustergraph.validation.terms import SH, literal, sh, text

SEVERITIES = (sh("Violation"), sh("Warning"), sh("Info"))
_RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result (SHACL, section 3.6.2); terms as N-Triples text, ``messages`` are literals."""

    focus: str
    path: Path | None
    value: str | None
    component: str
    shape: str
    severity: str
    messages: tuple[str, ...] = ()

    def key(self) -> tuple[Any, ...]:
        """Give what orders results, so that equal data gives an equal report: the gravest first."""
        rank = _RANK.get(self.severity, -1)
        path = "" if self.path is None else words(self.path)
        return rank, self.severity, self.shape, self.focus, path, self.component, self.value or "", self.messages

    def message(self, language: str = "en") -> str:
        """Give the message in a language, else in English, else any."""
        by_tag = {literal(term)[2].lower(): literal(term)[0] for term in reversed(self.messages)}
        for tag in (language.lower(), language.lower().partition("-")[0], "en", ""):
            if tag in by_tag:
                return by_tag[tag]
        return next(iter(by_tag.values()), "")


class Outcome(StrEnum):
    """What can be said in the end."""

    CONFORMS = "conforms"
    DOES_NOT = "does not conform"
    UNCHECKED = "could not be checked"


@dataclass(frozen=True)
class Verdict:
    """The results of one run, the gravest first, and what was not looked at.

    ``disallows`` are the severities that make data not conform; ``unchecked`` says in sentences what could not be
    checked: with any, nothing is said to conform. ``seconds`` is how long it took. ``focus_nodes`` counts what
    shapes were to look at, once for each of them.
    """

    results: tuple[Result, ...]
    disallows: tuple[str, ...] = SEVERITIES
    unchecked: tuple[Gap, ...] = ()
    engine: str = ""
    seconds: float = 0.0
    focus_nodes: int = 0

    @property
    def outcome(self) -> Outcome:
        """Conforms, does not, or could not be checked: one grave finding is enough to say that it does not."""
        if any(result.severity in self.disallows or result.severity not in _RANK for result in self.results):
            return Outcome.DOES_NOT
        return Outcome.UNCHECKED if self.unchecked else Outcome.CONFORMS

    @property
    def gaps(self) -> tuple[str, ...]:
        """What it could not be checked for, by name, where anything was looked at; else it is all."""
        return tuple(dict.fromkeys(gap.about for gap in self.unchecked if gap.about)) if self.focus_nodes else ()

    def counts(self) -> dict[str, int]:
        """Count the results by severity, the three of SHACL always."""
        counts = dict.fromkeys(SEVERITIES, 0)
        for result in self.results:
            counts[result.severity] = counts.get(result.severity, 0) + 1
        return {text(severity).removeprefix(SH): number for severity, number in counts.items()}


def ordered(results: Iterable[Result]) -> tuple[Result, ...]:
    """Put results in the order of a report."""
    return tuple(sorted(results, key=Result.key))
