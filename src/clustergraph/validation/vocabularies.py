"""Namespaces of vocabularies and lists: what they define, a record refers to and does not say anything of."""

from clustergraph.iris import BASE

_NAMESPACES = (
    f"{BASE}ns#",
    f"{BASE}scheme/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/2002/07/owl#",
    "http://www.w3.org/2004/02/skos/core#",
    "http://www.w3.org/2008/05/skos-xl#",
    "http://www.w3.org/ns/",
    "http://purl.org/dc/",
    "http://purl.org/linked-data/",
    "http://xmlns.com/foaf/0.1/",
    "http://data.europa.eu/m8g/",
    "http://data.europa.eu/nuts/",
    "http://data.europa.eu/ux2/",
    "http://publications.europa.eu/resource/authority/",
    "http://qudt.org/",
    "https://schema.org/",
    "http://schema.org/",
)


def vocabulary(iri: str) -> str | None:
    """Give the namespace of a vocabulary or a list that an IRI is in, nothing where it is in none."""
    if not iri.startswith(_NAMESPACES):
        return None
    return next(namespace for namespace in _NAMESPACES if iri.startswith(namespace))
