#!/usr/bin/env bash
# Expected: sh:pattern and sh:maxLength are about characters, and `\p{Lu}` is a capital letter of any script, as XPath
#   says, on which SHACL builds.
# What happens: both engines for JavaScript make the pattern without Unicode mode. `\p{Lu}` then means the letters
#   "p{Lu}": no name matches it, and no error is told. A letter beyond the basic plane is two characters.
# Version: shacl-engine 1.1.2, rdf-validate-shacl 0.6.5
# Output seen:
#   shacl-engine: pattern ^\p{Lu} on Žito: violation
#   shacl-engine: pattern ^\p{Lu} on p{Lu}: conforms
#   shacl-engine: maxLength 1 on U+20BB7: violation
#   rdf-validate-shacl: pattern ^\p{Lu} on Žito: violation
#   rdf-validate-shacl: pattern ^\p{Lu} on p{Lu}: conforms
#   rdf-validate-shacl: maxLength 1 on U+20BB7: violation
# Matters to: shapes for names in a language with more letters than English, checked in a browser before they are sent.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --silent --no-fund --no-audit --prefix "$work" \
  shacl-engine@1.1.2 rdf-validate-shacl@0.6.5 rdf-ext@2.6.0 n3@2.13.12

expected='shacl-engine: pattern ^\p{Lu} on Žito: violation
shacl-engine: pattern ^\p{Lu} on p{Lu}: conforms
shacl-engine: maxLength 1 on U+20BB7: violation
rdf-validate-shacl: pattern ^\p{Lu} on Žito: violation
rdf-validate-shacl: pattern ^\p{Lu} on p{Lu}: conforms
rdf-validate-shacl: maxLength 1 on U+20BB7: violation'
cat >"$work/run.mjs" <<'JS'
import {Parser} from 'n3'
import RdfValidateShacl from 'rdf-validate-shacl'
import rdf from 'rdf-ext'
import {Validator} from 'shacl-engine'

const read = text => rdf.dataset(new Parser().parse(
  '@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .' + text))
const shape = rule => read(`ex:s a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; ${rule} ] .`)
const engines = {
  'shacl-engine': (shapes, data) => new Validator(shapes, {factory: rdf}).validate({dataset: data}),
  'rdf-validate-shacl': (shapes, data) => new RdfValidateShacl(shapes).validate(data)
}
const capital = String.raw`sh:pattern "^\\p{Lu}"`
const cases = [
  ['pattern ^\\p{Lu} on Žito', capital, 'Žito'],
  ['pattern ^\\p{Lu} on p{Lu}', capital, 'p{Lu}'],
  ['maxLength 1 on U+20BB7', 'sh:maxLength 1', '\u{20BB7}']
]
for (const [name, validate] of Object.entries(engines)) {
  for (const [label, rule, text] of cases) {
    const report = await validate(shape(rule), read(`ex:a ex:p "${text}" .`))
    console.log(`${name}: ${label}: ${report.conforms ? 'conforms' : 'violation'}`)
  }
}
JS
seen=$(node "$work/run.mjs")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }
