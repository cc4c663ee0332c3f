"""An answer as an HTML table, written row by row as it is evaluated; for people who follow a link to an answer.

Whatever stands in the data is text here: it is escaped, and only ``http`` and ``https`` IRIs become links.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import islice
from typing import IO
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples

from clustergraph.graph.language import recommended_case
from clustergraph.ns import compact
from clustergraph.store.distinct import distinct

_STRINGS = ("http://www.w3.org/2001/XMLSchema#string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
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
# control characters and noncharacters, which no document in HTML may have (HTML Living Standard, 13.1.4)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_SOLUTION_FORMATS = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML"}
_GRAPH_FORMATS = {"turtle": "Turtle", "ntriples": "N-Triples", "jsonld": "JSON-LD", "rdfxml": "RDF/XML"}
_PIECE = 64  # rows that are written at once


def write_table(result: QuerySolutions | QueryBoolean | QueryTriples, query: str, output: IO[bytes]) -> None:
    """Write a whole page with the answer to a query."""
    if isinstance(result, QueryTriples):
        names, formats = ["subject", "predicate", "object"], _GRAPH_FORMATS
        rows: Iterable[Iterable[object]] = (tuple(triple) for triple in distinct(result))
    elif isinstance(result, QueryBoolean):
        names, formats, rows = ["answer"], _SOLUTION_FORMATS, [[Literal("yes" if result else "no")]]
    else:
        names, formats, rows = [name.value for name in result.variables], _SOLUTION_FORMATS, result
    head = _HEAD + _FORBIDDEN.sub("\ufffd", _about(query, formats)) + _columns(names)
    output.write(head.encode())
    lines = (_row(row) for row in rows)
    while piece := "".join(islice(lines, _PIECE)):
        output.write(_FORBIDDEN.sub("\ufffd", piece).encode())
    output.write(_FOOT.encode())


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
    return f"<tr>{''.join(_cells(terms))}</tr>\n"


def _cells(terms: Iterable[object]) -> Iterator[str]:
    for term in terms:
        if term is None:
            yield '<td class="none">–</td>'
        elif isinstance(term, NamedNode):
            yield f"<td>{_name(term.value)}</td>"
        elif isinstance(term, Literal):
            yield _literal(term)
        else:
            yield f"<td>{escape(str(term))}</td>"


def _name(iri: str) -> str:
    short = escape(compact(iri))
    if iri.startswith(("http://", "https://")):
        return f'<a href="{escape(iri)}" rel="nofollow noreferrer" dir="auto">{short}</a>'
    return f'<span dir="auto">{short}</span>'


def _literal(term: Literal) -> str:
    if term.language:
        return f'<td dir="auto" lang="{escape(recommended_case(term.language))}">{escape(term.value)}</td>'
    if term.datatype.value in _STRINGS:
        return f'<td dir="auto">{escape(term.value)}</td>'
    return f'<td class="number" title="{escape(compact(term.datatype.value))}">{escape(term.value)}</td>'
