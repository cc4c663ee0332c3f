"""Rules on the whole find what has no name as well as what has one."""

import pytest

from clustergraph.settings import read_settings
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
