"""The named queries as forms with their answers, and a place to ask in SPARQL."""

import json
from typing import Any

from flask import Flask, Response, redirect, render_template, request

from clustergraph.pages.asking import Answer
from clustergraph.pages.choices import Choices
from clustergraph.pages.terms import read_rows
from clustergraph.query.catalogue import by_category, named_query
from clustergraph.query.formats import of_kind
from clustergraph.store.release import Release
from clustergraph.store.sealed import Question
from clustergraph.web.fresh import Fresh
from clustergraph.web.habits import refuse_updates
from clustergraph.web.reading import Reading
from clustergraph.web.showing import data_link
from clustergraph.web.translation import PARAMETER


class Questions:
    """The views of questions."""

    def __init__(self, reading: Reading, fresh: Fresh) -> None:
        self._reading = reading
        self._fresh = fresh
        self._release = reading.service.release
        self._choices = Choices()

    def queries(self) -> Response:
        """List the named queries."""
        return self._fresh.page(lambda: render_template("queries.html", groups=by_category(), shown=None))

    def query(self, name: str) -> Response:
        """Answer a named query, with the example where no parameters are given."""
        chosen = named_query(name)
        given = _given(name)
        text = chosen.ask(given).text
        return self._fresh.page(
            lambda: render_template(
                "query.html",
                query=chosen,
                given=given,
                text=text,
                fields=self._choices.fields(chosen, self._reading.reader()),
                asked_of=self._release.manifest.digest,
                **self._answer(text, self._release),
            )
        )

    def data(self, name: str, form: str) -> Response:
        """Lead from the short address of an answer as data to the endpoint, which gives it."""
        text, digest = named_query(name).ask(_given(name)).text, self._release.manifest.digest
        return redirect(data_link(text, form, digest), 303)  # type: ignore[return-value]

    def own_query(self) -> str:
        """Answer a query that somebody wrote, as the endpoint answers it."""
        refuse_updates(request.args)
        text, release = request.args.get("query", ""), self._reading.service.named(request.args.get("release"))
        answer = self._answer(text, release) if text else {}
        asked_of = release.manifest.digest if release else ""
        return render_template("own_query.html", text=text, asked_of=asked_of, **answer)

    def _answer(self, text: str, release: Release | None) -> dict[str, Any]:
        form, content, warnings = self._reading.read(Question(text), release, excerpt=True)
        if form.kind == "graph":
            return {"graph": content.decode(), "warnings": warnings}
        answer = json.loads(content)
        columns, rows = read_rows(answer)
        table = self._reading.reader().table(Answer(columns, rows, answer["more"]))
        return {"table": table, "warnings": warnings}


def _given(name: str) -> dict[str, str]:
    given = {key: value for key, value in request.args.items() if key != PARAMETER}
    return given or dict(named_query(name).example)


def register(flask: Flask, reading: Reading, fresh: Fresh) -> None:
    """Add the views to an application."""
    questions = Questions(reading, fresh)
    flask.add_url_rule("/queries", view_func=questions.queries, methods=["GET"])
    flask.add_url_rule("/queries/<name>", view_func=questions.query, methods=["GET"])
    forms = ", ".join(repr(form.name) for form in of_kind("solutions"))
    flask.add_url_rule(f"/queries/<name>.<any({forms}):form>", view_func=questions.data, methods=["GET"])
    flask.add_url_rule("/query", view_func=questions.own_query, methods=["GET"])
