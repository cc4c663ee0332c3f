"""The language of a page: from ``?lang=``, the cookie or Accept-Language, in this order; and the texts in it.

Texts of templates are English and are their own keys (gettext). The catalogue has Serbian in Cyrillic script; what is
Latin follows from it letter by letter, so that the two never differ.
"""

import re
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import Flask, Response, g, request
from markupsafe import Markup, escape

from clustergraph.errors import BadParameter, Place
from clustergraph.graph.script import latin
from clustergraph.pages.language import ENGLISH, LANGUAGES, RELATED, Language
from clustergraph.web.preferences import languages

PARAMETER = COOKIE = "lang"
CATALOGUE = Path(__file__).parent / "translations" / "sr_Cyrl.po"
_YEAR = 365 * 24 * 3600  # seconds for which the choice is kept
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")
#: Types of XML Schema that are written in a reader's way → what values of theirs look like.
_MOMENTS = {
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "gYearMonth": re.compile(r"[0-9]{4}-[0-9]{2}"),
    "dateTime": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?"),
}
_LOCALES = {"en": "en", "sr-Latn": "sr_Latn", "sr-Cyrl": "sr_Cyrl"}


def language() -> Language:
    """Give the language of the request at hand."""
    chosen: Language = g.language
    return chosen


def choose_language(given: str | None, kept: str | None, accepted: str | None) -> Language:
    """Choose; raises :class:`BadParameter` where a language is given that the pages do not have."""
    if given is not None:
        if (chosen := _known(given.lower())) is None:
            raise BadParameter(
                f"The pages are not in “{given[:40]}”.",
                place=Place(f"parameter {PARAMETER}"),
                remedy=f"Choose one of {', '.join(LANGUAGES)}.",
            )
        return chosen
    if kept in LANGUAGES:
        return LANGUAGES[kept]
    for tag in languages(accepted):
        if found := _known(tag):
            return found
    return ENGLISH


def register(flask: Flask) -> None:
    """Have each request know its language, and the templates speak it."""
    flask.jinja_env.add_extension("jinja2.ext.i18n")
    environment: Any = flask.jinja_env
    environment.install_gettext_callables(
        lambda message: _texts(_tag()).gettext(message),
        lambda one, many, count: _texts(_tag()).ngettext(one, many, count),
        newstyle=True,
    )
    environment.globals.update(languages=LANGUAGES.values())
    flask.before_request(_begin)
    flask.after_request(_tell)
    flask.context_processor(lambda: {"language": spoken()})


def date(value: str, datatype: str) -> Markup:
    """Write a date, a month or a time as the language of the request does; what is none as it is.

    ``datatype`` is an IRI of XML Schema; the precision stays what it is.
    """
    kind = datatype.rpartition("#")[2]
    if kind not in _MOMENTS or not _MOMENTS[kind].fullmatch(value):
        return escape(value)
    try:
        text = _moment(kind, datetime.fromisoformat(f"{value}-01" if kind == "gYearMonth" else value))
    except ValueError:
        return escape(value)
    return Markup('<time datetime="{}">{}</time>').format(value, text)


def _moment(kind: str, moment: datetime) -> str:
    locale = _LOCALES[_tag()]
    if kind == "gYearMonth":
        return format_skeleton("yMMMM", moment, locale=locale)
    day = format_date(moment, "long", locale)
    return day if kind == "date" else f"{day}, {moment:%H:%M} {moment.tzname() or ''}".rstrip()


def number(value: object) -> str:
    """Write a number as the language of the request does, with all its digits; anything else as it is."""
    if value is None:
        return "–"
    text = str(value)
    if not _PLAIN_NUMBER.fullmatch(text):
        return text
    return format_decimal(text, locale=_LOCALES[_tag()], decimal_quantization=False)


def spoken() -> Language:
    """Give the language of the request at hand; English before that is known."""
    found: Language = g.get("language", ENGLISH)
    return found


def _tag() -> str:
    return spoken().tag


def _begin() -> None:
    g.language = ENGLISH  # for the page that says that a language does not exist
    g.language = choose_language(
        request.args.get(PARAMETER), request.cookies.get(COOKIE), request.headers.get("Accept-Language")
    )


def _tell(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers["Content-Language"] = _tag()
        response.vary.update(("Accept-Language", "Cookie"))
        if _known(request.args.get(PARAMETER, "").lower()):
            response.set_cookie(COOKIE, _tag(), max_age=_YEAR, httponly=True, samesite="Lax")
    return response


def _known(tag: str) -> Language | None:
    tag = tag.replace("_", "-")  # as in the names of locales
    for known in LANGUAGES.values():
        if tag == known.tag.lower() or tag.startswith(f"{known.tag.lower()}-"):
            return known
    related = RELATED.get(tag) or RELATED.get(tag.partition("-")[0])
    return LANGUAGES[related] if related else None


@cache
def _texts(tag: str) -> NullTranslations:
    if tag == ENGLISH.tag:
        return NullTranslations()
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    if tag == "sr-Latn":
        for message in catalogue:
            if message.id:
                said = message.string or ""
                message.string = latin(said) if isinstance(said, str) else tuple(latin(form) for form in said)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
