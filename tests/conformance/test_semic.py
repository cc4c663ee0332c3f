"""The shapes of the European Core Vocabularies (SEMIC) on the release: none reports a violation."""

import pyshacl
import pytest
from rdflib import RDF, SH, Graph, URIRef

from clustergraph.ns import expand
from clustergraph.store.release import Release
from conftest import SHARED, needs

SUITE = SHARED / "suites/semic-core-vocabularies"
SHAPES = {
    "core-business/2.3.0/shacl/core-business-ap-SHACL.ttl": {"locn:Address", "cv:ContactPoint", "foaf:Agent"},
    "core-location/2.1.0/shacl/core-location-ap-SHACL.ttl": {"locn:Address"},
    "cpov/2.1.2/shacl/core-public-organisation-ap-SHACL.ttl": {
        "cv:PublicOrganisation", "cv:ContactPoint", "locn:Address", "org:OrganizationalUnit",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def data(release: Release) -> Graph:
    """The whole release, ontology included."""
    return Graph(bind_namespaces="none").parse(release.dumps / "clustergraph.ttl")


@pytest.mark.parametrize("file", SHAPES)
def test_no_violation(data: Graph, file: str) -> None:
    """And the shapes have something to look at."""
    shapes = Graph(bind_namespaces="none").parse(needs(SUITE / file))
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    looked_at = {kind for kind in shapes.objects(None, SH.targetClass) if (None, RDF.type, kind) in data}

    assert conforms, text
    assert {URIRef(expand(kind)) for kind in SHAPES[file]} <= looked_at


def test_the_shapes_can_fail(data: Graph) -> None:
    """An address without its language breaks Core Location."""
    shapes = Graph(bind_namespaces="none").parse(needs(SUITE / "core-location/2.1.0/shacl/core-location-ap-SHACL.ttl"))
    broken = Graph(bind_namespaces="none").parse(
        data='<urn:x> a <http://www.w3.org/ns/locn#Address> ; <http://www.w3.org/ns/locn#fullAddress> "x" .',
        format="turtle",
    )

    assert not pyshacl.validate(broken, shacl_graph=shapes, inference="none", advanced=False)[0]
