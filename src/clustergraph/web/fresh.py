"""Answers that a client need not be sent again: what they depend on makes the ETag, before anything is asked.

A page is a function of the release, this program's files, the language and the address (RFC 9110, section 8.8.3).
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from flask import Response, request

from clustergraph import __version__
from clustergraph.store.release import Manifest
from clustergraph.web.conditions import has, has_any
from clustergraph.web.rendered import Rendered
from clustergraph.web.translation import language

_HERE = Path(__file__).parent


class Fresh:
    """Answers requests on one release; ``base`` is in links, so it counts too.

    Shapes, rules and texts of a release are in no digest of its graph: what it was built from counts beside.
    ``kept`` holds documents, which are the same for everybody.
    """

    def __init__(self, manifest: Manifest, base: str, kept: Rendered) -> None:
        self._rendered = kept
        self._state = f"{manifest.digest}\0{manifest.inputs}\0{base}\0{__version__}\0{_files()}"

    def page(self, render: Callable[[], str], *, keep: bool = False) -> Response:
        """Answer with a page, unless the client has it; one to ``keep`` has nothing of the request but its address."""
        return self._answer(f"html\0{language().tag}", "text/html", lambda: render().encode(), keep=keep)

    def data(self, media_type: str, write: Callable[[], bytes], *, keep: bool = True) -> Response:
        """Answer with a document for programs, unless the client has it."""
        return self._answer(media_type, media_type, write, keep=keep)

    def _answer(self, variant: str, media_type: str, write: Callable[[], bytes], *, keep: bool) -> Response:
        etag = hashlib.sha256(f"{self._state}\0{request.full_path}\0{variant}".encode()).hexdigest()[:32]
        had = request.headers.get("If-None-Match")
        content = None if has(had, etag) else self._rendered.give(etag, write) if keep else write()
        unchanged = content is None or has_any(had)
        response = Response(status=304) if unchanged else Response(content, mimetype=media_type)
        response.set_etag(etag)
        response.headers["Cache-Control"] = "no-cache"
        return response


def _files() -> str:
    """Digest the templates and translations."""
    state = hashlib.sha256()
    for path in sorted([*(_HERE / "templates").glob("*"), *(_HERE / "translations").glob("*")]):
        state.update(path.read_bytes())
    return state.hexdigest()
