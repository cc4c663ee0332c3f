#!/usr/bin/env bash
# Expected: a date plus a duration is a date, whatever the duration is and whatever the variables are called.
# What happens: the two sides of `+` are put into another order before they are evaluated, and duration + date is not
#   known here. One day can be added and two days cannot; `?end + ?length` has a value and `?start + ?length` has none.
#   No error is told: the cell is empty, and a FILTER over the sum drops the row. `-` with a negative duration is safe.
# Version: pyoxigraph 0.5.13
# Output seen:
#   date + P1D: "2009-05-02"^^<http://www.w3.org/2001/XMLSchema#date>
#   date + P2D: None
#   ?end + ?length: "2009-05-03"^^<http://www.w3.org/2001/XMLSchema#date>
#   ?start + ?length: None
#   date - -P2D: "2009-05-03"^^<http://www.w3.org/2001/XMLSchema#date>
# Matters to: queries for deadlines and terms; a test that adds one day proves nothing about the next query.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13

expected='date + P1D: "2009-05-02"^^<http://www.w3.org/2001/XMLSchema#date>
date + P2D: None
?end + ?length: "2009-05-03"^^<http://www.w3.org/2001/XMLSchema#date>
?start + ?length: None
date - -P2D: "2009-05-03"^^<http://www.w3.org/2001/XMLSchema#date>'
seen=$("$work/venv/bin/python" - <<'PY'
from pyoxigraph import Store

PREFIX = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"


def value(expression, variables="?d", cells='"2009-05-01"^^xsd:date'):
    query = f"SELECT ({expression} AS ?sum) {{ VALUES ({variables}) {{ ({cells}) }} }}"
    return next(iter(Store().query(PREFIX + query)))["sum"]


pair = '"2009-05-01"^^xsd:date "P2D"^^xsd:dayTimeDuration'
print("date + P1D:", value('?d + "P1D"^^xsd:dayTimeDuration'))
print("date + P2D:", value('?d + "P2D"^^xsd:dayTimeDuration'))
print("?end + ?length:", value("?end + ?length", "?end ?length", pair))
print("?start + ?length:", value("?start + ?length", "?start ?length", pair))
print("date - -P2D:", value('?d - "-P2D"^^xsd:dayTimeDuration'))
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }
