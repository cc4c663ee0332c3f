"""Notes and what they say: each question of data/notes, asked of the real repository and made to fail on it."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from clustergraph.build.assemble import assemble
from clustergraph.build.notes import CLAIMS, FOLDER, note_findings
from clustergraph.ns import PREFIXES, compact, expand
from clustergraph.report import Finding
from clustergraph.store.staging import Staging
from conftest import ROOT

HEADER = ("note", "question", "answer")
ROWS = list(csv.DictReader(io.StringIO((ROOT / CLAIMS).read_text(encoding="utf-8"))))
QUESTIONS = sorted(path.stem for path in (ROOT / FOLDER).glob("*.rq"))

#: Question → a note that asks it, and statements that make its answer another one.
BROKEN = {
    "activities-in-lines": ("dundjer-status", "activity:dundjer-2 cg:activityStatus activity-status:done ."),
    "activities-of-cluster": (
        "mice-tourism-existence",
        "activity:mice-tourism-3 cg:activityStatus activity-status:done .",
    ),
    "activities-on-a-web-site": ("istar-21-website-2-owner", 'activity:istar-21-1 dct:description "A web site."@en .'),
    "address-of-target": ("memos-address", 'address:memos locn:postCode "22320" .'),
    "addresses-in-lines": ("source-place-language", 'address:dundjer locn:postName "Nis"@en .'),
    "addresses-of-the-street": ("netwood-fax", "cluster:bipom locn:address address:netwood ."),
    "basis-of-target": ("galenit-study", "activity:galenit-1 cg:basis basis:stated ."),
    "clusters-tied-to-the-instrument": (
        "instrument-regions",
        "cluster:netwood cg:mentions instrument:european-cluster-observatory .",
    ),
    "clusters-with-as-many-institutions": (
        "medical-tourism-turnover-value",
        """observation:x a qb:Observation ; sdmx-measure:obsValue 4 ; cg:cluster cluster:medical-tourism ;
        cg:indicator indicator:institutions ; prov:wasDerivedFrom passage:serbian-clusters-2009-l525 .""",
    ),
    "clusters-with-more-institutions-than-companies": (
        "south-serbian-alko-institutions",
        "observation:netwood-institutions-unstated-2009 sdmx-measure:obsValue 99 .",
    ),
    "codes-in-lines": (
        "source-stage-word",
        """programme-stage:fifth skos:inScheme <https://w3id.org/clustergraph/scheme/programme-stage> ;
        prov:wasDerivedFrom passage:serbian-clusters-2009-l54 .""",
    ),
    "companies-of-cluster": (
        "netwood-concept",
        "observation:netwood-companies-unstated-2009 sdmx-measure:obsValue 10 .",
    ),
    "counted-in-totals": (
        "medical-tourism-turnover-value",
        "figure:medical-tourism-turnover qb:dataSet dataset:indicators ; sdmx-measure:obsValue 4 .",
    ),
    "dates-in-lines": ("agency-for-wood-years", 'occasion:furniture-design-contest cg:begin "2006"^^xsd:gYear .'),
    "description-of-target": ("dundjer-centre", 'activity:dundjer-3 dct:description "A school of computing."@en .'),
    "employees-of-cluster": (
        "galenit-turnover",
        "observation:galenit-employees-unstated-2009 sdmx-measure:obsValue 120 .",
    ),
    "figure-of-target": (
        "agency-for-wood-institutions",
        "observation:agency-for-wood-institutions-unstated-2009 sdmx-measure:obsValue 7 .",
    ),
    "figures-of-cluster": ("pekos-figures", "observation:pekos-companies-unstated-2009 sdmx-measure:obsValue 21 ."),
    "founded-before-programme": (
        "source-established-with-support",
        'event:memos-establishment cg:date "2005"^^xsd:gYear .',
    ),
    "founding-of-cluster": (
        "mice-tourism-existence",
        'cluster:mice-tourism org:resultedFrom event:x . event:x a cg:Establishment ; cg:date "2008"^^xsd:gYear .',
    ),
    "foundings-by-kind": ("embedded-rs-launch", "event:embedded-rs-launch a cg:Establishment ."),
    "funders-of-programme": (
        "source-norway-two-names",
        "funding:norway-2007 schema:funder institution:norwegian-mfa .",
    ),
    "households-of-cluster": (
        "south-serbian-alko-employees",
        "observation:south-serbian-alko-agricultural-households-unstated-2009 sdmx-measure:obsValue 63 .",
    ),
    "instruments-in-links": (
        "source-instruments-links",
        "instrument:cip cg:instrumentGroup instrument-group:policy .",
    ),
    "kind-and-status-of-target": ("memos-ce", "standard:ce cg:kind kind:management-standard ."),
    "kinds-in-lines": ("tourist-cluster-srem-brands", "product:escargot cg:kind kind:device ."),
    "labels-and-definitions-in-lines": (
        "source-recycle-industry",
        'sector:recycling-waste skos:prefLabel "Recycling Industry"@en .',
    ),
    "leads-to-target": ("istar-21-goals", "cluster:netwood cg:objective objective:istar-21-3 ."),
    "lines-of-target": ("pekos-same-number", 'telephone:pekos-2 cg:e164 "+381216622214" .'),
    "mailbox-named-after-cluster-or-site": ("pekos-mailbox", 'contact:pekos cv:email "pekos@eunet.rs" .'),
    "mailbox-of-cluster": ("medical-tourism-mailbox", 'contact:medical-tourism cv:email "office@eunet.rs" .'),
    "members-of-cluster": (
        "agency-for-wood-etc",
        "membership:x org:organization cluster:agency-for-wood ; org:member institution:unido .",
    ),
    "mentioned-by-target": ("galenit-abroad", "activity:galenit-5 cg:mentions institution:gtz ."),
    "minister-named-with-persons-only": (
        "source-signpost-minister",
        'person:x a foaf:Person ; foaf:name "Somebody" .',
    ),
    "names-in-lines": (
        "pekos-festival",
        'name:occasion-bread-festival-1 skosxl:literalForm "Festival of Bread"@en .',
    ),
    "names-in-quotation-marks": (
        "source-quotes",
        """name:x skosxl:literalForm "“Netwood”"@en ; cg:basis basis:stated ;
        prov:wasDerivedFrom passage:serbian-clusters-2009-l647 .""",
    ),
    "names-with-the-words": ("eko-krug-case", "cluster:eko-krug skosxl:prefLabel name:eko-krug-4 ."),
    "numbers-in-lines": ("eko-krug-name", "cluster:eko-krug cg:brochureNumber 17 ."),
    "omissions-in-lines": (
        "source-quote-repeated",
        """omission:again cg:omissionReason omission-reason:opinion ;
        prov:wasDerivedFrom passage:serbian-clusters-2009-l12 .""",
    ),
    "order-of-profiles": (
        "source-order-of-profiles",
        "contact:netwood prov:wasDerivedFrom passage:serbian-clusters-2009-l633 .",
    ),
    "other-forms-in-lines": (
        "jato-dash",
        "name:jato-3 cg:printedIn <https://w3id.org/clustergraph/scheme/name-place/text> .",
    ),
    "periods-of-figures": (
        "source-figures-year",
        "observation:netwood-companies-unstated-2009 cg:refPeriod period:2007 .",
    ),
    "places-in-lines": ("knjazevac-shoemakers-fairs", "occasion:privisi cg:country country:SRB ."),
    "places-of-preferred-form": (
        "memos-heading",
        "name:memos-1 cg:printedIn <https://w3id.org/clustergraph/scheme/name-place/heading> .",
    ),
    "posts-in-lines": ("istar-21-secretary", "post:istar-21-1 org:role role:cluster-manager ."),
    "preferred-form": ("eko-krug-weee", 'name:product-managing-weee-waste-1 skosxl:literalForm "Managing WEEE"@en .'),
    "printed-at-target": ("memos-region", 'area:memos cg:asPrinted "Srem region" .'),
    "quantities-in-lines": (
        "instrument-stakeholders",
        "quantity:europe-innova-cluster-networks-2 cg:comparison comparison:exactly .",
    ),
    "records-of-the-number": ("ac-serbia-fax", 'telephone:bipom-2 cg:e164 "+381113243535" .'),
    "relations-in-lines": (
        "dundjer-markets",
        "relation:x a cg:Relation ; prov:wasDerivedFrom passage:serbian-clusters-2009-l315 .",
    ),
    "restated-in-lines": (
        "source-platform-article",
        "instrument:cip prov:wasDerivedFrom passage:serbian-clusters-2009-l74 .",
    ),
    "share-of-total": (
        "galenit-turnover",
        """observation:x cg:indicator indicator:turnover ; sdmx-measure:obsValue 90000000.00 ;
        prov:wasDerivedFrom passage:serbian-clusters-2009-l525 .""",
    ),
    "stages-of-clusters": (
        "source-stages-unassigned",
        "cluster:netwood cg:developmentStage development-stage:first .",
    ),
    "stages-supported": (
        "source-fourth-stage-empty",
        "programme:cluster-development-support cg:developmentStage development-stage:fifth .",
    ),
    "supporters-of-foundings": (
        "source-established-with-support",
        "event:memos-establishment cg:supportedBy institution:merr .",
    ),
    "territory-names-in-lines": (
        "dundjer-nis",
        'territory:nis-city skosxl:prefLabel name:x . name:x skosxl:literalForm "Nis"@sr-Latn .',
    ),
    "texts-with-the-reading": (
        "knjazevac-shoemakers-quotes",
        'occasion:privisi dct:description "The Business Base"@en .',
    ),
    "texts-with-the-words-in-lines": ("source-email-label", 'contact:netwood dct:description "E – mail"@en .'),
    "things-with-the-name": (
        "ac-serbia-automechanika",
        "product:x a cg:Product ; skosxl:prefLabel name:occasion-automechanika-1 .",
    ),
    "tied-to-target": ("bipom-partner", "relation:bipom-5 cg:relatedTo institution:unacoma ."),
    "towns-of-clusters-in-lines": (
        "dundjer-faculty",
        "activity:bipom-1 prov:wasDerivedFrom passage:serbian-clusters-2009-l328 .",
    ),
    "turnover-per-employee": (
        "sumadijski-cvet-turnover",
        "observation:sumadijski-cvet-employees-unstated-2009 sdmx-measure:obsValue 34 .",
    ),
    "turnovers-as-printed": (
        "source-number-format",
        "observation:bipom-turnover-unstated-2009 sdmx-measure:obsValue 20000.00 .",
    ),
    "websites-in-lines": (
        "source-site-repeated",
        "website:merr-2 prov:wasDerivedFrom passage:serbian-clusters-2009-l876-l882 .",
    ),
    "websites-of-cluster": ("royal-vacation-mailbox", "cluster:royal-vacation cg:website website:netwood-1 ."),
    "withheld-or-given": ("embedded-rs-mailbox", 'contact:embedded-rs cv:email "somebody@embedded.rs" .'),
    "words-in-description": (
        "eko-krug-data",
        'activity:eko-krug-1 dct:description "A comprehensive data containing everything."@en .',
    ),
    "year-of-source": ("ac-serbia-2009", 'source:serbian-clusters-2009 dct:issued "2010"^^xsd:gYear .'),
}  # fmt: skip


#: What another source might say, in lines with the same numbers.
ANOTHER_SOURCE = """passage:y-l1-l899 dct:isPartOf source:y ; cg:firstLine 1 ; cg:lastLine 899 .
    cluster:y a cg:Cluster ; cg:brochureNumber 21 ; skosxl:prefLabel name:y ; org:resultedFrom event:y ;
        cg:activity activity:y .
    name:y skosxl:literalForm "“E – mail”"@en ; cg:basis basis:stated ; prov:wasDerivedFrom passage:y-l1-l899 .
    event:y a cg:Establishment ; cg:date "2001"^^xsd:gYear ; cg:supportedBy institution:gtz ;
        prov:wasDerivedFrom passage:y-l1-l899 .
    activity:y a cg:Activity ; cg:activityStatus activity-status:done ; cg:kind kind:fair ;
        cg:begin "2001"^^xsd:gYear ; prov:wasDerivedFrom passage:y-l1-l899 .
    observation:y a qb:Observation ; cg:cluster cluster:y ; cg:indicator indicator:turnover ; cg:asPrinted "1" ;
        sdmx-measure:obsValue 1000000000.00 ; cg:refPeriod period:2007 ; prov:wasDerivedFrom passage:y-l1-l899 ."""


@pytest.fixture(scope="module")
def default() -> Staging:
    """The real repository, as it is without persons."""
    return assemble(ROOT)


@pytest.fixture(scope="module")
def with_persons() -> Staging:
    """The real repository, with what data/optional holds."""
    return assemble(ROOT, persons=True)


@contextmanager
def broken(staging: Staging, note: str, statements: str) -> Iterator[None]:
    """Add statements to the note's record, and take them out again: to copy the graph each time would be slow."""
    prefixes = "".join(f"PREFIX {name}: <{start}>\n" for name, start in PREFIXES.items())
    (record,) = staging.rows(f"SELECT ?graph {{ GRAPH ?graph {{ <{expand(note)}> a ?class }} }}")
    both = f"{statements} GRAPH <{record['graph']}> {{ {statements} }}"
    staging.apply(f"{prefixes}INSERT DATA {{ {both} }}", "broken")
    try:
        yield
    finally:
        staging.apply(f"{prefixes}DELETE DATA {{ {both} }}", "mended")


def folder_with(root: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Make a repository of the real questions and a table of these rows."""
    (root / FOLDER).mkdir(parents=True)
    for question in QUESTIONS:
        (root / FOLDER / f"{question}.rq").symlink_to(ROOT / FOLDER / f"{question}.rq")
    with (root / CLAIMS).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *rows])
    return root


def of_the_rows(findings: Iterator[Finding]) -> list[tuple[int, str | None, str]]:
    """Give line, note and message of each finding that has a row."""
    return [
        (finding.place.line, finding.focus, finding.message)
        for finding in findings
        if finding.place and finding.place.line
    ]


@pytest.mark.parametrize("staging", ["default", "with_persons"])
def test_the_graph_says_what_the_notes_say(staging: str, request: pytest.FixtureRequest) -> None:
    """Every note has a row and every answer is right, whether persons are in the graph or not."""
    assert list(note_findings(ROOT, request.getfixturevalue(staging))) == []


def test_every_note_has_a_row(default: Staging) -> None:
    """And no row is left over."""
    notes = default.rows("SELECT DISTINCT ?note { ?note a <http://www.w3.org/ns/dqv#QualityAnnotation> }")

    assert {row["note"] for row in ROWS} == {compact(str(row["note"])) for row in notes}


def test_every_question_has_its_file_and_every_file_its_question() -> None:
    """A note that speaks of printed words alone has neither question nor answer, and no other row."""
    assert {row["question"] for row in ROWS if row["question"]} == set(QUESTIONS)
    silent = [row["note"] for row in ROWS if not row["question"]]
    assert [row for row in ROWS if row["note"] in silent and (row["question"] or row["answer"])] == []


def test_the_table_is_in_order() -> None:
    """By note and question, each pair once."""
    pairs = [(row["note"], row["question"]) for row in ROWS]

    assert pairs == sorted(set(pairs))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_says_what_it_asks(question: str) -> None:
    """In its first line; it asks for one thing, and declares the prefixes that it uses, in their order."""
    text = (ROOT / FOLDER / f"{question}.rq").read_text(encoding="utf-8")
    declared = re.findall(r"^PREFIX (\S+): ", text, re.MULTILINE)

    assert re.match(r"# [A-Z].*[.?]\n", text)
    assert re.search(r"^SELECT (DISTINCT )?(\(.* AS )?\?answer\)?$", text, re.MULTILINE)
    assert declared == sorted(name for name in declared if len(re.findall(rf"(?<![\w-]){name}:", text)) > 1)


def test_every_question_is_tried() -> None:
    """And none is left over."""
    assert sorted(BROKEN) == QUESTIONS


@pytest.mark.parametrize("question", BROKEN)
def test_it_can_fail(default: Staging, tmp_path: Path, question: str) -> None:
    """Where the graph says something else, the finding names note and question, at the row."""
    short, statements = BROKEN[question]
    note = f"annotation:{short}"
    row = next(row for row in ROWS if (row["note"], row["question"]) == (note, question))
    root = folder_with(tmp_path, [list(row.values())])

    before = of_the_rows(note_findings(root, default))
    with broken(default, note, statements):
        found = of_the_rows(note_findings(root, default))

    assert before == []
    assert [(line, focus) for line, focus, _ in found] == [(2, expand(note))]
    assert found[0][2].startswith(f"{note} does not say what the graph says: “{question}” answers “")


def test_another_answer_is_found(default: Staging, tmp_path: Path) -> None:
    """Every row of the table, one after the other, with an answer that is not the note's."""
    asked = [row for row in ROWS if row["question"]]
    root = folder_with(tmp_path, [(row["note"], row["question"], f"{row['answer']}.") for row in asked])

    found = of_the_rows(note_findings(root, default))

    assert [line for line, _, _ in found] == list(range(2, len(asked) + 2))
    for row, (_, focus, message) in zip(asked, found, strict=True):
        assert focus == expand(row["note"])
        assert f"“{row['question']}” answers “{row['answer']}”, the table “{row['answer']}.”" in message


def test_a_withheld_number_that_is_there_is_found(default: Staging, with_persons: Staging, tmp_path: Path) -> None:
    """In a default release the number must not be there; in one with persons the gap must not."""
    note = "annotation:south-serbian-alko-mobiles"
    root = folder_with(tmp_path, [(note, "withheld-or-given", "2 of 3")])
    mobile = """contact:south-serbian-alko cg:telephone telephone:x .
        telephone:x cg:e164 "+38163000000" ; cg:lineKind line-kind:voice ."""
    gap = "gap:x cg:about cluster:south-serbian-alko ; cg:reason gap-reason:withheld-personal ."

    for staging, statements in ((default, mobile), (with_persons, gap)):
        assert of_the_rows(note_findings(root, staging)) == []
        with broken(staging, note, statements):
            assert [focus for _, focus, _ in of_the_rows(note_findings(root, staging))] == [expand(note)]


def test_another_source_changes_no_answer(default: Staging) -> None:
    """A note speaks of its own source, and line 12 of one is not line 12 of another."""
    with broken(default, "annotation:source-quotes", ANOTHER_SOURCE):
        assert list(note_findings(ROOT, default)) == []


def test_a_row_for_a_note_that_is_not_there_is_found(default: Staging, tmp_path: Path) -> None:
    """A note that was taken out leaves its rows behind."""
    root = folder_with(tmp_path, [("annotation:gone", "basis-of-target", "stated")])

    assert of_the_rows(note_findings(root, default)) == [
        (2, expand("annotation:gone"), "annotation:gone is no note of a record.")
    ]


def test_a_note_without_a_row_is_found(default: Staging, tmp_path: Path) -> None:
    """A row without a question is enough."""
    gone = "annotation:dundjer-name"
    kept = sorted({row["note"] for row in ROWS} - {gone})
    root = folder_with(tmp_path, [(note, "", "") for note in kept])

    found = list(note_findings(root, default))

    assert [(finding.source, finding.focus) for finding in found] == [("note", expand(gone))]
    assert found[0].message.startswith(f"{gone} has no row")


def test_a_question_without_a_file_is_found(default: Staging, tmp_path: Path) -> None:
    """The finding says which, and where it should lie."""
    root = folder_with(tmp_path, [("annotation:dundjer-name", "colour-of-target", "blue")])

    assert [message for _, _, message in of_the_rows(note_findings(root, default))] == [
        f"annotation:dundjer-name asks “colour-of-target”, which is no file of {FOLDER}."
    ]


def test_a_repository_without_the_table_has_nothing_to_hold(default: Staging, tmp_path: Path) -> None:
    """A repository of others may have notes and no questions."""
    assert list(note_findings(tmp_path, default)) == []
