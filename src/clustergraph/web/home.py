"""The start page."""

from flask import Flask, Response, render_template
from markupsafe import Markup

from clustergraph.errors import ClustergraphError
from clustergraph.mapping.schema_org import dataset_document
from clustergraph.pages.start import start
from clustergraph.pages.structured import in_script
from clustergraph.query.catalogue import by_category, catalogue
from clustergraph.web.fresh import Fresh
from clustergraph.web.reading import Reading
from clustergraph.web.showing import chosen
from clustergraph.web.translation import language

_FIRST = 2  # questions of each category


class Home:
    """The start page of one release; its maps are drawn once for each language."""

    def __init__(self, reading: Reading, fresh: Fresh) -> None:
        self._reading = reading
        self._fresh = fresh
        self._loaded = reading.service.release.manifest.loaded
        self._maps: dict[str, Markup] = {}

    def home(self) -> Response:
        """Show what is here: the figures, the maps, the questions and a place to ask."""
        return self._fresh.page(self._page)

    def _page(self) -> str:
        maps, error = None, None
        try:
            maps = None if self._loaded else self._drawn()
        except ClustergraphError as refused:  # no maps is no reason for no page, and it says so
            error = refused
        groups, queries = by_category(), catalogue().values()
        told = self._reading.described
        return render_template(
            "home.html",
            queries=queries,
            groups=groups,
            shown=_FIRST,
            maps=maps,
            error=error,
            structured=told and in_script(dataset_document(told, told.texts["dataset"][0], chosen, f"{told.base}/")),
        )

    def _drawn(self) -> Markup:
        tag = language().tag
        if tag not in self._maps:
            self._maps[tag] = Markup(render_template("_maps.html", start=start(self._reading.reader())))  # noqa: S704
        return self._maps[tag]


def register(flask: Flask, reading: Reading, fresh: Fresh) -> None:
    """Add the view to an application."""
    flask.add_url_rule("/", view_func=Home(reading, fresh).home, methods=["GET"])
