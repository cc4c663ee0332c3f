#!/usr/bin/env bash
# Expected: years (xsd:gYear) are compared as years, in a FILTER and by sh:minInclusive in a shape, as dates are.
# What happens: `<` and `>` between two xsd:gYear are an error in rdflib's SPARQL, so a FILTER drops every row, although
#   MAX and ORDER BY of the same values work. pySHACL, which stands on it, reports each year as too early: valid data
#   does not conform. xsd:gYearMonth is the same. `=` finds equal years, `!=` finds nothing.
# Version: rdflib 7.6.0, pySHACL 0.40.1
# Output seen:
#   MAX: 2009
#   FILTER > 2000: 0 rows of 2
#   FILTER != 2009: 0 rows of 2
#   sh:minInclusive 2000: does not conform
# Matters to: annual figures, the usual shape of statistics, with the year typed as the vocabularies say.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyshacl==0.40.1

expected='MAX: 2009
FILTER > 2000: 0 rows of 2
FILTER != 2009: 0 rows of 2
sh:minInclusive 2000: does not conform'
seen=$("$work/venv/bin/python" - <<'PY'
from pyshacl import validate
from rdflib import Graph

PREFIXES = """
@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
graph = Graph().parse(data=PREFIXES + 'ex:acme ex:year "2005"^^xsd:gYear, "2009"^^xsd:gYear .', format="turtle")
shapes = PREFIXES + """ex:shape a sh:NodeShape ; sh:targetNode ex:acme ;
    sh:property [ sh:path ex:year ; sh:minInclusive "2000"^^xsd:gYear ] ."""

print("MAX:", next(iter(graph.query("SELECT (MAX(?y) AS ?m) { ?s ex:year ?y }")))["m"])
for test in ("> 2000", "!= 2009"):
    sign, year = test.split()
    rows = list(graph.query(f'SELECT ?y {{ ?s ex:year ?y FILTER(?y {sign} "{year}"^^xsd:gYear) }}'))
    print(f"FILTER {test}: {len(rows)} rows of {len(graph)}")
conforms, _, _ = validate(graph, shacl_graph=Graph().parse(data=shapes, format="turtle"))
print("sh:minInclusive 2000:", "conforms" if conforms else "does not conform")
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }
