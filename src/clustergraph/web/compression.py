"""Compresses what Flask answers: pages, descriptions, dumps (RFC 9110, sections 8.4 and 8.8.3).

What is compressed has an ETag of its own, a weak one: another version of zlib would write other bytes for the same
content.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator

from flask import Response, request

from clustergraph.web.files import FILE
from clustergraph.web.preferences import takes_gzip

_SMALL = 1400  # bytes: what fits into one packet
_LEVEL = 6
_GZIP = 31  # zlib's name for the format of RFC 1952
_WORDS = ("text/", "application/", "image/svg")
_PACKED = ("zip", "octet-stream", "pdf")


def compress(response: Response) -> Response:
    """Compress an answer where the client takes it and it is worth it; answers that it has it already where it has."""
    if not _of_words(response.mimetype) and response.status_code != 304:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or _small(response) or not takes_gzip(request.headers.get("Accept-Encoding")):
        return response
    response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag:
        response.set_etag(f"{etag}-gzip", weak=True)
    _compress_body(response)
    return response.make_conditional(request)  # type: ignore[return-value]


def _of_words(mimetype: str | None) -> bool:
    return bool(mimetype) and str(mimetype).startswith(_WORDS) and not str(mimetype).endswith(_PACKED)


def _small(response: Response) -> bool:
    if FILE in response.headers:
        return (response.content_length or 0) < _SMALL
    length = response.calculate_content_length() if response.is_sequence else response.content_length
    return length is not None and length < _SMALL


def _compress_body(response: Response) -> None:
    if FILE in response.headers:  # compressed when it is sent
        response.headers.pop("Content-Length", None)
        response.automatically_set_content_length = False
        return
    if response.is_sequence:
        response.set_data(gzip.compress(response.get_data(), _LEVEL, mtime=0))
        return
    response.direct_passthrough = False
    pieces = response.response
    response.call_on_close(getattr(pieces, "close", lambda: None))
    response.response = _compressed(pieces)  # type: ignore[arg-type]
    response.headers.pop("Content-Length", None)


def _compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
    for piece in pieces:
        packed = packer.compress(piece)
        if packed:
            yield packed
    yield packer.flush()
