#!/usr/bin/env bash
# Expected: a third times a half is about a sixth, and nought divided by a decimal is nought; at worst with fewer digits.
# What happens: decimals have 18 places, and a product or a quotient that needs more on the way is an error, not a
#   rounded number: the variable is unbound. So a share or an average can be computed, and cannot be used in the next
#   sum; and a company with no turnover has no share where others have one.
# Version: pyoxigraph 0.5.13
# Output seen:
#   1/3 = 0.333333333333333333
#   1/3*0.5 = None
#   AVG(1,2,2) = 1.666666666666666666
#   AVG(1,2,2)*1.05 = None
#   0/77.5 = None
#   155/77.5 = 2
# Matters to: indicators (shares, growth, means with a factor); a cast to xsd:double of one side gives the value.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13

expected='1/3 = 0.333333333333333333
1/3*0.5 = None
AVG(1,2,2) = 1.666666666666666666
AVG(1,2,2)*1.05 = None
0/77.5 = None
155/77.5 = 2'
seen=$("$work/venv/bin/python" - <<'PY'
from pyoxigraph import Store


def show(expression, where="{}", name=None):
    value = next(iter(Store().query(f"SELECT ({expression} AS ?x) {where}")))["x"]
    print(name or expression, "=", value and value.value)


values = "{ VALUES ?v { 1 2 2 } }"
show("1/3")
show("1/3*0.5")
show("AVG(?v)", values, "AVG(1,2,2)")
show("AVG(?v)*1.05", values, "AVG(1,2,2)*1.05")
show("0/77.5")
show("155/77.5")
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }
