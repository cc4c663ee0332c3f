"""A rule that is not asked finds nothing: what its head says of the data holds wherever it finds anything."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clustergraph.errors import RepositoryError
from clustergraph.settings import read_settings
from clustergraph.sources.rdf import triples_of
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.profiles import read_profile
from clustergraph.validation.rules import Rule
from clustergraph.validation.sharing import Shared, shared
from clustergraph.validation.signs import NAMES, Signs
from clustergraph.validation.writing import denied
from clustergraph.validator.brought import read
from clustergraph.validator.ready import Ready, make_ready
from clustergraph.validator.request import Text
from conftest import ROOT
from spoilt import GOOD, SPOILT

SETTINGS = read_settings(environ={})
RULES = read_profile(ROOT, "submission").rules
#: What each rule finds something in; those of which SPOILT has nothing are told here.
ENDED = (
    "ex:membership-1 <https://w3id.org/clustergraph/ns#begin> '2020' ; <https://w3id.org/clustergraph/ns#end> '2010' ."
)
MORE = (
    GOOD + ENDED,
    GOOD.replace("2011-04", "2111-04"),
    GOOD.replace("obsValue 24", "obsValue 4"),
    GOOD.replace("obsValue 24", "obsValue 0"),
    GOOD.replace("ex:membership-2 ", "ex:membership-3 a org:Membership ; org:member ex:maker ; org:organization "
                 "ex:cluster .\nex:membership-2 "),
    GOOD + GOOD.replace("ex:companies-2024", "ex:companies-again"),
)  # fmt: skip
RECORDS = [*(one.content for one in SPOILT if len(one.content) < 50_000), *MORE]
_PREFIX = re.compile(r"^(?:PREFIX|@prefix).*$", re.MULTILINE)


@pytest.fixture(scope="module")
def ready() -> Ready:
    """The profile with rules."""
    return make_ready(ROOT, "submission")


def asked_and_finding(ready: Ready, content: str) -> tuple[set[str], set[str]]:
    """The rules that would be asked, and those that find something in judged data when all are."""
    triples = read(Text(content.encode(), "text/turtle", "content"), SETTINGS).triples
    data = TripleIndex(triples, ready.base)
    alike = shared(data, ready.parties)
    signs = Signs(data, alike)
    asked = {rule.name for rule in ready.rules if rule.may_find(signs)}
    assert ready.scratch is not None
    with ready.scratch.holding(triples, f"{alike.names}{alike.addresses}".encode()) as whole:
        finding = {
            rule.name for rule in ready.rules if any(row.get("focus", "") in data for row in whole.select(rule.query))
        }
    return asked, finding


def test_each_rule_is_asked_where_it_finds_something_and_not_everywhere(ready: Ready) -> None:
    """Over all spoilt records each rule finds something somewhere; the heads leave out what they can."""
    found = [asked_and_finding(ready, content) for content in RECORDS]
    names = {rule.name for rule in RULES}

    for asked, finding in found:
        assert finding <= asked
    assert set.union(*(finding for _, finding in found)) == names
    assert asked_and_finding(ready, _PREFIX.sub("", "<urn:a> <urn:b> <urn:c> ."))[0] == set()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(RECORDS),
    st.sampled_from(RECORDS),
    st.sampled_from(["made-up-furniture/", "made-up/"]),
    st.lists(st.integers(0, 200), max_size=12),
)
def test_whatever_is_left_out_of_records_and_however_they_meet(
    ready: Ready, one: str, other: str, folder: str, gone: list[int]
) -> None:
    """Two records in one document, without some of their lines."""
    lines = (one + other.replace("made-up-furniture/", folder)).splitlines()
    kept = [line for number, line in enumerate(lines) if not (number in gone and line.rstrip().endswith(" ;"))]
    asked, finding = asked_and_finding(ready, "\n".join(kept))

    assert finding <= asked


@given(
    st.text() | st.text("АЉбвџAaZzŽđ \u0301µ"),
    st.sampled_from(["en", "sr", "sr-Latn", "sr-Cyrl", "de", "ru", "el", "tlh"]),
)
def test_what_a_script_denies_in_running_text_it_denies_in_a_name(text: str, tag: str) -> None:
    """So that one look is enough for both."""
    assert denied(text, tag, name=False) is None or denied(text, tag, name=True) is not None


@pytest.mark.parametrize("rule", [one for one in RULES if one.needs], ids=lambda one: one.name)
def test_what_a_rule_needs_cannot_come_from_the_background(rule: Rule) -> None:
    """Needs are looked for in judged data alone: either the rule names that, or the background has none of them.

    Or else one of all of them is enough, for what has none of them finds nothing.
    """
    background = TripleIndex(triples_of(read_profile(ROOT, "submission").background))
    signs = Signs(background, Shared())
    there = [need for need in rule.needs if any(map(signs.has, need))]

    assert not there or "GRAPH <urn:x-clustergraph:judged>" in rule.query or len(rule.needs) == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("needs: cg:begin nobody:knows", "no prefix 'nobody'"),
        ("needs: cg:indicator=cg:nothing", "no term cg:nothing"),
        ("sign: thunder", "there is no sign “thunder”"),
        ("asks: cg:begin", "The head of the rule is not"),
    ],
)
def test_a_head_that_cannot_be_used_is_told(tmp_path: Path, line: str, told: str) -> None:
    """With what is wrong in it."""
    source = (ROOT / "shapes/rules/end-before-begin.rq").read_text(encoding="utf-8")
    path = tmp_path / "rule.rq"
    path.write_text(re.sub(r"^#\+ needs: .*$", f"#+ {line}", source, flags=re.MULTILINE), encoding="utf-8")
    with pytest.raises(RepositoryError, match=told):
        Rule.read(path)


def test_every_sign_is_one_of_a_rule_and_described() -> None:
    """None is left over."""
    readme = (ROOT / "shapes/rules/README.md").read_text(encoding="utf-8")

    assert {sign for rule in RULES for sign in rule.signs} == NAMES
    for name in NAMES:
        assert f"`{name}`" in readme
