"""The one spelling of committed Turtle, and the line at which a statement stands in it.

The spelling is rdflib's ``longturtle`` in canonical order with the prefixes of ``ontology/prefixes.ttl``: one
predicate a line, so that a diff shows what changed and a finding can point to its line.
"""

import re
from functools import lru_cache

from rdflib import BNode, Graph, Literal
from rdflib.compare import to_canonical_graph

from clustergraph.graph.script import latin
from clustergraph.ns import PREFIXES, expand

_LONG_STRING = re.compile(r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""', re.DOTALL)


def canonical_spelling(text: str, *, both_scripts: bool = False) -> str:
    """Spell a Turtle document the one way; comments are not kept. The text must be valid Turtle.

    ``both_scripts`` gives every Serbian text in Cyrillic its twin in Latin letters, in the place of any that is there:
    for files that are used alone, where no rule of the build derives it.
    """
    source = Graph(bind_namespaces="none").parse(data=text, format="turtle")
    if both_scripts:
        _add_latin(source)
    spelt = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        spelt.bind(prefix, namespace, override=True, replace=True)
    # what the serialiser does three times over if it is asked for the canonical order
    for triple in sorted(_with_canonical_blank_nodes(source), key=lambda triple: [node.n3() for node in triple]):
        spelt.add(triple)
    return spelt.serialize(format="longturtle")


def _with_canonical_blank_nodes(graph: Graph) -> Graph:
    return to_canonical_graph(graph) if any(isinstance(node, BNode) for triple in graph for node in triple) else graph


def _add_latin(graph: Graph) -> None:
    for subject, predicate, text in list(graph):
        if isinstance(text, Literal) and (text.language or "").lower() == "sr-cyrl":
            for other in list(graph.objects(subject, predicate)):
                if isinstance(other, Literal) and (other.language or "").lower() == "sr-latn":
                    graph.remove((subject, predicate, other))
            graph.add((subject, predicate, Literal(latin(text), lang="sr-Latn")))


@lru_cache(maxsize=256)
def line_index(text: str) -> dict[tuple[str, str | None], int]:
    """Index canonical Turtle: ``(subject, predicate)`` and ``(subject, None)`` → line, counted from 1."""
    index: dict[tuple[str, str | None], int] = {}
    subject: str | None = None
    # the lines inside a long string are indented deeply, so that none looks like a subject or predicate
    masked = _LONG_STRING.sub(lambda match: match[0].replace("\n", "\n" + 12 * " "), text)
    for number, line in enumerate(masked.split("\n"), start=1):
        words = line.split()
        if not words or words[0].upper() == "PREFIX" or words == ["."]:
            continue
        if not line.startswith(" "):
            subject = _iri(words[0])
            index.setdefault((subject, None), number)
        elif subject is not None and line.startswith("    ") and not line.startswith("     "):
            index.setdefault((subject, _iri(words[0])), number)
    return index


def _iri(word: str) -> str:
    if word == "a":
        return expand("rdf:type")
    if word.startswith("<"):
        return word.strip("<>")
    # not expand(): a misspelt term has a line too
    prefix, _, local = word.partition(":")
    return PREFIXES.get(prefix, f"{prefix}:") + local
