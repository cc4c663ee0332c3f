"""What the endpoint says of itself is in the default graph as queries see it, is true, and is in no release."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pyoxigraph import RdfFormat, Store, parse

from clustergraph.mapping.service_description import FORMATS
from clustergraph.ns import PREFIXES, expand
from clustergraph.query.catalogue import catalogue
from clustergraph.store.release import Release
from conftest import Server, values

Ask = Callable[..., httpx.Response]
# what an editor asks of an endpoint that it does not know: examples, prefixes, classes with their properties
EXAMPLES = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|sh:describe ?query } ORDER BY ?sq"""
DECLARED = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix } ORDER BY ?prefix"""
CLASSES = """PREFIX void: <http://rdfs.org/ns/void#> PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype WHERE {
  { ?cp void:class ?subjectClass ; void:propertyPartition ?pp . ?pp void:property ?prop .
    OPTIONAL { { ?pp void:classPartition [ void:class ?objectClass ] }
      UNION { ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] } } }
  UNION { ?linkset void:subjectsTarget [ void:class ?subjectClass ] ; void:linkPredicate ?prop ;
      void:objectsTarget [ void:class ?objectClass ] } }"""
NAMED = """PREFIX void: <http://rdfs.org/ns/void#> PREFIX void-ext: <http://ldf.fi/void-ext#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT * WHERE {
  { ?cp void:class ?subjectClass ; void:propertyPartition ?pp . ?pp void:property ?prop
    OPTIONAL { ?subjectClass rdfs:label ?subjectClassLabel }
    OPTIONAL {
      { ?pp void:classPartition [ void:class ?objectClass ] OPTIONAL { ?objectClass rdfs:label ?objectClassLabel } }
      UNION { ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] } } }
  UNION { ?linkset void:subjectsTarget [ void:class ?subjectClass ] ; void:linkPredicate ?prop ;
      void:objectsTarget [ void:class ?objectClass ] } }"""
SD = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "


def rows(ask: Ask, query: str, **more: str) -> list[list[str | None]]:
    answer = ask(query, **more)
    assert answer.status_code == 200, answer.text
    return values(answer)


def test_an_editor_finds_examples_and_each_can_be_asked(ask: Ask, server: Server) -> None:
    """One for each named query, in its words; each is answered, and its name leads on."""
    found = rows(ask, EXAMPLES)

    assert {str(name).rsplit("/", 1)[-1]: comment for name, comment, _ in found} == {
        query.name: query.question for query in catalogue().values()
    }
    for name, _, text in found:
        answer = ask(str(text), accept="*/*")
        assert answer.status_code == 200, name
    page = httpx.get(str(found[0][0]), headers={"Accept": "text/html"})
    assert page.headers["location"] == f"/queries/{str(found[0][0]).rsplit('/', 1)[-1]}"
    assert httpx.get(str(found[0][0]), headers={"Accept": "text/turtle"}).headers["location"] == (
        "/.well-known/sparql-examples"
    )


def test_an_editor_finds_prefixes_and_classes(ask: Ask, release: Release) -> None:
    """All prefixes, and each pair of a class and a property that occurs."""
    assert {str(prefix): namespace for prefix, namespace in rows(ask, DECLARED)} == dict(PREFIXES)
    partitions = release.statistics()["classPartitions"].items()
    pairs = {(kind, name) for kind, counted in partitions for name in counted["propertyPartitions"]}
    found = rows(ask, CLASSES)
    assert {(kind, name) for kind, name, *_ in found} == pairs
    linked = {
        (kind, name, other)
        for kind, counted in partitions
        for name, others in counted["links"].items()
        for other in others
    }
    assert {(kind, name, other) for kind, name, other, _ in found if other} == linked
    assert [expand("xsd:gYear")] == [
        datatype
        for kind, name, _, datatype in found
        if datatype and (kind, name) == (expand("cg:SupportProgramme"), expand("cg:begin"))
    ]


def test_an_editor_that_asks_for_names_gets_no_more_than_it_can_draw(ask: Ask) -> None:
    """Each class has three; they would multiply with those of the classes of objects."""
    answer = ask(NAMED)
    assert answer.status_code == 200
    found = answer.json()["results"]["bindings"]
    assert 600 < sum("linkset" in row for row in found) < 1_000
    assert not any("objectClassLabel" in row for row in found)


def test_the_service_description_counts_what_queries_see(ask: Ask, release: Release) -> None:
    """The default graph with these very words in it, and each named graph."""
    said = rows(ask, SD + "SELECT ?n { ?d sd:defaultGraph ?g . ?g <http://rdfs.org/ns/void#triples> ?n }")
    assert said == rows(ask, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    graphs = rows(ask, SD + "SELECT ?g ?n { ?x sd:name ?g ; sd:graph ?y . ?y <http://rdfs.org/ns/void#triples> ?n }")
    assert {str(name): int(n or 0) for name, n in graphs} == dict(release.manifest.graphs)
    counted = rows(ask, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    assert sorted(graphs) == sorted(counted)


def test_each_format_that_is_described_is_given(ask: Ask) -> None:
    """And none is given that is not described, but the page for people."""
    said = rows(ask, SD + "SELECT ?f { ?s sd:resultFormat ?f }")
    assert {str(name).rsplit("/", 1)[-1] for [name] in said} == set(FORMATS.values())
    for name in FORMATS:
        graph = name in ("turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads")
        query = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 1" if graph else "SELECT * { ?s ?p ?o } LIMIT 1"
        assert ask(query, accept="*/*", format=name).status_code == 200


def test_limits_are_those_that_hold(ask: Ask, server: Server) -> None:
    """The same as at /limits, with the value of this very server."""
    schema = "PREFIX schema: <https://schema.org/> "
    said = rows(
        ask,
        f"{schema}SELECT ?name ?value ?unit {{ ?s schema:additionalProperty ?l . "
        "?l schema:name ?name ; schema:value ?value ; schema:unitText ?unit }",
    )
    limits = httpx.get(f"{server.url}/limits").json()["limits"]
    assert {(name, float(value or 0), unit) for name, value, unit in said} == {
        (one["name"], float(one["value"]), one["unit"]) for one in limits
    }


def test_the_words_are_documents_too(ask: Ask, server: Server) -> None:
    """What is served at three addresses is what queries find, no more and no less."""
    told = Store()
    for path in ("/sparql", "/.well-known/void", "/.well-known/sparql-examples"):
        answer = httpx.get(f"{server.url}{path}", headers={"Accept": "application/n-triples"})
        told.load(input=answer.content, format=RdfFormat.N_TRIPLES)
    of_this_host = f'CONSTRUCT {{ ?s ?p ?o }} {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{server.url}/")) }}'
    digest = ask("ASK {}").headers["clustergraph-release"]
    now, sealed = (
        set(parse(ask(of_this_host, accept="application/n-triples", **more).content, format=RdfFormat.N_TRIPLES))
        for more in ({}, {"release": digest})
    )

    assert now == {one for one in told if str(one.subject).startswith(f"<{server.url}/")}
    assert not sealed
    assert len(told) > 5000


@pytest.mark.parametrize("query", list(catalogue().values()), ids=lambda query: query.name)
def test_named_queries_do_not_see_them(ask: Ask, server: Server, query: Any) -> None:
    """What is asked by the short address of a named query is asked of the release."""
    answer = httpx.get(f"{server.url}/queries/{query.name}.csv", follow_redirects=True, timeout=30)
    release = answer.headers["clustergraph-release"]
    assert answer.url.params["release"] == release
    assert answer.content == ask(query.ask(query.example).text, format="csv", release=release).content
