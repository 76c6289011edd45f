// Reads one RDF file of a release and canonizes it: Turtle and N-Triples with N3.js, JSON-LD with jsonld.js in safe mode.
// node graph.mjs FILE CANONICAL → writes the canonical N-Quads (RDFC-1.0); {"triples": n} or {"error": message}
import fs from "node:fs";
import jsonld from "jsonld";
import { Parser } from "n3";
import { canonize } from "rdf-canonize";

const [file, canonical] = process.argv.slice(2);
const text = fs.readFileSync(file, "utf-8");

// Only what stands in the document itself counts: no context, no schema is fetched.
const documentLoader = (url) => {
  throw new Error(`the document asks for ${url}`);
};

const read = {
  ".ttl": () => new Parser({ format: "text/turtle" }).parse(text),
  ".nt": () => new Parser({ format: "application/n-triples" }).parse(text),
  ".jsonld": () => jsonld.toRDF(JSON.parse(text), { safe: true, documentLoader }),
};

try {
  const triples = await read[file.slice(file.lastIndexOf("."))]();
  fs.writeFileSync(canonical, await canonize(triples, { algorithm: "RDFC-1.0" }));
  console.log(JSON.stringify({ triples: triples.length }));
} catch (error) {
  console.log(JSON.stringify({ error: `${error.name}: ${error.message} ${JSON.stringify(error.details ?? {})}` }));
}
