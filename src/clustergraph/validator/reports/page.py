"""A report as one HTML file that needs nothing beside it: for mail, for archives, for people without the service."""

from html import escape

from clustergraph.ns import compact
from clustergraph.validation.property_paths import words
from clustergraph.validation.results import Outcome
from clustergraph.validation.terms import is_iri, text
from clustergraph.validator.findings import Checked, Finding
from clustergraph.validator.wording import shown

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b;
  background: #fff; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .4rem .6rem;
  border-bottom: 1px solid #ccc; } .Violation { color: #a40000; } .Warning { color: #7a4b00; } .Info { color: #00468b; }
"""
_WORDS = {
    "en": {
        "title": "Validation report", Outcome.CONFORMS: "Conforms", Outcome.DOES_NOT: "Does not conform",
        Outcome.UNCHECKED: "Could not be checked", "against": "Checked against", "line": "Line", "what": "Finding",
        "where": "Where", "mend": "How to mend it", "near": "Meant perhaps", "none": "Nothing was found.",
        "severity": "Severity", "statements": "statements", "unchecked": "Not checked",
        "Violation": "Violation", "Warning": "Warning", "Info": "Info",
    },
    "sr-Latn": {
        "title": "Izveštaj o proveri", Outcome.CONFORMS: "Ispravno", Outcome.DOES_NOT: "Nije ispravno",
        Outcome.UNCHECKED: "Nije moglo da se proveri", "against": "Provereno prema", "line": "Red", "what": "Nalaz",
        "where": "Gde", "mend": "Kako se ispravlja", "near": "Možda se misli", "none": "Ništa nije nađeno.",
        "severity": "Težina", "statements": "iskaza", "unchecked": "Nije provereno",
        "Violation": "Prekršaj", "Warning": "Upozorenje", "Info": "Obaveštenje",
    },
    "sr-Cyrl": {
        "title": "Извештај о провери", Outcome.CONFORMS: "Исправно", Outcome.DOES_NOT: "Није исправно",
        Outcome.UNCHECKED: "Није могло да се провери", "against": "Проверено према", "line": "Ред", "what": "Налаз",
        "where": "Где", "mend": "Како се исправља", "near": "Можда се мисли", "none": "Ништа није нађено.",
        "severity": "Тежина", "statements": "исказа", "unchecked": "Није проверено",
        "Violation": "Прекршај", "Warning": "Упозорење", "Info": "Обавештење",
    },
}  # fmt: skip


def write_html(checked: Checked, locale: str) -> bytes:
    """Write a report; whatever came from outside is escaped, and nothing is fetched."""
    tag = _language(locale)
    said = _WORDS[tag]
    judge = checked.judge
    counts = " · ".join(f"{number} {escape(said.get(name, name))}" for name, number in checked.severities())
    unchecked = "".join(f"<p><strong>{said['unchecked']}:</strong> {escape(w)}</p>" for w in checked.verdict.unchecked)
    notes = "".join(f"<p>{escape(note)}</p>" for note in checked.notes)
    return (
        f'<!DOCTYPE html>\n<html lang="{tag}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{said['title']}: {escape(checked.name)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{said['title']}</h1>\n<p><strong>{said[checked.outcome]}</strong> · {counts}</p>\n"
        f"<p>{said['against']} {escape(judge.title)} {escape(judge.version)} "
        f"<code>{escape(judge.digest[:12])}</code> · {checked.statements} {said['statements']} · "
        f"{escape(checked.name)} ({escape(checked.syntax)})</p>\n"
        f"{unchecked}{notes}{_table(checked, locale, said)}\n</main>\n</body>\n</html>\n"
    ).encode()


def _table(checked: Checked, locale: str, said: dict[str, str]) -> str:
    if not checked.findings:
        return f"<p>{said['none']}</p>"
    head = "".join(f'<th scope="col">{said[key]}</th>' for key in ("severity", "line", "what", "where", "mend"))
    rows = "\n".join(_row(finding, locale, said) for finding in checked.findings)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _row(finding: Finding, locale: str, said: dict[str, str]) -> str:
    result = finding.result
    severity = finding.severity if finding.severity in ("Violation", "Warning", "Info") else "Violation"
    where = [
        _linked(result.focus),
        "" if result.path is None else f"<code>{escape(compact(words(result.path)))}</code>",
    ]
    if result.value is not None and result.value != result.focus:
        where.append(_linked(result.value))
    what = f"{escape(finding.message(locale))}<br><small>{_linked(result.shape)}</small>"
    near = "".join(f"<br>{said['near']}: {escape(f'{one.notation} {one.label}'.strip())}" for one in finding.proposals)
    return (
        f'<tr><td class="{severity}">{escape(said.get(finding.severity, finding.severity))}</td>'
        f"<td>{finding.line or ''}</td><td>{what}</td>"
        f"<td>{'<br>'.join(part for part in where if part)}</td><td>{escape(finding.remedy(locale))}{near}</td></tr>"
    )


def _linked(term: str) -> str:
    """Write a term; only an address of the web becomes a link."""
    if is_iri(term) and text(term).startswith(("http://", "https://")):
        return f'<a rel="nofollow noopener" href="{escape(text(term))}">{escape(shown(term))}</a>'
    return escape(shown(term))


def _language(locale: str) -> str:
    tag = locale.lower().replace("_", "-")
    if not tag.startswith("sr"):
        return "en"
    return "sr-Latn" if "latn" in tag else "sr-Cyrl"
