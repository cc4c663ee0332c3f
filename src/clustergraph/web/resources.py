"""Dereferencing: permanent names lead by 303 to their documents, which come as a page or as data.

``/id/cluster/netwood`` → ``/doc/id/cluster/netwood`` for a browser, ``/doc/id/cluster/netwood.ttl`` for a program (Cool
URIs for the Semantic Web, section 4.2). What is not ours is at ``/about?iri=``.
"""

from collections.abc import Callable
from urllib.parse import quote

from flask import Flask, Response, redirect, render_template, request

from clustergraph.errors import Gone, NotFound
from clustergraph.graph.syntaxes import Syntax
from clustergraph.iris import RELEASE
from clustergraph.mapping.schema_org import dataset_document, rows_by_name
from clustergraph.ns import PREFIXES
from clustergraph.pages.addresses import ABOUT, DOCUMENTS, about, checked, document, name_of, ours
from clustergraph.pages.asking import query
from clustergraph.pages.derivations import Derivations
from clustergraph.pages.description import MOST, describe
from clustergraph.pages.incoming import subjects_of
from clustergraph.pages.nearest import Nearest
from clustergraph.pages.panels import panels_of
from clustergraph.pages.structured import in_script, structured_data
from clustergraph.pages.trees import tree_of
from clustergraph.store.text import rewrite
from clustergraph.web.descriptions import CATALOG
from clustergraph.web.fresh import Fresh
from clustergraph.web.made import Made, made_documents, shape_page, vocabulary_version
from clustergraph.web.negotiation import BY_SUFFIX, HTML, choose_document
from clustergraph.web.negotiation import DOCUMENTS as FORMATS
from clustergraph.web.reading import Reading
from clustergraph.web.releases import Releases
from clustergraph.web.showing import chosen

#: Paths below which our permanent names lie, beside the documents ``ns`` and ``shapes``.
FAMILIES = ("id", "scheme", "release", "problem", "ns", "shapes", ".well-known/genid")
_SCHEME = "http://www.w3.org/2004/02/skos/core#ConceptScheme"


class Resources:
    """The views of anything with a name."""

    def __init__(self, reading: Reading, fresh: Fresh, kept: Releases) -> None:
        self._reading = reading
        self._fresh = fresh
        self._made = made_documents(reading, kept)
        self._shape_page = shape_page(reading)
        self._version = vocabulary_version(reading)
        self._derivations = Derivations.read(reading.service.release)
        self._nearest = Nearest()
        self._graphs = reading.service.release.manifest.graphs
        self._retired = reading.service.release.retired()
        self._base = reading.service.settings.base_url

    def name(self, **_: str) -> Response:
        """Lead from a permanent name to its document, in the format that the client takes."""
        local, form = _apart(request.path.lstrip("/"))
        form = form or choose_document(_accept(), request.args.get("format"))
        iri = name_of(local)
        if replaced := self._replaced(iri):
            return redirect(document(replaced), 301)  # type: ignore[return-value]
        made, rest = self._made_for(local)
        if made is None or not made.has(rest):
            self._found(iri)
        target = document(iri) + ("" if form is HTML else f".{form.suffix}")
        response = redirect(target, 303)
        response.vary.add("Accept")
        return response  # type: ignore[return-value]

    def document(self, local: str) -> Response:
        """Answer with the document about one of our names."""
        local, suffixed = _apart(local)
        iri = name_of(local)
        if replaced := self._replaced(iri):
            return redirect(document(replaced), 301)  # type: ignore[return-value]
        form = suffixed or choose_document(_accept(), request.args.get("format"))
        made, rest = self._made_for(local)
        if made is None:
            return self._answer(iri, document(iri), form, lambda: self._page(iri), lambda: self._data(iri))
        formats = _formats(document(iri))
        return self._answer(iri, document(iri), form, lambda: made.page(rest, formats), lambda: made.data(rest))

    def about(self, suffix: str | None = None) -> Response:
        """Answer with what this graph says of any IRI; those of ours have addresses of their own."""
        iri = checked(request.args.get("iri", ""))
        if "via" in request.args:
            return self._fresh.page(lambda: self._subjects(iri, checked(request.args["via"])))
        if ours(iri) and "#" not in iri:
            return redirect(document(iri) + (f".{suffix}" if suffix else ""), 303)  # type: ignore[return-value]
        form = BY_SUFFIX.get(suffix) if suffix else choose_document(_accept(), request.args.get("format"))
        if form is None:
            raise NotFound(f"Nothing comes as “{suffix}”.", remedy=f"The suffixes are {', '.join(BY_SUFFIX)}.")
        if iri in self._reading.catalogued.mentioned and not self._exists(iri):
            return redirect(CATALOG + (f".{suffix}" if suffix else ""), 303)  # type: ignore[return-value]
        return self._answer(iri, about(iri), form, lambda: self._page(iri), lambda: self._data(iri))

    def _answer(
        self, iri: str, address: str, form: Syntax, page: Callable[[], str], data: Callable[[], str]
    ) -> Response:
        links = {row: _with_suffix(address, row.suffix) for row in (*FORMATS, HTML)}
        keep = not iri.startswith(RELEASE)  # one that is kept today may be gone tomorrow
        if form is HTML:
            response = self._fresh.page(page, keep=keep)
        else:
            response = self._fresh.data(form.media_type, lambda: rewrite(data(), form.name, PREFIXES, iri), keep=keep)
            response.headers["Content-Location"] = _with_suffix(address, form.suffix)
        alternates = [f'<{link}>; rel="alternate"; type="{row.media_type}"' for row, link in links.items()]
        response.headers["Link"] = ", ".join([*alternates, f'<{quote(iri, safe=_IN_LINK)}>; rel="describes"'])
        return response

    def _page(self, iri: str) -> str:
        reader = self._reading.reader()
        if shape := self._shape_page(iri):
            return shape
        try:
            said = self._reading.catalogued.rows.get(iri, ())
            told = describe(iri, reader, self._graphs, self._derivations, said)
        except NotFound as error:
            raise self._missing(iri, error) from error
        scheme = any(kind.term.value == _SCHEME for kind in told.node.kinds)
        where = document(iri) if ours(iri) else about(iri)
        return render_template(
            "resource.html",
            told=told,
            panels=panels_of(iri, reader),
            tree=tree_of(iri, reader) if scheme else None,
            triples=self._graphs.get(iri),
            formats=_formats(where),
            asked=_asked(iri),
            structured=self._dataset(iri) or structured_data(told, self._base + where, reader),
        )

    def _dataset(self, iri: str) -> str | None:
        """Give what the page of a data set of the catalogue tells search engines."""
        told = self._reading.described
        row = rows_by_name(told).get(iri) if told else None
        return in_script(dataset_document(told, row, chosen, self._base + document(iri))) if told and row else None

    def _data(self, iri: str) -> str:
        statements = self._reading.construct(query("document", iri=iri)) + (self._version(iri) or "")
        had = {f"{line}\n" for line in statements.split("\n")}
        statements += "".join(one for one in self._reading.catalogued.lines.get(iri, ()) if one not in had)
        statements = statements or self._reading.construct(query("mentions", iri=iri, most=MOST))
        if not statements:
            self._found(iri)
        return statements + _of_graph(iri, self._graphs, self._base)

    def _subjects(self, iri: str, name: str) -> str:
        told = subjects_of(iri, name, request.args.get("from", "0"), self._reading.reader())
        return render_template("subjects.html", told=told)

    def _made_for(self, local: str) -> tuple[Made | None, str]:
        first, slash, rest = local.partition("/")
        return self._made.get(first + slash), rest

    def _found(self, iri: str) -> None:
        """Raise :class:`NotFound` where nothing is said of an IRI or with it."""
        if iri in self._reading.catalogued or iri in self._graphs:
            return
        if not self._exists(iri):
            raise self._missing(iri, NotFound(f"Nothing in this graph is called {iri}."))

    def _exists(self, iri: str) -> bool:
        return self._reading.ask(query("exists", iri=iri)).rows[0]["answer"].value == "true"

    def _replaced(self, iri: str) -> str | None:
        """Give what takes the place of a retired name; raises :class:`Gone` where nothing does."""
        row = self._retired.get(iri)
        if row is None:
            return None
        if row["replacedBy"] is None:
            raise Gone(f"{iri} was retired on {row['retired']}.", remedy="Nothing takes its place.")
        return str(row["replacedBy"])

    def _missing(self, iri: str, error: NotFound) -> NotFound:
        near = self._nearest.to(iri, self._reading.ask) if ours(iri) else []
        told = ", ".join(self._base + document(name) for name in near)
        return NotFound(error.message, remedy=f"Near it: {told}." if near else "The start page leads to all there is.")


_IN_LINK = "/:@!$&'()*+,;=~?#%[]"


def register(flask: Flask, reading: Reading, fresh: Fresh, kept: Releases) -> None:
    """Add the views to an application."""
    resources = Resources(reading, fresh, kept)
    for family in FAMILIES:
        flask.add_url_rule(f"/{family}/<path:rest>", view_func=resources.name, methods=["GET"])
    for whole in ("ns", "shapes"):
        flask.add_url_rule(f"/{whole}", view_func=resources.name, methods=["GET"])
        flask.add_url_rule(f"/{whole}.<rest>", view_func=resources.name, methods=["GET"])
    flask.add_url_rule(f"{DOCUMENTS}<path:local>", "document", resources.document, methods=["GET"])
    flask.add_url_rule(ABOUT, "about", resources.about, methods=["GET"])
    flask.add_url_rule(f"{ABOUT}.<suffix>", "about_suffixed", resources.about, methods=["GET"])


def _apart(local: str) -> tuple[str, Syntax | None]:
    """Take the suffix of a format off a path; whatever else follows a dot belongs to the name."""
    stem, dot, suffix = local.rpartition(".")
    return (stem, BY_SUFFIX[suffix]) if dot and suffix in BY_SUFFIX else (local, None)


def _with_suffix(address: str, suffix: str) -> str:
    path, mark, parameters = address.partition("?")
    return f"{path.partition('#')[0]}.{suffix}{mark}{parameters}"


def _asked(iri: str) -> dict[str, str]:
    """Give the queries behind the parts of a page that every thing has."""
    texts = {"statements": query("statements", iri=iri, most=MOST), "incoming": query("incoming", iri=iri)}
    return {**texts, "tree": query("tree", iri=iri)}


def _formats(address: str) -> dict[str, str]:
    return {row.label: _with_suffix(address, row.suffix) for row in FORMATS}


def _of_graph(iri: str, graphs: object, base: str) -> str:
    """Say of a named graph how large it is and where it is; no record of it needs to say so."""
    size = graphs.get(iri) if isinstance(graphs, dict) else None
    if size is None:
        return ""
    where = quote(iri, safe="")
    return (
        f'<{iri}> <http://rdfs.org/ns/void#triples> "{size}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
        f"<{iri}> <http://rdfs.org/ns/void#dataDump> <{base}/graphs?graph={where}> .\n"
    )


def _accept() -> str | None:
    return request.headers.get("Accept")
