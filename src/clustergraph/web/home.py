"""The start page."""

from flask import Flask, Response, render_template

from clustergraph.query.catalogue import by_category, catalogue
from clustergraph.web.fresh import Fresh

_FIRST = 3  # questions of each category


def register(flask: Flask, fresh: Fresh) -> None:
    """Add the view to an application."""

    def home() -> Response:
        """Show the graph's figures, the questions and a place to ask."""
        queries = catalogue().values()
        return fresh.page(lambda: render_template("home.html", queries=queries, groups=by_category(), shown=_FIRST))

    flask.add_url_rule("/", view_func=home, methods=["GET"])
