"""Filters of the templates: what a text needs before it stands in a page."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import request

# marks that turn the direction of what follows: in a title or an attribute nothing can hold them back (UAX #9, 2)
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x1f\x7f]+")


def plain(text: str) -> str:
    """Give a text for a title or an attribute: one line, no marks that turn its direction."""
    return _CONTROL.sub(" ", _TURNING.sub("", text)).strip()


def heading(column: str) -> str:
    """Write the name of a variable as a heading: ``refPeriod`` → ``ref period``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", column).replace("_", " ").lower()


def data_link(text: str, form: str) -> str:
    """Give the address of a query's answer in a format."""
    return "/sparql?" + urlencode({"format": form, "query": text})


def query_link(text: str) -> str:
    """Give the address of the page on which a query can be changed and asked again."""
    return "/query?" + urlencode({"query": text})


def in_language(tag: str) -> str:
    """Give the address of the page at hand in another language."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{request.path}?{urlencode([*kept, ('lang', tag)])}"


def showing() -> dict[str, Callable[..., Any]]:
    """Give the filters by name."""
    return {
        "plain": plain,
        "heading": heading,
        "data_link": data_link,
        "query_link": query_link,
        "in_language": in_language,
    }
