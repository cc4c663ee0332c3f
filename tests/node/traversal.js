// Follows links with Comunica as it comes: node traversal.js < {"server", "names", "seed", "query"}. Names below "names"
// are fetched from the server, all others are not there. Answers {"rows", "statuses": {status: number}, "most": in flight}.
import { QueryEngine } from "@comunica/query-sparql-link-traversal";
import { text } from "node:stream/consumers";

const { server, names, seed, query } = JSON.parse(await text(process.stdin));
const statuses = {};
let flying = 0;
let most = 0;

const fetched = async (input, options) => {
  const address = String(input.url ?? input).replace(names, server);
  if (!address.startsWith(server)) {
    return new Response("", { status: 404 });
  }
  most = Math.max(most, ++flying);
  try {
    const answer = await fetch(address, options);
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    return answer;
  } finally {
    flying--;
  }
};

const found = await new QueryEngine().queryBindings(query, { sources: [seed], lenient: true, fetch: fetched });
const rows = (await found.toArray()).map((row) => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value])));
process.stdout.write(JSON.stringify({ rows, statuses, most }));
