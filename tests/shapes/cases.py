"""The cases: files of data beside the report that was approved for them, and how they are validated.

``<class>/valid[.<what>].ttl`` conforms, ``warning.<why>.ttl`` gives warnings only, ``invalid.<why>.ttl`` is blocked; an
invalid case is the valid one with one line changed, and the line stays in sight as a comment. A case holds all it needs
but the background of the publication profile.
"""

from functools import cache
from itertools import chain
from pathlib import Path

import pyshacl
from rdflib import RDF, RDFS, SKOS, Graph, URIRef

from clustergraph.ns import CG
from clustergraph.validation.engine import unfolded
from clustergraph.validation.profiles import read_profile
from conftest import ROOT
from shapes.render import render

HERE = Path(__file__).parent
CASES = sorted(path.relative_to(HERE).as_posix() for path in HERE.glob("*/*.ttl"))
PROFILE = read_profile(ROOT, "publication")
#: The folder of cases that are judged as a build with persons is.
PERSONS = "office-holder/"


def report_file(case: str) -> Path:
    """Say where the approved report of a case stands."""
    return HERE / case.replace(".ttl", ".report.txt")


@cache
def shapes() -> Graph:
    """Give all shapes that the publication profile knows, with persons and without."""
    return read(*PROFILE.known)


@cache
def asked(*, persons: bool) -> Graph:
    """Give the shapes that a build asks for, in the form in which a build asks them."""
    return unfolded(read(*read_profile(ROOT, "publication", persons=persons).shapes))


@cache
def background() -> Graph:
    """Give the background in which the publication profile looks up classes.

    Its own concepts are not judged with every case: they lose the class by which shapes would find them.
    """
    whole, graph = read(*PROFILE.background), Graph(bind_namespaces="none")
    for predicate in (RDF.type, RDFS.subClassOf):  # no shape asks for more
        for triple in whole.triples((None, predicate, None)):
            graph.add(triple)
    for kind in (SKOS.Concept, SKOS.ConceptScheme, URIRef(CG.Code)):
        graph.remove((None, RDF.type, kind))
        graph.remove((None, RDFS.subClassOf, kind))
    return graph


@cache
def results(case: str) -> Graph:
    """Validate a case, with the background, against all shapes of the publication profile.

    pySHACL's own ``focus_nodes`` is of no use: it also passes over what shapes inside ``sh:not`` and ``sh:or`` look at.
    """
    data = Graph(bind_namespaces="none")
    for triple in chain(background(), read(HERE / case)):
        data.add(triple)
    _, found, _ = pyshacl.validate(
        data, shacl_graph=asked(persons=case.startswith(PERSONS)), inference="none", advanced=False, inplace=True
    )
    return found


def rendered(case: str) -> str:
    """Give the report of a case as text; only what the case itself says is judged."""
    return render(results(case), set(read(HERE / case).subjects()))


def read(*paths: Path) -> Graph:
    """Parse Turtle files into one graph."""
    graph = Graph(bind_namespaces="none")
    for path in paths:
        graph.parse(path, format="turtle")
    return graph
