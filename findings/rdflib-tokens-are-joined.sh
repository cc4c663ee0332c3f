#!/usr/bin/env bash
# Expected: with rdflib.NORMALIZE_LITERALS = False a literal keeps its lexical form, as it does for numbers, dates and
#   booleans; "a  b" and "a b" of any datatype are two terms (RDF 1.1, section 3.3), so two statements stay two.
# What happens: white space in values of xsd:token and xsd:normalizedString is still changed, whatever the setting and
#   normalize=False say. Two statements become one, and a file read and written has other terms.
# Version: rdflib 7.6.0
# Output seen:
#   integer: "01" "1"
#   normalizedString: "a b"
#   token: "a b"
#   token, normalize=False: "a b"
# Matters to: comparing graphs, digests and diffs over data with xsd:token, which XML Schema's codes often are.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0

expected='integer: "01" "1"
normalizedString: "a b"
token: "a b"
token, normalize=False: "a b"'
seen=$("$work/venv/bin/python" - <<'PY'
import json

import rdflib
from rdflib import XSD, Literal

rdflib.NORMALIZE_LITERALS = False
VALUES = {"integer": ("01", "1"), "normalizedString": (r"a\tb", "a b"), "token": ("a  b", "a b")}

for name, values in VALUES.items():
    objects = ", ".join(f'"{value}"^^<{XSD}{name}>' for value in values)
    graph = rdflib.Graph().parse(data=f"<http://example.org/a> <http://example.org/b> {objects} .", format="turtle")
    print(f"{name}:", *sorted(json.dumps(str(value)) for value in graph.objects()))
print("token, normalize=False:", json.dumps(str(Literal("a  b", datatype=XSD.token, normalize=False))))
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }
