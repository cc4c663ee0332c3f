// Frames documents with jsonld.js: node frame.js < {"frame": …, "contexts": {address: document}, "documents": […]};
// answers one JSON line each. Nothing is fetched.
import jsonld from "jsonld";
import { text } from "node:stream/consumers";

const { frame, contexts, documents } = JSON.parse(await text(process.stdin));
const documentLoader = async (address) => {
  if (!(address in contexts)) throw new Error(`nobody may fetch ${address}`);
  return { documentUrl: address, document: contexts[address] };
};
for (const document of documents) {
  console.log(JSON.stringify(await jsonld.frame(document, frame, { documentLoader })));
}
