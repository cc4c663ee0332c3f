"""What may be meant by a value that is on no list: what is near, in either script, and nothing where nothing is."""

import pytest

from clustergraph.validation.nearest import Nearest
from clustergraph.validation.terms import is_iri
from clustergraph.validator.ready import make_ready
from conftest import ROOT

CG = "https://w3id.org/clustergraph/"
SECTOR, TOWN = f"{CG}scheme/sector", f"{CG}ns#Town"
NACE, NUTS = "http://data.europa.eu/ux2/nace2/nace2", "http://data.europa.eu/nuts/scheme/2024"


@pytest.fixture(scope="module")
def nearest() -> Nearest:
    """Over the lists of the submission profile."""
    found = make_ready(ROOT, "submission").nearest
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("said", "scheme", "meant"),
    [
        ('"C31.0.9"', NACE, "3109"),
        ('"31.09"', NACE, "3109"),
        ('"Inđija"', TOWN, "indjija"),
        ('"Indija"', TOWN, "indjija"),
        ('"Књажевац"', TOWN, "knjazevac"),
        ('"Kragujevatz"@en', TOWN, "kragujevac"),
        ('"turism"', SECTOR, "tourism"),
        (f"<{SECTOR}/wood-procesing>", SECTOR, "wood-processing"),
        ('"Region Sumadije i zapadne Srbije"', NUTS, "RS21"),
        ('"Регион Шумадије и Западне Србије"@sr-Cyrl', NUTS, "RS21"),
    ],
)
def test_the_nearest_is_proposed(nearest: Nearest, said: str, scheme: str, meant: str) -> None:
    """Code or name, in Latin letters with or without their marks, or in Cyrillic."""
    found = nearest.propose(said, scheme)

    assert found
    assert found[0].iri.endswith(f"/{meant}")
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len(found) <= 3


@pytest.mark.parametrize(
    ("said", "scheme", "meant"),
    [
        ("<http://data.europa.eu/nuts/code/RS23>", NUTS, ["RS22", "RS21", "RS12"]),
        ('"RS219"', NUTS, ["RS218", "RS217", "RS216"]),
        ('"RS11O"', NUTS, ["RS110", "RS121", "RS122"]),
        ('"6201"', NACE, ["6201"]),
        ('"62.01"', NACE, ["6201"]),
        ("<http://data.europa.eu/ux2/nace2/62.01>", NACE, ["6201"]),
        ('"31.10"', NACE, ["3109", "3103", "3102"]),
    ],
)
def test_a_code_is_near_to_those_of_its_level(nearest: Nearest, said: str, scheme: str, meant: list[str]) -> None:
    """The one that it is, else those that differ in its last characters: nobody who writes RS23 means RS123."""
    assert [one.iri.rpartition("/")[2] for one in nearest.propose(said, scheme)] == meant


@pytest.mark.parametrize(
    "said", ['"xyzzy"', '""', '"   "', '"…"', '"7"^^<http://www.w3.org/2001/XMLSchema#integer>', "_:b0"]
)
def test_where_nothing_is_near_nothing_is_proposed(nearest: Nearest, said: str) -> None:
    """A wrong proposal is worse than none."""
    assert nearest.propose(said, TOWN) == ()


def test_a_list_that_is_not_there_proposes_nothing(nearest: Nearest) -> None:
    """And does not fail."""
    assert nearest.propose('"Indjija"', "http://nobody.example/scheme") == ()
    assert is_iri(f"<{TOWN}>")


def test_a_value_of_any_length_is_looked_at(nearest: Nearest) -> None:
    """As far as it goes."""
    assert nearest.propose('"' + "Indjija " * 100_000 + '"', TOWN) == ()
