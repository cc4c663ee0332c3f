"""The shapes that a release keeps are those of the repository, to the last constraint."""

import shutil
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse
from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.term import BNode, Literal, Node

from clustergraph.errors import ReleaseError, RepositoryError
from clustergraph.ns import expand
from clustergraph.pages.shapes import OF_RELEASES, Constraint, NodeShape, PropertyShape, Shape, Shapes, mentioned
from clustergraph.store.home import Home
from clustergraph.store.release import LOADED, Release
from clustergraph.validation.profiles import profile_usage, read_profile
from clustergraph.validation.shape_rows import shape_rows
from conftest import ROOT

FILES = sorted(path for path in (ROOT / "shapes").rglob("*.ttl") if "versions" not in path.parts)
#: What is told in its own way, and no constraint.
TOLD = {"path", "name", "message", "severity", "targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"}
SMALL = """
PREFIX : <https://w3id.org/clustergraph/shapes#>
PREFIX cg: <https://w3id.org/clustergraph/ns#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
:S a sh:NodeShape ; sh:targetNode cg:x ; sh:property :S-p ; sh:closed true ; sh:ignoredProperties ( cg:a cg:b ) ;
  sh:not [ sh:path [ sh:inversePath cg:about ] ; sh:minCount 1 ] .
:S-p a sh:PropertyShape ; sh:path ( cg:a cg:b ) ; sh:severity sh:Info ; sh:message "M"@en , "М"@sr-Cyrl ;
  sh:in ( "b" cg:a 3 ) ; sh:xone ( [ sh:datatype cg:d ] :Other ) ;
  sh:qualifiedValueShape [ sh:hasValue cg:v ] ; sh:qualifiedMinCount 2 .
:Other a sh:NodeShape .
"""


@pytest.fixture(scope="module")
def shapes(release: Release) -> Shapes:
    """What the release keeps."""
    return Shapes.read(release)


@pytest.fixture(scope="module")
def graph() -> Graph:
    """What the files say."""
    whole = Graph(bind_namespaces="none")
    for path in FILES:
        whole.parse(path)
    return whole


def local(term: Node | None) -> str:
    return str(term).rpartition("#")[2]


def asked(graph: Graph, shape: Node) -> Counter[str]:
    """The parameters of SHACL on a shape and on those inside of it, by their local names."""
    found: Counter[str] = Counter()
    for predicate, value in graph.predicate_objects(shape):
        if str(predicate).startswith(str(SH)) and local(predicate) not in TOLD:
            if predicate == SH.property and isinstance(value, URIRef):
                continue  # held by name
            found[local(predicate)] += 1
            inner = list(graph.items(value)) if (value, RDF.first, None) in graph else [value]
            for node in inner:
                if isinstance(node, BNode):
                    found += asked(graph, node)
    return found


def kinds(constraints: list[Constraint]) -> Counter[str]:
    """The same of what a page shows."""
    found: Counter[str] = Counter()
    for constraint in constraints:
        found[constraint.kind] += 1
        found.update(list(constraint.counts))
        for inner in constraint.shapes:
            found += kinds(list(inner.constraints))
    return found


def test_every_shape_with_a_name_is_kept(shapes: Shapes, graph: Graph) -> None:
    """And no other."""
    assert set(shapes.nodes) == {str(s) for s in graph.subjects(RDF.type, SH.NodeShape) if isinstance(s, URIRef)}
    assert set(shapes.properties) == {
        str(s) for s in graph.subjects(RDF.type, SH.PropertyShape) if isinstance(s, URIRef)
    }


def test_no_constraint_is_lost(shapes: Shapes, graph: Graph) -> None:
    """Every parameter of SHACL in the files is in the rows as often as it is there."""
    every: list[Shape] = [*shapes.nodes.values(), *shapes.properties.values()]
    for shape in every:
        assert kinds(list(shape.constraints)) == asked(graph, URIRef(shape.iri)), shape.iri


def test_what_is_said_of_them_is_what_the_files_say(shapes: Shapes, graph: Graph) -> None:
    """Labels, messages in each language, severities, targets, paths, and which property shapes are held."""
    every: list[Shape] = [*shapes.nodes.values(), *shapes.properties.values()]
    for shape in every:
        node = URIRef(shape.iri)
        severity = graph.value(node, SH.severity) or SH.Violation
        assert shape.severity == local(severity)
        assert {(t.value, t.language) for t in shape.messages} == _literals(graph, node, SH.message)
        assert {(t.value, t.language) for t in shape.label} == _literals(
            graph, node, SH.name if isinstance(shape, PropertyShape) else RDFS.label
        )
        if isinstance(shape, NodeShape):
            targets = {
                (kind, str(t)) for kind in TOLD if kind.startswith("target") for t in graph.objects(node, SH[kind])
            }
            assert {(t.kind, t.term.value) for t in shape.targets} == targets
            assert {held.iri for held in shape.properties} == {str(held) for held in graph.objects(node, SH.property)}
        elif isinstance(shape, PropertyShape):
            path = graph.value(node, SH.path)
            assert shape.path
            assert shape.predicate == (str(path) if isinstance(path, URIRef) else None)


def _literals(graph: Graph, node: URIRef, name: URIRef) -> set[tuple[str, str]]:
    texts = [text for text in graph.objects(node, name) if isinstance(text, Literal)]
    return {(str(text), text.language or "") for text in texts}


def test_messages_come_in_three_languages(shapes: Shapes) -> None:
    """English, and Serbian in both scripts; a page says that the Serbian ones are unreviewed."""
    messages = [shape for shape in [*shapes.nodes.values(), *shapes.properties.values()] if shape.messages]

    assert messages
    assert all({text.language for text in shape.messages} == {"en", "sr-Latn", "sr-Cyrl"} for shape in messages)
    assert all(shape.status for shape in messages)


def test_counts_are_read(shapes: Shapes) -> None:
    """Least, most, and whether there is a count at all."""
    sector = shapes.properties[expand("shapes:ClusterShape-sector")]
    code = shapes.properties[expand("shapes:ClusterShape-sector-code")]

    assert (sector.least, sector.most, sector.counted) == (1, 1, True)
    assert (code.least, code.most, code.counted) == (0, None, False)
    assert [(one.kind, one.values[0].value) for one in code.further] == [("class", expand("cg:Sector"))]


def test_each_stands_in_one_place(shapes: Shapes) -> None:
    """A property shape is described with the node shape that it is named after, or among the shared ones."""
    placed = [held.iri for group in shapes.described.values() for held in group]

    assert sorted(placed) == sorted(shapes.properties)
    for home, group in shapes.described.items():
        for held in group:
            assert home is None or home in {shape.iri for shape in shapes.holders(held.iri)}, held.iri
    assert all(len(shapes.holders(held.iri)) for held in shapes.described[None])


def test_they_are_found_by_what_they_are_about(shapes: Shapes) -> None:
    """By class, and what is asked of its properties; what has no class by what else it is about."""
    assert {shape.local for shape in shapes.by_target[expand("cg:Cluster")]} >= {"ClusterShape", "ClusterShape-address"}
    assert {shape.local for shape in shapes.by_target[expand("cg:brochureNumber")]} >= {"BrochureClusterShape"}
    asked_of = shapes.asked_by(OF_RELEASES).asked_of(expand("cg:Cluster"))
    assert {one.local for one in asked_of[expand("cg:sector")]} == {"ClusterShape-sector", "ClusterShape-sector-code"}
    assert shapes.asked_of("http://nobody.example/Class") == {}


def test_the_profiles_of_each_are_those_of_the_table(shapes: Shapes) -> None:
    """A shape is asked where the profile reads its file: always, or by whether persons are published."""
    for usage in profile_usage(ROOT):
        for persons in (True, False):
            files = {path.relative_to(ROOT) for path in read_profile(ROOT, usage.name, persons=persons).shapes}
            wanted = {"always", "with_persons" if persons else "without_persons"}
            said = {iri for iri, shape in shapes.nodes.items() if shape.profiles.get(usage.name) in wanted}
            assert said == {iri for iri in shapes.nodes if _file(iri) in files}, usage.name
    assert [profile.name for profile in shapes.profiles] == [usage.name for usage in profile_usage(ROOT)]


@lru_cache
def _file(iri: str) -> Path:
    [name] = [path.relative_to(ROOT) for path in FILES if f"\nshapes:{local(URIRef(iri))}\n" in path.read_text()]
    return name


def test_a_row_of_the_table_that_cannot_be_used_is_refused(repository: Path) -> None:
    """With the table's place."""
    (repository / "shapes/profiles.toml").write_text('[x]\nfiles = []\ntitle = "X"\n')

    with pytest.raises(RepositoryError, match="description"):
        profile_usage(repository)


def test_every_kind_of_constraint_is_read(tmp_path: Path) -> None:
    """Those of lists, of shapes inside shapes with and without a name, and those that count."""
    rows = shape_rows({"small.ttl": SMALL.encode()})
    node, held = rows["shapes"][expand("shapes:S")], rows["properties"][expand("shapes:S-p")]

    assert node["targets"] == [{"kind": "targetNode", "iri": "https://w3id.org/clustergraph/ns#x"}]
    assert [one["kind"] for one in node["constraints"]] == ["closed", "ignoredProperties", "not"]
    [inner] = node["constraints"][2]["shapes"]
    assert (inner["path"], inner["predicate"]) == ("^cg:about", None)
    assert (held["path"], held["predicate"], held["severity"]) == ("cg:a/cg:b", None, "Info")
    assert held["messages"] == {"en": "M", "sr-Cyrl": "М"}
    among, either, qualified = held["constraints"]
    assert among["values"] == [{"text": "b"}, {"iri": "https://w3id.org/clustergraph/ns#a"}, {"text": "3"}]
    assert [shape["iri"] for shape in either["shapes"]] == [None, expand("shapes:Other")]
    assert qualified["counts"] == {"qualifiedMinCount": "2"}


def test_what_is_to_be_named_is_collected(shapes: Shapes) -> None:
    """Targets, classes, values, whatever is inside, and the review of the texts."""
    found = {term.value for term in mentioned([shapes.nodes[expand("shapes:BrochureClusterShape-email")]])}

    assert found >= {expand("cg:brochureNumber"), expand("cv:email"), expand("review-status:unreviewed")}
    assert all(term.is_iri for term in mentioned([*shapes.nodes.values(), *shapes.properties.values()]))


def test_the_dump_holds_all_files(release: Release) -> None:
    """The same graph, with each prefix once; and as N-Triples."""
    text = (release.dumps / "shapes.ttl").read_bytes()
    parts = [quad for path in FILES for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE)]
    heads = [line for line in text.decode().splitlines() if line.startswith("@prefix")]

    assert _canonical(parse(text, format=RdfFormat.TURTLE)) == _canonical(parts)
    assert _canonical(parse(release.shapes_statements().encode(), format=RdfFormat.N_TRIPLES)) == _canonical(parts)
    assert len(heads) == len(set(heads)) > 10
    assert text.decode().startswith(heads[0])


def _canonical(quads: object) -> set[Quad]:
    dataset = Dataset(quads)  # type: ignore[arg-type]
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def test_equal_repositories_give_equal_rows(release: Release) -> None:
    """The order of rdflib's sets does not show."""
    files = {path.as_posix(): path.read_bytes() for path in FILES}
    first = shape_rows(files)

    assert all(repr(shape_rows(files)) == repr(first) for _ in range(3))


def test_a_loaded_release_has_none(release: Release) -> None:
    """Nobody here described other people's graphs."""
    loaded = Release(release.folder, replace(release.manifest, inputs=LOADED))

    assert Shapes.read(loaded) == Shapes([], {}, {})
    assert loaded.shapes_statements() == ""
    assert loaded.rules() == {}


@pytest.mark.parametrize("name", ["shapes.json", "rules.json", "dumps/shapes.ttl"])
def test_damage_is_said(home: Home, tmp_path: Path, name: str) -> None:
    """With the file that is damaged."""
    shutil.copytree(home.folder, tmp_path / "home")
    release = Home(tmp_path / "home").current()
    (release.folder / name).write_text("[")

    kept = {"shapes.json": release.shapes, "rules.json": release.rules, "dumps/shapes.ttl": release.shapes_statements}

    with pytest.raises(ReleaseError, match=r"cannot be read|not as it was written") as caught:
        kept[name]()
    assert str(caught.value.place).endswith(name)
