#!/usr/bin/env bash
# Expected: each valid statement of a file is in the model after loading, or loading tells which is not.
# What happens: values that do not fit the column of their datatype are left out without an error or a count: an
#   integer beyond 64 bits, and a date with the time zone Z (with +02:00 it is kept, without the zone). A dateTime that
#   has no zone comes out with +00:00, another moment for whoever wrote local time.
# Version: maplib 0.20.26 with polars 2.1.0
# Output seen:
#   "9223372036854775808"^^xsd:integer -> nothing
#   "2009-05-01Z"^^xsd:date -> nothing
#   "2009-05-01+02:00"^^xsd:date -> "2009-05-01"
#   "2009-05-01T10:00:00"^^xsd:dateTime -> "2009-05-01T10:00:00+00:00"
# Matters to: harvests, where the number of statements before and after is the only check; dates of public registers
#   often carry the Z.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check maplib==0.20.26 polars==2.1.0

expected='"9223372036854775808"^^xsd:integer -> nothing
"2009-05-01Z"^^xsd:date -> nothing
"2009-05-01+02:00"^^xsd:date -> "2009-05-01"
"2009-05-01T10:00:00"^^xsd:dateTime -> "2009-05-01T10:00:00+00:00"'
seen=$("$work/venv/bin/python" - <<'PY'
from maplib import Model

for literal in (
    '"9223372036854775808"^^xsd:integer',
    '"2009-05-01Z"^^xsd:date',
    '"2009-05-01+02:00"^^xsd:date',
    '"2009-05-01T10:00:00"^^xsd:dateTime',
):
    model = Model()
    model.reads(
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
        f"<http://example.org/acme> <http://example.org/value> {literal} .",
        format="turtle",
    )
    written = model.writes(format="ntriples")
    print(literal, "->", '"' + written.split('"')[1] + '"' if written.strip() else "nothing")
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }
