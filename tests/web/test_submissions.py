"""What misleads readers or harms them is a violation, what may be right is a warning: by HTTP, and by the command."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from clustergraph.ns import expand
from conftest import ROOT, Server, clustergraph
from spoilt import GOOD, SPOILT, Spoilt

OWN = "application/vnd.clustergraph.report+json"
Report = dict[str, Any]
Check = Callable[[str], Report]


@pytest.fixture(scope="module")
def by_http(server: Server) -> Check:
    """Send a record to the API."""

    def checked(content: str) -> Report:
        url = f"{server.url}/shacl/clustergraph/api/validate"
        headers = {"Content-Type": "text/turtle", "Accept": OWN}
        return httpx.post(url, content=content.encode(), headers=headers, timeout=60).json()  # type: ignore[no-any-return]

    return checked


@pytest.fixture(scope="module")
def by_command(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """All records checked by one command: name → report."""
    folder = tmp_path_factory.mktemp("spoilt")
    files = {one.name: folder / f"{number}.ttl" for number, one in enumerate(SPOILT)}
    for one in SPOILT:
        files[one.name].write_text(one.content, encoding="utf-8")
    done = clustergraph("validate", "--format", "json", *map(str, files.values()))
    assert done.returncode == 1, done.stderr
    return dict(zip(files, json.loads(done.stdout), strict=True))


def found(report: Report, one: Spoilt) -> list[Report]:
    """The findings of the shape that is expected."""
    return [finding for finding in report["findings"] if finding["shape"].endswith(f"#{one.shape}")]


def holds(report: Report, one: Spoilt) -> None:
    """Severity, line, property and value are those that were spoilt, and the verdict is what the severity makes it."""
    findings = found(report, one)

    assert findings, [(other["shape"], other["message"]) for other in report["findings"]]
    assert {finding["severity"] for finding in findings} == {one.severity}
    assert one.line in {finding["line"] for finding in findings}
    if one.path is not None:
        assert {finding["path"] for finding in findings} == {expand(one.path)}
    if one.value is not None:
        assert any(one.value in finding["value"] for finding in findings)
    assert report["outcome"] == ("does not conform" if one.severity == "Violation" else "conforms")
    for finding in findings:
        assert {"en", "sr-Latn", "sr-Cyrl"} <= finding["messages"].keys()
        assert not re.search(r"[{}]", finding["message"])


@pytest.mark.parametrize("one", SPOILT, ids=lambda one: one.name)
def test_it_is_told_by_http(by_http: Check, one: Spoilt) -> None:
    """Of what stands in the table."""
    holds(by_http(one.content), one)


@pytest.mark.parametrize("one", SPOILT, ids=lambda one: one.name)
def test_it_is_told_by_the_command(by_command: dict[str, Report], one: Spoilt) -> None:
    """The same."""
    holds(by_command[one.name], one)


RIGHT = (
    ("nothing", "", ""),
    ("a number as xsd:int", "obsValue 1150", 'obsValue "1150"^^xsd:int'),
    ("a number as xsd:unsignedShort", "obsValue 24", 'obsValue "24"^^xsd:unsignedShort'),
    ("degrees as xsd:float", "geo:lat 44.8", 'geo:lat "44.8"^^xsd:float'),
    ("one letter of Greek for a unit", "More sales abroad.", "Parts of 5 µm and 3 kΩ."),
    ("two scripts in two words", "Измишљени кластер намештаја", "Измишљени IT-кластер Wood & Co намештаја"),
    ("accents in two parts", "Made-up Furniture Cluster", "Klaster dec\u030ci"),
    ("signs of mathematics", "More sales abroad.", "Sales > 5 and < 7; R&D & more [2024]"),
    ("lines in a description", "More sales abroad.", "More sales,\\nabroad \U0001f469\u200d\U0001f527."),
    ("a port, and an at sign in the path", "<https://example.org/clusters/made-up-furniture/> ;\n    cv",
     "<https://example.org:8443/@made-up> ;\n    cv"),
    ("a greater region", "cg:nuts nuts:RS110", "cg:nuts nuts:RS1"),
    ("a town in Latin letters", '"Belgrade"@en', '"Beograd"@sr-Latn'),
    ("another day of January", '"2011-04"^^xsd:gYearMonth', '"2011-01-02"^^xsd:date'),
    ("six digits alike", '"+381110000101"', '"+381112222223"'),
    ("a copy of a term", "\nex:maker ", "\nsector:tourism a cg:Sector .\nex:maker "),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new"), [pytest.param(*row[1:], id=row[0]) for row in RIGHT])
def test_what_is_right_is_told_of_by_nobody(by_http: Check, old: str, new: str) -> None:
    """Neither violation nor warning."""
    assert old in GOOD
    report = by_http(GOOD.replace(old, new, 1))
    told = [(one["shape"], one["message"]) for one in report["findings"] if one["severity"] != "Info"]

    assert told == []


def test_one_fault_is_told_once(by_http: Check) -> None:
    """An address that harms is not also one that does not look like an address."""
    for one in SPOILT:
        if one.shape == "UnsafeAddressRule":
            assert [finding["shape"] for finding in by_http(one.content)["findings"]] == [expand(f"shapes:{one.shape}")]


def test_a_missing_period_is_not_worse_than_an_undated_one(by_http: Check) -> None:
    """In a submission; in a cube it is a violation."""
    missing = next(one for one in SPOILT if one.name == "without a period")
    undated = next(one for one in SPOILT if one.name == "undated")

    assert by_http(missing.content)["counts"] == by_http(undated.content)["counts"]


def many(number: int) -> str:
    """So many clusters whose office has one telephone."""
    records = (
        GOOD.replace("made-up-furniture/", f"made-up-{one}/").replace("office@", f"{one}@") for one in range(number)
    )
    return "".join(
        one.replace("Made-up F", f"Made-up {n} F").replace("Измиш", f"{n} Измиш") for n, one in enumerate(records)
    )


@pytest.mark.parametrize(("number", "findings"), [(3, 6), (15, 15)])
def test_many_who_share_a_telephone_are_each_told_and_not_each_with_each(
    by_http: Check, tmp_path: Path, number: int, findings: int
) -> None:
    """A few by name, many by one and the number of the others."""
    content = many(number).replace('skos:altLabel "MFC"@en ;', "")
    (tmp_path / "many.ttl").write_text(content, encoding="utf-8")
    done = clustergraph("validate", "--format", "json", str(tmp_path / "many.ttl"))

    for report in (by_http(content), json.loads(done.stdout)):
        told = [one for one in report["findings"] if one["path"] == expand("cv:telephone")]
        assert len(told) == findings
        assert {one["focusNode"] for one in told} == {
            f"https://example.org/clusters/made-up-{one}/office" for one in range(number)
        }
        assert all(("(+13)" in one["message"]) is (number > 11) for one in told)


def test_findings_of_rules_count_as_well(tmp_path: Path) -> None:
    """More than there may be are told as too many, whatever found them."""
    (tmp_path / "many.ttl").write_text(many(3), encoding="utf-8")
    few = clustergraph("validate", str(tmp_path / "many.ttl"), CLUSTERGRAPH_VALIDATE_FINDINGS="5")
    enough = clustergraph("validate", str(tmp_path / "many.ttl"), CLUSTERGRAPH_VALIDATE_FINDINGS="500")

    assert (few.returncode, enough.returncode) == (3, 0)
    assert "validate_findings" in few.stderr


WORN = {
    "ac-serbia": {"SameContactRule": 2, "UndatedFigureRule": 3},
    "agency-for-wood": {"UndatedFigureRule": 4},
    "bipom": {"UndatedFigureRule": 4},
    "dundjer": {"TurnoverPerEmployeeRule": 1, "UndatedFigureRule": 4},
    "eko-krug": {"UndatedFigureRule": 4},
    "embedded-rs": {"UndatedFigureRule": 4},
    "galenit": {"TurnoverPerEmployeeRule": 1, "UndatedFigureRule": 4},
    "istar-21": {"UndatedFigureRule": 4},
    "jato": {"UndatedFigureRule": 3},
    "knjazevac-shoemakers": {"UndatedFigureRule": 4},
    "medical-tourism": {"UndatedFigureRule": 1},
    "memos": {"UndatedFigureRule": 4},
    "mice-tourism": {"UndatedFigureRule": 4},
    "netwood": {"SameContactRule": 1, "UndatedFigureRule": 3},
    "pekos": {"UndatedFigureRule": 3},
    "royal-vacation": {"UndatedFigureRule": 4},
    "serbian-software-cluster": {"SameContactRule": 2, "UndatedFigureRule": 3},
    "south-serbian-alko": {"MoreInstitutionsThanCompaniesRule": 1, "UndatedFigureRule": 4},
    "sumadijski-cvet": {"SameContactRule": 1, "TurnoverPerEmployeeRule": 1, "UndatedFigureRule": 4},
    "tourist-cluster-srem": {"UndatedFigureRule": 2},
}


def test_the_records_of_the_brochure_conform() -> None:
    """No violation, and the warnings that they deserve, record by record; by the command, as one run."""
    files = sorted((ROOT / "data/clusters").glob("*.ttl"))
    done = clustergraph("validate", "--format", "json", *map(str, files))
    reports = {Path(report["content"]).stem: report for report in json.loads(done.stdout)}

    assert done.returncode == 0
    assert {name: warned(report) for name, report in reports.items()} == WORN


@pytest.mark.parametrize("name", sorted(WORN))
def test_a_record_of_the_brochure_conforms_by_http(by_http: Check, name: str) -> None:
    """As by the command."""
    report = by_http((ROOT / f"data/clusters/{name}.ttl").read_text(encoding="utf-8"))

    assert report["counts"]["Violation"] == 0
    assert warned(report) == WORN[name]


def warned(report: Report) -> dict[str, int]:
    """How often each shape warns."""
    shapes = [one["shape"].rpartition("#")[2] for one in report["findings"] if one["severity"] != "Info"]
    return {shape: shapes.count(shape) for shape in sorted(set(shapes))}


REFERS = """PREFIX cg: <https://w3id.org/clustergraph/ns#>
PREFIX cluster: <https://w3id.org/clustergraph/id/cluster/>
PREFIX ex: <https://example.org/>
PREFIX institution: <https://w3id.org/clustergraph/id/institution/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX scheme: <https://w3id.org/clustergraph/scheme/>
ex:m a org:Membership ; org:member institution:{member} ; org:organization cluster:{cluster} .
cluster:{cluster} cg:objective ex:o .
ex:o a cg:Objective .
"""


@pytest.mark.parametrize(
    ("member", "cluster", "conforms"),
    [
        ("faculty-economics-belgrade", "netwood", True),
        ("siepa", "dundjer", True),
        ("nobody", "netwood", False),
        ("siepa", "nowhere", False),
    ],
)
def test_who_refers_to_what_is_described_need_not_describe_it(
    by_http: Check, tmp_path: Path, member: str, cluster: str, conforms: bool
) -> None:
    """An institution and a cluster of the graph have their class, and a name; what is not there has none."""
    content = REFERS.replace("{member}", member).replace("{cluster}", cluster)
    (tmp_path / "refers.ttl").write_text(content, encoding="utf-8")
    done = clustergraph("validate", "--format", "json", str(tmp_path / "refers.ttl"))

    for report in (by_http(content), json.loads(done.stdout)):
        assert (report["counts"]["Violation"] == 0) is conforms
    assert done.returncode == (0 if conforms else 1)


@pytest.mark.parametrize("name", ["netwood", "medical-tourism"])
def test_a_copy_of_a_stored_cluster_is_told(by_http: Check, name: str) -> None:
    """Under IRIs of its sender's own, by its names and by its telephone numbers."""
    content = (ROOT / f"data/clusters/{name}.ttl").read_text(encoding="utf-8")
    own = re.sub(
        r"<https://w3id.org/clustergraph/id/(cluster|name|telephone|contact)/>", r"<https://example.org/\1/>", content
    )
    told = {
        one["shape"].rpartition("#")[2] for one in by_http(own)["findings"] if f"cluster:{name} has" in one["message"]
    }

    assert told == {"SameNameRule", "SameContactRule"}


@pytest.mark.parametrize("name", ["undated", "without a period", "undated turnover"])
def test_a_figure_of_no_year_is_told_to_who_wants_to_be_ready_for_the_platform(
    server: Server, name: str, tmp_path: Path
) -> None:
    """A missing period as an undated one, by HTTP and by the command."""
    one = next(one for one in SPOILT if one.name == name)
    headers = {"Content-Type": "text/turtle", "Accept": OWN}
    url = f"{server.url}/shacl/clustergraph/api/validate?validationType=eccp-readiness"
    (tmp_path / "cluster.ttl").write_text(one.content, encoding="utf-8")
    done = clustergraph("validate", "--profile", "eccp-readiness", "--format", "json", str(tmp_path / "cluster.ttl"))
    good = httpx.post(url, content=GOOD.encode(), headers=headers, timeout=60).json()

    for report in (
        httpx.post(url, content=one.content.encode(), headers=headers, timeout=60).json(), json.loads(done.stdout)
    ):  # fmt: skip
        told = [finding for finding in report["findings"] if finding["shape"].endswith("#UndatedFigureRule")]
        assert [(finding["severity"], finding["path"]) for finding in told] == [("Warning", expand("cg:refPeriod"))]
        assert report["outcome"] == "conforms"
    assert not any(finding["shape"].endswith("#UndatedFigureRule") for finding in good["findings"])
