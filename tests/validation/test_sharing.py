"""Parties that share a name or an address are told as if each were compared with each; of many, each is told once."""

from collections.abc import Iterable
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clustergraph.settings import read_settings
from clustergraph.validation.described import described
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.spelling import plain, reached
from clustergraph.validator.brought import read
from clustergraph.validator.checking import Asked, check
from clustergraph.validator.ready import Ready, make_ready
from clustergraph.validator.request import Text
from conftest import ROOT

SETTINGS = read_settings(environ={})
HEAD = """PREFIX cg: <https://w3id.org/clustergraph/ns#> PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX ex: <https://example.org/> PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX skosxl: <http://www.w3.org/2008/05/skos-xl#>
"""
NAMES = ("Wood of Serbia", "WOOD – of Serbia", "Дрво Србије", "Drvo Srbije", "Мебел", "…")
ADDRESSES = (
    "+381113000001",
    "011 3000001",
    "office@example.org",
    "https://www.example.org/",
    "http://example.org",
    "–",
)


class Party(NamedTuple):
    """A class, a name by its kind, and an address by its kind."""

    kind: str
    named: str
    name: str
    reached: str
    address: str

    def turtle(self, number: int) -> str:
        """Write it; blank nodes are parties, too."""
        node = "_:p" if number % 3 == 2 else "ex:p"
        here = f"{node}{number}"
        value = f"<{self.address}>" if self.address.startswith("http") else f'"{self.address}"'
        ways = {
            "xl": f'{here} skosxl:prefLabel ex:n{number} . ex:n{number} skosxl:literalForm "{self.name}"@sr .',
            "telephone": f"{here} cv:contactPoint ex:c{number} . ex:c{number} cv:telephone {value} .",
            "e164": f"{here} cv:contactPoint [ cg:telephone ex:t{number} ] . ex:t{number} cg:e164 {value} .",
            "homepage": f"{here} foaf:homepage {value} .",
            "website": f"{here} cg:website ex:w{number} . ex:w{number} schema:url {value} .",
        }
        name = ways.get(self.named, f'{here} {self.named} "{self.name}"@sr .')
        return f"{here} a cg:{self.kind} . {name} {ways[self.reached]}\n"


parties = st.builds(
    Party,
    st.sampled_from(["Cluster", "Institution", "ClusterOrganisation", "Company"]),
    st.sampled_from(["skos:prefLabel", "skos:altLabel", "xl"]),
    st.sampled_from(NAMES),
    st.sampled_from(["telephone", "e164", "homepage", "website"]),
    st.sampled_from(ADDRESSES),
)


@pytest.fixture(scope="module")
def ready() -> Ready:
    """The profile with rules."""
    return make_ready(ROOT, "submission")


def told(ready: Ready, many: Iterable[Party]) -> list[tuple[str, str]]:
    """The rule and the message of each finding."""
    content = HEAD + "".join(one.turtle(number) for number, one in enumerate(many))
    report = check(read(Text(content.encode(), "text/turtle", "c"), SETTINGS), "c", Asked(ready), SETTINGS)
    found = [(one.result.shape.rpartition("#")[2][:-1], one.message("en")) for one in report.findings]
    return [one for one in found if one[0] in ("SameNameRule", "SameContactRule")]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(parties, max_size=8))
def test_as_each_compared_with_each(ready: Ready, many: list[Party]) -> None:
    """A company shares nothing that counts, and an address that nobody can use is nobody's."""
    expected = []
    for one in many:
        for other in many:
            alike = one is not other and one.kind == other.kind != "Company"
            if alike and plain(one.name) == plain(other.name) != "":
                expected.append("SameNameRule")
            if alike and one.kind == "Cluster" and reached(one.address) == reached(other.address) is not None:
                expected.append("SameContactRule")

    assert sorted(rule for rule, _ in told(ready, many)) == sorted(expected)


@pytest.mark.parametrize("number", [2, 11, 12, 40])
def test_of_many_each_is_told_once_with_how_many_there_are(ready: Ready, number: int) -> None:
    """Ten others are named; of more, one is, and the number of the rest."""
    one = Party("Cluster", "skos:prefLabel", "Wood of Serbia", "telephone", "+381113000001")
    found = told(ready, [one] * number)

    for rule in ("SameNameRule", "SameContactRule"):
        messages = [message for name, message in found if name == rule]
        if number <= 11:
            assert len(messages) == number * (number - 1)
            assert not any("(+" in message for message in messages)
        else:
            assert len(messages) == number
            assert all(f" (+{number - 2}) has the same" in message for message in messages)


def test_served_parties_are_told_first(ready: Ready) -> None:
    """Who sends what is served already is led to that."""
    [name, *_] = [
        key for (kind, key) in ready.parties.having["<urn:x-clustergraph:plain>"] if kind.endswith("Cluster>")
    ]
    found = told(ready, [Party("Cluster", "skos:altLabel", name, "homepage", "?")] * 20)

    assert len(found) == 20
    assert all(message.startswith("cluster:") for _, message in found)


def test_of_a_graph_that_is_served_names_and_addresses_are_kept_by_class() -> None:
    """And nothing of companies."""
    one = Party("Cluster", "skos:prefLabel", "Wood", "telephone", "+381113000001")
    content = HEAD + one.turtle(0) + one._replace(kind="Company").turtle(1)
    kept = described(read(Text(content.encode(), "text/turtle", "c"), SETTINGS).triples, TripleIndex()).parties

    assert [*kept.having["<urn:x-clustergraph:plain>"].values()] == [["<https://example.org/p0>"]]
    assert [*kept.having["<urn:x-clustergraph:reached>"]] == [
        ("<https://w3id.org/clustergraph/ns#Cluster>", "+381113000001")
    ]
