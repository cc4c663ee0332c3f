"""An answer as an HTML table, written row by row as it is evaluated; for people who follow a link to an answer.

Whatever stands in the data is text here: it is escaped, and only ``http`` and ``https`` IRIs become links.
"""

from collections.abc import Iterable, Iterator
from html import escape, unescape
from itertools import islice
from typing import IO
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Triple

from clustergraph.errors import FormatCannotHold
from clustergraph.graph.characters import NOT_HTML, NOT_XML, point
from clustergraph.graph.language import recommended_case
from clustergraph.ns import compact
from clustergraph.store.formats import GRAPH_FORMATS, SOLUTION_FORMATS, cannot_hold

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Answer · clustergraph</title>
<link rel="stylesheet" href="/static/style.css">
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header class="site"><div class="wide">
<a class="brand" href="/" translate="no">clustergraph</a>
<nav class="main" aria-label="Main">
<a href="/queries">Questions</a>
<a href="/query">Ask in SPARQL</a>
</nav>
</div></header>
<main id="content" class="wide" tabindex="-1">
<h1>Answer</h1>
"""
_FOOT = "</tbody>\n</table>\n</div>\n</main>\n</body>\n</html>\n"
_SOLUTION_FORMATS = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML"}
_GRAPH_FORMATS = {"turtle": "Turtle", "ntriples": "N-Triples", "jsonld": "JSON-LD", "rdfxml": "RDF/XML"}
_PIECE = 64  # rows that are written at once


def write_table(
    result: QuerySolutions | QueryBoolean | QueryTriples | Iterator[Triple],
    query: str,
    output: IO[bytes],
    warnings: Iterable[str] = (),
) -> None:
    """Write a whole page with the answer to a query; raises :class:`FormatCannotHold` for what no page can have."""
    rows: Iterable[Iterable[object]]
    if isinstance(result, QuerySolutions):
        names, formats, rows = [name.value for name in result.variables], _SOLUTION_FORMATS, result
    elif isinstance(result, QueryBoolean):
        names, formats, rows = ["answer"], _SOLUTION_FORMATS, [[Literal("yes" if result else "no")]]
    else:
        names, formats = ["subject", "predicate", "object"], _GRAPH_FORMATS
        rows = (tuple(triple) for triple in result)
    about = "".join(f'<p class="warning" role="note">{escape(one)}</p>\n' for one in warnings) + _about(query, formats)
    output.write((_HEAD + NOT_HTML.replaced(about) + _columns(names)).encode())
    lines, written = (_row(row) for row in rows), 0
    while piece := "".join(islice(lines, _PIECE)):
        if (found := NOT_HTML.find(piece)) >= 0:
            able = GRAPH_FORMATS if formats is _GRAPH_FORMATS else SOLUTION_FORMATS
            raise _cannot(piece, found, written, names, able)
        output.write(piece.encode())
        written += _PIECE
    output.write(_FOOT.encode())


def _cannot(piece: str, place: int, written: int, names: list[str], formats: Iterable[str]) -> FormatCannotHold:
    """Make the refusal of a character that stands at a place in a piece of rows."""
    rows = piece[:place].split("<tr>")
    column = names[rows[-1].count("<td") - 1]
    text = unescape(piece[piece.rindex(">", 0, place) + 1 : piece.index("<", place)])
    able = [name for name in formats if not (name in ("xml", "rdfxml") and NOT_XML.find(piece[place]) == 0)]
    what = f"HTML has no character {point(piece[place])}, which is in this text"
    return cannot_hold(what, text, f"row {written + len(rows) - 1}, column {column}", able)


def _about(query: str, formats: dict[str, str]) -> str:
    links = (
        f'<a href="/sparql?format={name}&amp;query={quote(query, safe="")}">{label}</a>'
        for name, label in formats.items()
    )
    return (
        f"<details><summary>The query</summary><pre>{escape(query)}</pre>\n"
        f'<p><a href="/query?query={quote(query, safe="")}">Change it</a></p></details>\n'
        f'<p class="formats">The same as {" ".join(links)}</p>\n'
    )


def _columns(names: Iterable[str]) -> str:
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    # the head's row has a class, so that a bare <tr> is a row of the answer
    return (
        '<div class="scroll" tabindex="0" role="group" aria-label="Answer">\n<table>\n'
        f'<thead><tr class="names">{heads}</tr></thead>\n<tbody>\n'
    )


def _row(terms: Iterable[object]) -> str:
    return f"<tr>{''.join(map(_cell, terms))}</tr>\n"


def _cell(term: object) -> str:
    if term is None:
        return '<td class="none">–</td>'
    if not isinstance(term, Literal):
        return f"<td>{_inline(term)}</td>"
    if term.language:
        return f"<td>{_text(term)}</td>"  # the stylesheet writes tag and direction behind it
    if term.datatype.value == _STRING:
        return f'<td dir="auto">{_escaped(term.value)}</td>'
    return f'<td class="number" title="{escape(compact(term.datatype.value))}">{_escaped(term.value)}</td>'


def _inline(term: object) -> str:
    """Write a term that is in no cell of its own, as Turtle would."""
    if isinstance(term, NamedNode):
        return _name(term.value)
    if isinstance(term, Triple):
        return f"&lt;&lt;( {' '.join(map(_inline, term))} )&gt;&gt;"
    if not isinstance(term, Literal):
        return escape(str(term))
    if term.language:
        direction = f"--{term.direction}" if term.direction else ""
        return f"“{_text(term)}”@{escape(recommended_case(term.language))}{direction}"
    datatype = "" if term.datatype.value == _STRING else f"^^{_name(term.datatype.value)}"
    return f"“{_text(term)}”{datatype}"


def _name(iri: str) -> str:
    short = escape(compact(iri))
    if iri.startswith(("http://", "https://")):
        return f'<a href="{escape(iri)}" rel="nofollow noreferrer" dir="auto">{short}</a>'
    return f'<span dir="auto">{short}</span>'


def _text(term: Literal) -> str:
    language = f' lang="{escape(recommended_case(term.language))}"' if term.language else ""
    direction = f' dir="{term.direction}"' if term.direction else ""
    return f"<bdi{language}{direction}>{_escaped(term.value)}</bdi>"


def _escaped(text: str) -> str:
    # readers of HTML make a line feed of a carriage return (HTML Living Standard, 13.2.3.5)
    return escape(text).replace("\r", "&#13;")
