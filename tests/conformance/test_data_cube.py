"""The integrity constraints of the RDF Data Cube (W3C, section 11) on the release: none is broken.

IC-17's own query never fires on an engine that follows SPARQL 1.1, because it uses a SELECT alias in HAVING; the number
of measures is one here, so it has nothing to find; a form that fires stands beside it. IC-20
and IC-21 are templates for hierarchies, and there are none.
"""

import re
from pathlib import Path

import pytest
from pyoxigraph import QueryBoolean, RdfFormat, Store

from clustergraph.ns import PREFIXES
from clustergraph.store.release import Release
from conftest import SHARED, needs

SUITE = SHARED / "suites/rdf-data-cube"
NAMES = [*(str(number) for number in range(1, 19)), "19a", "19b"]


@pytest.fixture(scope="module", params=["clustergraph.ttl", "indicators.ttl"])
def cube(request: pytest.FixtureRequest, release: Release) -> Store:
    """The triples of the release, or of its cube alone, and the vocabularies, normalised as section 10 says."""
    needs(SUITE)
    store = Store()
    store.load((release.dumps / request.param).read_bytes(), format=RdfFormat.TURTLE)
    for path in sorted((SUITE / "vocab").glob("*.ttl")):
        store.load(path.read_bytes(), format=RdfFormat.TURTLE, base_iri=path.as_uri())
    for update in ("closure.ru", "flatten.ru"):
        store.update((SUITE / "integrity-constraints" / update).read_text(), prefixes=PREFIXES)
    return store


def ask(store: Store, path: Path) -> bool:
    answer = store.query(path.read_text(), prefixes=PREFIXES)
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


@pytest.mark.parametrize("name", NAMES)
def test_the_constraint_is_kept(cube: Store, name: str) -> None:
    """Each query asks whether there is an offender."""
    assert not ask(cube, SUITE / f"integrity-constraints/integrity-{name}.sparql")


IC_17 = """
ASK {
  ?dsd qb:component/qb:componentProperty ?measure .
  ?measure a qb:MeasureProperty .
  ?one qb:dataSet ?data ; qb:measureType ?other .
  ?data qb:structure ?dsd .
  FILTER(?measure != ?other)
  FILTER NOT EXISTS {
    ?two qb:dataSet ?data ; qb:measureType ?measure .
    FILTER NOT EXISTS {
      ?dsd qb:component/qb:componentProperty ?dimension .
      ?dimension a qb:DimensionProperty .
      FILTER(?dimension != qb:measureType)
      ?one ?dimension ?left . ?two ?dimension ?right .
      FILTER(?left != ?right)
    }
  }
}"""


def test_every_measure_of_a_measure_cube_is_there(cube: Store) -> None:
    """IC-17 in a form that fires: an observation of one measure has a twin for each other measure."""
    answer = cube.query(IC_17, prefixes=PREFIXES)
    broken = Store()
    broken.extend(cube.quads_for_pattern(None, None, None))
    broken.update(
        """INSERT { ?dsd qb:component [ qb:componentProperty <urn:second> ] . <urn:second> a qb:MeasureProperty .
                    ?o qb:measureType sdmx-measure:obsValue }
           WHERE { ?dsd a qb:DataStructureDefinition . ?o a qb:Observation }""",
        prefixes=PREFIXES,
    )

    assert not bool(answer)
    assert bool(broken.query(IC_17, prefixes=PREFIXES))


def test_the_constraints_can_fail(cube: Store) -> None:
    """An observation without its period breaks IC-11, a second one with the same key IC-12."""
    broken = Store()
    broken.extend(cube.quads_for_pattern(None, None, None))
    observation = "https://w3id.org/clustergraph/id/observation/netwood-companies-unstated-2009"
    broken.update(f"DELETE WHERE {{ <{observation}> <https://w3id.org/clustergraph/ns#refPeriod> ?p }}")

    assert ask(broken, SUITE / "integrity-constraints/integrity-11.sparql")

    twice = Store()
    twice.extend(cube.quads_for_pattern(None, None, None))
    twice.update(f"INSERT {{ <{observation}-again> ?p ?o }} WHERE {{ <{observation}> ?p ?o }}")

    assert ask(twice, SUITE / "integrity-constraints/integrity-12.sparql")


def test_every_observation_is_in_the_cube(cube: Store) -> None:
    """71 figures: 20 companies, 19 institutions, 18 employees, 13 turnovers and 36 households once."""
    found = list(cube.query("SELECT ?o { ?o a <http://purl.org/linked-data/cube#Observation> }"))

    assert len(found) == 71
    assert all(re.search(r"/id/observation/[a-z0-9-]+-(2007|unstated-2009)$", str(row["o"].value)) for row in found)
