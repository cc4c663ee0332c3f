"""The releases of this home: a list with what changed from one to the next, and the files of those that are kept."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, render_template, request

from clustergraph.errors import NotFound
from clustergraph.mapping.description import RELEASES
from clustergraph.query.service import QueryService
from clustergraph.store.citations import Citations
from clustergraph.store.history import Changes, Entry, describe
from clustergraph.store.home import Home
from clustergraph.store.release import Release
from clustergraph.web.dumps import send
from clustergraph.web.negotiation import HTML, choose


@dataclass(frozen=True)
class Row:
    """One release in the list: its entry, whether it is served and kept, and whether somebody cited it."""

    entry: Entry
    iri: str
    served: bool
    kept: bool
    cited: bool


class Releases:
    """The releases of a home, read anew each time: a build may add one while the server runs."""

    def __init__(self, service: QueryService, citations: Citations) -> None:
        self._service = service
        self._home = Home(service.settings.home)
        self._citations = citations

    def rows(self) -> Sequence[Row]:
        """List what was ever served, the newest first, and what lies in the home besides."""
        kept, pinned = {one.folder.name: one for one in self._home.kept()}, self._citations.pinned()
        entries = list(reversed(self._home.history.read()))
        known = {entry.name for entry in entries}
        entries = [*(describe(one) for name, one in kept.items() if name not in known), *entries]
        served = self._service.release.manifest
        return [
            Row(
                entry=entry,
                iri=served.iri.replace(served.digest, entry.digest),
                served=entry.digest == served.digest,
                kept=entry.name in kept,
                cited=entry.digest in pinned,
            )
            for entry in entries
        ]

    def listing(self) -> Response:
        """Answer with the list, as a page or as JSON."""
        rows = self.rows()
        media_type = choose(request.headers.get("Accept"), [("application/json",), (HTML.media_type,)])
        if media_type == HTML.media_type:
            response = Response(render_template("releases.html", rows=rows))
        else:
            told = {"releases": [_told(row) for row in rows]}
            response = Response(json.dumps(told, ensure_ascii=False), mimetype=media_type)
        response.headers["Cache-Control"] = "no-cache"
        return response

    def file(self, digest: str, name: str) -> Response:
        """Have a file of a kept release sent."""
        return send(self.kept(digest), name)

    def kept(self, digest: str) -> Release:
        """Find a kept release; raises :class:`NotFound` for others."""
        served = self._service.release
        found = served if digest == served.manifest.digest else self._home.find(digest)
        if found is None:
            raise NotFound(f"The release {digest[:64]} is not kept here.", remedy=f"{RELEASES}/ lists those that are.")
        return found

    def changes(self, digest: str) -> tuple[str | None, Changes | None]:
        """Give the digest of what came before a release, and what changed; nothing where that is not known."""
        for row in self.rows():
            if row.entry.digest == digest and row.entry.changes is not None:
                return row.entry.previous, row.entry.changes
        return None, None


def register(flask: Flask, releases: Releases) -> None:
    """Add the views to an application."""
    flask.add_url_rule(f"{RELEASES}/", "releases", releases.listing, methods=["GET"])
    flask.add_url_rule(f"{RELEASES}/<digest>/<name>", "release_file", releases.file, methods=["GET"])


def _told(row: Row) -> Mapping[str, Any]:
    entry = row.entry
    pairs = (entry.changes or {}).items()
    changes = {name: {"added": came, "removed": went} for name, (came, went) in pairs}
    return {
        "release": row.iri,
        "digest": entry.digest,
        "built": entry.built,
        "version": entry.version,
        "triples": entry.triples,
        "quads": entry.quads,
        "graphs": entry.graphs,
        "served": row.served,
        "kept": row.kept,
        "cited": row.cited,
        "previous": entry.previous,
        "added": entry.added if entry.changes is not None else None,
        "removed": entry.removed if entry.changes is not None else None,
        "changes": changes if entry.changes is not None else None,
    }
