"""Rules on the whole find what has no name as well as what has one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.settings import read_settings
from clustergraph.store.scratch import Scratch
from clustergraph.validation.held import Written
from clustergraph.validation.index import TripleIndex
from clustergraph.validator.brought import read
from clustergraph.validator.checking import Asked, check
from clustergraph.validator.ready import make_ready
from clustergraph.validator.request import Text
from conftest import ROOT

SETTINGS = read_settings(environ={})
HEAD = """
@prefix cg: <https://w3id.org/clustergraph/ns#> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix ex: <https://example.org/> .
"""
SPAN = 'cg:begin "2020"^^xsd:gYear ; cg:end "2010"^^xsd:gYear'


@pytest.mark.parametrize("subject", ["[]", "_:m", "ex:m"])
def test_a_rule_finds_blank_nodes(subject: str) -> None:
    """The end before the begin, at the node and the line where it stands."""
    content = f"{HEAD}{subject} a org:Membership ;\n {SPAN} ."
    document = read(Text(content.encode(), "text/turtle", "content"), SETTINGS)
    report = check(document, "content", Asked(make_ready(ROOT, "submission")), SETTINGS)
    found = [one for one in report.findings if one.result.shape.endswith("#EndBeforeBeginRule>")]

    assert len(found) == 1
    assert found[0].line == 5
    assert found[0].result.focus == {"[]": "_:b0", "ex:m": "<https://example.org/m>"}.get(subject, subject)
    assert found[0].result.value == '"2010"^^<http://www.w3.org/2001/XMLSchema#gYear>'


XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = [f'"{words}"^^<{XSD}{kind}>' for words in ("1", "01", "1.0", "+1", "2") for kind in ("decimal", "integer")]


@given(st.lists(st.sampled_from([*NUMBERS, '"a"@sr-Latn', '"a"@sr-latn', '"a"', "<urn:a>"]), unique=True))
def test_what_a_query_gives_is_found_as_it_is_written(values: list[str]) -> None:
    """Whatever words the store has for it; of several that are one to the store the first."""
    triples = "".join(f"<urn:s> <urn:p> {value} .\n" for value in values)
    written = Written(TripleIndex(triples))
    with Scratch().holding(triples.encode()) as whole:
        found = {row["value"] for row in whole.select("SELECT ?value { <urn:s> <urn:p> ?value }")}
    ways = {value: written.value("<urn:s>", "<urn:p>", value) for value in [*found, *values]}

    assert all(way in values for way in ways.values())
    assert all(ways[value] == value for value in values)


def test_each_of_many_values_of_one_node_is_told() -> None:
    """At its own line."""
    labels = "".join(f' ;\n  skos:altLabel "Name\u200b{number}"@en' for number in range(300))
    head = f"{HEAD}@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    document = read(Text(f"{head}ex:c a cg:Cluster{labels} .".encode(), "text/turtle", "content"), SETTINGS)
    report = check(document, "content", Asked(make_ready(ROOT, "submission")), SETTINGS)
    found = [one for one in report.findings if one.result.shape.endswith("#HiddenCharacterRule>")]

    assert sorted(one.line for one in found) == list(range(6, 306))
