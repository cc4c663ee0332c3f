"""The process that validates: ``python -m clustergraph.validator.child <repository>``, its settings in the environment.

It answers one request after another until its input ends: a frame ``Q`` (JSON: what is asked) and a frame ``B`` (the
body as it came) or ``F`` (the path of the file that has it). Up come ``R`` once (ready), ``P`` (JSON: step, done,
total), and then ``D`` with the answer in pieces and ``E`` (JSON: its type, the outcome, the counts), or ``X`` (JSON: a
problem). It can be killed at any moment; what is read here, what is checked and what is written costs nobody else a
thing. Profiles stay ready once they were asked for.
"""

import ctypes
import json
import os
import resource
import signal
import sys
import time
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, Any

from clustergraph.errors import ClustergraphError, ContentTooLarge, Limit, NotChecked, ValidationTooLarge
from clustergraph.query.frames import frame, frame_json, read_frame
from clustergraph.query.sandbox import forbid_network
from clustergraph.settings import Settings, read_settings
from clustergraph.sources.reading_limits import ReadingLimits
from clustergraph.sources.unpack import unpacked
from clustergraph.validation.garbage import keep, put_off
from clustergraph.validator.answering import Answer, answer, answer_many
from clustergraph.validator.domains import domain, domains
from clustergraph.validator.findings import page_language
from clustergraph.validator.program import BODY_TIMES, no_memory
from clustergraph.validator.ready import Ready, make_ready
from clustergraph.validator.request import Request, Text, is_request, read_request, read_requests

_GRACE = 1.0  # seconds after a deadline, should nobody be left to kill it
_PR_SET_PDEATHSIG = 1  # prctl(2)
_PIECE = 262_144
_OFTEN = 0.1  # seconds between two words on progress


def main() -> None:
    """Answer until the input ends."""
    for number in (signal.SIGINT, signal.SIGTERM):  # they are for the server, which ends its children
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    forbid_network()
    try:
        settings = read_settings(environ=os.environ)
        work = _Work(Path(sys.argv[1]), settings)
    except ClustergraphError as error:
        sys.exit(str(error))
    _limit_memory(settings.validate_memory * 1_048_576)
    answers = sys.stdout.buffer
    _send(answers, frame(b"R"))
    while (received := read_frame(sys.stdin.buffer)) is not None:
        body = read_frame(sys.stdin.buffer)
        if body is None:
            return
        asked = json.loads(received[1])
        with put_off():
            signal.setitimer(signal.ITIMER_REAL, asked["deadline"] + _GRACE)
            _send(answers, *work.frames(asked, _whole(*body), partial(_tell, answers, _Clock())))
            signal.setitimer(signal.ITIMER_REAL, 0)
        keep()


def _limit_memory(most: int) -> None:
    """Let validations take ``most`` bytes beyond what is held now."""
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + most, held + most))


def _whole(kind: bytes, content: bytes) -> bytes:
    """Give a body, which may lie in a file."""
    return Path(content.decode()).read_bytes() if kind == b"F" else content


class _Clock:
    """Says when it is time for another word on progress."""

    def __init__(self) -> None:
        self._last = 0.0

    def due(self) -> bool:
        now = time.monotonic()
        if now - self._last < _OFTEN:
            return False
        self._last = now
        return True


def _tell(answers: IO[bytes], clock: _Clock, step: str, done: int, total: int) -> None:
    if done == total or clock.due():
        _send(answers, frame_json(b"P", {"step": step, "done": done, "total": total}))


def _send(answers: IO[bytes], *frames: bytes) -> None:
    for one in frames:
        answers.write(one)
    answers.flush()


class _Work:
    """The domains and the profiles that are ready."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self._root = root
        self._settings = settings
        self._domains = domains(root)
        self._ready: dict[tuple[str, bool], Ready] = {}
        most = BODY_TIMES * settings.content_max_bytes
        self._limits = replace(ReadingLimits.of(settings), size=most)

    def frames(self, asked: dict[str, Any], body: bytes, told: Any) -> list[bytes]:
        """Answer a request with frames."""
        try:
            done = self._answer(asked, body, told)
        except (MemoryError, ValidationTooLarge):
            return [frame_json(b"X", no_memory(self._settings).problem())]
        except ClustergraphError as error:
            return [frame_json(b"X", error.problem())]
        except RecursionError:
            words = "The content or the shapes are nested more deeply than is followed here."
            return [frame_json(b"X", NotChecked(words, remedy="Nest less.").problem())]
        pieces = [frame(b"D", done.content[at : at + _PIECE]) for at in range(0, len(done.content), _PIECE)]
        about = {"content_type": done.content_type, "outcome": done.outcome, "counts": done.counts}
        return [*pieces, frame_json(b"E", about)]

    def _answer(self, asked: dict[str, Any], body: bytes, told: Any) -> Answer:
        where = domain(self._domains, asked["domain"])

        def validated(request: Request) -> Answer:
            try:
                kind = where.kind(request.validation_type)
                ready = self._profile(kind.profile, asked["served"], strict=kind.strict)
                return answer(request, asked["accepted"], ready, self._settings, told, asked.get("shown"))
            except ClustergraphError as error:
                error.speak(page_language(request.locale or "en"))
                raise

        if asked["gzip"]:
            body = self._unpacked(body)
        if asked["many"]:
            asked["accepted"] = _xml_for_json(asked["accepted"])
            requests = read_requests(body, self._settings.validate_batch)
            xml = [one if isinstance(one, ClustergraphError) else self._with(asked, _as_xml(one)) for one in requests]
            return answer_many(xml, validated, partial=asked["partial"])
        return validated(self._with(asked, self._request(asked, body)))

    def _unpacked(self, body: bytes) -> bytes:
        """Unpack a body, which may be longer than its content: base64 and JSON make it so."""
        try:
            return unpacked(body, self._limits, "body")
        except ContentTooLarge as error:
            if error.limit is None or error.limit.setting != "content_max_bytes":
                raise
            limit = Limit("content_max_bytes", self._settings.content_max_bytes, "bytes")
            words = f"The body is longer than {self._limits.size} bytes when it is unpacked."
            raise ContentTooLarge(words, place=error.place, limit=limit, remedy=error.remedy) from error

    def _request(self, asked: dict[str, Any], body: bytes) -> Request:
        """Read a request; RDF that came by itself is one."""
        declared = asked["content_type"]
        if declared == "application/json" or (declared == "application/ld+json" and is_request(body)):
            return read_request(body)
        return Request(content=Text(body, declared, "content"))

    def _with(self, asked: dict[str, Any], request: Request) -> Request:
        """Take from the query string what the request does not say itself."""
        said = asked["parameters"]
        return replace(
            request,
            validation_type=request.validation_type or said.get("validationType"),
            report_syntax=request.report_syntax or said.get("reportSyntax"),
            locale=request.locale or said.get("locale"),
            pass_over=request.pass_over or said.get("passOver") == "true",
        )

    def _profile(self, name: str, served: str | None, *, strict: bool) -> Ready:
        """Give a profile; ``served`` is the store of the release that is served, where it was loaded from files."""
        if (name, strict) not in self._ready:
            store = None if served is None else Path(served)
            self._ready[name, strict] = make_ready(self._root, name, strict=strict, served=store)
        return self._ready[name, strict]


def _as_xml(request: Request) -> Request:
    """Turn the one report that does not come in an array into XML, as at the Test Bed."""
    return replace(request, report_syntax=_xml_for_json(request.report_syntax)) if request.report_syntax else request


def _xml_for_json(media_type: str) -> str:
    return "application/xml" if media_type.partition(";")[0].strip().lower() == "application/json" else media_type


if __name__ == "__main__":
    main()
