#!/usr/bin/env bash
# Expected: a statement that a store hands out is found when it is asked for.
# What happens: the rdflib store over a COTTAS file looks terms up by the spelling of Turtle, where a text with a line
#   break has three quotes, while the file has the spelling of N-Triples: such a text is listed and never found. A
#   language tag is lower case in the file, so the tag as published, sr-Latn, finds nothing either.
# Version: pycottas 1.1.0 with rdflib 7.6.0, duckdb 1.5.6, pyoxigraph 0.3.18
# Output seen:
#   listed: 3
#   found again: 2
#   not found: 'Main Street 1\nNovi Sad'
#   "Žito"@sr-Latn: 0
# Matters to: whoever puts a COTTAS file behind rdflib: joins and set operations lose these statements silently.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
  pycottas==1.1.0 rdflib==7.6.0 duckdb==1.5.6 pyoxigraph==0.3.18

expected="listed: 3
found again: 2
not found: 'Main Street 1\\nNovi Sad'
\"Žito\"@sr-Latn: 0"
cd "$work"
cat >data.nt <<'NT'
<http://example.org/acme> <http://example.org/name> "Acme" .
<http://example.org/acme> <http://example.org/address> "Main Street 1\nNovi Sad" .
<http://example.org/acme> <http://example.org/name> "Žito"@sr-Latn .
NT
seen=$(venv/bin/python - <<'PY'
import pycottas
from rdflib import Graph, Literal

pycottas.rdf2cottas("data.nt", "data.cottas")
graph = Graph(store=pycottas.COTTASStore("data.cottas"))
listed = list(graph)
lost = [triple for triple in listed if not list(graph.triples(triple))]
print("listed:", len(listed))
print("found again:", len(listed) - len(lost))
print("not found:", *(repr(str(triple[2])) for triple in lost))
print('"Žito"@sr-Latn:', len(list(graph.triples((None, None, Literal("Žito", lang="sr-Latn"))))))
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }
