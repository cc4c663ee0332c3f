#!/usr/bin/env bash
# Expected: `GRAPH ?g { … }` evaluates what stands in it once for each named graph and then gives ?g the graph's name
#   (SPARQL 1.1, 18.6). A sub-SELECT that counts in there gives one row a graph, each with its own number.
# What happens: pyoxigraph gives one row with the number of all graphs together, and ?g has no value. rdflib gives one
#   row a graph with its name.
# Version: pyoxigraph 0.5.13, rdflib 7.6.0
# Output seen:
#   pyoxigraph: - 3
#   rdflib: large 2; small 1
# Matters to: whoever asks how much there is in each of many graphs, one for each record or source.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13 rdflib==7.6.0

expected='pyoxigraph: - 3
rdflib: large 2; small 1'
seen=$("$work/venv/bin/python" - <<'PY'
from pyoxigraph import RdfFormat, Store
from rdflib import Dataset

data = """@prefix ex: <http://example.org/> .
ex:large { ex:a ex:p 1 . ex:b ex:p 2 } ex:small { ex:c ex:p 3 }"""
query = "SELECT ?g ?n { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }"
store, dataset = Store(), Dataset()
store.load(data.encode(), format=RdfFormat.TRIG)
dataset.parse(data=data, format="trig")


def short(graph):
    return str(graph).rsplit("/", 1)[-1].rstrip(">") if graph is not None else "-"


def shown(rows):
    return "; ".join(sorted(f"{short(graph)} {number}" for graph, number in rows))


print("pyoxigraph:", shown((row["g"], row["n"].value) for row in store.query(query)))
print("rdflib:", shown((row.g, row.n) for row in dataset.query(query)))
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }
