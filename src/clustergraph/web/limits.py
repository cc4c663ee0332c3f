"""``/limits``: every limit that clients meet, out of the table of settings, with what happens beyond it."""

import json
from typing import Any

from flask import Flask, Response, render_template, request

from clustergraph.errors import family
from clustergraph.settings import Settings
from clustergraph.settings.table import TABLE
from clustergraph.web.negotiation import HTML, choose


def limits(settings: Settings) -> list[dict[str, Any]]:
    """List the limits: name, value, unit, sentence, and the code and status of the error beyond each."""
    statuses = {error.code: error.status for error in family()}
    return [
        {
            "name": setting.name,
            "value": getattr(settings, setting.name),
            "unit": setting.unit,
            "meaning": setting.sentence,
            "code": setting.refusal,
            "status": statuses[setting.refusal],
        }
        for setting in TABLE
        if setting.refusal
    ]


def register(flask: Flask, settings: Settings) -> None:
    """Add the view to an application."""
    found = limits(settings)

    def view() -> Response:
        media_type = choose(request.headers.get("Accept"), [("application/json",), (HTML.media_type,)])
        if media_type == HTML.media_type:
            return Response(render_template("limits.html", limits=found))
        return Response(json.dumps({"limits": found}, ensure_ascii=False), mimetype=media_type)

    flask.add_url_rule("/limits", "limits", view_func=view, methods=["GET"])
