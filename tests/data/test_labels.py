"""Whatever stands in a statement beside things of ours can be shown in English and in Serbian, in both scripts."""

from collections.abc import Iterator

import pytest

from clustergraph.ns import compact, expand
from clustergraph.store.release import Release
from clustergraph.store.sealed import Question, SealedStore

LABELS = "https://w3id.org/clustergraph/graph/ontology/labels"
#: What a page shows as the name of an IRI, and in which languages (as Oxigraph writes them) it must be there.
NAMED_BY = "rdfs:label|skos:prefLabel|dct:title|foaf:name"
LANGUAGES = {"en", "sr-cyrl", "sr-latn"}
#: Lists whose concepts have the languages of the tables from which they are generated → which these are at least.
#: Translations of ours would look like the official ones, which exist and are not in the tables.
AS_IN_THE_TABLE = {
    "https://w3id.org/clustergraph/scheme/nace1-1": {"en"},
    "http://data.europa.eu/ux2/nace2/nace2": {"en"},
    "http://data.europa.eu/ux2/nace2.1/nace2.1": {"en"},
    "http://eurovoc.europa.eu/100141": {"en"},
}
#: What labels.ttl may say of a node: names, an explanation, where it is defined, and whether somebody looked it over.
SAYS = ("rdfs:label", "skos:prefLabel", "skos:definition", "rdfs:isDefinedBy", "cg:reviewStatus")
#: Role in a statement → a pattern that binds ?node to everything in it. Addresses of web sites are data; things of ours
#: have names of their own kinds, which their shapes ask for.
ROLES = {
    "predicate": "?s ?node ?o",
    "class": "?s a ?node",
    "coded value": """?s ?p ?node FILTER(ISIRI(?node) && ?p != schema:url &&
        (STRSTARTS(STR(?node), "https://w3id.org/clustergraph/scheme/") ||
         STRSTARTS(STR(?node), "https://w3id.org/clustergraph/ns#") ||
         !STRSTARTS(STR(?node), "https://w3id.org/clustergraph/")))""",
}
_PREFIXES = "".join(
    f"PREFIX {prefix}: <{expand(f'{prefix}:')}>\n"
    for prefix in ("dct", "foaf", "owl", "rdf", "rdfs", "schema", "skos", "skosxl")
) + "PREFIX cg: <https://w3id.org/clustergraph/ns#>\n"  # fmt: skip


def rows(release: Release, query: str) -> Iterator[tuple[str, ...]]:
    yield from (
        tuple(value or "" for value in row) for row in SealedStore(release.store).rows(Question(_PREFIXES + query))[1]
    )


def languages(release: Release, text: str) -> dict[str, set[str]]:
    """Say in which languages each node has a text of a kind."""
    found: dict[str, set[str]] = {}
    for node, language in rows(
        release, f"SELECT DISTINCT ?n (LANG(?l) AS ?t) {{ ?n {text} ?l FILTER(ISLITERAL(?l)) }}"
    ):
        found.setdefault(node, set()).add(language.lower())
    return found


def in_role(release: Release, role: str) -> set[str]:
    return {node for (node,) in rows(release, f"SELECT DISTINCT ?node {{ {ROLES[role]} }}")}


@pytest.mark.parametrize("role", ROLES)
def test_everything_has_a_name_in_each_language(release: Release, role: str) -> None:
    """But for the concepts of lists that are generated from tables."""
    lists = dict(rows(release, "SELECT ?concept ?list { ?concept skos:inScheme ?list }"))
    named = languages(release, NAMED_BY)
    nodes = in_role(release, role)
    lacking = {
        compact(node): sorted(missing)
        for node in nodes
        if (missing := AS_IN_THE_TABLE.get(lists.get(node, ""), LANGUAGES) - named.get(node, set()))
    }

    assert len(nodes) > 50
    assert lacking == {}


@pytest.mark.parametrize("scheme", AS_IN_THE_TABLE)
def test_an_exception_is_still_one(release: Release, scheme: str) -> None:
    """A list whose concepts have all languages by now must leave the table."""
    concepts = {node for (node,) in rows(release, f"SELECT ?concept {{ ?concept skos:inScheme <{scheme}> }}")}
    named = languages(release, "skos:prefLabel")

    assert any(LANGUAGES - named[concept] for concept in concepts)


def test_every_region_has_an_english_name_of_its_own(release: Release) -> None:
    """Exactly one, and no two regions share it, whatever their levels: a reader could not tell them apart."""
    found = list(
        rows(
            release,
            """SELECT ?region (GROUP_CONCAT(?english; separator="|") AS ?names) {
            ?region skos:inScheme <http://data.europa.eu/nuts/scheme/2024> .
            OPTIONAL { ?region skos:prefLabel ?english FILTER(LANGMATCHES(LANG(?english), "en")) }
            } GROUP BY ?region ORDER BY ?region""",
        )
    )
    names = [name for _, name in found]

    assert len(found) == 32
    assert [region for region, name in found if not name or "|" in name] == []
    assert [region for region, name in found if names.count(name) > 1] == []


@pytest.mark.parametrize("role", ["predicate", "class"])
def test_every_term_is_explained_in_each_language(release: Release, role: str) -> None:
    """In a sentence, which pages show with the name."""
    explained = languages(release, "skos:definition")

    assert {compact(n) for n in in_role(release, role) if not explained.get(n, set()) >= LANGUAGES} == set()


def test_no_name_is_there_twice(release: Release) -> None:
    """A page could show either: one name for each language and property, one explanation for each language."""
    twice = """SELECT ?node ?p ?tag {
        VALUES ?p { rdfs:label skos:prefLabel skos:definition dct:title }
        ?node cg:reviewStatus ?status ; ?p ?text .
        BIND(LANG(?text) AS ?tag)
      } GROUP BY ?node ?p ?tag HAVING(COUNT(DISTINCT ?text) > 1)"""

    assert list(rows(release, twice)) == []


def test_no_property_names_in_serbian_alone(release: Release) -> None:
    """Pages choose the property first and the language then: who reads English would be shown Serbian."""
    alone = """SELECT DISTINCT ?node ?p { VALUES ?p { rdfs:label skos:prefLabel skos:definition dct:title }
        ?node cg:reviewStatus ?status ; ?p ?serbian FILTER(LANGMATCHES(LANG(?serbian), "sr"))
        FILTER NOT EXISTS { ?node ?p ?english FILTER(LANGMATCHES(LANG(?english), "en")) } }"""

    assert list(rows(release, alone)) == []


def test_every_serbian_text_of_ours_says_whether_it_was_looked_over(release: Release) -> None:
    """In the vocabulary, the code lists, the labels and the sections of sources; the names of regions are a table's."""
    silent = """SELECT DISTINCT ?node { GRAPH ?g { ?node ?p ?text FILTER(LANGMATCHES(LANG(?text), "sr-Cyrl")) }
        FILTER(REGEX(STR(?g), "/graph/(ontology|scheme|source)/"))
        FILTER NOT EXISTS { ?node cg:reviewStatus ?status } }"""

    assert list(rows(release, silent)) == []


def test_the_labels_add_no_meaning_to_the_terms_of_others(release: Release) -> None:
    """No type, no axiom, nothing but names and explanations; its own heading aside."""
    said = rows(release, f"SELECT DISTINCT ?p {{ GRAPH <{LABELS}> {{ ?node ?p ?o FILTER(?node != <{LABELS}>) }} }}")

    assert {compact(p) for (p,) in said} <= {*SAYS, "dct:title"}


def test_no_label_is_left_over(release: Release) -> None:
    """What nothing else in the release speaks of needs no name, but for the vocabularies that define such terms."""
    spare = f"""SELECT DISTINCT ?node {{
        GRAPH <{LABELS}> {{ ?node cg:reviewStatus ?status FILTER NOT EXISTS {{ ?term rdfs:isDefinedBy ?node }} }}
        FILTER NOT EXISTS {{ GRAPH ?g {{ ?node ?p1 ?o1 }} FILTER(?g != <{LABELS}>) }}
        FILTER NOT EXISTS {{ GRAPH ?g {{ ?s2 ?node ?o2 }} FILTER(?g != <{LABELS}>) }}
        FILTER NOT EXISTS {{ GRAPH ?g {{ ?s3 ?p3 ?node }} FILTER(?g != <{LABELS}>) }} }}"""

    assert [compact(node) for (node,) in rows(release, spare) if node != LABELS] == []
