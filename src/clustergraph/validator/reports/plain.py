"""A report as text for a terminal: one finding a line that an editor can jump to, the verdict at the end.

Characters that would move a cursor, begin a line or turn a direction stand as their escapes: what comes from outside
makes no line of its own.
"""

import re

from clustergraph.graph.wording import spoken
from clustergraph.ns import compact
from clustergraph.validation.property_paths import words
from clustergraph.validation.results import SEVERITIES
from clustergraph.validation.terms import SH, text
from clustergraph.validator.findings import Checked, Finding, page_language
from clustergraph.validator.reports.words import WORDS, verdict_words
from clustergraph.validator.wording import shown

_MOVING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_KNOWN = {text(severity).removeprefix(SH) for severity in SEVERITIES}


def write_text(checked: Checked, locale: str) -> bytes:
    """Write a report."""
    lines = [line for finding in checked.findings for line in finding_lines(finding, checked.name, locale)]
    return "".join(f"{_still(line)}\n" for line in [*lines, *summary_lines(checked, locale)]).encode()


def finding_lines(finding: Finding, name: str, locale: str) -> list[str]:
    """Write one finding: place, severity and message, then what it is about and how to mend it."""
    result, said = finding.result, WORDS[page_language(locale)]
    place = f"{name}:{finding.line}" if finding.line else name
    about = [compact(text(result.focus)), "" if result.path is None else compact(words(result.path))]
    if result.value is not None and result.value != result.focus:
        about.append(shown(result.value))
    severity = said[finding.severity].lower() if finding.severity in _KNOWN else finding.severity
    lines = [f"{place}: {severity}: {finding.message(locale)}"]
    lines.append(f"    {said['at']} {' · '.join(part for part in about if part)}")
    if finding.proposals:
        lines.append(f"    {said['near'].lower()}: {', '.join(one.words(locale) for one in finding.proposals)}")
    if remedy := finding.remedy(locale):
        lines.append(f"    {said['mended']}: {remedy}")
    return lines


def summary_lines(checked: Checked, locale: str = "en") -> list[str]:
    """Write the verdict, what was not looked at, and what it was checked against."""
    tag = page_language(locale)
    said, judge = WORDS[tag], checked.judge
    counts = ", ".join(_count(name, number, said) for name, number in checked.severities())
    version = f" {judge.version}" if judge.version else ""
    return [
        *(f"{checked.name}: {said['unchecked'].lower()}: {spoken(one, tag)}" for one in checked.verdict.unchecked),
        *(f"{checked.name}: {said['note'].lower()}: {spoken(words_, tag)}" for words_ in checked.notes),
        (
            f"{checked.name}: {verdict_words(checked, tag, small=True)} · {counts} · "
            f"{said['profile']} {judge.profile}{version} · {checked.statements} {said['statements']}"
        ),
    ]


def _count(name: str, number: int, said: dict[str, str]) -> str:
    if name not in _KNOWN:
        return f"{number} {name}"
    if said is WORDS["en"]:
        return f"{number} {name.lower()}{'' if number == 1 else 's'}"
    return f"{said[f'{name}s'].lower()}: {number}"


def _still(line: str) -> str:
    return _MOVING.sub(lambda character: repr(character[0])[1:-1], line)
