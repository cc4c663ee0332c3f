"""What search engines are told: which pages there are (sitemaps.org, 0.9), and which to leave alone (RFC 9309)."""

from html import escape

from flask import Flask, Response

from clustergraph.pages.addresses import document
from clustergraph.pages.asking import query
from clustergraph.query.catalogue import catalogue
from clustergraph.web.fresh import Fresh
from clustergraph.web.reading import Reading

_MOST = 45_000  # the protocol allows 50,000 in one file
_PAGES = ("/", "/clusters", "/organisations", "/schemes", "/queries", "/catalog", "/.well-known/void", "/dumps/")
#: Whose answers cost more than a search engine has of them.
_ALONE = ("/sparql", "/query?", "/graphs", "/about", "/limits", "/cite", "/health/", "/metrics")


def register(flask: Flask, reading: Reading, fresh: Fresh) -> None:
    """Add the views to an application."""
    settings = reading.service.settings
    base = settings.base_url

    def sitemap() -> Response:
        """List the pages."""
        return fresh.data("application/xml", lambda: _sitemap(base, reading).encode())

    def robots() -> Response:
        """Say what robots are asked."""
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in _ALONE), "", f"Sitemap: {base}/sitemap.xml", ""]
        return fresh.data("text/plain", lambda: "\n".join(lines).encode())

    flask.add_url_rule("/sitemap.xml", view_func=sitemap, methods=["GET"])
    flask.add_url_rule("/robots.txt", view_func=robots, methods=["GET"])


def _sitemap(base: str, reading: Reading) -> str:
    rows = reading.ask(query("sitemap", most=_MOST)).rows
    names = [*(row["iri"].value for row in rows), *reading.catalogued.lines]
    documents = {document(name).partition("#")[0] for name in names}
    questions = [f"/queries/{name}" for name in catalogue()]
    paths = [*_PAGES, *questions, *sorted(documents)]
    urls = "".join(f"<url><loc>{escape(base + path)}</loc></url>\n" for path in paths)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{urls}</urlset>\n"
