"""The cases: files of data beside the report that was approved for them, and how they are validated.

``<class>/valid[.<what>].ttl`` conforms, ``warning.<why>.ttl`` gives warnings only, ``invalid.<why>.ttl`` is blocked; an
invalid case is the valid one with one line changed, and the line stays in sight as a comment. A case holds all it needs
but the background of the publication profile.

The cases of a profile for outsiders lie in a folder of its name. They change lines by one theme, may give graver or
milder results besides, and there is ``info.<why>.ttl``, too.
"""

from functools import cache
from pathlib import Path

import pyshacl
from pyoxigraph import RdfFormat, parse, serialize
from rdflib import RDF, RDFS, SH, SKOS, Graph, URIRef

from clustergraph.ns import CG
from clustergraph.sources.rdf import triples_of
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.profiles import Profile, offered_profiles, read_profile
from clustergraph.validation.rdf_graph import as_they_are, graph_of
from clustergraph.validation.results import Result
from clustergraph.validation.shapes import Shapes
from clustergraph.validation.validating import validate
from conftest import ROOT
from shapes.render import render
from validation import reference

HERE = Path(__file__).parent
_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
CASES = sorted(path.relative_to(HERE).as_posix() for path in HERE.glob("*/*.ttl"))
PROFILE = read_profile(ROOT, "publication")
#: The profiles with a folder of cases of their own, by name.
OTHERS = {profile.name: profile for profile in offered_profiles(ROOT) if profile.shapes and profile != PROFILE}
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
def all_shapes() -> Graph:
    """Give the shapes of all profiles."""
    return shapes() + read(*sorted({path for profile in OTHERS.values() for path in profile.shapes}))


def profile_of(case: str) -> Profile:
    """Give the profile by which a case is judged: the one of its folder, or publication."""
    return OTHERS.get(case.split("/")[0], PROFILE)


def unfolded(shapes: Graph) -> Graph:
    """Give each property shape the targets of the node shapes that hold it: the same results, three times as fast.

    pySHACL evaluates the property shapes of a node shape for one focus node after the other, and those with a target of
    their own for all at once.
    """
    for target in _TARGETS:
        for holder, value in list(shapes.subject_objects(target)):
            for held in shapes.objects(holder, SH.property):
                shapes.add((held, target, value))
    for holder in {holder for target in _TARGETS for holder in shapes.subjects(target)}:
        shapes.remove((holder, SH.property, None))
    return shapes


@cache
def asked(name: str, *, persons: bool) -> Graph:
    """Give the shapes of a profile in the form in which they are asked."""
    return unfolded(read(*read_profile(ROOT, name, persons=persons).shapes))


@cache
def background(profile: Profile = PROFILE) -> Graph:
    """Give the background in which a profile looks up classes and schemes.

    Its own concepts are not judged with every case: they lose the class by which shapes would find them.
    """
    whole, graph = read(*profile.background), Graph(bind_namespaces="none")
    for predicate in (RDF.type, RDFS.subClassOf, SKOS.inScheme):  # no shape asks for more
        for triple in whole.triples((None, predicate, None)):
            graph.add(triple)
    for kind in (SKOS.Concept, SKOS.ConceptScheme, URIRef(CG.Code)):
        graph.remove((None, RDF.type, kind))
        graph.remove((None, RDFS.subClassOf, kind))
    return graph


@cache
def results(case: str) -> Graph:
    """Validate a case, with the background, against all shapes of its profile.

    pySHACL's own ``focus_nodes`` is of no use: it also passes over what shapes inside ``sh:not`` and ``sh:or`` look at.
    """
    name, persons = profile_of(case).name, case.startswith(PERSONS)
    with as_they_are():
        data, questions = _background_graph(name), _questions_graph(name, persons=persons)
        of_case = [triple for triple in graph_of(TripleIndex(triples_of((HERE / case,)))) if triple not in data]
        for triple in of_case:
            data.add(triple)
        try:
            _, found, _ = pyshacl.validate(data, shacl_graph=questions, inference="none", advanced=False, inplace=True)
        finally:
            for triple in of_case:
                data.remove(triple)
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


def found_by_reference(case: str) -> set[Result]:
    """Give the results of pySHACL as ours are written."""
    return set(reference.results_of(results(case), TripleIndex()))


def found_by_ours(case: str) -> set[Result]:
    """Validate a case by our own engine, asked as :func:`results` asks pySHACL."""
    return set(validate(TripleIndex(_data(case)), Shapes(_questions(case))).results)


def _data(case: str) -> bytes:
    return _background(profile_of(case).name) + triples_of((HERE / case,))


@cache
def _background(name: str) -> bytes:
    whole = background(OTHERS.get(name, PROFILE))
    return canonical(whole.serialize(format="nt", encoding="utf-8"))


@cache
def _background_graph(name: str) -> Graph:
    """Give the background as one graph, to which each case is added for a while: to make it anew takes longest."""
    return graph_of(TripleIndex(_background(name)))


@cache
def _questions_graph(name: str, *, persons: bool) -> Graph:
    return graph_of(_questions_of(name, persons=persons))


def _questions(case: str) -> TripleIndex:
    return _questions_of(profile_of(case).name, persons=case.startswith(PERSONS))


@cache
def _questions_of(name: str, *, persons: bool) -> TripleIndex:
    shapes = asked(name, persons=persons)
    return TripleIndex(canonical(shapes.serialize(format="nt", encoding="utf-8")))


def canonical(triples: bytes) -> bytes:
    """Write N-Triples as Oxigraph does."""
    return serialize(parse(input=triples, format=RdfFormat.N_TRIPLES), format=RdfFormat.N_TRIPLES) or b""
