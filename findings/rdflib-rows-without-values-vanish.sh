#!/usr/bin/env bash
# Expected: three companies and an OPTIONAL phone are three rows, whichever way the result is read.
# What happens: iterating over the result leaves out each row in which nothing is bound; len(), the CSV and the JSON
#   of the same result keep it. A loop that writes one line a row writes fewer lines than the answer has.
# Version: rdflib 7.6.0
# Output seen:
#   len(result): 3
#   for row in result: 1
#   CSV lines without the header: 3
#   COUNT(*) of the same query: 3
# Matters to: whoever zips one column with another list, or counts what is missing by counting empty cells.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0

expected='len(result): 3
for row in result: 1
CSV lines without the header: 3
COUNT(*) of the same query: 3'
seen=$("$work/venv/bin/python" - <<'PY'
from rdflib import Graph

graph = Graph().parse(
    data='@prefix ex: <http://example.org/> . ex:a a ex:Company ; ex:phone "021 100" . ex:b a ex:Company . '
    "ex:c a ex:Company .",
    format="turtle",
)
query = "SELECT ?phone { ?company a ex:Company OPTIONAL { ?company ex:phone ?phone } }"
print("len(result):", len(graph.query(query)))
print("for row in result:", sum(1 for row in graph.query(query)))
print("CSV lines without the header:", len(graph.query(query).serialize(format="csv").splitlines()) - 1)
count = graph.query(f"SELECT (COUNT(*) AS ?n) {{ {{ {query} }} }}")
print("COUNT(*) of the same query:", next(iter(count))["n"])
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }
