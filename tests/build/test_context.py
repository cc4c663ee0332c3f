"""The JSON-LD context and frame: equal to what ontology and shapes give, and nothing is lost on the way."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from pyld import jsonld
from pyoxigraph import RdfFormat, parse, serialize

from clustergraph.build.context import CONTEXT, FRAME, write_context
from clustergraph.graph.language import restore_in_turtle
from conftest import ROOT

RECORDS = sorted(
    path.relative_to(ROOT).as_posix() for path in (ROOT / "data").rglob("*.ttl") if path.parent.name != "reference"
)
TERMS = json.loads((ROOT / CONTEXT).read_text())


def refuse(address: str, options: object) -> NoReturn:
    """Fetch nothing."""
    raise AssertionError(address)


jsonld.set_document_loader(refuse)


def lines(path: str) -> list[str]:
    """Give a record as sorted canonical N-Triples; blank nodes there are none."""
    triples = parse(path=str(ROOT / path), format=RdfFormat.TURTLE)
    text = restore_in_turtle(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
    return sorted(text.decode().splitlines())


def compacted(path: str) -> dict[str, Any]:
    """Give a record as JSON-LD with the context written inside."""
    return jsonld.compact(jsonld.from_rdf("\n".join(lines(path)) + "\n"), TERMS)


def written(document: dict[str, Any]) -> list[str]:
    """Give a document as canonical N-Triples; PyLD writes the tags of language maps in small letters."""
    text = jsonld.to_rdf(document, {"format": "application/n-quads"})
    return sorted(restore_in_turtle(text.encode()).decode().splitlines())


def test_the_files_are_what_ontology_and_shapes_give(tmp_path: Path) -> None:
    """Byte by byte."""
    shutil.copytree(ROOT / "shapes", tmp_path / "shapes")
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    for name in (CONTEXT, FRAME):
        (tmp_path / name).unlink()
    write_context(tmp_path)

    for name in (CONTEXT, FRAME):
        assert (tmp_path / name).read_text() == (ROOT / name).read_text()


@pytest.mark.parametrize("path", RECORDS)
def test_a_record_comes_back_whole(path: str) -> None:
    """To JSON-LD with short names and back: the same statements."""
    assert written(compacted(path)) == lines(path)


@pytest.mark.parametrize("path", RECORDS)
def test_oxigraph_reads_the_same(path: str) -> None:
    """Another parser, with the context inside the document."""
    quads = parse(input=json.dumps(compacted(path)), format=RdfFormat.JSON_LD)
    text = restore_in_turtle(serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b"")

    assert sorted(text.decode().splitlines()) == lines(path)


def keys(value: object) -> Iterator[str]:
    """Walk all keys of a document but those of language maps, and the values of ``type``."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "@context":
                continue
            yield key
            if key == "type" and "@value" not in value:
                yield from [inner] if isinstance(inner, str) else inner
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


@pytest.mark.parametrize("path", [path for path in RECORDS if path.startswith("data/clusters/")])
def test_a_record_of_a_cluster_reads_well(path: str) -> None:
    """Every property and class has its short name: what falls back to a compact name would be a hole in the context."""
    assert not [key for key in keys(compacted(path)) if ":" in key and not key.startswith("http")]


@pytest.mark.parametrize("path", [path for path in RECORDS if path.startswith("data/clusters/")])
def test_the_frame_puts_the_cluster_on_top(path: str) -> None:
    """And figures, activities and contacts inside; nothing that hangs together with the cluster is lost."""
    slug = Path(path).stem
    frame = {**json.loads((ROOT / FRAME).read_text()), **TERMS}
    framed = jsonld.frame(jsonld.from_rdf("\n".join(lines(path)) + "\n"), frame)
    back = set(written(framed))
    lost = set(lines(path)) - back
    record, top = f"<https://w3id.org/clustergraph/graph/cluster/{slug}>", f"id/cluster/{slug}"

    assert framed["id"].endswith(top)
    assert {"isClusterOf", "activity", "address", "contactPoint", "sector"} <= set(framed)
    assert back <= set(lines(path))
    assert all(line.startswith((record, "<https://w3id.org/clustergraph/id/annotation/")) for line in lost), sorted(
        lost
    )[:3]
