"""The routes as a table: what logs and measures call a path, and what holds for all answers below it."""

import re
from dataclasses import dataclass

from clustergraph.query.answer import Share


@dataclass(frozen=True)
class Route:
    """One route: ``path`` is a whole path, or its beginning where it ends in ``/`` or ``.``.

    ``data`` says that other sites' scripts may read its answers, because nothing there is for one reader alone;
    ``counted`` says that its requests count in fair use. ``share`` says what they ask: queries of the client's own,
    which are refused beyond its share; documents, which wait for their turn; or nothing but files and what is kept in
    memory, which costs nobody a turn.
    """

    path: str
    data: bool = True
    counted: bool = True
    share: Share | None = Share.DOCUMENT

    @property
    def waits(self) -> bool:
        """Whether its requests wait where a client has made too many, because none of them asks a query of its own."""
        return self.share is not Share.QUERIES


ROUTES = (
    Route("/", data=False),
    Route("/sparql", share=Share.QUERIES),
    Route("/graphs", share=Share.GRAPH),
    Route("/graphs/", share=Share.GRAPH),
    Route("/graph/", share=Share.GRAPH),
    Route("/query", data=False, share=Share.QUERIES),
    Route("/queries", data=False),
    Route("/queries/", data=False),
    Route("/clusters"),
    Route("/organisations"),
    Route("/schemes"),
    Route("/catalog", share=None),
    Route("/catalog.", share=None),
    Route("/catalog-2.1.1", share=None),
    Route("/catalog-2.1.1.", share=None),
    Route("/.well-known/sparql-examples", share=None),
    Route("/.well-known/sparql-examples.", share=None),
    Route("/.well-known/sparql-examples/", share=None),
    Route("/.well-known/void", share=None),
    Route("/.well-known/void.", share=None),
    Route("/dumps/", share=None),
    Route("/ontology/", share=None),
    Route("/id/"),
    Route("/scheme/"),
    Route("/release/"),
    Route("/releases/", share=None),
    Route("/check", data=False, share=Share.QUERIES),
    Route("/cite", data=False, share=Share.QUERIES),
    Route("/citations", data=False, share=Share.QUERIES),
    Route("/citation/", share=Share.QUERIES),
    Route("/problem/"),
    Route("/.well-known/genid/"),
    Route("/ns"),
    Route("/ns."),
    Route("/ns/"),
    Route("/shapes"),
    Route("/shapes."),
    Route("/shapes/"),
    Route("/doc/"),
    Route("/about"),
    Route("/about."),
    Route("/sitemap.xml"),
    Route("/robots.txt", share=None),
    Route("/shacl/", share=Share.QUERIES),
    Route("/limits", share=None),
    Route("/openapi.json", share=None),
    Route("/openapi-queries.json", share=None),
    Route("/health/", data=False, counted=False, share=None),
    Route("/metrics", data=False, counted=False, share=None),
    Route("/static/", data=False, share=None),
)
OTHER = Route("other", share=None)
_WHOLE = {route.path: route for route in ROUTES}
#: The answer of a named query as data: the format stands after the dot; for logs it is one of the pages there.
_ANSWER = Route("/queries/")
_NAMED = re.compile("/queries/[^/]+[.][^/.]+")
_BELOW = tuple(route for route in ROUTES if route.path[-1] in "/." and route.path != "/")


def route_of(path: str) -> Route:
    """Find the route of a path; ``OTHER`` where there is none."""
    found = _WHOLE.get(path) or (_ANSWER if _NAMED.fullmatch(path) else None)
    return found or next((route for route in _BELOW if path.startswith(route.path)), OTHER)
