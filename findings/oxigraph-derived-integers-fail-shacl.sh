#!/usr/bin/env bash
# Expected: a catalogue that conforms to its shapes still conforms after it was loaded into a store and dumped.
# What happens: the store has no types derived from xsd:integer; DCAT's dcat:byteSize, an xsd:nonNegativeInteger by
#   the recommendation, comes out as xsd:integer. The value is the same, the datatype is not, and sh:datatype is about
#   the datatype.
# Version: pyoxigraph 0.5.13, pySHACL 0.40.1, rdflib 7.6.0
# Output seen:
#   before: conforms, 5120 nonNegativeInteger
#   after: does not conform, 5120 integer
# Matters to: publishers of DCAT-AP: the national portal refuses the dump of a catalogue that was valid when loaded.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13 pyshacl==0.40.1 rdflib==7.6.0

expected='before: conforms, 5120 nonNegativeInteger
after: does not conform, 5120 integer'
seen=$("$work/venv/bin/python" - <<'PY'
from pyoxigraph import DefaultGraph, RdfFormat, Store
from pyshacl import validate
from rdflib import DCAT, Graph

PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
shapes = PREFIXES + """ex:shape a sh:NodeShape ; sh:targetClass dcat:Distribution ;
    sh:property [ sh:path dcat:byteSize ; sh:datatype xsd:nonNegativeInteger ] ."""
before = PREFIXES + 'ex:csv a dcat:Distribution ; dcat:byteSize "5120"^^xsd:nonNegativeInteger .'

store = Store()
store.load(before.encode(), format=RdfFormat.TURTLE)
after = store.dump(format=RdfFormat.TURTLE, from_graph=DefaultGraph()).decode()

for name, text in (("before", before), ("after", after)):
    graph = Graph().parse(data=text, format="turtle")
    conforms, _, _ = validate(graph, shacl_graph=Graph().parse(data=shapes, format="turtle"))
    size = next(graph.objects(predicate=DCAT.byteSize))
    print(f"{name}: {'conforms' if conforms else 'does not conform'}, {size} {size.datatype.fragment}")
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }
