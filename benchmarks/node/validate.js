// Validates by shacl-engine: `node validate.js shapes.ttl data.ttl`. Writes the results as lines of JSON: focus node,
// value, component, shape and severity, blank nodes as "_"; and at the end the seconds it took to read and to validate.
import { readFileSync } from "node:fs";
import { DataFactory, Parser, Store } from "n3";
import { Validator } from "shacl-engine";

const factory = Object.assign(Object.create(DataFactory), { dataset: (quads) => new Store(quads ?? []) });
for (const name of Object.keys(DataFactory)) {
  factory[name] = DataFactory[name];
}

const began = performance.now();
const [shapes, data] = process.argv.slice(2).map((path) => new Store(new Parser().parse(readFileSync(path, "utf8"))));
const read = performance.now();
const report = await new Validator(shapes, { factory }).validate({ dataset: data });
const done = performance.now();

const told = (term) => (!term ? null : term.termType === "BlankNode" ? "_" : term.value);
for (const result of report.results) {
  const parts = [result.focusNode.term, result.value?.term, result.constraintComponent, result.shape.ptr.term, result.severity];
  process.stdout.write(`${JSON.stringify(parts.map(told))}\n`);
}
process.stdout.write(`${JSON.stringify({ read: (read - began) / 1000, validate: (done - read) / 1000 })}\n`);
