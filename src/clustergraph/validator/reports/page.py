"""A report as one HTML file that needs nothing beside it: for mail, for archives, for people without the service."""

from html import escape

from clustergraph.graph.characters import NOT_HTML
from clustergraph.graph.wording import spoken
from clustergraph.ns import compact
from clustergraph.validation.property_paths import words
from clustergraph.validation.terms import is_iri, text
from clustergraph.validator.findings import Checked, Finding, page_language
from clustergraph.validator.reports.words import WORDS, verdict_words
from clustergraph.validator.wording import shown

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b;
  background: #fff; }
main { overflow-wrap: anywhere; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #888; }
th:nth-child(-n+2), td:nth-child(-n+2) { white-space: nowrap; } td:nth-child(4) { width: 40%; }
a { color: #0b4f8a; } .Violation { color: #a40000; } .Warning { color: #7a4b00; } .Info { color: #00468b; }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #161616; } a { color: #9cc8ff; }
  .Violation { color: #ff9d9d; } .Warning { color: #f2c14e; } .Info { color: #9cc8ff; }
}
@media (max-width: 40rem) {
  table, tbody, tr, td { display: block; width: auto; } thead { display: none; } td { border: 0; padding: .1rem 0; }
  td:nth-child(4) { width: auto; } tr { border-bottom: 1px solid #888; padding: .6rem 0; }
}
"""


def write_html(checked: Checked, locale: str) -> bytes:
    """Write a report; whatever came from outside is escaped, and nothing is fetched."""
    return NOT_HTML.replaced(_page(checked, locale)).encode()


def _page(checked: Checked, locale: str) -> str:
    tag = page_language(locale)
    other = "" if tag == "en" else ' lang="en"'
    said = WORDS[tag]
    judge = checked.judge
    counts = " · ".join(f"{escape(said.get(f'{name}s', name))}: {number}" for name, number in checked.severities())
    unchecked = "".join(
        f"<p><strong>{said['unchecked']}:</strong> {escape(spoken(one, tag))}</p>" for one in checked.verdict.unchecked
    )
    notes = "".join(f"<p>{escape(spoken(note, tag))}</p>" for note in checked.notes)
    return (
        f'<!DOCTYPE html>\n<html lang="{tag}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{said['title']}: {escape(checked.name)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{said['title']}</h1>\n<p><strong>{escape(verdict_words(checked, tag))}</strong> · {counts}</p>\n"
        f"<p>{said['against']} <span{other}>{escape(judge.title)} {escape(judge.version)}</span> "
        f"<code>{escape(judge.digest[:12])}</code> · {checked.statements} {said['statements']} · "
        f"{escape(checked.name)} ({escape(checked.syntax)})</p>\n"
        f"{unchecked}{notes}{_table(checked, locale, said)}\n</main>\n</body>\n</html>\n"
    )


def _table(checked: Checked, locale: str, said: dict[str, str]) -> str:
    if not checked.findings:
        return f"<p>{said['none']}</p>"
    head = "".join(f'<th scope="col">{said[key]}</th>' for key in ("severity", "line", "what", "where"))
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
    near = ", ".join(f"{one.notation} {one.label(locale)}".strip() for one in finding.proposals)
    what = [
        escape(finding.message(locale)),
        f"{said['mend']}: {escape(remedy)}" if (remedy := finding.remedy(locale)) else "",
        f"{said['near']}: {escape(near)}" if near else "",
        f"<small>{_linked(result.shape)}</small>",
    ]
    return (
        f'<tr><td class="{severity}">{escape(said.get(finding.severity, finding.severity))}</td>'
        f"<td>{finding.line or ''}</td><td>{_lines(what)}</td><td>{_lines(where)}</td></tr>"
    )


def _lines(parts: list[str]) -> str:
    return "<br>".join(part for part in parts if part)


def _linked(term: str) -> str:
    """Write a term; only an address of the web becomes a link."""
    if is_iri(term) and text(term).startswith(("http://", "https://")):
        return f'<a rel="nofollow noopener" href="{escape(text(term))}">{escape(shown(term))}</a>'
    return escape(shown(term))
