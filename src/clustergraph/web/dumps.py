"""The dumps of the release: a page that lists them, and each as a download.

A file is served where the manifest names it, and by that name alone; what a visitor writes is never part of a path.
"""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Flask, Response, render_template, request

from clustergraph.errors import NotFound, Place, ReleaseError
from clustergraph.mapping.description import file_type
from clustergraph.store.release import Release
from clustergraph.store.wholeness import sha256_of
from clustergraph.web.files import FILE
from clustergraph.web.ranges import wanted_part


class Dumps:
    """The views of the dumps of one release."""

    def __init__(self, release: Release) -> None:
        self._release = release
        files = release.manifest.files
        self._files = {name.removeprefix("dumps/"): said for name, said in files.items() if name.startswith("dumps/")}

    def listing(self) -> str:
        """List the dumps with their sizes and digests."""
        return render_template("dumps.html", files=self._files, lacking=self._release.manifest.lacking)

    def download(self, name: str) -> Response:
        """Have one dump sent; not again where the client has it."""
        return send(self._release, name)


def send(release: Release, name: str) -> Response:
    """Have one dump of a release sent, or the part that is asked for; not again where the client has it.

    Raises :class:`NotFound`, and :class:`RangeNotSatisfiable` for a part that it does not have.
    """
    said = release.manifest.files.get(f"dumps/{name}")
    if said is None:
        raise NotFound(f"There is no dump “{name}”.", remedy="The dumps are listed at /dumps/.")
    path = release.dumps / name
    response = Response(mimetype=file_type(name).media_type)
    response.headers[FILE] = str(path)
    response.headers["Clustergraph-Release"] = release.manifest.digest
    response.content_length = size = _whole(path, said)
    response.set_etag(said["sha256"])
    response.last_modified = modified = datetime.fromisoformat(release.manifest.built).replace(microsecond=0)
    response.make_conditional(request)
    response.headers["Accept-Ranges"] = "bytes"
    if response.status_code == HTTPStatus.OK and request.method == "GET":
        part = wanted_part(request.headers, size, said["sha256"], modified)
        if part is not None:
            first, last = part
            response.status_code = HTTPStatus.PARTIAL_CONTENT
            response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
            response.content_length = last - first + 1
    return response


def register(flask: Flask, release: Release) -> None:
    """Add the views to an application."""
    dumps = Dumps(release)
    flask.add_url_rule("/dumps/", view_func=dumps.listing, methods=["GET"])
    flask.add_url_rule("/dumps/<name>", view_func=dumps.download, methods=["GET"])
    # what the IRIs of the JSON-LD context and frame lead to
    names = "/ontology/<any('context.jsonld', 'frame.jsonld'):name>"
    flask.add_url_rule(names, view_func=dumps.download, methods=["GET"])


def _whole(path: Path, said: Mapping[str, Any]) -> int:
    """Give the size of a file that is as the manifest says; raises :class:`ReleaseError` for any other.

    It is read once, and again when it has changed.
    """
    if sha256_of(path) != said["sha256"]:
        raise ReleaseError(
            f"The dump {path.name} of the release is missing or damaged.",
            place=Place(str(path)),
            remedy="Run `clustergraph doctor`, then `clustergraph build`.",
        )
    return int(said["bytes"])
