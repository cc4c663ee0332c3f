#!/usr/bin/env bash
# Expected: the JSON number 3e-10 becomes an xsd:double near nought, as 1.5e-7 does.
# What happens: a number below 1e-6 with one significant digit is taken for a whole number (JavaScript prints it without
#   a full stop, and the check looks for one), and is written as the xsd:integer 0. With a second digit it is right. A
#   datatype of xsd:double in the context saves it, xsd:decimal does not.
# Version: jsonld (jsonld.js) 9.0.0 on Node.js
# Output seen:
#   0.000003 "3.0E-6"^^double
#   1.5e-7 "1.5E-7"^^double
#   3e-10 "0"^^integer
#   3e-10 typed xsd:decimal "0"^^decimal
# Matters to: concentrations, probabilities, p-values and exchange rates in JSON-LD: a zero that nobody measured.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --silent --no-fund --no-audit --prefix "$work" jsonld@9.0.0

expected='0.000003 "3.0E-6"^^double
1.5e-7 "1.5E-7"^^double
3e-10 "0"^^integer
3e-10 typed xsd:decimal "0"^^decimal'
cat >"$work/run.mjs" <<'JS'
import jsonld from 'jsonld'

const xsd = 'http://www.w3.org/2001/XMLSchema#'
async function show(label, value) {
  const lines = await jsonld.toRDF({'http://example.org/p': value}, {format: 'application/n-quads'})
  console.log(label, lines.split(' ')[2].replaceAll(xsd, '').replace(/<|>/g, ''))
}
await show('0.000003', 0.000003)
await show('1.5e-7', 1.5e-7)
await show('3e-10', 3e-10)
await show('3e-10 typed xsd:decimal', {'@value': 3e-10, '@type': xsd + 'decimal'})
JS
seen=$(node "$work/run.mjs")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }
