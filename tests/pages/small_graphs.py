"""Small graphs in memory, asked as pages ask."""

import json
from io import BytesIO

from pyoxigraph import QueryResultsFormat, RdfFormat, Store

from clustergraph.pages.asking import Answer
from clustergraph.pages.language import ENGLISH, LANGUAGES
from clustergraph.pages.names import Names
from clustergraph.pages.terms import read_rows
from clustergraph.pages.values import Reader

PREFIXES = """
PREFIX : <https://w3id.org/clustergraph/id/thing/>
PREFIX cg: <https://w3id.org/clustergraph/ns#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX graph: <https://w3id.org/clustergraph/graph/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


class Small:
    """A graph of a few lines, and how often it was asked; its default graph has each statement once."""

    def __init__(self, trig: str) -> None:
        self._store = Store()
        self._store.load((PREFIXES + trig).encode(), format=RdfFormat.TRIG)
        self._store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
        self.asked = 0

    def __call__(self, text: str, *, excerpt: bool = False) -> Answer:
        """Answer as the service would."""
        self.asked += 1
        written = BytesIO()
        self._store.query(text).serialize(written, format=QueryResultsFormat.JSON)
        columns, rows = read_rows(json.loads(written.getvalue()))
        return Answer(columns, rows[:200] if excerpt else rows, more=excerpt and len(rows) > 200)

    def reader(self, tag: str = ENGLISH.tag) -> Reader:
        """Give a reader of a language."""
        return Reader(LANGUAGES[tag], Names(), self)
