// Asks queries with Comunica as it comes: node comunica.js < {"sources": […], "queries": […]}; answers one JSON line each.
import { QueryEngine } from "@comunica/query-sparql";
import { text } from "node:stream/consumers";

const say = (answer) => console.log(JSON.stringify(answer));
const fail = (error) => say({ error: String(error) });
process.on("uncaughtException", (error) => {
  fail(error); // a transfer that breaks is an event of a stream that nobody holds
  process.exit(0);
});

const told = ({ value, language, datatype }) => [value, language || datatype?.value || ""];
const forms = {
  bindings: async (result) =>
    (await (await result.execute()).toArray()).map((row) =>
      Object.fromEntries([...row].map(([name, term]) => [name.value, told(term)])),
    ),
  boolean: (result) => result.execute(),
  quads: async (result, engine) => text((await engine.resultToString(result, "application/n-triples")).data),
};

const { sources, queries } = JSON.parse(await text(process.stdin));
const engine = new QueryEngine();
for (const query of queries) {
  try {
    const result = await engine.query(query, { sources });
    say({ answer: await forms[result.resultType](result, engine) });
  } catch (error) {
    fail(error);
  }
}
