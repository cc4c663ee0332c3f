"""The page on which data can be checked before it is sent to anybody: a form, and the report in the reader's language.

A process that validates reads what was sent (``validator.child``); nothing of it is kept. A report in another format
than the page comes as a file.
"""

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from clustergraph.errors import BadParameter, ContentTooLarge, Limit, Place
from clustergraph.resources import repository
from clustergraph.sources.contexts import known
from clustergraph.sources.unpack import MORE
from clustergraph.validation.profiles import Profile, offered_profiles
from clustergraph.validator.domains import ANY, OURS
from clustergraph.validator.pool import Reply, Validators
from clustergraph.validator.reports import BY_NAME
from clustergraph.validator.wording import shown
from clustergraph.web.fresh import Fresh
from clustergraph.web.reading import Reading
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
_USUAL = "submission"
_FIELDS = ("text", "file", "profile", "shapes", "shapes-file", "report", PARAMETER)
_FINDINGS = 500  # that stand on a page
_KEPT = 200_000  # characters of a text that the page gives back
_LONG = 160  # characters of a line that are quoted
_BESIDE = 65_536  # bytes of a form beside the content


@dataclass(frozen=True)
class Sent:
    """What a form brought: the content, its file's name or the text as it was typed, and what was chosen."""

    content: bytes
    name: str
    text: str
    profile: str
    report: str
    shapes: bytes = b""
    shapes_name: str = ""
    shapes_text: str = ""

    def line(self, number: int | None) -> str:
        """Give a line of the content; nothing where there is none, or where the content is packed."""
        if not number or self.content.startswith(b"\x1f\x8b"):
            return ""
        found = self.content.split(b"\n", number)[number - 1 : number]
        return b"".join(found).decode("utf-8", "replace").rstrip("\r")

    def quote(self, number: int | None) -> str:
        """Give a line as it is quoted beside a finding: cut where it is long."""
        words = self.line(number).strip()
        return f"{words[:_LONG]}…" if len(words) > _LONG else words


class Checking:
    """The views of the page."""

    def __init__(self, reading: Reading, fresh: Fresh, validators: Validators, profiles: list[Profile]) -> None:
        self._reading = reading
        self._fresh = fresh
        self._validators = validators
        self._settings = reading.service.settings
        self._profiles = sorted(profiles, key=lambda profile: profile.name == ANY)

    def form(self) -> Response:
        """Show the form, with an example where one is asked for; raises :class:`BadParameter` for an unknown one."""
        form = self._form(None)
        if (name := request.args.get("example")) is not None:
            _check_choice("example", name, EXAMPLES)
            form["text"] = (repository() / "docs/examples" / EXAMPLES[name][0]).read_text(encoding="utf-8")
        return self._fresh.page(lambda: render_template("check.html", form=form, told=None))

    def check(self) -> Response:
        """Answer with a report: as the page, or as a file. The page of a problem has the form as well."""
        g.check = self._form(None)
        with self._place():
            sent = self._sent()
            g.check = self._form(sent)
            reply = self._reading.run(self._validated(sent, request.remote_addr or "unknown"))
        if sent.report:
            response = Response(reply.content, content_type=reply.content_type)
            response.headers["Content-Disposition"] = f'attachment; filename="report.{REPORTS[sent.report][1]}"'
        else:
            told = json.loads(reply.content)
            page = render_template("check.html", form=g.check, told=told, sent=sent, most=_FINDINGS, shown=shown)
            response = Response(page)
        response.headers["Clustergraph-Outcome"] = reply.outcome
        response.headers["Cache-Control"] = "no-store"
        return response

    @contextmanager
    def _place(self) -> Iterator[None]:
        """Take a place before the body is read, so that bodies never pile up."""
        place = self._validators.place()
        self._reading.run(place.__aenter__())
        try:
            yield
        finally:
            self._reading.run(place.__aexit__(None, None, None))

    async def _validated(self, sent: Sent, client: str) -> Reply:
        accounts = self._reading.service.accounts
        asked = {
            "domain": ANY if sent.shapes else OURS,
            "many": False,
            "partial": False,
            "accepted": BY_NAME[sent.report or "report"].media_types[0],
            "content_type": "application/json" if sent.shapes else _suffix(sent.name),
            "gzip": False,
            "parameters": {
                "validationType": sent.profile,
                "locale": language().tag,
                "passOver": "true" if sent.shapes else "false",  # shapes of ours have no part that is not checked
            },
        }
        limit = Limit("validate_deadline", self._settings.validate_deadline, "seconds")
        with accounts.query(client) as account, accounts.timed(account, lambda: 0.0):
            return await self._validators.ask(asked, _with_shapes(sent) if sent.shapes else sent.content, limit)

    def _sent(self) -> Sent:
        """Read the form; raises :class:`BadParameter` for what it does not have, :class:`ContentTooLarge`."""
        most = self._settings.content_max_bytes
        request.max_content_length = request.max_form_memory_size = most + _BESIDE
        request.max_form_parts = len(_FIELDS) + 1
        try:
            given, files = request.form, request.files
        except RequestEntityTooLarge as error:
            raise _too_large(most) from error
        _check_fields([*given, *files])
        profile, report = given.get("profile") or _USUAL, given.get("report", "")
        _check_choice("profile", profile, {one.name: one for one in self._profiles})
        if report:
            _check_choice("report", report, REPORTS)
        content, name, text = _brought("text", "file", "There is nothing to check.")
        if profile != ANY:
            if _is_brought("shapes", "shapes-file"):
                raise BadParameter(
                    f"The profile {profile} takes no shapes of others.",
                    place=Place("field shapes"),
                    remedy="Choose “Your own shapes”, or leave the shapes out.",
                )
            return Sent(content, name, text, profile, report)
        return Sent(content, name, text, profile, report, *_brought("shapes", "shapes-file", "There are no shapes."))

    def _form(self, sent: Sent | None) -> dict[str, Any]:
        """Give what the form shows: what there is to choose, and what was chosen and typed."""
        typed = (sent.text, sent.shapes_text) if sent else ("", "")
        text, shapes = (one if len(one) <= _KEPT else "" for one in typed)
        chosen = sent.profile if sent else _USUAL
        shown = {"profile": chosen, "text": text, "shapes": shapes, "sent": sent}
        return {"profiles": self._profiles, "reports": REPORTS, "examples": EXAMPLES, "any": ANY, **shown}


def _is_brought(text: str, file: str) -> bool:
    return bool(request.form.get(text, "").strip() or (file in request.files and request.files[file].filename))


def _brought(text: str, file: str, missing: str) -> tuple[bytes, str, str]:
    """Read what comes as a file or as a text: the bytes, the file's name, and the text as it was typed.

    Raises :class:`BadParameter` where there are both or neither.
    """
    words = request.form.get(text, "").replace("\r\n", "\n")
    sent = request.files.get(file)
    chosen = sent if sent is not None and sent.filename else None
    if (chosen is not None) == bool(words.strip()):
        told = "There is a file and a text." if words.strip() else missing
        raise BadParameter(told, place=Place("form"), remedy="Choose a file, or paste a text, one of both.")
    if chosen is None:
        return words.encode("utf-8", "surrogatepass"), "", words
    return chosen.read(), (chosen.filename or "")[-_LONG:], ""


def _with_shapes(sent: Sent) -> bytes:
    """Write what was sent as a request of the API; shapes are not merged into the content."""

    def packed(content: bytes) -> str:
        return base64.b64encode(content).decode()

    rule = {"ruleSet": packed(sent.shapes), "embeddingMethod": "BASE64", "ruleSyntax": _suffix(sent.shapes_name)}
    document = {
        "contentToValidate": packed(sent.content),
        "embeddingMethod": "BASE64",
        "contentSyntax": _suffix(sent.name),
        "externalRules": [rule],
        "mergeModelsBeforeValidation": False,
    }
    return json.dumps(document).encode()


def line_of_sent(number: int, column: int) -> str | None:
    """Give the line of what the form at hand brought in which a column stands, nothing where there is none."""
    sent: Sent | None = g.get("check", {}).get("sent")
    line = sent.line(number)[:_LONG] if sent else ""
    return line if column <= len(line) + 1 and line else None


def register(flask: Flask, reading: Reading, fresh: Fresh, validators: Validators) -> None:
    """Add the views to an application."""
    settings = reading.service.settings
    known(settings.contexts)  # a folder that cannot be used is told before anybody meets it
    checking = Checking(reading, fresh, validators, offered_profiles(repository(settings.repository)))
    flask.add_url_rule("/check", view_func=checking.form, methods=["GET"])
    flask.add_url_rule("/check", view_func=checking.check, methods=["POST"])


def _suffix(name: str) -> str | None:
    """Give the suffix of a file that says what it is; that of packing says nothing."""
    path = PurePath(name.lower())
    return (path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix) or None


def _check_fields(names: list[str]) -> None:
    for name in names:
        if name not in _FIELDS:
            raise BadParameter(
                f"There is no field “{name[:40]}” here.", place=Place("form"), remedy=f"Known: {', '.join(_FIELDS)}."
            )


def _check_choice(field: str, value: str, known: Mapping[str, object]) -> None:
    if value not in known:
        raise BadParameter(
            f"There is no {field} “{value[:40]}” here.",
            place=Place(f"field {field}"),
            remedy=f"Choose one of {', '.join(known)}.",
        )


def _too_large(most: int) -> ContentTooLarge:
    return ContentTooLarge(
        f"The content is longer than {most} bytes.",
        limit=Limit("content_max_bytes", most, "bytes"),
        remedy=MORE,
    )
