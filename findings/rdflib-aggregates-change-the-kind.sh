#!/usr/bin/env bash
# Expected: MAX over IRIs is one of the IRIs, and two times an xsd:integer is an xsd:integer.
# What happens: MIN and MAX over IRIs give a text with the same letters, so a join on it finds nothing; a product of
#   integers is an xsd:decimal (a sum is not), so what a CONSTRUCT writes fails the shape that its source conforms to.
# Version: rdflib 7.6.0
# Output seen:
#   MAX of IRIs: Literal 'http://example.org/b'
#   names found by it: 0
#   2 + 2: integer
#   2 * 2: decimal
# Matters to: "the newest version of each" by MAX(?iri), and to rules that compute numbers with CONSTRUCT or INSERT.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0

expected="MAX of IRIs: Literal 'http://example.org/b'
names found by it: 0
2 + 2: integer
2 * 2: decimal"
seen=$("$work/venv/bin/python" - <<'PY'
from rdflib import Graph

graph = Graph().parse(
    data='@prefix ex: <http://example.org/> . ex:a ex:name "A" ; ex:staff 2 . ex:b ex:name "B" .', format="turtle"
)
newest = "SELECT (MAX(?s) AS ?last) { ?s ex:name ?any }"
term = next(iter(graph.query(newest)))["last"]
print("MAX of IRIs:", type(term).__name__, repr(str(term)))
print("names found by it:", len(list(graph.query(f"SELECT ?name {{ {{ {newest} }} ?last ex:name ?name }}"))))
for sign in "+*":
    made = graph.query(f"CONSTRUCT {{ ?s ex:made ?n }} WHERE {{ ?s ex:staff ?k BIND(?k {sign} 2 AS ?n) }}").graph
    print(f"2 {sign} 2:", next(made.objects()).datatype.fragment)
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }
