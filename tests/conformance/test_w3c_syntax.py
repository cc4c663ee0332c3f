"""The W3C's suites of RDF's syntaxes, read as what strangers hand in: what is wrong is refused with its line."""

import tomllib
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from clustergraph.errors import ClustergraphError, InputError
from clustergraph.settings import read_settings
from clustergraph.sources.foreign import Document, ReadingLimits, read_document
from conformance.syntax_suites import JSON_LD, RDF11, Case, canonical, expected, json_ld_cases, rdf_cases
from conftest import needs

CASES = [*rdf_cases(), *json_ld_cases()]
NEGATIVE, POSITIVE = ([case for case in CASES if case.valid is valid] for valid in (False, True))
KNOWN = tomllib.loads((Path(__file__).parent / "w3c-known.toml").read_text(encoding="utf-8"))["syntax"]
LIMITS = ReadingLimits.of(read_settings(environ={}))


@pytest.fixture(autouse=True, scope="module")
def _suites() -> None:
    needs(RDF11)
    needs(JSON_LD)


def _read(case: Case) -> Document:
    return read_document(case.file.read_bytes(), declared=case.file.suffix, base=case.base, limits=LIMITS)


def test_the_suites_are_whole() -> None:
    """None is left out: of RDF's syntaxes and of JSON-LD 1.1, what is wrong and what is right."""
    of_json = [case for case in NEGATIVE if case.name.startswith("json-ld/")]

    assert len(of_json) == 93
    assert len(NEGATIVE) - len(of_json) >= 272


@pytest.mark.parametrize("case", NEGATIVE, ids=lambda case: case.name)
def test_what_is_wrong_is_refused_with_its_line(case: Case) -> None:
    """The error names the line and says how to mend it."""
    with pytest.raises(InputError) as caught:
        _read(case)

    assert caught.value.place is not None
    assert (caught.value.place.line or 0) >= 1
    assert caught.value.remedy


@pytest.mark.parametrize("case", POSITIVE, ids=lambda case: case.name)
def test_what_is_right_is_read_whole(case: Case) -> None:
    """Every statement is there, or the file holds more than a graph, or the difference is listed with its reason."""
    if case.name in KNOWN:
        assert not _passes(case), f"{case.name} passes now: take it off the list"
        return

    assert _passes(case)


def _passes(case: Case) -> bool:
    graphs = {} if case.result is None else {quad.graph_name for quad in expected(case)}
    try:
        document = _read(case)
    except ClustergraphError as error:
        return len(graphs) > 1 and "more than one graph" in error.message
    read = list(parse(input=document.triples, format=RdfFormat.N_TRIPLES))
    return len(graphs) <= 1 and (case.result is None or canonical(read) == canonical(expected(case)))
