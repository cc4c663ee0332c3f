#!/usr/bin/env bash
# Expected: sh:datatype also means a well-formed value: "2009-13"^^xsd:gYearMonth violates it, a legal midnight does not.
# What happens: what Python can make a value of passes, and types that it has no value for are not looked at. Five forms
#   that XML Schema refuses conform, and the end of a day, 24:00:00, which it allows, is a violation.
# Version: pySHACL 0.40.1, rdflib 7.6.0
# Output seen:
#   "2009-13"^^xsd:gYearMonth conforms
#   "1_000"^^xsd:integer conforms
#   "1e3"^^xsd:decimal conforms
#   "2009-05-01"^^xsd:dateTime conforms
#   "2009-05-01T10:00:00"^^xsd:dateTimeStamp conforms
#   "2009-05-01T24:00:00"^^xsd:dateTime does not conform
# Matters to: data checked here and loaded elsewhere: the next reader drops these values or refuses the file.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pyshacl==0.40.1 rdflib==7.6.0

expected='"2009-13"^^xsd:gYearMonth conforms
"1_000"^^xsd:integer conforms
"1e3"^^xsd:decimal conforms
"2009-05-01"^^xsd:dateTime conforms
"2009-05-01T10:00:00"^^xsd:dateTimeStamp conforms
"2009-05-01T24:00:00"^^xsd:dateTime does not conform'
seen=$("$work/venv/bin/python" - 2>"$work/log" <<'PY'
from pyshacl import validate
from rdflib import Graph

PREFIXES = """
@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
for literal in (
    '"2009-13"^^xsd:gYearMonth',
    '"1_000"^^xsd:integer',
    '"1e3"^^xsd:decimal',
    '"2009-05-01"^^xsd:dateTime',
    '"2009-05-01T10:00:00"^^xsd:dateTimeStamp',
    '"2009-05-01T24:00:00"^^xsd:dateTime',
):
    datatype = literal.split("^^")[1]
    shape = f"ex:s a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:datatype {datatype} ] ."
    conforms, _, _ = validate(
        Graph().parse(data=f"{PREFIXES} ex:a ex:p {literal} .", format="turtle"),
        shacl_graph=Graph().parse(data=PREFIXES + shape, format="turtle"),
    )
    print(literal, "conforms" if conforms else "does not conform")
PY
) || { cat "$work/log" >&2; exit 1; }
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }
