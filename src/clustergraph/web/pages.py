"""Flask's pages: the start page with the graph's figures, the named questions and their answers, a place to ask."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from clustergraph.errors import ClustergraphError, MethodNotAllowed, NotFound, Place, RequestRefused
from clustergraph.ns import compact
from clustergraph.query.catalogue import by_category, catalogue, named_query
from clustergraph.query.service import Asking, QueryService
from clustergraph.store.sealed import Question
from clustergraph.web import compression, descriptions, dumps, limits, openapi
from clustergraph.web.negotiation import prefers_html

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_FIRST = 3  # questions of each category on the start page
_FORMATS: dict[str, str | None] = {"solutions": "excerpt", "graph": "turtle"}


@dataclass(frozen=True)
class Shown:
    """An answer as a page shows it: a table of its first rows, or text for a graph."""

    columns: list[str]
    rows: list[list[dict[str, str] | None]]
    more: bool = False
    text: str = ""


class Pages:
    """The views; ``loop`` gives the event loop in which the service runs."""

    def __init__(self, service: QueryService, loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
        self._service = service
        self._loop = loop

    def home(self) -> str:
        """Show the graph's figures, the questions and a place to ask."""
        return render_template("home.html", queries=catalogue().values(), groups=by_category(), shown=_FIRST)

    def queries(self) -> str:
        """List the named questions."""
        return render_template("queries.html", groups=by_category(), shown=None)

    def query(self, name: str) -> str:
        """Answer a named question, with the example where no parameters are given."""
        chosen = named_query(name)
        given = request.args.to_dict() or dict(chosen.example)
        question = chosen.ask(given)
        shown = self._ask(question)
        return render_template("query.html", query=chosen, given=given, text=question.text, shown=shown)

    def own_query(self) -> str:
        """Answer a query that somebody wrote."""
        text = request.args.get("query", "")
        return render_template("own_query.html", text=text, shown=self._ask(Question(text)) if text else None)

    def secure(self, response: Response) -> Response:
        """Add the headers that every page has."""
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["Clustergraph-Release"] = self._service.release.manifest.digest
        response.vary.add("Accept")
        return response

    def _ask(self, question: Question) -> Shown:
        asking = Asking(request.remote_addr or "unknown", bytes_limit="page_max_bytes")
        reading = asyncio.run_coroutine_threadsafe(self._service.read(question, _FORMATS, asking), self._loop())
        form, content = reading.result()
        return Shown([], [], text=content.decode()) if form.kind == "graph" else _shown(json.loads(content))


def create_pages(service: QueryService, loop: Callable[[], asyncio.AbstractEventLoop]) -> Flask:
    """Make the Flask application; ``loop`` gives the event loop in which the service runs."""
    flask, pages = Flask("clustergraph.web"), Pages(service, loop)
    flask.jinja_env.filters.update(number=_number, compact=compact)
    flask.jinja_env.globals.update(release=service.release.manifest, settings=service.settings)
    flask.jinja_env.trim_blocks = flask.jinja_env.lstrip_blocks = True
    for path, view in (
        ("/", pages.home),
        ("/queries", pages.queries),
        ("/queries/<name>", pages.query),
        ("/query", pages.own_query),
    ):
        flask.add_url_rule(path, view_func=view, methods=["GET"])
    descriptions.register(flask, service.release, service.settings.base_url)
    dumps.register(flask, service.release)
    limits.register(flask, service.settings)
    openapi.register(flask, service.settings)
    flask.register_error_handler(ClustergraphError, _problem)
    flask.register_error_handler(HTTPException, _http_problem)
    flask.after_request(compression.compress)  # the last: Flask goes backwards
    flask.after_request(pages.secure)
    return flask


def _http_problem(error: HTTPException) -> tuple[Response, int] | HTTPException:
    match error.code:
        case NotFound.status:
            return _problem(NotFound(f"Nothing is at {request.path}.", remedy="The start page is at /."))
        case MethodNotAllowed.status:
            return _problem(MethodNotAllowed(f"{request.method} is not offered here.", remedy="Use GET or HEAD."))
        case RequestRefused.status:
            return _problem(RequestRefused(error.description or error.name))
        case _:
            return error


def _problem(error: ClustergraphError) -> tuple[Response, int]:
    if prefers_html(request.headers.get("Accept")):
        response = Response(render_template("problem.html", error=error, line=_line(error.place)))
    else:
        response = Response(json.dumps(error.problem(), ensure_ascii=False), mimetype="application/problem+json")
    response.headers["Clustergraph-Error"] = error.code
    return response, error.status


def _line(place: Place | None) -> str | None:
    """Give the line of the visitor's query at a place, to be shown with a mark below it."""
    if place is None or place.source != "query" or place.line is None or place.column is None:
        return None
    lines = request.args.get("query", "").split("\n")
    return lines[place.line - 1].rstrip("\r") if place.line <= len(lines) else None


def _shown(answer: Mapping[str, Any]) -> Shown:
    if "boolean" in answer:
        return Shown(["answer"], [[{"type": "literal", "value": "yes" if answer["boolean"] else "no"}]])
    columns, bindings = answer["head"]["vars"], answer["results"]["bindings"]
    rows = [[binding.get(column) for column in columns] for binding in bindings]
    return Shown(columns, rows, answer["more"])


def _number(value: str | None) -> str:
    """Write a number with thin spaces between thousands; anything else as it is."""
    try:
        return f"{Decimal(value or ''):,f}".replace(",", "\u202f")
    except InvalidOperation:
        return value or "–"
