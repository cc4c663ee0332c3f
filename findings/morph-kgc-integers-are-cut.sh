#!/usr/bin/env bash
# Expected: a cell 1.50 mapped with rr:datatype xsd:integer gives "1.50"^^xsd:integer, which a validator then reports,
#   or an error, as R2RML has for data that does not fit.
# What happens: the cell is cut to 1, and 1e3 becomes 1000. The output is valid RDF with other values. With xsd:date
#   the same tool keeps what is in the cell, also the 30th of February.
# Version: morph-kgc 2.10.0 with pandas 2.3.3
# Output seen:
#   a "1"^^<http://www.w3.org/2001/XMLSchema#integer>
#   b "1000"^^<http://www.w3.org/2001/XMLSchema#integer>
#   c "2009-02-30"^^<http://www.w3.org/2001/XMLSchema#date>
# Matters to: mappings of spreadsheets; shapes on the output cannot find what the mapping has already made round.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check morph-kgc==2.10.0 pandas==2.3.3

expected='a "1"^^<http://www.w3.org/2001/XMLSchema#integer>
b "1000"^^<http://www.w3.org/2001/XMLSchema#integer>
c "2009-02-30"^^<http://www.w3.org/2001/XMLSchema#date>'
cd "$work"
printf 'id,amount,day\na,1.50,\nb,1e3,\nc,,2009-02-30\n' >rows.csv
cat >map.ttl <<'TTL'
@prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/> .
ex:rows a rr:TriplesMap ;
  rml:logicalSource [ rml:source "rows.csv" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "http://example.org/{id}" ] ;
  rr:predicateObjectMap [ rr:predicate ex:amount ; rr:objectMap [ rml:reference "amount" ; rr:datatype xsd:integer ] ] ;
  rr:predicateObjectMap [ rr:predicate ex:day ; rr:objectMap [ rml:reference "day" ; rr:datatype xsd:date ] ] .
TTL
printf '[CONFIGURATION]\nlogging_level: ERROR\n[rows]\nmappings: map.ttl\n' >config.ini
seen=$(venv/bin/python -c '
import morph_kgc
for line in sorted(morph_kgc.materialize_set("config.ini")):
    subject, _, value = line.split(" ", 2)
    print(subject.strip("<>").rpartition("/")[2], value)' 2>"$work/log") || { cat "$work/log" >&2; exit 1; }
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }
