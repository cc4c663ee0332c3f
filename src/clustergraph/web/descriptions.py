"""The descriptions of the release: its DCAT-AP catalogue and its VoID, for machines and for people.

Both are made from what is kept with the release and from the public base URL, when they are first asked for.
"""

import hashlib
from collections.abc import Callable
from functools import cached_property

from flask import Flask, Response, render_template, request

from clustergraph.errors import NotFound
from clustergraph.mapping.catalogue import catalogue_statements
from clustergraph.mapping.description import Described, file_type
from clustergraph.mapping.void import void_statements
from clustergraph.ns import PREFIXES
from clustergraph.store.release import Release
from clustergraph.store.text import rewrite
from clustergraph.web.negotiation import DOCUMENTS, HTML, DocumentFormat, choose_document

CATALOG, VOID = "/catalog", "/.well-known/void"


class Descriptions:
    """The views of the descriptions of one release."""

    def __init__(self, release: Release, base: str) -> None:
        self._release = release
        self._base = base

    @cached_property
    def _described(self) -> Described:
        if self._release.manifest.loaded:
            raise NotFound("This graph was loaded from files; nobody here has described it.", remedy="Ask /sparql.")
        return self._release.described(self._base)

    @cached_property
    def _statements(self) -> dict[str, str]:
        return {CATALOG: catalogue_statements(self._described), VOID: void_statements(self._described)}

    def catalog(self, suffix: str | None = None) -> Response:
        """Answer with the catalogue."""
        return self._answer(CATALOG, suffix, lambda: render_template("catalog.html", told=self._described))

    def void(self, suffix: str | None = None) -> Response:
        """Answer with the VoID description."""
        return self._answer(VOID, suffix, lambda: render_template("void.html", told=self._described))

    def _answer(self, path: str, suffix: str | None, page: Callable[[], str]) -> Response:
        form = _of_suffix(path, suffix) if suffix else choose_document(_accept(), request.args.get("format"))
        content = page().encode() if form is HTML else rewrite(self._statements[path], form.name, PREFIXES)
        response = Response(content, mimetype=form.media_type)
        response.set_etag(hashlib.sha256(content).hexdigest())
        response.headers["Link"] = ", ".join(_links(path))
        if form is not HTML:
            response.headers["Content-Location"] = f"{path}.{form.suffix}"
        response.make_conditional(request)
        return response


def register(flask: Flask, release: Release, base: str) -> None:
    """Add the views to an application."""
    descriptions = Descriptions(release, base)
    flask.jinja_env.globals.update(documents=DOCUMENTS, file_type=file_type)
    for path, view in ((CATALOG, descriptions.catalog), (VOID, descriptions.void)):
        flask.add_url_rule(path, view_func=view, methods=["GET"])
        flask.add_url_rule(f"{path}.<suffix>", view_func=view, methods=["GET"])


def _of_suffix(path: str, suffix: str) -> DocumentFormat:
    for row in DOCUMENTS:
        if row.suffix == suffix:
            return row
    offered = ", ".join(f"{path}.{row.suffix}" for row in DOCUMENTS)
    raise NotFound(f"Nothing is at {path}.{suffix}.", remedy=f"This document is at {offered}.")


def _accept() -> str | None:
    return request.headers.get("Accept")


def _links(path: str) -> list[str]:
    return [f'<{path}.{row.suffix}>; rel="alternate"; type="{row.media_type}"' for row in DOCUMENTS]
