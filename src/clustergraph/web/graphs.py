"""The doors at ``/graphs`` and ``/graph/…``: the SPARQL 1.1 Graph Store HTTP Protocol, for reading.

Indirect: ``/graphs?graph=<IRI>`` and ``/graphs?default``. Direct: ``/graph/<name>`` is the graph of ours whose
permanent name ends so, and below ``/graphs/`` the address that was asked is the name of the graph. ``/graphs`` alone
lists them; for a browser the list is a page.
"""

import json
from collections.abc import Mapping, MutableMapping
from typing import Any
from urllib.parse import quote, unquote

from clustergraph.errors import (
    BadParameter,
    ClustergraphError,
    NotAcceptable,
    NotFound,
    Place,
)
from clustergraph.graph.iri import is_absolute_iri
from clustergraph.iris import GRAPH
from clustergraph.pages.addresses import document, name_of
from clustergraph.pages.nearest import Neighbours
from clustergraph.query.answer import Asking, Share
from clustergraph.query.aside import aside
from clustergraph.query.formats import of_kind
from clustergraph.query.service import QueryService
from clustergraph.store.sealed import Question
from clustergraph.web.answering import answer_question
from clustergraph.web.doors import READING, Methods
from clustergraph.web.habits import meant, refuse_updates
from clustergraph.web.negotiation import HTML, choose, choose_formats, prefers_html
from clustergraph.web.parameters import read_parameters
from clustergraph.web.preferences import takes_gzip
from clustergraph.web.reply import Receive, Reply, Send, is_old, unless_gone
from clustergraph.web.target import read_headers

PATH, OURS = "/graphs", "/graph/"
_SHOWN = 100  # characters of a parameter that is not there that are told
_LONGEST = 2000  # characters of a name that is not there that are told
_PARAMETERS = {"graph", "default", "format"}
#: What is asked of the dataset that the request names, so that no IRI is ever written into a query.
_WHOLE_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


#: What a path of an address does not have as it is (RFC 3986, section 3.3); ``quote`` itself takes ten times as long.
_ESCAPES = {byte: quote(bytes([byte]), safe="/:@!$&'()*+,;=~") for byte in range(256)}


class GraphDoor:
    """Answers requests for whole graphs."""

    def __init__(self, service: QueryService) -> None:
        self._service = service
        self._graphs = service.release.manifest.graphs
        self._neighbours = Neighbours(self._graphs, _own_part)
        rows = [{"graph": name, "triples": size} for name, size in self._graphs.items()]
        self._listed = json.dumps({"graphs": rows}).encode()
        self._base = service.settings.base_url

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        reply = Reply(send, head=scope["method"] == "HEAD")
        try:
            await self._read(scope, receive, reply)
        except ClustergraphError as error:
            if reply.begun:
                raise  # the server breaks the transfer: a cut answer must not look whole
            await reply.problem(error)

    async def _read(self, scope: MutableMapping[str, Any], receive: Receive, reply: Reply) -> None:
        headers = read_headers(scope)
        size = len(scope["query_string"]) + len(scope["path"])
        parameters = await aside(size, _parameters, scope["query_string"])
        graph = await aside(size, self._chosen, scope, parameters)
        if graph is None:
            choose(headers.get("accept"), [("application/json",), (HTML.media_type,)])
            await self._list(reply)
            return
        if scope["path"].startswith(OURS) and "format" not in parameters and prefers_html(headers.get("accept")):
            await reply.whole(303, {"location": document(graph), "content-type": "text/plain"})
            return
        formats = choose_formats(headers.get("accept"), [parameters["format"]] if "format" in parameters else [])
        if formats["graph"] is None:
            offered = ", ".join(row.media_types[0] for row in of_kind("graph"))
            raise NotAcceptable("None of the formats asked for is offered for a graph.", remedy=f"Accept {offered}.")
        question = Question(_WHOLE_GRAPH, [graph] if graph else None, [] if graph else None)
        client = scope["client"][0] if scope.get("client") else "unknown"
        compress, had = takes_gzip(headers.get("accept-encoding")), headers.get("if-none-match")
        asking = Asking(client, compress=compress, whole=is_old(scope), share=Share.GRAPH)

        async def ask() -> None:
            await answer_question(self._service, question, formats, asking, reply, had=had)

        await unless_gone(self._service.turns.patiently(ask, lambda: reply.begun), receive)

    def _chosen(self, scope: MutableMapping[str, Any], parameters: Mapping[str, str]) -> str | None:
        """Give the name of the graph that is asked for, empty for the default graph, ``None`` for none."""
        indirect = [name for name in ("graph", "default") if name in parameters]
        if scope["path"] != PATH:
            if indirect:
                raise BadParameter("The address names a graph already.", place=Place(f"parameter {indirect[0]}"))
            if scope["path"].startswith(OURS):
                name_of(scope["path"].lstrip("/"))
            return self._known(self._names(scope["path"]))
        if len(indirect) > 1:
            raise BadParameter("Both “graph” and “default” are given.", remedy="Give one of them.")
        if "graph" in parameters:
            if not is_absolute_iri(parameters["graph"]):
                raise BadParameter(
                    f"“{parameters['graph'][:200]}” is not an absolute IRI.",
                    place=Place("parameter graph"),
                    remedy=f"All graphs are listed at {PATH}.",
                )
            return self._known([parameters["graph"]])
        return "" if indirect else None

    def methods_of(self, path: str) -> Methods:
        """Give the methods of a path of this door.

        Below ``/graphs/`` the address is the name, with all its slashes; names of ours have none at the end.
        """
        if any(name in self._graphs for name in self._names(path)):
            return READING
        turned = path[:-1] if path.endswith("/") else f"{path}/"
        meant = "//" in path or path.endswith("/") or any(name in self._graphs for name in self._names(turned))
        return () if meant and path != PATH else READING

    def _names(self, path: str) -> list[str]:
        """Give the names that a path may be."""
        names = [GRAPH + unquote(path.removeprefix(OURS))] if path.startswith(OURS) else []
        return [*names, f"{self._base}{_quoted(path)}"]

    def _known(self, names: list[str]) -> str:
        for name in names:
            if name in self._graphs:
                return name
        near = self._neighbours.near(names[0])
        raise NotFound(
            f"There is no graph <{names[0][:_LONGEST]}>.",
            remedy=f"Near it: {', '.join(near)}." if near else f"All graphs are listed at {PATH}.",
        )

    async def _list(self, reply: Reply) -> None:
        """List the graphs for programs."""
        digest = self._service.release.manifest.digest
        headers = {"content-type": "application/json", "clustergraph-release": digest}
        await reply.whole(200, headers, self._listed)


def is_path(path: str) -> bool:
    """Tell the paths of this door."""
    return path == PATH or path.startswith((f"{PATH}/", OURS))


def is_list_page(scope: MutableMapping[str, Any]) -> bool:
    """Tell whether a browser asks for the list of graphs, which is a page like the others."""
    names = {field.partition(b"=")[0] for field in scope["query_string"].split(b"&") if field}
    accept = read_headers(scope).get("accept")
    asked = scope["path"] == PATH and scope["method"] in ("GET", "HEAD") and names <= {b"lang"}
    return asked and prefers_html(accept)


def _own_part(name: str) -> str:
    """Give what a name of ours does not share with all others of ours."""
    return name.removeprefix(GRAPH).casefold()


def _quoted(path: str) -> str:
    return path.encode("utf-8", "surrogateescape").decode("latin-1").translate(_ESCAPES)


def _parameters(content: bytes) -> dict[str, str]:
    found = meant(read_parameters(content, "query string"), ("graph", "default", "update"))
    refuse_updates(found)
    for name, values in found.items():
        if name not in _PARAMETERS:
            raise BadParameter(
                f"There is no parameter “{name[:_SHOWN]}” here.", remedy=f"Known: {', '.join(_PARAMETERS)}."
            )
        if len(values) > 1:
            raise BadParameter(f"The parameter “{name}” is given {len(values)} times.", remedy="Give it once.")
    return {name: values[0] for name, values in found.items()}
