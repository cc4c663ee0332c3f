"""The words around findings in reports for people, by language; those of findings themselves are in ``wording``."""

from clustergraph.ns import compact
from clustergraph.validation.results import Outcome
from clustergraph.validator.findings import Checked

_MANY = 4  # things that are named for which something was not checked

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Validation report", Outcome.CONFORMS: "Conforms", Outcome.DOES_NOT: "Does not conform",
        Outcome.UNCHECKED: "Could not be checked", "against": "Checked against", "line": "Line", "what": "Finding",
        "where": "Where", "mend": "How to mend it", "near": "Meant perhaps", "none": "Nothing was found.",
        "severity": "Severity", "statements": "statements", "unchecked": "Not checked",
        "unchecked-for": "Not checked for", "more": "and {} more",
        "Violations": "Violations", "Warnings": "Warnings", "Infos": "Infos",
        "Violation": "Violation", "Warning": "Warning", "Info": "Info",
        "note": "Note", "at": "at", "profile": "profile", "mended": "mend",
    },
    "sr-Latn": {
        "title": "Izveštaj o proveri", Outcome.CONFORMS: "Ispravno", Outcome.DOES_NOT: "Nije ispravno",
        Outcome.UNCHECKED: "Nije moglo da se proveri", "against": "Provereno prema", "line": "Red", "what": "Nalaz",
        "where": "Gde", "mend": "Kako se ispravlja", "near": "Možda se misli", "none": "Ništa nije nađeno.",
        "severity": "Težina", "statements": "iskaza", "unchecked": "Nije provereno",
        "unchecked-for": "Nije provereno za", "more": "i još {}",
        "Violations": "Prekršaji", "Warnings": "Upozorenja", "Infos": "Obaveštenja",
        "Violation": "Prekršaj", "Warning": "Upozorenje", "Info": "Obaveštenje",
        "note": "Napomena", "at": "na", "profile": "profil", "mended": "ispravka",
    },
    "sr-Cyrl": {
        "title": "Извештај о провери", Outcome.CONFORMS: "Исправно", Outcome.DOES_NOT: "Није исправно",
        Outcome.UNCHECKED: "Није могло да се провери", "against": "Проверено према", "line": "Ред", "what": "Налаз",
        "where": "Где", "mend": "Како се исправља", "near": "Можда сте мислили", "none": "Ништа није нађено.",
        "severity": "Тежина", "statements": "тврдњи", "unchecked": "Није проверено",
        "unchecked-for": "Није проверено за", "more": "и још {}",
        "Violations": "Прекршаји", "Warnings": "Упозорења", "Infos": "Обавештења",
        "Violation": "Прекршај", "Warning": "Упозорење", "Info": "Обавештење",
        "note": "Напомена", "at": "на", "profile": "профил", "mended": "исправка",
    },
}  # fmt: skip


def verdict_words(checked: Checked, tag: str, *, small: bool = False) -> str:
    """Say the verdict, in ``small`` letters in a line; where only a part was looked at, what it was not checked for."""
    said, gaps = WORDS[tag], checked.verdict.gaps
    more = f" {said['more'].format(len(gaps) - _MANY)}" if len(gaps) > _MANY else ""
    parts = [(said["unchecked-for"], f" {', '.join(map(compact, gaps[:_MANY]))}{more}")] if gaps else []
    if not gaps or checked.outcome is not Outcome.UNCHECKED:
        parts.insert(0, (said[checked.outcome], ""))
    return "; ".join((words.lower() if small or at else words) + names for at, (words, names) in enumerate(parts))
