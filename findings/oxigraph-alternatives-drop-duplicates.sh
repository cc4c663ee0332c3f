#!/usr/bin/env bash
# Expected: an alternative in a property path is a union (SPARQL 1.1, 9.3 and 18.4), and unions keep what is found
#   twice. One who is both a member of a board and a member of a council by two properties is found twice, as by UNION.
# What happens: pyoxigraph gives each pair of ends once, so that COUNT over `a|b` is smaller than over the same pattern
#   written as UNION. rdflib keeps both.
# Version: pyoxigraph 0.5.13, rdflib 7.6.0
# Output seen:
#   pyoxigraph: path 1, union 2
#   rdflib: path 2, union 2
# Matters to: whoever counts or sums over a path with an alternative, or moves a query from one engine to another.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13 rdflib==7.6.0

expected='pyoxigraph: path 1, union 2
rdflib: path 2, union 2'
seen=$("$work/venv/bin/python" - <<'PY'
from pyoxigraph import RdfFormat, Store
from rdflib import Graph

data = "@prefix ex: <http://example.org/> . ex:board ex:chair ex:ada ; ex:member ex:ada ."
prefix = "PREFIX ex: <http://example.org/> SELECT (COUNT(*) AS ?n) "
path = prefix + "{ ex:board ex:chair|ex:member ?who }"
union = prefix + "{ { ex:board ex:chair ?who } UNION { ex:board ex:member ?who } }"
store, graph = Store(), Graph().parse(data=data, format="turtle")
store.load(data.encode(), format=RdfFormat.TURTLE)

for name, ask in (("pyoxigraph", lambda text: next(store.query(text))["n"].value),
                  ("rdflib", lambda text: next(iter(graph.query(text)))[0])):
    print(f"{name}: path {ask(path)}, union {ask(union)}")
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }
