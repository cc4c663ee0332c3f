// Reads {"<name>": "<html>", …} and writes {"<name>": ["<line>:<column> <rule>: <message>", …], …}: what a strict
// checker has against each page. Presets of html-validate: what the HTML Living Standard and WCAG ask for.
import { readFileSync } from "node:fs";
import { HtmlValidate } from "html-validate/node";

const checker = new HtmlValidate({
  extends: ["html-validate:standard", "html-validate:a11y", "html-validate:document"],
  rules: {
    "no-implicit-close": "error",
    "require-sri": "off", // nothing comes from another host
    "unique-landmark": "error",
  },
});

const pages = JSON.parse(readFileSync(0, "utf8"));
const told = {};
for (const [name, html] of Object.entries(pages)) {
  const report = await checker.validateString(html, name);
  told[name] = report.results.flatMap((result) =>
    result.messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`),
  );
}
process.stdout.write(JSON.stringify(told));
