"""Example queries and prefixes as SHACL-SPARQL resources, as editors and crawlers read them.

The conventions are those of the SIB Swiss Institute of Bioinformatics (sparql-examples): a ``sh:SPARQLExecutable`` with
the question as ``rdfs:comment``, the text as ``sh:select``, ``sh:ask`` or ``sh:construct``, and ``schema:target``.
Prefixes are told by ``sh:declare`` (SHACL, section 5.2.1).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from clustergraph.graph.ntriples import iri, literal
from clustergraph.mapping.description import node, typed

PATH = "/.well-known/sparql-examples"
_FORMS = {"select": "Select", "ask": "Ask", "construct": "Construct"}


@dataclass(frozen=True)
class Example:
    """One example: its name, its question, its category in words, its form (``select`` …) and its text."""

    name: str
    question: str
    category: str
    form: str
    text: str


def example_statements(base: str, examples: Iterable[Example], prefixes: Mapping[str, str]) -> str:
    """Give examples and prefixes as N-Triples; ``base`` is the public base URL without a slash at its end."""
    return "".join([*_declared(base, prefixes), *(line for one in examples for line in _example(base, one))])


def _declared(base: str, prefixes: Mapping[str, str]) -> Iterator[str]:
    yield from node(_prefixes(base), ["owl:Ontology"], {
        "sh:declare": [iri(f"{base}{PATH}#prefix-{prefix}") for prefix in prefixes],
    })  # fmt: skip
    for prefix, namespace in prefixes.items():
        yield from node(f"{base}{PATH}#prefix-{prefix}", ["sh:PrefixDeclaration"], {
            "sh:prefix": literal(prefix),
            "sh:namespace": typed(namespace, "anyURI"),
        })  # fmt: skip


def _example(base: str, one: Example) -> Iterator[str]:
    kinds = ["sh:SPARQLExecutable", f"sh:SPARQL{_FORMS[one.form]}Executable"]
    yield from node(f"{base}{PATH}/{one.name}", kinds, {
        "rdfs:comment": literal(one.question, language="en"),
        "sh:prefixes": iri(_prefixes(base)),
        f"sh:{one.form}": literal(one.text),
        "schema:keywords": literal(one.category, language="en"),
        "schema:target": iri(f"{base}/sparql"),
        "rdfs:seeAlso": iri(f"{base}/queries/{one.name}"),
    })  # fmt: skip


def _prefixes(base: str) -> str:
    return f"{base}{PATH}#prefixes"
