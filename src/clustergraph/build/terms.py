"""Writes ``ns.py`` from the ontology: ``python -m clustergraph.build.terms``. A test keeps the two equal."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from clustergraph import resources
from clustergraph.sources.rdf import Literal, Quad, parse_graph
from clustergraph.store.replacing import replace_file

NS = "https://w3id.org/clustergraph/ns#"
_HEAD = '''"""Terms and prefixes, generated from ontology/ by ``python -m clustergraph.build.terms``; do not edit.

A misspelt term is an :class:`AttributeError`, and an error of mypy before that.
"""

from difflib import get_close_matches


class CG:
    """The terms of ``https://w3id.org/clustergraph/ns#``."""

'''
_TAIL = '''

def expand(curie: str) -> str:
    """Give the IRI of a compact name such as ``skos:prefLabel``.

    Raises :class:`LookupError` for an unknown prefix, and for a term that ``cg:`` does not have.
    """
    prefix, _, local = curie.partition(":")
    if prefix not in PREFIXES:
        raise LookupError(f"no prefix {prefix!r}")
    if prefix == "cg" and local not in vars(CG):
        near = ", ".join(get_close_matches(local, vars(CG)))
        raise LookupError(f"the ontology has no term cg:{local}" + (f"; near: {near}" if near else ""))
    return PREFIXES[prefix] + local


def compact(iri: str) -> str:
    """Give the shortest compact name of an IRI, or the IRI itself where no prefix fits."""
    fits = [
        (prefix, iri[len(namespace) :])
        for prefix, namespace in PREFIXES.items()
        if iri.startswith(namespace) and iri != namespace and "/" not in iri[len(namespace) :]
    ]
    return min((f"{prefix}:{local}" for prefix, local in fits), key=len, default=iri)
'''


def ns_module(root: Path) -> str:
    """Give the text of ``ns.py`` for the ontology in ``root``."""
    ontology = parse_graph((root / "ontology/cluster.ttl").read_bytes(), NS, "ontology/cluster.ttl")
    prefixes = parse_graph((root / "ontology/prefixes.ttl").read_bytes(), NS, "ontology/prefixes.ttl")
    lines = [f'    {name} = "{NS}{name}"\n    """{text}"""\n' for name, text in sorted(_terms(ontology))]
    table = [f"    {json.dumps(prefix)}: {json.dumps(iri)},\n" for prefix, iri in sorted(_prefixes(prefixes))]
    declared = ["\n\nPREFIXES: dict[str, str] = {\n", *table, "}\n"]
    return _HEAD + "".join(lines) + "".join(declared) + _TAIL


def _terms(quads: Iterable[Quad]) -> Iterable[tuple[str, str]]:
    for quad in quads:
        text = quad.object
        if not isinstance(text, Literal) or text.language != "en":
            continue
        if quad.predicate.value.endswith("core#definition") and str(quad.subject).startswith(f"<{NS}"):
            name = str(quad.subject)[len(NS) + 1 : -1]
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name):
                raise ValueError(f"cg:{name} cannot be a Python name")
            yield name, text.value


def _prefixes(quads: Iterable[Quad]) -> Iterable[tuple[str, str]]:
    values = {
        (str(q.subject), q.predicate.value.rsplit("#", 1)[-1]): q.object.value
        for q in quads
        if isinstance(q.object, Literal)
    }
    for (node, name), value in values.items():
        if name == "prefix":
            yield value, values[node, "namespace"]


if __name__ == "__main__":
    replace_file(resources.PACKAGE / "ns.py", ns_module(resources.repository()))
