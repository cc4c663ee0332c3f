"""The Flask application beside the SPARQL door: pages, documents, descriptions, and what all of them have in common."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from clustergraph.errors import (
    ClustergraphError,
    MethodNotAllowed,
    NotFound,
    Place,
    QueryTooLong,
    RangeNotSatisfiable,
    RequestRefused,
)
from clustergraph.ns import compact
from clustergraph.query.contents import Contents
from clustergraph.query.service import QueryService
from clustergraph.resources import repository
from clustergraph.store.citations import Citations
from clustergraph.validator.pool import Validators
from clustergraph.web import (
    browse,
    checking,
    citing,
    compression,
    descriptions,
    dumps,
    home,
    limits,
    openapi,
    questions,
    releases,
    resources,
    shape_versions,
    sitemap,
    translation,
)
from clustergraph.web.doors import READING, Methods
from clustergraph.web.faults import asked, tell, told_of
from clustergraph.web.fetches import Fetches
from clustergraph.web.fresh import Fresh
from clustergraph.web.itself import Itself
from clustergraph.web.negotiation import DOCUMENTS, prefers_html
from clustergraph.web.own_forms import check_own_form
from clustergraph.web.problem import MEDIA_TYPE, problem_content, problem_headers
from clustergraph.web.ranges import no_such_part
from clustergraph.web.reading import Reading
from clustergraph.web.refusals import raise_refusal
from clustergraph.web.rendered import Rendered
from clustergraph.web.showing import allowed, showing
from clustergraph.web.target import check_query

_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; object-src 'none'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


class _Pages(Flask):
    """Writes a line, not a trace, of what fails while an error is being answered, or after a page was made."""

    def log_exception(self, exc_info: Any) -> None:
        """Tell operators."""
        tell(asked(request.method, request.path), exc_info[1])


def create_pages(
    service: QueryService, loop: Callable[[], asyncio.AbstractEventLoop], itself: Itself, citations: Citations,
    fetches: Fetches, validators: Validators, contents: Contents,
) -> Flask:  # fmt: skip
    """Make the Flask application; ``loop`` gives the event loop in which the service runs."""
    flask = _Pages("clustergraph.web")
    flask.url_map.merge_slashes = False  # one rule of slashes holds for all doors (``doors``)
    flask.before_request(lambda: check_query(request.query_string))
    flask.before_request(lambda: check_own_form(request.method, request.path, request.headers, service.settings))
    release, settings = service.release, service.settings
    reading, rendered = Reading(service, loop), Rendered(settings.documents_max_bytes)
    fresh = Fresh(release.manifest, settings.base_url, rendered)
    flask.jinja_env.filters.update(number=translation.number, date=translation.date, compact=compact, **showing())
    flask.jinja_env.globals.update(release=release.manifest, settings=settings, documents=DOCUMENTS)
    flask.jinja_env.finalize = allowed
    flask.jinja_env.trim_blocks = flask.jinja_env.lstrip_blocks = True
    translation.register(flask)
    home.register(flask, reading, fresh)
    questions.register(flask, reading, fresh)
    kept = releases.Releases(service, citations)
    resources.register(flask, reading, fresh, kept)
    releases.register(flask, kept)
    shape_versions.register(flask, repository(settings.repository))
    citing.register(flask, reading, citations, fetches)
    checking.register(flask, reading, fresh, validators, contents)
    sitemap.register(flask, reading, fresh)
    browse.register(flask, reading, fresh)
    descriptions.register(flask, release, settings.base_url, itself, rendered)
    dumps.register(flask, release)
    flask.add_url_rule("/graphs", "graphs", lambda: fresh.page(lambda: render_template("graphs.html")), methods=["GET"])
    limits.register(flask, settings)
    flask.before_request(lambda: raise_refusal(request.environ))  # the last: pages have said what goes with a problem
    openapi.register(flask, settings)
    flask.register_error_handler(ClustergraphError, _problem)
    flask.register_error_handler(HTTPException, _http_problem)
    flask.register_error_handler(Exception, _unforeseen)
    flask.after_request(compression.compress)  # the last: Flask goes backwards
    flask.after_request(_secured(release.manifest.digest))
    return flask


def methods_of_pages(flask: Flask) -> Callable[[str], Methods]:
    """Give a function that tells the methods of a path among the pages."""
    adapter = flask.url_map.bind("")
    slashed = {rule.rule for rule in flask.url_map.iter_rules() if rule.rule.endswith("/")}
    known = (*READING[:2], "POST", READING[2])

    def methods_of(path: str) -> Methods:
        # names are the rest of a path, whatever stands there: none of ours has a slash at its end, or two together
        if (path.endswith("/") and path not in slashed) or "//" in path:
            return ()
        allowed = adapter.allowed_methods(path)
        return tuple(method for method in known if method in allowed)

    return methods_of


def _secured(digest: str) -> Callable[[Response], Response]:
    def secure(response: Response) -> Response:
        """Add the headers that every page has."""
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers.setdefault("Clustergraph-Release", digest)
        response.vary.add("Accept")
        return response

    return secure


def _http_problem(error: HTTPException) -> tuple[Response, int] | HTTPException:
    match error.code:
        case NotFound.status:
            return _problem(NotFound(f"Nothing is at {request.path}.", remedy="The start page is at /."))
        case MethodNotAllowed.status:
            return _problem(MethodNotAllowed(f"{request.method} is not offered here.", allowed=READING))
        case QueryTooLong.status:
            return _problem(QueryTooLong("The body is too long.", remedy="/limits says how long a query may be."))
        case RangeNotSatisfiable.status:
            return _problem(no_such_part(getattr(error, "length", None) or 0))
        case RequestRefused.status:
            return _problem(RequestRefused(error.description or error.name))
        case None | ClustergraphError.status:
            return _unforeseen(getattr(error, "original_exception", None) or error)
        case code if code < RequestRefused.status:
            return error  # it leads on
        case _:
            return _problem(RequestRefused(error.description or error.name))


def _unforeseen(error: BaseException) -> tuple[Response, int]:
    told = told_of(error, asked(request.method, request.path))
    with suppress(Exception):  # a page may be what went wrong
        return _problem(told)
    return _problem(told, plain=True)


def _problem(error: ClustergraphError, *, plain: bool = False) -> tuple[Response, int]:
    error = told_of(error, asked(request.method, request.path))
    if prefers_html(request.headers.get("Accept")) and not plain:
        response = Response(render_template("problem.html", error=error, line=_line(error.place)))
    else:
        response = Response(problem_content(error), mimetype=MEDIA_TYPE)
    response.headers.update(problem_headers(error))
    return response, error.status


def _line(place: Place | None) -> str | None:
    """Give the line of the visitor's query or content at a place, to be shown with a mark below it."""
    if place is None or place.line is None or place.column is None:
        return None
    if place.source != "query":
        return checking.line_of_sent(place.line, place.column)
    lines = request.args.get("query", "").split("\n")
    return lines[place.line - 1].rstrip("\r") if place.line <= len(lines) else None
