"""At the edge of the limits that are told there is an answer, or a refusal that names its limit: never a fault."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from test_validator_shapes import ask

from conftest import Server

PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .\n"
PREFIXES += "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
SHAPE = f"{PREFIXES}e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; %s ] ."
MANY = 5000


@pytest.fixture(scope="module")
def default(home, tmp_path_factory) -> Iterator[Server]:
    """A server with all limits as they come."""
    folder = tmp_path_factory.mktemp("edges")
    (folder / "current").write_text((home.folder / "current").read_text())
    (folder / "releases").symlink_to(home.releases)
    server = Server(folder, client_requests="0", client_seconds="0")
    yield server
    server.stop()


def values(name: str, number: int, term: Callable[[int], object] = str) -> str:
    """Write so many values of one property of one subject."""
    return f"e:a e:{name} {', '.join(str(term(n)) for n in range(number))} .\n"


def data(*statements: str) -> str:
    """Write a document about one node of the class that is looked at."""
    return f"{PREFIXES}e:a a e:C .\n{''.join(statements)}"


def refused(response: httpx.Response, setting: str) -> None:
    """Hold that something is 413 by a limit."""
    problem = response.json()
    assert response.status_code == 413, response.text[:500]
    assert problem["limit"]["setting"] == setting
    assert problem["remedy"]


@pytest.mark.parametrize("name", ["lessThan", "lessThanOrEquals"])
def test_millions_of_pairs_that_offend_are_too_many_findings(default: Server, name: str) -> None:
    """Twenty-five million are a finding each: no more are made than are told."""
    told = ask(default, SHAPE % f"sh:{name} e:q", data(values("p", MANY, lambda n: n + MANY), values("q", MANY)))

    refused(told, "validate_findings")


@pytest.mark.parametrize(("name", "found"), [("lessThan", 3), ("lessThanOrEquals", 1)])
def test_millions_of_pairs_of_which_few_offend_are_told(default: Server, name: str, found: int) -> None:
    """Each pair that offends is a finding, of a hundred million; and so it is among a few."""
    for number in (3, 2 * MANY):
        said = data(values("p", number), values("q", number, lambda n: n + number - 2))  # noqa: B023
        told = ask(default, SHAPE % f"sh:{name} e:q", said)

        assert told.status_code == 200, told.text[:500]
        assert len(told.json()["findings"]) == found


@pytest.mark.parametrize(
    ("constraint", "found"),
    [
        ("sh:equals e:q", 2 * MANY),
        ("sh:disjoint e:q", 0),
        ("sh:uniqueLang true", 0),
        ("sh:datatype xsd:string", MANY),
        ("sh:class e:D", MANY),
        ("sh:hasValue 4999", 0),
    ],
)
def test_thousands_of_values_of_one_subject_have_a_report(default: Server, constraint: str, found: int) -> None:
    """With each finding in it."""
    said = data(values("p", MANY), values("q", MANY, lambda n: -1 - n))
    told = ask(default, SHAPE % constraint, said)

    assert told.status_code == 200, told.text[:500]
    assert len(told.json()["findings"]) == found


def test_a_subject_with_hundreds_of_thousands_of_values_is_refused_by_a_limit(default: Server) -> None:
    """Fifteen megabytes about one thing, inside of what may be sent."""
    told = ask(default, SHAPE % "sh:datatype xsd:string", data(values("p", 300_000)))

    refused(told, "validate_findings")


@pytest.mark.parametrize(
    "syntax",
    [
        "application/json",
        "application/xml",
        "text/html",
        "text/csv",
        "text/plain",
        "text/turtle",
        "application/rdf+xml",
    ],
)
def test_values_as_long_as_may_be_are_quoted_in_each_report(default: Server, syntax: str) -> None:
    """A term of nearly a mebibyte, more than once."""
    said = data(values("p", 5, lambda n: f'"{n}{"x" * 1_000_000}"'))
    told = ask(default, SHAPE % "sh:datatype xsd:integer", said, reportSyntax=syntax)

    assert told.status_code == 200, told.text[:500]


@pytest.mark.parametrize(
    "content",
    [
        b'{"@id": "http://e.example/a", "http://e.example/p": "%s"}' % (b"x" * 15_000_000),
        b'{"@id": "http://e.example/a", "http://e.example/p": [%s1]}' % (b"1, " * 3_000_000),
    ],
    ids=["a long text", "many values"],
)
def test_what_needs_more_memory_than_there_may_be_is_refused_by_it(serve, content: bytes) -> None:
    """One object of JSON-LD inside of the limit on bytes; the process that validated is well, and goes on."""
    server = serve(validate_memory="64")
    address, headers = f"{server.url}/shacl/clustergraph/api/validate", {"Content-Type": "application/ld+json"}
    told = httpx.post(address, content=content, headers=headers, timeout=60)
    after = httpx.post(address, content=b'{"@id": "http://e.example/a"}', headers=headers, timeout=60)

    refused(told, "validate_memory")
    assert told.json()["code"] == "validation-too-large"
    assert after.status_code < 500
