"""Filters of the templates: what a text needs before it stands in a page."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import g, request
from markupsafe import Markup, escape

from clustergraph.graph.characters import NOT_HTML
from clustergraph.graph.script import latin
from clustergraph.iris import PASSAGE
from clustergraph.pages.addresses import address
from clustergraph.web.translation import spoken

# marks that turn the direction of what follows: in a title or an attribute nothing can hold them back (UAX #9, 2)
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x1f\x7f]+")
# characters of scripts that run from right to left, and marks that make any run so: they stay by themselves in a <bdi>
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff"
                            "\U00010800-\U00010fff\U0001e800-\U0001efff]")  # fmt: skip
_LINES = re.compile(re.escape(PASSAGE) + r"[a-z0-9-]+?-l([0-9]{1,6})(?:-l([0-9]{1,6}))?")


def plain(text: str) -> str:
    """Give a text for a title or an attribute: one line, no marks that turn its direction."""
    return _CONTROL.sub(" ", _TURNING.sub("", text)).strip()


def allowed(value: object) -> object:
    """Give what a template writes, with U+FFFD for characters that no page may have."""
    if isinstance(value, str) and NOT_HTML.find(value) >= 0:
        return type(value)(NOT_HTML.replaced(value))
    return value


def said(text: str, tag: str = "", direction: str = "") -> Markup:
    """Write a text of the data: with its language where that is not the page's, and isolated where it turns.

    ``direction`` is the base direction that the data gives it, if any.
    """
    element = "bdi" if direction or _RIGHT_TO_LEFT.search(text) else "span"
    other = tag and (direction or tag != spoken().tag)
    if not other and element == "span":
        return escape(text)
    attribute = Markup(' lang="{}"').format(tag) if other else ""
    attribute += Markup(' dir="{}"').format(direction) if direction else ""
    return Markup("<{0}{1}>{2}</{0}>").format(element, attribute, text)


def lines(passage: str) -> str:
    """Give the lines that the name of a passage says: ``121`` or ``121–125``; empty where it says none."""
    found = _LINES.fullmatch(passage)
    return "–".join(line for line in found.groups() if line) if found else ""


def once(text: str, iri: str) -> str:
    """Give a text about an IRI the first time that a page has it, and nothing from then on."""
    told: set[str] = g.setdefault("told", set())
    if iri in told:
        return ""
    told.add(iri)
    return text


def in_reach(texts: Mapping[str, Any]) -> Markup:
    """Write one of the texts of a table that has them by language: the reader's, its other script, or English."""
    found = chosen(texts)
    reads = spoken().tag in texts or (spoken().tag == "sr-Latn" and "sr-Cyrl" in texts)
    return said(_one(found), "" if reads else "en")


def chosen(texts: Mapping[str, Any]) -> Any:
    """Choose one of the texts, or lists of texts, of a table that has them by language, as :func:`in_reach` does."""
    tag = spoken().tag
    if tag == "sr-Latn" and "sr-Cyrl" in texts:
        found = texts["sr-Cyrl"]
        return latin(found) if isinstance(found, str) else [latin(one) for one in found]
    return texts[tag if tag in texts else "en"]


def _one(text: str | Iterable[str]) -> str:
    return text if isinstance(text, str) else ", ".join(text)


def linked(text: str, base: str) -> Markup:
    """Write a text of ours with its addresses below ``base`` as links."""
    parts = re.split(f"({re.escape(base)}/[^\\s,]*[^\\s,.])", text)
    return Markup("").join(
        Markup('<a href="{}">{}</a>').format(part.removeprefix(base), part) if place % 2 else said(part)
        for place, part in enumerate(parts)
    )


def heading(column: str) -> str:
    """Write the name of a variable as a heading: ``refPeriod`` → ``ref period``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", column).replace("_", " ").lower()


def data_link(text: str, form: str, release: str = "") -> str:
    """Give the address of a query's answer in a format, on a release where one is given."""
    return "/sparql?" + urlencode({"format": form, "query": text, **({"release": release} if release else {})})


def query_link(text: str) -> str:
    """Give the address of the page on which a query can be changed and asked again."""
    return "/query?" + urlencode({"query": text})


def cite_link(text: str, release: str = "") -> str:
    """Give the address of the page that offers to cite a query's answer."""
    return "/cite?" + urlencode({"query": text, **({"release": release} if release else {})})


def in_language(tag: str) -> str:
    """Give the address of the page at hand in another language."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{request.path}?{urlencode([*kept, ('lang', tag)])}"


def showing() -> dict[str, Callable[..., Any]]:
    """Give the filters by name."""
    return {
        "plain": plain,
        "said": said,
        "lines": lines,
        "once": once,
        "in_reach": in_reach,
        "linked": linked,
        "page_of": address,
        "heading": heading,
        "data_link": data_link,
        "query_link": query_link,
        "cite_link": cite_link,
        "in_language": in_language,
    }
