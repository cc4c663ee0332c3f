"""The door at ``/shacl/…``: the Test Bed's REST interface, with true status codes, and jobs for what takes long.

What the bodies hold is looked at in the processes that validate, never here: a body is taken in, within its limit, and
lies on disk until it has its turn. ``Prefer: respond-async`` (RFC 7240) makes a job of a validation.
"""

import json
from collections.abc import MutableMapping
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from typing import Any

from clustergraph import __version__
from clustergraph.errors import (
    BadParameter,
    ClustergraphError,
    ContentTooLarge,
    Limit,
    NotFound,
    Place,
    UnsupportedMediaType,
)
from clustergraph.graph.syntaxes import GENERAL, SYNTAXES
from clustergraph.query.accounts import Accounts
from clustergraph.query.aside import aside
from clustergraph.query.contents import Content, Contents
from clustergraph.resources import built
from clustergraph.settings import Settings
from clustergraph.sources.spreadsheets import declared_kind, not_read_yet
from clustergraph.sources.unpack import MORE
from clustergraph.validator.domains import Domain, domain
from clustergraph.validator.findings import page_language
from clustergraph.validator.jobs import Job, Jobs
from clustergraph.validator.pool import Reply as Report
from clustergraph.validator.pool import Sender, Told, Validators
from clustergraph.validator.program import BODY_TIMES
from clustergraph.web.bodies import Bounds, receive_body
from clustergraph.web.doors import READING, Methods
from clustergraph.web.negotiation import choose_report
from clustergraph.web.parameters import read_parameters
from clustergraph.web.preferences import preferred
from clustergraph.web.reply import Receive, Reply, Send, unless_gone
from clustergraph.web.target import read_headers
from clustergraph.web.translation import choose_language

PREFIX = "/shacl/"
_WRITE: Methods = ("POST", "OPTIONS")
_JOB: Methods = ("GET", "HEAD", "DELETE", "OPTIONS")
#: Media types of a body: a request of the Test Bed's, or RDF that is itself the content.
REQUEST_TYPES = ("application/json", "application/ld+json")
CONTENT_TYPES = (
    *(row.media_type for row in SYNTAXES),
    *(alias for row in SYNTAXES for alias in row.aliases if alias not in GENERAL),
    *("application/xml", "text/xml", "application/gzip", "application/octet-stream"),
)
PARAMETERS = ("validationType", "reportSyntax", "locale", "passOver", "partial")
_TOLD = ("info", "healthcheck", "version")
_JSON = "application/json"


class ShaclDoor:
    """Answers below ``/shacl/``."""

    def __init__(
        self, validators: Validators, jobs: Jobs, found: dict[str, Domain], accounts: Accounts, contents: Contents,
        settings: Settings,
    ) -> None:  # fmt: skip
        self._validators = validators
        self._jobs = jobs
        self._domains = found
        self._accounts = accounts
        self._contents = contents
        self._settings = settings

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        parts = scope["path"].removeprefix(PREFIX).split("/")
        reply = Reply(send, head=scope["method"] == "HEAD")
        try:
            await self._answer(parts, scope, receive, reply)
        except ClustergraphError as error:
            if reply.begun:
                raise
            await self.refuse(reply, error)

    async def refuse(self, reply: Reply, error: ClustergraphError) -> None:
        """Tell of a problem, with what clients of the Test Bed read of it."""
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
        await reply.problem(error, message=error.message, timestamp=at)

    async def _answer(self, parts: list[str], scope: MutableMapping[str, Any], receive: Receive, reply: Reply) -> None:
        match parts:
            case ["api", call] | [_, "api", call] if call in _TOLD:
                await self._tell(parts, reply)
            case [name, "api", ("validate" | "validateMultiple") as call]:
                where = domain(self._domains, name)
                await self._validate(where, scope, receive, reply, many=call == "validateMultiple")
            case [name, "api", "jobs", job]:
                await self._job(self._jobs.find(name, job), f"{PREFIX}{name}/api/jobs/{job}", scope["method"], reply)
            case [name, "api", "jobs", job, "report"]:
                await self._report(self._jobs.find(name, job), reply)
            case _:
                raise NotFound(
                    f"Nothing is at {scope['path'][:200]}.", remedy="/shacl/api/info tells which domains there are."
                )

    async def _tell(self, parts: list[str], reply: Reply) -> None:
        """Tell what is known without a body: of all domains, or of one."""
        call, found = parts[-1], list(self._domains.values())
        if parts[0] != "api":
            found = [domain(self._domains, parts[0])]
        if call == "healthcheck":
            await reply.whole(200, {"cache-control": "no-store"})
        elif call == "version":
            await _json(reply, {"versionNumber": __version__, "buildTimestamp": built()})
        else:
            told = [one.info() for one in found]
            await _json(reply, told if parts[0] == "api" else told[0])

    async def _validate(
        self, where: Domain, scope: MutableMapping[str, Any], receive: Receive, reply: Reply, *, many: bool
    ) -> None:
        asked, wait = await aside(len(scope["query_string"]), partial(self._asked, where, scope, many=many))
        client = scope["client"][0] if scope.get("client") else "unknown"
        with self._accounts.query(client), ExitStack() as kept:
            body = kept.enter_context(self._contents.new(client))
            await receive_body(scope, receive, body, self._bounds())
            if wait:
                await unless_gone(self._told(asked, body, client, reply), receive)
                return
            job = self._start(asked, client, body)
            kept.pop_all()  # the job closes what was sent
        await self._accepted(job, where, reply)

    async def _told(self, asked: dict[str, Any], body: Content, client: str, reply: Reply) -> None:
        limit = Limit("validate_deadline", self._settings.validate_deadline, "seconds")
        report = await self._validators.ask(asked, body, limit, Sender(client))
        with report.content:
            await reply.pieces(200, _headers(report), report.content.pieces(), report.content.size)

    def _start(self, asked: dict[str, Any], client: str, body: Content) -> Job:
        limit = Limit("job_deadline", self._settings.job_deadline, "seconds")

        async def work(told: Told) -> Report:
            return await self._validators.ask(asked, body, limit, Sender(client, behind=True), told)

        return self._jobs.start(asked["domain"], client, body, work)

    async def _accepted(self, job: Job, where: Domain, reply: Reply) -> None:
        address = f"{PREFIX}{where.name}/api/jobs/{job.name}"
        headers = {"content-type": _JSON, "location": address, "preference-applied": "respond-async"}
        headers |= {"cache-control": "no-store", "retry-after": "1"}
        await reply.whole(202, headers, _dumped({**job.as_json(self._jobs.now()), "status": address}))

    async def _job(self, job: Job, address: str, method: str, reply: Reply) -> None:
        if method == "DELETE":
            await self._jobs.end(job)
            await reply.whole(204, {})
            return
        document = job.as_json(self._jobs.now())
        if job.state == "finished":
            document["report"] = f"{address}/report"
        await _json(reply, document)

    async def _report(self, job: Job, reply: Reply) -> None:
        if job.error is not None:
            raise job.error
        if job.reply is None:
            raise NotFound(
                "The report is not there yet.", remedy="Ask the job's own address how far it is.", retry_after=1
            )
        await reply.pieces(200, _headers(job.reply), job.report(), job.reply.content.size)

    def _asked(self, where: Domain, scope: MutableMapping[str, Any], *, many: bool) -> tuple[dict[str, Any], bool]:
        """Read what stands outside the body; gives it, and whether the client waits."""
        headers = read_headers(scope)
        declared = headers.get("content-type", _JSON).partition(";")[0].strip().lower()
        known = REQUEST_TYPES if many else (*REQUEST_TYPES, *CONTENT_TYPES)
        if declared not in known:
            _refuse_spreadsheets(declared, scope)
            raise UnsupportedMediaType(f"A body of type “{declared[:100]}” is not read here.", remedy=_send(known))
        encoding = headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "gzip", ""):
            raise UnsupportedMediaType(f"A body in the encoding “{encoding[:100]}” is not read.", remedy="Send gzip.")
        parameters = _parameters(scope["query_string"])
        parameters.setdefault("locale", choose_language(None, None, headers.get("accept-language")).tag)
        _flag("passOver", parameters.get("passOver", "false"))
        asked = {
            "domain": where.name,
            "many": many,
            "partial": _flag("partial", parameters.pop("partial", "false")),
            "accepted": choose_report(headers.get("accept")),
            "content_type": declared,
            "gzip": encoding == "gzip",
            "parameters": parameters,
        }
        return asked, "respond-async" not in preferred(headers.get("prefer"))

    def _bounds(self) -> Bounds:
        most = BODY_TIMES * self._settings.content_max_bytes
        limit = Limit("content_max_bytes", self._settings.content_max_bytes, "bytes")
        return Bounds(most, ContentTooLarge(f"The body is longer than {most} bytes.", limit=limit, remedy=MORE))


def _refuse_spreadsheets(declared: str, scope: MutableMapping[str, Any]) -> None:
    """Call a spreadsheet what it is, in the language that is asked for."""
    if kind := declared_kind(declared):
        told = not_read_yet(kind, Place("content"))
        told.speak(page_language(_parameters(scope["query_string"]).get("locale", "en")))
        error = UnsupportedMediaType(told.message, place=told.place, remedy=told.remedy)
        error.language = told.language
        raise error


def methods_of(path: str) -> Methods:
    """Give the methods of a path of this door."""
    match path.removeprefix(PREFIX).split("/"):
        case [_, "api", "validate" | "validateMultiple"]:
            return _WRITE
        case [_, "api", "jobs", job] if job:
            return _JOB
        case ["api", call] | [_, "api", call] if call in _TOLD:
            return READING
        case [_, "api", "jobs", _, "report"]:
            return READING
        case _:
            return ()


def _parameters(content: bytes) -> dict[str, str]:
    found = read_parameters(content, "query string")
    for name, values in found.items():
        if name not in PARAMETERS:
            raise BadParameter(f"There is no parameter “{name[:100]}” here.", remedy=f"Known: {', '.join(PARAMETERS)}.")
        if len(values) > 1:
            raise BadParameter(f"The parameter “{name}” is given {len(values)} times.", remedy="Give it once.")
    return {name: values[0] for name, values in found.items()}


def _flag(name: str, word: str) -> bool:
    if word not in ("true", "false"):
        raise BadParameter(f"{name} must be true or false.", place=Place(f"parameter {name}"))
    return word == "true"


def _headers(report: Report) -> dict[str, str]:
    headers = {"content-type": report.content_type, "cache-control": "no-store"}
    if report.outcome:
        headers["clustergraph-outcome"] = report.outcome
    if report.content_type.startswith("text/html"):  # the page brings its own few rules of style along
        headers["content-security-policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    return headers


def _send(types: tuple[str, ...]) -> str:
    return f"Send one of {', '.join(dict.fromkeys(types))}."


async def _json(reply: Reply, document: object) -> None:
    await reply.whole(200, {"content-type": _JSON, "cache-control": "no-store"}, _dumped(document))


def _dumped(document: object) -> bytes:
    return json.dumps(document, indent=2, ensure_ascii=False).encode("utf-8", "backslashreplace")
