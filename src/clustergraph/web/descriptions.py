"""The descriptions of the release: its DCAT-AP catalogue and its VoID, for machines and for people.

Both are made from what is kept with the release and from the public base URL, when they are first asked for.
"""

import hashlib
from collections.abc import Callable
from functools import cached_property

from flask import Flask, Response, redirect, render_template, request

from clustergraph.errors import NotFound
from clustergraph.graph.syntaxes import Syntax
from clustergraph.mapping.catalogue import CATALOGUE, catalogue_statements, dataset, distribution, service
from clustergraph.mapping.description import Described, file_type
from clustergraph.mapping.examples import PATH as EXAMPLES
from clustergraph.mapping.schema_org import catalogue_document
from clustergraph.mapping.void import partition
from clustergraph.ns import PREFIXES, expand
from clustergraph.pages.structured import in_script
from clustergraph.query.catalogue import named_query
from clustergraph.store.release import Release
from clustergraph.store.text import rewrite
from clustergraph.web.itself import Itself
from clustergraph.web.negotiation import BY_SUFFIX, DOCUMENTS, HTML, choose_document, prefers_html
from clustergraph.web.rendered import Rendered
from clustergraph.web.showing import chosen

#: How the catalogue calls what its page tells of.
NAMES = {"catalogue": CATALOGUE, "dataset": dataset, "distribution": distribution, "service": service, "expand": expand}
CATALOG, EARLIER, VOID = "/catalog", "/catalog-2.1.1", "/.well-known/void"


class Descriptions:
    """The views of the descriptions of one release."""

    def __init__(self, release: Release, base: str, itself: Itself, rendered: Rendered) -> None:
        self._rendered = rendered
        self._release = release
        self._base = base
        self._itself = itself

    @cached_property
    def _described(self) -> Described:
        if self._release.manifest.loaded:
            raise NotFound("This graph was loaded from files; nobody here has described it.", remedy="Ask /sparql.")
        return self._release.described(self._base)

    @cached_property
    def _statements(self) -> dict[str, str]:
        told = self._itself
        described = self._described
        catalogues = {CATALOG: catalogue_statements(described), EARLIER: catalogue_statements(described, "2.1.1")}
        return {**catalogues, VOID: told.void, EXAMPLES: told.examples}

    def catalog(self, suffix: str | None = None) -> Response:
        """Answer with the catalogue."""
        return self._answer(CATALOG, suffix, self._page)

    def earlier(self, suffix: str | None = None) -> Response:
        """Answer with the catalogue as DCAT-AP 2.1.1 has it; for people it is the same."""
        return self._answer(EARLIER, suffix, self._page)

    def _page(self) -> str:
        told = self._described
        return render_template("catalog.html", told=told, structured=in_script(catalogue_document(told, chosen)))

    def void(self, suffix: str | None = None) -> Response:
        """Answer with the VoID description."""
        return self._answer(
            VOID, suffix, lambda: render_template("void.html", told=self._described, partition=partition)
        )

    def examples(self, suffix: str | None = None) -> Response:
        """Answer with the example queries; for people they are the named queries."""
        if suffix == HTML.suffix or (suffix is None and prefers_html(_accept())):
            return redirect("/queries", 303)  # type: ignore[return-value]
        return self._answer(EXAMPLES, suffix)

    def example(self, name: str) -> Response:
        """Lead from the name of one example to its question, or to the document that has all of them."""
        query = named_query(name)
        where = f"/queries/{query.name}" if prefers_html(_accept()) else EXAMPLES
        return redirect(where, 303)  # type: ignore[return-value]

    def _answer(self, path: str, suffix: str | None, page: Callable[[], str] | None = None) -> Response:
        asked = request.args.get("format")
        form = _of_suffix(path, suffix) if suffix else choose_document(_accept(), asked, page=page is not None)
        if page and form is HTML:
            content = page().encode()
        else:
            name = f"{path}.{form.suffix}"
            content = self._rendered.give(name, lambda: rewrite(self._statements[path], form.name, PREFIXES))
        response = Response(content, mimetype=form.media_type)
        response.set_etag(hashlib.sha256(content).hexdigest())
        response.headers["Link"] = ", ".join(_links(path))
        if form is not HTML:
            response.headers["Content-Location"] = f"{path}.{form.suffix}"
        response.make_conditional(request)
        return response


def register(flask: Flask, release: Release, base: str, itself: Itself, rendered: Rendered) -> None:
    """Add the views to an application."""
    descriptions = Descriptions(release, base, itself, rendered)
    flask.jinja_env.globals.update(documents=DOCUMENTS, file_type=file_type, catalogued=NAMES)
    views = {CATALOG: descriptions.catalog, EARLIER: descriptions.earlier, VOID: descriptions.void}
    views[EXAMPLES] = descriptions.examples
    flask.add_url_rule(f"{EXAMPLES}/<name>", view_func=descriptions.example, methods=["GET"])
    for path, view in views.items():
        flask.add_url_rule(path, view_func=view, methods=["GET"])
        flask.add_url_rule(f"{path}.<suffix>", view_func=view, methods=["GET"])


def _of_suffix(path: str, suffix: str) -> Syntax:
    found = BY_SUFFIX.get(suffix)
    if found is not None and found is not HTML:
        return found
    offered = ", ".join(f"{path}.{row.suffix}" for row in DOCUMENTS)
    raise NotFound(f"Nothing is at {path}.{suffix}.", remedy=f"This document is at {offered}.")


def _accept() -> str | None:
    return request.headers.get("Accept")


def _links(path: str) -> list[str]:
    return [f'<{path}.{row.suffix}>; rel="alternate"; type="{row.media_type}"' for row in DOCUMENTS]
