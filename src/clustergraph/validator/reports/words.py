"""The words around findings in reports for people, by language; those of findings themselves are in ``wording``."""

from clustergraph.validation.results import Outcome

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Validation report", Outcome.CONFORMS: "Conforms", Outcome.DOES_NOT: "Does not conform",
        Outcome.UNCHECKED: "Could not be checked", "against": "Checked against", "line": "Line", "what": "Finding",
        "where": "Where", "mend": "How to mend it", "near": "Meant perhaps", "none": "Nothing was found.",
        "severity": "Severity", "statements": "statements", "unchecked": "Not checked",
        "Violations": "Violations", "Warnings": "Warnings", "Infos": "Infos",
        "Violation": "Violation", "Warning": "Warning", "Info": "Info",
        "note": "Note", "at": "at", "profile": "profile", "mended": "mend",
    },
    "sr-Latn": {
        "title": "Izveštaj o proveri", Outcome.CONFORMS: "Ispravno", Outcome.DOES_NOT: "Nije ispravno",
        Outcome.UNCHECKED: "Nije moglo da se proveri", "against": "Provereno prema", "line": "Red", "what": "Nalaz",
        "where": "Gde", "mend": "Kako se ispravlja", "near": "Možda se misli", "none": "Ništa nije nađeno.",
        "severity": "Težina", "statements": "iskaza", "unchecked": "Nije provereno",
        "Violations": "Prekršaji", "Warnings": "Upozorenja", "Infos": "Obaveštenja",
        "Violation": "Prekršaj", "Warning": "Upozorenje", "Info": "Obaveštenje",
        "note": "Napomena", "at": "na", "profile": "profil", "mended": "ispravka",
    },
    "sr-Cyrl": {
        "title": "Извештај о провери", Outcome.CONFORMS: "Исправно", Outcome.DOES_NOT: "Није исправно",
        Outcome.UNCHECKED: "Није могло да се провери", "against": "Проверено према", "line": "Ред", "what": "Налаз",
        "where": "Где", "mend": "Како се исправља", "near": "Можда сте мислили", "none": "Ништа није нађено.",
        "severity": "Тежина", "statements": "тврдњи", "unchecked": "Није проверено",
        "Violations": "Прекршаји", "Warnings": "Упозорења", "Infos": "Обавештења",
        "Violation": "Прекршај", "Warning": "Упозорење", "Info": "Обавештење",
        "note": "Напомена", "at": "на", "profile": "профил", "mended": "исправка",
    },
}  # fmt: skip
