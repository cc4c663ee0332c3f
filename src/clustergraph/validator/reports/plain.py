"""A report as text for a terminal: one finding a line that an editor can jump to, the verdict at the end."""

from clustergraph.ns import compact
from clustergraph.validation.property_paths import words
from clustergraph.validation.results import Outcome
from clustergraph.validation.terms import text
from clustergraph.validator.findings import Checked, Finding
from clustergraph.validator.wording import shown

VERDICTS = {
    Outcome.CONFORMS: "conforms",
    Outcome.DOES_NOT: "does not conform",
    Outcome.UNCHECKED: "could not be checked",
}


def write_text(checked: Checked, locale: str) -> bytes:
    """Write a report."""
    lines = [line for finding in checked.findings for line in finding_lines(finding, checked.name, locale)]
    return "\n".join([*lines, *summary_lines(checked), ""]).encode()


def finding_lines(finding: Finding, name: str, locale: str) -> list[str]:
    """Write one finding: place, severity and message, then what it is about and how to mend it."""
    result = finding.result
    place = f"{name}:{finding.line}" if finding.line else name
    about = [compact(text(result.focus)), "" if result.path is None else compact(words(result.path))]
    if result.value is not None and result.value != result.focus:
        about.append(shown(result.value))
    lines = [f"{place}: {finding.severity.lower()}: {finding.message(locale)}"]
    lines.append(f"    at {' · '.join(part for part in about if part)}")
    if finding.proposals:
        near = ", ".join(f"{one.notation} {one.label} <{one.iri}>".strip() for one in finding.proposals)
        lines.append(f"    near: {near}")
    if remedy := finding.remedy(locale):
        lines.append(f"    mend: {remedy}")
    return lines


def summary_lines(checked: Checked) -> list[str]:
    """Write the verdict, what was not looked at, and what it was checked against."""
    counts = ", ".join(f"{number} {name.lower()}{'' if number == 1 else 's'}" for name, number in checked.severities())
    judge = checked.judge
    version = f" {judge.version}" if judge.version else ""
    return [
        *(f"{checked.name}: not checked: {words_}" for words_ in checked.verdict.unchecked),
        *(f"{checked.name}: note: {words_}" for words_ in checked.notes),
        (
            f"{checked.name}: {VERDICTS[checked.outcome]} · {counts} · profile {judge.profile}{version} · "
            f"{checked.statements} statements"
        ),
    ]
