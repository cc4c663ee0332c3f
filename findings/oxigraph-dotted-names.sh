#!/usr/bin/env bash
# Expected: a prefixed name may hold several dots, so `ex:25.1.1` in a query is one IRI, as it is in Turtle.
# What happens: SPARQL reads `ex:25.1` and then the number 0.1. Where a list of terms is allowed (VALUES), the query
#   runs and has two rows; the same characters as Turtle, in the same library, are one name.
# Version: pyoxigraph 0.5.13
# Output seen:
#   query: <http://example.org/nace/25.1> "0.1"^^<http://www.w3.org/2001/XMLSchema#decimal>
#   turtle: <http://example.org/nace/25.1.1>
# Matters to: whoever names classes by the codes of NACE, CPV or a version number; the answer is about another class.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13

expected='query: <http://example.org/nace/25.1> "0.1"^^<http://www.w3.org/2001/XMLSchema#decimal>
turtle: <http://example.org/nace/25.1.1>'
seen=$("$work/venv/bin/python" - <<'PY'
from pyoxigraph import RdfFormat, Store, parse

prefix = "PREFIX ex: <http://example.org/nace/>\n"
rows = Store().query(prefix + "SELECT ?code { VALUES ?code { ex:25.1.1 } }")
print("query:", *(row["code"] for row in rows))
print("turtle:", *(quad.subject for quad in parse(prefix + "ex:25.1.1 a ex:Class .", format=RdfFormat.TURTLE)))
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }
