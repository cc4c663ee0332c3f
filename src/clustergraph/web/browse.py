"""Browsing: clusters and organisations with facets, and the list of concept schemes."""

from collections.abc import Callable

from flask import Flask, Response, render_template, request

from clustergraph.pages.browse.fragments import LISTINGS, listing
from clustergraph.pages.browse.listings import Browse
from clustergraph.pages.browse.schemes import schemes
from clustergraph.pages.browse.selection import read_selection
from clustergraph.web.fresh import Fresh
from clustergraph.web.reading import Reading
from clustergraph.web.translation import PARAMETER


def register(flask: Flask, reading: Reading, fresh: Fresh) -> None:
    """Add the views to an application."""
    browse = Browse()
    for name in LISTINGS:
        flask.add_url_rule(f"/{name}", f"browse_{name}", _listing(name, browse, reading, fresh), methods=["GET"])
    flask.add_url_rule("/schemes", "schemes", lambda: _schemes(reading, fresh), methods=["GET"])


def _listing(name: str, browse: Browse, reading: Reading, fresh: Fresh) -> Callable[[], Response]:
    def view() -> Response:
        """List what fits the parameters."""
        chosen = listing(name)
        selection = read_selection(chosen, {key: found for key, found in request.args.lists() if key != PARAMETER})
        return fresh.page(lambda: render_template("browse.html", told=browse.page(chosen, selection, reading.reader())))

    return view


def _schemes(reading: Reading, fresh: Fresh) -> Response:
    return fresh.page(lambda: render_template("schemes.html", told=schemes(reading.reader())))
