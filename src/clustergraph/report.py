"""Findings as values: the same object is shown by the command line, written into a release and served.

A finding names what is wrong (message), where (place, focus node, path), how grave it is and which shape or check
found it. The three severities are those of SHACL section 2.1.4.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from clustergraph.errors import Place


class Severity(IntEnum):
    """The severities of SHACL, ordered."""

    INFO = 0
    WARNING = 1
    VIOLATION = 2

    @property
    def label(self) -> str:
        """The SHACL name, such as ``Violation``."""
        return self.name.capitalize()


@dataclass(frozen=True, order=True)
class Finding:
    """One defect. ``source`` is the IRI of the shape or the name of the check that found it."""

    severity: Severity
    source: str
    message: str
    focus: str | None = None
    path: str | None = None
    value: str | None = None
    place: Place = field(default_factory=Place, compare=False)

    def as_json(self) -> dict[str, Any]:
        """Give a dictionary for JSON, without the parts that are absent."""
        parts = {
            "severity": self.severity.label,
            "source": self.source,
            "message": self.message,
            "focus": self.focus,
            "path": self.path,
            "value": self.value,
            "place": str(self.place) or None,
        }
        return {key: value for key, value in parts.items() if value is not None}


@dataclass(frozen=True)
class Report:
    """The findings of one run, most severe first."""

    profile: str
    blocking: Severity
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, profile: str, blocking: Severity, findings: Iterable[Finding]) -> "Report":
        """Sort findings into a report, so that equal data gives an equal report."""
        ordered = sorted(findings, key=lambda f: (-f.severity, f.source, f.focus or "", f.path or "", f.value or ""))
        return cls(profile, blocking, tuple(ordered))

    @property
    def blocked(self) -> tuple[Finding, ...]:
        """The findings that keep data from being published."""
        return tuple(finding for finding in self.findings if finding.severity >= self.blocking)

    def counts(self) -> dict[str, int]:
        """Count the findings by severity, zeros included."""
        return {level.label: sum(f.severity is level for f in self.findings) for level in reversed(Severity)}

    def as_json(self) -> dict[str, Any]:
        """Give a dictionary for JSON."""
        return {
            "profile": self.profile,
            "conforms": not self.blocked,
            "counts": self.counts(),
            "findings": [finding.as_json() for finding in self.findings],
        }
