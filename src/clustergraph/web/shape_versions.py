"""``/shapes/<profile>/<version>``: what a version of a profile asks, for ever the same: a verdict can be repeated.

Instead of the version the address may have the digest that a report names.
"""

from pathlib import Path
from typing import cast
from urllib.parse import quote

from flask import Flask, Response, redirect, request

from clustergraph.build.profile_versions import kept, register_of
from clustergraph.errors import NotFound
from clustergraph.ns import PREFIXES
from clustergraph.store.text import rewrite
from clustergraph.web.curated import bytes_of, statements_of
from clustergraph.web.negotiation import choose_document

_TURTLE = "turtle"


class ShapeVersions:
    """The views of profiles and of their kept versions."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._digests = register_of(root)

    def view(self, profile: str, version: str) -> Response:
        """Answer with one version: in Turtle the very bytes whose digest it is."""
        versions = self._digests.get(profile, {})
        found = next((name for name, digest in versions.items() if version in (name, digest)), None)
        if found is None:
            told = ", ".join(f"{name} {one}" for name, rows in self._digests.items() for one in rows)
            raise NotFound(f"No version “{version[:100]}” of “{profile[:100]}” is kept.", remedy=f"Kept: {told}.")
        path, digest = kept(self._root, profile, found), versions[found]
        form = choose_document(request.headers.get("Accept"), request.args.get("format"), page=False)
        content = bytes_of(path, digest)
        if form.name != _TURTLE:
            content = rewrite(statements_of((path,)), form.name, PREFIXES)
        response = Response(content, mimetype=form.media_type)
        response.set_etag(digest if form.name == _TURTLE else f"{digest}.{form.suffix}")
        response.cache_control.public, response.cache_control.max_age = True, 31_536_000
        response.cache_control.immutable = True
        response.headers["Clustergraph-Shapes"] = digest
        response.make_conditional(request)
        return response


def _document(profile: str) -> Response:
    """Lead from the name of a profile to the document about it."""
    return cast("Response", redirect(f"/doc/shapes/{quote(profile)}", 303, Response))


def register(flask: Flask, root: Path) -> None:
    """Add the view to an application."""
    flask.add_url_rule("/shapes/<profile>", view_func=_document, methods=["GET"])
    flask.add_url_rule("/shapes/<profile>/<version>", view_func=ShapeVersions(root).view, methods=["GET"])
