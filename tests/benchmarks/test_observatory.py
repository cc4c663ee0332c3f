"""The observatory that is made up for measuring: always the same, of the size that is asked for, and RDF."""

import subprocess
import sys

import pytest
from pyoxigraph import RdfFormat, parse

from conftest import ROOT

SIZE = 10_000


def observatory(*arguments: int) -> bytes:
    command = [sys.executable, str(ROOT / "benchmarks/observatory.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout


@pytest.fixture(scope="module")
def made() -> bytes:
    return observatory(SIZE)


def test_same_bytes(made: bytes) -> None:
    """Who measures again measures the same; another seed makes another."""
    assert observatory(SIZE) == made
    assert observatory(SIZE, 7) != made


def test_size(made: bytes) -> None:
    """Each line is a statement, none comes twice, and there are as many as were asked for."""
    quads = set(parse(made, format=RdfFormat.N_QUADS))
    assert len(quads) == made.count(b"\n")
    assert len({quad.triple for quad in quads}) == len(quads)
    assert abs(len(quads) - SIZE) <= SIZE / 100


def test_joins(made: bytes) -> None:
    """The codes and towns that records point to stand in it too."""
    quads = list(parse(made, format=RdfFormat.N_QUADS))
    described = {quad.subject for quad in quads}
    pointing = ("#sector", "#town", "#category", "#objectiveClass", "#indicator", "#nuts")
    assert {quad.object for quad in quads if quad.predicate.value.endswith(pointing)} <= described
