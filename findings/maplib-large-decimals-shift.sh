#!/usr/bin/env bash
# Expected: a decimal of more digits than a column can hold is an error, or is kept; its value is not another one.
# What happens: decimals have 12 places in a fixed column. A valid xsd:decimal with many digits before the full stop is
#   read without an error as a number ten or a thousand times smaller, and places beyond the twelfth are cut.
# Version: maplib 0.20.26 with polars 2.1.0
# Output seen:
#   140000000.25 -> 140000000.25
#   123456789012345678.12 -> 12345678901234567.812
#   12345678901234567890.123456789 -> 12345678901234567.890123456789
#   1.0000000000001 -> 1
# Matters to: sums in a weak currency, and measures with many places; nothing in the answer looks wrong.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check maplib==0.20.26 polars==2.1.0

expected='140000000.25 -> 140000000.25
123456789012345678.12 -> 12345678901234567.812
12345678901234567890.123456789 -> 12345678901234567.890123456789
1.0000000000001 -> 1'
seen=$("$work/venv/bin/python" - <<'PY'
from maplib import Model

for number in ("140000000.25", "123456789012345678.12", "12345678901234567890.123456789", "1.0000000000001"):
    model = Model()
    model.reads(f"<http://example.org/acme> <http://example.org/income> {number} .", format="turtle")
    print(number, "->", model.writes(format="ntriples").split('"')[1])
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }
