"""The one family of errors, each with a stable code, an HTTP status and a problem document.

::

    ClustergraphError
    ├── InputError                  something that was handed in is wrong          exit 1 · 400
    │   ├── SyntaxProblem           bytes that do not parse                        syntax-error
    │   ├── UnknownTerm             a term that the ontology does not define       unknown-term
    │   ├── UnknownQuery            no named query of that name                    unknown-query · 404
    │   ├── UnknownRelease          a release that is not kept here                unknown-release · 404
    │   ├── NotCitable              an answer that may differ next time            not-citable
    │   ├── BadParameter            a parameter that is missing or malformed       bad-parameter
    │   ├── ContentTooLarge         more content than is read                      content-too-large · 413
    │   ├── BatchTooLarge           more validations in a call than are done       batch-too-large · 413
    │   ├── ShapesProblem           shapes that are ill-formed or not allowed      shapes-problem
    │   └── BadSetting              a setting that cannot be used                  bad-setting
    ├── RepositoryError             the curated repository is not as it must be    repository-error
    ├── ValidationFailed            blocking findings                              validation-failed · 422
    ├── ReleaseError                a release is absent or damaged                 release-error · 503
    ├── HomeBusy                    another process holds the home                 home-busy · 503
    ├── StorageFailed               the disk does not take or give what it must    storage-failed · 503
    │   └── DiskFull                it is full                                     disk-full · 507
    ├── RequestRefused              the protocol was not followed
    │   ├── MethodNotAllowed        not a method of this resource                  method-not-allowed · 405
    │   ├── NotAcceptable           no format that the client takes                not-acceptable · 406
    │   │   └── FormatCannotHold    an answer that a format has no way to write    format-cannot-hold · 406
    │   ├── UnsupportedMediaType    a body of another type                         unsupported-media-type · 415
    │   ├── UpdateRefused           an update sent to a read-only endpoint         update-refused · 403
    │   ├── OtherSiteRefused        a form of another site that would keep things  other-site-refused · 403
    │   ├── NotFound                nothing lives at this address                  not-found · 404
    │   ├── Gone                    what had this name is no longer described      gone · 410
    │   ├── RangeNotSatisfiable     a part of a file that it does not have         range-not-satisfiable · 416
    │   ├── AddressTooLong          a path that is longer than is read             address-too-long · 414
    │   ├── HeaderTooLong           a header that is longer than is read           header-too-long · 431
    │   ├── RequestTooSlow          the request did not arrive in time             request-too-slow · 408
    │   └── TooManyRequests         more than one client's share                   too-many-requests · 429
    ├── QueryRefused                the guard turned a query away
    │   ├── QueryTooLong            more text than is read                         query-too-long · 413
    │   ├── QueryTooDeep            nested more deeply than is evaluated           query-too-deep
    │   ├── QueryTooComplex         more operators than are evaluated              query-too-complex
    │   ├── UnknownGraph            a graph that the release does not have         unknown-graph
    │   └── ServiceRefused          a call to an endpoint that is not allowed      service-refused · 403
    ├── CitationsFull               no room for another citation                   citations-full · 507
    ├── CitedAnswerDiffers          a cited answer has not the bytes it had        cited-answer-differs · 500
    ├── NotReady                    no query would be answered now                 not-ready · 503
    ├── NotChecked                  a part could not be looked at                  not-checked · 422
    ├── ValidationStopped           validation was ended                           validation-stopped · 503
    │   ├── ValidationTooLong       it took too long                               validation-too-long · 503
    │   ├── ValidatorBusy           no process was free, or too much waits         validator-busy · 503
    │   ├── TooManyFindings         it found more than is told                     too-many-findings · 413
    │   ├── ValidationTooLarge      it needs more memory than it may use           validation-too-large · 413
    │   └── ValidationCrashed       it ended the process that validated            validation-crashed · 500
    └── QueryStopped                evaluation was ended
        ├── DeadlinePassed          it took too long                               deadline-passed · 503
        ├── ResultTooLarge          it produced too much                           result-too-large · 413
        ├── QueryCrashed            it ended the process that evaluated it         query-crashed · 500
        ├── ServiceFailed           another endpoint did not answer as it must     service-failed · 502
        ├── ReaderTooSlow           the client did not read on                     reader-too-slow · 408
        ├── ShuttingDown            the server is ending                           shutting-down · 503
        └── ServerBusy              no process was free in time                    server-busy · 503

A problem document follows RFC 9457; its ``type`` is ``https://w3id.org/clustergraph/problem/<code>``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

PROBLEM_BASE = "https://w3id.org/clustergraph/problem/"
#: What the ``instance`` of a problem begins with; the number follows that the line of the log has too.
OCCURRENCE = "urn:x-clustergraph:occurrence:"


@dataclass(frozen=True)
class Place:
    """Where something is wrong; every part may be absent.

    ``source`` names the text (a path, "query", "setting CLUSTERGRAPH_PORT"); ``line`` and ``column`` count from 1.
    ``excerpt`` is the line, and below it another with a mark under the column.
    """

    source: str | None = None
    line: int | None = None
    column: int | None = None
    excerpt: str | None = None

    def __str__(self) -> str:
        """Render as ``source:line:column``, the form editors make clickable."""
        return ":".join(str(part) for part in (self.source, self.line, self.column) if part is not None)


@dataclass(frozen=True)
class Limit:
    """A limit that was hit: the setting's name, its value and unit."""

    setting: str
    value: float
    unit: str

    def __str__(self) -> str:
        """Render as ``name = value unit``."""
        return f"{self.setting} = {self.value:.15g} {self.unit}"


_LONGEST = 2000  # characters of a message that a client is told


class ClustergraphError(Exception):
    """Base of the family: a message that says what, and beside it where, how to mend it and which limit.

    ``code`` is stable and documented in ``docs/errors.md``; ``status`` is the HTTP status; ``retry_after`` says in how
    many seconds it may be worth to try again; ``others`` has message and remedy in other languages, by their tags.
    """

    code: ClassVar[str] = "internal-error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong here"
    #: Whether it tells of the server's own files: clients are told what, operators where, under one number.
    inside: ClassVar[bool] = False
    #: The language of the message and the remedy.
    language: str = "en"

    def __init__(
        self,
        message: str,
        *,
        place: Place | None = None,
        remedy: str | None = None,
        limit: Limit | None = None,
        retry_after: int | None = None,
        others: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy
        self.limit = limit
        self.retry_after = retry_after
        self.others = others or {}
        #: The number under which operators find it in their log; nothing where it is not written there.
        self.number: str | None = None

    def speak(self, tag: str) -> None:
        """Say message and remedy in a language, as far as they are known in it (``others``)."""
        if tag in self.others:
            self.message, self.remedy = self.others[tag]
            self.language = tag

    def problem(self) -> dict[str, Any]:
        """Give the problem document (RFC 9457) as a dictionary for JSON."""
        document: dict[str, Any] = {
            "type": PROBLEM_BASE + self.code,
            "title": self.title,
            "status": self.status,
            "detail": self.message if len(self.message) <= _LONGEST else f"{self.message[:_LONGEST]}…",
            "code": self.code,
        }
        if self.place is not None:
            document["place"] = {key: value for key, value in vars(self.place).items() if value is not None}
        if self.remedy is not None:
            document["remedy"] = self.remedy
        if self.limit is not None:
            document["limit"] = vars(self.limit).copy()
        if self.retry_after is not None:
            document["retry_after"] = self.retry_after
        if self.language != "en":
            document["language"] = self.language
        if self.number is not None:
            document["instance"] = OCCURRENCE + self.number
        return document


class InputError(ClustergraphError):
    """Something that was handed in is wrong."""

    code, status, title = "bad-input", 400, "The input is wrong"


class SyntaxProblem(InputError):
    """Bytes that do not parse; the place carries line and column."""

    code, status, title = "syntax-error", 400, "The text does not parse"


class UnknownTerm(InputError):
    """A term that the ontology does not define."""

    code, status, title = "unknown-term", 400, "No such term"


class UnknownQuery(InputError):
    """No named query of that name."""

    code, status, title = "unknown-query", 404, "No such named query"


class UnknownRelease(InputError):
    """A release that is not kept here, asked for by its digest."""

    code, status, title = "unknown-release", 404, "This release is not kept here"


class NotCitable(InputError):
    """An answer that cannot be cited, because the same question may have another one next time."""

    code, status, title = "not-citable", 400, "This answer cannot be cited"


class BadParameter(InputError):
    """A parameter that is missing, unknown or malformed."""

    code, status, title = "bad-parameter", 400, "A parameter is wrong"


class ContentTooLarge(InputError):
    """More content than is read, in bytes, in statements or in one of them."""

    code, status, title = "content-too-large", 413, "There is too much of it"


class BatchTooLarge(InputError):
    """More validations in one call than are done in one."""

    code, status, title = "batch-too-large", 413, "Too many validations in one call"


class ShapesProblem(InputError):
    """Shapes that are ill-formed, or ask for what is not allowed here."""

    code, status, title = "shapes-problem", 400, "The shapes cannot be used"


class BadSetting(InputError):
    """A setting that cannot be used."""

    code, status, title = "bad-setting", 400, "A setting is wrong"


class RepositoryError(ClustergraphError):
    """The curated repository is not as it must be."""

    code, status, title = "repository-error", 500, "The curated repository has a fault"
    inside = True


class ValidationFailed(ClustergraphError):
    """Blocking findings; the message counts them, the report lists them."""

    code, status, title = "validation-failed", 422, "The data breaks its rules"


class ReleaseError(ClustergraphError):
    """A release is absent or damaged."""

    code, status, title = "release-error", 503, "No usable release"
    inside = True


class HomeBusy(ClustergraphError):
    """Another process holds the home."""

    code, status, title = "home-busy", 503, "Another process uses this home"
    inside = True


class StorageFailed(ClustergraphError):
    """The disk of the server does not take what is written, or does not give back what it took."""

    code, status, title = "storage-failed", 503, "The server cannot use its disk"
    inside = True


class DiskFull(StorageFailed):
    """The disk of the server is full; nothing was left half done."""

    code, status, title = "disk-full", 507, "The disk of the server is full"


class RequestRefused(ClustergraphError):
    """The protocol was not followed."""

    code, status, title = "bad-request", 400, "The request is wrong"


class MethodNotAllowed(RequestRefused):
    """Not a method of this resource; the header Allow has those that are (RFC 9110, section 15.5.6)."""

    code, status, title = "method-not-allowed", 405, "This method is not offered here"

    def __init__(self, message: str, *, allowed: Sequence[str] = (), remedy: str | None = None, **more: Any) -> None:
        offered = f"Use one of {', '.join(allowed)}." if allowed else None
        super().__init__(message, remedy=remedy or offered, **more)
        self.allowed = tuple(allowed)


class NotAcceptable(RequestRefused):
    """No format that the client takes."""

    code, status, title = "not-acceptable", 406, "None of the formats asked for is offered"


class FormatCannotHold(NotAcceptable):
    """An answer with a term that the format asked for has no way to write; others have one."""

    code, status, title = "format-cannot-hold", 406, "This format cannot hold the answer"


class UnsupportedMediaType(RequestRefused):
    """A body of a type that is not read here."""

    code, status, title = "unsupported-media-type", 415, "A body of this type is not read"


class UpdateRefused(RequestRefused):
    """An update sent to a read-only endpoint."""

    code, status, title = "update-refused", 403, "This endpoint only answers questions"


class OtherSiteRefused(RequestRefused):
    """A form of another site, sent to where something is kept; only those of the pages here are taken."""

    code, status, title = "other-site-refused", 403, "A form of another site is not taken here"


class NotFound(RequestRefused):
    """Nothing lives at this address."""

    code, status, title = "not-found", 404, "Nothing is at this address"


class Gone(RequestRefused):
    """What had this permanent name is no longer described, and nothing takes its place."""

    code, status, title = "gone", 410, "This is no longer described"


class RangeNotSatisfiable(RequestRefused):
    """A part of a file that the file does not have; ``length`` is how many bytes it has."""

    code, status, title = "range-not-satisfiable", 416, "The file has no such part"

    def __init__(self, message: str, *, length: int = 0, **more: Any) -> None:
        super().__init__(message, **more)
        self.length = length


class AddressTooLong(RequestRefused):
    """An address whose path is longer than is read."""

    code, status, title = "address-too-long", 414, "The address is too long"


class HeaderTooLong(RequestRefused):
    """A header that is longer than is read."""

    code, status, title = "header-too-long", 431, "A header is too long"


class TooManyRequests(RequestRefused):
    """More requests, citations, queries or documents at once, or seconds of evaluation than one client's share."""

    code, status, title = "too-many-requests", 429, "More than your share"


class RequestTooSlow(RequestRefused):
    """The whole request did not arrive in time."""

    code, status, title = "request-too-slow", 408, "The request did not arrive"


class CitationsFull(ClustergraphError):
    """No room for another citation."""

    code, status, title = "citations-full", 507, "No more answers can be cited here"


class CitedAnswerDiffers(ClustergraphError):
    """A cited answer that does not have the bytes it had."""

    code, status, title = "cited-answer-differs", 500, "This is not the answer that was cited"


class NotReady(ClustergraphError):
    """No query would be answered in time now; what ``/health/ready`` says."""

    code, status, title = "not-ready", 503, "No query would be answered now"


class QueryRefused(ClustergraphError):
    """The guard turned a query away before the parser saw it."""

    code, status, title = "query-refused", 400, "The query was not evaluated"


class QueryTooLong(QueryRefused):
    """More text than is read."""

    code, status, title = "query-too-long", 413, "The query is too long"


class QueryTooDeep(QueryRefused):
    """Nested more deeply than is evaluated."""

    code, status, title = "query-too-deep", 400, "The query is nested too deeply"


class QueryTooComplex(QueryRefused):
    """More operators than are evaluated."""

    code, status, title = "query-too-complex", 400, "The query has too many operators"


class UnknownGraph(QueryRefused):
    """A dataset with a graph that the release does not have; nothing is fetched."""

    code, status, title = "unknown-graph", 400, "There is no such graph"


class ServiceRefused(QueryRefused):
    """A call to another endpoint that is not on the list of those allowed."""

    code, status, title = "service-refused", 403, "The call to another endpoint is not allowed"


class NotChecked(ClustergraphError):
    """Nothing grave was found, but a part could not be looked at: that is no verdict."""

    code, status, title = "not-checked", 422, "This could not be checked"


class ValidationStopped(ClustergraphError):
    """Validation was ended before it was complete."""

    code, status, title = "validation-stopped", 503, "The validation was stopped"


class ValidationTooLong(ValidationStopped):
    """It took longer than the deadline."""

    code, status, title = "validation-too-long", 503, "The validation took too long"


class ValidatorBusy(ValidationStopped):
    """No process was free in time, or there is no room for another job."""

    code, status, title = "validator-busy", 503, "The validator is busy"


class TooManyFindings(ValidationStopped):
    """It found more than a report tells."""

    code, status, title = "too-many-findings", 413, "There are too many findings"


class ValidationTooLarge(ValidationStopped):
    """It needs more memory than one validation may use."""

    code, status, title = "validation-too-large", 413, "The validation needs too much memory"


class ValidationCrashed(ValidationStopped):
    """It ended the process that validated, for another reason than a limit."""

    code, status, title = "validation-crashed", 500, "The validation ended its process"


class QueryStopped(ClustergraphError):
    """Evaluation was ended before it was complete."""

    code, status, title = "query-stopped", 503, "The query was stopped"


class DeadlinePassed(QueryStopped):
    """It took longer than the deadline."""

    code, status, title = "deadline-passed", 503, "The query took too long"


class ResultTooLarge(QueryStopped):
    """It produced more bytes than are sent."""

    code, status, title = "result-too-large", 413, "The answer is too large"


class QueryCrashed(QueryStopped):
    """It ended the process that evaluated it; the words say whether by its memory or by a fault of the engine."""

    code, status, title = "query-crashed", 500, "The query ended its process"


class ServiceFailed(QueryStopped):
    """Another endpoint that the query calls did not answer, or not as it must."""

    code, status, title = "service-failed", 502, "Another endpoint failed"


class ReaderTooSlow(QueryStopped):
    """The client did not read on; seen in the log alone, because the transfer is broken then."""

    code, status, title = "reader-too-slow", 408, "The answer was not read"


class ServerBusy(QueryStopped):
    """No process was free in time."""

    code, status, title = "server-busy", 503, "All processes are busy"


class ShuttingDown(QueryStopped):
    """The server is ending; an answer that has begun is broken then."""

    code, status, title = "shutting-down", 503, "The server is shutting down"


def family() -> list[type[ClustergraphError]]:
    """List the whole family, parents before children, in the order of definition."""
    found: list[type[ClustergraphError]] = [ClustergraphError]
    for error in found:
        found.extend(error.__subclasses__())
    return found


def from_problem(document: Mapping[str, Any]) -> ClustergraphError:
    """Give the error back that a problem document was made from, as another process sent it."""
    kinds = {error.code: error for error in family()}
    place, limit = document.get("place"), document.get("limit")
    error = kinds[document["code"]](
        document["detail"],
        place=Place(**place) if place else None,
        remedy=document.get("remedy"),
        limit=Limit(**limit) if limit else None,
        retry_after=document.get("retry_after"),
    )
    error.language = document.get("language", "en")
    return error
