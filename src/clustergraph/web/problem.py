"""Problem documents as they are sent (RFC 9457): one member a line, because editors show them as they come."""

import json

from clustergraph.errors import ClustergraphError, MethodNotAllowed, RangeNotSatisfiable

MEDIA_TYPE = "application/problem+json"
#: Names the error of a problem's answer, also where there is no body or the body is a page.
ERROR = "clustergraph-error"


def problem_content(error: ClustergraphError, **more: str) -> bytes:
    """Write the document; ``more`` are members that a door's own clients read.

    Half of a character, which a client may have sent, stands as its escape.
    """
    document = {**error.problem(), **more}
    return json.dumps(document, indent=2, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def problem_headers(error: ClustergraphError) -> dict[str, str]:
    """Give the headers that go with an error, whatever its body is.

    Nobody keeps it; a 405 says what is allowed, a 416 how long the file is.
    """
    headers = {"cache-control": "no-store", ERROR: error.code}
    if isinstance(error, MethodNotAllowed):
        headers["allow"] = ", ".join(error.allowed)
    if isinstance(error, RangeNotSatisfiable):
        headers["content-range"] = f"bytes */{error.length}"
    if error.retry_after is not None:
        headers["retry-after"] = str(error.retry_after)
    return headers
