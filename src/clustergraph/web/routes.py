"""The routes as a table: what logs and measures call a path, and what holds for all answers below it."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Route:
    """One route: ``path`` is a whole path, or its beginning where it ends in ``/`` or ``.``.

    ``data`` says that other sites' scripts may read its answers, because nothing there is for one reader alone;
    ``counted`` says that its requests count in fair use.
    """

    path: str
    data: bool = True
    counted: bool = True


ROUTES = (
    Route("/", data=False),
    Route("/sparql"),
    Route("/graphs"),
    Route("/graphs/"),
    Route("/graph/"),
    Route("/query", data=False),
    Route("/queries", data=False),
    Route("/queries/", data=False),
    Route("/clusters"),
    Route("/organisations"),
    Route("/schemes"),
    Route("/catalog"),
    Route("/catalog."),
    Route("/.well-known/sparql-examples"),
    Route("/.well-known/sparql-examples."),
    Route("/.well-known/sparql-examples/"),
    Route("/.well-known/void"),
    Route("/.well-known/void."),
    Route("/dumps/"),
    Route("/ontology/"),
    Route("/id/"),
    Route("/scheme/"),
    Route("/release/"),
    Route("/releases/"),
    Route("/check", data=False),
    Route("/cite", data=False),
    Route("/citations", data=False),
    Route("/citation/"),
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
    Route("/robots.txt"),
    Route("/shacl/"),
    Route("/limits"),
    Route("/openapi.json"),
    Route("/openapi-queries.json"),
    Route("/health/", data=False, counted=False),
    Route("/metrics", data=False, counted=False),
    Route("/static/", data=False),
)
OTHER = Route("other")
_WHOLE = {route.path: route for route in ROUTES}
#: The answer of a named query as data: the format stands after the dot; for logs it is one of the pages there.
_ANSWER = Route("/queries/")
_NAMED = re.compile("/queries/[^/]+[.][^/.]+")
_BELOW = tuple(route for route in ROUTES if route.path[-1] in "/." and route.path != "/")


def route_of(path: str) -> Route:
    """Find the route of a path; ``OTHER`` where there is none."""
    found = _WHOLE.get(path) or (_ANSWER if _NAMED.fullmatch(path) else None)
    return found or next((route for route in _BELOW if path.startswith(route.path)), OTHER)
