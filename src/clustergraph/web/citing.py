"""Citations: the page that offers one, the request that keeps one, and each as a page, text, BibTeX and CSL-JSON."""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress

from flask import Flask, Response, redirect, render_template, request

from clustergraph.errors import BadParameter, Place, ReleaseError
from clustergraph.mapping.citation import Cited, as_bibtex, as_csl, as_text
from clustergraph.query.answer import Asking
from clustergraph.query.citing import cite
from clustergraph.query.formats import BY_NAME, of_kind
from clustergraph.store.citation_files import Citation
from clustergraph.store.citations import Citations
from clustergraph.store.sealed import Question
from clustergraph.web.fetches import Fetches
from clustergraph.web.habits import refuse_updates
from clustergraph.web.negotiation import HTML, choose, choose_formats
from clustergraph.web.reading import Reading

_LOG = logging.getLogger("clustergraph")
_USUAL = {"solutions": "csv", "graph": "turtle"}
#: Suffix of an address → media type and writer.
WRITERS: dict[str, tuple[str, Callable[[Cited], str]]] = {
    "txt": ("text/plain", as_text),
    "bib": ("application/x-bibtex", as_bibtex),
    "json": ("application/vnd.citationstyles.csl+json", as_csl),
}


class Citing:
    """The views of citations."""

    def __init__(self, reading: Reading, citations: Citations, fetches: Fetches) -> None:
        self._reading = reading
        self._fetches = fetches
        self._service = reading.service
        self._citations = citations
        self._base = reading.service.settings.base_url

    def offer(self) -> Response:
        """Show what would be cited, with the formats to choose from."""
        text = request.args.get("query", "")
        if not text.strip():
            raise BadParameter("The parameter “query” is missing.", remedy="Ask first, then cite the answer.")
        chosen, release = request.args.get("format", ""), self._service.named(request.args.get("release"))
        digest = (release or self._service.release).manifest.digest
        kinds = [(kind, of_kind(kind)) for kind in _USUAL]
        page = render_template("cite.html", text=text, kinds=kinds, chosen=chosen, digest=digest, named=bool(release))
        return _unkept(Response(page))

    def keep(self) -> Response:
        """Cite an answer, and lead to the citation."""
        request.max_content_length = 3 * self._service.settings.query_max_bytes + 4096  # percent-encoding
        given = request.form
        refuse_updates(given)
        unknown = sorted(set(given) - {"query", "format", "release"})
        if unknown or not given.get("query", "").strip():
            words = (
                f"There is no parameter “{unknown[0][:40]}” here." if unknown else "The parameter “query” is missing."
            )
            raise BadParameter(words, place=Place("form"), remedy="Send query, and format and release where you like.")
        formats = choose_formats(None, [given["format"]]) if given.get("format") else dict(_USUAL)
        if BY_NAME["html"].name in formats.values():
            raise BadParameter("A page cannot be cited.", remedy="Choose a format for programs, CSV say.")
        question = Question(given["query"].replace("\r\n", "\n"), base=f"{self._base}/sparql")
        asking = Asking(_client(), release=self._service.named(given.get("release") or None))
        return _unkept(redirect(f"/citation/{self._kept(question, formats, asking).name}", 303))  # type: ignore[arg-type]

    def _kept(self, question: Question, formats: Mapping[str, str | None], asking: Asking) -> Citation:
        """Give the citation of an answer; one that is there costs nothing, and no answer is made for nothing."""
        digest = (asking.release or self._service.release).manifest.digest
        found = self._citations.same(digest, question, filter(None, formats.values()))
        if found is not None:
            return found
        self._fetches.write_down()  # what somebody else has fetched does not make room
        self._citations.check(asking.client, digest)
        kept = self._citations.add(self._reading.run(cite(self._service, question, formats, asking)), asking.client)
        if kept.dropped is not None:
            _LOG.warning("citation %s, which nobody had fetched, made room for %s", kept.dropped, kept.citation.name)
        return kept.citation

    def citation(self, name: str, suffix: str | None = None) -> Response:
        """Show a citation."""
        citation = self._citations.find(name)
        self._fetches.note(name, _client())
        cited, suffix = self._cited(citation), suffix or _chosen()
        if suffix is None:
            label = BY_NAME[citation.format].label
            texts = {kind: write(cited) for kind, (_, write) in WRITERS.items()}
            response = Response(
                render_template(
                    "citation.html", told=citation, cited=cited, texts=texts, label=label, settled=self._settled(name)
                )
            )
        else:
            media_type, write = WRITERS[suffix]
            response = Response(write(cited), mimetype=media_type)
            response.headers["Content-Location"] = f"/citation/{name}.{suffix}"
        response.headers["Link"] = ", ".join(_links(citation))
        response.headers["Cache-Control"] = "no-cache"
        response.add_etag()
        response.make_conditional(request)
        return response

    def _settled(self, name: str) -> bool:
        with suppress(ReleaseError):  # the citation itself is there, whatever is with the index
            return self._citations.settled(name)
        return True

    def _cited(self, citation: Citation) -> Cited:
        release = self._service.named(citation.release)
        texts = release.texts() if release else {}
        title = texts["dataset"][0]["title"]["en"] if texts else "Statements loaded from files"
        return Cited(
            name=citation.name,
            address=f"{self._base}/citation/{citation.name}",
            title=title,
            publisher=texts["publisher"]["name"]["en"] if texts else None,
            release=citation.release,
            built=release.manifest.built if release else citation.asked,
            format=BY_NAME[citation.format].label,
            sha256=citation.sha256,
            asked=citation.asked,
        )


def register(flask: Flask, reading: Reading, citations: Citations, fetches: Fetches) -> None:
    """Add the views to an application."""
    citing = Citing(reading, citations, fetches)
    flask.add_url_rule("/cite", view_func=citing.offer, methods=["GET"])
    flask.add_url_rule("/citations", view_func=citing.keep, methods=["POST"])
    suffixes = ", ".join(repr(suffix) for suffix in WRITERS)
    flask.add_url_rule("/citation/<name>", view_func=citing.citation, methods=["GET"])
    flask.add_url_rule(f"/citation/<name>.<any({suffixes}):suffix>", view_func=citing.citation, methods=["GET"])


def _client() -> str:
    return request.remote_addr or "unknown"


def _chosen() -> str | None:
    """Choose by the Accept header: nothing for the page."""
    suffixes = {media_type: suffix for suffix, (media_type, _) in WRITERS.items()}
    csl = WRITERS["json"][0]
    offered = [(media_type, "application/json") if media_type == csl else (media_type,) for media_type in suffixes]
    return suffixes.get(choose(request.headers.get("Accept"), [*offered, (HTML.media_type,)]))


def _links(citation: Citation) -> list[str]:
    where = f"/citation/{citation.name}"
    rows = [f'<{where}.{suffix}>; rel="alternate"; type="{kind}"' for suffix, (kind, _) in WRITERS.items()]
    media_type = BY_NAME[citation.format].media_types[0]
    return [*rows, f'<{where}/answer>; rel="item"; type="{media_type}"']


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
