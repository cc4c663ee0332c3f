"""The page on which data can be checked before it is sent to anybody: a form, and the report in the reader's language.

A process that validates reads what was sent (``validator.child``); nothing of it is kept. A report in another format
than the page comes as a file.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any

from flask import Flask, Response, g, render_template, request

from clustergraph.errors import BadParameter, Limit, Place
from clustergraph.query.contents import Content, Contents
from clustergraph.resources import repository
from clustergraph.sources.contexts import known
from clustergraph.validation.profiles import Profile, offered_profiles
from clustergraph.validator.domains import ANY, OURS
from clustergraph.validator.pool import Reply, Sender, Validators
from clustergraph.validator.reports import BY_NAME
from clustergraph.validator.wording import shown
from clustergraph.web.fresh import Fresh
from clustergraph.web.posts import CHECK
from clustergraph.web.reading import Reading
from clustergraph.web.sent import LONG, USUAL, Sent, read_form
from clustergraph.web.translation import PARAMETER, language

#: Formats of a report beside the page: name → what it is called, and the suffix of its file.
REPORTS = {
    "html": ("HTML", "html"),
    "csv": ("CSV", "csv"),
    "text": ("TXT", "txt"),
    "report": ("JSON", "json"),
    "turtle": ("SHACL, Turtle", "ttl"),
    "jsonld": ("SHACL, JSON-LD", "jsonld"),
    "rdfxml": ("SHACL, RDF/XML", "rdf"),
    "ntriples": ("SHACL, N-Triples", "nt"),
}
#: Examples with which the form can be filled: name → file below docs/examples and what it is called.
EXAMPLES = {"turtle": ("cluster.ttl", "Turtle"), "jsonld": ("cluster.jsonld", "JSON-LD")}
_FINDINGS = 500  # that stand on a page


class Checking:
    """The views of the page."""

    def __init__(
        self, reading: Reading, fresh: Fresh, validators: Validators, profiles: list[Profile], contents: Contents
    ) -> None:
        self._reading = reading
        self._fresh = fresh
        self._validators = validators
        self._contents = contents
        self._settings = reading.service.settings
        self._profiles = sorted(profiles, key=lambda profile: profile.name == ANY)

    def begin(self) -> None:
        """Let the page of a problem have the form as well."""
        if request.path == CHECK and request.method == "POST":
            g.check, g.check_contents = self._form(None), ExitStack()

    def form(self) -> Response:
        """Show the form, with an example where one is asked for; raises :class:`BadParameter` for an unknown one."""
        form = self._form(None)
        if (name := request.args.get("example")) is not None:
            _check_choice("example", name, EXAMPLES)
            form["text"] = (repository() / "docs/examples" / EXAMPLES[name][0]).read_text(encoding="utf-8")
        return self._fresh.page(lambda: render_template("check.html", form=form, told=None))

    def check(self) -> Response:
        """Answer with a report: as the page, or as a file."""
        sent = read_form(self._new, self._settings, PARAMETER)
        _check_choice("profile", sent.profile, {one.name: one for one in self._profiles})
        if sent.report:
            _check_choice("report", sent.report, REPORTS)
        g.check = self._form(sent)
        body = sent.body(self._new)
        reply = self._reading.run(self._validated(sent, body, request.remote_addr or "unknown"))
        if sent.report:
            response = Response(_pieces(reply.content), content_type=reply.content_type)
            response.content_length = reply.content.size
            response.headers["Content-Disposition"] = f'attachment; filename="report.{REPORTS[sent.report][1]}"'
        else:
            with reply.content as content:
                told = json.loads(content.whole())
            quotes = _quotes(sent.content.lines(one.get("line", 0) for one in told["findings"]))
            page = render_template("check.html", form=g.check, told=told, sent=sent, quotes=quotes, shown=shown)
            response = Response(page)
        response.headers["Clustergraph-Outcome"] = reply.outcome
        response.headers["Cache-Control"] = "no-store"
        return response

    def _new(self) -> Content:
        """Begin a content that is kept while the request is answered."""
        contents: ExitStack = g.check_contents
        return contents.enter_context(self._contents.new(request.remote_addr or "unknown"))

    async def _validated(self, sent: Sent, body: Content, client: str) -> Reply:
        """Have it validated, in the turn that the request has (:mod:`clustergraph.web.posts`)."""
        asked = {
            "domain": ANY if sent.shapes else OURS,
            "many": False,
            "partial": False,
            "accepted": BY_NAME[sent.report or "report"].media_types[0],
            "content_type": "application/json" if sent.shapes else sent.content.suffix,
            "gzip": False,
            "shown": None if sent.report else _FINDINGS,
            "parameters": {
                "validationType": sent.profile,
                "locale": language().tag,
                "passOver": "true" if sent.shapes else "false",  # shapes of ours have no part that is not checked
            },
        }
        limit = Limit("validate_deadline", self._settings.validate_deadline, "seconds")
        return await self._validators.ask(asked, body, limit, Sender(client, has_turn=True))

    def _form(self, sent: Sent | None) -> dict[str, Any]:
        """Give what the form shows: what there is to choose, and what was chosen and typed."""
        text = sent.content.text if sent else ""
        shapes = sent.shapes.text if sent and sent.shapes else ""
        shown = {"profile": sent.profile if sent else USUAL, "text": text, "shapes": shapes, "sent": sent}
        return {"profiles": self._profiles, "reports": REPORTS, "examples": EXAMPLES, "any": ANY, **shown}


def _pieces(content: Content) -> Iterator[bytes]:
    """Give a report, and let go of it."""
    with content:
        yield from content.pieces()


def _quotes(lines: Mapping[int, str]) -> dict[int, str]:
    """Write lines as they are quoted beside findings: cut where they are long."""
    words = {number: line.strip() for number, line in lines.items()}
    return {number: f"{line[:LONG]}…" if len(line) > LONG else line for number, line in words.items()}


def _let_go(_: BaseException | None) -> None:
    """Let go of what the form at hand brought."""
    if "check_contents" in g:
        g.check_contents.close()


def line_of_sent(number: int, column: int) -> str | None:
    """Give the line of what the form at hand brought in which a column stands, nothing where there is none."""
    sent: Sent | None = g.get("check", {}).get("sent")
    line = sent.content.lines([number]).get(number, "")[:LONG] if sent else ""
    return line if column <= len(line) + 1 and line else None


def register(flask: Flask, reading: Reading, fresh: Fresh, validators: Validators, contents: Contents) -> None:
    """Add the views to an application."""
    settings = reading.service.settings
    known(settings.contexts)  # a folder that cannot be used is told before anybody meets it
    checking = Checking(reading, fresh, validators, offered_profiles(repository(settings.repository)), contents)
    flask.add_url_rule(CHECK, view_func=checking.form, methods=["GET"])
    flask.add_url_rule(CHECK, view_func=checking.check, methods=["POST"])
    flask.before_request(checking.begin)
    flask.teardown_request(_let_go)


def _check_choice(field: str, value: str, known: Mapping[str, object]) -> None:
    if value not in known:
        raise BadParameter(
            f"There is no {field} “{value[:40]}” here.",
            place=Place(f"field {field}"),
            remedy=f"Choose one of {', '.join(known)}.",
        )
