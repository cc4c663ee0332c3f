"""Loading files of others by the real command: names, blank nodes, errors, and that the curated release comes back."""

import json
from pathlib import Path

import pytest
from pyld import jsonld

from clustergraph.build.release import stale
from clustergraph.settings import read_settings
from clustergraph.store.home import Home
from conftest import clustergraph

TURTLE = '@prefix : <http://a/> . :s :p [ :q "x"@sr-latn ], [ :q "x"@sr-latn ] . <r> :p :o .'


def load(home: Path, *arguments: str, code: int = 0) -> str:
    done = clustergraph("--home", str(home), "load", *arguments)
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 else done.stderr


def lines(home: Path) -> list[str]:
    return (Home(home).current().dumps / "clustergraph.nq").read_text().splitlines()


def test_a_file_becomes_a_named_graph(tmp_path: Path) -> None:
    """Its statements are kept as they are; blank nodes that are alike stay two."""
    (tmp_path / "a.ttl").write_text(TURTLE)
    told = json.loads(load(tmp_path / "home", str(tmp_path / "a.ttl"), "--json"))

    assert told["profile"] == "none"
    assert told["graphs"] == {"https://w3id.org/clustergraph/graph/loaded/a.ttl": 5}
    assert sum('"x"@sr-Latn' in line for line in lines(tmp_path / "home")) == 2
    assert "<https://w3id.org/clustergraph/graph/loaded/r>" in "\n".join(lines(tmp_path / "home"))


def test_labels_of_blank_nodes_depend_on_the_statements_alone(tmp_path: Path) -> None:
    """Another order and other labels give the same digest."""
    (tmp_path / "a.nt").write_text('_:x <a:p> _:y .\n_:y <a:p> "1" .\n')
    (tmp_path / "b.nt").write_text('_:k <a:p> "1" .\n_:x <a:p> _:k .\n')
    digests = {
        json.loads(load(tmp_path / name, str(tmp_path / name) + ".nt", "--graph", "urn:g", "--json"))["digest"]
        for name in ("a", "b")
    }

    assert len(digests) == 1


def test_folders_bases_and_named_graphs(tmp_path: Path) -> None:
    """A folder's files are named below the base; named graphs inside files keep their names."""
    (tmp_path / "data/deep").mkdir(parents=True)
    (tmp_path / "data/deep/a b.ttl").write_text("<s> <p> <o> .")
    (tmp_path / "data/b.trig").write_text("<a:s> <a:p> 1 . GRAPH <urn:g> { <a:s> <a:p> 2 }")
    (tmp_path / "data/notes.txt").write_text("no RDF")
    told = json.loads(load(tmp_path / "home", str(tmp_path / "data"), "--base", "http://x/", "--json"))

    assert told["graphs"] == {"http://x/b.trig": 1, "http://x/deep/a%20b.ttl": 1, "urn:g": 1}
    assert told["triples"] == 3


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.ttl", "<a:s> <a:p> .", "a.ttl:1:"),
        ("a.rdf", '<?xml version="1.0"?>\n<!DOCTYPE rdf [<!ENTITY a "aaaa">]>\n<a/>', "document type declaration"),
        ("a.jsonld", '{"@context": "http://127.0.0.1:9/c", "a": 1}', "a.jsonld"),
        ("a.txt", "", "suffix"),
    ],
)
def test_what_cannot_be_loaded_is_said(tmp_path: Path, name: str, content: str, words: str) -> None:
    """With the file and the place; and nothing is published."""
    (tmp_path / name).write_text(content)
    said = load(tmp_path / "home", str(tmp_path / name), code=1)

    assert words in said
    assert "Traceback" not in said
    assert not (tmp_path / "home/current").exists()


def test_options_that_are_no_iris_are_refused(tmp_path: Path) -> None:
    """A graph's name is an absolute IRI."""
    (tmp_path / "a.ttl").write_text(TURTLE)

    assert "absolute" in load(tmp_path / "home", str(tmp_path / "a.ttl"), "--graph", "nonsense", code=1)
    assert "absolute" in load(tmp_path / "home", str(tmp_path / "a.ttl"), "--base", "http://a.example:port/", code=1)
    assert "cannot be read" in load(tmp_path / "home", str(tmp_path / "b.ttl"), code=1)
    assert "profile" in load(tmp_path / "home", str(tmp_path / "a.ttl"), "--profile", "nonsense", code=1)


def test_a_profile_can_be_asked_for(tmp_path: Path) -> None:
    """What breaks its shapes is not published then."""
    (tmp_path / "a.ttl").write_text(
        "<https://w3id.org/clustergraph/id/cluster/x> a <https://w3id.org/clustergraph/ns#Cluster> ."
    )

    assert "block the release" in load(tmp_path / "home", str(tmp_path / "a.ttl"), "--profile", "publication", code=1)


TRIPLE_TERMS = """
PREFIX : <http://a/> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
:s :p <<( :x :y "sr"@sr-latn--rtl )>> ; :q "abc"@ar--rtl , "x"@en .
<< :s :q :o >> :by _:me . _:me :p <<( _:me :p <<( :a :b _:c )>> )>> .
"""


def read_by_pyld(content: str) -> str:
    """Read JSON-LD as N-Quads; a direction stands in the datatype, as JSON-LD 1.1 has it for RDF 1.1."""
    options = {"format": "application/n-quads", "rdfDirection": "i18n-datatype"}
    return str(jsonld.to_rdf(json.loads(content), options))


def test_triple_terms_are_loaded_and_the_dump_in_json_ld_says_what_it_lacks(tmp_path: Path) -> None:
    """It holds the others, says so in its first lines, and readers of JSON-LD get no statement out of that."""
    (tmp_path / "a.ttl").write_text(TRIPLE_TERMS)
    told = json.loads(load(tmp_path / "home", str(tmp_path / "a.ttl"), "--json"))
    dumps = Home(tmp_path / "home").current().dumps
    text = (dumps / "clustergraph.jsonld").read_text()
    quads, first = lines(tmp_path / "home"), json.loads(text)[0]

    assert told["triples"] == len(quads) == 6
    assert sum("<<(" in line for line in quads) == 3
    assert told["lacking"] == {"clustergraph.jsonld": 3}
    assert first == {"note": first["note"]}
    assert first["note"].startswith("Lacking here: 3 statements with triple terms")
    assert len(read_by_pyld(text).splitlines()) == 3
    assert '"abc"^^<https://www.w3.org/ns/i18n#ar_rtl>' in read_by_pyld(text)
    assert '"sr"@sr-Latn--rtl' in (dumps / "clustergraph.trig").read_text()
    for name in ("nq", "trig"):  # what is lacking there is in the others
        again = json.loads(load(tmp_path / name, str(dumps / f"clustergraph.{name}"), "--json"))
        assert again["digest"] == told["digest"]
    assert "lacks 3 statements" in load(tmp_path / "home", str(tmp_path / "a.ttl"))
    assert clustergraph("--home", str(tmp_path / "home"), "doctor").returncode == 0


def test_a_dump_of_triple_terms_alone_is_well_formed(tmp_path: Path) -> None:
    """Nothing but what is said of it; and nothing is said where nothing is lacking."""
    (tmp_path / "a.nt").write_text("<a:s> <a:p> <<( <a:x> <a:y> <a:z> )>> .\n")
    (tmp_path / "b.nt").write_text("<a:s> <a:p> <a:z> .\n")
    texts = []
    for name in ("a", "b"):
        load(tmp_path / name, str(tmp_path / f"{name}.nt"))
        texts.append((Home(tmp_path / name).current().dumps / "clustergraph.jsonld").read_text())

    assert [list(one) for one in json.loads(texts[0])] == [["note"]]
    assert read_by_pyld(texts[0]) == ""
    assert "note" not in texts[1]


def test_a_loaded_release_is_never_stale_and_is_healthy(tmp_path: Path) -> None:
    """`serve` does not build over it."""
    (tmp_path / "a.ttl").write_text(TURTLE)
    home = tmp_path / "home"
    load(home, str(tmp_path / "a.ttl"))

    assert stale(Home(home), read_settings({"home": home})) is None
    done = clustergraph("--home", str(home), "doctor")
    assert done.returncode == 0, done.stdout


def test_nothing_of_json_ld_is_lost_when_it_is_loaded(tmp_path: Path) -> None:
    """What a parser would drop is refused with its place; what the standard leaves out is told; numbers are numbers."""
    known = "https://w3id.org/clustergraph/ontology/context.jsonld"
    lost, kept = tmp_path / "lost.jsonld", tmp_path / "kept.jsonld"
    lost.write_text('{"@id": "http://e.example/my cluster",\n "http://e.example/p": 1}')
    kept.write_text(f'{{"@context": "{known}", "@id": "http://e.example/a", "lat": 44.8154, "titel": "x"}}')
    refused = clustergraph("--home", str(tmp_path / "home"), "load", str(lost))
    loaded = clustergraph("--home", str(tmp_path / "home"), "load", str(kept))

    assert refused.returncode == 1
    assert "http://e.example/my cluster" in refused.stderr
    assert f"{lost}:1:9" in refused.stderr
    assert loaded.returncode == 0, loaded.stderr
    assert "titel" in loaded.stdout + loaded.stderr
    asked = clustergraph("--home", str(tmp_path / "home"), "query", "SELECT ?o { GRAPH ?g { ?s ?p ?o } }")
    assert "44.8154" in asked.stdout, asked.stderr
