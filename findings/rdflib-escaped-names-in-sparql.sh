#!/usr/bin/env bash
# Expected: `ex:a\,b` is the same IRI in Turtle and in SPARQL: the backslash escapes the comma and is no part of the name.
# What happens: rdflib's Turtle reader takes the backslash away, its SPARQL reader keeps it in the IRI. The query that
#   names what was just loaded has no rows; one line in the log, that the IRI does not look valid, is the only hint.
# Version: rdflib 7.6.0, with pyoxigraph 0.5.13 beside it
# Output seen:
#   loaded: http://example.org/a,b
#   rdflib: 0 rows
#   pyoxigraph: 1 rows
# Matters to: local names with a comma, an apostrophe, brackets or a slash, as other tools write them, with the escapes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13

expected='loaded: http://example.org/a,b
rdflib: 0 rows
pyoxigraph: 1 rows'
seen=$("$work/venv/bin/python" -W ignore - <<'PY'
from pyoxigraph import RdfFormat, Store
from rdflib import Graph

prefix = "PREFIX ex: <http://example.org/>\n"
turtle = prefix + r"ex:a\,b ex:name 'Acme' ."
query = prefix + r"SELECT ?name { ex:a\,b ex:name ?name }"
graph, store = Graph().parse(data=turtle, format="turtle"), Store()
store.load(turtle.encode(), format=RdfFormat.TURTLE)
print("loaded:", next(graph.subjects()))
print("rdflib:", len(list(graph.query(query))), "rows")
print("pyoxigraph:", len(list(store.query(query))), "rows")
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }
