"""What a page tells search engines: JSON-LD in the words of Schema.org, from the alignments of our vocabulary."""

import json
from collections.abc import Mapping
from typing import Any

from clustergraph.pages.asking import query
from clustergraph.pages.nodes import Description
from clustergraph.pages.values import Reader

_CONTEXT = "https://schema.org/"
_SAME = (f"{_CONTEXT}sameAs", "http://www.w3.org/2004/02/skos/core#exactMatch")
_TEXT = ("http://purl.org/dc/terms/description", "http://www.w3.org/2004/02/skos/core#definition")
_CONCEPT = "http://www.w3.org/2004/02/skos/core#Concept"


def structured_data(told: Description, address: str, reader: Reader) -> str:
    """Write the JSON-LD of a page at an address; safe inside a ``script`` element."""
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@id": told.node.iri,
        "@type": _type(told, reader),
        "name": told.name.text,
        "mainEntityOfPage": address,
    }
    texts = [said.value for p in told.node.properties if p.name.term.value in _TEXT for said in p.statements]
    if chosen := reader.language.best([value.term for value in texts]):
        found["description"] = chosen.value[:500]
    same = [said.value.term.value for p in told.node.properties if p.name.term.value in _SAME for said in p.statements]
    if same:
        found["sameAs"] = same
    return in_script(found)


def in_script(document: Mapping[str, Any]) -> str:
    """Write JSON-LD for a ``script`` element: no text of anybody may end the element or open another."""
    text = json.dumps(document, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _type(told: Description, reader: Reader) -> str:
    rows = reader.ask(query("schema-type", iri=told.node.iri)).rows
    if rows:
        return rows[0]["type"].value.removeprefix(_CONTEXT)
    return "DefinedTerm" if any(kind.term.value == _CONCEPT for kind in told.node.kinds) else "Thing"
