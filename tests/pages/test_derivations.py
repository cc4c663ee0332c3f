"""Rules and what their headers claim: run for real, with each rule and without it."""

from collections import defaultdict
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from clustergraph.build.assemble import assemble
from clustergraph.errors import RepositoryError
from clustergraph.graph.script import latin
from clustergraph.ns import compact, expand
from clustergraph.pages.derivations import Derivations, beside_by_graph
from clustergraph.pages.terms import Row, Term
from clustergraph.sources.rules import Rule, read_rules, rule_rows
from clustergraph.store.release import Release
from clustergraph.store.staging import Staging
from conftest import ROOT

#: A statement in its graph: graph, subject, property, value.
Said = tuple[str, str, str, Term]
Runs = list[tuple[Rule, set[Said]]]
NAMES = [rule.path for rule in read_rules(ROOT, persons=True)]
#: A record in which each kind of label has Cyrillic alone: curated names have no such alternative yet.
LABELS = b"""
<urn:x> <http://www.w3.org/2008/05/skos-xl#KINDLabel> <urn:x-label> <urn:g> .
<urn:x-label> <http://www.w3.org/2008/05/skos-xl#literalForm> "\xd0\x96"@sr-Cyrl <urn:g> .
<urn:x-label> <http://www.w3.org/ns/prov#wasDerivedFrom> <urn:passage> <urn:g> .
"""


def statements(staging: Staging) -> set[Said]:
    """What the named graphs say."""
    return {
        (quad.graph_name.value, quad.subject.value, quad.predicate.value, _term(quad.object))  # type: ignore[union-attr]
        for quad in staging.named_quads()
    }


def _term(value: object) -> Term:
    if isinstance(value, Literal):
        return Term(value.value, language=value.language or "", datatype="" if value.language else value.datatype.value)
    assert isinstance(value, NamedNode)
    return Term(value.value, is_iri=True)


def claimed(derivations: Derivations, said: set[Said]) -> dict[str | None, set[Said]]:
    """What the model says that each rule derived; under ``None`` what nobody derived."""
    subjects: dict[str, list[Row]] = defaultdict(list)
    for graph, subject, name, value in said:
        row = {"graph": Term(graph, is_iri=True), "property": Term(name, is_iri=True), "value": value}
        subjects[subject].append(row)
    found: dict[str | None, set[Said]] = defaultdict(set)
    for subject, rows in subjects.items():
        beside = beside_by_graph(rows)
        for row in rows:
            graph, name = row["graph"].value, row["property"].value
            rule = derivations.rule_of(subject, name, row["value"], [beside[graph]])
            found[rule.name if rule else None].add((graph, subject, name, row["value"]))
    return found


@pytest.fixture(scope="module")
def derivations() -> Derivations:
    """What the headers of the repository claim."""
    return Derivations.of_rows(rule_rows(ROOT, persons=True))


@pytest.fixture(scope="module")
def runs() -> tuple[Runs, set[Said]]:
    """What each rule added when it ran in its turn on the whole repository, and what was said in the end."""
    added, apply = [], Staging.apply
    rules = {rule.path: rule for rule in read_rules(ROOT, persons=True)}

    def told(staging: Staging, rule: str, name: str) -> None:
        before = statements(staging)
        apply(staging, rule, name)
        added.append((rules[name], statements(staging) - before))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Staging, "apply", told)
        whole = assemble(ROOT, persons=True)
    return added, statements(whole)


def test_each_rule_adds_exactly_what_its_header_claims(derivations: Derivations, runs: tuple[Runs, set[Said]]) -> None:
    """No statement of any record is told to be derived that was stated, and none the other way round.

    Two texts are both: the ontology's name stands in Latin script in its file, which the same function wrote there.
    """
    added, said = runs
    found = claimed(derivations, said)
    spelt = _given_in_latin(found, added)

    assert [rule.path for rule, _ in added] == NAMES
    assert sorted(compact(name) for _, _, name, _ in spelt) == ["dct:title", "rdfs:label"]
    for rule, triples in added:
        name = Path(rule.path).stem
        assert found[name] - spelt == triples, rule.path
        assert bool(triples) == bool(rule.claims)


def _given_in_latin(found: dict[str | None, set[Said]], added: Runs) -> set[Said]:
    """What is claimed and was there before, where the text is what the function gives for the Cyrillic beside it."""
    [(_, triples), *_] = added
    cyrillic = {(g, s, n, latin(v.value)) for kept in found.values() for g, s, n, v in kept if v.language == "sr-cyrl"}
    return {(g, s, n, v) for g, s, n, v in found["00-latin-script"] - triples if (g, s, n, v.value) in cyrillic}


@pytest.mark.parametrize("left_out", NAMES)
def test_without_a_rule_what_it_claims_is_not_there(
    left_out: str, derivations: Derivations, runs: tuple[Runs, set[Said]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other rules run as before; what only this one adds is gone, and so is what others make of that."""
    added, said = runs
    apply = Staging.apply
    monkeypatch.setattr(
        Staging, "apply", lambda staging, rule, name: None if name == left_out else apply(staging, rule, name)
    )
    without = statements(assemble(ROOT, persons=True))
    [triples] = [triples for rule, triples in added if rule.path == left_out]

    assert triples.isdisjoint(without)
    assert (said - without).isdisjoint(claimed(derivations, said)[None])


@pytest.mark.parametrize("kind", ["pref", "alt", "hidden"])
def test_every_kind_of_label_that_a_header_names_is_derived(kind: str, derivations: Derivations) -> None:
    """Each is claimed for the rule that adds it: the node in Latin script, its parts, and the plain labels."""
    staging, text = Staging(), LABELS.replace(b"KIND", kind.encode())
    staging.add(parse(text, format=RdfFormat.N_QUADS))
    given = statements(staging)
    for rule in read_rules(ROOT):
        staging.apply(rule.text, rule.path)
    found = claimed(derivations, statements(staging))

    assert found[None] == given
    assert len(found["00-latin-script"]) == 5
    assert {value.value for _, _, _, value in found["01-plain-labels"]} == {"Ж", "Ž"}
    assert {name for _, _, name, _ in found["01-plain-labels"]} == {expand(f"skos:{kind}Label")}


def test_a_text_that_somebody_gave_is_nobodys(derivations: Derivations) -> None:
    """Latin script without Cyrillic, a plain label without a node, a passage's neighbour."""
    staging = Staging()
    quad = Quad(
        NamedNode("urn:x"), NamedNode(expand("skos:prefLabel")), Literal("Ž", language="sr-Latn"), NamedNode("urn:g")
    )
    staging.add([quad])
    for rule in read_rules(ROOT):
        staging.apply(rule.text, rule.path)

    assert set(claimed(derivations, statements(staging))) == {None}


def test_what_one_graph_states_is_not_derived_because_another_derives_it(derivations: Derivations) -> None:
    """The towns' table gives names in Latin script; the file of labels gives them in Cyrillic, and a rule the rest."""
    town, label, value = expand("town:belgrade"), expand("rdfs:label"), Term("Beograd", language="sr-Latn")
    given, derived = {label: {"en", "sr-latn"}}, {label: {"sr-cyrl", "sr-latn"}}

    rule = derivations.rule_of(town, label, value, [derived])
    assert rule is not None
    assert rule.name == "00-latin-script"
    assert derivations.rule_of(town, label, value, [given]) is None
    assert derivations.rule_of(town, label, value, [given, derived]) is None
    assert derivations.rule_of(town, label, value, []) is None


def test_a_release_keeps_the_rules_that_ran(release: Release) -> None:
    """Those for persons are not among them by default; the text is the file's."""
    kept = Derivations.read(release)

    assert [rule.name for rule in kept.rules] == [Path(rule.path).stem for rule in read_rules(ROOT)]
    assert [rule.text for rule in kept.rules] == [rule.text for rule in read_rules(ROOT)]
    assert all(rule.summary.endswith(".") for rule in kept.rules)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("", "not complete"),
        ("#+ summary: It does.", "not complete"),
        ("#+ derives: skos:prefLabel", "not complete"),
        ("#+ summary: It does.\n#+ summary: Again.\n#+ derives: nothing", "not complete"),
        ("#+ summary: It does.\n#+ derives: nothing\n#+ author: nobody", "not complete"),
        ("#+ summary: It does.\n#+ derives: skos:prefLabel of", "cannot be read|does not say"),
        ("#+ summary: It does.\n#+ derives: cg:clusta", "cg:clusta"),
        ("#+ summary: It does.\n#+ derives: nowhere:x", "no prefix"),
    ],
)
def test_a_header_that_cannot_be_used_is_refused(repository: Path, header: str, words: str) -> None:
    """With the rule's path, and how one looks."""
    (repository / "ontology/rules/04-more.ru").write_text(f"{header}\nINSERT DATA {{ }}\n")

    with pytest.raises(RepositoryError, match=words) as caught:
        rule_rows(repository)
    assert str(caught.value.place) == "ontology/rules/04-more.ru"
    assert caught.value.remedy
